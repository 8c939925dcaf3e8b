package vrf

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// FuzzPrint has any bytes as a link be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 3, 0, 'r', 'e', 'd', 0,
		28, 0, 18, 0, 8, 0, 1, 0, 'v', 'r', 'f', 0, 16, 0, 2, 0, 8, 0, 1, 0, 10, 0, 0, 0, 0, 0, 0, 0}, false)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		tb := make(nl.Table, uapi.IFLA_MAX+1)
		e.Begin()
		print(e, nl.Reply{Data: b}, tb)
		e.End()
		e.Flush()
	})
}

func TestTable(t *testing.T) {
	info := []byte{8, 0, 1, 0, 'v', 'r', 'f', 0, 12, 0, 2, 0, 8, 0, 1, 0, 10, 0, 0, 0}
	tb := make(nl.Table, uapi.IFLA_MAX+1)
	for n, want := range map[int]struct {
		table uint32
		ok    bool
	}{0: {0, false}, 7: {0, false}, 8: {0, true}, len(info): {10, true}} {
		tb[uapi.IFLA_LINKINFO] = info[:n]
		if table, ok := tableOf(tb); table != want.table || ok != want.ok {
			t.Errorf("of %d bytes: %d %v", n, table, ok)
		}
	}
}
