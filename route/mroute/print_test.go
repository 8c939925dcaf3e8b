package mroute

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as a multicast route be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{128, 32, 32, 0, 253, 17, 0, 5, 0, 0, 0, 0, 8, 0, 2, 0, 10, 0, 0, 5, 8, 0, 1, 0, 239, 1, 1, 1, 8, 0, 3, 0, 3, 0, 0, 0, 12, 0, 9, 0, 8, 0, 0, 5, 4, 0, 0, 0}, false)
	f.Add([]byte{129, 128, 128, 0, 254, 17, 0, 5, 0, 0, 0, 0, 12, 0, 9, 0, 0, 0, 0, 1, 4, 0, 0, 0, 12, 0, 17, 0, 1, 0, 0, 0, 0, 0, 0, 0}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON, e.Stats, e.Details = nil, json, 1, 1
		e.Dest = func([]byte) {}
		p := NewPrinter(e)
		e.Begin()
		p.Print(nl.Reply{Type: unix.RTM_NEWROUTE, Data: b})
		p.Print(nl.Reply{Type: unix.RTM_DELROUTE, Data: b})
		e.End()
		e.Flush()
	})
}
