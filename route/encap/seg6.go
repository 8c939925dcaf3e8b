package encap

import (
	"encoding/binary"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var seg6Modes = [...]string{
	uapi.SEG6_IPTUN_MODE_INLINE:      "inline",
	uapi.SEG6_IPTUN_MODE_ENCAP:       "encap",
	uapi.SEG6_IPTUN_MODE_L2ENCAP:     "l2encap",
	uapi.SEG6_IPTUN_MODE_ENCAP_RED:   "encap.red",
	uapi.SEG6_IPTUN_MODE_L2ENCAP_RED: "l2encap.red",
}

func index(list []string, w string) int {
	for i, s := range list {
		if s == w && s != "" {
			return i
		}
	}
	return -1
}

const segsMost = 1023 // characters of a list of segments that the reference keeps

func (p *parser) seg6() error {
	var modeOK, segsOK, hmacOK, tableOK, src bool
	mode, segs := -1, ""
	var hmac, table uint32
	var from attr.Prefix
loop:
	for p.a.More() {
		switch p.a.Peek() {
		case "mode":
			p.a.Skip(1)
			w, err := p.once(&modeOK, "mode")
			if err != nil {
				return err
			}
			if mode = index(seg6Modes[:], w); mode < 0 {
				return cli.Invalid("\"mode\" value is invalid\n", w)
			}
		case "tunsrc":
			p.a.Skip(1)
			w, err := p.a.Next()
			switch {
			case err != nil:
				return err
			case mode == -1:
				return cli.Invalid("\"tunsrc\" provided before \"mode\"\n", w)
			case mode == uapi.SEG6_IPTUN_MODE_INLINE:
				return cli.Invalid("\"tunsrc\" invalid with inline mode\n", w)
			case src:
				return cli.Garbage("tunsrc", w)
			}
			if from, err = attr.ParseAddr(w, unix.AF_INET6); err != nil {
				return err
			}
			if from.Bytes != 16 {
				return cli.Invalid("\"tunsrc\" value is invalid\n", w)
			}
			src = true
		case "segs":
			p.a.Skip(1)
			w, err := p.once(&segsOK, "segs")
			if err != nil {
				return err
			}
			if mode == -1 {
				return cli.Invalid("\"segs\" provided before \"mode\"\n", w)
			}
			segs = w[:min(len(w), segsMost)]
		case "hmac":
			p.a.Skip(1)
			w, err := p.once(&hmacOK, "hmac")
			if err != nil {
				return err
			}
			hmac = looseU32(w)
		case "lookup":
			p.a.Skip(1)
			w, err := p.once(&tableOK, "lookup")
			if err != nil {
				return err
			}
			var ok bool
			if table, ok = Table(p.e, w); !ok {
				return cli.Invalid("\"lookup\" value is invalid\n", w)
			}
		default:
			break loop
		}
	}
	srh, err := segmentHeader(segs, hmac, mode != uapi.SEG6_IPTUN_MODE_INLINE)
	if err != nil {
		return err
	}
	b, err := p.add(uapi.SEG6_IPTUNNEL_SRH, 4+len(srh))
	if err != nil {
		return err
	}
	nl.Native.PutUint32(b, uint32(int32(mode)))
	copy(b[4:], srh)
	if src {
		if err := p.bytes(uapi.SEG6_IPTUNNEL_SRC, from.Addr()); err != nil {
			return err
		}
	}
	if tableOK {
		return p.u32(seg6Table, table)
	}
	return nil
}

// looseU32 is the number that w is, 0 where it is none: the reference does not look
// whether it is.
func looseU32(w string) uint32 {
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return 0
	}
	return uint32(v)
}

// segmentHeader is a struct ipv6_sr_hdr of the segments in list, separated by
// commas: the first to be visited stands last. Without encap there is room for one
// more, the packet's own destination.
func segmentHeader(list string, hmac uint32, encap bool) ([]byte, error) {
	n := strings.Count(list, ",") + 1
	if !encap {
		n++
	}
	size := 8 + 16*n
	if hmac != 0 {
		size += srHMACLen
	}
	b := make([]byte, size)
	b[1], b[2], b[3], b[4] = byte(size>>3-1), 4, byte(n-1), byte(n-1)
	if hmac != 0 {
		b[5] = srHMACFlag
		t := b[size-srHMACLen:]
		t[0], t[1] = srHMACTLV, 38
		binary.BigEndian.PutUint32(t[4:], hmac)
	}
	// The reference counts in a byte: a longer list starts anew.
	return b[:(int(b[1])+1)<<3], segments(b[8:], int(byte(n-1)), list)
}

// segments puts the addresses of list into b, from the one at place i downwards.
func segments(b []byte, i int, list string) error {
	for list != "" {
		var w string
		w, list, _ = strings.Cut(list, ",")
		if w == "" {
			continue
		}
		v, err := attr.ParseAddr(w, unix.AF_INET6)
		if err != nil {
			return err
		}
		if i >= 0 && 16*i+16 <= len(b) {
			copy(b[16*i:], v.All()[:16])
		}
		i--
	}
	return nil
}

func (p *parser) rpl() error {
	segs, seen := "", false
	for p.a.Accept("segs") {
		w, err := p.once(&seen, "segs")
		if err != nil {
			return err
		}
		segs = w[:min(len(w), segsMost)]
	}
	n := strings.Count(segs, ",") + 1
	size := 8 + 16*n
	b := make([]byte, size)
	b[1], b[2], b[3] = byte(size>>3-1), 3, byte(n)
	if err := segments(b[8:], n-1, segs); err != nil {
		return err
	}
	return p.bytes(uapi.RPL_IPTUNNEL_SRH, b[:(int(b[1])+1)<<3])
}

// Table is the number of the routing table that w names.
func Table(e *cli.Env, w string) (uint32, bool) {
	if id, ok := e.Tables.Number(w); ok {
		return id, true
	}
	v, ok := cli.Uint(w, 0, 32)
	return uint32(v), ok
}
