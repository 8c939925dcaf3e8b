package arp

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as an entry be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00\x80\x00\x00\x01\x08\x00\x01\x00\x0a\x01\x00\x05\x0a\x00\x02\x00\x02\x11\x22\x33\x44\x55\x00\x00"))
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\x01\x08\x00\x01\x00\x0a\x01\x00\x05"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e := cli.NewEnv("arp")
		e.Dest = func([]byte) {}
		var tb [unix.NDA_LLADDR + 1]nl.Value
		n := nl.Table(tb[:])
		if !(nl.Reply{Data: b}).Attrs(n, unix.SizeofNdMsg) {
			return
		}
		b = append([]byte(nil), b...)
		clear(b[4:8]) // no link is asked for
		for _, table := range [...]bool{false, true} {
			p := tool{e: e, table: table, hw: inet.HWByName("ether")}
			p.one(b, n, func(a *entry) { p.print(a, "?", text(a.ip)) })
		}
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("02:11:22:33:44:55 temp pub")
	f.Add(`"a b" 'c\' 0x dev v0 netmask 255.255.255.255`)
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("arp")
		words := split(s)
		if len(words) > 31 || strings.TrimLeft(s, " \t") != "" && len(words) == 0 {
			t.Errorf("%q: %q", s, words)
		}
		for i, w := range words {
			if i > 0 && words[i-1] == "netmask" {
				words[i] = "255.255.0.0"
			}
			for j := range inet.HWTypes {
				if h := &inet.HWTypes[j]; h.Readable() {
					var r request
					h.Read(w, r.addr[:])
				}
			}
		}
		p := tool{e: e}
		var r request
		p.modifiers(&r, "x", words, true)
		p.modifiers(&r, "x", words, false)
	})
}
