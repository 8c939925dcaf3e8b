// Package link is ip link.
package link

import (
	"gip/internal/cli"
	"gip/internal/uapi"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

// Run runs ip link.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return Show(e, a)
	}
	cmd, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(cmd, name) }; {
	case is("add"):
		return modify(e, a, unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	case is("set"), is("change"):
		return modify(e, a, unix.RTM_NEWLINK, 0)
	case is("replace"):
		return modify(e, a, unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	case is("delete"):
		return modify(e, a, unix.RTM_DELLINK, 0)
	case is("show"), is("lst"), is("list"):
		return Show(e, a)
	case is("xstats"):
		return xstats(e, a)
	case is("afstats"):
		return afStats(e, a)
	case is("property"):
		return property(e, a)
	case is("help"):
		return help(e, a)
	}
	return cli.UnknownCommand(cmd, "ip link")
}

// help shows the help of a kind on standard output, or that of ip link.
func help(e *cli.Env, a *cli.Args) error {
	if a.More() {
		if k := byName(a.Peek()); k != nil {
			e.Puts(k.Usage())
			return nil
		}
	}
	return cli.Usage(usage)
}

// byName is the kind that a type is spelled as: KIND, or KIND_slave for its ports.
func byName(typ string) *kind.Kind {
	if master, ok := cutPort(typ); ok {
		return kind.Port([]byte(master))
	}
	return kind.Lookup([]byte(typ))
}

const portSuffix = "_slave"

func cutPort(typ string) (master string, ok bool) {
	for i := 0; i < len(typ); i++ {
		if typ[i] == '_' {
			return typ[:i], typ[i:] == portSuffix
		}
	}
	return typ, false
}

// property adds and removes names that a link has besides its first (RTM_NEWLINKPROP,
// RTM_DELLINKPROP).
func property(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return cli.Usage(usage)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	cmd, _ := a.Next()
	typ, flags := uint16(uapi.RTM_NEWLINKPROP), uint16(unix.NLM_F_EXCL|unix.NLM_F_CREATE|unix.NLM_F_APPEND)
	switch {
	case cli.Prefix(cmd, "add"):
	case cli.Prefix(cmd, "del"):
		typ, flags = uapi.RTM_DELLINKPROP, 0
	case cli.Prefix(cmd, "help"):
		return cli.Usage(usage)
	default:
		return cli.Quit(255, "Operator required")
	}
	r := request{m: c.New(typ, flags, header(e))}
	r.m.Open(uapi.IFLA_PROP_LIST | 1<<15)
	dev := ""
	for a.More() {
		w, _ := a.Next()
		switch {
		case cli.Prefix(w, "altname"):
			if w, err = a.Next(); err != nil {
				return err
			}
			if !validAltName(w) {
				return cli.Invalid("not a valid altname", w)
			}
			copy(r.m.Add(uapi.IFLA_ALT_IFNAME, len(w)+1), w)
		case cli.Prefix(w, "help"):
			return cli.Usage(usage)
		default:
			if w == "dev" {
				if w, err = a.Next(); err != nil {
					return err
				}
			}
			if dev != "" {
				return cli.Garbage("dev", w)
			}
			if !validAltName(w) {
				return cli.Invalid(`"dev" not a valid ifname`, w)
			}
			dev = w
		}
	}
	r.m.Close()
	if dev == "" {
		return cli.Quit(255, `Not enough of information: "dev" argument is required.`)
	}
	if r.index, err = e.Link(dev); err != nil {
		return err
	}
	r.finish()
	return c.Do(r.m)
}
