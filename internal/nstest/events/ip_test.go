package events

import (
	"fmt"

	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// Attributes of nexthops (linux/nexthop.h).
const (
	nhaID, nhaGroup, nhaGroupType, nhaBlackhole, nhaOIF, nhaGateway, nhaEncapType, nhaEncap = 1, 2, 3, 4, 5, 6, 7, 8
	nhaFDB, nhaResGroup, nhaResBucket, nhaOpFlags, nhaGroupStats                            = 11, 12, 13, 14, 15
	nhaHWEnable, nhaHWUsed, nhaMax                                                          = 16, 17, 17
)

func nexthops() []frame {
	nhmsg := func(family, scope, proto byte, flags uint32) []byte {
		return append([]byte{family, scope, proto, 0}, words(flags)...)
	}
	s := set{name: "nexthop", typ: unix.RTM_NEWNEXTHOP, head: nhmsg(2, 0, 0, 0)}
	base := []attribute{u32(nhaID, 5), u32(nhaOIF, 7)}
	s.add("plain", base...)
	s.addAs("deleted", unix.RTM_DELNEXTHOP, s.head, base...)
	s.add("empty")
	s.with("family", 0, []byte{0, 2, 99}, append(base[:2:2], ip4(nhaGateway, 1))...)
	s.with("scope", 1, []byte{0, 1, 200, 253, 254, 255}, base...)
	s.with("protocol", 2, upTo(20), base...)
	for i := range 32 {
		s.addAs(fmt.Sprint("flag ", i), s.typ, nhmsg(2, 0, 0, 1<<i), base...)
	}
	s.sizes(base, nhaMax, nhaEncap, nhaGroup, nhaGroupStats, nhaGateway, nhaResGroup, nhaResBucket)
	six := nhmsg(10, 0, 3, 0)
	s.addAs("6", s.typ, six, append(base[:2:2], ip6(nhaGateway, 1))...)
	s.add("blackhole", u32(nhaID, 6), raw(nhaBlackhole))
	s.add("fdb", u32(nhaID, 6), raw(nhaFDB), ip4(nhaGateway, 9))
	s.add("port", u32(nhaID, 6), raw(nhaFDB), ip4(nhaGateway, 9), be16(18, 4789))
	s.add("encap", append(base[:2:2], u16(nhaEncapType, uapi.LWTUNNEL_ENCAP_MPLS), nest(nhaEncap, raw(uapi.MPLS_IPTUNNEL_DST, 0, 1, 0x11, 0)))...)
	s.addAs("encap seg6", s.typ, six, append(base[:2:2], ip6(nhaGateway, 1), u16(nhaEncapType, uapi.LWTUNNEL_ENCAP_SEG6), nest(nhaEncap, raw(uapi.SEG6_IPTUNNEL_SRH, append(words(1), srh(2, 0)...)...)))...)
	for i, g := range [][]uint32{{1, 0}, {1, 0, 2, 5}, {1, 0xff, 2, 0x1ff, 70000, 0xffff}} {
		for j, rest := range [][]attribute{nil, {u32(nhaOpFlags, 1<<31)}, {u16(nhaGroupType, 0)}, {u16(nhaGroupType, 1)}, {u16(nhaGroupType, 2)}, {raw(nhaFDB)},
			{u16(nhaGroupType, 1), nest(nhaResGroup, u16(1, 32), u32(2, 12000), u32(3, 50), u64(4, 12345))}, {nest(nhaResGroup | 1<<15)},
			{u32(nhaHWEnable, 0), u32(nhaHWUsed, 0)}, {u32(nhaHWEnable, 1), u32(nhaHWUsed, 1)}, {u32(nhaHWUsed, 1)}} {
			s.add(fmt.Sprint("group ", i, " ", j), append([]attribute{u32(nhaID, 10), raw(nhaGroup, words(g...)...)}, rest...)...)
		}
	}
	entry := func(id uint32, more ...attribute) attribute {
		return nest(1|1<<15, append([]attribute{u32(1, id)}, more...)...)
	}
	stats := []attribute{u32(nhaID, 10), raw(nhaGroup, words(1, 0, 2, 0)...)}
	s.add("stats", append(stats[:2:2], nest(nhaGroupStats|1<<15, entry(1, u32(2, 5), u32(3, 6)), entry(2, u64(2, 1<<40), u64(3, 1<<41))), u32(nhaHWEnable, 1), u32(nhaHWUsed, 0))...)
	s.add("stats unnested", append(stats[:2:2], nest(nhaGroupStats, entry(1, u32(2, 5)), entry(2)))...)
	b := set{name: "bucket", typ: uapi.RTM_NEWNEXTHOPBUCKET, head: nhmsg(0, 0, 0, 0)}
	bucket := nest(nhaResBucket|1<<15, u16(1, 3), u64(2, 1234), u32(3, 7))
	b.add("plain", u32(nhaID, 10), bucket)
	b.addAs("deleted", uapi.RTM_DELNEXTHOPBUCKET, b.head, u32(nhaID, 10), bucket)
	b.add("empty")
	b.add("bare", nest(nhaResBucket))
	for i := range 32 {
		b.addAs(fmt.Sprint("flag ", i), b.typ, nhmsg(0, 0, 0, 1<<i), u32(nhaID, 10), bucket)
	}
	for _, n := range []uint64{0, 1, 99, 100, 101, 12345678, 1 << 40} {
		b.add(fmt.Sprint("idle ", n), u32(nhaID, 10), nest(nhaResBucket, u64(2, n)))
	}
	// Routes through what is known by now.
	r := set{name: "route", typ: unix.RTM_NEWROUTE, head: rtmsg(2, 24, 0, 0, 254, 3, 0, 1, 0)}
	for _, id := range []uint32{5, 6, 10, 77} {
		r.add(fmt.Sprint("through ", id), ip4(uapi.RTA_DST, 0), u32(uapi.RTA_NH_ID, id), ip4(uapi.RTA_GATEWAY, 1), u32(uapi.RTA_OIF, 7))
	}
	return append(append(s.frames, b.frames...), r.frames...)
}

func rules() []frame {
	var all []frame
	for _, f := range []struct {
		name         string
		family, full byte
		ip           func(uint16, byte) attribute
	}{{"4", 2, 32, ip4}, {"6", 10, 128, ip6}, {"mroute 4", uapi.RTNL_FAMILY_IPMR, 32, ip4}, {"mroute 6", uapi.RTNL_FAMILY_IP6MR, 128, ip6}, {"decnet", 12, 16, ip4}} {
		s := set{name: f.name, typ: unix.RTM_NEWRULE, head: []byte{f.family, 0, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0}}
		base := []attribute{u32(uapi.FRA_PRIORITY, 100), u32(uapi.FRA_TABLE, 254)}
		s.add("plain", base...)
		all = append(all, s.frames...)
		s.frames = nil
		s.addAs("deleted", unix.RTM_DELRULE, s.head, base...)
		s.add("empty")
		s.with("tos", 3, []byte{4, 0x10, 0x28, 0xff}, base...)
		s.with("table", 4, []byte{0, 1, 253, 255}, base[:1]...)
		s.with("action", 7, upTo(14), base...)
		for i := range 32 {
			h := append([]byte(nil), s.head...)
			h[8+i/8] = 1 << (i % 8)
			for _, action := range []byte{1, 2} {
				h[7] = action
				s.addAs(fmt.Sprint("flag ", i, " ", action), s.typ, append([]byte(nil), h...), append(base[:2:2], str(uapi.FRA_IIFNAME, "eth7"), str(uapi.FRA_OIFNAME, "gone"), u32(uapi.FRA_GOTO, 200))...)
			}
		}
		for _, n := range []byte{0, 1, f.full - 1, f.full, 255} {
			h := append([]byte(nil), s.head...)
			h[1], h[2] = n, n
			s.addAs(fmt.Sprint("/", n), s.typ, h, base...)
			s.addAs(fmt.Sprint("from and to /", n), s.typ, h, append(base[:2:2], f.ip(uapi.FRA_SRC, 1), f.ip(uapi.FRA_DST, 2))...)
		}
		s.sizes(base, uapi.FRA_MAX)
		port := func(typ, a, b uint16) attribute {
			return raw(typ, byte(a), byte(a>>8), byte(b), byte(b>>8))
		}
		s.each("attribute", base, u32(uapi.FRA_FWMARK, 0), u32(uapi.FRA_FWMARK, 0xabc), u32(uapi.FRA_FWMASK, 0xff), u32(uapi.FRA_FWMASK, 1<<32-1), u8(uapi.FRA_L3MDEV, 0), u8(uapi.FRA_L3MDEV, 1),
			raw(uapi.FRA_UID_RANGE, words(0, 1<<32-1)...), raw(uapi.FRA_UID_RANGE, words(5, 5)...), u8(uapi.FRA_IP_PROTO, 6), u8(uapi.FRA_IP_PROTO, 17), u8(uapi.FRA_IP_PROTO, 0), u8(uapi.FRA_IP_PROTO, 254),
			port(uapi.FRA_SPORT_RANGE, 5, 5), port(uapi.FRA_SPORT_RANGE, 5, 65535), port(uapi.FRA_DPORT_RANGE, 0, 0), port(uapi.FRA_DPORT_RANGE, 9, 5), be64(uapi.FRA_TUN_ID, 0), be64(uapi.FRA_TUN_ID, 1<<63),
			u32(uapi.FRA_SUPPRESS_PREFIXLEN, 0), u32(uapi.FRA_SUPPRESS_PREFIXLEN, 24), u32(uapi.FRA_SUPPRESS_PREFIXLEN, 1<<32-1), u32(uapi.FRA_SUPPRESS_IFGROUP, 0), u32(uapi.FRA_SUPPRESS_IFGROUP, 500), u32(uapi.FRA_SUPPRESS_IFGROUP, 1<<32-1),
			u32(uapi.FRA_FLOW, 0), u32(uapi.FRA_FLOW, 7), u32(uapi.FRA_FLOW, 0x50007), u8(uapi.FRA_PROTOCOL, 0), u8(uapi.FRA_PROTOCOL, 2), u8(uapi.FRA_PROTOCOL, 4), u8(uapi.FRA_PROTOCOL, 99),
			u8(uapi.FRA_DSCP, 0), u8(uapi.FRA_DSCP, 10), u8(uapi.FRA_DSCP, 63), u8(uapi.FRA_DSCP, 46), u8(uapi.FRA_DSCP_MASK, 63), be32(uapi.FRA_FLOWLABEL, 5), be32(uapi.FRA_FLOWLABEL_MASK, 5), str(uapi.FRA_IIFNAME, ""), str(uapi.FRA_OIFNAME, "lo"))
		for _, mask := range []uint16{0, 1, 0xff00, 0xffff} {
			for _, p := range []uint16{0, 80} {
				s.add(fmt.Sprint("ports ", p, " ", mask), append(base[:2:2], port(uapi.FRA_SPORT_RANGE, p, p), u16(uapi.FRA_SPORT_MASK, mask), port(uapi.FRA_DPORT_RANGE, p, p), u16(uapi.FRA_DPORT_MASK, mask))...)
			}
			s.add(fmt.Sprint("port range ", mask), append(base[:2:2], port(uapi.FRA_SPORT_RANGE, 1, 9), u16(uapi.FRA_SPORT_MASK, mask), port(uapi.FRA_DPORT_RANGE, 1, 9), u16(uapi.FRA_DPORT_MASK, mask))...)
			s.add(fmt.Sprint("dscp ", mask), append(base[:2:2], u8(uapi.FRA_DSCP, 10), u8(uapi.FRA_DSCP_MASK, uint8(mask)&63))...)
			s.add(fmt.Sprint("flow label ", mask), append(base[:2:2], be32(uapi.FRA_FLOWLABEL, uint32(mask)), be32(uapi.FRA_FLOWLABEL_MASK, uint32(mask)<<4|uint32(mask)>>12))...)
		}
		s.add("marks", append(base[:2:2], u32(uapi.FRA_FWMARK, 0), u32(uapi.FRA_FWMASK, 0))...)
		all = append(all, s.frames...)
		if f.family != 2 && f.family != 10 {
			all = all[:len(all)-len(s.frames)]
			all = append(all, s.frames[:min(40, len(s.frames))]...)
		}
	}
	return all
}

func addresses() []frame {
	head := func(family, bits, flags, scope byte, index uint32) []byte {
		return append([]byte{family, bits, flags, scope}, words(index)...)
	}
	var all []frame
	for _, f := range []struct {
		name         string
		family, bits byte
		ip           func(uint16, byte) attribute
	}{{"4", 2, 24, ip4}, {"6", 10, 64, ip6}} {
		s := set{name: f.name, typ: unix.RTM_NEWADDR, head: head(f.family, f.bits, 0x80, 0, 7)}
		base := []attribute{f.ip(uapi.IFA_ADDRESS, 1), f.ip(uapi.IFA_LOCAL, 1)}
		s.add("plain", base...)
		s.add("empty")
		for _, t := range []uint16{unix.RTM_DELADDR, uapi.RTM_NEWMULTICAST, uapi.RTM_DELMULTICAST, uapi.RTM_NEWANYCAST, uapi.RTM_DELANYCAST} {
			s.addAs(fmt.Sprint("message ", t), t, s.head, base...)
			s.addAs(fmt.Sprint("message ", t, " of many"), t, s.head, f.ip(uapi.IFA_MULTICAST, 3), f.ip(uapi.IFA_ANYCAST, 4), raw(uapi.IFA_CACHEINFO, words(1<<32-1, 1<<32-1, 5, 6)...))
		}
		s.with("family", 0, []byte{0, 17, 99}, ip6(uapi.IFA_ADDRESS, 1), ip6(uapi.IFA_LOCAL, 1))
		s.with("bits", 1, []byte{0, 1, 32, 128, 255}, base...)
		s.with("scope", 3, []byte{0, 1, 200, 253, 254, 255}, base...)
		s.with("link", 4, []byte{0, 1, 7, 8, 99}, base...)
		s.with("flags", 2, append(bits(8), 0, 0x55, 0xff), base...)
		for i := range 32 {
			s.add(fmt.Sprint("flag ", i), append(base[:2:2], u32(uapi.IFA_FLAGS, 1<<i), raw(uapi.IFA_CACHEINFO, words(1<<31, 1<<32-1, 5, 6)...))...)
		}
		s.add("flags all", append(base[:2:2], u32(uapi.IFA_FLAGS, 1<<32-1))...)
		s.sizes(base, uapi.IFA_MAX, uapi.IFA_LABEL)
		s.each("attribute", base, f.ip(uapi.IFA_BROADCAST, 255), f.ip(uapi.IFA_ANYCAST, 4), f.ip(uapi.IFA_MULTICAST, 3), str(uapi.IFA_LABEL, "eth7:5"), str(uapi.IFA_LABEL, ""), u32(uapi.IFA_RT_PRIORITY, 0), u32(uapi.IFA_RT_PRIORITY, 500),
			u32(uapi.IFA_TARGET_NETNSID, 5), u8(uapi.IFA_PROTO, 0), u8(uapi.IFA_PROTO, 1), u8(uapi.IFA_PROTO, 2), u8(uapi.IFA_PROTO, 3), u8(uapi.IFA_PROTO, 4), u8(uapi.IFA_PROTO, 255),
			raw(uapi.IFA_CACHEINFO, words(0, 0, 0, 0)...), raw(uapi.IFA_CACHEINFO, words(1<<32-1, 1<<32-1, 0, 0)...), raw(uapi.IFA_CACHEINFO, words(3600, 7200, 0, 0)...), raw(uapi.IFA_CACHEINFO, words(1<<31, 1<<31, 0, 0)...))
		s.add("peer", f.ip(uapi.IFA_ADDRESS, 9), f.ip(uapi.IFA_LOCAL, 1))
		s.add("local alone", f.ip(uapi.IFA_LOCAL, 1))
		s.add("address alone", f.ip(uapi.IFA_ADDRESS, 1))
		s.add("everything", append(base[:2:2], f.ip(uapi.IFA_BROADCAST, 255), f.ip(uapi.IFA_ANYCAST, 4), f.ip(uapi.IFA_MULTICAST, 3), str(uapi.IFA_LABEL, "eth7"), u32(uapi.IFA_RT_PRIORITY, 5), u8(uapi.IFA_PROTO, 2), u32(uapi.IFA_FLAGS, 0x380), raw(uapi.IFA_CACHEINFO, words(3600, 7200, 0, 0)...))...)
		all = append(all, s.frames...)
	}
	return all
}

func ndmsg(family byte, index uint32, state uint16, flags, typ byte) []byte {
	return append(append([]byte{family, 0, 0, 0}, words(index)...), byte(state), byte(state>>8), flags, typ)
}

func neighbours() []frame {
	var all []frame
	mac := raw(uapi.NDA_LLADDR, 2, 0, 0, 0, 0, 5)
	for _, f := range []struct {
		name   string
		family byte
		ip     func(uint16, byte) attribute
	}{{"4", 2, ip4}, {"6", 10, ip6}, {"bridge", 7, ip4}} {
		s := set{name: f.name, typ: unix.RTM_NEWNEIGH, head: ndmsg(f.family, 7, 2, 0, 1)}
		base := []attribute{f.ip(uapi.NDA_DST, 1), mac}
		s.add("plain", base...)
		s.add("empty")
		s.addAs("deleted", unix.RTM_DELNEIGH, s.head, base...)
		s.addAs("missed", unix.RTM_GETNEIGH, s.head, base...)
		s.with("family", 0, []byte{0, 7, 99}, base...)
		s.with("link", 4, []byte{0, 1, 8, 9, 10, 99}, base...)
		s.with("type", 11, upTo(12), base...)
		for i := range 16 {
			s.addAs(fmt.Sprint("state ", i), s.typ, ndmsg(f.family, 7, 1<<i, 0, 1), base...)
		}
		s.addAs("state none", s.typ, ndmsg(f.family, 7, 0, 0, 1), base...)
		s.addAs("states", s.typ, ndmsg(f.family, 7, 0xffff, 0, 1), base...)
		for i := range 8 {
			s.addAs(fmt.Sprint("flag ", i), s.typ, ndmsg(f.family, 7, 2, 1<<i, 1), base...)
			s.addAs(fmt.Sprint("flag ", i, " alone"), s.typ, ndmsg(f.family, 7, 0, 1<<i, 1), base...)
		}
		for i := range 32 {
			s.add(fmt.Sprint("more flags ", i), append(base[:2:2], u32(uapi.NDA_FLAGS_EXT, 1<<i))...)
		}
		s.sizes(base, uapi.NDA_MAX)
		s.each("attribute", base[:1], raw(uapi.NDA_LLADDR, 1), raw(uapi.NDA_LLADDR, 10, 0, 0, 9), raw(uapi.NDA_LLADDR, addr6(1)...), raw(uapi.NDA_LLADDR, append(addr6(1), 1, 2, 3, 4)...),
			u32(uapi.NDA_PROBES, 0), u32(uapi.NDA_PROBES, 9), u8(uapi.NDA_PROTOCOL, 0), u8(uapi.NDA_PROTOCOL, 3), u8(uapi.NDA_PROTOCOL, 99), u16(uapi.NDA_VLAN, 5), u32(uapi.NDA_VNI, 5), u32(uapi.NDA_IFINDEX, 8), u32(uapi.NDA_MASTER, 8), u32(uapi.NDA_NH_ID, 5),
			raw(uapi.NDA_CACHEINFO, words(0, 0, 0, 0)...), raw(uapi.NDA_CACHEINFO, words(100, 12345, 1<<32-1, 3)...), nest(uapi.NDA_FDB_EXT_ATTRS, u8(1, 3)))
		s.addAs("gre", s.typ, ndmsg(f.family, 8, 2, 0, 1), base[0], raw(uapi.NDA_LLADDR, 10, 0, 0, 9))
		s.addAs("six", s.typ, ndmsg(f.family, 9, 2, 0, 1), base[0], raw(uapi.NDA_LLADDR, addr6(8)...))
		s.addAs("everything", s.typ, ndmsg(f.family, 7, 0xff, 0xff, 1), append(base[:2:2], raw(uapi.NDA_CACHEINFO, words(100, 12345, 250, 3)...), u32(uapi.NDA_PROBES, 5), u8(uapi.NDA_PROTOCOL, 3), u32(uapi.NDA_FLAGS_EXT, 0xff))...)
		all = append(all, s.frames...)
	}
	b := set{name: "fdb", typ: unix.RTM_NEWNEIGH, head: ndmsg(7, 7, 0x80, 2, 0)}
	b.add("6", mac, ip6(uapi.NDA_DST, 5), u16(uapi.NDA_VLAN, 7))
	return append(all, b.frames...)
}

// others are what there are few of.
func others() []frame {
	p := set{name: "prefix", typ: unix.RTM_NEWPREFIX, head: append(append([]byte{10, 0, 0, 0}, words(7)...), 3, 64, 3, 0)}
	base := []attribute{ip6(uapi.PREFIX_ADDRESS, 0), raw(uapi.PREFIX_CACHEINFO, words(100, 200)...)}
	p.add("plain", base...)
	p.add("empty")
	p.each("attribute", nil, base...)
	p.with("family", 0, []byte{0, 2, 7}, base...)
	p.with("type", 8, []byte{0, 1, 2, 5, 255}, base...)
	p.with("bits", 9, []byte{0, 1, 128, 255}, base...)
	p.with("flags", 10, append(bits(8), 0, 255), base...)
	p.with("link", 4, []byte{0, 1, 99}, base...)
	n := set{name: "netconf", typ: unix.RTM_NEWNETCONF, head: []byte{2}}
	index := u32(uapi.NETCONFA_IFINDEX, 7)
	n.add("plain", index)
	n.add("empty")
	n.addAs("deleted", unix.RTM_DELNETCONF, n.head, index)
	n.with("family", 0, []byte{0, 2, 10, 28, 7, 128, 129, 99}, index)
	for i := uint16(1); i <= uapi.NETCONFA_MAX+2; i++ {
		for _, v := range []uint32{0, 1, 2, 3, 7, 99, 1<<32 - 1, 1<<32 - 2} {
			n.add(fmt.Sprint(i, " ", v), u32(i, v))
		}
	}
	var all []attribute
	for i := uint16(1); i <= uapi.NETCONFA_MAX; i++ {
		all = append(all, u32(i, 1))
	}
	n.add("everything", all...)
	l := set{name: "label", typ: unix.RTM_NEWADDRLABEL, head: append([]byte{10, 0, 64, 0}, words(0, 0)...)}
	lbase := []attribute{ip6(uapi.IFAL_ADDRESS, 1), u32(uapi.IFAL_LABEL, 5)}
	l.add("plain", lbase...)
	l.add("empty")
	l.each("attribute", nil, lbase...)
	l.addAs("deleted", unix.RTM_DELADDRLABEL, l.head, lbase...)
	l.with("family", 0, []byte{0, 2, 10, 99}, lbase...)
	l.with("link", 4, []byte{1, 7, 99}, lbase...)
	l.with("bits", 2, []byte{0, 128, 255}, lbase...)
	// A namespace without an id for which the name would be asked.
	id := set{name: "nsid", typ: unix.RTM_DELNSID, head: []byte{0}}
	id.add("empty")
	for _, v := range []uint32{0, 5, 1<<32 - 1} {
		id.add(fmt.Sprint("id ", v), u32(uapi.NETNSA_NSID, v))
		id.add(fmt.Sprint("current ", v), u32(uapi.NETNSA_NSID, v), u32(uapi.NETNSA_CURRENT_NSID, v))
		id.add(fmt.Sprint("current 9 ", v), u32(uapi.NETNSA_NSID, v), u32(uapi.NETNSA_CURRENT_NSID, 9))
	}
	st := set{name: "stats", typ: unix.RTM_NEWSTATS, head: append([]byte{0, 0, 0, 0}, words(7, 1<<3)...)}
	st.add("plain")
	info := func(v ...byte) attribute {
		var as []attribute
		for i, b := range v {
			as = append(as, u8(uint16(i+1), b))
		}
		return nest(uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, nest(uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO|1<<15, nest(uapi.IFLA_OFFLOAD_XSTATS_L3_STATS|1<<15, as...)))
	}
	st.add("info", info(1, 1))
	st.add("info off", info(0, 0))
	st.add("info half", info(1))
	st.add("info none", info())
	st.add("other", nest(uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, raw(uapi.IFLA_OFFLOAD_XSTATS_CPU_HIT, make([]byte, 96)...)))
	u := set{name: "unknown", head: []byte{0, 0, 0, 0}}
	for _, t := range []uint16{0, 1, 2, 3, 4, 18, 22, 26, 27, 34, 38, 46, 54, 64, 66, 67, 84, 86, 90, 92, 94, 112, 120, 121, 122, 123, 65535} {
		u.addAs(fmt.Sprint(t), t, u.head)
	}
	return append(append(append(append(append(p.frames, n.frames...), l.frames...), id.frames...), st.frames...), u.frames...)
}

// odd are messages that are none, or whose attributes are none.
func odd() []frame {
	var all []frame
	types := []struct {
		name string
		typ  uint16
		head []byte
	}{
		{"addr", unix.RTM_NEWADDR, []byte{2, 24, 0, 0, 7, 0, 0, 0}},
		{"neigh", unix.RTM_NEWNEIGH, ndmsg(2, 7, 2, 0, 1)},
		{"rule", unix.RTM_NEWRULE, []byte{2, 0, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0}},
		{"nexthop", unix.RTM_NEWNEXTHOP, make([]byte, 8)},
		{"bucket", uapi.RTM_NEWNEXTHOPBUCKET, make([]byte, 8)},
		{"netconf", unix.RTM_NEWNETCONF, []byte{2, 0, 0, 0}},
		{"stats", unix.RTM_NEWSTATS, append([]byte{0, 0, 0, 0}, words(7, 1<<3)...)},
		{"label", unix.RTM_NEWADDRLABEL, append([]byte{10, 0, 64, 0}, words(0, 0)...)},
		{"prefix", unix.RTM_NEWPREFIX, append(append([]byte{10, 0, 0, 0}, words(7)...), 3, 64, 3, 0)},
		{"nsid", unix.RTM_DELNSID, []byte{0, 0, 0, 0}},
		{"route", unix.RTM_NEWROUTE, rtmsg(2, 24, 0, 0, 254, 3, 0, 1, 0)},
		{"mroute", unix.RTM_NEWROUTE, rtmsg(uapi.RTNL_FAMILY_IPMR, 24, 0, 0, 254, 3, 0, unix.RTN_MULTICAST, 0)},
	}
	for _, t := range types {
		s := set{name: t.name, typ: t.typ, head: t.head}
		tail := func(name string, b ...byte) {
			s.add(name)
			f := &s.frames[len(s.frames)-1]
			f.msg = append(f.msg, b...)
			f.msg[0], f.msg[1] = byte(len(f.msg)), byte(len(f.msg)>>8)
		}
		first := []byte{8, 0, 99, 0, 1, 0, 0, 0}
		tail("zero", 0, 0, 0, 0)
		tail("byte", append(first, 1)...)
		tail("bytes", append(first, 9, 0, 3)...)
		tail("long", append(first, 12, 0, 5, 0, 1, 2, 3, 4)...)
		tail("short", append(first, 3, 0, 5, 0, 1, 2, 3, 4)...)
		if t.typ != unix.RTM_NEWROUTE {
			// A route that is none ends it all.
			for _, n := range []int{0, 1, len(t.head) - 1} {
				s.add(fmt.Sprint("cut ", n))
				f := &s.frames[len(s.frames)-1]
				f.msg = f.msg[:16+n]
				f.msg[0] = byte(len(f.msg))
			}
		}
		all = append(all, s.frames...)
	}
	return all
}
