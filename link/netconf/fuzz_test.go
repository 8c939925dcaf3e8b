package netconf

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as settings be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{2, 0, 0, 0, 8, 0, 1, 0, 255, 255, 255, 255, 8, 0, 3, 0, 7, 0, 0, 0, 5, 0, 2, 0, 1, 0, 0, 0}, false)
	f.Add([]byte{10}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		p := NewPrinter(e)
		e.Begin()
		p.Print(nl.Reply{Type: unix.RTM_NEWNETCONF, Data: b})
		p.Print(nl.Reply{Type: unix.RTM_DELNETCONF, Data: b})
		e.End()
		e.Flush()
	})
}
