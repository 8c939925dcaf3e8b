package fou

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
)

// FuzzPrint has any bytes as a port be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{3, 1, 0, 0, 6, 0, 1, 0, 21, 179, 0, 0, 5, 0, 2, 0, 10, 0, 0, 0, 8, 0, 7, 0, 1, 2, 3, 4, 8, 0, 11, 0, 1, 0, 0, 0}, false)
	f.Add([]byte{3, 1, 0, 0, 5, 0, 4, 0, 2, 0, 0, 0, 5, 0, 2, 0, 28, 0, 0, 0, 5, 0, 9, 0, 1}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		e.Begin()
		printPort(e, nl.Reply{Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("port 5555 ipproto 4 local 10.0.0.1 peer 10.0.0.2 peer_port 7 dev if1")
	f.Add("p 0x15 gue -6 local ::1")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("ip")
		e.Names.Socket = nil
		w := words{family: 2}
		if w.parse(e, cli.NewArgs(strings.Fields(s))) == nil && w.lacks(true) == "" {
			w.put(nl.New(1, 0, nil))
		}
	})
}
