package addr

import (
	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

const neighUsage = `Usage: ip neigh { add | del | change | replace }
                { ADDR [ lladdr LLADDR ] [ nud STATE ] | proxy ADDR } [ dev DEV ]
                [ router ] [ use ] [ managed ] [ extern_learn ] [ extern_valid ]
                [ protocol PROTO ]
       ip neigh { show | flush } [ proxy ] [ to PREFIX ] [ dev DEV ] [ nud STATE ]
                [ vrf NAME ] [ nomaster ]
       ip neigh get { ADDR | proxy ADDR } dev DEV
where  STATE := { delay | failed | incomplete | noarp | none | permanent |
                  probe | reachable | stale }
`

// RunNeigh runs ip neighbour.
func RunNeigh(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return neighShow(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return neighModify(e, a, unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	case is("change"), word == "chg":
		return neighModify(e, a, unix.RTM_NEWNEIGH, unix.NLM_F_REPLACE)
	case is("replace"):
		return neighModify(e, a, unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	case is("delete"):
		return neighModify(e, a, unix.RTM_DELNEIGH, 0)
	case is("get"):
		return neighGet(e, a)
	case is("show"), is("lst"), is("list"):
		return neighShow(e, a)
	case is("flush"):
		return neighFlush(e, a)
	case is("help"):
		return cli.Usage(neighUsage)
	}
	return cli.UnknownCommand(word, "ip neigh")
}

// A state is a state of a neighbour, as NUD_ numbers have it; first the bit.
type state struct {
	bit  uint32
	name string // in output
}

var states = [...]state{
	{unix.NUD_INCOMPLETE, "INCOMPLETE"}, {unix.NUD_REACHABLE, "REACHABLE"}, {unix.NUD_STALE, "STALE"},
	{unix.NUD_DELAY, "DELAY"}, {unix.NUD_PROBE, "PROBE"}, {unix.NUD_FAILED, "FAILED"},
	{unix.NUD_NOARP, "NOARP"}, {unix.NUD_PERMANENT, "PERMANENT"},
}

// parseState reads the name of a state, or its number: one bit of eight, or none.
func parseState(word string) (uint32, bool) {
	switch {
	case cli.Prefix(word, "permanent"):
		return unix.NUD_PERMANENT, true
	case cli.Prefix(word, "reachable"):
		return unix.NUD_REACHABLE, true
	case cli.Prefix(word, "failed"):
		return unix.NUD_FAILED, true
	}
	switch word {
	case "noarp":
		return unix.NUD_NOARP, true
	case "none":
		return unix.NUD_NONE, true
	case "stale":
		return unix.NUD_STALE, true
	case "incomplete":
		return unix.NUD_INCOMPLETE, true
	case "delay":
		return unix.NUD_DELAY, true
	case "probe":
		return unix.NUD_PROBE, true
	}
	v, ok := cli.Uint(word, 0, 32)
	return uint32(v), ok && v < 0x100 && v&(v-1) == 0
}
