package addr

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/match"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// A Printer prints addresses: the lines of ip address show, and of ip monitor.
type Printer struct {
	Dev  bool   // say which link each is of
	Head func() // where not nil, called before a record that passes

	e     *cli.Env
	q     *info.Query
	plain bool // no filter on what an address is
	tb    [uapi.IFA_MAX + 1]nl.Value
}

// NewPrinter prints the addresses that q asks for.
func NewPrinter(e *cli.Env, q *info.Query) *Printer {
	p := &Printer{e: e, q: q, Dev: e.Oneline || e.Echo}
	p.plain = q.ScopeMask == 0 && q.FlagMask == 0 && !q.Labelled && q.To.Bits <= 0
	return p
}

// PrintEcho prints one address (RTM_NEWADDR, ...) as -echo shows what became of a
// request, for Env.Do.
func PrintEcho(e *cli.Env, r nl.Reply) error {
	p := NewPrinter(e, &info.Query{})
	p.Dev = true
	p.Print(r)
	return nil
}

// An address is one record: its header and its attributes.
type address struct {
	family, bits, scope uint8
	flags, link         uint32
	t                   nl.Table
}

// read indexes r, and has an address that stands alone stand for both.
func (p *Printer) read(r nl.Reply) (a address, ok bool) {
	a.t = p.tb[:]
	if !r.Attrs(a.t, headerLen) {
		return a, false
	}
	h := nl.Value(r.Data)
	a.family, a.bits, a.scope, a.link = h[0], h[1], h[3], h.From(4).U32()
	a.flags = uint32(h[2])
	if v := a.t[uapi.IFA_FLAGS]; v != nil {
		a.flags = v.U32()
	}
	if a.t[unix.IFA_LOCAL] == nil {
		a.t[unix.IFA_LOCAL] = a.t[unix.IFA_ADDRESS]
	}
	if a.t[unix.IFA_ADDRESS] == nil {
		a.t[unix.IFA_ADDRESS] = a.t[unix.IFA_LOCAL]
	}
	return a, true
}

// selects reports whether the address in r is one that its link is shown for.
func (p *Printer) selects(r nl.Reply) bool {
	if p.plain {
		return p.q.Filter.Family == 0 || len(r.Data) > 0 && r.Data[0] == p.q.Filter.Family
	}
	a, ok := p.read(r)
	return ok && p.passes(&a)
}

func (p *Printer) passes(a *address) bool {
	q := p.q
	if (q.Scope^a.scope)&q.ScopeMask != 0 || (q.Flags^a.flags)&q.FlagMask != 0 || q.Filter.Family != 0 && q.Filter.Family != a.family {
		return false
	}
	if q.Labelled {
		label := a.t[unix.IFA_LABEL].Text()
		if a.t[unix.IFA_LABEL] == nil {
			label = []byte(p.e.LinkName(a.link))
		}
		if !match.Match(q.Label, string(label)) {
			return false
		}
	}
	if v := a.t[unix.IFA_LOCAL]; v != nil && q.To.Family != unix.AF_UNSPEC && q.To.Bits > 0 {
		size := 4
		switch q.To.Family {
		case unix.AF_INET6:
			size = 16
		case unix.AF_INET:
		default:
			size = len(v)
		}
		return len(v) == size && attr.Same(v, q.To.All(), q.To.Bits)
	}
	return true
}

// Print prints the address in r if it passes the filter.
func (p *Printer) Print(r nl.Reply) {
	switch r.Type {
	case unix.RTM_NEWADDR, unix.RTM_DELADDR, uapi.RTM_NEWMULTICAST, uapi.RTM_DELMULTICAST, uapi.RTM_NEWANYCAST, uapi.RTM_DELANYCAST:
	default:
		return
	}
	a, ok := p.read(r)
	if !ok {
		p.e.Warn(cli.TooShort(r, headerLen).Error())
		return
	}
	if p.shown(&a) {
		p.print(&a, r.Type)
	}
}

// shown reports whether the address is printed, or flushed.
func (p *Printer) shown(a *address) bool {
	q := p.q
	if q.Index != 0 && q.Index != a.link {
		return false
	}
	if v := a.t[uapi.IFA_PROTO]; q.HasProto && v != nil && v.U8() != q.Proto {
		return false
	}
	return p.passes(a)
}

