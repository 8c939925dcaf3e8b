package rule

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// Flags of a rule (FIB_RULE_INVERT, ...), and its actions (FR_ACT_TO_TBL, ...) beside
// the types of routes.
const (
	flagInvert      = 1 << 1
	flagUnresolved  = 1 << 2
	flagIIFDetached = 1 << 3
	flagOIFDetached = 1 << 4

	actTable = 1
	actGoto  = 2
	actNop   = 3
	actNAT   = 10
)

// A Printer prints rules: the lines of ip rule show, and of ip monitor.
type Printer struct {
	Head func() // where not nil, called before a record that passes

	e  *cli.Env
	f  filter
	tb [uapi.FRA_MAX + 1]nl.Value
	s  [64]byte
}

// NewPrinter prints the rules of the family that was asked for.
func NewPrinter(e *cli.Env) *Printer { return &Printer{e: e, f: filter{family: e.Family}} }

// A rule is one record: its header and its attributes.
type rule struct {
	family, tos, action uint8
	srcLen, dstLen      int
	table, flags        uint32
	t                   nl.Table
}

// read indexes r; ok is whether it passes the filter.
func (p *Printer) read(r nl.Reply) (ru rule, ok bool) {
	ru.t = p.tb[:]
	if !r.Attrs(ru.t, headerLen) {
		return ru, false
	}
	h := nl.Value(r.Data)
	ru.family, ru.dstLen, ru.srcLen, ru.tos = h[0], int(h[1]), int(h[2]), h[3]
	ru.table, ru.action, ru.flags = uint32(h[4]), h[7], h.From(8).U32()
	if v := ru.t[uapi.FRA_TABLE]; v != nil {
		ru.table = v.U32()
	}
	return ru, p.f.passes(&ru)
}

// Print prints a rule (RTM_NEWRULE, RTM_DELRULE), if it passes.
func (p *Printer) Print(r nl.Reply) {
	if r.Type != unix.RTM_NEWRULE && r.Type != unix.RTM_DELRULE {
		return
	}
	ru, ok := p.read(r)
	if !ok {
		return
	}
	if p.Head != nil {
		p.Head()
	}
	e, t := p.e, ru.t
	e.Obj("")
	if r.Type == unix.RTM_DELRULE {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	e.Uint("priority", "%:\t", uint64(t[uapi.FRA_PRIORITY].U32()))
	if ru.flags&flagInvert != 0 {
		e.Null("not", "not ", "")
	}
	p.selector(&ru)
	p.packet(&ru)
	p.action(&ru)
	p.rest(&ru)
	e.Text("\n")
	e.EndObj()
}

func colourOf(family uint8) out.Colour {
	switch family {
	case unix.AF_INET:
		return out.Inet
	case unix.AF_INET6:
		return out.Inet6
	}
	return out.None
}

// selector prints what a packet must have in its addresses, marks and links.
func (p *Printer) selector(ru *rule) {
	e, t := p.e, ru.t
	host := attr.BitLen(ru.family)
	if v := t[uapi.FRA_SRC]; v != nil {
		e.Text("from ")
		e.Color(colourOf(ru.family)).Bytes("src", "%", attr.AppendAddr(p.s[:0], ru.family, v))
		if ru.srcLen != host {
			e.Uint("srclen", "/%", uint64(ru.srcLen))
		}
	} else if ru.srcLen != 0 {
		e.Str("src", "from %", "0")
		e.Uint("srclen", "/%", uint64(ru.srcLen))
	} else {
		e.Str("src", "from %", "all")
	}
	if v := t[uapi.FRA_DST]; v != nil {
		e.Text(" to ")
		e.Color(colourOf(ru.family)).Bytes("dst", "%", attr.AppendAddr(p.s[:0], ru.family, v))
		if ru.dstLen != host {
			e.Uint("dstlen", "/%", uint64(ru.dstLen))
		}
	} else if ru.dstLen != 0 {
		e.Str("dst", " to %", "0")
		e.Uint("dstlen", "/%", uint64(ru.dstLen))
	}
	if ru.tos != 0 {
		e.Str("tos", " tos %", e.DSField(uint32(ru.tos)))
	}
	if mark, mask := t[uapi.FRA_FWMARK], t[uapi.FRA_FWMASK]; mark != nil || mask != nil {
		e.Hex("fwmark", " fwmark %", uint64(mark.U32()))
		if mask != nil && mask.U32() != 1<<32-1 {
			e.Hex("fwmask", "/%", uint64(mask.U32()))
		}
	}
	if v := t[uapi.FRA_IIFNAME]; v != nil {
		e.Text(" iif ")
		e.Color(out.Ifname).Bytes("iif", "%", v.Text())
		if ru.flags&flagIIFDetached != 0 {
			e.Null("iif_detached", " [detached]", "")
		}
	}
	if v := t[uapi.FRA_OIFNAME]; v != nil {
		e.Text(" oif ")
		e.Color(out.Ifname).Bytes("oif", "%", v.Text())
		if ru.flags&flagOIFDetached != 0 {
			e.Null("oif_detached", " [detached]", "")
		}
	}
}

// packet prints what else it is chosen by.
func (p *Printer) packet(ru *rule) {
	e, t := p.e, ru.t
	if t[uapi.FRA_L3MDEV].U8() != 0 {
		e.Null("l3mdev", " lookup [l3mdev-table]", "")
	}
	if v := t[uapi.FRA_UID_RANGE]; v != nil {
		e.Uint("uid_start", " uidrange %", uint64(v.U32()))
		e.Uint("uid_end", "-%", uint64(v.From(4).U32()))
	}
	if v := t[uapi.FRA_IP_PROTO]; v != nil {
		e.Bytes("ipproto", " ipproto %", p.proto(v.U8()))
	}
	p.ports(&portNames[0], t[uapi.FRA_SPORT_RANGE], t[uapi.FRA_SPORT_MASK])
	p.ports(&portNames[1], t[uapi.FRA_DPORT_RANGE], t[uapi.FRA_DPORT_MASK])
	if v := t[uapi.FRA_TUN_ID]; v != nil {
		e.Uint("tun_id", " tun_id %", v.BE64())
	}
}

type portName struct{ key, form, mask, start, end string }

var portNames = [2]portName{
	{"sport", " sport %", "sport_mask", "sport_start", "sport_end"},
	{"dport", " dport %", "dport_mask", "dport_start", "dport_end"},
}

func (p *Printer) ports(n *portName, v, mask nl.Value) {
	if v == nil {
		return
	}
	e, from, to := p.e, uint64(v.U16()), uint64(v.From(2).U16())
	if from != to {
		e.Uint(n.start, n.form, from)
		e.Uint(n.end, "-%", to)
		return
	}
	if mask == nil {
		e.Uint(n.key, n.form, from)
		return
	}
	m := uint64(mask.U16())
	e.Uint(n.key, "", from)
	e.Hex(n.mask, "", m)
	if m == portMask {
		e.Uint("", n.form, from)
		return
	}
	e.Hex("", n.form, from)
	e.Hex("", "/%", m)
}

func (p *Printer) proto(v uint8) []byte {
	if !p.e.Numeric {
		if name, ok := names.ProtocolName(v); ok {
			return append(p.s[:0], name...)
		}
	}
	return appendUint(append(p.s[:0], "ipproto-"...), uint64(v))
}
