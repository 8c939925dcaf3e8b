package route

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// rest writes what few routes have, but the nexthops.
func (p *Printer) rest(h []byte, t nl.Table, flags uint32) {
	e, family := p.e, h[hdrFamily]
	if v := t[unix.RTA_MARK].U32(); v != 0 {
		switch {
		case e.JSON || v < 16:
			e.Uint("mark", "mark % ", uint64(v))
		default:
			e.Bytes("", "mark 0x% ", strconv.AppendUint(p.s[:0], uint64(v), 16))
		}
	}
	if v := t[unix.RTA_FLOW]; v != nil && p.f.realmMask != 1<<32-1 {
		p.realms(v.U32())
	}
	if v := t[unix.RTA_UID]; v != nil {
		e.Uint("uid", "uid % ", uint64(v.U32()))
	}
	if family == unix.AF_INET && flags&unix.RTM_F_CLONED != 0 {
		p.cacheFlags(flags &^ 0xffff)
	}
	if v := t[unix.RTA_CACHEINFO]; v != nil && (family == unix.AF_INET || family == unix.AF_INET6) {
		p.cacheInfo(v)
	}
	if v := t[unix.RTA_METRICS]; v != nil {
		p.metrics(v)
	}
	if v := t[unix.RTA_IIF]; v != nil && !p.f.hasIif {
		p.device("iif ", "iif", v.U32())
	}
	if v := t[unix.RTA_PREF]; v != nil {
		switch v.U8() {
		case 0:
			e.Str("pref", "pref %", "medium")
		case 1:
			e.Str("pref", "pref %", "high")
		case 3:
			e.Str("pref", "pref %", "low")
		default:
			e.Uint("pref", "%", uint64(v.U8()))
		}
	}
	if v := t[unix.RTA_TTL_PROPAGATE]; v != nil {
		e.Bool("ttl-propogate", "ttl-propogate %", v.U8() != 0, "enabled", "disabled")
	}
	if v := t[uapi.RTA_NH_ID]; v != nil && e.Details > 0 {
		p.nexthopInfo(v.U32())
	}
}

func (p *Printer) realms(v uint32) {
	e, from, to := p.e, v>>16, v&0xffff
	e.Obj("flow")
	if from != 0 {
		e.Text("realms ")
		e.Bytes("from", "%/", p.realm(from))
	} else {
		e.Text("realm ")
	}
	e.Bytes("to", "% ", p.realm(to))
	e.EndObj()
}

func (p *Printer) realm(id uint32) []byte {
	if id < 256 && !p.e.Numeric {
		if name, ok := p.e.Realms.Lookup(id); ok {
			return append(p.s[:0], name...)
		}
	}
	return strconv.AppendUint(p.s[:0], uint64(id), 10)
}

// cacheFlagNames is RTCF_LOCAL and the others of linux/in_route.h, in the order
// they are shown.
var cacheFlagNames = [...]struct {
	bit  uint32
	name string
}{
	{0x80000000, "local"},
	{0x40000000, "reject"},
	{0x20000000, "mc"},
	{0x10000000, "brd"},
	{0x08000000, "dst-nat"},
	{0x00800000, "src-nat"},
	{0x00400000, "masq"},
	{0x00020000, "dst-direct"},
	{0x04000000, "src-direct"},
	{0x00040000, "redirected"},
	{0x01000000, "redirect"},
	{0x00200000, "fastroute"},
	{0x00010000, "notify"},
	{0x00080000, "proxy"},
}

func (p *Printer) cacheFlags(v uint32) {
	e := p.e
	e.Arr("cache")
	e.NL()
	e.Text("    cache ")
	if v != 0 {
		e.Text("<")
	}
	for i := range cacheFlagNames {
		f := &cacheFlagNames[i]
		if v&f.bit == 0 {
			continue
		}
		if v &^= f.bit; v != 0 {
			e.Str(out.Elem, "%,", f.name)
		} else {
			e.Str(out.Elem, "%> ", f.name)
		}
	}
	if v != 0 {
		e.BareHex("flags", "%>", uint64(v))
	}
	e.EndArr()
}

const userHZ = 100 // what the kernel's times are told in, whatever it counts in

// cacheInfo writes a struct rta_cacheinfo.
func (p *Printer) cacheInfo(v nl.Value) {
	e := p.e
	if n := int32(v.From(8).U32()); n != 0 {
		e.Int("expires", "expires %sec ", int64(n/userHZ))
	}
	if n := v.From(12).U32(); n != 0 {
		e.Uint("error", "error % ", uint64(n))
	}
	if e.Stats > 0 {
		if n := v.U32(); n != 0 {
			e.Uint("users", "users % ", uint64(n))
		}
		if n := v.From(16).U32(); n != 0 {
			e.Uint("used", "used % ", uint64(n))
		}
		if n := v.From(4).U32(); n != 0 {
			e.Uint("age", "age %sec ", uint64(n/userHZ))
		}
	}
	if id := v.From(20).U32(); id != 0 {
		if e.JSON {
			e.Hex("ipid", "", uint64(id))
		} else {
			s := cli.Hex8(id)
			if id < 1<<16 {
				s = s[4:]
			} else {
				s = strconv.FormatUint(uint64(id), 16)
			}
			e.Text("ipid 0x" + s + " ")
		}
	}
	if ts, age := v.From(24).U32(), v.From(28).U32(); ts != 0 || age != 0 {
		if e.JSON {
			e.Hex("ts", "", uint64(ts))
		} else {
			e.Bytes("", "ts 0x%", strconv.AppendUint(p.s[:0], uint64(ts), 16))
		}
		e.Uint("tsage", "tsage %sec ", uint64(age))
	}
}

