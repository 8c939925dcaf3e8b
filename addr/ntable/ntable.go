// Package ntable is ip ntable: the tables of neighbours, and how they are kept.
package ntable

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip ntable change name NAME [ dev DEV ] [ thresh1 VAL ] [ thresh2 VAL ]
                 [ thresh3 VAL ] [ gc_int MSEC ] [ PARMS ]
       ip ntable show [ dev DEV ] [ name NAME ]
where  PARMS := [ base_reachable MSEC ] [ retrans MSEC ] [ gc_stale MSEC ]
                [ delay_probe MSEC ] [ queue LEN ]
                [ app_probes VAL ] [ ucast_probes VAL ] [ mcast_probes VAL ]
                [ mcast_reprobes VAL ] [ anycast_delay MSEC ]
                [ proxy_delay MSEC ] [ proxy_queue LEN ] [ locktime MSEC ]
`

const hdrLen = 4 // struct ndtmsg

// Run runs ip ntable.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return show(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("change"), is("chg"):
		return change(e, a)
	case is("show"), is("lst"), is("list"):
		return show(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip ntable")
}

// A param is a number that a table is kept by: the attribute that holds it, in how
// many bits, and where it is printed.
type param struct {
	name string
	attr uint16
	bits int
	line bool // a new line is begun before it
}

// What a table has once, and what it has for each link, in the order of printing.
var (
	thresholds = [...]param{
		{"thresh1", uapi.NDTA_THRESH1, 32, false},
		{"thresh2", uapi.NDTA_THRESH2, 32, false},
		{"thresh3", uapi.NDTA_THRESH3, 32, false},
		{"gc_int", uapi.NDTA_GC_INTERVAL, 64, false},
	}
	perLink = [...]param{
		{"refcnt", uapi.NDTPA_REFCNT, 32, false},
		{"reachable", uapi.NDTPA_REACHABLE_TIME, 64, false},
		{"base_reachable", uapi.NDTPA_BASE_REACHABLE_TIME, 64, false},
		{"retrans", uapi.NDTPA_RETRANS_TIME, 64, false},
		{"gc_stale", uapi.NDTPA_GC_STALETIME, 64, true},
		{"delay_probe", uapi.NDTPA_DELAY_PROBE_TIME, 64, false},
		{"queue", uapi.NDTPA_QUEUE_LEN, 32, false},
		{"app_probes", uapi.NDTPA_APP_PROBES, 32, true},
		{"ucast_probes", uapi.NDTPA_UCAST_PROBES, 32, false},
		{"mcast_probes", uapi.NDTPA_MCAST_PROBES, 32, false},
		{"mcast_reprobes", uapi.NDTPA_MCAST_REPROBES, 32, false},
		{"anycast_delay", uapi.NDTPA_ANYCAST_DELAY, 64, true},
		{"proxy_delay", uapi.NDTPA_PROXY_DELAY, 64, false},
		{"proxy_queue", uapi.NDTPA_PROXY_QLEN, 32, false},
		{"locktime", uapi.NDTPA_LOCKTIME, 64, false},
	}
)

func find(list []param, word string) *param {
	for i := range list {
		if list[i].name == word {
			return &list[i]
		}
	}
	return nil
}

// put reads p's value and puts it, behind one that is there already.
func (p *param) put(a *cli.Args, m *nl.Msg) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, p.bits)
	if !ok {
		return cli.Invalid(`"`+p.name+`" value is invalid`, w)
	}
	if b := m.Add(p.attr, p.bits/8); p.bits == 64 {
		nl.Native.PutUint64(b, v)
	} else {
		nl.Native.PutUint32(b, uint32(v))
	}
	return nil
}

func change(e *cli.Env, a *cli.Args) error {
	m := nl.New(unix.RTM_SETNEIGHTBL, unix.NLM_F_REPLACE, []byte{e.Family, 0, 0, 0})
	if err := parse(e, a, m); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	if err := c.Do(m); err != nil {
		return cli.Status(err, 2, true)
	}
	return nil
}

// parse reads what is to change of which table.
func parse(e *cli.Env, a *cli.Args, m *nl.Msg) error {
	parms := nl.New(0, 0, nil)
	named, changes := false, false
	for a.More() {
		word, _ := a.Next()
		if p := find(thresholds[:], word); p != nil {
			changes = true
			if err := p.put(a, m); err != nil {
				return err
			}
			continue
		}
		// The first two are told by the kernel, not to it.
		if p := find(perLink[2:], word); p != nil {
			changes = true
			if err := p.put(a, parms); err != nil {
				return err
			}
			continue
		}
		switch word {
		case "name":
			w, err := a.Next()
			if err != nil {
				return err
			}
			if named {
				return cli.Duplicate("NAME", w)
			}
			named = true
			m.PutStr(uapi.NDTA_NAME, w)
		case "dev":
			w, err := a.Next()
			if err != nil {
				return err
			}
			i, err := e.Link(w)
			if err != nil {
				return err
			}
			nl.Native.PutUint32(parms.Add(uapi.NDTPA_IFINDEX, 4), i)
		default:
			return cli.Invalid("unknown", word)
		}
	}
	if !named {
		return cli.Missing("NAME")
	}
	if !changes {
		return cli.Quit(255, "Not enough information: changeable attributes required.")
	}
	if b := parms.Inside(); len(b) > 0 {
		m.PutBytes(uapi.NDTA_PARMS, b)
	}
	return nil
}
