package route

import (
	"bytes"
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// testEnv is an Env without a kernel behind it.
func testEnv(to *[]byte) *cli.Env {
	e := cli.NewEnv("ip")
	e.Names.Socket = func() (int, error) { return -1, unix.ENODEV }
	e.Names.Remember(7, []byte("v0"), 0, 0)
	e.Dest = func(b []byte) {
		if to != nil {
			*to = append(*to, b...)
		}
	}
	return e
}

// message is a route as the kernel tells it.
func message(hdr [hdrLen]byte, put func(m *nl.Msg)) []byte {
	m := nl.New(unix.RTM_NEWROUTE, 0, hdr[:])
	put(m)
	return append([]byte(nil), m.Header()...)
}

func messages() [][]byte {
	four := [hdrLen]byte{hdrFamily: unix.AF_INET, hdrDstLen: 24, hdrTable: unix.RT_TABLE_MAIN, hdrProto: 4, hdrType: unix.RTN_UNICAST}
	six := four
	six[hdrFamily], six[hdrDstLen] = unix.AF_INET6, 64
	other := four
	other[hdrTable], other[hdrProto], other[hdrScope] = 0, 77, 253
	local := four
	local[hdrType], local[hdrTable], local[hdrDstLen] = unix.RTN_LOCAL, unix.RT_TABLE_LOCAL, 32
	return [][]byte{
		message(four, func(m *nl.Msg) {
			m.PutU32(unix.RTA_TABLE, 254)
			m.PutBytes(unix.RTA_DST, []byte{10, 0, 200, 0})
			m.PutBytes(unix.RTA_GATEWAY, []byte{10, 0, 0, 255})
			m.PutU32(unix.RTA_OIF, 7)
			m.PutU32(unix.RTA_PRIORITY, 4294967295)
			m.PutBytes(unix.RTA_PREFSRC, []byte{1, 22, 133, 4})
		}),
		message(other, func(m *nl.Msg) {
			m.PutU32(unix.RTA_TABLE, 100000)
			m.PutBytes(unix.RTA_DST, []byte{10, 0, 200, 0})
			m.PutU32(unix.RTA_OIF, 7)
		}),
		message(six, func(m *nl.Msg) {
			m.PutU32(unix.RTA_TABLE, 254)
			m.PutBytes(unix.RTA_DST, []byte{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
			m.PutU32(unix.RTA_PRIORITY, 1024)
			m.PutU32(unix.RTA_OIF, 7)
			m.PutBytes(unix.RTA_CACHEINFO, make([]byte, 32))
			m.PutU8(uapi.RTA_PREF, 0)
		}),
		message(local, func(m *nl.Msg) {
			m.PutU32(unix.RTA_TABLE, 255)
			m.PutBytes(unix.RTA_DST, []byte{10, 0, 0, 1})
			m.PutU32(unix.RTA_OIF, 7)
			m.PutU32(unix.RTA_FLOW, 3<<16|9)
		}),
		message(four, func(m *nl.Msg) {
			m.PutBytes(unix.RTA_DST, []byte{10, 0, 200, 0})
			m.Open(unix.RTA_METRICS)
			for i := uint16(1); i <= uapi.RTAX_MAX; i++ {
				m.PutU32(i, 0xffff)
			}
			m.Close()
			m.Open(unix.RTA_MULTIPATH)
			for i := byte(0); i < 3; i++ {
				at := m.Mark()
				m.Raw([]byte{0, 0, 0, i, 7, 0, 0, 0})
				addBytes(m, unix.RTA_GATEWAY, []byte{10, 0, 0, i})
				nl.Native.PutUint16(m.Header()[at-16:], uint16(m.Mark()-at))
			}
			m.Close()
		}),
	}
}

func reply(b []byte) nl.Reply { return nl.Reply{Type: unix.RTM_NEWROUTE, Data: b} }

// datagram is what a dump answers in with routes.
func datagram(routes ...[]byte) (d []byte) {
	for _, b := range routes {
		h := nl.Native.AppendUint32(nil, uint32(msgLen+len(b)))
		h = nl.Native.AppendUint16(h, unix.RTM_NEWROUTE)
		h = nl.Native.AppendUint16(h, unix.NLM_F_MULTI)
		h = append(h, 5, 0, 0, 0, 0, 0, 0, 0)
		d = append(append(d, h...), b...)
		for len(d)%4 != 0 {
			d = append(d, 0)
		}
	}
	return d
}

// feed prints a datagram as a list does.
func feed(p *Printer, d []byte) {
	for len(d) > 0 {
		if n := p.take(d, nl.Native.Uint32([]byte{5, 0, 0, 0})); n > 0 {
			d = d[n:]
			continue
		}
		n := int(nl.Native.Uint32(d))
		p.Print(reply(d[msgLen:n:n]))
		d = d[min((n+3)&^3, len(d)):]
	}
}

// modes is the ways to print, by number.
func mode(e *cli.Env, n uint) {
	e.WantJSON, e.Pretty, e.Oneline, e.Numeric = n&1 != 0, n&2 != 0, n&4 != 0, n&8 != 0
	if n&16 != 0 {
		e.Details = 1
	}
	if n&32 != 0 {
		e.Stats = 1
	}
	if n&64 != 0 {
		e.Paint("")
	}
}

func TestPrint(t *testing.T) {
	var got []byte
	e := testEnv(&got)
	p := NewPrinter(e)
	for _, b := range messages() {
		p.Print(reply(b))
	}
	e.Flush()
	const want = "10.0.200.0/24 via 10.0.0.255 dev v0 proto static src 1.22.133.4 metric 4294967295 \n" +
		"10.0.200.0/24 dev v0 table 100000 proto 77 scope link \n" +
		"2001:db8::/64 dev v0 proto static metric 1024 pref medium\n" +
		"local 10.0.0.1 dev v0 table local proto static realms 3/9 \n" +
		"10.0.200.0/24 proto static mtu lock 65535 window lock 65535 rtt lock 8.191s rttvar lock 16.383s ssthresh lock 65535 " +
		"cwnd lock 65535 advmss lock 65535 reordering lock 65535 hoplimit lock 65535 initcwnd lock 65535 " +
		"features lock ecn tcp_usec_ts 0xffff rto_min lock 65.535s initrwnd lock 65535 quickack lock 65535 congctl \xff\xff"
	if !strings.HasPrefix(string(got), want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Nothing is allocated for a route, however it is printed.
func TestPrintAllocs(t *testing.T) {
	for n := uint(0); n < 128; n++ {
		if n&8 != 0 {
			continue // -N makes a number's text anew where it is not the one before
		}
		e := testEnv(nil)
		mode(e, n)
		p := NewPrinter(e)
		e.Begin()
		list := messages()
		all := func() {
			for _, b := range list {
				p.Print(reply(b))
			}
			e.Spill()
		}
		for range 1000 {
			all() // the buffer grows to its size
		}
		if allocs := testing.AllocsPerRun(200, all); allocs > 0 {
			t.Errorf("mode %#x: %v allocations", n, allocs)
		}
	}
}

// What quick and print write is the same.
func same(t *testing.T, b []byte, n uint) {
	var out [2][]byte
	for i := range out {
		e := testEnv(&out[i])
		mode(e, n)
		p := NewPrinter(e)
		if n&128 != 0 {
			p.f.table = unix.RT_TABLE_MAIN
		}
		p.names.known = i == 1 // and not ok
		e.Begin()
		feed(p, datagram(b, b))
		e.End()
		e.Flush()
	}
	if !bytes.Equal(out[0], out[1]) {
		t.Errorf("mode %#x: quick %q\nprint %q", n, out[0], out[1])
	}
}

func TestQuick(t *testing.T) {
	for n := uint(0); n < 256; n++ {
		for _, b := range messages() {
			same(t, b, n)
		}
	}
}

// FuzzPrint throws at the printer what no kernel says.
func FuzzPrint(f *testing.F) {
	for i, b := range messages() {
		f.Add(b, uint(i))
	}
	f.Fuzz(func(t *testing.T, b []byte, n uint) {
		if bytes.Contains(b, []byte{30, 0}) {
			n &^= 16 // a nexthop's details would be asked of the kernel
		}
		same(t, b, n)
		printNexthop(testEnv(nil), "nh", b, false)
	})
}

// FuzzWords reads lines that make no sense.
func FuzzWords(f *testing.F) {
	for _, s := range []string{
		"10.0.0.0/8 via 10.0.0.1 dev v0 metric 5 proto static table 100 mtu lock 1400 rtt 1.5s features ecn",
		"fc00::/64 encap seg6 mode encap segs fc00::1,fc00::2 hmac 5 dev v0",
		"fc00::/64 encap seg6local action End.B6 srh segs fc00::1 hmac 3 flavors psp,next-csid lblen 3 nflen 4 dev v0",
		"fc00::/64 encap ioam6 freq 1/2 mode encap tundst ::1 trace prealloc type 5 ns 1 size 4 dev v0",
		"10.0.0.0/8 encap ip id 5 dst 1.1.1.1 geneve_opts 1:2:aabb,3:4:cc key dev v0",
		"10.0.0.0/8 encap ip6 erspan_opts 1:2:3:4 dev v0",
		"10.0.0.0/8 encap mpls 1/2/3 ttl 5 dev v0",
		"10.0.0.0/8 encap xfrm if_id 5 link_dev v0",
		"10.0.0.0/8 encap ila 1:2:3:4 csum-mode no-action dev v0",
		"10.0.0.0/8 encap rpl segs ::1 dev v0",
		"10.0.0.0/8 encap bpf headroom 5 in fd 7 dev v0",
		"default nexthop via inet6 fe80::1 dev v0 weight 3 realms 1/2 nexthop via 1.1.1.1 encap mpls 5 as 7",
		"root 10/8 match 10/8 exact 10/8 from root ::/0 realms 1/ type 5 scope link tos 8 via inet 1.1.1.1",
		"to 1.1.1.1 from 1.1.1.2 iif v0 sport 5 dport 6 ipproto tcp flowlabel 5 uid 3 mark 4 fibmatch notify as to 1.1.1.1",
	} {
		f.Add(s, byte(0))
	}
	f.Fuzz(func(t *testing.T, s string, family byte) {
		w := strings.Split(s, " ")
		for _, s := range w {
			if cli.Prefix(s, "vrf") || cli.Prefix(s, "object-file") || strings.HasPrefix(s, "m:") || strings.Contains(s, "/") && cli.Prefix("pinned", s) || len(s) >= unix.IFNAMSIZ && !strings.ContainsAny(s, ":,.") {
				return // the kernel would be asked, or another program
			}
		}
		e := testEnv(nil)
		r := change{e: e, a: cli.NewArgs(w)}
		r.hdr[hdrFamily] = family
		r.m = nl.New(unix.RTM_NEWROUTE, 0, r.hdr[:])
		for r.a.More() && !r.nexthops {
			if r.option() != nil {
				break
			}
		}
		r.metrics.put(e, r.m)
		if r.nexthops {
			r.parseNexthops()
		}
		sel := selection{e: e, a: cli.NewArgs(w), f: newFilter(family), family: family}
		for sel.a.More() {
			if sel.option() != nil {
				break
			}
		}
		for _, b := range messages() {
			sel.f.prefixes = true
			(&Printer{e: e, f: sel.f}).Print(reply(b))
		}
		q := query{e: e, a: cli.NewArgs(w)}
		q.hdr[hdrFamily] = family
		q.m = nl.New(unix.RTM_GETROUTE, 0, q.hdr[:])
		for q.a.More() {
			if q.option() != nil {
				break
			}
		}
		Changes(w)
	})
}

// FuzzSaved reads files that were never saved.
func FuzzSaved(f *testing.F) {
	f.Add([]byte("\x20\x00\x00\x00\x18\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00aaaaaaaaaaaaaaaa"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p := NewPrinter(testEnv(nil))
		fd, err := unix.MemfdCreate("saved", 0)
		if err != nil {
			t.Skip(err)
		}
		defer unix.Close(fd)
		unix.Pwrite(fd, b, 0)
		walk(&nl.File{FD: fd}, func(r nl.Reply) error {
			r.Type = unix.RTM_NEWROUTE
			p.Print(r)
			return nil
		})
	})
}
