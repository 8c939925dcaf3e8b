package ethtool

import (
	"strconv"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

func itoa(v uint64) string { return strconv.FormatUint(v, 10) }

// A bitset is a set of bits with a mask of those it is about, as bitmaps (compact) or
// as a list with names. Or it is a set of bits that all others are not in.
type bitset struct {
	size        uint32
	value, mask nl.Value // bitmaps
	list        nl.Value // of bits
	noMask      bool
}

func bits(v nl.Value) (b bitset) {
	var tb [unix.ETHTOOL_A_BITSET_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	return bitset{
		t[unix.ETHTOOL_A_BITSET_SIZE].U32(), t[unix.ETHTOOL_A_BITSET_VALUE], t[unix.ETHTOOL_A_BITSET_MASK],
		t[unix.ETHTOOL_A_BITSET_BITS], t[unix.ETHTOOL_A_BITSET_NOMASK] != nil,
	}
}

// isSet is bit i of a bitmap of 32-bit words.
func isSet(v nl.Value, i int) bool { return v.From(i/32*4).U32()&(1<<(i%32)) != 0 }

// each calls f with the bits that b is about. names are those of a bitmap's bits.
func (b bitset) each(names []string, f func(i int, name string, on bool)) {
	if b.value != nil {
		for i := range min(int(b.size), len(b.value)*8) {
			if b.mask == nil || isSet(b.mask, i) {
				f(i, name(names, i), isSet(b.value, i))
			}
		}
		return
	}
	for _, bit := range nl.Attrs(b.list) {
		var tb [unix.ETHTOOL_A_BITSET_BIT_MAX + 1]nl.Value
		t := nl.Table(tb[:]).Index(bit)
		f(int(t[unix.ETHTOOL_A_BITSET_BIT_INDEX].U32()), t[unix.ETHTOOL_A_BITSET_BIT_NAME].Str(),
			b.noMask || t[unix.ETHTOOL_A_BITSET_BIT_VALUE] != nil)
	}
}

// has reports whether bit i is in b, or in its mask.
func (b bitset) has(i int, mask bool) (found bool) {
	b.each(nil, func(j int, _ string, on bool) { found = found || i == j && (on || mask) })
	return found
}

// empty reports whether no bit is in b, or in its mask.
func (b bitset) empty(mask bool) bool {
	none := true
	b.each(nil, func(_ int, _ string, on bool) { none = none && !on && !mask })
	return none
}
