package brctl

import (
	"slices"
	"strings"
	"testing"

	"gip/internal/cli"
)

// FuzzPrint has any bytes as what a bridge and its port are be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{12, 0, 11, 0, 128, 0, 2, 0, 0, 0, 0, 1, 8, 0, 3, 0, 208, 7, 0, 0, 12, 0, 16, 0, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Add([]byte{5, 0, 1, 0, 9, 0, 0, 0, 6, 0, 18, 0, 1, 0, 0, 0, 7, 0, 13, 0, 1, 2, 3, 0, 5, 0, 4, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		e := cli.NewEnv("brctl")
		e.Dest = func([]byte) {}
		p := page{e: e}
		ls := links{{name: "br0", index: 1, bridge: true, data: b}, {name: "v0", index: 2, master: 1, port: b}}
		p.bridge("br0", ls, &ls[0])
		p.stp(&ls[0])
		ls.ports(&ls[0], p.port)
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("setageing br0 1e300")
	f.Add("stp -- br0 -V --he=x -5")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("brctl")
		e.Dest = func([]byte) {}
		words, _, _ := options(e, strings.Fields(s))
		for _, w := range words {
			seconds(w, "")
			number(w, "")
			onOff(w)
		}
	})
}

func TestSort(t *testing.T) {
	for n := range 40 {
		var ls links
		for i := range n {
			ls = append(ls, link{name: string(rune('a'+i*7%26)) + string(rune('a'+i*11%26))})
		}
		if s := ls.sorted(); len(s) != n || !slices.IsSortedFunc(s, func(a, b link) int { return strings.Compare(a.name, b.name) }) {
			t.Errorf("%d links: %v", n, s)
		}
	}
}

func TestSeconds(t *testing.T) {
	for w, want := range map[string]int64{
		"1.57": 157, "3x": 300, " 4": 400, "1e2s": 10000, "0x10": 1600, "-3": 1844674407370655, "15": 1500, ".5": 50,
	} {
		if v, err := seconds(w, ""); err != nil || v != want {
			t.Errorf("%q: %d, %v; want %d", w, v, err, want)
		}
	}
	for _, w := range []string{"", "x", "-", "e3"} {
		if v, err := seconds(w, ""); err == nil {
			t.Errorf("%q: %d", w, v)
		}
	}
}
