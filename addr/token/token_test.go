package token

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzShow has any bytes as a link be looked through for its token without harm.
func FuzzShow(f *testing.F) {
	f.Add([]byte{10, 0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 24, 0, 12, 128, 20, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, false)
	f.Add([]byte{10, 0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 9, 0, 12, 0, 5, 0, 7, 0, 1}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		e.Begin()
		show(e, nl.Reply{Type: unix.RTM_NEWLINK, Data: b}, 0)
		e.End()
		e.Flush()
	})
}
