package monitor

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// multicast prints a multicast route; one that is not from the link asked for is
// passed over.
func (p *printer) multicast(r nl.Reply) {
	e := p.e
	h := nl.Value(r.Data) // struct rtmsg, which is there
	if h[7] != unix.RTN_MULTICAST {
		p.warn("Non multicast route received, kernel does support IP multicast?")
		return
	}
	var tb [uapi.RTA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	r.Attrs(t, unix.SizeofRtMsg)
	table := uint32(h[4])
	if v := t[unix.RTA_TABLE]; v != nil {
		table = v.U32()
	}
	from := t[unix.RTA_IIF].U32()
	if p.index != 0 && p.index != from {
		return
	}
	p.head("[MROUTE]")()
	if r.Type == unix.RTM_DELROUTE {
		e.Text("Deleted ")
	}
	family := uint8(unix.AF_INET)
	if h[0] == uapi.RTNL_FAMILY_IP6MR {
		family = unix.AF_INET6
	}
	var s [256]byte
	b := append(appendAddr(append(s[:0], '('), family, t[unix.RTA_SRC]), ',')
	e.Left(32).Bytes("", "% Iif: ", append(appendAddr(b, family, t[unix.RTA_DST]), ')'))
	if from != 0 {
		e.Color(out.Ifname).Left(10).Str("", "% ", e.LinkName(from))
	} else {
		e.Text("unresolved ")
	}
	p.oifs(t[unix.RTA_MULTIPATH])
	flags := h.From(8).U32()
	if flags&unix.RTNH_F_UNRESOLVED != 0 {
		e.Text(" State: unresolved")
	} else {
		e.Text(" State: resolved")
	}
	if flags&unix.RTNH_F_OFFLOAD != 0 {
		e.Text(" offload")
	}
	if v := t[uapi.RTA_MFC_STATS]; v != nil && e.Stats > 0 {
		e.NL()
		e.Uint("", "  % packets,", v.U64())
		e.Uint("", " % bytes", v.From(8).U64())
		if n := v.From(16).U64(); n != 0 {
			e.Uint("", ", % arrived on wrong iif.", n)
		}
	}
	if v := t[uapi.RTA_EXPIRES]; v != nil && e.Stats > 0 {
		n := v.U64() // hundredths of a second
		b := append(strconv.AppendUint(s[:0], n/100, 10), '.', byte('0'+n/10%10), byte('0'+n%10))
		e.Bytes("", ", Age %", b)
	}
	if table != 0 && (table != unix.RT_TABLE_MAIN || e.Details > 0) {
		e.Str("", " Table: %", e.RtTable(table))
	}
	e.Text("\n")
}

func appendAddr(b []byte, family uint8, v nl.Value) []byte {
	if v == nil {
		return append(b, "unknown"...)
	}
	return attr.AppendAddr(b, family, v[:min(len(v), 32)])
}

// oifs prints the links that it leads to, struct rtnexthop each.
func (p *printer) oifs(v nl.Value) {
	const size = 8
	e := p.e
	for first := true; len(v) >= size && int(v.U16()) <= len(v); first = false {
		if first {
			e.Text("Oifs: ")
		}
		e.Color(out.Ifname).Str("", "%", e.LinkName(v.From(4).U32()))
		if hops := v[3]; hops > 1 {
			e.Uint("", "(ttl %) ", uint64(hops))
		} else {
			e.Text(" ")
		}
		n := (int(v.U16()) + 3) &^ 3
		if n == 0 {
			break
		}
		v = v.From(n)
	}
}
