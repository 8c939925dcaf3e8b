package tunnel

import (
	"unsafe"

	"gip/internal/cli"
	"gip/internal/out"

	"golang.org/x/sys/unix"
)

// show4 prints the tunnel that is named, if the name tells its kind, or all that fit.
func show4(d *driver, a *cli.Args) error {
	p, err := parse4(d, a, getTunnel)
	if err != nil {
		return err
	}
	name := p.Name()
	base := p.base()
	if base == "" {
		t := new(parm4)
		return list(d, name, func(l *link) (bool, error) {
			*t = parm4{}
			if err := d.get(l.name, unsafe.Pointer(t)); err != nil || !p.fits(t) {
				return false, err
			}
			print4(d, t)
			return true, nil
		})
	}
	if name == "" {
		name = base
	}
	if err := d.get(name, unsafe.Pointer(p)); err != nil {
		return err
	}
	print4(d, p)
	d.e.Puts("\n")
	return nil
}

// fits reports whether a tunnel is what the words p ask for.
func (p *parm4) fits(t *parm4) bool {
	none := [4]byte{}
	return (p.link == 0 || p.link == t.link) &&
		(p.name[0] == 0 || p.Name() == t.Name()) &&
		(p.daddr == none || p.daddr == t.daddr) &&
		(p.saddr == none || p.saddr == t.saddr) &&
		(p.ikey == none || p.ikey == t.ikey)
}

// print4 prints a tunnel, without the end of the line.
func print4(d *driver, p *parm4) {
	e := d.e
	e.Obj("")
	e.Color(out.Ifname).Str("ifname", "%: ", p.Name())
	e.Str("mode", "% ", protocol(p.protocol)+"/ip")
	remote, local := "any", "any"
	if e.JSON || p.daddr != [4]byte{} {
		remote = host(e, unix.AF_INET, p.daddr[:])
	}
	if e.JSON || p.saddr != [4]byte{} {
		local = address(p.saddr[:])
	}
	e.Text("remote ")
	e.Color(out.Inet).Str("remote", "% ", remote)
	e.Text("local ")
	e.Color(out.Inet).Str("local", "%", local)
	if p.protocol == unix.IPPROTO_IPV6 && p.in&isISATAP != 0 {
		d.printRouters(p.Name())
	}
	if p.link != 0 {
		e.Str("dev", " dev %", e.LinkName(p.link))
	}
	if p.ttl != 0 {
		e.Uint("ttl", " ttl %", uint64(p.ttl))
	} else {
		e.Text(" ttl inherit")
	}
	switch {
	case p.tos == 0:
	case p.tos == 1:
		e.Text(" tos inherit")
	case p.tos&1 != 0 && !e.JSON:
		e.Str("tos", " tos inherit/%", e.DSField(uint32(p.tos&^1)))
	default:
		e.Str("tos", " tos %", e.DSField(uint32(p.tos)))
	}
	if p.fragOff&net16(dontFragment) == 0 {
		e.Null("nopmtudisc", " nopmtudisc", "")
	}
	if p.protocol == unix.IPPROTO_IPV6 {
		d.printRapid(p.Name())
	}
	p.gre.print(e, p.protocol)
	e.EndObj()
}

// potential is struct ip_tunnel_prl: a router that an ISATAP tunnel may have.
type potential struct {
	addr    [4]byte
	flags   uint16
	_       uint16
	dataLen uint32
	_       uint32
}

const prlDefault = 1 // PRL_DEFAULT

// printRouters prints the routers of an ISATAP tunnel. The first of the list is not
// one: it tells the kernel how many there is room for.
func (d *driver) printRouters(name string) {
	var list [16]potential
	list[0].dataLen = uint32(unsafe.Sizeof(list) - unsafe.Sizeof(list[0]))
	if err := d.other(getPRL, name, unsafe.Pointer(&list)); err != nil {
		d.e.Warn(err.Error())
		return
	}
	for i := range list[1:] {
		r := &list[1+i]
		switch addr := host(d.e, unix.AF_INET, r.addr[:]); {
		case r.addr == [4]byte{}:
		case r.flags&prlDefault != 0:
			d.e.Str("pdr", " pdr %", addr)
		default:
			d.e.Str("pr", " pr %", addr)
		}
	}
}

// deployment is struct ip_tunnel_6rd.
type deployment struct {
	prefix              [16]byte
	relay               [4]byte
	prefixLen, relayLen uint16
}

// printRapid prints the prefixes of a 6rd tunnel.
func (d *driver) printRapid(name string) {
	e := d.e
	var r deployment
	errno, err := d.ioctl(get6RD, name, unsafe.Pointer(&r))
	switch {
	case err != nil:
		e.Warn(err.Error())
		return
	case errno == unix.EINVAL:
		return
	case errno != 0:
		e.Warn((&otherError{name, get6RD, errno}).Error())
		return
	}
	if r.prefixLen == 0 {
		return
	}
	e.Str("6rd-prefix", " 6rd-prefix %", address(r.prefix[:]))
	e.Uint("6rd-prefixlen", "/%", uint64(r.prefixLen))
	if r.relay != [4]byte{} {
		e.Str("6rd-relay_prefix", " 6rd-relay_prefix %", host(e, unix.AF_INET, r.relay[:]))
		e.Uint("6rd-relay_prefixlen", "/%", uint64(r.relayLen))
	}
}
