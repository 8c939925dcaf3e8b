package ethtool

import (
	"strconv"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

//go:noinline
func itoa(v uint64) string { return strconv.FormatUint(v, 10) }

// index is the attributes in v, by number up to last.
//
//go:noinline
func index(v nl.Value, last int) nl.Table { return nl.Table(make([]nl.Value, last+1)).Index(v) }

// isSet is bit i of a bitmap of 32-bit words.
//
//go:noinline
func isSet(v nl.Value, i int) bool { return v.From(i/32*4).U32()&(1<<(i%32)) != 0 }

func set(b []byte, i int) { b[i/8] |= 1 << (i % 8) }

// A bitset is bits and which of them it is about: as bitmaps, if such were asked for,
// else as a list with names.
type bitset struct {
	size        int
	value, mask nl.Value
	list        nl.Value
	only        bool // the list is of the bits that are set
}

//go:noinline
func bits(v nl.Value) *bitset {
	t := index(v, unix.ETHTOOL_A_BITSET_MAX)
	b := &bitset{0, t[unix.ETHTOOL_A_BITSET_VALUE], t[unix.ETHTOOL_A_BITSET_MASK],
		t[unix.ETHTOOL_A_BITSET_BITS], t[unix.ETHTOOL_A_BITSET_NOMASK] != nil}
	b.size = int(min(t[unix.ETHTOOL_A_BITSET_SIZE].U32(), uint32(len(b.value)*8)))
	return b
}

// each calls f with the bits in the list.
//
//go:noinline
func (b *bitset) each(f func(i int, name string, on bool)) {
	for _, v := range nl.Attrs(b.list) {
		t := index(v, unix.ETHTOOL_A_BITSET_BIT_MAX)
		name := t[unix.ETHTOOL_A_BITSET_BIT_NAME].Str()
		i := t[unix.ETHTOOL_A_BITSET_BIT_INDEX].U32()
		if name == "" {
			name = "bit" + itoa(uint64(i))
		}
		f(int(i), name, b.only || t[unix.ETHTOOL_A_BITSET_BIT_VALUE] != nil)
	}
}

// has reports whether bit i is in the list, and set if its being there is not enough.
func (b *bitset) has(i int, there bool) (found bool) {
	b.each(func(j int, _ string, on bool) { found = found || i == j && (on || there) })
	return found
}
