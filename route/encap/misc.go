package encap

import (
	"encoding/binary"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var (
	ilaCsum = [...]string{
		uapi.ILA_CSUM_ADJUST_TRANSPORT: "adj-transport",
		uapi.ILA_CSUM_NEUTRAL_MAP:      "neutral-map",
		uapi.ILA_CSUM_NO_ACTION:        "no-action",
		uapi.ILA_CSUM_NEUTRAL_MAP_AUTO: "neutral-map-auto",
	}
	ilaIdent = [...]string{
		uapi.ILA_ATYPE_IID:           "iid",
		uapi.ILA_ATYPE_LUID:          "luid",
		uapi.ILA_ATYPE_VIRT_V4:       "virt-v4",
		uapi.ILA_ATYPE_VIRT_UNI_V6:   "virt-uni-v6",
		uapi.ILA_ATYPE_VIRT_MULTI_V6: "virt-multi-v6",
		uapi.ILA_ATYPE_NONLOCAL_ADDR: "nonlocal-addr",
		uapi.ILA_ATYPE_USE_FORMAT:    "use-format",
	}
	ilaHook = [...]string{
		uapi.ILA_HOOK_ROUTE_OUTPUT: "output",
		uapi.ILA_HOOK_ROUTE_INPUT:  "input",
	}
)

func (p *parser) ila() error {
	w, _ := p.a.Next()
	loc, ok := addr64(w)
	if !ok {
		return cli.Quit(1, "Bad locator: "+w)
	}
	if err := p.bytes(uapi.ILA_ATTR_LOCATOR, loc[:]); err != nil {
		return err
	}
	for p.a.More() {
		var list []string
		var typ uint16
		name := p.a.Peek()
		switch name {
		case "csum-mode":
			list, typ = ilaCsum[:], uapi.ILA_ATTR_CSUM_MODE
		case "ident-type":
			list, typ = ilaIdent[:], uapi.ILA_ATTR_IDENT_TYPE
		case "hook-type":
			list, typ = ilaHook[:], uapi.ILA_ATTR_HOOK_TYPE
		default:
			return nil
		}
		p.a.Skip(1)
		w, err := p.a.Next()
		if err != nil {
			return err
		}
		i := index(list, w)
		// Of the identifier types the kernel lets two be set.
		if i < 0 || name == "ident-type" && w != "luid" && w != "use-format" {
			return cli.Invalid("\""+name+"\" value is invalid\n", w)
		}
		if err := p.u8(typ, uint8(i)); err != nil {
			return err
		}
	}
	return nil
}

// addr64 reads up to four numbers in hex with colons between them.
func addr64(s string) (b [8]byte, ok bool) {
	for i := 0; i < 4; i++ {
		v, n, over := cli.Strtoul(s, 16)
		if n == 0 || over || v > 0xffff {
			return b, false
		}
		binary.BigEndian.PutUint16(b[2*i:], uint16(v))
		if n == len(s) {
			return b, true
		}
		if s[n] != ':' {
			return b, false
		}
		s = s[n+1:]
	}
	return b, false
}

var ioam6Modes = [...]string{
	uapi.IOAM6_IPTUNNEL_MODE_INLINE: "inline",
	uapi.IOAM6_IPTUNNEL_MODE_ENCAP:  "encap",
	uapi.IOAM6_IPTUNNEL_MODE_AUTO:   "auto",
}

// ioam6 reads its words in the one order that upstream takes.
func (p *parser) ioam6() error {
	freqK, freqN := uint32(uapi.IOAM6_IPTUNNEL_FREQ_MIN), uint32(uapi.IOAM6_IPTUNNEL_FREQ_MIN)
	mode := uapi.IOAM6_IPTUNNEL_MODE_INLINE
	var src, dst attr.Prefix
	if p.a.Peek() == "freq" {
		w, err := p.optional()
		if err != nil {
			return err
		}
		if freqK, freqN, err = frequency(w); err != nil {
			return err
		}
		if !p.a.More() {
			return cli.Incomplete()
		}
	}
	if p.a.Peek() == "mode" {
		w, err := p.optional()
		if err != nil {
			return err
		}
		if mode = index(ioam6Modes[:], w); mode <= 0 {
			return cli.Invalid("Invalid mode", w)
		}
		if !p.a.More() {
			return cli.Incomplete()
		}
	}
	inline := mode == uapi.IOAM6_IPTUNNEL_MODE_INLINE
	hasSrc := p.a.Peek() == "tunsrc"
	if hasSrc {
		if err := p.end("tunsrc", inline, &src); err != nil {
			return err
		}
	}
	switch {
	case p.a.Peek() == "tundst":
		if err := p.end("tundst", inline, &dst); err != nil {
			return err
		}
	case !inline:
		return cli.Missing("tundst")
	}
	if !p.a.Accept("trace") {
		return cli.Missing("trace")
	}
	if !p.a.More() {
		return cli.Incomplete()
	}
	if !p.a.Accept("prealloc") {
		return cli.Missing("prealloc")
	}
	trace, err := p.trace()
	if err != nil {
		return err
	}
	if err := p.u32(uapi.IOAM6_IPTUNNEL_FREQ_K, freqK); err != nil {
		return err
	}
	if err := p.u32(uapi.IOAM6_IPTUNNEL_FREQ_N, freqN); err != nil {
		return err
	}
	if err := p.u8(uapi.IOAM6_IPTUNNEL_MODE, uint8(mode)); err != nil {
		return err
	}
	if hasSrc {
		if err := p.bytes(uapi.IOAM6_IPTUNNEL_SRC, src.Addr()); err != nil {
			return err
		}
	}
	if !inline {
		if err := p.bytes(uapi.IOAM6_IPTUNNEL_DST, dst.Addr()); err != nil {
			return err
		}
	}
	return p.bytes(uapi.IOAM6_IPTUNNEL_TRACE, trace)
}

// optional takes the option that is there and its value.
func (p *parser) optional() (string, error) {
	p.a.Skip(1)
	return p.a.Next()
}

// end takes one of the tunnel's ends.
func (p *parser) end(name string, inline bool, to *attr.Prefix) error {
	if inline {
		return cli.Invalid("Inline mode does not need "+name, name)
	}
	w, err := p.optional()
	if err != nil {
		return err
	}
	if *to, err = attr.ParseAddr(w, unix.AF_INET6); err != nil {
		return err
	}
	if to.Bytes != 16 {
		return cli.Invalid("Invalid IPv6 address for "+name, w)
	}
	if !p.a.More() {
		return cli.Incomplete()
	}
	return nil
}

// frequency reads K/N.
func frequency(w string) (k, n uint32, err error) {
	if len(w) > 15 {
		return 0, 0, cli.Invalid("Invalid frequency (too long)", w)
	}
	first, second, _ := strings.Cut(w, "/")
	a, ok := cli.Uint(first, 10, 32)
	b, ok2 := cli.Uint(second, 10, 32)
	switch most := uint64(uapi.IOAM6_IPTUNNEL_FREQ_MAX); {
	case !ok || !ok2:
		return 0, 0, cli.Invalid("Invalid frequency (malformed)", w)
	case a < 1 || a > most:
		return 0, 0, cli.Invalid(`Out of bound "k" frequency`, w)
	case b < 1 || b > most:
		return 0, 0, cli.Invalid(`Out of bound "n" frequency`, w)
	case a > b:
		return 0, 0, cli.Invalid("Frequency with k > n is forbidden", w)
	}
	return uint32(a), uint32(b), nil
}

// trace reads type, ns and size and makes a struct ioam6_trace_hdr of them.
func (p *parser) trace() ([]byte, error) {
	var typ, ns, size uint64
	nsOK := false
loop:
	for {
		if !p.a.More() {
			p.a.Back() // upstream looks at the last word again
			break
		}
		name := p.a.Peek()
		switch name {
		case "type", "ns", "size":
		default:
			break loop
		}
		w, err := p.optional()
		if err != nil {
			return nil, err
		}
		var ok bool
		switch name {
		case "type":
			if typ != 0 {
				return nil, cli.Garbage(name, w)
			}
			if typ, ok = cli.Uint(w, 0, 32); !ok || typ == 0 {
				return nil, cli.Invalid("Invalid trace type", w)
			}
		case "ns":
			if nsOK {
				return nil, cli.Garbage(name, w)
			}
			nsOK = true
			if ns, ok = cli.Uint(w, 0, 16); !ok {
				return nil, cli.Invalid("Invalid namespace ID", w)
			}
		case "size":
			if size != 0 {
				return nil, cli.Garbage(name, w)
			}
			size, ok = cli.Uint(w, 0, 16)
			switch {
			case !ok || size == 0:
				return nil, cli.Invalid("Invalid trace size", w)
			case size%4 != 0:
				return nil, cli.Invalid("Trace size must be a 4-octet multiple", w)
			case size > ioam6SizeMax:
				return nil, cli.Invalid("Trace size is too big", w)
			}
		}
	}
	switch {
	case typ == 0:
		return nil, cli.Missing("type")
	case !nsOK:
		return nil, cli.Missing("ns")
	case size == 0:
		return nil, cli.Missing("size")
	}
	b := make([]byte, 8)
	binary.BigEndian.PutUint16(b, uint16(ns))
	b[3] = byte(size / 4) // remlen: the low seven bits of a byte
	binary.BigEndian.PutUint32(b[4:], uint32(typ)<<8)
	return b, nil
}
