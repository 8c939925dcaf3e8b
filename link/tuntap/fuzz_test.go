package tuntap

import (
	"slices"
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("t0 mode tap user root group 5 pi vnet_hdr multi_queue one_queue", true)
	f.Add("dev a dev b mode tun name c h", false)
	f.Fuzz(func(t *testing.T, s string, owners bool) {
		o, err := parse(cli.NewArgs(strings.Fields(s)), owners)
		if err == nil && (o.flags&modeMask == 0 || len(o.name) > 15) {
			t.Errorf("%q is taken for %+v", s, *o)
		}
	})
}

// FuzzPrint has any bytes as a link be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 3, 0, 'l', 'o', 0, 0, 12, 0, 18, 0, 8, 0, 1, 0, 't', 'u', 'n', 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		e := cli.NewEnv("ip")
		e.Names.Socket = nil
		e.Dest = func([]byte) {}
		p := printer{e: e}
		p.print(nl.Reply{Type: unix.RTM_NEWLINK, Data: b})
		e.Flush()
	})
}

// FuzzAttached has any text as /proc's word on a file be read without harm.
func FuzzAttached(f *testing.F) {
	f.Add("pos:\t0\nflags:\t0100002\nmnt_id:\t25\nino:\t9\niff:\ttun0\n", "tun0")
	f.Add("lock:\t1: FLOCK ADVISORY\niff:\t\n", "")
	f.Fuzz(func(t *testing.T, text, name string) { attached(text, name) })
}

func TestAttached(t *testing.T) {
	const text = "pos:\t0\nflags:\t0100002\nmnt_id:\t25\nino:\t9\niff:\ttun0\n"
	for name, want := range map[string]int{"tun0": 1, "tun": 0, "tun01": 0, "": 0} {
		if n := attached(text, name); n != want {
			t.Errorf("%q is attached %d times, not %d", name, n, want)
		}
	}
}

// TestGlobbed holds the order against blocks of 64, 128, 256 entries, of which the last
// comes first.
func TestGlobbed(t *testing.T) {
	list := make([]int32, 450)
	for i := range list {
		list[i] = int32(i)
	}
	for _, n := range []int{0, 1, 64, 65, 192, 193, 448, 449} {
		var want []int32
		for from, size := 0, 64; from < n; from, size = from+size, 2*size {
			want = append(slices.Clone(list[from:min(from+size, n)]), want...)
		}
		if got := globbed(list[:n]); !slices.Equal(got, want) {
			t.Errorf("%d entries: %v, want %v", n, got, want)
		}
	}
}
