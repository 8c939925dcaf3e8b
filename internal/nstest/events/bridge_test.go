package events

import (
	"fmt"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

func fdbs() []frame {
	s := set{name: "fdb", typ: unix.RTM_NEWNEIGH, head: ndmsg(7, 7, 2, 0, 0)}
	mac := raw(uapi.NDA_LLADDR, 2, 0, 0, 0, 0, 5)
	base := []attribute{mac, u32(uapi.NDA_MASTER, 8)}
	s.add("plain", base...)
	s.add("empty")
	s.addAs("deleted", unix.RTM_DELNEIGH, s.head, base...)
	s.with("family", 0, []byte{0, 2, 10, 99}, base...)
	s.with("link", 4, []byte{0, 1, 99}, base...)
	for i := range 16 {
		s.addAs(fmt.Sprint("state ", i), s.typ, ndmsg(7, 7, 1<<i, 0, 0), base...)
	}
	s.addAs("state none", s.typ, ndmsg(7, 7, 0, 0, 0), base...)
	s.addAs("states", s.typ, ndmsg(7, 7, 0xffff, 0xff, 0), append(base[:2:2], u32(uapi.NDA_FLAGS_EXT, 1<<32-1))...)
	for i := range 8 {
		s.addAs(fmt.Sprint("flag ", i), s.typ, ndmsg(7, 7, 2, 1<<i, 0), base...)
	}
	for i := range 32 {
		s.add(fmt.Sprint("more flags ", i), append(base[:2:2], u32(uapi.NDA_FLAGS_EXT, 1<<i))...)
	}
	s.sizes(base, uapi.NDA_MAX, uapi.NDA_FDB_EXT_ATTRS)
	s.each("attribute", base, ip4(uapi.NDA_DST, 1), ip6(uapi.NDA_DST, 1), u16(uapi.NDA_VLAN, 0), u16(uapi.NDA_VLAN, 4094), be16(uapi.NDA_PORT, 4789), u32(uapi.NDA_VNI, 0), u32(uapi.NDA_VNI, 1<<24-1), u32(uapi.NDA_SRC_VNI, 9),
		u32(uapi.NDA_IFINDEX, 1), u32(uapi.NDA_IFINDEX, 99), u32(uapi.NDA_NH_ID, 5), u32(uapi.NDA_LINK_NETNSID, 0), u32(uapi.NDA_LINK_NETNSID, 1<<32-1), u8(uapi.NDA_PROTOCOL, 3),
		raw(uapi.NDA_CACHEINFO, words(0, 0, 0, 0)...), raw(uapi.NDA_CACHEINFO, words(100, 12345, 1<<32-1, 3)...))
	for v := range uint8(5) {
		s.add(fmt.Sprint("notify ", v), append(base[:2:2], nest(uapi.NDA_FDB_EXT_ATTRS|1<<15, u8(uapi.NFEA_ACTIVITY_NOTIFY, v), raw(uapi.NFEA_DONT_REFRESH)))...)
	}
	s.add("ifindex elsewhere", append(base[:2:2], u32(uapi.NDA_IFINDEX, 1), u32(uapi.NDA_LINK_NETNSID, 3))...)
	s.add("everything", append(base[:2:2], ip4(uapi.NDA_DST, 1), u16(uapi.NDA_VLAN, 5), be16(uapi.NDA_PORT, 4789), u32(uapi.NDA_VNI, 6), u32(uapi.NDA_SRC_VNI, 7), u32(uapi.NDA_IFINDEX, 1), u32(uapi.NDA_NH_ID, 5),
		nest(uapi.NDA_FDB_EXT_ATTRS, u8(1, 3)), raw(uapi.NDA_CACHEINFO, words(100, 12345, 250, 3)...))...)
	return s.frames
}

// mdbEntry is a struct br_mdb_entry of a group of protocol proto.
func mdbEntry(state, flags byte, vid, proto uint16, group ...byte) []byte {
	b := append(words(7), state, flags, byte(vid), byte(vid>>8))
	g := make([]byte, 16)
	copy(g, group)
	return append(append(b, g...), byte(proto>>8), byte(proto), 0, 0)
}

func mdbs() []frame {
	s := set{name: "mdb", typ: uapi.RTM_NEWMDB, head: append([]byte{7, 0, 0, 0}, words(8)...)}
	entry := func(name string, e []byte, as ...attribute) {
		s.add(name, nest(uapi.MDBA_MDB, nest(uapi.MDBA_MDB_ENTRY, headed(uapi.MDBA_MDB_ENTRY_INFO, e, as...))))
	}
	source := func(typ uint16, a, timer attribute) attribute { return nest(typ, a, timer) }
	s.add("empty")
	s.add("none", nest(uapi.MDBA_MDB))
	for _, f := range []struct {
		name  string
		proto uint16
		group []byte
		ip    func(uint16, byte) attribute
	}{{"4", 0x800, []byte{239, 1, 2, 3}, ip4}, {"6", 0x86dd, append([]byte{0xff, 2, 15: 5}[:15:15], 5), ip6}, {"mac", 0, []byte{1, 0, 0x5e, 0, 0, 5}, ip6}} {
		plain := mdbEntry(0, 0, 0, f.proto, f.group...)
		entry(f.name+" plain", plain)
		s.addAs(f.name+" deleted", uapi.RTM_DELMDB, s.head, nest(uapi.MDBA_MDB, nest(uapi.MDBA_MDB_ENTRY, headed(uapi.MDBA_MDB_ENTRY_INFO, plain))))
		s.addAs(f.name+" asked", uapi.RTM_GETMDB, s.head, nest(uapi.MDBA_MDB, nest(uapi.MDBA_MDB_ENTRY, headed(uapi.MDBA_MDB_ENTRY_INFO, plain))))
		for _, st := range []byte{1, 2, 3, 255} {
			entry(fmt.Sprint(f.name, " state ", st), mdbEntry(st, 0, 0, f.proto, f.group...))
		}
		for _, fl := range append(bits(8), 255) {
			entry(fmt.Sprint(f.name, " flags ", fl), mdbEntry(1, fl, 10, f.proto, f.group...))
		}
		if f.name != "mac" { // The reference prints what is no address of it.
			entry(f.name+" source", plain, f.ip(uapi.MDBA_MDB_EATTR_SOURCE, 1))
			one := source(uapi.MDBA_MDB_SRCLIST_ENTRY, f.ip(uapi.MDBA_MDB_SRCATTR_ADDRESS, 1), u32(uapi.MDBA_MDB_SRCATTR_TIMER, 0))
			two := source(1<<15|uapi.MDBA_MDB_SRCLIST_ENTRY, f.ip(uapi.MDBA_MDB_SRCATTR_ADDRESS, 2), u32(uapi.MDBA_MDB_SRCATTR_TIMER, 12345))
			bad := source(uapi.MDBA_MDB_SRCLIST_ENTRY, f.ip(uapi.MDBA_MDB_SRCATTR_ADDRESS, 3), f.ip(9, 1))
			entry(f.name+" sources", plain, nest(uapi.MDBA_MDB_EATTR_SRC_LIST, one))
			entry(f.name+" sources two", plain, nest(1<<15|uapi.MDBA_MDB_EATTR_SRC_LIST, one, two))
			entry(f.name+" sources bad", plain, nest(uapi.MDBA_MDB_EATTR_SRC_LIST, bad, two))
			entry(f.name+" sources none", plain, nest(uapi.MDBA_MDB_EATTR_SRC_LIST))
			entry(f.name+" everything", mdbEntry(1, 255, 5, f.proto, f.group...), f.ip(uapi.MDBA_MDB_EATTR_SOURCE, 1), u32(uapi.MDBA_MDB_EATTR_TIMER, 12345), nest(uapi.MDBA_MDB_EATTR_SRC_LIST, one, two), u8(uapi.MDBA_MDB_EATTR_GROUP_MODE, 1),
				u8(uapi.MDBA_MDB_EATTR_RTPROT, 4), ip4(uapi.MDBA_MDB_EATTR_DST, 4), u16(uapi.MDBA_MDB_EATTR_DST_PORT, 4789), u32(uapi.MDBA_MDB_EATTR_VNI, 5), u32(uapi.MDBA_MDB_EATTR_SRC_VNI, 6), u32(uapi.MDBA_MDB_EATTR_IFINDEX, 1))
		}
		for i, a := range []attribute{u32(uapi.MDBA_MDB_EATTR_TIMER, 0), u32(uapi.MDBA_MDB_EATTR_TIMER, 12345), u8(uapi.MDBA_MDB_EATTR_GROUP_MODE, 0), u8(uapi.MDBA_MDB_EATTR_GROUP_MODE, 1), u8(uapi.MDBA_MDB_EATTR_GROUP_MODE, 2),
			u8(uapi.MDBA_MDB_EATTR_RTPROT, 0), u8(uapi.MDBA_MDB_EATTR_RTPROT, 2), u8(uapi.MDBA_MDB_EATTR_RTPROT, 99), ip4(uapi.MDBA_MDB_EATTR_DST, 4), ip6(uapi.MDBA_MDB_EATTR_DST, 4), u16(uapi.MDBA_MDB_EATTR_DST_PORT, 4789),
			u32(uapi.MDBA_MDB_EATTR_VNI, 0), u32(uapi.MDBA_MDB_EATTR_SRC_VNI, 5), u32(uapi.MDBA_MDB_EATTR_IFINDEX, 1), u32(uapi.MDBA_MDB_EATTR_IFINDEX, 99), u32(uapi.MDBA_MDB_EATTR_MAX+1, 9)} {
			entry(fmt.Sprint(f.name, " attribute ", i), plain, a)
		}
		info := headed(uapi.MDBA_MDB_ENTRY_INFO, plain)
		s.add(f.name+" two", nest(uapi.MDBA_MDB, nest(uapi.MDBA_MDB_ENTRY, info, info), nest(uapi.MDBA_MDB_ENTRY, info)))
	}
	port := func(index uint32, as ...attribute) attribute {
		return headed(uapi.MDBA_ROUTER_PORT, words(index), as...)
	}
	for i, r := range [][]attribute{{port(1)}, {port(1, u32(uapi.MDBA_ROUTER_PATTR_TIMER, 500), u8(uapi.MDBA_ROUTER_PATTR_TYPE, 1))}, {port(1), port(7)}} {
		s.add(fmt.Sprint("router ", i), nest(uapi.MDBA_ROUTER, r...))
		s.addAs(fmt.Sprint("router deleted ", i), uapi.RTM_DELMDB, s.head, nest(uapi.MDBA_ROUTER, r...))
	}
	return s.frames
}

func vlans() []frame {
	s := set{name: "vlan", typ: uapi.RTM_NEWVLAN, head: append([]byte{7, 0, 0, 0}, words(7)...)}
	info := func(flags, vid uint16) attribute {
		return raw(uapi.BRIDGE_VLANDB_ENTRY_INFO, byte(flags), byte(flags>>8), byte(vid), byte(vid>>8))
	}
	entry := func(as ...attribute) attribute { return nest(uapi.BRIDGE_VLANDB_ENTRY|1<<15, as...) }
	plain := info(0, 10)
	s.add("empty")
	s.add("plain", entry(plain))
	s.add("unnested", nest(uapi.BRIDGE_VLANDB_ENTRY, plain))
	s.addAs("deleted", uapi.RTM_DELVLAN, s.head, entry(plain))
	s.addAs("asked", uapi.RTM_GETVLAN, s.head, entry(plain))
	s.with("family", 0, []byte{0, 2, 99}, entry(plain))
	s.with("link", 4, []byte{1, 99}, entry(plain))
	for i := range 16 {
		s.add(fmt.Sprint("flag ", i), entry(info(1<<i, 5)))
	}
	s.add("flags", entry(info(0xffff, 4095)))
	var states []attribute
	for v := range uint8(7) {
		states = append(states, u8(uapi.BRIDGE_VLANDB_ENTRY_STATE, v))
	}
	router := u8(uapi.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, 1)
	stats := nest(uapi.BRIDGE_VLANDB_ENTRY_STATS|1<<15, u64(uapi.BRIDGE_VLANDB_STATS_RX_BYTES, 12345678), u64(uapi.BRIDGE_VLANDB_STATS_RX_PACKETS, 2), u64(uapi.BRIDGE_VLANDB_STATS_TX_BYTES, 1<<50), u64(uapi.BRIDGE_VLANDB_STATS_TX_PACKETS, 4))
	all := append(states, u16(uapi.BRIDGE_VLANDB_ENTRY_RANGE, 20), u16(uapi.BRIDGE_VLANDB_ENTRY_RANGE, 10), router, u32(uapi.BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS, 5), u32(uapi.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS, 0),
		u8(uapi.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, 0), u8(uapi.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, 1), u8(uapi.BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT, 0), u8(uapi.BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT, 1), stats,
		nest(uapi.BRIDGE_VLANDB_ENTRY_STATS), nest(uapi.BRIDGE_VLANDB_ENTRY_TUNNEL_INFO, u32(uapi.BRIDGE_VLANDB_TINFO_ID, 5), u32(uapi.BRIDGE_VLANDB_TINFO_CMD, 1)))
	for i, a := range all {
		s.add(fmt.Sprint("attribute ", i), entry(plain, a))
	}
	for i := uint16(1); i < uapi.BRIDGE_VLANDB_ENTRY_MAX+3; i++ {
		if i == uapi.BRIDGE_VLANDB_ENTRY_STATS {
			continue
		}
		s.add(fmt.Sprint("entry ", i), entry(plain, raw(i, make([]byte, 40)...)))
	}
	s.add("everything", entry(append([]attribute{plain}, all...)...), entry(info(2, 30)), entry(info(4, 40), stats))
	global := func(as ...attribute) attribute {
		return nest(uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS|1<<15, append([]attribute{u16(uapi.BRIDGE_VLANDB_GOPTS_ID, 10)}, as...)...)
	}
	s.add("global", global())
	s.addAs("global deleted", uapi.RTM_DELVLAN, s.head, global())
	s.add("global unnested", nest(uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS, u16(uapi.BRIDGE_VLANDB_GOPTS_ID, 10)))
	count := u32(uapi.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, 2)
	querier := nest(uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE|1<<15, ip4(1, 9), u32(2, 7), u64(3, 12345), ip6(5, 9), u32(6, 99), u64(7, 255))
	port := func(index uint32, as ...attribute) attribute { return headed(1, words(index), as...) }
	ports := func(flag uint16, ps ...attribute) attribute {
		return nest(uapi.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS|flag, nest(uapi.MDBA_ROUTER, ps...))
	}
	var options []attribute
	for i := uint16(uapi.BRIDGE_VLANDB_GOPTS_RANGE); i <= uapi.BRIDGE_VLANDB_GOPTS_MAX+2; i++ {
		switch i {
		case uapi.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION:
			options = append(options, func(m *nl.Msg) { u8(uapi.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, 2)(m); count(m) })
		case uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE:
			options = append(options, querier, nest(i), nest(i, ip4(1, 9), u64(3, 1)), nest(i, ip6(5, 9), u64(7, 0)))
		case uapi.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS:
			options = append(options, ports(1<<15), ports(0, port(1)), ports(1<<15, port(1, u32(uapi.MDBA_ROUTER_PATTR_TIMER, 12345), u8(uapi.MDBA_ROUTER_PATTR_TYPE, 1)), port(99, u8(uapi.MDBA_ROUTER_PATTR_TYPE, 2)), port(7, u8(uapi.MDBA_ROUTER_PATTR_TYPE, 3))))
		default:
			options = append(options, u64(i, 20), u64(i, 1<<63+0x10203))
		}
	}
	for i, o := range options {
		s.add(fmt.Sprint("global ", i), global(o))
	}
	s.add("global everything", global(options...), global(), entry(plain))
	return s.frames
}

func bridgeLinks() []frame {
	head := func(family byte, flags uint32) []byte {
		return append([]byte{family, 0, 1, 0}, words(7, flags, 0)...)
	}
	s := set{name: "link", typ: unix.RTM_NEWLINK, head: head(7, 0x11043)}
	base := []attribute{str(unix.IFLA_IFNAME, "eth7"), u32(unix.IFLA_MTU, 1500), u32(unix.IFLA_MASTER, 1)}
	s.add("plain", base...)
	s.add("name alone", base[0])
	s.addAs("deleted", unix.RTM_DELLINK, s.head, base...)
	s.with("family", 0, []byte{0, 2, 10}, base...)
	for i := range 32 {
		s.addAs(fmt.Sprint("flag ", i), s.typ, head(7, 1<<i), base...)
		s.addAs(fmt.Sprint("flag up ", i), s.typ, head(7, 1<<i|1), base...)
	}
	s.addAs("flags", s.typ, head(7, 1<<32-1), base...)
	s.each("below", base, u32(unix.IFLA_LINK, 0), u32(unix.IFLA_LINK, 1), u32(unix.IFLA_LINK, 7), u32(unix.IFLA_LINK, 99))
	s.add("below elsewhere", append(base[:3:3], u32(unix.IFLA_LINK, 5), u32(unix.IFLA_LINK_NETNSID, 2))...)
	for v := range uint16(4) {
		s.add(fmt.Sprint("mode ", v), append(base[:3:3], nest(unix.IFLA_AF_SPEC, u16(0, 1), u16(1, v)))...)
		s.add(fmt.Sprint("mode nested ", v), append(base[:3:3], nest(unix.IFLA_AF_SPEC|1<<15, u16(1, v)))...)
	}
	s.add("vlans", append(base[:3:3], nest(unix.IFLA_AF_SPEC, raw(2, 2, 0, 1, 0), raw(2, 0, 0, 5, 0)))...)
	for v := range uint8(7) {
		s.add(fmt.Sprint("state ", v), append(base[:3:3], u8(unix.IFLA_PROTINFO, v))...)
		s.add(fmt.Sprint("state nested ", v), append(base[:3:3], nest(unix.IFLA_PROTINFO|1<<15, u8(uapi.IFLA_BRPORT_STATE, v)))...)
	}
	var all []attribute
	for i := uint16(1); i <= uapi.IFLA_BRPORT_MAX+2; i++ {
		for _, v := range []uint64{0, 1, 7, 0x5050505050505050} {
			s.add(fmt.Sprint("port ", i, " ", v), append(base[:3:3], nest(unix.IFLA_PROTINFO|1<<15, u64(i, v)))...)
		}
		all = append(all, u64(i, 1))
	}
	s.add("port everything", append(base[:3:3], nest(unix.IFLA_PROTINFO|1<<15, all...), nest(unix.IFLA_AF_SPEC, u16(1, 0)))...)
	return s.frames
}

func vnis() []frame {
	s := set{name: "vni", typ: uapi.RTM_NEWTUNNEL, head: append([]byte{7, 0, 0, 0}, words(7)...)}
	entry := func(as ...attribute) attribute { return nest(uapi.VXLAN_VNIFILTER_ENTRY|1<<15, as...) }
	start, end := u32(uapi.VXLAN_VNIFILTER_ENTRY_START, 100), u32(uapi.VXLAN_VNIFILTER_ENTRY_END, 200)
	s.add("empty")
	s.add("plain", entry(start, end))
	s.add("one", entry(start))
	s.add("none", entry())
	s.add("unnested", nest(uapi.VXLAN_VNIFILTER_ENTRY, start, end))
	s.addAs("deleted", uapi.RTM_DELTUNNEL, s.head, entry(start, end))
	s.with("family", 0, []byte{0, 2, 99}, entry(start))
	s.with("link", 4, []byte{0, 1, 99}, entry(start))
	s.add("three", entry(start), entry(start, end), entry(u32(uapi.VXLAN_VNIFILTER_ENTRY_START, 1<<24-1)))
	stats := func(n int) attribute {
		var as []attribute
		for i := range uint16(n) {
			as = append(as, u64(i+1, 12345678*uint64(i+1)))
		}
		return nest(uapi.VXLAN_VNIFILTER_ENTRY_STATS|1<<15, as...)
	}
	for i, a := range []attribute{ip4(uapi.VXLAN_VNIFILTER_ENTRY_GROUP, 1), raw(uapi.VXLAN_VNIFILTER_ENTRY_GROUP, 239, 1, 1, 1), raw(uapi.VXLAN_VNIFILTER_ENTRY_GROUP, 0, 0, 0, 0), ip6(uapi.VXLAN_VNIFILTER_ENTRY_GROUP6, 1),
		raw(uapi.VXLAN_VNIFILTER_ENTRY_GROUP6, append([]byte{0xff, 2}, make([]byte, 14)...)...), raw(uapi.VXLAN_VNIFILTER_ENTRY_GROUP6, make([]byte, 16)...), stats(0), stats(3), stats(9), u32(7, 9)} {
		s.add(fmt.Sprint("attribute ", i), entry(start, end, a))
	}
	s.add("both groups", entry(start, ip4(uapi.VXLAN_VNIFILTER_ENTRY_GROUP, 1), ip6(uapi.VXLAN_VNIFILTER_ENTRY_GROUP6, 1), stats(8)), entry(end, stats(8)))
	return s.frames
}
