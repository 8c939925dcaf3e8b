package stats

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as statistics be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 16, 0, 4, 0, 12, 0, 2, 0, 8, 0, 3, 0, 5, 0, 1, 0}, false)
	f.Add([]byte{0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 12, 0, 2, 0, 8, 0, 1, 0, 4, 0, 2, 0, 8, 0, 5, 0, 4, 0, 28, 0}, true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON = nil, json
		e.Dest = func([]byte) {}
		p := NewPrinter(e)
		p.which = 1<<len(suites) - 1
		e.Begin()
		p.Print(nl.Reply{Type: unix.RTM_NEWSTATS, Data: b})
		e.End()
		e.Flush()
	})
}

// TestSelection has every path choose what is below it.
func TestSelection(t *testing.T) {
	for words, want := range map[string]uint16{
		"":                      1<<13 - 1,
		"link":                  1 << 1,
		"offload":               7 << 2,
		"xstats bridge":         7 << 10,
		"xstats_slave bond":     1 << 5,
		"xstats bridge stp":     1 << 12,
		"xstats_slave":          1<<5 | 7<<7,
		"xstats bond 802.3ad":   1 << 6,
		"offload hw_stats_info": 1 << hardwareInfo,
	} {
		var s selection
		for l, w := range strings.Fields(words) {
			if err := s.choose(l, w); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.enable(); err != nil || s.which != want {
			t.Errorf("%q: %b, %v, want %b", words, s.which, err, want)
		}
	}
}
