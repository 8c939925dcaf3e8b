package route

import (
	"bytes"
	"testing"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// BenchmarkShow prints a datagram of plain routes, as a long list is made of.
func BenchmarkShow(b *testing.B) {
	const n = 500
	for _, family := range [...]uint8{unix.AF_INET, unix.AF_INET6} {
		var routes [][]byte
		for i := range n {
			hdr := [hdrLen]byte{hdrFamily: family, hdrDstLen: 32, hdrTable: unix.RT_TABLE_MAIN, hdrProto: unix.RTPROT_BOOT, hdrType: unix.RTN_UNICAST}
			routes = append(routes, message(hdr, func(m *nl.Msg) {
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
			}))
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
				d := datagram(routes...)
				for b.Loop() {
					feed(p, d)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/route")
			})
		}
	}
}

// TestAgain holds what a printer writes of routes one after the other, of which some
// differ in their destination alone, against what it writes of each by itself.
func TestAgain(t *testing.T) {
	v4 := func(bits, table byte, dst, via []byte, metric uint32) []byte {
		hdr := [hdrLen]byte{hdrFamily: unix.AF_INET, hdrDstLen: bits, hdrTable: table, hdrProto: unix.RTPROT_STATIC, hdrType: unix.RTN_UNICAST}
		return message(hdr, func(m *nl.Msg) {
			if dst != nil {
				m.PutBytes(unix.RTA_DST, dst)
			}
			m.PutBytes(unix.RTA_GATEWAY, via)
			m.PutU32(unix.RTA_OIF, 7)
			if metric != 0 {
				m.PutU32(unix.RTA_PRIORITY, metric)
			}
		})
	}
	a, b := []byte{10, 0, 0, 1}, []byte{192, 168, 100, 200}
	routes := [][]byte{
		v4(32, 254, a, a, 0), v4(32, 254, b, a, 0), v4(24, 254, b, a, 0), v4(24, 254, a, b, 0), v4(24, 254, b, b, 0),
		v4(24, 254, b, b, 5), v4(24, 254, a, b, 6), v4(24, 77, b, b, 6), v4(24, 77, a, b, 6),
		v4(0, 254, nil, b, 0), v4(0, 254, nil, a, 0), v4(32, 254, a, a, 0), v4(32, 254, a[:3], a, 0), v4(32, 254, a, a, 0),
	}
	routes = append(routes, messages()...)
	for i := range 1 << 3 {
		var one, each []byte
		run := func(routes ...[]byte) (out []byte) {
			e := testEnv(&out)
			e.WantJSON, e.Numeric, e.Details = i&1 != 0, i&2 != 0, i>>2&1
			e.Begin()
			feed(NewPrinter(e), datagram(routes...))
			e.Flush()
			return out
		}
		one = run(routes...)
		for _, b := range routes {
			o := run(b)
			if i&1 != 0 { // each by itself begins an array of its own
				if o = o[1:]; len(o) == 0 {
					continue
				}
				each = append(each, "[,"[min(len(each), 1)])
			}
			each = append(each, o...)
		}
		if !bytes.Equal(one, each) {
			t.Errorf("%d:\n%s\n%s", i, one, each)
		}
	}
}
