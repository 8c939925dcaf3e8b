package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const mstUsage = `Usage: bridge mst [ show ] [ dev DEV ]
       bridge mst set dev DEV msti MSTI state STATE

STATE is disabled, listening, learning, forwarding, blocking, or its number.
`

// RunMST runs bridge mst: the states that ports have in several spanning trees.
func RunMST(e *cli.Env, a *cli.Args) error {
	return dispatch(e, a, "mst", mstCommands[:], showMST)
}

var mstCommands = [...]command{
	{"set", false, setMST},
	{"show", false, showMST},
	{"lst", false, showMST},
	{"list", false, showMST},
	{"help", false, func(*cli.Env, *cli.Args) error { return cli.Usage(mstUsage) }},
}

func showMST(e *cli.Env, a *cli.Args) error {
	k := keep(e)
	if err := filter(e, a, &k.mst, nil); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_GETLINK, 0, linkHeader(0))
	m.PutU32(unix.IFLA_EXT_MASK, uapi.RTEXT_FILTER_MST)
	e.Begin()
	e.Text(portTitle + "msti     \n")
	err = list(e, m, terminated, func(r nl.Reply) bool { return printMST(e, r, k.mst) })
	if err != nil {
		err = cli.Status(err, failed, false)
	}
	e.End()
	return err
}

// printMST prints the states of a port. It reports whether the message is one at all:
// without IFLA_AF_SPEC it is none, and the list ends.
func printMST(e *cli.Env, r nl.Reply, asked uint32) bool {
	var tb [unix.IFLA_AF_SPEC + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, unix.SizeofIfInfomsg) {
		return tooShort(e, r, unix.SizeofIfInfomsg)
	}
	spec := t[unix.IFLA_AF_SPEC]
	if spec == nil {
		return false
	}
	index := nl.Value(r.Data[4:]).U32()
	if !pass(asked, index) {
		return true
	}
	list := nl.Table(tb[:uapi.IFLA_BRIDGE_MST+1]).Index(spec)[uapi.IFLA_BRIDGE_MST]
	opened := false
	for typ, v := range nl.Attrs(list) {
		if typ != uapi.IFLA_BRIDGE_MST_ENTRY {
			continue
		}
		if opened {
			e.Text(underName)
		} else {
			openPort(e, index, "mst")
			opened = true
		}
		s := nl.Table(tb[:uapi.IFLA_BRIDGE_MST_ENTRY_MAX+1]).Index(v)
		msti, state := s[uapi.IFLA_BRIDGE_MST_ENTRY_MSTI], s[uapi.IFLA_BRIDGE_MST_ENTRY_STATE]
		if msti == nil || state == nil {
			e.Warn("BUG: broken MST entry")
			continue
		}
		e.Obj("")
		e.Uint("msti", "%", uint64(msti.U16()))
		e.NL()
		e.Text(underVID)
		printState(e, state.U8())
		e.NL()
		e.EndObj()
	}
	if opened {
		closePort(e)
	}
	return true
}

func setMST(e *cli.Env, a *cli.Args) error {
	var dev, tree, state word
	for a.More() {
		w, _ := a.Next()
		var err error
		switch {
		case w == "dev":
			err = dev.next(a)
		case w == "msti":
			err = tree.next(a)
		case w == "state":
			err = state.next(a)
		case cli.Prefix(w, "help"):
			return cli.Usage(mstUsage)
		}
		if err != nil {
			return err
		}
	}
	if !dev.given || !tree.given || !state.given {
		return e.Fail("Device, MSTI and state are required arguments.")
	}
	index, err := device(e, dev.text)
	if err != nil {
		return err
	}
	msti, n := cli.Strtol(tree.text, 10)
	if n != len(tree.text) || state.text == "" {
		return e.Fail("Error: invalid MSTI")
	}
	s, _ := stateWord(state.text)
	if s < 0 || s > 255 {
		return e.Fail("Error: invalid STP port state")
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_SETLINK, 0, linkHeader(index))
	m.Open(unix.IFLA_AF_SPEC)
	m.Open(uapi.IFLA_BRIDGE_MST)
	m.Open(uapi.IFLA_BRIDGE_MST_ENTRY | nl.Nested)
	m.PutU16(uapi.IFLA_BRIDGE_MST_ENTRY_MSTI, uint16(msti))
	m.PutU8(uapi.IFLA_BRIDGE_MST_ENTRY_STATE, uint8(s))
	m.Close()
	m.Close()
	m.Close()
	return talk(e, m)
}
