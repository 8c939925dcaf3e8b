package info

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// newEnv is an Env whose output goes to f, and which asks nobody for names.
func newEnv(f func([]byte)) *cli.Env {
	e := cli.NewEnv("ip")
	e.Dest = f
	e.Names.Socket = func() (int, error) { return -1, unix.ENOTSUP }
	e.NSNames = map[int32]string{3: "blue"}
	return e
}

// modes calls f with an Env of each of many ways to show things.
func modes(out func([]byte), f func(e *cli.Env)) {
	for i := 0; i < 1<<7; i += 9 {
		e := newEnv(out)
		e.WantJSON, e.Oneline, e.Brief, e.Human, e.Numeric = i&1 != 0, i&2 != 0, i&4 != 0, i&8 != 0, i&16 != 0
		e.Details, e.Stats = i>>5&1, i>>6&1*2
		f(e)
	}
}

// message is a link with the attributes that put makes.
func message(typ uint16, flags uint32, put func(m *nl.Msg)) nl.Reply {
	var h [HeaderLen]byte
	nl.Native.PutUint16(h[2:], typ)
	nl.Native.PutUint32(h[4:], 7)
	nl.Native.PutUint32(h[8:], flags)
	m := nl.New(unix.RTM_NEWLINK, 0, h[:])
	m.PutStr(unix.IFLA_IFNAME, "x0")
	put(m)
	return nl.Reply{Type: unix.RTM_NEWLINK, Data: m.Header()}
}

func FuzzPrint(f *testing.F) {
	full := message(uapi.ARPHRD_ETHER, unix.IFF_UP, everything)
	f.Add(full.Data)
	f.Fuzz(func(t *testing.T, b []byte) {
		modes(func([]byte) {}, func(e *cli.Env) {
			for _, typ := range [...]uint16{unix.RTM_NEWLINK, unix.RTM_DELLINK} {
				e.Begin()
				p := New(e)
				p.AsLink = e.Stats == 0
				p.Print(nl.Reply{Type: typ, Data: b})
				p.Statistics(nl.Reply{Type: typ, Data: b})
				e.End()
				e.Flush()
			}
		})
	})
}

func words(m *nl.Msg, typ uint16, v ...uint32) {
	b := m.Put(typ, 4*len(v))
	for i, v := range v {
		nl.Native.PutUint32(b[4*i:], v)
	}
}

// everything puts what no kernel at hand has: a network card with virtual functions.
func everything(m *nl.Msg) {
	m.PutBytes(unix.IFLA_ADDRESS, []byte{2, 0, 0, 0, 0, 1})
	m.PutBytes(unix.IFLA_BROADCAST, []byte{255, 255, 255, 255, 255, 255})
	m.PutBytes(unix.IFLA_PERM_ADDRESS, []byte{2, 0, 0, 0, 0, 2})
	m.PutU32(unix.IFLA_LINK, 0)
	m.PutU8(unix.IFLA_OPERSTATE, 9)
	m.PutU8(unix.IFLA_LINKMODE, 5)
	m.PutU32(unix.IFLA_EVENT, 2)
	m.PutU32(unix.IFLA_LINK_NETNSID, 3)
	m.PutU8(unix.IFLA_PROTO_DOWN, 1)
	m.Open(unix.IFLA_PROTO_DOWN_REASON)
	m.PutU32(uapi.IFLA_PROTO_DOWN_REASON_VALUE, 5)
	m.Close()
	m.PutBytes(unix.IFLA_PHYS_PORT_ID, []byte{0xab, 0xcd})
	m.PutBytes(unix.IFLA_PHYS_SWITCH_ID, []byte{1, 2, 3})
	m.PutStr(unix.IFLA_PHYS_PORT_NAME, "p0")
	m.Open(uapi.IFLA_DPLL_PIN)
	m.PutU32(dpllPinID, 42)
	m.Close()
	m.PutU32(unix.IFLA_NUM_VF, 1)
	m.Open(unix.IFLA_VFINFO_LIST)
	m.Open(unix.IFLA_VF_INFO)
	words(m, unix.IFLA_VF_MAC, 1, 0x02000000, 0x0500, 0, 0, 0, 0, 0, 0)
	m.PutBytes(unix.IFLA_VF_BROADCAST, make([]byte, 32))
	words(m, unix.IFLA_VF_VLAN, 1, 100, 2)
	words(m, unix.IFLA_VF_TX_RATE, 1, 10)
	words(m, unix.IFLA_VF_RATE, 1, 10, 20)
	words(m, unix.IFLA_VF_SPOOFCHK, 1, 1)
	words(m, unix.IFLA_VF_LINK_STATE, 1, 2)
	words(m, unix.IFLA_VF_RSS_QUERY_EN, 1, 0)
	words(m, unix.IFLA_VF_TRUST, 1, 1)
	words(m, unix.IFLA_VF_IB_NODE_GUID, 1, 0, 0x55667788, 0x11223344)
	m.Open(unix.IFLA_VF_STATS)
	m.PutU64(uapi.IFLA_VF_STATS_RX_BYTES, 1000)
	m.PutU64(uapi.IFLA_VF_STATS_TX_DROPPED, 3)
	m.Close()
	m.Open(unix.IFLA_VF_VLAN_LIST)
	b := m.Add(unix.IFLA_VF_VLAN_INFO, 16)
	b[4], b[8], b[12], b[13] = 5, 1, 0x88, 0xa8
	m.Close()
	m.Close()
	m.Close()
	m.Open(unix.IFLA_XDP)
	m.PutU8(unix.IFLA_XDP_ATTACHED, 4)
	m.PutU32(unix.IFLA_XDP_SKB_PROG_ID, 1<<31)
	m.Close()
	m.PutBytes(unix.IFLA_STATS64, make([]byte, 200))
	m.PutU32(unix.IFLA_CARRIER_CHANGES, 12)
	m.Open(unix.IFLA_AF_SPEC)
	m.Open(unix.AF_INET6)
	m.PutU8(uapi.IFLA_INET6_ADDR_GEN_MODE, 7)
	m.Close()
	m.Close()
	m.Open(unix.IFLA_PROP_LIST)
	m.PutStr(unix.IFLA_ALT_IFNAME, "other")
	m.Close()
}

// Nothing allocates per record.
func TestAllocations(t *testing.T) {
	r := message(uapi.ARPHRD_ETHER, unix.IFF_UP, everything)
	for _, json := range [...]bool{false, true} {
		e := newEnv(func([]byte) {})
		e.WantJSON, e.Details = json, 1
		p := New(e)
		e.Begin()
		n := testing.AllocsPerRun(100, func() {
			e.Obj("")
			p.Print(r)
			e.EndObj()
			e.Cut(0)
		})
		if n != 0 {
			t.Errorf("%v allocations for a link, json %v", n, json)
		}
	}
}
