package ioam

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
)

// FuzzPrint has any bytes as a namespace or schema be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{3, 1, 0, 0, 6, 0, 1, 0, 1, 2, 0, 0, 8, 0, 2, 0, 1, 2, 3, 4, 6, 0, 3, 0, 1, 2}, false)
	f.Add([]byte{6, 1, 0, 0, 8, 0, 4, 0, 1, 2, 3, 4, 7, 0, 5, 0, 1, 2, 3}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		e.Begin()
		printReply(e, nl.Reply{Data: b})
		printTrace(e, nl.Reply{Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("add 1 data 2 wide 3")
	f.Add("set 1 schema none")
	f.Fuzz(func(t *testing.T, s string) {
		m := nl.New(1, 0, []byte{0, 0, 0, 0})
		if a := cli.NewArgs(strings.Fields(s)); namespace(a, m) != nil {
			schema(cli.NewArgs(strings.Fields(s)), m)
		}
	})
}
