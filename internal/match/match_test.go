package match

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func FuzzMatch(f *testing.F) {
	f.Add("[[:alpha:]-]*\\", "eth0:1")
	f.Fuzz(func(t *testing.T, pat, s string) { Match(pat, s) })
}

func TestMatch(t *testing.T) {
	for _, c := range [...]struct {
		pat, s string
		want   bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"*", "a/b", true}, {"eth*:?", "eth0:1", true},
		{"*a*b", "xaxbxb", true}, {"*a*b", "xaxbxc", false}, {"[a-c]", "b", true}, {"[!a-c]", "b", false},
		{"[^a-c]", "d", true}, {"[]]", "]", true}, {"[a", "[a", true}, {`\*`, "*", true}, {`\*`, "a", false},
		{"a\\", "a", false}, {"[[:digit:]]", "7", true}, {"[[:digit:]]", "a", false}, {"a**b", "ab", true},
		{"[[.a.]]", "a", true}, {"[a-", "-", false}, {"[]-a]", "^", true},
	} {
		if got := Match(c.pat, c.s); got != c.want {
			t.Errorf("%q on %q: %v", c.pat, c.s, got)
		}
	}
}

func TestSort(t *testing.T) {
	for n := range 40 {
		var s []string
		for i := range n {
			s = append(s, string(rune('a'+i*7%26))+string(rune('a'+i*11%26)))
		}
		if Sort(s); !slices.IsSorted(s) {
			t.Errorf("%d: %q", n, s)
		}
	}
}

func TestGlob(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"a/x.conf", "a/y.conf", "b/x.conf", "b/.x.conf", "c*"} {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, f)), 0o755)
		os.WriteFile(filepath.Join(dir, f), nil, 0o644)
	}
	for pat, want := range map[string]string{
		"*/x.conf": "a/x.conf b/x.conf", "?/*": "a/x.conf a/y.conf b/x.conf", "b/.*": "b/. b/.. b/.x.conf",
		"[ab]/x.con[f]": "a/x.conf b/x.conf", "a/*.nope": "", "a/x.conf/*": "", "*": "a b c*", "*/": "a/ b/",
		`c\*`: "c*", "a//y*": "a//y.conf", "a/x.conf": "a/x.conf", "nope": "", "": "",
	} {
		var got []string
		for _, g := range Glob(dir + "/" + pat) {
			got = append(got, strings.TrimPrefix(g, dir+"/"))
		}
		if s := strings.Join(got, " "); s != want && pat != "" {
			t.Errorf("%q: %q, want %q", pat, s, want)
		}
	}
}
