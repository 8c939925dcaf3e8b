package maddr

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func TestByLink(t *testing.T) {
	for n := range 40 {
		all := make([]entry, n)
		for i := range all {
			all[i] = entry{index: int64(rand.IntN(8)), users: int64(i)}
		}
		want := slices.Clone(all)
		slices.SortStableFunc(want, func(a, b entry) int { return int(a.index - b.index) })
		if byLink(all, make([]entry, n)); !reflect.DeepEqual(all, want) {
			t.Errorf("got %v, want %v", all, want)
		}
	}
}
