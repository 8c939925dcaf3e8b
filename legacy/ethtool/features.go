package ethtool

import (
	"strings"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A group of features goes by a name of its own, and a short one to set it by; a star
// in pattern is any text.
type group struct{ short, long, pattern string }

var groups = [...]group{
	{"rx", "rx-checksumming", "rx-checksum"},
	{"tx", "tx-checksumming", "tx-checksum-*"},
	{"sg", "scatter-gather", "tx-scatter-gather*"},
	{"tso", "tcp-segmentation-offload", "tx-tcp*-segmentation"},
	{"ufo", "udp-fragmentation-offload", "tx-udp-fragmentation"},
	{"gso", "generic-segmentation-offload", "tx-generic-segmentation"},
	{"gro", "generic-receive-offload", "rx-gro"},
	{"lro", "large-receive-offload", "rx-lro"},
	{"rxvlan", "rx-vlan-offload", "rx-vlan-hw-parse"},
	{"txvlan", "tx-vlan-offload", "tx-vlan-hw-insert"},
	{"ntuple", "ntuple-filters", "rx-ntuple-filter"},
	{"rxhash", "receive-hashing", "rx-hashing"},
}

const noGroup = len(groups)

func (g *group) fits(feature string) bool {
	before, after, star := strings.Cut(g.pattern, "*")
	if !star {
		return feature == g.pattern
	}
	return len(feature) >= len(before)+len(after) && strings.HasPrefix(feature, before) && strings.HasSuffix(feature, after)
}

// groupOf is the group that a feature belongs to, noGroup where there is none.
func groupOf(feature string) int {
	for i := range groups {
		if groups[i].fits(feature) {
			return i
		}
	}
	return noGroup
}

// A status is what a device's features are, as bitmaps.
type status struct{ hw, wanted, active, fixed nl.Value }

var featurePage = page{"Features", unix.ETHTOOL_MSG_FEATURES_GET, unix.ETHTOOL_A_FEATURES_MAX, (*tool).features}

func (t *tool) features(dev string, tb nl.Table) {
	hw := bits(tb[unix.ETHTOOL_A_FEATURES_HW])
	names := t.featureNames()
	t.printFeatures(names[:min(len(names), hw.size)], &status{
		hw.value, bits(tb[unix.ETHTOOL_A_FEATURES_WANTED]).value,
		bits(tb[unix.ETHTOOL_A_FEATURES_ACTIVE]).value, bits(tb[unix.ETHTOOL_A_FEATURES_NOCHANGE]).value,
	}, t.immovable(dev))
}

// printFeatures prints the groups with what is in them, then the other features.
func (t *tool) printFeatures(names []string, s *status, immovable nl.Value) {
	for g := range groups {
		if groups[g].short == "ufo" {
			continue // no kernel of these days has it
		}
		count, on, which := 0, false, 0
		for i, n := range names {
			if groups[g].fits(n) {
				count++
				on = on || isSet(s.active, i)
				which = i
			}
		}
		if count == 1 {
			t.printFeature("%: ", groups[g].long, s, which)
			continue
		}
		t.printGroup(groups[g].long, on)
		for i, n := range names {
			if groups[g].fits(n) {
				t.printFeature("\t%: ", n, s, i)
			}
		}
	}
	told := immovable == nil
	for i, n := range names {
		if n == "" || groupOf(n) != noGroup {
			continue
		}
		if told = told || n == netnsLocal; !told && n == "tx-gso-robust" {
			t.printNetnsLocal(immovable)
			told = true
		}
		t.printFeature("%: ", n, s, i)
	}
	if !told {
		t.printNetnsLocal(immovable)
	}
}

func (t *tool) printGroup(long string, on bool) {
	e := t.e
	if !e.JSON {
		e.OnOff("", long+": %\n", on)
		return
	}
	e.Obj(long)
	e.OnOff("active", "", on)
	e.Null("fixed", "", "")
	e.Null("requested", "", "")
	e.EndObj()
}

func (t *tool) printFeature(form, name string, s *status, i int) {
	active, wanted, fixed := isSet(s.active, i), isSet(s.wanted, i), !isSet(s.hw, i) || isSet(s.fixed, i)
	e := t.e
	if e.JSON {
		e.Obj(name)
		e.OnOff("active", "", active)
		e.OnOff("fixed", "", fixed)
		e.OnOff("requested", "", wanted)
		e.EndObj()
		return
	}
	e.Str("", form, name)
	e.OnOff("", "%", active)
	switch {
	case fixed:
		e.Puts(" [fixed]")
	case active != wanted:
		e.OnOff("", " [requested %]", wanted)
	}
	e.Puts("\n")
}

// The feature of a device that may not be moved to another network namespace. Kernels
// from 6.12 on have it no more; those from 6.15 on tell it with the link (and call it
// netns-immutable), and it is printed where it always stood.
const netnsLocal = "netns-local"

func (t *tool) printNetnsLocal(v nl.Value) {
	t.printFeature("%: ", netnsLocal, &status{active: nl.Value{v.U8(), 0, 0, 0}}, 0)
}

// immovable is what the link called dev tells of that, nil where it tells nothing.
func (t *tool) immovable(dev string) nl.Value {
	c, err := t.e.Conn()
	if err != nil {
		return nil
	}
	r, err := c.Get(linkRequest(c, dev))
	if err != nil {
		return nil
	}
	return index(nl.Value(r.Data).From(unix.SizeofIfInfomsg), uapi.IFLA_MAX)[uapi.IFLA_NETNS_IMMUTABLE]
}

// linkRequest asks for a link without its counters.
func linkRequest(c *nl.Conn, dev string) *nl.Msg {
	m := c.New(unix.RTM_GETLINK, 0, make([]byte, unix.SizeofIfInfomsg))
	switch {
	case dev == all:
	case len(dev) < unix.IFNAMSIZ:
		m.PutStr(unix.IFLA_IFNAME, dev)
	default:
		m.PutStr(unix.IFLA_ALT_IFNAME, dev)
	}
	m.PutU32(unix.IFLA_EXT_MASK, uapi.RTEXT_FILTER_SKIP_STATS)
	return m
}
