package mroute

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A Printer writes multicast routes.
type Printer struct {
	Iif  uint32 // only those of packets that come in here; 0: all
	Head func() // called before each, where set

	e *cli.Env
	f filter
	s [128]byte
}

// NewPrinter writes every multicast route there is.
func NewPrinter(e *cli.Env) *Printer { return &Printer{e: e} }

// Print writes the route in r, if it is wanted.
func (p *Printer) Print(r nl.Reply) error {
	e := p.e
	if r.Type != unix.RTM_NEWROUTE && r.Type != unix.RTM_DELROUTE {
		e.Warn(cli.NotA("Not a multicast route", r).Error())
		return nil
	}
	if err := cli.TooShort(r, hdrLen); err != nil {
		return err
	}
	h := nl.Value(r.Data)
	if h[7] != unix.RTN_MULTICAST {
		return cli.Fail("Non multicast route received, kernel does support IP multicast?")
	}
	var tb [uapi.RTA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	r.Attrs(t, hdrLen)
	table := uint32(h[4])
	if v := t[unix.RTA_TABLE]; v != nil {
		table = v.U32()
	}
	iif := t[unix.RTA_IIF].U32()
	f := &p.f
	if f.table != 0 && f.table != table || p.Iif != 0 && p.Iif != iif || f.family != 0 && f.family != h[0] ||
		!in(&f.dst, t[unix.RTA_DST]) || !in(&f.src, t[unix.RTA_SRC]) {
		return nil
	}
	if p.Head != nil {
		p.Head()
	}
	e.Obj("")
	if r.Type == unix.RTM_DELROUTE {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	p.ends(h[0], t[unix.RTA_SRC], t[unix.RTA_DST])
	if iif != 0 {
		e.Left(10).Color(out.Ifname).Str("iif", "% ", e.LinkName(iif))
	} else {
		e.Str("iif", "% ", "unresolved")
	}
	if v := t[unix.RTA_MULTIPATH]; v != nil {
		p.oifs(v)
	}
	flags, state := h[8:].U32(), "resolved"
	if flags&unix.RTNH_F_UNRESOLVED != 0 {
		state = "unresolved"
	}
	e.Str("state", " State: %", state)
	if flags&unix.RTNH_F_OFFLOAD != 0 {
		e.Null("offload", " offload", "")
	}
	if e.Stats > 0 {
		p.stats(t[uapi.RTA_MFC_STATS], t[uapi.RTA_EXPIRES])
	}
	if table != 0 && (table != unix.RT_TABLE_MAIN || e.Details > 0) && f.table == 0 {
		e.Str("table", " Table: %", e.RtTable(table))
	}
	e.Text("\n")
	e.EndObj()
	e.Spill()
	return nil
}

// ends writes the addresses that packets come from and go to.
func (p *Printer) ends(family uint8, src, dst nl.Value) {
	switch family {
	case uapi.RTNL_FAMILY_IPMR:
		family = unix.AF_INET
	case uapi.RTNL_FAMILY_IP6MR:
		family = unix.AF_INET6
	}
	addr := func(s []byte, v nl.Value) []byte {
		if v == nil {
			return append(s, "unknown"...)
		}
		return attr.AppendAddr(s, family, v)
	}
	e := p.e
	if e.JSON {
		e.Bytes("src", "", addr(p.s[:0], src))
		e.Bytes("dst", "", addr(p.s[:0], dst))
		return
	}
	b := addr(append(p.s[:0], '('), src)
	b = append(addr(append(b, ','), dst), ')')
	e.Left(32).Bytes("", "% Iif: ", b)
}

// oifs writes the links that packets are sent on to: struct rtnexthop, each.
func (p *Printer) oifs(v nl.Value) {
	e := p.e
	e.Arr("multipath")
	for form := "Oifs: "; len(v) >= unix.SizeofRtNexthop; form = "" {
		n := int(v.U16())
		if n > len(v) {
			break
		}
		e.Obj("")
		e.Text(form)
		e.Color(out.Ifname).Str("oif", "%", e.LinkName(v[4:].U32()))
		if hops := v[3]; hops > 1 {
			e.Uint("ttl", "(ttl %) ", uint64(hops))
		} else {
			e.Text(" ")
		}
		e.EndObj()
		if n < unix.SizeofRtNexthop {
			break
		}
		v = v.From((n + 3) &^ 3)
	}
	e.EndArr()
}

// stats writes how much was sent on, a struct rta_mfc_stats, and how long ago.
func (p *Printer) stats(v, age nl.Value) {
	e := p.e
	if v != nil {
		e.NL()
		e.Uint("packets", "  % packets,", v.U64())
		e.Uint("bytes", " % bytes", v.From(8).U64())
		if wrong := v.From(16).U64(); wrong != 0 {
			e.Uint("wrong_if", ", % arrived on wrong iif.", wrong)
		}
	}
	if age != nil {
		const hz = 100 // what the kernel's times are told in
		seconds := float64(age.U64()) / hz
		format, digits := byte('f'), 2
		if e.JSON {
			format, digits = 'g', 6
		}
		e.Raw("expires", ", Age %", strconv.AppendFloat(p.s[:0], seconds, format, digits, 64))
	}
}
