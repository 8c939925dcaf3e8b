package route

import (
	"testing"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// BenchmarkShow prints a datagram of plain routes, as a long list is made of.
func BenchmarkShow(b *testing.B) {
	const n = 500
	for _, family := range [...]uint8{unix.AF_INET, unix.AF_INET6} {
		var routes []nl.Reply
		for i := range n {
			hdr := [hdrLen]byte{hdrFamily: family, hdrDstLen: 32, hdrTable: unix.RT_TABLE_MAIN, hdrProto: unix.RTPROT_BOOT, hdrType: unix.RTN_UNICAST}
			routes = append(routes, reply(message(hdr, func(m *nl.Msg) {
				m.PutU32(unix.RTA_TABLE, unix.RT_TABLE_MAIN)
				if family == unix.AF_INET {
					m.PutBytes(unix.RTA_DST, []byte{10, 7, byte(i), byte(i * 7)})
					m.PutBytes(unix.RTA_GATEWAY, []byte{192, 168, 0, 2})
					m.PutU32(unix.RTA_OIF, 7)
					return
				}
				m.Header()[hdrDstLen] = 64
				m.PutBytes(unix.RTA_DST, []byte{0x20, 1, 0xd, 0xb8, 0, 1, byte(i), byte(i * 7), 0, 0, 0, 0, 0, 0, 0, 0})
				m.PutU32(unix.RTA_PRIORITY, 1024)
				m.PutBytes(unix.RTA_GATEWAY, []byte{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2})
				m.PutU32(unix.RTA_OIF, 7)
				m.PutBytes(unix.RTA_CACHEINFO, make([]byte, 32))
				m.PutU8(uapi.RTA_PREF, 0)
			})))
		}
		for _, json := range [...]bool{false, true} {
			name := map[bool]string{false: "text", true: "json"}[json]
			if family == unix.AF_INET6 {
				name += "6"
			}
			b.Run(name, func(b *testing.B) {
				e := testEnv(nil)
				e.WantJSON = json
				f := newFilter(family)
				f.table = unix.RT_TABLE_MAIN
				p := &Printer{e: e, f: f}
				e.Begin()
				b.ReportAllocs()
				for b.Loop() {
					for _, r := range routes {
						p.Print(r)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/route")
			})
		}
	}
}
