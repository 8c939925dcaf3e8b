package route

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// A Printer writes routes. It keeps its memory from one to the next.
type Printer struct {
	e *cli.Env
	f *filter

	tb [uapi.RTA_MAX + 1]nl.Value  // a route's attributes
	nh [uapi.RTA_MAX + 1]nl.Value  // a nexthop's
	mx [uapi.RTAX_MAX + 1]nl.Value // a route's metrics

	dev     uint32 // the device asked for last, whose name is in devName
	devName string
	s       [room]byte
	infos   *nexthops
	names   quickNames
	last    lastRoute
}

// NewPrinter writes every route there is.
func NewPrinter(e *cli.Env) *Printer {
	f := newFilter(e.Family)
	f.family, f.cloned = unix.AF_UNSPEC, 2
	return &Printer{e: e, f: f}
}

func (p *Printer) linkName(index uint32) string {
	if index != p.dev || p.devName == "" {
		p.dev, p.devName = index, p.e.LinkName(index)
	}
	return p.devName
}

// colourOf is the colour of addresses of a family.
func colourOf(family uint8) out.Colour {
	switch family {
	case unix.AF_INET:
		return out.Inet
	case unix.AF_INET6:
		return out.Inet6
	}
	return out.None
}

// Print writes the route in r, if the filter lets it pass. What is no route is
// complained of, in an error of which nothing else needs to be said.
func (p *Printer) Print(r nl.Reply) error {
	if r.Type != unix.RTM_NEWROUTE && r.Type != unix.RTM_DELROUTE {
		return cli.NotA("Not a route", r)
	}
	if p.quick(r.Type, r.Data) {
		return nil
	}
	return p.whole(r)
}

// whole is Print for what quick did not write.
func (p *Printer) whole(r nl.Reply) error {
	t := nl.Table(p.tb[:])
	if !r.Attrs(t, hdrLen) {
		return cli.TooShort(r, hdrLen)
	}
	h := r.Data[:hdrLen]
	table := tableOf(h, t)
	if p.f.pass(h, t, table) {
		p.print(r.Type, h, t, table)
	}
	return nil
}

func tableOf(h []byte, t nl.Table) uint32 {
	if v := t[unix.RTA_TABLE]; v != nil {
		return v.U32()
	}
	return uint32(h[hdrTable])
}

