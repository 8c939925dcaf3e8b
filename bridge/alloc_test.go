package bridge

import (
	"testing"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// Printing a record takes no memory, once names are known.
func TestNoAllocations(t *testing.T) {
	e := newEnv(func([]byte) {})
	e.Details, e.Stats = 1, 1
	e.Remember(3, []byte("veth0"), unix.IFF_UP, uapi.ARPHRD_ETHER)
	e.Remember(4, []byte("br0"), unix.IFF_UP, uapi.ARPHRD_ETHER)
	p := newEventPrinter(e, false)
	v := newVLANPrinter(e)
	var r nl.Reply
	message := func(typ uint16, hdr []byte, put func(m *nl.Msg)) nl.Reply {
		m := nl.New(typ, 0, hdr)
		put(m)
		return nl.Reply{Type: typ, Data: m.Header()}
	}
	r = message(unix.RTM_NEWNEIGH, neighHeader(3, unix.NUD_NOARP, 2), func(m *nl.Msg) {
		m.PutBytes(unix.NDA_LLADDR, make([]byte, 6))
		m.PutBytes(unix.NDA_CACHEINFO, make([]byte, 16))
		m.PutU32(unix.NDA_MASTER, 4)
	})
	check(t, "fdb", func() { p.fdb.print(r) })
	r = message(unix.RTM_NEWLINK, linkHeader(3), func(m *nl.Msg) {
		m.PutStr(unix.IFLA_IFNAME, "veth0")
		m.PutU32(unix.IFLA_MASTER, 4)
		m.Open(unix.IFLA_PROTINFO)
		m.PutU8(uapi.IFLA_BRPORT_MODE, 1)
		m.PutU32(uapi.IFLA_BRPORT_MCAST_MAX_GROUPS, 1)
		m.Close()
		m.Open(unix.IFLA_AF_SPEC)
		putVLANs(m, &vids{from: 5, to: 9}, uapi.BRIDGE_VLAN_INFO_RANGE_BEGIN)
		putVLANs(m, &vids{from: 12, to: -1}, uapi.BRIDGE_VLAN_INFO_PVID)
		(&tunnels{true, 5, 9}).put(m, &vids{from: 5, to: 9})
		m.Close()
	})
	check(t, "link", func() { p.link.print(r) })
	check(t, "vlan", func() { v.link(r) })
	v.tunnels = true
	check(t, "tunnels", func() { v.link(r) })
	v.tunnels = false
	r = message(unix.RTM_NEWMDB, mdbHeader(4), func(m *nl.Msg) {
		m.Open(uapi.MDBA_MDB)
		m.Open(1)
		b := m.Add(1, mdbEntryLen+8)
		b[0], b[mdbProto] = 3, 8
		nl.Native.PutUint16(b[mdbEntryLen:], 8)
		nl.Native.PutUint16(b[mdbEntryLen+2:], uapi.MDBA_MDB_EATTR_TIMER)
		m.Close()
		m.Close()
	})
	check(t, "mdb", func() { p.mdb.groups(r) })
	r = message(unix.RTM_NEWVLAN, vlanHeader(3), func(m *nl.Msg) {
		m.Open(uapi.BRIDGE_VLANDB_ENTRY)
		m.PutU32(uapi.BRIDGE_VLANDB_ENTRY_INFO, 7<<16)
		m.Close()
		m.Open(uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS)
		m.PutU32(uapi.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, 7)
		m.PutU8(uapi.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, 7)
		m.Close()
	})
	check(t, "database", func() { v.entries(r) })
	r = message(unix.RTM_NEWTUNNEL, tunnelHeader(3, 0), func(m *nl.Msg) {
		m.Open(uapi.VXLAN_VNIFILTER_ENTRY)
		m.PutU32(uapi.VXLAN_VNIFILTER_ENTRY_START, 5)
		m.PutU32(uapi.VXLAN_VNIFILTER_ENTRY_END, 6)
		m.Close()
	})
	check(t, "vni", func() { p.vni.print(r) })
}

func check(t *testing.T, what string, print func()) {
	t.Helper()
	if n := testing.AllocsPerRun(100, print); n != 0 {
		t.Errorf("%s: %v allocations", what, n)
	}
}
