package route

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzNexthopReply has any bytes as a nexthop or a bucket be printed without harm.
func FuzzNexthopReply(f *testing.F) {
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0, 8, 0, 1, 0, 1, 0, 0, 0, 8, 0, 6, 0, 10, 0, 0, 2, 8, 0, 5, 0, 3, 0, 0, 0}, uint8(0), false)
	f.Add([]byte{0, 0, 4, 0, 0, 0, 0, 0, 20, 0, 2, 0, 1, 0, 0, 0, 1, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 6, 0, 3, 0, 1, 0, 0, 0, 8, 0, 14, 0, 0, 0, 0, 128, 4, 0, 11, 0}, uint8(2), true)
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 1, 0, 9, 0, 0, 0, 28, 0, 13, 128, 6, 0, 1, 0, 3, 0, 0, 0, 8, 0, 3, 0, 1, 0, 0, 0, 8, 0, 2, 0, 1, 1, 1, 1}, uint8(1), true)
	f.Add([]byte{10, 253}, uint8(3), false)
	f.Fuzz(func(t *testing.T, b []byte, how uint8, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON, e.Details, e.Stats = nil, json, int(how&1), int(how>>1&3)
		e.Dest = func([]byte) {}
		e.Begin()
		for _, typ := range [...]uint16{unix.RTM_NEWNEXTHOP, unix.RTM_DELNEXTHOP} {
			PrintNexthopReply(e, nl.Reply{Type: typ, Data: b})
		}
		PrintBucketReply(e, nl.Reply{Type: unix.RTM_NEWNEXTHOPBUCKET, Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzNexthopWords has any words be read as a nexthop without harm.
func FuzzNexthopWords(f *testing.F) {
	f.Add("id 1 via inet6 fe80::1 onlink proto static fdb dst_port 4789")
	f.Add("id 2 group 1,300/2/3 type resilient buckets 4 idle_timer 60 unbalanced_timer 5 hw_stats on")
	f.Add("id 3 encap seg6 mode encap segs fc00::1 blackhole")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("ip")
		e.Names.Socket = nil
		n := nexthopChange{e: e, a: cli.NewArgs(strings.Fields(s)), m: nl.New(unix.RTM_NEWNEXTHOP, 0, make([]byte, nhHdrLen))}
		for n.a.More() {
			if n.option() != nil {
				return
			}
		}
		if m := n.m.Bytes(); len(m) > nexthopLimit {
			t.Error("a request of", len(m), "bytes")
		}
	})
}
