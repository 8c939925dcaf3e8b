// Package vrf is ip vrf: the VRFs that there are, and running commands in them.
package vrf

import (
	"errors"
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/internal/vrf"
	"gip/netns"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip vrf show [NAME] ...
       ip vrf exec [NAME] cmd ...
       ip vrf identify [PID]
       ip vrf pids [NAME]
`

// Run runs ip vrf.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return show(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("identify"):
		return identify(e, a)
	case is("pids"):
		return pids(e, a)
	case is("exec"):
		return exec(e, a)
	case is("show"), is("lst"), is("list"):
		return show(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.Quit(255, `Command "`+word+`" is unknown, try "ip vrf help".`)
}

// isolate gives the thread the view of files that ip -n has: control groups may be
// mounted elsewhere in it.
func isolate(e *cli.Env) error {
	if e.Netns == "" || e.Isolated {
		return nil
	}
	if err := netns.Isolate(e.Netns); err != nil {
		return cli.Status(err, 255, true)
	}
	e.Isolated = true
	return nil
}

func identify(e *cli.Env, a *cli.Args) error {
	pid := "self"
	switch {
	case a.Len() > 1:
		return cli.Invalid("Extra arguments specified\n", a.At(1))
	case a.More():
		n, ok := cli.Uint(a.Peek(), 10, 32)
		if !ok {
			return cli.Invalid("Invalid pid\n", a.Peek())
		}
		pid = strconv.Itoa(int(int32(n)))
	}
	name, err := vrf.Of(pid)
	if err != nil {
		return cli.Fail("Failed to lookup vrf association: " + vrf.Words(err))
	}
	if name != "" {
		e.Puts(name + "\n")
	}
	return nil
}

// exec runs a command in a VRF: in place of this process, or in one of its own where
// more is to be done after it.
func exec(e *cli.Env, a *cli.Args) error {
	switch a.Len() {
	case 0:
		return cli.Fail("No VRF name specified")
	case 1:
		return cli.Fail("No command specified")
	}
	if err := isolate(e); err != nil {
		return err
	}
	if e.Batch {
		status, err := netns.Spawn(e, append([]string{"ip", "vrf", "exec"}, a.Rest()...))
		if err == nil && status != 0 {
			err = cli.Silent(status)
		}
		return err
	}
	e.Flush()
	if err := enter(e, a.Peek()); err != nil {
		return cli.Status(err, 255, false)
	}
	return cli.Status(netns.Exec(a.Rest()[1:]), 1, true)
}

var errName = errors.New("Invalid VRF name")

// enter moves this process into the VRF called name; default is none.
func enter(e *cli.Env, name string) error {
	index := uint32(0)
	if name != "default" {
		var err error
		if index, _, err = find(e, name); err != nil {
			return err
		}
		if index == 0 {
			return errName
		}
	}
	ns, err := netns.Name()
	if err != nil {
		return err
	}
	return vrf.Join(name, index, ns)
}

// find is the index of the VRF called name, 0 if there is no such, and the routing
// table of it, 0 if that is not told.
func find(e *cli.Env, name string) (index, table uint32, err error) {
	c, err := e.Conn()
	if err != nil {
		return 0, 0, err
	}
	h := [unix.SizeofIfInfomsg]byte{e.Family}
	m := c.New(unix.RTM_GETLINK, 0, h[:])
	m.PutStr(unix.IFLA_IFNAME, name)
	r, err := c.Get(m)
	if err != nil {
		if name == "default" && errors.Is(err, unix.ENODEV) {
			table, _ = e.Tables.Number("main")
		}
		return 0, table, nil
	}
	var tb [uapi.IFLA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, unix.SizeofIfInfomsg) {
		return 0, 0, nil
	}
	table, ok := tableOf(t)
	if !ok {
		return 0, 0, nil
	}
	return nl.Value(r.Data[4:]).U32(), table, nil
}

// tableOf is the routing table of the VRF that a link is; ok is false where it is none.
func tableOf(t nl.Table) (table uint32, ok bool) {
	for typ, v := range nl.Attrs(t[unix.IFLA_LINKINFO]) {
		switch typ {
		case uapi.IFLA_INFO_KIND:
			ok = v.Is("vrf")
		case uapi.IFLA_INFO_DATA:
			for typ, v := range nl.Attrs(v) {
				if typ == uapi.IFLA_VRF_TABLE {
					table = v.U32()
				}
			}
		}
	}
	return table, ok
}
