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
	all := t.featureNames()
	m := t.request(t.g, unix.ETHTOOL_MSG_FEATURES_SET, t.dev, unix.ETHTOOL_FLAG_COMPACT_BITSETS)
	asked := make([]byte, (len(all)+31)/32*4)
	m.Open(unix.ETHTOOL_A_FEATURES_WANTED | nl.Nested)
	m.Open(unix.ETHTOOL_A_BITSET_BITS | nl.Nested)
	for a := t.args; len(a) > 0 && a[0] != "--"; a = a[2:] {
		if len(a) < 2 || a[1] != "on" && a[1] != "off" {
			flag := "(null)"
			if len(a) > 1 {
				flag = a[1]
			}
			t.complain("flag '" + flag + "' for parameter '(null)' is not followed by 'on' or 'off'")
			return 1
		}
		askFor(a[0], all, func(feature string) {
			putBit(m, feature, a[1] == "on")
			for i, n := range all {
				if n == feature {
					set(asked, i)
					break
				}
			}
		})
	}
	m.Close()
	m.Close()
	nothing := false
	ok := t.answers(t.g.Conn, m, false, func(r nl.Reply) {
		tb := index(nl.Value(r.Data).From(cli.GenlHdr), unix.ETHTOOL_A_FEATURES_MAX)
		if dev := device(tb); dev != t.dev { // an alternative name was given, say
			t.warn("warning: unexpected message for device " + dev)
			return
		}
		nothing = t.changes(all, asked, bits(tb[unix.ETHTOOL_A_FEATURES_WANTED]), bits(tb[unix.ETHTOOL_A_FEATURES_ACTIVE]))
	})
	switch {
	case nothing:
		t.warn("Could not change any device features")
		return 1
	case !ok:
		return 92
	}
	return 0
}

// putBit puts a bit, by its name, into the open list of them.
func putBit(m *nl.Msg, name string, on bool) {
	m.Open(unix.ETHTOOL_A_BITSET_BITS_BIT | nl.Nested)
	m.PutStr(unix.ETHTOOL_A_BITSET_BIT_NAME, name)
	if on {
		m.PutFlag(unix.ETHTOOL_A_BITSET_BIT_VALUE)
	}
	m.Close()
}

// askFor calls ask with the feature that word names, or with those of the group.
func askFor(word string, all []string, ask func(feature string)) {
	for i := range groups {
		g := &groups[i]
		if word != g.short && word != g.long {
			continue
		}
		for _, n := range all {
			if g.fits(n) {
				ask(n)
			}
		}
		return
	}
	ask(word)
}

// changes prints what became of what was asked for, where that is something else:
// wanted has the features that are not as asked, active those that changed. It
// reports whether nothing of what was asked for was done.
func (t *tool) changes(all []string, asked nl.Value, wanted, active *bitset) (nothing bool) {
	if wanted.size != len(all) || active.size != len(all) || wanted.mask == nil || active.mask == nil {
		t.warn("malformed diff info from kernel")
		return false
	}
	nothing = true
	differs := false
	for i := range all {
		nothing = nothing && isSet(wanted.mask, i) == isSet(asked, i)
		differs = differs || isSet(wanted.mask, i) || isSet(active.mask, i) && !isSet(asked, i)
	}
	if !differs {
		return nothing
	}
	e := t.e
	e.Puts("Actual changes:\n")
	for i, n := range all {
		refused := isSet(wanted.mask, i)
		if !refused && !isSet(active.mask, i) {
			continue
		}
		e.Str("", "%: ", n)
		if refused {
			want := isSet(wanted.value, i)
			e.OnOff("", "%", !want)
			e.OnOff("", " [requested %]\n", want)
			continue
		}
		e.OnOff("", "%", isSet(active.value, i))
		if !isSet(asked, i) {
			e.Puts(" [not requested]")
		}
		e.Puts("\n")
	}
	return nothing
}
