package addr

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const (
	stateNone = 0x100 // of a filter: neighbours in no state
	ticks     = 100   // a second has for the kernel's user interface (USER_HZ)
)

// A NeighPrinter prints neighbours: the lines of ip neigh show, and of ip monitor.
type NeighPrinter struct {
	Head func() // where not nil, called before a record that passes

	e  *cli.Env
	f  neighFilter
	tb [uapi.NDA_MAX + 1]nl.Value
	s  [128]byte

	warned bool // that the kernel does not filter by master

	// The link of the record before: neighbours come link by link, mostly.
	link uint32
	name string
	typ  uint16
}

type neighFilter struct {
	family  uint8
	index   uint32
	master  uint32
	state   uint32
	unused  bool
	proto   uint8
	proxies bool // ask for these
	to      attr.Prefix
}

// NewNeighPrinter prints the neighbours on one link, or with index 0 all.
func NewNeighPrinter(e *cli.Env, index uint32) *NeighPrinter {
	return &NeighPrinter{e: e, f: neighFilter{state: ^uint32(0), index: index}}
}

// A neighRecord is one neighbour: its header and its attributes.
type neighRecord struct {
	family uint8
	flags  uint8
	state  uint16
	index  uint32
	t      nl.Table
}

// read indexes r, which is long enough; ok is whether it passes the filter.
func (p *NeighPrinter) read(r nl.Reply) (n neighRecord, ok bool) {
	h, f := nl.Value(r.Data), &p.f
	n.family, n.index, n.state, n.flags = h[0], h.From(4).U32(), h.From(8).U16(), h[10]
	if f.family != 0 && f.family != n.family || f.index != 0 && f.index != n.index {
		return n, false
	}
	if f.state&uint32(n.state) == 0 && n.flags&(unix.NTF_PROXY|unix.NTF_EXT_LEARNED) == 0 &&
		(n.state != 0 || f.state&stateNone == 0) {
		return n, false
	}
	if f.master != 0 && r.Flags&unix.NLM_F_DUMP_FILTERED == 0 && !p.warned {
		p.warned = true
		p.e.Puts("\nWARNING: Kernel does not support filtering by master device\n\n")
	}
	n.t = p.tb[:]
	r.Attrs(n.t, ndmLen)
	if v := n.t[unix.NDA_DST]; v != nil && f.to.Family != 0 && f.to.Bits > 0 {
		if len(v)*8 != attr.BitLen(f.to.Family) || !attr.Same(v, f.to.All(), f.to.Bits) {
			return n, false
		}
	}
	if f.proto != 0 && f.proto != n.t[uapi.NDA_PROTOCOL].U8() {
		return n, false
	}
	if v := n.t[unix.NDA_CACHEINFO]; f.unused && v.From(12).U32() != 0 { // ndm_refcnt
		return n, false
	}
	return n, true
}

// Print prints a neighbour (RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH), if it passes.
// What is too short for one is an error.
func (p *NeighPrinter) Print(r nl.Reply) error {
	switch r.Type {
	case unix.RTM_NEWNEIGH, unix.RTM_DELNEIGH, unix.RTM_GETNEIGH:
	default:
		p.e.Warn(cli.NotA("Not RTM_NEWNEIGH", r).Error())
		return nil
	}
	if err := cli.TooShort(r, ndmLen); err != nil {
		return err
	}
	if n, ok := p.read(r); ok {
		p.print(&n, r.Type)
	}
	return nil
}

