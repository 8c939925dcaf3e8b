package ethtool

import (
	"errors"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Every message's first attribute is a header (ETHTOOL_A_..._HEADER), with this number.
const header = 1

// request starts a request about a device, or about all or none.
func (t *tool) request(g *cli.Genl, cmd uint8, dev string, flags uint32) *nl.Msg {
	m := g.New(cmd, unix.ETHTOOL_GENL_VERSION, 0, nil)
	m.Open(header | nl.Nested)
	if dev != all {
		m.PutStr(unix.ETHTOOL_A_HEADER_DEV_NAME, dev)
	}
	if flags != 0 {
		m.PutU32(unix.ETHTOOL_A_HEADER_FLAGS, flags)
	}
	m.Close()
	return m
}

// answers runs a request, of the kind of those about all devices if dump says so, and
// calls f with what comes back. It reports whether the kernel took it, and says why not.
func (t *tool) answers(c *nl.Conn, m *nl.Msg, dump bool, f func(r nl.Reply)) bool {
	seq := c.Answers
	if dump {
		seq = c.Dump
	}
	for r, err := range seq(m) {
		if err != nil {
			t.tell(err)
			return false
		}
		f(r)
	}
	return true
}

// tell says why the kernel refuses.
func (t *tool) tell(err error) {
	var k *nl.Error
	if !errors.As(err, &k) {
		t.perror("netlink error", err, 0)
		return
	}
	if t.calm && k.Errno == unix.EOPNOTSUPP {
		return
	}
	if s := k.Msg; s != "" {
		if k.Offset != 0 {
			s += " (offset " + itoa(uint64(k.Offset)) + ")"
		}
		t.warn("netlink error: " + s)
	}
	t.perror("netlink error", k.Errno, 0)
}

// dump reports whether all devices are asked for.
//
//go:noinline
func (t *tool) dump() bool { return t.dev == all }

// get asks for something of the device and has show print the answers, whose
// attributes up to max it is given.
func (t *tool) get(cmd uint8, flags uint32, max int, show func(dev string, tb nl.Table)) int {
	ok := t.answers(t.g.Conn, t.request(t.g, cmd, t.dev, flags), t.dump(), func(r nl.Reply) {
		tb := index(nl.Value(r.Data).From(cli.GenlHdr), max)
		show(device(tb), tb)
		t.e.Spill()
	})
	if !ok {
		return 1
	}
	return 0
}

// device is the name of the device that an answer is about.
func device(tb nl.Table) string {
	if v := index(tb[header], unix.ETHTOOL_A_HEADER_MAX)[unix.ETHTOOL_A_HEADER_DEV_NAME]; v != nil {
		return v.Str()
	}
	return "(none)"
}

// A page is a command that prints what the kernel answers, under a line that says what
// that is.
type page struct {
	what      string
	cmd, last uint8 // the question, the last attribute of its answer
	show      func(t *tool, dev string, tb nl.Table)
}

// ask asks for a page, which takes no more words.
func (t *tool) ask(p *page, flags uint32) int {
	if len(t.args) > 0 {
		t.warn("ethtool: unexpected parameter '" + t.args[0] + "'")
		return 1
	}
	t.e.Begin()
	code := t.get(p.cmd, flags, int(p.last), func(dev string, tb nl.Table) { t.print(p, dev, tb) })
	t.e.End()
	return code
}

func (t *tool) print(p *page, dev string, tb nl.Table) {
	if t.dump() && (!t.e.JSON || t.cmd == "-k") { // it has an empty line in JSON, too
		t.e.Puts("\n")
	}
	t.e.Obj("")
	t.e.Text(p.what)
	t.e.Str("ifname", " for %:\n", dev)
	p.show(t, dev, tb)
	t.e.EndObj()
}

// Sets of names (ETH_SS_...).
const (
	setStats        = 1
	setFeatureNames = 4
	setPhyStats     = 7
)

// second is a socket for what is asked while an answer is read; nil where there is
// none to be had.
func (t *tool) second() *cli.Genl {
	if t.other == nil {
		if c, err := nl.Dial(unix.NETLINK_GENERIC, 0, false); err == nil {
			t.other = &cli.Genl{Conn: c, ID: t.g.ID}
		}
	}
	return t.other
}

// featureNames is the kernel's names for features, by bit.
func (t *tool) featureNames() []string {
	if t.names == nil && t.second() != nil {
		m := t.request(t.other, unix.ETHTOOL_MSG_STRSET_GET, all, 0)
		m.Open(unix.ETHTOOL_A_STRSET_STRINGSETS | nl.Nested)
		m.Open(unix.ETHTOOL_A_STRINGSETS_STRINGSET | nl.Nested)
		m.PutU32(unix.ETHTOOL_A_STRINGSET_ID, setFeatureNames)
		m.Close()
		m.Close()
		t.answers(t.other.Conn, m, false, func(r nl.Reply) { t.names = stringSet(r.Data) })
	}
	return t.names
}

// stringSet is the names in an answer that has one set of them.
func stringSet(b nl.Value) (names []string) {
	sets := index(b.From(cli.GenlHdr), unix.ETHTOOL_A_STRSET_MAX)[unix.ETHTOOL_A_STRSET_STRINGSETS]
	set := index(index(sets, 1)[unix.ETHTOOL_A_STRINGSETS_STRINGSET], unix.ETHTOOL_A_STRINGSET_MAX)
	list := set[unix.ETHTOOL_A_STRINGSET_STRINGS]
	if n := int(set[unix.ETHTOOL_A_STRINGSET_COUNT].U32()); n <= len(list) {
		names = make([]string, n)
	}
	for _, v := range nl.Attrs(list) {
		one := index(v, unix.ETHTOOL_A_STRING_MAX)
		if i := int(one[unix.ETHTOOL_A_STRING_INDEX].U32()); i < len(names) {
			names[i] = one[unix.ETHTOOL_A_STRING_VALUE].Str()
		}
	}
	return names
}
