// Package encap is the `encap` part of routes and nexthops: lightweight tunnels,
// read from words and printed.
package encap

import (
	"errors"
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// names is the encapsulations by number (enum lwtunnel_encap_types).
var names = [...]string{
	uapi.LWTUNNEL_ENCAP_MPLS:       "mpls",
	uapi.LWTUNNEL_ENCAP_IP:         "ip",
	uapi.LWTUNNEL_ENCAP_ILA:        "ila",
	uapi.LWTUNNEL_ENCAP_IP6:        "ip6",
	uapi.LWTUNNEL_ENCAP_SEG6:       "seg6",
	uapi.LWTUNNEL_ENCAP_BPF:        "bpf",
	uapi.LWTUNNEL_ENCAP_SEG6_LOCAL: "seg6local",
	uapi.LWTUNNEL_ENCAP_RPL:        "rpl",
	uapi.LWTUNNEL_ENCAP_IOAM6:      "ioam6",
	uapi.LWTUNNEL_ENCAP_XFRM:       "xfrm",
}

const typesHelp = `Usage: ip route ... encap TYPE [ OPTIONS ] [...]
TYPE := { mpls | ip | ila | ip6 | seg6 | bpf | seg6local | rpl | ioam6 | xfrm }
`

// ErrBound is returned where the attributes pass the room that the reference has
// for them, which it says and then goes on in its own way.
var ErrBound = errors.New("no room for the encapsulation")

// parser is what reads one encapsulation: m gets the attributes, of which limit
// bytes may come from base on.
type parser struct {
	e     *cli.Env
	a     *cli.Args
	m     *nl.Msg
	base  int
	limit int
}

// Parse reads the words behind `encap` and adds the attributes typ (a nest) and
// typType to m. used bytes of the limit that the reference has are taken already.
// On ErrBound m is to be cut back.
func Parse(e *cli.Env, a *cli.Args, m *nl.Msg, typ, typType uint16, used, limit int) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if w == "help" {
		return cli.Usage(typesHelp)
	}
	et := uint16(0)
	for i, n := range names {
		if n != "" && n == w {
			et = uint16(i)
		}
	}
	switch {
	case et == 0:
		return cli.Invalid("\"encap type\" value is invalid\n", w)
	case !a.More():
		return cli.Incomplete()
	case a.Len() <= 1:
		return cli.Missing("encap type")
	}
	p := parser{e, a, m, m.Mark() - used, limit}
	m.Open(typ | nl.Nested)
	switch et {
	case uapi.LWTUNNEL_ENCAP_MPLS:
		err = p.mpls()
	case uapi.LWTUNNEL_ENCAP_IP:
		err = p.ip(&ip4Words)
	case uapi.LWTUNNEL_ENCAP_IP6:
		err = p.ip(&ip6Words)
	case uapi.LWTUNNEL_ENCAP_ILA:
		err = p.ila()
	case uapi.LWTUNNEL_ENCAP_BPF:
		err = p.bpf()
	case uapi.LWTUNNEL_ENCAP_SEG6:
		err = p.seg6()
	case uapi.LWTUNNEL_ENCAP_SEG6_LOCAL:
		err = p.seg6local()
	case uapi.LWTUNNEL_ENCAP_RPL:
		err = p.rpl()
	case uapi.LWTUNNEL_ENCAP_IOAM6:
		err = p.ioam6()
	case uapi.LWTUNNEL_ENCAP_XFRM:
		err = p.xfrm()
	}
	if err != nil {
		return err
	}
	m.Close()
	return p.u16(typType, et)
}

// add is a new attribute of n bytes, if there is room.
func (p *parser) add(typ uint16, n int) ([]byte, error) {
	if (p.m.Mark()-p.base)+(4+n+3)&^3 > p.limit {
		p.e.Warn("rta_addattr_l: Error! max allowed bound " + strconv.Itoa(p.limit) + " exceeded")
		return nil, ErrBound
	}
	return p.m.Add(typ, n), nil
}

func (p *parser) bytes(typ uint16, v []byte) error {
	b, err := p.add(typ, len(v))
	copy(b, v)
	return err
}

func (p *parser) u8(typ uint16, v uint8) error { return p.bytes(typ, []byte{v}) }

func (p *parser) u16(typ uint16, v uint16) error {
	return p.bytes(typ, nl.Native.AppendUint16(nil, v))
}

func (p *parser) u32(typ uint16, v uint32) error {
	return p.bytes(typ, nl.Native.AppendUint32(nil, v))
}

// once takes the value of an option that may stand once. seen is whether it has.
func (p *parser) once(seen *bool, name string) (string, error) {
	w, err := p.a.Next()
	if err != nil {
		return "", err
	}
	if *seen {
		return "", cli.Garbage(name, w)
	}
	*seen = true
	return w, nil
}

// number reads w as a number of bits; why is the complaint.
func number(w string, bits int, why string) (uint64, error) {
	v, ok := cli.Uint(w, 0, bits)
	if !ok {
		return 0, cli.Invalid(why, w)
	}
	return v, nil
}

// addr adds the address of family that w is.
func (p *parser) addr(typ uint16, w string, family uint8) error {
	v, err := attr.ParseAddr(w, family)
	if err != nil {
		return err
	}
	return p.bytes(typ, v.Addr())
}

// dev adds the index of the link that w names.
func (p *parser) dev(typ uint16, w string) error {
	i := p.e.LinkIndex(w)
	if i == 0 {
		return cli.Quit(255, `Cannot find device "`+w+`"`)
	}
	return p.u32(typ, i)
}

func (p *parser) mpls() error {
	w, _ := p.a.Next()
	if err := p.addr(uapi.MPLS_IPTUNNEL_DST, w, unix.AF_MPLS); err != nil {
		return err
	}
	seen := false
	for p.a.Accept("ttl") {
		w, err := p.once(&seen, "ttl")
		if err != nil {
			return err
		}
		v, err := number(w, 8, "\"ttl\" value is invalid\n")
		if err != nil {
			return err
		}
		if err := p.u8(uapi.MPLS_IPTUNNEL_TTL, uint8(v)); err != nil {
			return err
		}
	}
	return nil
}

const xfrmHelp = "Usage: ip route ... encap xfrm if_id IF_ID [ link_dev LINK ]\n"

// xfrm reads to the end of the line: what it does not know it skips, as upstream.
func (p *parser) xfrm() error {
	var id, link bool
	for p.a.More() {
		switch w, _ := p.a.Next(); w {
		case "if_id":
			w, err := p.once(&id, "if_id")
			if err != nil {
				return err
			}
			v, ok := cli.Uint(w, 0, 32)
			if !ok || v == 0 {
				return cli.Invalid("\"if_id\" value is invalid\n", w)
			}
			if err := p.u32(lwtXfrmIfID, uint32(v)); err != nil {
				return err
			}
		case "link_dev":
			w, err := p.once(&link, "link_dev")
			if err != nil {
				return err
			}
			if err := p.dev(lwtXfrmLink, w); err != nil {
				return err
			}
		case "help":
			return cli.Usage(xfrmHelp)
		}
	}
	if !id {
		return cli.Usage(xfrmHelp)
	}
	return nil
}
