package route

import (
	"strings"
	"testing"

	"gip/internal/cli"
)

// numbers is the words of a line, with addresses for those that would be looked up.
func numbers(line string) []string {
	words := strings.Fields(line)
	for i, w := range words {
		switch w {
		case "metric", "netmask", "gw", "gateway", "mss", "mtu", "window", "irtt", "device", "dev", "reject", "mod", "dyn", "reinstate", "#net", "#host", "default":
			continue
		}
		if strings.IndexFunc(w, func(c rune) bool { return (c < '0' || c > '9') && c != '.' && c != '/' && c != '-' }) >= 0 {
			w = "10.0.0.1"
		}
		if host, _, _ := strings.Cut(w, "/"); host == "" || strings.Count(host, ".") != 3 || strings.Contains(host, "..") {
			w = strings.Replace(w, host, "10.0.0.0", 1)
		}
		words[i] = strings.Replace(w, "-", "1", 1)
	}
	return words
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("#net 10.0.0.0/8 gw 10.1.1.1 metric 70000 mss 1400 window 5000 irtt 1 reject dev")
	f.Add("default netmask 255.0.0.0 7 mod dyn reinstate")
	f.Add("10.1.2.3/33 gw default")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("route")
		e.Dest = func([]byte) {}
		words := numbers(s)
		if len(words) == 0 {
			return
		}
		q := request{e: e, action: add}
		var r route4
		if q.words4(&r, words) == nil && !r.host {
			for i := range r.mask {
				if r.to[i]&^r.mask[i] != 0 && r.mask != [4]byte{} {
					t.Errorf("%q: %v/%v", words, r.to, r.mask)
				}
			}
		}
		r6 := route6{}
		q.options6(&r6, words)
		if i := strings.IndexByte(words[0], '/'); i >= 0 {
			q.target6(&r6, "2001:db8::"+words[0][i:])
		}
	})
}
