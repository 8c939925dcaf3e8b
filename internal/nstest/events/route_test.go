package events

import (
	"fmt"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// rtmsg is a struct rtmsg.
func rtmsg(family, dst, src, tos, table, proto, scope, typ byte, flags uint32) []byte {
	return append([]byte{family, dst, src, tos, table, proto, scope, typ}, words(flags)...)
}

func nexthop(flags, hops byte, index uint32, as ...attribute) attribute {
	return func(m *nl.Msg) {
		at := len(m.Inside())
		m.Raw(append([]byte{0, 0, flags, hops}, words(index)...))
		for _, a := range as {
			a(m)
		}
		in := m.Inside()
		in[at], in[at+1] = byte(len(in)-at), byte((len(in)-at)>>8)
	}
}

func routes() []frame {
	s := set{name: "4", typ: unix.RTM_NEWROUTE, head: rtmsg(2, 24, 0, 0, 254, 3, 0, 1, 0)}
	base := []attribute{ip4(uapi.RTA_DST, 0), u32(uapi.RTA_OIF, 7)}
	s.common(base, ip4)
	s.sizes(base, uapi.RTA_MAX, uapi.RTA_MULTIPATH, uapi.RTA_ENCAP, uapi.RTA_METRICS, uapi.RTA_VIA)
	s.metrics(base)
	six := set{name: "6", typ: unix.RTM_NEWROUTE, head: rtmsg(10, 64, 0, 0, 254, 3, 0, 1, 0)}
	base6 := []attribute{ip6(uapi.RTA_DST, 0), u32(uapi.RTA_OIF, 7)}
	six.common(base6, ip6)
	six.sizes(base6, uapi.RTA_MAX, uapi.RTA_MULTIPATH, uapi.RTA_ENCAP, uapi.RTA_METRICS, uapi.RTA_VIA)
	m := set{name: "mpls", typ: unix.RTM_NEWROUTE, head: rtmsg(28, 20, 0, 0, 254, 3, 0, 1, 0)}
	label := func(typ uint16, v ...uint32) attribute {
		var b []byte
		for i, l := range v {
			l <<= 12
			if i == len(v)-1 {
				l |= 1 << 8
			}
			b = append(b, byte(l>>24), byte(l>>16), byte(l>>8), byte(l))
		}
		return raw(typ, b...)
	}
	mbase := []attribute{label(uapi.RTA_DST, 100), u32(uapi.RTA_OIF, 7)}
	m.each("label", nil, label(uapi.RTA_DST, 0), label(uapi.RTA_DST, 3), label(uapi.RTA_DST, 1048575), label(uapi.RTA_DST, 16, 17))
	m.each("attribute", mbase, label(uapi.RTA_NEWDST, 5), label(uapi.RTA_NEWDST, 5, 6, 7), u8(uapi.RTA_TTL_PROPAGATE, 0), u8(uapi.RTA_TTL_PROPAGATE, 1),
		raw(uapi.RTA_VIA, 2, 0, 10, 0, 0, 1), raw(uapi.RTA_VIA, append([]byte{10, 0}, addr6(1)...)...), raw(uapi.RTA_VIA, 17, 0, 2, 0, 0, 0, 0, 1),
		raw(uapi.RTA_VIA, 28, 0, 0, 0, 0x11, 0), raw(uapi.RTA_VIA, 7, 0, 1, 2, 3, 4, 5, 6), raw(uapi.RTA_VIA, 99, 0, 1, 2, 3, 4), u32(uapi.RTA_TABLE, 1000))
	m.add("multipath", mbase[0], nest(uapi.RTA_MULTIPATH, nexthop(0, 0, 7, raw(uapi.RTA_VIA, 2, 0, 10, 0, 0, 1), label(uapi.RTA_NEWDST, 5, 6)), nexthop(1, 3, 99, raw(uapi.RTA_VIA, 2, 0, 10, 0, 0, 2))))
	m.with("type", 7, upTo(12), mbase...)
	m.addAs("deleted", unix.RTM_DELROUTE, m.head, mbase...)
	return append(append(append(s.frames, six.frames...), m.frames...), mroutes()...)
}

// common adds what the families of addresses have in common.
func (s *set) common(base []attribute, ip func(uint16, byte) attribute) {
	h := s.head
	full := byte(32)
	if h[0] == unix.AF_INET6 {
		full = 128
	}
	s.add("plain", base...)
	s.addAs("deleted", unix.RTM_DELROUTE, h, base...)
	s.with("family", 0, []byte{0, 17, 128, 129, 130, 99}, base...)
	s.with("tos", 3, []byte{1, 4, 0x10, 0x1c, 0x20, 0x28, 0x50, 0x80, 0xff}, base...)
	s.with("table", 4, []byte{0, 1, 252, 253, 254, 255, 100}, base...)
	s.with("protocol", 5, upTo(30), base...)
	s.with("protocol", 5, []byte{42, 186, 187, 188, 189, 192}, base...)
	s.with("scope", 6, []byte{0, 1, 10, 200, 253, 254, 255}, base...)
	s.with("type", 7, upTo(13), base...)
	for i := range 32 {
		x := append([]byte(nil), h...)
		x[8+i/8] = 1 << (i % 8)
		s.addAs(fmt.Sprint("flag ", i), s.typ, x, base...)
	}
	for _, n := range []byte{0, 1, full - 1, full, 255} {
		x := append([]byte(nil), h...)
		x[1] = n
		s.addAs(fmt.Sprint("to /", n), s.typ, x, base...)
		s.addAs(fmt.Sprint("to nothing /", n), s.typ, x, base[1:]...)
		x = append([]byte(nil), h...)
		x[2] = n
		s.addAs(fmt.Sprint("from /", n), s.typ, x, append(base[:2:2], ip(uapi.RTA_SRC, 3))...)
		s.addAs(fmt.Sprint("from nothing /", n), s.typ, x, base...)
	}
	s.each("attribute", base, ip(uapi.RTA_GATEWAY, 1), ip(uapi.RTA_PREFSRC, 2), ip(uapi.RTA_NEWDST, 4), u32(uapi.RTA_PRIORITY, 0), u32(uapi.RTA_PRIORITY, 1<<32-1),
		u32(uapi.RTA_IIF, 8), u32(uapi.RTA_IIF, 99), u32(uapi.RTA_FLOW, 5), u32(uapi.RTA_FLOW, 0x30005), u32(uapi.RTA_FLOW, 0x10000), u32(uapi.RTA_FLOW, 0),
		u32(uapi.RTA_MARK, 0), u32(uapi.RTA_MARK, 15), u32(uapi.RTA_MARK, 16), u32(uapi.RTA_MARK, 1<<32-1), u32(uapi.RTA_UID, 0), u32(uapi.RTA_UID, 1<<32-1),
		u8(uapi.RTA_PREF, 0), u8(uapi.RTA_PREF, 1), u8(uapi.RTA_PREF, 2), u8(uapi.RTA_PREF, 3), u8(uapi.RTA_PREF, 9),
		u32(uapi.RTA_TABLE, 0), u32(uapi.RTA_TABLE, 254), u32(uapi.RTA_TABLE, 255), u32(uapi.RTA_TABLE, 1<<32-1), u8(uapi.RTA_TTL_PROPAGATE, 1),
		u64(uapi.RTA_EXPIRES, 500), u8(uapi.RTA_IP_PROTO, 6), be16(uapi.RTA_SPORT, 80), be16(uapi.RTA_DPORT, 80), be32(uapi.RTA_FLOWLABEL, 5),
		raw(uapi.RTA_VIA, append([]byte{10, 0}, addr6(1)...)...), raw(uapi.RTA_VIA, 2, 0, 10, 0, 0, 9), raw(uapi.RTA_VIA, 17, 0, 2, 0, 0, 0, 0, 1),
		raw(uapi.RTA_CACHEINFO, words(0, 0, 0, 0, 0, 0, 0, 0)...), raw(uapi.RTA_CACHEINFO, words(1, 250, 1<<32-150, 113, 5, 0, 0, 0)...),
		raw(uapi.RTA_CACHEINFO, words(1<<31, 1<<32-1, 1234567, 1<<32-5, 1<<31, 0xabc, 0, 9)...), raw(uapi.RTA_CACHEINFO, words(0, 0, 99, 0, 0, 0xabcdef, 0xff0, 0)...),
		u32(uapi.RTA_NH_ID, 12), u32(uapi.RTA_NH_ID, 13), u32(uapi.RTA_OIF, 0))
	cloned := append([]byte(nil), h...)
	for _, f := range []uint32{0, 1 << 31, 1 << 30, 0x08000000, 0x00800000, 0xffff0000, 0x13000000, 0x00008000} {
		copy(cloned[8:], words(f|unix.RTM_F_CLONED))
		s.addAs(fmt.Sprintf("cloned %x", f), s.typ, cloned, append(base[:2:2], raw(uapi.RTA_CACHEINFO, words(1, 250, 900, 0, 5, 0, 0, 0)...))...)
	}
	hops := []attribute{nexthop(0, 0, 7, ip(uapi.RTA_GATEWAY, 1)), nexthop(0, 255, 0), nexthop(0x80, 5, 99, u32(uapi.RTA_FLOW, 0x20003), ip(uapi.RTA_NEWDST, 3))}
	for _, f := range bits(8) {
		hops = append(hops, nexthop(f, 1, 8, raw(uapi.RTA_VIA, append([]byte{10, 0}, addr6(f)...)...)))
	}
	hops = append(hops, nexthop(0, 0, 7, u16(uapi.RTA_ENCAP_TYPE, uapi.LWTUNNEL_ENCAP_MPLS), nest(uapi.RTA_ENCAP, raw(uapi.MPLS_IPTUNNEL_DST, 0, 1, 0x11, 0))))
	s.add("multipath", base[0], nest(uapi.RTA_MULTIPATH, hops...))
	s.add("multipath cut", base[0], headed(uapi.RTA_MULTIPATH, append([]byte{200, 0, 0, 1}, words(7)...)))
	s.add("multipath none", base[0], nest(uapi.RTA_MULTIPATH))
	s.add("everything", append(base[:2:2], ip(uapi.RTA_SRC, 3), ip(uapi.RTA_GATEWAY, 1), ip(uapi.RTA_PREFSRC, 2), ip(uapi.RTA_NEWDST, 4), u32(uapi.RTA_PRIORITY, 5), u32(uapi.RTA_IIF, 8),
		u32(uapi.RTA_FLOW, 5), u32(uapi.RTA_MARK, 16), u32(uapi.RTA_UID, 5), u8(uapi.RTA_PREF, 3), u32(uapi.RTA_TABLE, 1000), u8(uapi.RTA_TTL_PROPAGATE, 1), u32(uapi.RTA_NH_ID, 12),
		raw(uapi.RTA_CACHEINFO, words(1, 250, 900, 113, 5, 7, 8, 9)...), nest(uapi.RTA_METRICS, u32(uapi.RTAX_MTU, 1400)), nest(uapi.RTA_MULTIPATH, hops...),
		u16(uapi.RTA_ENCAP_TYPE, uapi.LWTUNNEL_ENCAP_MPLS), nest(uapi.RTA_ENCAP, raw(uapi.MPLS_IPTUNNEL_DST, 0, 1, 0x11, 0)))...)
}

func (s *set) metrics(base []attribute) {
	add := func(name string, as ...attribute) {
		s.add("metrics "+name, append(base[:2:2], nest(uapi.RTA_METRICS, as...))...)
	}
	for i := uint16(1); i <= uapi.RTAX_MAX; i++ {
		if i == uapi.RTAX_CC_ALGO {
			continue
		}
		if i == uapi.RTAX_LOCK {
			add("lock", u32(i, 1<<uapi.RTAX_CC_ALGO-1)) // The reference dies of a locked congctl that is not there.
			continue
		}
		for _, v := range []uint32{0, 1, 2, 3, 4, 8, 16, 1000, 8000, 12345, 1<<32 - 1} {
			add(fmt.Sprint(i, " ", v), u32(i, v))
			add(fmt.Sprint(i, " ", v, " locked"), u32(uapi.RTAX_LOCK, 1<<i), u32(i, v))
		}
		add(fmt.Sprint(i, " lock alone"), u32(uapi.RTAX_LOCK, 1<<i))
	}
	add("congestion", str(uapi.RTAX_CC_ALGO, "cubic"))
	add("congestion locked", str(uapi.RTAX_CC_ALGO, "dctcp"), u32(uapi.RTAX_LOCK, 1<<uapi.RTAX_CC_ALGO))
	add("none")
	add("unknown", u32(18, 5), u32(19, 5))
	var all []attribute
	for i := uint16(1); i <= uapi.RTAX_MAX; i++ {
		if i == uapi.RTAX_CC_ALGO {
			all = append(all, str(i, "reno"))
			continue
		}
		all = append(all, u32(i, 0x7f0+uint32(i)))
	}
	add("all", all...)
}

// mroutes are routes of packets to many.
func mroutes() []frame {
	var all []frame
	for _, f := range []struct {
		name   string
		family byte
		ip     func(uint16, byte) attribute
	}{{"mroute 4", uapi.RTNL_FAMILY_IPMR, ip4}, {"mroute 6", uapi.RTNL_FAMILY_IP6MR, ip6}} {
		s := set{name: f.name, typ: unix.RTM_NEWROUTE, head: rtmsg(f.family, 32, 32, 0, 253, 17, 0, unix.RTN_MULTICAST, 0)}
		base := []attribute{f.ip(uapi.RTA_SRC, 1), f.ip(uapi.RTA_DST, 2), u32(uapi.RTA_IIF, 7)}
		s.add("plain", base...)
		s.addAs("deleted", unix.RTM_DELROUTE, s.head, base...)
		s.add("bare")
		s.add("unknown iif", base[0], base[1], u32(uapi.RTA_IIF, 99))
		s.with("type", 7, upTo(12), base...)
		s.with("table", 4, []byte{0, 1, 252, 254, 255}, base...)
		for i := range 32 {
			h := append([]byte(nil), s.head...)
			h[8+i/8] = 1 << (i % 8)
			s.addAs(fmt.Sprint("flag ", i), s.typ, h, base...)
		}
		s.sizes(base, uapi.RTA_MAX, uapi.RTA_MULTIPATH)
		s.each("attribute", base, u32(uapi.RTA_TABLE, 1000), raw(uapi.RTA_MFC_STATS, words(1, 0, 2, 0, 3, 0)...), raw(uapi.RTA_MFC_STATS, words(1<<32-1, 5, 2, 7, 0, 0)...),
			u64(uapi.RTA_EXPIRES, 0), u64(uapi.RTA_EXPIRES, 12345), u64(uapi.RTA_EXPIRES, 99), nest(uapi.RTA_MULTIPATH),
			nest(uapi.RTA_MULTIPATH, nexthop(0, 0, 7), nexthop(0, 1, 8), nexthop(0, 2, 99), nexthop(0, 255, 0)))
		s.add("everything", append(base[:3:3], u64(uapi.RTA_EXPIRES, 12345), u32(uapi.RTA_TABLE, 1000), raw(uapi.RTA_MFC_STATS, words(1, 0, 2, 0, 3, 0)...), nest(uapi.RTA_MULTIPATH, nexthop(0, 5, 7), nexthop(0, 1, 8)))...)
		all = append(all, s.frames...)
	}
	return all
}
