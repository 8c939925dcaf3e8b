package tunnel

import (
	"strings"
	"unsafe"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// parm4 is struct ip_tunnel_parm, which ends in an IPv4 header.
type parm4 struct {
	name [16]byte
	link uint32
	gre
	verIHL, tos   uint8
	totLen, id    uint16
	fragOff       uint16 // in network order
	ttl, protocol uint8
	check         uint16
	saddr, daddr  [4]byte
}

const (
	verIHL       = 0x45
	dontFragment = 0x4000
)

func (p *parm4) Name() string { return nl.Value(p.name[:]).Str() }

// words4 reads the words of a command.
type words4 struct {
	common
	d      *driver
	p      parm4
	isatap bool
}

// parse4 reads the words of a request. The first word of a change is the tunnel that
// is changed, of which the rest is as it is.
func parse4(d *driver, a *cli.Args, req uintptr) (*parm4, error) {
	w := &words4{d: d, common: common{e: d.e, a: a, first: true}}
	w.p = parm4{verIHL: verIHL, fragOff: net16(dontFragment)}
	w.name = &w.p.name
	for a.More() {
		if err := w.option(req); err != nil {
			return nil, err
		}
		w.first = false
	}
	return &w.p, w.finish()
}

func (w *words4) option(req uintptr) (err error) {
	p, a := &w.p, w.a
	word, _ := a.Next()
	if ok, err := p.gre.option(word, a); ok {
		return err
	}
	switch word {
	case "mode":
		return w.mode()
	case "nopmtudisc":
		p.fragOff = 0
	case "pmtudisc":
		p.fragOff = net16(dontFragment)
	case "remote":
		p.daddr, err = ip4(a)
	case "local":
		p.saddr, err = ip4(a)
	case "dev":
		w.medium, err = a.Next()
		w.dev = true
	case "ttl", "hoplimit", "hlim":
		if word, err = a.Next(); err != nil || word == "inherit" {
			return err
		}
		v, ok := cli.Uint(word, 0, 8)
		if !ok {
			return cli.Invalid("invalid TTL\n", word)
		}
		p.ttl = uint8(v)
	case "tos", "tclass":
		return w.tos()
	default:
		if cli.Prefix(word, "dsfield") {
			return w.tos()
		}
		if word, err = w.takeName(word, usage4); err != nil {
			return err
		}
		if req == changeTunnel && w.first {
			var old parm4
			if err := w.d.get(word, unsafe.Pointer(&old)); err != nil {
				return err
			}
			if old.verIHL != verIHL {
				return cli.Invalid(`"name" is not an ip tunnel`, word)
			}
			*p = old
		}
	}
	return err
}

func ip4(a *cli.Args) (addr [4]byte, err error) {
	word, err := a.Next()
	if err != nil {
		return addr, err
	}
	return attr.ParseIP4(word)
}

func (w *words4) mode() error {
	word, err := w.a.Next()
	if err != nil {
		return err
	}
	proto := uint8(unix.IPPROTO_IPIP)
	switch word {
	case "ipip", "ip/ip":
	case "gre", "gre/ip":
		proto = unix.IPPROTO_GRE
	case "sit", "ipv6/ip":
		proto = unix.IPPROTO_IPV6
	case "isatap":
		proto = unix.IPPROTO_IPV6
	case "vti":
	default:
		return cli.Quit(255, `Unknown tunnel mode "`+word+`"`)
	}
	p := &w.p
	if p.protocol != 0 && p.protocol != proto {
		return cli.Quit(255, "You managed to ask for more than one tunnel mode.")
	}
	p.protocol = proto
	if word == "vti" {
		p.in |= isVTI
	}
	w.isatap = w.isatap || word == "isatap"
	return nil
}

// tos takes a DS field, or inherit, alone or with a field for what is no IP.
func (w *words4) tos() error {
	word, err := w.a.Next()
	if err != nil {
		return err
	}
	head, field, more := strings.Cut(word, "/")
	if head == "inherit" {
		w.p.tos = 1
	} else {
		w.p.tos, field, more = 0, head, true
	}
	if !more {
		return nil
	}
	v, ok := w.e.DSFields.Number(field)
	if !ok {
		n, good := cli.Uint(field, 16, 8)
		if !good {
			return cli.Invalid("bad TOS value", head)
		}
		v = uint32(n)
	}
	w.p.tos |= uint8(v)
	return nil
}

// finish settles what the words leave open and holds them against each other.
func (w *words4) finish() (err error) {
	p := &w.p
	if p.protocol == 0 {
		switch is := func(s string) bool { return string(p.name[:len(s)]) == s }; {
		case is("gre"):
			p.protocol = unix.IPPROTO_GRE
		case is("ipip"):
			p.protocol = unix.IPPROTO_IPIP
		case is("sit"):
			p.protocol = unix.IPPROTO_IPV6
		case is("isatap"):
			p.protocol, w.isatap = unix.IPPROTO_IPV6, true
		case is("vti"):
			p.protocol = unix.IPPROTO_IPIP
			p.in |= isVTI
		}
	}
	if (p.in|p.out)&net16(greKey) != 0 && p.in&isVTI == 0 && p.protocol != unix.IPPROTO_GRE {
		return cli.Fail("Keys are not allowed with ipip and sit tunnels")
	}
	if p.link, err = w.link(p.link); err != nil {
		return err
	}
	if p.daddr[0]>>4 == 14 { // multicast
		if p.ikey == [4]byte{} {
			p.ikey = p.daddr
			p.in |= net16(greKey)
		}
		if p.okey == [4]byte{} {
			p.okey = p.daddr
			p.out |= net16(greKey)
		}
		if p.saddr == [4]byte{} {
			return cli.Fail("A broadcast tunnel requires a source address")
		}
	}
	if w.isatap {
		p.in |= isISATAP
	}
	return nil
}

// base is the link that stands for all tunnels of p's kind, "" where that is unknown.
func (p *parm4) base() string {
	switch p.protocol {
	case unix.IPPROTO_IPIP:
		if p.in&isVTI != 0 {
			return "ip_vti0"
		}
		return "tunl0"
	case unix.IPPROTO_GRE:
		return "gre0"
	case unix.IPPROTO_IPV6:
		return "sit0"
	}
	return ""
}

func set4(d *driver, a *cli.Args, req uintptr) error {
	p, err := parse4(d, a, req)
	if err != nil {
		return err
	}
	if p.ttl != 0 && p.fragOff == 0 {
		return cli.Fail("ttl != 0 and nopmtudisc are incompatible")
	}
	base := p.base()
	if base == "" {
		return cli.Fail("cannot determine tunnel mode (ipip, gre, vti or sit)")
	}
	return d.set(req, base, p.Name(), unsafe.Pointer(p))
}

func del4(d *driver, a *cli.Args) error {
	p, err := parse4(d, a, delTunnel)
	if err != nil {
		return err
	}
	return d.del(p.base(), p.Name(), unsafe.Pointer(p))
}
