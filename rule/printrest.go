package rule

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

func appendUint(s []byte, v uint64) []byte { return strconv.AppendUint(s, v, 10) }

// action prints what becomes of a packet that is chosen.
func (p *Printer) action(ru *rule) {
	e, t := p.e, ru.t
	if ru.table != 0 {
		e.Str("table", " lookup %", e.RtTable(ru.table))
		if v := t[uapi.FRA_SUPPRESS_PREFIXLEN]; v != nil && int32(v.U32()) != -1 {
			e.Int("suppress_prefixlen", " suppress_prefixlength %", int64(int32(v.U32())))
		}
		if v := t[uapi.FRA_SUPPRESS_IFGROUP]; v != nil && int32(v.U32()) != -1 {
			e.Str("suppress_ifgroup", " suppress_ifgroup %", e.Group(v.U32()))
		}
	}
	if v := t[uapi.FRA_FLOW]; v != nil {
		to := v.U32()
		if from := to >> 16; from != 0 {
			e.Str("flow_from", " realms %/", e.Realm(from))
		} else {
			e.Text(" realms ")
		}
		e.Str("flow_to", "%", e.Realm(to&0xffff))
	}
	switch ru.action {
	case actNAT:
		if v := t[unix.RTA_GATEWAY]; v != nil {
			e.Bytes("nat_gateway", " map-to %", attr.AppendAddr(p.s[:0], ru.family, v))
		} else {
			e.Null("masquerade", " masquerade", "")
		}
	case actGoto:
		if v := t[uapi.FRA_GOTO]; v != nil {
			e.Uint("goto", " goto %", uint64(v.U32()))
		} else {
			e.Str("goto", " goto %", "none")
		}
		if ru.flags&flagUnresolved != 0 {
			e.Null("unresolved", " [unresolved]", "")
		}
	case actNop:
		e.Null("nop", " nop", "")
	case actTable:
	default:
		e.Bytes("action", " %", p.typ(ru.action))
	}
}

// rest prints who made the rule, and the selectors that came late.
func (p *Printer) rest(ru *rule) {
	e, t := p.e, ru.t
	if v := t[uapi.FRA_PROTOCOL]; v != nil {
		if proto := v.U8(); proto != 0 && proto != unix.RTPROT_KERNEL || e.Details > 0 {
			e.Str("protocol", " proto %", e.RtProto(uint32(proto)))
		}
	}
	if v := t[uapi.FRA_DSCP]; v != nil {
		dscp := v.U8()
		if m := t[uapi.FRA_DSCP_MASK]; m == nil {
			e.Bytes("dscp", " dscp %", p.dscp(dscp))
		} else {
			mask := uint64(m.U8())
			e.Bytes("dscp", "", p.dscp(dscp))
			e.Hex("dscp_mask", "", mask)
			if mask == dscpMask {
				e.Bytes("", " dscp %", p.dscp(dscp))
			} else {
				e.Hex("", " dscp %", uint64(dscp))
				e.Hex("", "/%", mask)
			}
		}
	}
	if v, m := t[uapi.FRA_FLOWLABEL], t[uapi.FRA_FLOWLABEL_MASK]; v != nil && m != nil {
		e.Hex("flowlabel", " flowlabel %", uint64(v.BE32()))
		mask := uint64(m.BE32())
		if mask == labelMask {
			e.Hex("flowlabel_mask", "", mask)
		} else {
			e.Hex("flowlabel_mask", "/%", mask)
		}
	}
}

func (p *Printer) dscp(v uint8) []byte {
	if !p.e.Numeric && v < 64 {
		if s, ok := p.e.DSFields.Lookup(uint32(v) << 2); ok {
			return append(p.s[:0], s...)
		}
	}
	return appendUint(p.s[:0], uint64(v))
}

// typeNames is the types of routes (RTN_UNSPEC, ...).
var typeNames = [...]string{"none", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole",
	"unreachable", "prohibit", "throw", "nat", "xresolve"}

func (p *Printer) typ(v uint8) []byte {
	if !p.e.Numeric && int(v) < len(typeNames) {
		return append(p.s[:0], typeNames[v]...)
	}
	return appendUint(p.s[:0], uint64(v))
}
