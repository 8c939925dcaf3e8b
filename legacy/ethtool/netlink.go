package ethtool

import (
	"errors"
	"iter"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Every message's first attribute is a header (ETHTOOL_A_..._HEADER), with this number
// but in those about groups of counters.
const (
	header      = 1
	statsHeader = 2
)

// request starts a request about a device, or about all or none.
func (t *tool) request(g *cli.Genl, cmd uint8, dev string, flags uint32) *nl.Msg {
	m := g.New(cmd, unix.ETHTOOL_GENL_VERSION, 0, nil)
	if cmd == unix.ETHTOOL_MSG_STATS_GET {
		m.Open(statsHeader | nl.Nested)
	} else {
		m.Open(header | nl.Nested)
	}
	if dev != all {
		m.PutStr(unix.ETHTOOL_A_HEADER_DEV_NAME, dev)
	}
	if flags != 0 {
		m.PutU32(unix.ETHTOOL_A_HEADER_FLAGS, flags)
	}
	m.Close()
	return m
}

// tell says why the kernel refuses.
func (t *tool) tell(err error) {
	var k *nl.Error
	if !errors.As(err, &k) {
		t.warn("netlink error: " + words(err))
		return
	}
	if t.calm && k.Errno == unix.EOPNOTSUPP {
		return
	}
	if k.Msg != "" {
		s := "netlink error: " + k.Msg
		if k.Offset != 0 {
			s += " (offset " + itoa(uint64(k.Offset)) + ")"
		}
		t.warn(s)
	}
	t.warn("netlink error: " + nl.Strerror(k.Errno))
}

// dump reports whether all devices are asked for.
func (t *tool) dump() bool { return t.dev == all }

// run runs a request about the device, or about all.
func (t *tool) run(g *cli.Genl, m *nl.Msg) iter.Seq2[nl.Reply, error] {
	if t.dump() {
		return g.Dump(m)
	}
	return g.Answers(m)
}

// get asks for something of the device and has show print the answer, whose
// attributes up to max it is given. A show that returns false found it malformed.
func (t *tool) get(cmd uint8, flags uint32, max int, show func(dev string, tb nl.Table) bool) int {
	tb := nl.Table(make([]nl.Value, max+1))
	for r, err := range t.run(t.g, t.request(t.g, cmd, t.dev, flags)) {
		if err != nil {
			t.tell(err)
			return 1
		}
		r.Attrs(tb, cli.GenlHdr)
		if !show(device(tb[header]), tb) && !t.dump() {
			return 1
		}
		t.e.Spill()
	}
	return 0
}

// device is the name in a header.
func device(v nl.Value) string {
	var hb [unix.ETHTOOL_A_HEADER_MAX + 1]nl.Value
	name := nl.Table(hb[:]).Index(v)[unix.ETHTOOL_A_HEADER_DEV_NAME]
	if name == nil {
		return "(none)"
	}
	return name.Str()
}

// title prints the line that an answer begins with, behind an empty one where there
// are several.
func (t *tool) title(what, dev string) {
	if t.dump() {
		t.e.Text("\n")
	}
	t.e.Str("ifname", what+" for %:\n", dev)
}

// second is a socket for what is asked while an answer is read; nil where there is
// none to be had.
func (t *tool) second() *cli.Genl {
	if t.other == nil {
		c, err := nl.Dial(unix.NETLINK_GENERIC, 0, false)
		if err != nil {
			return nil
		}
		t.other = &cli.Genl{Conn: c, ID: t.g.ID}
	}
	return t.other
}

// names is the kernel's names for the bits, or the numbers, of a set (ETH_SS_...).
func (t *tool) names(set int) []string {
	for i := range t.sets {
		if s := &t.sets[i]; s.names != nil && s.id == set {
			return s.names
		}
	}
	g := t.second()
	if g == nil {
		return nil
	}
	m := t.request(g, unix.ETHTOOL_MSG_STRSET_GET, all, 0)
	m.Open(unix.ETHTOOL_A_STRSET_STRINGSETS | nl.Nested)
	m.Open(unix.ETHTOOL_A_STRINGSETS_STRINGSET | nl.Nested)
	m.PutU32(unix.ETHTOOL_A_STRINGSET_ID, uint32(set))
	m.Close()
	m.Close()
	var names []string
	for r, err := range g.Answers(m) {
		if err != nil {
			t.tell(err)
			break
		}
		names = stringSet(r.Data)
	}
	copy(t.sets[1:], t.sets[:])
	t.sets[0].id, t.sets[0].names = set, names
	return names
}

// stringSet is the names in an answer, of one set.
func stringSet(b []byte) (names []string) {
	var tb [unix.ETHTOOL_A_STRSET_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(nl.Value(b).From(cli.GenlHdr))
	for _, set := range nl.Attrs(t[unix.ETHTOOL_A_STRSET_STRINGSETS]) {
		var sb [unix.ETHTOOL_A_STRINGSET_MAX + 1]nl.Value
		s := nl.Table(sb[:]).Index(set)
		n := s[unix.ETHTOOL_A_STRINGSET_COUNT].U32()
		list := s[unix.ETHTOOL_A_STRINGSET_STRINGS]
		if int(n) > len(list) {
			return nil
		}
		names = make([]string, n)
		for _, one := range nl.Attrs(list) {
			var ob [unix.ETHTOOL_A_STRING_MAX + 1]nl.Value
			o := nl.Table(ob[:]).Index(one)
			if i := o[unix.ETHTOOL_A_STRING_INDEX].U32(); i < n {
				names[i] = o[unix.ETHTOOL_A_STRING_VALUE].Str()
			}
		}
	}
	return names
}

// Sets of names (ETH_SS_...).
const (
	setStats        = 1
	setFeatureNames = 4
	setPhyStats     = 7
	setLinkModes    = 9
	setMessages     = 10
	setStamps       = 12
	setStampTx      = 13
	setStampRx      = 14
	setGroups       = 16
)

// name is names[i], "" where there is none.
func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return ""
}
