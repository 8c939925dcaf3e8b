package ila

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
)

// FuzzPrint has any bytes as a mapping be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{3, 1, 0, 0, 12, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 0, 4, 0, 1, 0, 0, 0, 5, 0, 7, 0, 9}, false)
	f.Add([]byte{3, 1, 0, 0, 6, 0, 3, 0, 1, 2, 0, 0, 4, 0, 8, 0}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		e.Begin()
		printMapping(e, nl.Reply{Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("loc_match 1:2:3:4 loc 5:6 dev if1 csum-mode no-action ident-type luid")
	f.Add("l : c x")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("ip")
		e.Names.Socket = nil
		parse(e, cli.NewArgs(strings.Fields(s)), nl.New(1, 0, nil), true)
	})
}
