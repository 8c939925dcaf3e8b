package attr

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestDotted holds what dotted takes against what the long way reads.
func TestDotted(t *testing.T) {
	long := func(s string, b []byte) bool { return parseIP4("0"+s, b) } // octal at first: never dotted
	words := []string{"0.0.0.0", "1.2.3.4", "7.255.255.255", "1.2.3", "1", "1.2.3.4.5", "1.2.3.256", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.010", "1.2.3.0x10", "", "1.2.3.4 ", "1.2.3.-4", "1.2.3.00"}
	for range 2000 {
		words = append(words, fmt.Sprintf("%d.%d.%d.%d", rand.IntN(8), rand.IntN(300), rand.IntN(300), rand.IntN(300)))
	}
	took := 0
	for _, w := range words {
		var a, b [4]byte
		if !dotted(w, a[:]) {
			continue
		}
		took++
		if !long(w, b[:]) || a != b {
			t.Errorf("%s: %v, want %v", w, a, b)
		}
	}
	if took < 500 {
		t.Error("dotted took", took)
	}
}
