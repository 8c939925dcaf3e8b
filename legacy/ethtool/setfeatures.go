package ethtool

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

func (t *tool) setFeatures() int {
	if t.dump() {
		t.warn(noWild)
		return 1
	}
	names := t.names(setFeatureNames)
	m := t.request(t.g, unix.ETHTOOL_MSG_FEATURES_SET, t.dev, unix.ETHTOOL_FLAG_COMPACT_BITSETS)
	asked := make([]byte, (len(names)+31)/32*4)
	ask := func(feature string, on bool) {
		m.Open(unix.ETHTOOL_A_BITSET_BITS_BIT | nl.Nested)
		m.PutStr(unix.ETHTOOL_A_BITSET_BIT_NAME, feature)
		if on {
			m.PutFlag(unix.ETHTOOL_A_BITSET_BIT_VALUE)
		}
		m.Close()
		for i, n := range names {
			if n == feature {
				asked[i/8] |= 1 << (i % 8)
				break
			}
		}
	}
	m.Open(unix.ETHTOOL_A_FEATURES_WANTED | nl.Nested)
	m.Open(unix.ETHTOOL_A_BITSET_BITS | nl.Nested)
	for a := t.args; len(a) > 0 && a[0] != "--"; a = a[2:] {
		if len(a) < 2 || a[1] != "on" && a[1] != "off" {
			flag := "(null)"
			if len(a) > 1 {
				flag = a[1]
			}
			t.warn("ethtool (-K): flag '" + flag + "' for parameter '(null)' is not followed by 'on' or 'off'")
			return 1
		}
		askFor(a[0], a[1] == "on", names, ask)
	}
	m.Close()
	m.Close()
	nothing := false
	code := 0
	for r, err := range t.g.Answers(m) {
		if err != nil {
			t.tell(err)
			code = 92
			break
		}
		var tb [unix.ETHTOOL_A_FEATURES_MAX + 1]nl.Value
		tab := nl.Table(tb[:])
		if r.Attrs(tab, cli.GenlHdr) && r.Data[0] == unix.ETHTOOL_MSG_FEATURES_SET_REPLY {
			wanted, active := bits(tab[unix.ETHTOOL_A_FEATURES_WANTED]), bits(tab[unix.ETHTOOL_A_FEATURES_ACTIVE])
			nothing = t.changes(names, asked, wanted, active)
		}
	}
	if nothing {
		t.warn("Could not change any device features")
		return 1
	}
	return code
}

// askFor has ask called with the feature that word names, or with those of the group.
func askFor(word string, on bool, names []string, ask func(feature string, on bool)) {
	for i := range groups {
		g := &groups[i]
		if word != g.short && word != g.long {
			continue
		}
		for _, n := range names {
			if g.fits(n) {
				ask(n, on)
			}
		}
		return
	}
	ask(word, on)
}

// changes prints what became of what was asked for, where that is something else:
// wanted has the features that are not as asked, active those that changed. It
// reports whether nothing of what was asked for was done.
func (t *tool) changes(names []string, asked nl.Value, wanted, active bitset) (nothing bool) {
	if n := uint32(len(names)); wanted.size != n || active.size != n ||
		wanted.value == nil || wanted.mask == nil || active.value == nil || active.mask == nil {
		t.warn("malformed diff info from kernel")
		return false
	}
	nothing = true
	differs := false
	for i := range names {
		nothing = nothing && isSet(wanted.mask, i) == isSet(asked, i)
		differs = differs || isSet(wanted.mask, i) || isSet(active.mask, i) && !isSet(asked, i)
	}
	if !differs {
		return nothing
	}
	t.e.Puts("Actual changes:\n")
	for i, n := range names {
		refused := isSet(wanted.mask, i)
		if !refused && !isSet(active.mask, i) {
			continue
		}
		t.e.Puts(n + ": ")
		switch {
		case refused:
			t.e.OnOff("", "%", !isSet(wanted.value, i))
			t.e.OnOff("", " [requested %]", isSet(wanted.value, i))
		case !isSet(asked, i):
			t.e.OnOff("", "% [not requested]", isSet(active.value, i))
		default:
			t.e.OnOff("", "%", isSet(active.value, i))
		}
		t.e.Puts("\n")
	}
	return nothing
}
