package addr

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

func BenchmarkNeighPrint(b *testing.B) {
	e := cli.NewEnv("ip")
	e.Dest = func([]byte) {}
	e.Names.Remember(1, []byte("v0"), 0, 1)
	p := NewNeighPrinter(e, 0)
	r := nl.Reply{Type: unix.RTM_NEWNEIGH, Data: []byte{2, 0, 0, 0, 1, 0, 0, 0, 128, 0, 0, 1, 8, 0, 1, 0, 10, 0, 0, 1,
		10, 0, 2, 0, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0, 4, 0, 0, 0, 0, 0, 20, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}
	b.ReportAllocs()
	for b.Loop() {
		p.Print(r)
		e.Spill()
	}
}
