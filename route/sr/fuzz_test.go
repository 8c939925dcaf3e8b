package sr

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
)

// FuzzPrint has any bytes as a key or address be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{2, 1, 0, 0, 8, 0, 3, 0, 1, 2, 3, 4, 5, 0, 5, 0, 255, 0, 0, 0, 6, 0, 4, 0, 65, 66}, false)
	f.Add([]byte{4, 1, 0, 0, 6, 0, 1, 0, 1, 2}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		e.Begin()
		printReply(e, nl.Reply{Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("hmac set 5 sha256")
	f.Add("tunsrc set ::1")
	f.Fuzz(func(t *testing.T, s string) {
		var c command
		if a := cli.NewArgs(strings.Fields(s)); a.More() && c.parse(a, func() string { return s }) == nil {
			c.put(nl.New(1, 0, nil))
		}
	})
}
