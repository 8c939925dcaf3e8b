package link

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

const xstatsUsage = "Usage: ... xstats type TYPE [ ARGS ]"

// statsHeaderLen is the length of struct if_stats_msg.
const statsHeaderLen = 12

// statsRequest asks for the statistics of all links that attribute attr holds.
func statsRequest(c *nl.Conn, attr uint) *nl.Msg {
	var h [statsHeaderLen]byte
	nl.Native.PutUint32(h[8:], 1<<(attr-1))
	return c.New(unix.RTM_GETSTATS, 0, h[:])
}

// xstats runs ip link xstats: the counters that only links of one kind have.
func xstats(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return cli.Fail("xstats: missing argument")
	}
	word, _ := a.Next()
	if !cli.Prefix(word, "type") {
		if cli.Prefix(word, "help") {
			e.Puts(xstatsUsage + "\n")
			return nil
		}
		return cli.Invalid("unknown argument", word)
	}
	typ, err := a.Next()
	if err != nil {
		return err
	}
	k := byName(typ)
	if k == nil {
		return cli.Invalid("invalid type", typ)
	}
	x := k.XStats()
	if x == nil {
		return cli.Fail("xstats: link type " + typ + " doesn't support xstats")
	}
	only, index, err := xstatsWords(e, a, x, typ)
	if err != nil {
		return err
	}
	attr := uint(uapi.IFLA_STATS_LINK_XSTATS)
	if strings.Contains(typ, portSuffix) {
		attr = uapi.IFLA_STATS_LINK_XSTATS_SLAVE
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	var tb [uapi.IFLA_STATS_MAX + 1]nl.Value
	for r, err := range c.Dump(statsRequest(c, attr)) {
		if err != nil {
			e.End()
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return cli.Status(err, 1, false)
			}
			return nil
		}
		t := nl.Table(tb[:])
		if !r.Attrs(t, statsHeaderLen) {
			continue
		}
		of := nl.Value(r.Data).From(4).U32()
		if index != 0 && index != of {
			continue
		}
		printXStats(e, x, t[uapi.IFLA_STATS_LINK_XSTATS], of, only)
		printXStats(e, x, t[uapi.IFLA_STATS_LINK_XSTATS_SLAVE], of, only)
		e.Spill()
	}
	e.End()
	return nil
}

// xstatsWords reads which set of counters (0: all) of which link (0: all) is asked
// for. Help, once given, ends the program with the status 0.
func xstatsWords(e *cli.Env, a *cli.Args, x *kind.XStats, typ string) (only uint16, index uint32, err error) {
next:
	for a.More() {
		word, _ := a.Next()
		for i := range x.Sets {
			if s := &x.Sets[i]; word != "" && (word == s.Words[0] || word == s.Words[1]) {
				only = s.Attr
				continue next
			}
		}
		switch word {
		case "dev":
			if word, err = a.Next(); err != nil {
				return
			}
			if index, err = e.Link(word); err != nil {
				return
			}
		case "help":
			e.Puts("Usage: ... " + typ + " " + x.Args + "\n")
			return 0, 0, cli.Quit(0, "")
		default:
			return 0, 0, cli.Invalid("unknown attribute", word)
		}
	}
	return only, index, nil
}

// printXStats prints the counters of kind x in v, those of one link.
func printXStats(e *cli.Env, x *kind.XStats, v nl.Value, index uint32, only uint16) {
	var tb [kind.XStatsMax + 1]nl.Value
	list := nl.Table(tb[:]).Index(v).At(x.Attr)
	if list == nil {
		return
	}
	e.Obj("")
	e.Left(16).Str("ifname", "%\n", e.LinkName(index))
	for typ, v := range nl.Attrs(list) {
		if only != 0 && typ != only {
			continue
		}
		for i := range x.Sets {
			if x.Sets[i].Attr == typ {
				x.Sets[i].Print(e, v)
			}
		}
		if x.First {
			break
		}
	}
	e.EndObj()
}