var metricNames = [uapi.RTAX_MAX + 1]string{
	unix.RTAX_MTU:                "mtu",
	unix.RTAX_WINDOW:             "window",
	unix.RTAX_RTT:                "rtt",
	unix.RTAX_RTTVAR:             "rttvar",
	unix.RTAX_SSTHRESH:           "ssthresh",
	unix.RTAX_CWND:               "cwnd",
	unix.RTAX_ADVMSS:             "advmss",
	unix.RTAX_REORDERING:         "reordering",
	unix.RTAX_HOPLIMIT:           "hoplimit",
	unix.RTAX_INITCWND:           "initcwnd",
	unix.RTAX_FEATURES:           "features",
	unix.RTAX_RTO_MIN:            "rto_min",
	unix.RTAX_INITRWND:           "initrwnd",
	unix.RTAX_QUICKACK:           "quickack",
	unix.RTAX_CC_ALGO:            "congctl",
	unix.RTAX_FASTOPEN_NO_COOKIE: "fastopen_no_cookie",
}

func (p *Printer) metrics(v nl.Value) {
	e := p.e
	e.Arr("metrics")
	e.Obj("")
	t := nl.Table(p.mx[:]).Index(v)
	lock := t[unix.RTAX_LOCK].U32()
	for i := unix.RTAX_MTU; i <= uapi.RTAX_MAX; i++ {
		locked := lock&(1<<i) != 0
		if t[i] == nil && !locked {
			continue
		}
		n := t[i].U32()
		if i == unix.RTAX_HOPLIMIT && n == 1<<32-1 {
			continue
		}
		e.Text(metricNames[i])
		e.Text(" ")
		if locked {
			e.Text("lock ")
		}
		switch i {
		case unix.RTAX_FEATURES:
			p.features(n)
		case unix.RTAX_CC_ALGO:
			e.Bytes("congestion", "% ", t[i].Text())
		case unix.RTAX_RTT:
			p.time(metricNames[i], n/8)
		case unix.RTAX_RTTVAR:
			p.time(metricNames[i], n/4)
		case unix.RTAX_RTO_MIN:
			p.time(metricNames[i], n)
		default:
			e.Uint(metricNames[i], "% ", uint64(n))
		}
	}
	e.EndObj()
	e.EndArr()
}

// time writes ms.
func (p *Printer) time(key string, ms uint32) {
	if p.e.JSON || ms < 1000 {
		p.e.Uint(key, "%ms ", uint64(ms))
		return
	}
	p.e.Bytes("", "%s ", appendG(p.s[:0], float64(ms)/1e3))
}

func (p *Printer) features(v uint32) {
	rest := v
	if rest&uapi.RTAX_FEATURE_ECN != 0 {
		p.e.Null("ecn", "ecn ", "")
		rest &^= uapi.RTAX_FEATURE_ECN
	}
	if rest&uapi.RTAX_FEATURE_TCP_USEC_TS != 0 {
		p.e.Null("tcp_usec_ts", "tcp_usec_ts ", "")
		rest &^= uapi.RTAX_FEATURE_TCP_USEC_TS
	}
	if rest != 0 {
		p.e.Hex("features", "% ", uint64(v))
	}
}

// multipath writes the nexthops of a route.
func (p *Printer) multipath(h []byte, v nl.Value) {
	e, family := p.e, h[hdrFamily]
	multicast := h[hdrType] == unix.RTN_MULTICAST && nl.Value(h[hdrFlags:]).U32()&unix.RTM_F_CLONED != 0
	e.Arr("nexthops")
	for first := true; len(v) >= nexthopLen; first = false {
		n := int(v.U16())
		if n < nexthopLen || n > len(v) {
			break
		}
		e.Obj("")
		switch {
		case multicast && first:
			e.Text("Oifs: ")
		case multicast:
			e.Text(" ")
		default:
			e.NL()
			e.Text("\tnexthop ")
		}
		if n > nexthopLen {
			p.nexthop(family, nl.Table(p.nh[:]).Index(v[nexthopLen:n]))
		}
		hops, index := v[3], v.From(4).U32()
		if multicast {
			e.Str("dev", "%", p.linkName(index))
			if hops != 1 {
				e.Uint("ttl", "(ttl>%)", uint64(hops))
			}
			e.Text(" ")
		} else {
			e.Str("dev", "dev % ", p.linkName(index))
			if family != unix.AF_MPLS {
				e.Uint("weight", "weight % ", uint64(hops)+1)
			}
		}
		p.flags(uint32(v[2]))
		e.EndObj()
		v = v.From((n + 3) &^ 3)
	}
	e.EndArr()
}

func (p *Printer) nexthop(family uint8, t nl.Table) {
	if v := t[unix.RTA_ENCAP]; v != nil {
		encap.Print(p.e, t[unix.RTA_ENCAP_TYPE], v)
	}
	if v := t[unix.RTA_NEWDST]; v != nil {
		p.address("as to ", "to", family, v)
	}
	if v := t[unix.RTA_GATEWAY]; v != nil {
		p.address("via ", "gateway", family, v)
	}
	if v := t[unix.RTA_VIA]; v != nil {
		p.via(v)
	}
	if v := t[unix.RTA_FLOW]; v != nil {
		p.realms(v.U32())
	}
}
