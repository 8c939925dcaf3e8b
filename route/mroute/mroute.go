// Package mroute is ip mroute: where multicast packets are sent on to.
package mroute

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip mroute show [ [ to ] PREFIX ] [ from PREFIX ] [ iif DEVICE ]
                      [ table TABLE_ID ]
TABLE_ID := [ local | main | default | all | NUMBER ]
`

const hdrLen = unix.SizeofRtMsg

// Run runs ip mroute.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return list(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("list"), is("show"), is("lst"):
		return list(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip mroute")
}

func list(e *cli.Env, a *cli.Args) error {
	p := NewPrinter(e)
	f := &p.f
	switch e.Family {
	case unix.AF_UNSPEC, unix.AF_INET:
		f.family, f.table = uapi.RTNL_FAMILY_IPMR, unix.RT_TABLE_DEFAULT
	case unix.AF_INET6:
		f.family = uapi.RTNL_FAMILY_IP6MR
	default:
		return nil // has no multicast routing
	}
	iif := ""
	for a.More() {
		word, _ := a.Next()
		var err error
		switch {
		case cli.Prefix(word, "table"):
			err = f.takeTable(e, a)
		case word == "iif":
			iif, err = a.Next()
		case cli.Prefix(word, "from"):
			if word, err = a.Next(); err == nil {
				f.src, err = attr.ParsePrefix(word, e.Family)
			}
		default:
			if word == "to" {
				if word, err = a.Next(); err != nil {
					return err
				}
			}
			if cli.Prefix(word, "help") {
				return cli.Usage(usage)
			}
			f.dst, err = attr.ParsePrefix(word, e.Family)
		}
		if err != nil {
			return err
		}
	}
	if iif != "" {
		var err error
		if p.Iif, err = e.Link(iif); err != nil {
			return err
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	hdr := [hdrLen]byte{f.family}
	m := c.New(unix.RTM_GETROUTE, 0, hdr[:])
	if f.table != 0 {
		m.PutU32(unix.RTA_TABLE, f.table)
	}
	e.Begin()
	for r, err := range c.Dump(m) {
		if err == nil {
			err = p.Print(r)
		}
		if err != nil {
			e.End()
			return e.DumpFailed(err, "Dump terminated")
		}
	}
	e.End()
	return nil
}

// filter is what routes are selected by; what is zero selects all.
type filter struct {
	family   uint8
	table    uint32
	dst, src attr.Prefix
}

func (f *filter) takeTable(e *cli.Env, a *cli.Args) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	id, ok := encap.Table(e, w)
	switch {
	case ok:
		f.table = id
	case w == "all":
		f.table = 0
	case w == "help":
		return cli.Usage(usage)
	default:
		return cli.Invalid("table id value is invalid\n", w)
	}
	return nil
}

// in reports whether the address v, if there is one, is in the prefix p.
func in(p *attr.Prefix, v nl.Value) bool {
	if v == nil || p.Family == unix.AF_UNSPEC || p.Bits <= 0 {
		return true
	}
	return len(v) == attr.BitLen(p.Family)/8 && attr.Same(v, p.All(), p.Bits)
}
