package addr

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzNeighPrint has any bytes as a neighbour be printed without harm.
func FuzzNeighPrint(f *testing.F) {
	f.Add([]byte{2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 8, 0, 1, 0, 10, 0, 0, 1, 10, 0, 2, 0, 2, 0, 0, 0, 0, 1, 0, 0}, false)
	f.Add([]byte{7, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 4, 0, 1, 0, 5, 0, 3, 0, 1, 0, 0, 0}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Numeric, e.WantJSON, e.Stats = true, json, 1
		e.Dest = func([]byte) {}
		e.Names.Socket = func() (int, error) { return -1, unix.ENODEV }
		p := NewNeighPrinter(e, 0)
		e.Begin()
		p.Print(nl.Reply{Type: unix.RTM_NEWNEIGH, Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzChange has any words be read without harm.
func FuzzChange(f *testing.F) {
	f.Add("10.0.0.1/24", "brd", "+", "dev")
	f.Add("peer", "2001:db8::1/64", "valid_lft", "5")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		e := cli.NewEnv("ip")
		e.Names.Socket = func() (int, error) { return -1, unix.ENODEV }
		var hdr [headerLen]byte
		ch := change{e: e, a: cli.NewArgs([]string{a, b, c, d}), cmd: unix.RTM_NEWADDR, m: nl.New(unix.RTM_NEWADDR, 0, hdr[:])}
		for ch.a.More() {
			word, _ := ch.a.Next()
			if ch.option(word) != nil {
				return
			}
		}
		ch.finish()
	})
}
