package ifconfig

import (
	"slices"
	"strings"
	"testing"

	"gip/internal/cli"
)

// FuzzWords has any words about a link that can not be there be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("ax25", "up mtu 5 hw ether 02: media coax tunnel ::1.2.3.4/96 -promisc broadcast x")
	f.Add("inet6", "1.2.3.4/24 netmask ::1 del fe80::1/129 pointopoint ::2 name x")
	f.Fuzz(func(t *testing.T, af, s string) {
		words := strings.Fields(s)
		if slices.Contains(words, "add") || slices.Contains(words, "del") {
			return // these ask name servers
		}
		e := cli.NewEnv("ifconfig")
		e.Dest = func([]byte) {}
		c, err := e.Conn()
		if err != nil {
			t.Skip(err)
		}
		defer c.Close()
		tl := tool{e: e, c: c, family: familyByName(e, af)}
		if tl.family == nil || tl.family.input == ip4 || tl.family.input == ip6 {
			tl.family = &families[3]
		}
		tl.run(cli.NewArgs(words))
	})
}
