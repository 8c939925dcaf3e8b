package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

const monitorUsage = `Usage: bridge monitor [ file FILE | link | fdb | mdb | vlan | vni | all ]...
`

// A class is one of the kinds of events that monitor can be asked for.
type class struct {
	name  string
	exact bool
	group int
}

var classes = [...]class{
	{"link", false, unix.RTNLGRP_LINK},
	{"fdb", false, unix.RTNLGRP_NEIGH},
	{"mdb", false, unix.RTNLGRP_MDB},
	{"vlan", false, unix.RTNLGRP_BRVLAN},
	{"vni", true, unix.RTNLGRP_TUNNEL},
}

// RunMonitor runs bridge monitor: it prints events until it is ended.
func RunMonitor(e *cli.Env, a *cli.Args) error {
	const everything = ^uint32(uapi.RTMGRP_TC)
	var (
		file   word
		mask   = everything
		asked  [len(classes)]bool
		labels bool
	)
words:
	for a.More() {
		w, _ := a.Next()
		if cli.Prefix(w, "file") {
			if err := file.next(a); err != nil {
				return err
			}
			continue
		}
		for i := range classes {
			c := &classes[i]
			if w == c.name || !c.exact && cli.Prefix(w, c.name) {
				asked[i], mask = true, 0
				continue words
			}
		}
		switch {
		case w == "all":
			mask, labels = everything, true
			asked[len(asked)-1], asked[len(asked)-2] = true, true
		case cli.Prefix(w, "help"):
			return cli.Usage(monitorUsage)
		default:
			return cli.Quit(failed, `Argument "`+w+`" is unknown, try "bridge monitor help".`)
		}
	}
	p := newEventPrinter(e, labels)
	if file.given {
		return p.saved(file.text)
	}
	c, err := e.Dial(unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer c.Close()
	for i := range classes {
		if g := classes[i].group; asked[i] && g <= 32 {
			mask |= 1 << (g - 1)
		}
	}
	if err := c.Bind(mask); err != nil {
		return cli.Quit(1, info.Perror("Cannot bind netlink socket", err))
	}
	for i := range classes {
		if g := classes[i].group; asked[i] && g > 32 && c.Join(g) != nil {
			return cli.Quit(1, "Failed to add bridge "+classes[i].name+" group to list")
		}
	}
	if err := learnNames(e); err != nil {
		return err
	}
	lost := func(err error) { e.Warn(err.Error()) }
	err = c.Listen(func(r nl.Reply, _ int32) error { return p.print(r) }, e.Flush, lost)
	return cli.Status(err, 2, true)
}

// learnNames takes note of what links are called: events tell of links that are gone.
func learnNames(e *cli.Env) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	q := info.Query{Filter: info.NewFilter(unix.AF_UNSPEC)}
	return list(e, q.DumpRequest(e, c), terminated, func(r nl.Reply) bool {
		info.Remember(e, r)
		return true
	})
}

// timestamped is the type of a message that says when the next came (NLMSG_TSTAMP).
const timestamped = 15

// An eventPrinter prints events of any kind.
type eventPrinter struct {
	e    *cli.Env
	link *linkPrinter
	fdb  *fdbPrinter
	mdb  *mdbPrinter
	vlan *vlanPrinter
	vni  *vniPrinter
}

func newEventPrinter(e *cli.Env, labels bool) *eventPrinter {
	p := &eventPrinter{e, newLinkPrinter(e), newFDBPrinter(e), newMDBPrinter(e), newVLANPrinter(e), newVNIPrinter(e)}
	head := func(label string) {
		if e.Stamp {
			e.Timestamp()
		}
		if labels {
			e.Puts(label)
		}
	}
	p.link.head, p.fdb.head, p.mdb.head, p.vlan.head, p.vni.head = head, head, head, head, head
	return p
}

// print prints an event. A message that is none at all is an error, of which all has
// been said.
func (p *eventPrinter) print(r nl.Reply) error {
	ok := true
	switch r.Type {
	case unix.RTM_NEWLINK, unix.RTM_DELLINK:
		ok = p.link.print(r)
	case unix.RTM_NEWNEIGH, unix.RTM_DELNEIGH:
		ok = p.fdb.print(r)
	case unix.RTM_NEWMDB, unix.RTM_DELMDB:
		ok = p.mdb.event(r)
	case unix.RTM_NEWVLAN, unix.RTM_DELVLAN:
		ok = p.vlan.entries(r)
	case unix.RTM_NEWTUNNEL, unix.RTM_DELTUNNEL:
		ok = p.vni.print(r)
	case timestamped:
		v := nl.Value(r.Data)
		p.e.FileTimestamp(v.U32(), v.From(4).U32())
	}
	p.e.Spill()
	if !ok {
		return cli.Silent(failed)
	}
	return nil
}

// saved prints the events in a file.
func (p *eventPrinter) saved(name string) error {
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return cli.Quit(failed, info.Perror("Cannot fopen", err))
	}
	defer unix.Close(fd)
	if err = nl.FromFile(fd, p.print); err != nil {
		return cli.Status(err, failed, false)
	}
	return nil
}
