package mptcp

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
)

// FuzzPrint has any bytes as an endpoint, as limits and as an event be printed
// without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{3, 1, 0, 0, 36, 0, 1, 128, 6, 0, 1, 0, 2, 0, 0, 0, 5, 0, 2, 0, 1, 0, 0, 0, 8, 0, 6, 0, 255, 1, 0, 0, 8, 0, 3, 0, 10, 0, 0, 1}, false)
	f.Add([]byte{1, 1, 0, 0, 8, 0, 1, 0, 1, 2, 3, 4, 8, 0, 5, 0, 1, 2, 3, 4, 6, 0, 13, 0, 7, 0, 0, 0, 5, 0, 9, 0, 1}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		e.Begin()
		printEndpoint(e, 0, nl.Reply{Data: b})
		printLimits(e, 0, nl.Reply{Data: b})
		printEvent(e, nl.Reply{Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("10.0.0.1 dev if1 id 7 port 8 signal backup", uint8(cmdAddAddr))
	f.Add("id 0 any subflows 3 add_addr_accepted 2", uint8(cmdDelAddr))
	f.Fuzz(func(t *testing.T, s string, cmd uint8) {
		e := cli.NewEnv("ip")
		e.Names.Socket = nil
		var p endpoint
		if p.parse(e, cli.NewArgs(strings.Fields(s)), cmd) == nil && p.check(cmd) == nil {
			p.put(nl.New(1, 0, nil))
		}
		parseLimits(cli.NewArgs(strings.Fields(s)), nl.New(1, 0, nil))
	})
}
