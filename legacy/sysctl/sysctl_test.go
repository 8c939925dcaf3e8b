package sysctl

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"gip/internal/cli"
)

func TestExpr(t *testing.T) {
	for _, c := range [...]struct {
		pat, s string
		want   bool
	}{
		{"", "", true}, {"a", "bab", true}, {"^a", "ba", false}, {"a$", "ba", true}, {"a|b", "xb", true}, {"a||b", "x", true},
		{"^(ab)+$", "ababab", true}, {"^(ab)+$", "ababa", false}, {"^a{2,3}$", "aa", true}, {"^a{2,3}$", "aaaa", false},
		{"^a{,2}$", "aaa", false}, {"^a{,2}$", "", true}, {"^a{2,}$", "aaaaa", true}, {"^a{2}$", "a", false},
		{"*a", "*a", false}, {"a**", "b", true}, {"(*a)", "a", false}, {"^*", "a", false}, {"a|*b", "a", false}, {"a{x", "a{x", false},
		{"(a", "(a", false}, {"a)", "a)", true}, {"[a-c]x", "bx", true}, {"[^a-c]x", "bx", false}, {"[]a]", "]", true}, {"[^]a]", "]", false},
		{"[[:digit:]]", "x7", true}, {"[[:nope:]]", "x", false}, {"[[.-.]]", "-", true}, {"[c-a]", "b", false}, {"[a", "[a", false},
		{"a.c", "abc", true}, {`a\.c`, "abc", false}, {`\.`, "a.c", true}, {`a\`, "a", false}, {`\<foo\>`, "x.foo.y", true},
		{`\<foo\>`, "xfoo", false}, {`^\w+\.\w+$`, "net.ipv4", true}, {`a\b`, "ab", false}, {"(a*)*b", strings.Repeat("a", 200), false},
		{"((a|b)*c)?d", "abcd", true}, {"net.ipv4.conf.(eth|wlan)0.arp", "net.ipv4.conf.wlan0.arp_ignore", true},
	} {
		x, why := compile(c.pat)
		if why != "" {
			t.Errorf("%q: %s", c.pat, why)
		} else if got := x.matches(c.s); got != c.want {
			t.Errorf("%q on %q: %v", c.pat, c.s, got)
		}
	}
	if _, why := compile(`(a)\1`); why == "" {
		t.Error("a back-reference passes")
	}
}

// FuzzExpr compares with the standard library what both understand.
func FuzzExpr(f *testing.F) {
	f.Add("a(b|c){2,3}d*", "xabcbddd")
	f.Add(`^[^a-c[:digit:]]+\>$`, "xyz")
	f.Fuzz(func(t *testing.T, pat, s string) {
		x, why := compile(pat)
		if why != "" {
			return
		}
		got := x.matches(s)
		odd := func(r rune) bool { return r < ' ' || r > '~' }
		if x.code == nil || strings.ContainsFunc(pat+s, odd) || strings.ContainsAny(pat, `\[{?*+^$`) {
			return
		}
		if re, err := regexp.CompilePOSIX(pat); err == nil && re.MatchString(s) != got {
			t.Errorf("%q on %q: %v", pat, s, got)
		}
	})
}

func quiet() *program {
	e := cli.NewEnv("sysctl")
	e.Dest = func([]byte) {}
	return &program{e: e, tell: func(string) {}}
}

func TestParse(t *testing.T) {
	p := quiet()
	for line, want := range map[string]setting{
		"net.ipv4.ip_forward=1":               {path: "/proc/sys/net/ipv4/ip_forward", value: "1"},
		"  net/ipv4/ip_forward = 1 2 \n":      {path: "/proc/sys/net/ipv4/ip_forward", value: "1 2"},
		"-net.ipv4.conf.eth0/5.x\t=\ta=b":     {path: "/proc/sys/net/ipv4/conf/eth0.5/x", value: "a=b", forgive: true},
		"-net.ipv4.conf.*.x \n":               {path: "/proc/sys/net/ipv4/conf/*/x", value: "(null)", exclude: true},
		"net/ipv4/conf/eth0.5/forwarding = 1": {path: "/proc/sys/net/ipv4/conf/eth0.5/forwarding", value: "1"},
		"=5":                                  {path: "/proc/sys/", value: "5"},
	} {
		if s := p.parse("f", 1, line); s == nil || *s != want {
			t.Errorf("%q: %v, want %v", line, s, want)
		}
	}
	for _, line := range []string{"", "=", "# a = b", " ; a = b", "x"} {
		if s := p.parse("f", 1, line); s != nil {
			t.Errorf("%q: %v", line, s)
		}
	}
}

// FuzzWords has any lines and any file's contents be read and shown without harm.
func FuzzWords(f *testing.F) {
	f.Add("-net..ipv4.x = 5\n;\nq{a,b}[", []byte("1\t2\n\x003"))
	f.Fuzz(func(t *testing.T, s string, b []byte) {
		p := quiet()
		for line := range strings.Lines(s) {
			p.parse("f", 1, line)
			p.swap(line, '.')
		}
		p.show("x", b)
		p.on['n'] = true
		p.show("x", b)
		p.on['b'] = true
		p.show("x", slices.Clone(b))
	})
}
