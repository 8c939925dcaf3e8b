package attr

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// TestAppendIP6 holds addresses with gaps of all kinds against another writer of them.
// What embeds an IPv4 address is left out: glibc's ways are not everybody's.
func TestAppendIP6(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100000 {
		var b [16]byte
		for i := range 8 {
			if r.IntN(2) == 0 {
				w := uint16(r.Uint32()) >> r.IntN(16)
				b[2*i], b[2*i+1] = byte(w>>8), byte(w)
			}
		}
		if a := netip.AddrFrom16(b); [10]byte(b[:10]) != [10]byte{} {
			if got := string(AppendIP6(nil, b[:])); got != a.String() {
				t.Fatalf("%x: %s, want %s", b, got, a)
			}
		}
	}
}
