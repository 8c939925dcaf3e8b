// Package token is ip token: the host part of the addresses that a link makes itself.
package token

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = "Usage: ip token [ list | set | del | get ] [ TOKEN ] [ dev DEV ]\n"

// Run runs ip token.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return list(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("list"), is("lst"), is("show"):
		return list(e, a)
	case is("set"), is("add"):
		return set(e, a, false)
	case is("delete"):
		return set(e, a, true)
	case is("get"):
		return list(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip token")
}

// list shows the tokens of all links, or of one. Like upstream it passes over words
// that it does not know, and over all behind the link's name.
func list(e *cli.Env, a *cli.Args) error {
	index := uint32(0)
	for a.More() {
		if !a.Accept("dev") {
			a.Skip(1)
			continue
		}
		w, err := a.Next()
		if err != nil {
			return err
		}
		if index = e.LinkIndex(w); index == 0 {
			return cli.Invalid("dev is invalid\n", w)
		}
		break
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	hdr := [unix.SizeofIfInfomsg]byte{unix.AF_INET6}
	e.Begin()
	for r, err := range c.Dump(c.New(unix.RTM_GETLINK, 0, hdr[:])) {
		if err == nil {
			err = show(e, r, index)
		}
		if err != nil {
			e.End()
			return e.DumpReturns(err, "Dump terminated", 1)
		}
	}
	e.End()
	return nil
}

// show writes the token of the link in r, if it is the link wanted and has one.
func show(e *cli.Env, r nl.Reply, index uint32) error {
	var tb [unix.IFLA_PROTINFO + 1]nl.Value
	t := nl.Table(tb[:])
	if r.Type != unix.RTM_NEWLINK || !r.Attrs(t, unix.SizeofIfInfomsg) {
		return cli.Silent(1)
	}
	h := nl.Value(r.Data)
	i := h[4:].U32()
	switch {
	case h[0] != unix.AF_INET6, i == 0, index != 0 && index != i,
		h[8:].U32()&(unix.IFF_LOOPBACK|unix.IFF_NOARP) != 0:
		return nil
	case t[unix.IFLA_PROTINFO] == nil:
		return cli.Silent(1)
	}
	var ib [uapi.IFLA_INET6_TOKEN + 1]nl.Value
	v := nl.Table(ib[:]).Index(t[unix.IFLA_PROTINFO])[uapi.IFLA_INET6_TOKEN]
	if v == nil {
		return cli.Fail("Seems there's no support for IPv6 token!")
	}
	var s [64]byte
	e.Obj("")
	e.Text("token ")
	e.Color(out.Inet6).Bytes("token", "%", attr.AppendHost(s[:0], e, unix.AF_INET6, v))
	e.Text(" dev ")
	e.Color(out.Ifname).Str("ifname", "%\n", e.LinkName(i))
	e.EndObj()
	e.Spill()
	return nil
}

// set gives a link a token, or takes it away. Of each the first counts, and what comes
// behind is passed over, as upstream does.
func set(e *cli.Env, a *cli.Args, del bool) error {
	var token [16]byte
	value, given, index := token[:], del, uint32(0)
	for a.More() {
		word, _ := a.Next()
		switch {
		case word == "dev":
			w, err := a.Next()
			if err != nil {
				return err
			}
			if index != 0 {
				continue
			}
			if index = e.LinkIndex(w); index == 0 {
				return cli.Invalid("dev is invalid\n", w)
			}
		case cli.Prefix(word, "help"):
			return cli.Usage(usage)
		case !given:
			p, err := attr.ParsePrefix(word, unix.AF_INET6)
			if err != nil {
				return err
			}
			value, given = p.Addr(), true
		}
	}
	if !given {
		return cli.Fail("Not enough information: token is required.")
	}
	if index == 0 {
		return cli.Fail(`Not enough information: "dev" argument is required.`)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	hdr := [unix.SizeofIfInfomsg]byte{unix.AF_INET6}
	nl.Native.PutUint32(hdr[4:], index)
	m := c.New(unix.RTM_SETLINK, 0, hdr[:])
	m.Open(unix.IFLA_AF_SPEC)
	m.Open(unix.AF_INET6)
	m.PutBytes(uapi.IFLA_INET6_TOKEN, value)
	m.Close()
	m.Close()
	return c.Do(m)
}
