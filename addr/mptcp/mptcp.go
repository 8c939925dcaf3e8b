// Package mptcp is ip mptcp: the addresses that connections over several paths may
// use, how many paths they may have, and what becomes of them.
package mptcp

import (
	"gip/internal/cli"
)

const usage = `Usage: ip mptcp endpoint add ADDRESS [ dev NAME ] [ id ID ]
                         [ port NR ] [ FLAG-LIST ]
       ip mptcp endpoint delete id ID [ ADDRESS ]
       ip mptcp endpoint change [ id ID ] [ ADDRESS ] [ port NR ] CHANGE-OPT
       ip mptcp endpoint show [ id ID ]
       ip mptcp endpoint flush
       ip mptcp limits set [ subflows NR ] [ add_addr_accepted NR ]
       ip mptcp limits show
       ip mptcp monitor
FLAG-LIST := [ FLAG-LIST ] FLAG
FLAG := [ signal | subflow | laminar | backup | fullmesh ]
CHANGE-OPT := [ backup | nobackup | fullmesh | nofullmesh ]
`

// Run runs ip mptcp.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() || cli.Prefix(a.Peek(), "help") {
		return cli.Usage(usage)
	}
	g, err := e.Genl("mptcp_pm")
	if err != nil {
		return err
	}
	defer g.Close()
	if a.AcceptPrefix("endpoint") {
		if !a.More() {
			return showAll(e, g)
		}
		word, _ := a.Next()
		switch is := func(name string) bool { return cli.Prefix(word, name) }; {
		case is("add"):
			return modify(e, a, g, cmdAddAddr)
		case is("change"):
			return modify(e, a, g, cmdSetFlags)
		case is("delete"):
			return modify(e, a, g, cmdDelAddr)
		case is("show"):
			return show(e, a, g)
		case is("flush"):
			return g.Do(g.New(cmdFlushAddrs, version, 0, nil))
		}
		return unknown(word)
	}
	if a.AcceptPrefix("limits") {
		if !a.More() {
			return limits(e, a, g, cmdGetLimits)
		}
		switch {
		case a.AcceptPrefix("set"):
			return limits(e, a, g, cmdSetLimits)
		case a.AcceptPrefix("show"):
			return limits(e, a, g, cmdGetLimits)
		}
		// Another word is looked at as if limits had not been said.
	}
	if a.AcceptPrefix("monitor") && !a.More() {
		return monitor(e, g)
	}
	return unknown(a.Peek())
}

func unknown(word string) error { return cli.UnknownCommand(word, "ip mptcp") }
