package tcpmetrics

import (
	"strings"
	"testing"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as what TCP remembers be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{1, 1, 0, 0, 8, 0, 1, 0, 10, 0, 0, 1, 8, 0, 11, 0, 10, 0, 0, 2, 12, 0, 3, 0, 9, 9, 0, 0, 0, 0, 0, 0, 12, 0, 6, 0, 8, 0, 6, 0, 9, 9, 0, 0}, false)
	f.Add([]byte{1, 1, 0, 0, 7, 0, 2, 0, 10, 0, 0, 1, 5, 0, 10, 0, 171, 0, 0, 0, 6, 0, 8, 0, 1, 0, 0, 0, 8, 0, 5, 0, 1, 0, 0, 0}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		q := query{e: e, g: &cli.Genl{}}
		e.Begin()
		q.message(nl.Reply{Data: b})
		e.End()
		e.Flush()
	})
}

// Kernels of today do not tell all that there is to print.
func TestPrint(t *testing.T) {
	m := nl.New(0, 0, []byte{1, 1, 0, 0})
	m.PutBytes(2, []byte{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
	m.PutU64(3, 1234567)
	m.PutU32(4, 7)
	m.PutU32(5, ^uint32(4))
	m.Open(6)
	for i, v := range []uint32{80, 40, 9, 10, 3} {
		m.PutU32(uint16(i+1), v)
	}
	m.Close()
	m.PutU16(7, 1460)
	m.PutU16(8, 2)
	m.PutU64(9, 5000001)
	m.PutBytes(10, []byte{1, 0xab})
	for _, c := range []struct {
		json bool
		want string
	}{
		{false, "2001:db8::1 age 1234.567sec tw_ts 7/-5 ago ssthresh 9 cwnd 10 reordering 3 rtt 10000us rttvar 10000us fo_mss 1460 fo_syn_drops 2/5.000usec ago fo_cookie 01ab\n"},
		{true, `[{"dst":"2001:db8::1","age":1234.57,"tw_ts_stamp":"7/-5","ssthresh":9,"cwnd":10,"reordering":3,"rtt":0.01,"rttvar":0.01,"fopen_miss":1460,"fopen_syn_drops":2,"fopen_syn_drop_ts":5,"fo_cookie":"01ab"}]` + "\n"},
	} {
		e := cli.NewEnv("ip")
		e.WantJSON = c.json
		var got []byte
		e.Dest = func(b []byte) { got = append(got, b...) }
		q := query{e: e, g: &cli.Genl{}}
		e.Begin()
		if err := q.message(nl.Reply{Data: m.Header()}); err != nil {
			t.Fatal(err)
		}
		e.End()
		e.Flush()
		if string(got) != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("addr 10.0.0.1 x src ::1")
	f.Add("any x default")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("ip")
		for cmd := list; cmd <= flush; cmd++ {
			q := query{e: e, cmd: cmd}
			q.dst.p = attr.Prefix{Family: unix.AF_UNSPEC, Bits: -1}
			q.src.p = q.dst.p
			if q.parse(cli.NewArgs(strings.Fields(s))) == nil {
				q.put(nl.New(1, 0, nil))
			}
		}
	})
}
