package tunnel

import (
	"encoding/binary"
	"unsafe"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// parm6 is struct ip6_tnl_parm2.
type parm6 struct {
	name         [16]byte
	link         uint32
	proto        uint8
	encapLimit   uint8
	hopLimit     uint8
	_            uint8
	flowinfo     [4]byte
	flags        uint32
	laddr, raddr [16]byte
	gre
}

func (p *parm6) Name() string { return nl.Value(p.name[:]).Str() }

// The flags, and the parts of the flow's number (linux/ip6_tunnel.h).
const (
	ignoreEncapLimit = 0x1
	useTClass        = 0x2
	useFlowLabel     = 0x4
	copyDSCP         = 0x10
	localRemote      = 0x40

	tclassMask    = 0x0ff00000
	flowLabelMask = 0x000fffff

	defaultHopLimit   = 64
	defaultEncapLimit = 4
)

func (p *parm6) flow() uint32 { return binary.BigEndian.Uint32(p.flowinfo[:]) }

func (p *parm6) setFlow(mask, v uint32) {
	binary.BigEndian.PutUint32(p.flowinfo[:], p.flow()&^mask|v&mask)
}

// words6 reads the words of a command.
type words6 struct {
	common
	d *driver
	p parm6

	// number is the last that was read for a word that should be one. The reference
	// takes it for an encaplimit that is none, and before the first one what it finds.
	number uint8
}

// parse6 reads the words of a request into what p has. The first word of a change is
// the tunnel that is changed, of which the rest is as it is.
func parse6(d *driver, a *cli.Args, req uintptr, p parm6) (*parm6, error) {
	w := &words6{d: d, p: p, common: common{e: d.e, a: a, first: true}}
	if req == addTunnel || req == changeTunnel {
		w.number = 127
	}
	w.name = &w.p.name
	for a.More() {
		if err := w.option(req); err != nil {
			return nil, err
		}
		w.first = false
	}
	var err error
	w.p.link, err = w.link(w.p.link)
	return &w.p, err
}

func (w *words6) option(req uintptr) (err error) {
	p, a := &w.p, w.a
	word, _ := a.Next()
	if ok, err := p.gre.option(word, a); ok {
		return err
	}
	switch word {
	case "mode":
		return w.mode()
	case "remote":
		p.raddr, err = ip6(a)
	case "local":
		p.laddr, err = ip6(a)
	case "dev":
		w.medium, err = a.Next()
		w.dev = true
	case "encaplimit":
		if word, err = a.Next(); err != nil {
			return err
		}
		if word == "none" {
			p.flags |= ignoreEncapLimit
			return nil
		}
		if v, ok := cli.Uint(word, 0, 8); ok {
			w.number = uint8(v)
		}
		p.encapLimit = w.number
		p.flags &^= ignoreEncapLimit
	case "hoplimit", "ttl", "hlim":
		var v uint32
		v, err = w.uint(0, 8, 1<<8-1, "invalid TTL")
		p.hopLimit = uint8(v)
	case "tclass", "tc", "tos":
		return w.part(tclassMask, 20, useTClass, "invalid TClass")
	case "flowlabel", "fl":
		return w.part(flowLabelMask, 0, useFlowLabel, "invalid Flowlabel")
	case "dscp":
		if word, err = a.Next(); err != nil {
			return err
		}
		if word != "inherit" {
			return cli.Invalid("not inherit", word)
		}
		p.flags |= copyDSCP
	case "allow-localremote":
		p.flags |= localRemote
	case "noallow-localremote":
		p.flags &^= localRemote
	default:
		if cli.Prefix(word, "dsfield") {
			return w.part(tclassMask, 20, useTClass, "invalid TClass")
		}
		if word, err = w.takeName(word, usage6); err != nil {
			return err
		}
		if req == changeTunnel && w.first {
			var old parm6
			if err := w.d.get(word, unsafe.Pointer(&old)); err != nil {
				return err
			}
			*p = old
		}
	}
	return err
}

func ip6(a *cli.Args) (addr [16]byte, err error) {
	word, err := a.Next()
	if err != nil {
		return addr, err
	}
	p, err := attr.ParseAddr(word, unix.AF_INET6)
	copy(addr[:], p.All())
	return addr, err
}

// uint reads a number of at most most.
func (w *words6) uint(base, bits int, most uint64, why string) (uint32, error) {
	word, err := w.a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(word, base, bits)
	if !ok || v > most {
		return 0, cli.Invalid(why, word)
	}
	w.number = uint8(v)
	return uint32(v), nil
}

// part takes a part of the flow's number, in hex, or inherit, which is a flag.
func (w *words6) part(mask uint32, shift int, flag uint32, why string) error {
	p := &w.p
	inherit := w.a.Accept("inherit")
	v := uint32(0)
	if !inherit {
		var err error
		if v, err = w.uint(16, 32, uint64(mask>>shift), why); err != nil {
			return err
		}
	}
	p.setFlow(mask, v<<shift)
	p.flags &^= flag
	if inherit {
		p.flags |= flag
	}
	return nil
}

func (w *words6) mode() error {
	word, err := w.a.Next()
	if err != nil {
		return err
	}
	p := &w.p
	switch word {
	case "ipv6/ipv6", "ip6ip6":
		p.proto = unix.IPPROTO_IPV6
	case "vti6":
		p.proto = unix.IPPROTO_IPV6
		p.in |= isVTI
	case "ip/ipv6", "ipv4/ipv6", "ipip6", "ip4ip6":
		p.proto = unix.IPPROTO_IPIP
	case "ip6gre", "gre/ipv6":
		p.proto = unix.IPPROTO_GRE
	case "any/ipv6", "any":
		p.proto = 0
	default:
		return cli.Quit(255, `Unknown tunnel mode "`+word+`"`)
	}
	return nil
}

// isMode6 reports whether a mode is one of tunnels over IPv6.
func isMode6(word string) bool {
	return (&words6{common: common{a: cli.NewArgs([]string{word})}}).mode() == nil
}

func (p *parm6) base() string {
	switch {
	case p.proto == unix.IPPROTO_GRE:
		return "ip6gre0"
	case p.in&isVTI != 0:
		return "ip6_vti0"
	}
	return "ip6tnl0"
}

// fresh is a tunnel of which nothing is said yet.
var fresh = parm6{proto: unix.IPPROTO_IPV6, hopLimit: defaultHopLimit, encapLimit: defaultEncapLimit}

func set6(d *driver, a *cli.Args, req uintptr) error {
	p, err := parse6(d, a, req, fresh)
	if err != nil {
		return err
	}
	if p.name[0] == 0 {
		d.e.Warn("Tunnel interface name not specified") // and go on, as the reference does
	}
	return d.set(req, p.base(), p.Name(), unsafe.Pointer(p))
}

func del6(d *driver, a *cli.Args) error {
	p, err := parse6(d, a, delTunnel, fresh)
	if err != nil {
		return err
	}
	return d.del(p.base(), p.Name(), unsafe.Pointer(p))
}
