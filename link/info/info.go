// Package info prints what the kernel says of a link: one record, as ip link show,
// ip address show and ip monitor have it.
package info

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// HeaderLen is the length of struct ifinfomsg.
const HeaderLen = unix.SizeofIfInfomsg

// A Filter says which links are printed. The zero Filter lets those of group 0 pass:
// see NewFilter.
type Filter struct {
	Family   uint8  // what is shown: AF_UNSPEC, AF_PACKET, ...
	Index    uint32 // of the one link; 0: any
	Up, Down bool
	Group    int32  // -1: any
	Master   int32  // 0: any; -1: the kernel has picked those without
	Kind     string // "": any
	PortKind string // the kind of its master; "": any
	Label    string // of addresses: records of links are left out where there is one
	Labelled bool   // Label was given
}

// NewFilter lets every link pass.
func NewFilter(family uint8) Filter { return Filter{Family: family, Group: -1} }

// A Printer prints links. It keeps its tables from one record to the next.
type Printer struct {
	Filter
	AsLink bool   // as ip link show, which says more than ip address show
	Queue  bool   // say the queue's length
	Head   func() // where not nil, called before a record that passes

	e    *cli.Env
	tb   [uapi.IFLA_MAX + 1]nl.Value
	li   [uapi.IFLA_INFO_MAX + 1]nl.Value
	data [128]nl.Value // of the kind
	sub  [64]nl.Value  // of smaller nests
}

// New is a Printer that lets every link pass and shows it as ip link show does.
func New(e *cli.Env) *Printer {
	return &Printer{Filter: NewFilter(unix.AF_PACKET), AsLink: true, Queue: true, e: e}
}

// A Result is what became of a record.
type Result int8

const (
	Filtered Result = iota - 1 // it did not pass
	Short                      // it was printed in brief or, there being a label, left to the addresses
	Printed
)

// Attrs indexes a link's attributes; the table is valid until the next record.
func (p *Printer) Attrs(r nl.Reply) (nl.Table, bool) {
	t := nl.Table(p.tb[:])
	return t, r.Attrs(t, HeaderLen)
}

// Print prints the link in r (RTM_NEWLINK, RTM_DELLINK) if it passes the filter.
func (p *Printer) Print(r nl.Reply) Result {
	if r.Type != unix.RTM_NEWLINK && r.Type != unix.RTM_DELLINK {
		return Short
	}
	t, ok := p.Attrs(r)
	if !ok {
		return Filtered
	}
	h := nl.Value(r.Data)
	l := link{t: t, typ: h.From(2).U16(), index: h.From(4).U32(), flags: h.From(8).U32()}
	return p.print(&l, r.Type)
}

// A link is one record being printed.
type link struct {
	t     nl.Table
	typ   uint16
	index uint32
	flags uint32
}

func (p *Printer) print(l *link, typ uint16) Result {
	e := p.e
	if p.Index != 0 && l.index != p.Index || p.Up && l.flags&unix.IFF_UP == 0 || p.Down && l.flags&unix.IFF_UP != 0 {
		return Filtered
	}
	name := l.t[unix.IFLA_IFNAME].Text()
	if l.t[unix.IFLA_IFNAME] == nil {
		e.Warn("BUG: device with ifindex " + itoa(int64(int32(l.index))) + " has nil ifname")
		name = append(make([]byte, 0, 16), "if"+itoa(int64(l.index))...)
	}
	if badName(name) {
		return Filtered
	}
	if p.Labelled {
		return Short
	}
	if !p.passes(l.t) {
		return Filtered
	}
	if p.Head != nil {
		p.Head()
	}
	if typ == unix.RTM_DELLINK {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	if e.Brief {
		p.brief(l, name)
		return Short
	}
	e.Int("ifindex", "%: ", int64(int32(l.index)))
	down := p.name("%: ", name, l.t)
	p.flags(l.flags, down)
	p.general(l)
	if p.Family == 0 || p.Family == unix.AF_PACKET || e.Details > 0 {
		p.hardware(l)
	}
	p.namespaces(l.t)
	if l.t[unix.IFLA_PROTO_DOWN] != nil {
		p.protoDown(l.t)
	}
	if e.Details > 0 {
		p.details(l.t)
	}
	p.rest(l, name)
	return Printed
}

func (p *Printer) passes(t nl.Table) bool {
	if v := t[unix.IFLA_GROUP]; v != nil && p.Group != -1 && int32(v.U32()) != p.Group {
		return false
	}
	if p.Master > 0 && (t[unix.IFLA_MASTER] == nil || int32(t[unix.IFLA_MASTER].U32()) != p.Master) {
		return false
	}
	return (p.Kind == "" || p.isKind(t, p.Kind, unix.IFLA_INFO_KIND)) &&
		(p.PortKind == "" || p.isKind(t, p.PortKind, unix.IFLA_INFO_SLAVE_KIND))
}

func (p *Printer) isKind(t nl.Table, kind string, typ uint16) bool {
	v := t[unix.IFLA_LINKINFO]
	return v != nil && nl.Table(p.li[:]).Index(v).At(typ).Is(kind)
}

// badName reports whether the reference would not take name for a link's.
func badName(name []byte) bool {
	if len(name) == 0 || len(name) >= unix.IFNAMSIZ {
		return true
	}
	for _, c := range name {
		if c == '/' || c == ' ' || c >= '\t' && c <= '\r' {
			return true
		}
	}
	return false
}

// name prints the name, and the link it stands on. It reports whether that is down.
func (p *Printer) name(form string, name []byte, t nl.Table) (down bool) {
	e := p.e
	var s [64]byte
	b := append(s[:0], name...)
	if v := t[unix.IFLA_LINK]; v != nil {
		id := v.U32()
		switch {
		case id == 0 && e.JSON:
			e.Null("link", "", "")
		case id == 0:
			b = append(b, "@NONE"...)
		case t[unix.IFLA_LINK_NETNSID] != nil && e.JSON:
			e.Int("link_index", "", int64(int32(id)))
		case t[unix.IFLA_LINK_NETNSID] != nil:
			b = appendUint(append(b, "@if"...), uint64(id))
		default:
			flags, ok := e.LinkFlags(id)
			down = ok && flags&unix.IFF_UP == 0
			if lower := e.LinkName(id); e.JSON {
				e.Str("link", "", lower)
			} else {
				b = append(append(b, '@'), lower...)
			}
		}
	}
	e.Color(out.Ifname)
	if form[len(form)-1] == '-' { // brief
		e.Left(16).Bytes("ifname", "% ", b)
	} else {
		e.Bytes("ifname", form, b)
	}
	return down
}

func (p *Printer) brief(l *link, name []byte) {
	e := p.e
	down := p.name("-", name, l.t)
	if v := l.t[unix.IFLA_OPERSTATE]; v != nil {
		p.operState(v.U8())
	}
	if p.Family != unix.AF_PACKET {
		return
	}
	if v := l.t[unix.IFLA_ADDRESS]; v != nil {
		p.ll("address", "% ", v, l.typ)
	}
	p.flags(l.flags, down)
	e.Text("\n")
}

// ll prints a link-layer address, in the reference's buffer of 64 bytes.
func (p *Printer) ll(key, form string, v []byte, typ uint16) {
	var s [256]byte
	b := attr.AppendLLType(s[:0], v[:min(len(v), 64)], typ)
	p.e.Color(out.MAC).Bytes(key, form, b[:min(len(b), 63)])
}
