// Package stats is ip stats: what links count.
package stats

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip stats help
       ip stats set dev DEV l3_stats { on | off }
       ip stats show [ dev DEV ]
                     [ group GROUP [ subgroup SUBGROUP [ suite SUITE ] ... ] ... ] ...
GROUP := { link | xstats | xstats_slave | offload | afstats }
xstats SUBGROUP := { bridge [ suite stp ] [ suite mcast ] [ suite vlan ] | bond [ suite 802.3ad ] }
xstats_slave SUBGROUP := { bridge [ suite stp ] [ suite mcast ] [ suite vlan ] | bond [ suite 802.3ad ] }
offload SUBGROUP := { cpu_hit | hw_stats_info | l3_stats }
afstats SUBGROUP := { mpls }`

const (
	headerLen = 12 // struct if_stats_msg
	badWord   = 22 // the status after a wrong word
)

func fail(msg string) error { return &cli.Error{Msg: msg, Code: badWord} }

// Run runs ip stats.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return show(e, a)
	}
	switch word, _ := a.Next(); word {
	case "help":
		e.Warn(usage)
		return nil
	case "show":
		// It counts as -s, and -d as a second one; a batch keeps that.
		e.Stats += e.Details + 1
		return show(e, a)
	case "set":
		return set(e, a)
	default:
		return cli.Fail(`Command "` + word + `" is unknown, try "ip stats help".`)
	}
}

// other is what becomes of a word that is no option; done is set after help.
func other(e *cli.Env, word string) (done bool, err error) {
	if word == "help" {
		e.Warn(usage)
		return true, nil
	}
	return false, fail(`What is "` + word + "\"?\n" + usage)
}

// device takes the name of a link.
func device(a *cli.Args, dev *string, given *bool) error {
	w, err := a.Next()
	switch {
	case err != nil:
		return err
	case *given:
		return cli.Garbage("dev", w)
	case !cli.LinkName(w):
		return cli.Invalid(`"dev" not a valid ifname`, w)
	}
	*dev, *given = w, true
	return nil
}

func set(e *cli.Env, a *cli.Args) error {
	var dev string
	var given, suite, on bool
	for a.More() {
		switch word, _ := a.Next(); word {
		case "dev":
			if err := device(a, &dev, &given); err != nil {
				return err
			}
		case "l3_stats":
			if !a.More() {
				return cli.Incomplete()
			}
			if suite {
				return fail("A statistics suite to toggle was already given.")
			}
			var err error
			if on, err = attr.ParseOnOff(e, a, word); err != nil {
				return cli.Status(err, badWord, false)
			}
			suite = true
		default:
			if done, err := other(e, word); done || err != nil {
				return err
			}
		}
	}
	if !given {
		return cli.Quit(255, `Not enough information: "dev" argument is required.`)
	}
	if !suite {
		return cli.Quit(255, "Not enough information: stat type to toggle is required.")
	}
	index, err := e.Link(dev)
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := request(c, unix.RTM_SETSTATS, index, 0)
	v := uint8(0)
	if on {
		v = 1
	}
	m.PutU8(uapi.IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS, v)
	return c.Do(m)
}

func request(c *nl.Conn, typ uint16, index, mask uint32) *nl.Msg {
	var h [headerLen]byte
	nl.Native.PutUint32(h[4:], index)
	nl.Native.PutUint32(h[8:], mask)
	return c.New(typ, 0, h[:])
}

func show(e *cli.Env, a *cli.Args) error {
	var dev string
	var given bool
	var s selection
	for a.More() {
		word, _ := a.Next()
		if word == "dev" {
			if err := device(a, &dev, &given); err != nil {
				return err
			}
			continue
		}
		found := false
		for l, name := range levelNames {
			if word != name {
				continue
			}
			var err error
			// A value that is itself the name of a further level is that too, as in
			// the reference.
			if word, err = a.Next(); err != nil {
				return err
			}
			if err = s.choose(l, word); err != nil {
				return err
			}
			found = true
		}
		if !found {
			if done, err := other(e, word); done || err != nil {
				return err
			}
		}
	}
	if err := s.enable(); err != nil {
		return err
	}
	index := uint32(0)
	if given {
		var err error
		if index, err = e.Link(dev); err != nil {
			return err
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	mask, offload := uint32(0), uint32(0)
	for i := range suites {
		if s.which&(1<<i) != 0 {
			mask |= 1 << (suites[i].group - 1)
			offload |= uint32(suites[i].bits)
		}
	}
	m := request(c, unix.RTM_GETSTATS, index, mask)
	if offload != 0 && offload != allOffload {
		m.Open(uapi.IFLA_STATS_GET_FILTERS | nl.Nested)
		m.PutU32(uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, offload)
		m.Close()
	}
	p := Printer{e: e, which: s.which}
	if index != 0 {
		e.Begin()
		r, err := c.Get(m)
		if err == nil {
			err = p.Print(r)
		}
		e.End()
		return err
	}
	err = e.Records(c, m, func(r nl.Reply) error {
		err := p.Print(r)
		if err == nil {
			e.NL()
		}
		return err
	})
	e.End()
	if err != nil {
		return cli.Status(err, 2, false)
	}
	return nil
}