func (p *Printer) print(typ uint16, h []byte, t nl.Table, table uint32) {
	e, f := p.e, p.f
	family, flags := h[hdrFamily], nl.Value(h[hdrFlags:]).U32()
	host := attr.BitLen(family)
	e.Obj("")
	if typ == unix.RTM_DELROUTE {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	if kind := h[hdrType]; (kind != unix.RTN_UNICAST || e.Details > 0) && (f.types == 0 || f.types&bit(kind) != 0) {
		if int(kind) < len(types) && !e.Numeric {
			e.Str("type", "% ", types[kind])
		} else {
			e.Bytes("type", "% ", strconv.AppendUint(p.s[:0], uint64(kind), 10))
		}
	}
	p.prefixes(h, t, host)
	if v := t[uapi.RTA_NH_ID]; v != nil {
		e.Uint("nhid", "nhid % ", uint64(v.U32()))
	}
	if v := t[unix.RTA_NEWDST]; v != nil {
		p.address("as to ", "to", family, v)
	}
	if v := t[unix.RTA_ENCAP]; v != nil {
		encap.Print(e, t[unix.RTA_ENCAP_TYPE], v)
	}
	if h[hdrTOS] != 0 && !f.hasTOS {
		p.named("tos", "tos % ", h[hdrTOS])
	}
	if v := t[unix.RTA_GATEWAY]; v != nil && f.via.Bits != host {
		p.address("via ", "gateway", family, v)
	}
	if v := t[unix.RTA_VIA]; v != nil {
		p.via(v)
	}
	if v := t[unix.RTA_OIF]; v != nil && !f.hasOif {
		p.device("dev ", "dev", v.U32())
	}
	if table != 0 && (table != unix.RT_TABLE_MAIN || e.Details > 0) && f.table == 0 {
		if name, ok := e.Tables.Lookup(table); ok && !e.Numeric {
			e.Str("table", "table % ", name)
		} else {
			e.Bytes("table", "table % ", strconv.AppendUint(p.s[:0], uint64(table), 10))
		}
	}
	if flags&unix.RTM_F_CLONED == 0 {
		if (h[hdrProto] != unix.RTPROT_BOOT || e.Details > 0) && !f.hasProto {
			p.named("protocol", "proto % ", h[hdrProto])
		}
		if (h[hdrScope] != unix.RT_SCOPE_UNIVERSE || e.Details > 0) && !f.hasScope {
			p.named("scope", "scope % ", h[hdrScope])
		}
	}
	if v := t[unix.RTA_PREFSRC]; v != nil && f.prefsrc.Bits != host {
		e.Text("src ")
		e.Color(colourOf(family)).Bytes("prefsrc", "% ", attr.AppendAddr(p.s[:0], family, v))
	}
	if v := t[unix.RTA_PRIORITY]; v != nil && !f.hasMetric {
		e.Uint("metric", "metric % ", uint64(v.U32()))
	}
	p.flags(flags)
	p.rest(h, t, flags)
	if v := t[unix.RTA_MULTIPATH]; v != nil {
		p.multipath(h, v)
	}
	e.Text("\n")
	e.EndObj()
	e.Spill()
}

// prefixes writes where the route leads and from where.
func (p *Printer) prefixes(h []byte, t nl.Table, host int) {
	e, family := p.e, realFamily(h)
	dst, src := t[unix.RTA_DST], t[unix.RTA_SRC]
	switch n := h[hdrDstLen]; {
	case dst != nil:
		e.Color(colourOf(family)).Bytes("dst", "% ", p.prefix(family, dst, int(n), host))
	case n != 0:
		e.Bytes("dst", "% ", append(strconv.AppendUint(append(p.s[:0], "0/"...), uint64(n), 10), ' '))
	default:
		e.Str("dst", "% ", "default")
	}
	switch n := h[hdrSrcLen]; {
	case src != nil:
		e.Color(colourOf(family)).Bytes("from", "from % ", p.prefix(family, src, int(n), host))
	case n != 0:
		e.Bytes("src", "from % ", strconv.AppendUint(append(p.s[:0], "0/"...), uint64(n), 10))
	}
}

// realFamily is the family of a route's addresses.
func realFamily(h []byte) uint8 {
	if h[hdrType] == unix.RTN_MULTICAST {
		switch h[hdrFamily] {
		case uapi.RTNL_FAMILY_IPMR:
			return unix.AF_INET
		case uapi.RTNL_FAMILY_IP6MR:
			return unix.AF_INET6
		}
	}
	return h[hdrFamily]
}

// prefix is the address v, with /n unless that is a whole address.
func (p *Printer) prefix(family uint8, v nl.Value, n, host int) []byte {
	if n == host {
		return p.host(family, v)
	}
	return strconv.AppendUint(append(attr.AppendAddr(p.s[:0], family, v), '/'), uint64(n), 10)
}

// host is the address v, or its name with -r.
func (p *Printer) host(family uint8, v nl.Value) []byte {
	if p.e.Resolve {
		if name := p.e.HostName(family, v); name != "" {
			return append(p.s[:0], name...)
		}
	}
	return attr.AppendAddr(p.s[:0], family, v)
}

// address writes an address behind a word that has no colour.
func (p *Printer) address(word, key string, family uint8, v nl.Value) {
	p.e.Text(word)
	p.e.Color(colourOf(family)).Bytes(key, "% ", p.host(family, v))
}

func (p *Printer) device(word, key string, index uint32) {
	p.e.Text(word)
	p.e.Color(out.Ifname).Str(key, "% ", p.linkName(index))
}

func (p *Printer) via(v nl.Value) {
	e, family := p.e, uint8(v.U16())
	e.Obj("via")
	e.Str("family", "via % ", attr.FamilyName(family))
	e.Color(colourOf(family)).Bytes("host", "% ", p.host(family, v.From(2)))
	e.EndObj()
}

// named writes a TOS byte, a protocol or a scope: its name, where it has one.
func (p *Printer) named(key, form string, v uint8) {
	e, name, ok := p.e, "", false
	switch key {
	case "tos":
		name, ok = e.DSFields.Lookup(uint32(v))
	case "protocol":
		name, ok = e.Protos.Lookup(uint32(v))
	default:
		name, ok = e.Scopes.Lookup(uint32(v))
	}
	switch {
	case ok && !e.Numeric:
		e.Str(key, form, name)
	case key == "tos":
		const hex = "0123456789abcdef"
		e.Bytes(key, form, append(p.s[:0], '0', 'x', hex[v>>4], hex[v&15]))
	default:
		e.Bytes(key, form, strconv.AppendUint(p.s[:0], uint64(v), 10))
	}
}

// flagNames is the flags of routes and nexthops, in the order they are shown.
var flagNames = [...]struct {
	bit  uint32
	name string
}{
	{unix.RTNH_F_DEAD, "dead"},
	{unix.RTNH_F_ONLINK, "onlink"},
	{unix.RTNH_F_PERVASIVE, "pervasive"},
	{unix.RTNH_F_OFFLOAD, "offload"},
	{uapi.RTNH_F_TRAP, "trap"},
	{unix.RTM_F_NOTIFY, "notify"},
	{unix.RTNH_F_LINKDOWN, "linkdown"},
	{unix.RTNH_F_UNRESOLVED, "unresolved"},
	{uapi.RTM_F_OFFLOAD, "rt_offload"},
	{uapi.RTM_F_TRAP, "rt_trap"},
	{uapi.RTM_F_OFFLOAD_FAILED, "rt_offload_failed"},
}

func (p *Printer) flags(v uint32) { PrintFlags(p.e, v) }

// PrintFlags writes the flags of a route or nexthop.
func PrintFlags(e *cli.Env, v uint32) {
	e.Arr("flags")
	if v != 0 {
		for i := range flagNames {
			if v&flagNames[i].bit != 0 {
				e.Str(out.Elem, "% ", flagNames[i].name)
			}
		}
	}
	e.EndArr()
}
