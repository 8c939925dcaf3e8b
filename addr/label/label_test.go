package label

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as a label be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{10, 0, 32, 0, 3, 0, 0, 0, 0, 0, 0, 0, 20, 0, 1, 0, 32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 2, 0, 99, 0, 0, 0}, false)
	f.Add([]byte{2, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 1, 0, 10, 0, 0, 0}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		e.Begin()
		Print(e, nl.Reply{Type: unix.RTM_NEWADDRLABEL, Data: b})
		Print(e, nl.Reply{Type: unix.RTM_DELADDRLABEL, Data: b})
		e.End()
		e.Flush()
	})
}
