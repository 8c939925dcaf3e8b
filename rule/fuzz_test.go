package rule

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as a rule be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{2, 8, 8, 0, 0, 0, 0, 1, 2, 0, 0, 0, 8, 0, 1, 0, 10, 0, 0, 0, 8, 0, 6, 0, 1, 0, 0, 0, 5, 0, 25, 0, 8, 0, 0, 0}, false)
	f.Add([]byte{10, 1, 1, 1, 1, 0, 0, 10, 0, 0, 0, 0, 4, 0, 1, 0, 4, 0, 5, 0, 6, 0, 23, 0, 1, 0, 0, 0}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Numeric, e.WantJSON = true, json
		e.Dest = func([]byte) {}
		p := NewPrinter(e)
		e.Begin()
		p.Print(nl.Reply{Type: unix.RTM_NEWRULE, Data: b})
		e.End()
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("from 10.0.0.0/8 fwmark 1/2 sport 1-2 dscp 8/0x3c realms 1/2 table 9")
	f.Add("uidrange 1-2 flowlabel 1/1 tun_id 7 ipproto tcp pref 0 nop goto 5")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("ip")
		var hdr [headerLen]byte
		r := request{e: e, a: cli.NewArgs(strings.Fields(s)), m: nl.New(unix.RTM_NEWRULE, 0, hdr[:])}
		for r.a.More() {
			word, _ := r.a.Next()
			if r.option(word) != nil {
				break
			}
		}
		var fl filter
		fl.parse(e, cli.NewArgs(strings.Fields(s)))
	})
}
