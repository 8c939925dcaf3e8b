package getopt

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

var long = []Long{
	{"all", None, 'a'}, {"load", Optional, 'p'}, {"pattern", Required, 'r'}, {"dry-run", None, 1}, {"deprecated", None, 2},
	{"dry", None, 3}, {"same", None, 4}, {"sample", None, 4},
}

func read(line string) string {
	var got []string
	p := Parser{Name: "x", Short: "ap::r:", Long: long, Words: strings.Fields(line), Warn: func(s string) { got = append(got, s) }}
	for {
		c := p.Next()
		if c == -1 {
			return strings.Join(append(got, p.Rest...), "|")
		}
		s := strconv.Itoa(c)
		if c > ' ' {
			s = string(rune(c))
		}
		if p.Given {
			s += "=" + p.Value
		}
		got = append(got, s)
	}
}

func TestParser(t *testing.T) {
	for line, want := range map[string]string{
		"w -apf -a":         "a|p=f|a|w",
		"-p f -r x -rx y":   "p|r=x|r=x|f|y",
		"-a -- -a -":        "a|-a|-",
		"-":                 "-",
		"--al --load --l=f": "a|p|p=f",
		"--pattern x":       "r=x",
		"--dry":             "3",
		"--sa":              "4",
		"--d":               "x: option '--d' is ambiguous; possibilities: '--dry-run' '--deprecated' '--dry'|?",
		"--all=3":           "x: option '--all' doesn't allow an argument|?",
		"--nope=3 -a":       "x: unrecognized option '--nope=3'|?|a",
		"--pat":             "x: option '--pattern' requires an argument|?",
		"-r":                "x: option requires an argument -- 'r'|?",
		"-az:a":             "a|x: invalid option -- 'z'|?|x: invalid option -- ':'|?|a",
	} {
		if got := read(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func FuzzParser(f *testing.F) {
	f.Add("-a --load=x -- y")
	f.Fuzz(func(t *testing.T, s string) {
		n := 0
		p := Parser{Short: "ap::r:", Long: long, Words: slices.Clip(strings.Fields(s)), Warn: func(string) { n++ }}
		for p.Next() != -1 {
		}
	})
}
