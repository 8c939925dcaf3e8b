package bridge

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// newEnv is an Env that asks nobody for names, and has no socket.
func newEnv(out func([]byte)) *cli.Env {
	e := cli.NewEnv("bridge")
	e.Dest = out
	e.Names.Socket = func() (int, error) { return -1, unix.ENOTSUP }
	return e
}

func modes(f func(e *cli.Env)) {
	for i := range 1 << 4 {
		e := newEnv(func([]byte) {})
		e.WantJSON, e.Oneline, e.Details, e.Stats = i&1 != 0, i&2 != 0, i>>2&1, i>>3&1
		f(e)
	}
}

// Whatever a kernel sends is printed, and nothing breaks.
func FuzzPrint(f *testing.F) {
	add := func(typ uint16, hdr []byte, put func(m *nl.Msg)) {
		m := nl.New(typ, 0, hdr)
		put(m)
		f.Add(typ, m.Header())
	}
	add(unix.RTM_NEWLINK, linkHeader(3), func(m *nl.Msg) {
		m.PutStr(unix.IFLA_IFNAME, "x0")
		m.Open(unix.IFLA_PROTINFO)
		m.PutU8(uapi.IFLA_BRPORT_STATE, 9)
		m.PutU32(uapi.IFLA_BRPORT_BACKUP_PORT, 7)
		m.Close()
		m.Open(unix.IFLA_AF_SPEC)
		m.Open(uapi.IFLA_BRIDGE_VLAN_TUNNEL_INFO)
		m.PutU16(uapi.IFLA_BRIDGE_VLAN_TUNNEL_VID, 65535)
		m.PutU32(uapi.IFLA_BRIDGE_VLAN_TUNNEL_ID, ^uint32(0))
		m.Close()
		putVLANs(m, &vids{from: 1, to: -2}, 2)
		m.Open(uapi.IFLA_BRIDGE_MST)
		m.Open(uapi.IFLA_BRIDGE_MST_ENTRY)
		m.PutU16(uapi.IFLA_BRIDGE_MST_ENTRY_MSTI, 1)
		m.PutU8(uapi.IFLA_BRIDGE_MST_ENTRY_STATE, 1)
		m.Close()
		m.Close()
		m.Close()
	})
	add(unix.RTM_NEWNEIGH, neighHeader(3, 0, 0xff), func(m *nl.Msg) {
		m.PutBytes(unix.NDA_LLADDR, make([]byte, 90))
		m.PutU16(unix.NDA_DST, 1)
		m.PutU8(unix.NDA_CACHEINFO, 1)
	})
	add(unix.RTM_NEWVLAN, vlanHeader(3), func(m *nl.Msg) {
		m.Open(uapi.BRIDGE_VLANDB_ENTRY)
		m.PutU32(uapi.BRIDGE_VLANDB_ENTRY_INFO, 7)
		m.Close()
		m.Open(uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS)
		m.PutU8(uapi.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, 7)
		m.Open(uapi.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS)
		m.PutU8(1, 1)
		m.Close()
		m.Close()
	})
	add(unix.RTM_NEWMDB, mdbHeader(3), func(m *nl.Msg) {
		m.Open(uapi.MDBA_MDB)
		m.Open(1)
		e := m.Add(1, mdbEntryLen+8)
		e[mdbProto] = 8
		nl.Native.PutUint16(e[mdbEntryLen:], 8)
		nl.Native.PutUint16(e[mdbEntryLen+2:], uapi.MDBA_MDB_EATTR_DST)
		m.Close()
		m.Close()
		m.Open(uapi.MDBA_ROUTER)
		m.PutU32(1, 5)
		m.Close()
	})
	add(unix.RTM_NEWTUNNEL, tunnelHeader(3, 0), func(m *nl.Msg) {
		m.Open(uapi.VXLAN_VNIFILTER_ENTRY)
		m.PutU32(uapi.VXLAN_VNIFILTER_ENTRY_START, ^uint32(0))
		m.PutU32(uapi.VXLAN_VNIFILTER_ENTRY_END, ^uint32(1))
		m.PutU8(uapi.VXLAN_VNIFILTER_ENTRY_GROUP, 1)
		m.Close()
	})
	add(unix.RTM_NEWSTATS, make([]byte, statsHeaderLen), func(m *nl.Msg) {
		m.Open(uapi.IFLA_STATS_LINK_XSTATS)
		m.Open(1)
		m.Add(uapi.BRIDGE_XSTATS_VLAN, 40)
		m.Close()
		m.Close()
	})
	f.Fuzz(func(t *testing.T, typ uint16, b []byte) {
		r := nl.Reply{Type: typ, Data: b}
		modes(func(e *cli.Env) {
			e.Begin()
			newEventPrinter(e, true).print(r)
			v := newVLANPrinter(e)
			v.link(r)
			v.globals(r)
			v.counted(r)
			v.tunnels = true
			v.link(r)
			printMST(e, r, 0)
			m := newMDBPrinter(e)
			m.groups(r)
			r.Type = unix.RTM_GETMDB
			m.routers(r)
			r.Type = typ
			e.End()
			e.Flush()
		})
	})
}

// Whatever the words are, they are taken or refused.
func FuzzWords(f *testing.F) {
	for _, s := range []string{
		"vlan add vid 5-7 dev if3 tunnel_info id 5-7 pvid", "vlan set vid 1-2 dev if3 state 3 mcast_router 1",
		"vlan global set dev if3 vid 5 msti 7", "mdb add dev if3 port if4 grp 239.1.1.1 src_vni 5 source_list 1.2.3.4,::1",
		"mdb flush dev if3 nopermanent dst_port 5", "mdb get dev if3 grp 1:2:3:4:5:6", "vni add vni 5-6,7 group ff0e::1 dev if3",
		"mst set dev if3 msti 5 state learning", "fdb add 1:2:3:4:5:6 dev if3 dst 1.2.3.4 port 5", "fdb flush dev if3 noextern_learn",
		"link set dev if3 state 77 hwmode vepa", "fdb show state all vlan 5 br if3", "monitor link bogus",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Fields(line)
		if len(words) == 0 {
			return
		}
		// Without a socket nothing is sent: what builds requests gives up there, and
		// so is tried by itself.
		e := newEnv(func([]byte) {})
		a := func() *cli.Args { return cli.NewArgs(words[1:]) }
		var n entry
		n.parse(e, a())
		var v vids
		v.parse(a())
		var u tunnels
		u.parse(a())
		m := nl.New(unix.RTM_SETLINK, 0, linkHeader(1))
		u.put(m, &v)
		putVLANs(m, &v, 0)
		var mac [mdbEntryLen]byte
		for _, w := range words {
			parseGroup(e, w, &mac)
			stateWord(w)
			scanMAC(w)
			if _, ok := fdbState(w); !ok && w == "all" {
				t.Error("all is a state")
			}
			for i := range mdbMore {
				putMore(e, m, i, w)
			}
			for _, size := range [...]int{1, 2, 4, 8} {
				number(m, "x", w, 1, size)
			}
		}
	})
}
