package tunnel

import (
	"errors"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// A link is one that may be a tunnel.
type link struct {
	name  string
	index uint32
	typ   uint16 // ARPHRD_TUNNEL, ...
}

// ours reports whether the link's hardware is that of a tunnel over IP of the family.
func (l *link) ours(family uint8) bool {
	switch l.typ {
	case uapi.ARPHRD_TUNNEL, uapi.ARPHRD_IPGRE, uapi.ARPHRD_SIT:
		return family == unix.AF_INET
	case uapi.ARPHRD_TUNNEL6, uapi.ARPHRD_IP6GRE:
		return family != unix.AF_INET
	}
	return false
}

var errNoStats = errors.New("")

// list has print print every tunnel, the one called name where that is not empty.
// print reports whether it did; what it could not learn is told.
func list(d *driver, name string, print func(l *link) (bool, error)) error {
	e := d.e
	c, err := e.Conn()
	if err != nil {
		return err
	}
	h := [unix.SizeofIfInfomsg]byte{e.Family}
	var tb [uapi.IFLA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	e.Begin()
	for r, err := range c.Dump(c.New(unix.RTM_GETLINK, 0, h[:])) {
		if err == nil {
			err = listed(e, r, t, name, print)
		}
		if err != nil {
			e.End()
			return e.DumpReturns(err, "Dump terminated", 1)
		}
		e.Spill()
	}
	e.End()
	return nil
}

func listed(e *cli.Env, r nl.Reply, t nl.Table, name string, print func(l *link) (bool, error)) error {
	v := nl.Value(r.Data)
	l := link{typ: v.From(2).U16(), index: v.From(4).U32()}
	if r.Type != unix.RTM_NEWLINK && r.Type != unix.RTM_DELLINK || !l.ours(e.Family) || !r.Attrs(t, unix.SizeofIfInfomsg) {
		return nil
	}
	ifname := t[unix.IFLA_IFNAME]
	if ifname == nil || name != "" && !ifname.Is(name) {
		return nil
	}
	l.name = ifname.Str()
	ok, err := print(&l)
	if err != nil {
		e.Warn(err.Error())
	}
	if !ok {
		return nil
	}
	if e.Stats > 0 && !info.TunnelStats(e, t) {
		return errNoStats
	}
	e.Puts("\n") // in JSON, too
	return nil
}

// host is an address, or the host's name with -resolve.
func host(e *cli.Env, family uint8, addr []byte) string {
	if e.Resolve {
		if name := e.HostName(family, addr); name != "" {
			return name
		}
	}
	return address(addr)
}

func address(b []byte) string {
	var s [64]byte
	return string(attr.AppendIP(s[:0], b))
}
