package info

import (
	"errors"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/netns"

	"golang.org/x/sys/unix"
)

func (p *Printer) otherNames(v nl.Value) {
	e := p.e
	e.Arr("altnames")
	for typ, v := range nl.Attrs(v) {
		if typ != unix.IFLA_ALT_IFNAME {
			continue
		}
		e.NL()
		e.Text("    altname ")
		e.Bytes(out.Elem, "%", v.Text())
	}
	e.EndArr()
}

// nsName is the name of the network namespace that this one knows by id. Names are
// looked for when an id is first asked for, on a socket of their own: a dump may be
// under way on the program's. What the kernel says against one (of a stale file, say)
// is told, as the reference tells it.
func nsName(e *cli.Env, id int32) (string, bool) {
	if id < 0 {
		return "", false
	}
	if e.NSNames == nil {
		loadNS(e)
	}
	name, ok := e.NSNames[id]
	return name, ok
}

func loadNS(e *cli.Env) {
	e.NSNames = make(map[int32]string)
	var c *nl.Conn
	netns.Each(func(name string) bool {
		if c == nil {
			var err error
			if c, err = e.Dial(unix.NETLINK_ROUTE); err != nil {
				return false
			}
		}
		id, err := netns.ID(c, name)
		var refused *nl.Error
		if errors.As(err, &refused) {
			e.Warn(refused.Error())
		}
		if _, known := e.NSNames[id]; err == nil && id >= 0 && !known {
			e.NSNames[id] = name
		}
		return true
	})
	if c != nil {
		c.Close()
	}
}
