package ntable

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as a table be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{2, 0, 0, 0, 8, 0, 1, 0, 'a', 'r', 'p', 0, 8, 0, 2, 0, 1, 0, 0, 0, 12, 0, 6, 0, 8, 0, 1, 0, 1, 0, 0, 0, 6, 0, 7, 0, 1, 2}, false)
	f.Add([]byte{10, 0, 0, 0, 8, 0, 5, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 0, 0, 0, 7, 0, 6, 0, 1, 2, 3}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON, e.Stats = nil, json, 1
		e.Dest = func([]byte) {}
		p := printer{e: e}
		e.Begin()
		p.print(nl.Reply{Type: unix.RTM_NEWNEIGHTBL, Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("name arp_cache dev if1 queue 5 gc_int 7 retrans 1")
	f.Add("name x thresh1 0x10 locktime 18446744073709551615 refcnt 1")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("ip")
		e.Names.Socket = nil
		parse(e, cli.NewArgs(strings.Fields(s)), nl.New(1, 0, []byte{0, 0, 0, 0}))
	})
}
