package info

import (
	"testing"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// BenchmarkPrint prints an everyday link.
func BenchmarkPrint(b *testing.B) {
	r := message(uapi.ARPHRD_ETHER, unix.IFF_UP|unix.IFF_BROADCAST|unix.IFF_RUNNING, func(m *nl.Msg) {
		m.PutU32(unix.IFLA_TXQLEN, 1000)
		m.PutU8(unix.IFLA_OPERSTATE, 6)
		m.PutU8(unix.IFLA_LINKMODE, 0)
		for _, typ := range [...]uint16{unix.IFLA_MTU, unix.IFLA_MIN_MTU, unix.IFLA_MAX_MTU, unix.IFLA_PROMISCUITY, uapi.IFLA_ALLMULTI,
			unix.IFLA_NUM_TX_QUEUES, unix.IFLA_GSO_MAX_SIZE, unix.IFLA_GSO_MAX_SEGS, uapi.IFLA_TSO_MAX_SIZE, unix.IFLA_NUM_RX_QUEUES} {
			m.PutU32(typ, 1500)
		}
		m.PutU32(unix.IFLA_GROUP, 0)
		m.PutStr(unix.IFLA_QDISC, "noqueue")
		m.PutBytes(unix.IFLA_ADDRESS, []byte{2, 0, 0, 0, 0, 1})
		m.PutBytes(unix.IFLA_BROADCAST, []byte{255, 255, 255, 255, 255, 255})
		m.Open(unix.IFLA_LINKINFO)
		m.PutStr(unix.IFLA_INFO_KIND, "veth")
		m.Close()
		m.PutBytes(unix.IFLA_AF_SPEC, make([]byte, 400))
	})
	e := newEnv(func([]byte) {})
	p := New(e)
	b.ReportAllocs()
	for b.Loop() {
		p.Print(r)
		e.Cut(0)
	}
}