func (p *NeighPrinter) print(n *neighRecord, typ uint16) {
	e, t := p.e, n.t
	if p.Head != nil {
		p.Head()
	}
	e.Obj("")
	switch typ {
	case unix.RTM_DELNEIGH:
		e.Bool("deleted", "Deleted ", true, "", "")
	case unix.RTM_GETNEIGH:
		e.Null("miss", "% ", "miss")
	}
	if e.Brief {
		p.brief(n)
		return
	}
	if v := t[unix.NDA_DST]; v != nil {
		e.Color(neighColour(n.family, v)).Bytes("dst", "% ", p.dst(n.family, v))
	}
	if p.f.index == 0 && n.index != 0 {
		e.Text("dev ")
		e.Color(out.Ifname).Str("dev", "% ", p.linkName(n.index))
	}
	if v := t[unix.NDA_LLADDR]; v != nil {
		e.Text("lladdr ")
		e.Color(out.MAC).Bytes("lladdr", "% ", p.lladdr(n.index, v))
	}
	p.flags(n)
	if e.Stats > 0 {
		if v := t[unix.NDA_CACHEINFO]; v != nil {
			if ref := v.From(12).U32(); ref != 0 {
				e.Uint("refcnt", " ref %", uint64(ref))
			}
			e.Uint("used", " used %", uint64(v.From(4).U32()/ticks))
			e.Uint("confirmed", "/%", uint64(v.U32()/ticks))
			e.Uint("updated", "/%", uint64(v.From(8).U32()/ticks))
		}
		if v := t[unix.NDA_PROBES]; v != nil {
			e.Uint("probes", "probes % ", uint64(v.U32()))
		}
	}
	if n.state != 0 {
		e.Arr("state")
		for i := range states {
			if uint32(n.state)&states[i].bit != 0 {
				e.Str(out.Elem, "% ", states[i].name)
			}
		}
		e.EndArr()
	}
	if proto := t[uapi.NDA_PROTOCOL].U8(); proto != 0 {
		e.Str("protocol", "proto % ", e.RtProto(uint32(proto)))
	}
	e.Text("\n")
	e.EndObj()
}

func (p *NeighPrinter) flags(n *neighRecord) {
	e, ext := p.e, n.t[uapi.NDA_FLAGS_EXT].U32()
	word := func(on bool, name string) {
		if on {
			e.Null(name, "% ", name)
		}
	}
	word(n.flags&unix.NTF_ROUTER != 0, "router")
	word(n.flags&unix.NTF_PROXY != 0, "proxy")
	word(ext&uapi.NTF_EXT_MANAGED != 0, "managed")
	word(n.flags&unix.NTF_EXT_LEARNED != 0, "extern_learn")
	word(n.flags&unix.NTF_OFFLOADED != 0, "offload")
	word(ext&extValidated != 0, "extern_valid")
}

func (p *NeighPrinter) brief(n *neighRecord) {
	e, t := p.e, n.t
	if v := t[unix.NDA_DST]; v != nil {
		e.Color(neighColour(n.family, v)).Left(39).Bytes("dst", "% ", p.dst(n.family, v))
	}
	if p.f.index == 0 && n.index != 0 {
		e.Color(out.Ifname).Left(16).Str("dev", "% ", p.linkName(n.index))
	}
	if v := t[unix.NDA_LLADDR]; v != nil {
		e.Color(out.MAC).Bytes("lladdr", "%", p.lladdr(n.index, v))
	}
	e.Text("\n")
	e.EndObj()
}

func neighFamily(family uint8, v nl.Value) uint8 {
	if family != unix.AF_BRIDGE {
		return family
	}
	if len(v) == 16 {
		return unix.AF_INET6
	}
	return unix.AF_INET
}

func neighColour(family uint8, v nl.Value) out.Colour {
	switch neighFamily(family, v) {
	case unix.AF_INET:
		return out.Inet
	case unix.AF_INET6:
		return out.Inet6
	}
	return out.None
}

func (p *NeighPrinter) dst(family uint8, v nl.Value) []byte {
	family = neighFamily(family, v)
	if p.e.Resolve {
		if name := p.e.HostName(family, v); name != "" {
			return append(p.s[:0], name...)
		}
	}
	return attr.AppendAddr(p.s[:0], family, v)
}

func (p *NeighPrinter) lladdr(index uint32, v nl.Value) []byte {
	p.know(index)
	return attr.AppendLLType(p.s[:0], v, p.typ)
}

func (p *NeighPrinter) linkName(index uint32) string {
	p.know(index)
	return p.name
}

// know asks for a link that the record before was not of. With Head set (a monitor)
// links may change in between.
func (p *NeighPrinter) know(index uint32) {
	if p.link == index && index != 0 && p.Head == nil {
		return
	}
	p.link = index
	p.typ, _ = p.e.LinkType(index)
	p.name = p.e.LinkName(index)
}