func (p *Printer) print(a *address, typ uint16) {
	e := p.e
	if p.Head != nil {
		p.Head()
	}
	switch typ {
	case unix.RTM_DELADDR, uapi.RTM_DELMULTICAST, uapi.RTM_DELANYCAST:
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	if !e.Brief {
		if p.Dev {
			if e.JSON {
				e.Int("index", "", int64(int32(a.link)))
			} else {
				e.Uint("", "%: ", uint64(a.link))
			}
			e.Str("dev", "%", e.LinkName(a.link))
		}
		if name := attr.FamilyName(a.family); name[0] != '?' {
			e.Str("family", "    % ", name)
		} else {
			e.Uint("family_index", "    family % ", uint64(a.family))
		}
	}
	p.prefix(a)
	if e.Brief {
		return
	}
	p.addr("brd ", "broadcast", "% ", a.family, a.t[unix.IFA_BROADCAST])
	p.addr("any ", "anycast", "% ", a.family, a.t[unix.IFA_ANYCAST])
	p.addr("mcast ", "multicast", "% ", a.family, a.t[unix.IFA_MULTICAST])
	e.Str("scope", "scope % ", e.Scope(uint32(a.scope)))
	p.flags(a)
	if v := a.t[uapi.IFA_PROTO]; v != nil && (v.U8() != 0 || e.JSON) {
		e.Str("protocol", "proto % ", e.AddrProto(v.U8()))
	}
	if v := a.t[unix.IFA_LABEL]; v != nil {
		e.Bytes("label", "%", v.Text())
	}
	if v := a.t[unix.IFA_CACHEINFO]; v != nil {
		p.lifetimes(a, v)
	}
	e.Text("\n")
}

// prefix prints the address, the other end's where there is one, and the prefix's
// length.
func (p *Printer) prefix(a *address) {
	e := p.e
	local, peer := a.t[unix.IFA_LOCAL], a.t[unix.IFA_ADDRESS]
	if local == nil {
		return
	}
	p.addr("", "local", "%", a.family, local)
	n := 16
	if a.family == unix.AF_INET {
		n = 4
	}
	if string(local[:min(n, len(local))]) != string(peer[:min(n, len(peer))]) {
		p.addr(" peer ", "address", "%", a.family, peer)
	}
	e.Uint("prefixlen", "/% ", uint64(a.bits))
	if v := a.t[unix.IFA_RT_PRIORITY]; v != nil {
		e.Uint("metric", "metric % ", uint64(v.U32()))
	}
}

func (p *Printer) addr(label, key, form string, family uint8, v nl.Value) {
	if v == nil {
		return
	}
	p.e.Text(label)
	c := out.None
	switch family {
	case unix.AF_INET:
		c = out.Inet
	case unix.AF_INET6:
		c = out.Inet6
	}
	if p.e.Resolve {
		if name := p.e.HostName(family, v); name != "" {
			p.e.Color(c).Str(key, form, name)
			return
		}
	}
	var s [256]byte
	p.e.Color(c).Bytes(key, form, attr.AppendAddr(s[:0], family, v[:min(len(v), 64)]))
}

// flags prints the flags that are set, and that an address is not permanent.
func (p *Printer) flags(a *address) {
	e := p.e
	left := a.flags
	for i := range info.AddrFlags {
		f := &info.AddrFlags[i]
		name, set := f.Name, left&f.Mask != 0
		switch {
		case f.Mask == unix.IFA_F_PERMANENT:
			name, set = "dynamic", !set
		case f.Mask == unix.IFA_F_SECONDARY && a.family == unix.AF_INET6:
			name = "temporary"
		}
		if set {
			if e.JSON {
				e.Bool(name, "", true, "", "")
			} else {
				e.Str("", "% ", name)
			}
		}
		left &^= f.Mask
	}
	if left == 0 {
		return
	}
	var s [16]byte
	b := s[:0]
	if left < 0x10 {
		b = append(b, '0')
	}
	e.Bytes("ifa_flags", "flags % ", strconv.AppendUint(b, uint64(left), 16))
}

const forever = 1<<32 - 1 // INFINITY_LIFE_TIME

func (p *Printer) lifetimes(a *address, v nl.Value) {
	e := p.e
	preferred, valid := v.U32(), v.From(4).U32()
	e.NL()
	e.Text("       valid_lft ")
	p.lifetime("valid_life_time", valid)
	e.Text(" preferred_lft ")
	if preferred != forever && a.flags&unix.IFA_F_DEPRECATED != 0 {
		e.Int("preferred_life_time", "%sec", int64(int32(preferred)))
		return
	}
	p.lifetime("preferred_life_time", preferred)
}

func (p *Printer) lifetime(key string, sec uint32) {
	if sec == forever && !p.e.JSON {
		p.e.Text("forever")
	} else {
		p.e.Uint(key, "%sec", uint64(sec))
	}
}
