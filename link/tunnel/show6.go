package tunnel

import (
	"unsafe"

	"gip/internal/cli"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// show6 prints the tunnel that is named, or all that fit.
func show6(d *driver, a *cli.Args) error {
	p, err := parse6(d, a, getTunnel, parm6{})
	if err != nil {
		return err
	}
	name := p.Name()
	if name != "" && d.e.Stats == 0 {
		if err := d.get(name, unsafe.Pointer(p)); err != nil {
			return err
		}
		print6(d, p) // and no end of the line
		return nil
	}
	t := new(parm6)
	return list(d, name, func(l *link) (bool, error) {
		*t = parm6{name: p.name, link: l.index, proto: unix.IPPROTO_IPV6}
		if l.typ == uapi.ARPHRD_IP6GRE {
			t.proto = unix.IPPROTO_GRE
		}
		if err := d.get(l.name, unsafe.Pointer(t)); err != nil || !p.fits(t) {
			return false, err
		}
		print6(d, t)
		return true, nil
	})
}

// fits reports whether a tunnel is what the words p ask for.
func (p *parm6) fits(t *parm6) bool {
	none := [16]byte{}
	flow, diff := p.flow(), p.flow()^t.flow()
	return (p.link == 0 || p.link == t.link) &&
		(p.name[0] == 0 || p.Name() == t.Name()) &&
		(p.laddr == none || p.laddr == t.laddr) &&
		(p.raddr == none || p.raddr == t.raddr) &&
		(p.proto == 0 || t.proto == 0 || p.proto == t.proto) &&
		(p.encapLimit == 0 || p.encapLimit == t.encapLimit) &&
		(p.hopLimit == 0 || p.hopLimit == t.hopLimit) &&
		(flow&tclassMask == 0 || diff&tclassMask == 0) &&
		(flow&flowLabelMask == 0 || diff&flowLabelMask == 0) &&
		(p.flags == 0 || p.flags&t.flags != 0)
}

// print6 prints a tunnel, without the end of the line.
func print6(d *driver, p *parm6) {
	e := d.e
	e.Obj("")
	e.Color(out.Ifname).Str("ifname", "%: ", p.Name())
	e.Str("mode", "% ", protocol(p.proto)+"/ipv6")
	e.Text("remote ")
	e.Color(out.Inet6).Str("remote", "% ", host(e, unix.AF_INET6, p.raddr[:]))
	e.Text("local ")
	e.Color(out.Inet6).Str("local", "%", address(p.laddr[:]))
	if p.link != 0 {
		e.Str("link", " dev %", e.LinkName(p.link))
	}
	if p.flags&ignoreEncapLimit != 0 {
		e.Null("ip6_tnl_f_ign_encap_limit", " encaplimit none", "")
	} else {
		e.Uint("encap_limit", " encaplimit %", uint64(p.encapLimit))
	}
	if p.hopLimit != 0 {
		e.Uint("hoplimit", " hoplimit %", uint64(p.hopLimit))
	} else {
		e.Text(" hoplimit inherit")
	}
	flow := p.flow()
	if p.flags&useTClass != 0 {
		e.Null("ip6_tnl_f_use_orig_tclass", " tclass inherit", "")
	} else {
		hex(e, "tclass", " tclass %", flow&tclassMask>>20, 2)
	}
	if p.flags&useFlowLabel != 0 {
		e.Null("ip6_tnl_f_use_orig_flowlabel", " flowlabel inherit", "")
	} else {
		hex(e, "flowlabel", " flowlabel %", flow&flowLabelMask, 5)
	}
	hex(e, "flowinfo", " (flowinfo %)", flow, 8)
	if p.flags&copyDSCP != 0 {
		e.Null("ip6_tnl_f_rcv_dscp_copy", " dscp inherit", "")
	}
	if p.flags&localRemote != 0 {
		e.Null("ip6_tnl_f_allow_local_remote", " allow-localremote", "")
	}
	p.gre.print(e, p.proto)
	e.EndObj()
}

// hex prints a number of that many digits.
func hex(e *cli.Env, key, form string, v uint32, digits int) {
	b := [10]byte{'0', 'x'}
	for i := digits + 1; i > 1; i-- {
		b[i] = "0123456789abcdef"[v&15]
		v >>= 4
	}
	e.Bytes(key, form, b[:2+digits])
}
