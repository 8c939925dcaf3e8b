package kind

import (
	"encoding/binary"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
)

// The types that tunnels over IPv6 share. Their options set flags in a second
// attribute, whose type each of them is told.

const (
	defaultHops       = 64
	defaultEncapLimit = 4

	flowClass = 0x0ff00000 // of the flow info, in network order
	flowFlow  = 0x000fffff
)

// The flags of a tunnel over IPv6 (linux/ip6_tunnel.h: IP6_TNL_F_...).
const (
	tnlIgnEncapLimit    = 0x1
	tnlUseOrigTclass    = 0x2
	tnlUseOrigFlowlabel = 0x4
	tnlMIP6Dev          = 0x8
	tnlRcvDSCPCopy      = 0x10
	tnlUseOrigFwmark    = 0x20
	tnlAllowLocalRemote = 0x40
)

// encapLimit is how many tunnels may be around the packet.
type encapLimit struct{ flags uint16 }

func (t encapLimit) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if w == "none" {
		setFlag32(m, t.flags, tnlIgnEncapLimit, true)
		return nil
	}
	v, ok := cli.Uint(w, 0, 8)
	if !ok {
		return cli.Invalid("invalid ELIM", w)
	}
	m.PutU8(r.Attr, uint8(v))
	setFlag32(m, t.flags, tnlIgnEncapLimit, false)
	return nil
}
func (encapLimit) Print(*cli.Env, *attr.Row, nl.Value) {}

// flowBits is a part of the flow info: a number in hex, or inherit.
func flowBits(a *cli.Args, m *nl.Msg, typ, flags uint16, bits int, shift int, inherit uint32, bad string) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := uint64(0), true
	if w != "inherit" {
		if v, ok = cli.Uint(w, 16, bits); !ok {
			return cli.Invalid(bad, w)
		}
	}
	mask := (uint32(1)<<bits - 1) << shift
	info := nl.Value(m.Get(typ)).BE32()&^mask | uint32(v)<<shift
	binary.BigEndian.PutUint32(m.Put(typ, 4), info)
	setFlag32(m, flags, inherit, w == "inherit")
	return nil
}

type tunnelClass struct{ flags uint16 }

func (t tunnelClass) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	return flowBits(a, m, r.Attr, t.flags, 8, 20, tnlUseOrigTclass, "invalid TClass")
}
func (tunnelClass) Print(*cli.Env, *attr.Row, nl.Value) {}

type tunnelLabel struct{ flags uint16 }

func (t tunnelLabel) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	return flowBits(a, m, r.Attr, t.flags, 20, 0, tnlUseOrigFlowlabel, "invalid Flowlabel")
}
func (tunnelLabel) Print(*cli.Env, *attr.Row, nl.Value) {}

// dscpInherit has the inner packet take the outer one's DSCP.
type dscpInherit struct{ attr.WriteOnly }

func (dscpInherit) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if w != "inherit" {
		return cli.Invalid("not inherit", w)
	}
	setFlag32(m, r.Attr, tnlRcvDSCPCopy, true)
	return nil
}

// mark6 is a firewall mark, or inherit.
type mark6 struct{ flags uint16 }

func (t mark6) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := uint64(0), true
	if w != "inherit" {
		if v, ok = cli.Uint(w, 0, 32); !ok {
			return cli.Invalid("invalid fwmark\n", w)
		}
	}
	m.PutU32(r.Attr, uint32(v))
	setFlag32(m, t.flags, tnlUseOrigFwmark, w == "inherit")
	return nil
}
func (mark6) Print(*cli.Env, *attr.Row, nl.Value) {}

// showFlow writes the limit of tunnels, the traffic class and the flow label.
func showFlow(e *cli.Env, flags uint32, limit, info nl.Value) {
	if flags&tnlIgnEncapLimit != 0 {
		printTrue(e, "ip6_tnl_f_ign_encap_limit", "encaplimit none ")
	} else if limit != nil {
		e.Uint("encap_limit", "encaplimit % ", uint64(limit.U8()))
	}
	var s [8]byte
	if flags&tnlUseOrigTclass != 0 {
		printTrue(e, "ip6_tnl_f_use_orig_tclass", "tclass inherit ")
	} else if info != nil {
		e.Bytes("tclass", "tclass % ", AppendHex(append(s[:0], "0x"...), uint64(info.BE32()&flowClass>>20), 2))
	}
	if flags&tnlUseOrigFlowlabel != 0 {
		printTrue(e, "ip6_tnl_f_use_orig_flowlabel", "flowlabel inherit ")
	} else if info != nil {
		e.Bytes("flowlabel", "flowlabel % ", AppendHex(append(s[:0], "0x"...), uint64(info.BE32()&flowFlow), 5))
	}
	if flags&tnlRcvDSCPCopy != 0 {
		printTrue(e, "ip6_tnl_f_rcv_dscp_copy", "dscp inherit ")
	}
}

// showFlags6 writes the other flags and the firewall mark.
func showFlags6(e *cli.Env, flags uint32, mark nl.Value) {
	if flags&tnlAllowLocalRemote != 0 {
		printTrue(e, "ip6_tnl_f_allow_local_remote", "allow-localremote ")
	}
	if flags&tnlUseOrigFwmark != 0 {
		printTrue(e, "ip6_tnl_f_use_orig_fwmark", "fwmark inherit ")
	} else {
		showMark(e, mark)
	}
}
