// Package label is ip addrlabel: by which IPv6 source addresses are chosen (RFC 6724).
package label

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip addrlabel { add | del } prefix PREFIX [ dev DEV ] [ label LABEL ]
       ip addrlabel [ list | flush | help ]
`

const hdrLen = 12 // struct ifaddrlblmsg

// Run runs ip addrlabel.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return list(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("list"), is("lst"), is("show"):
		return list(e, a)
	case is("add"):
		return modify(e, a, unix.RTM_NEWADDRLABEL, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	case is("delete"):
		return modify(e, a, unix.RTM_DELADDRLABEL, 0)
	case is("flush"):
		return flush(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip addrlabel")
}

// modify runs add and delete. Words that are none of theirs are passed over, as
// upstream does.
func modify(e *cli.Env, a *cli.Args, cmd, flags uint16) error {
	var prefix attr.Prefix
	var hasPrefix, hasLabel bool
	var index uint32
	var label uint64
	for a.More() {
		word, _ := a.Next()
		if word != "prefix" && word != "dev" && word != "label" {
			continue
		}
		v, err := a.Next()
		if err != nil {
			return err
		}
		switch word {
		case "prefix":
			hasPrefix = true
			if prefix, err = attr.ParsePrefix(v, e.Family); err != nil {
				return err
			}
		case "dev":
			if index = e.LinkIndex(v); index == 0 {
				return cli.Invalid("dev is invalid\n", v)
			}
		case "label":
			if label, hasLabel = cli.Uint(v, 0, 32); !hasLabel || label == 1<<32-1 {
				return cli.Invalid("label is invalid\n", v)
			}
		}
	}
	if !hasPrefix {
		return cli.Fail(`Not enough information: "prefix" argument is required.`)
	}
	if !hasLabel {
		return cli.Fail(`Not enough information: "label" argument is required.`)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	hdr := [hdrLen]byte{0: family(e), 2: byte(prefix.Bits)}
	nl.Native.PutUint32(hdr[4:], index)
	m := c.New(cmd, flags, hdr[:])
	m.PutU32(uapi.IFAL_LABEL, uint32(label))
	m.PutBytes(uapi.IFAL_ADDRESS, prefix.Addr())
	return c.Do(m)
}

func family(e *cli.Env) uint8 {
	if e.Family == unix.AF_UNSPEC {
		return unix.AF_INET6
	}
	return e.Family
}

func dump(c *nl.Conn, family uint8) *nl.Msg {
	return c.New(unix.RTM_GETADDRLABEL, 0, []byte{hdrLen - 1: 0, 0: family})
}

func list(e *cli.Env, a *cli.Args) error {
	if a.More() {
		return cli.Fail(`"ip addrlabel show" does not take any arguments.`)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	for r, err := range c.Dump(dump(c, family(e))) {
		if err == nil {
			err = Print(e, r)
		}
		if err != nil {
			e.End()
			return e.DumpReturns(err, "Dump terminated", 255)
		}
	}
	e.End()
	return nil
}

// flush deletes all labels, the kernel's own, too.
func flush(e *cli.Env, a *cli.Args) error {
	if a.More() {
		return cli.Fail(`"ip addrlabel flush" does not allow extra arguments`)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	second, err := e.Dial(unix.NETLINK_ROUTE) // deletes while the dump runs
	if err != nil {
		return err
	}
	defer second.Close()
	for r, err := range c.Dump(dump(c, family(e))) {
		var tb [uapi.IFAL_MAX + 1]nl.Value
		t := nl.Table(tb[:])
		if err == nil && r.Attrs(t, hdrLen) && t[uapi.IFAL_ADDRESS] != nil {
			err = second.Do(second.New(unix.RTM_DELADDRLABEL, 0, r.Data))
		}
		if err != nil {
			return e.DumpReturns(err, "Flush terminated", 1)
		}
	}
	return nil
}

// Print writes the label in r as a record of its own. What is no label is passed over.
func Print(e *cli.Env, r nl.Reply) error {
	if r.Type != unix.RTM_NEWADDRLABEL && r.Type != unix.RTM_DELADDRLABEL {
		return nil
	}
	var tb [uapi.IFAL_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, hdrLen) {
		return cli.Silent(1)
	}
	e.Obj("")
	if r.Type == unix.RTM_DELADDRLABEL {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	if v := t[uapi.IFAL_ADDRESS]; v != nil {
		var s [64]byte
		colour := out.None
		switch r.Data[0] {
		case unix.AF_INET:
			colour = out.Inet
		case unix.AF_INET6:
			colour = out.Inet6
		}
		e.Text("prefix ")
		e.Color(colour).Bytes("address", "%", attr.AppendHost(s[:0], e, r.Data[0], v))
		e.Uint("prefixlen", "/% ", uint64(r.Data[2]))
	}
	if i := nl.Value(r.Data[4:]).U32(); i != 0 {
		e.Text("dev ")
		e.Color(out.Ifname).Str("ifname", "% ", e.LinkName(i))
	}
	if v := t[uapi.IFAL_LABEL]; len(v) == 4 {
		e.Uint("label", "label % ", uint64(v.U32()))
	}
	e.Text("\n")
	e.EndObj()
	e.Spill()
	return nil
}
