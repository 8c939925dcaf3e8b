// Package monitor is ip monitor, and rtmon: what the kernel tells of changes, as they
// come.
package monitor

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip monitor [ all | OBJECTS ] [ FILE ] [ label ] [ all-nsid ] [ dev DEVICE ]
OBJECTS := link | address | maddress | acaddress | route | mroute | nexthop |
           neigh | rule | prefix | netconf | nsid | stats
FILE := file FILENAME
all and label say before each event what it is about
`

// A class is a kind of events that can be asked for, and the groups that they come
// from: of both families, of IPv4, of IPv6 and of MPLS.
type class struct {
	name              string
	exact             bool
	group             string // as a complaint names it, where it is one in any case
	any, v4, v6, mpls int8
}

// An abbreviation is the first that it fits; groups are joined in this order.
var classes = [...]class{
	{name: "link", any: unix.RTNLGRP_LINK},
	{name: "address", v4: unix.RTNLGRP_IPV4_IFADDR, v6: unix.RTNLGRP_IPV6_IFADDR},
	{name: "route", v4: unix.RTNLGRP_IPV4_ROUTE, v6: unix.RTNLGRP_IPV6_ROUTE, mpls: unix.RTNLGRP_MPLS_ROUTE},
	{name: "prefix", v6: unix.RTNLGRP_IPV6_PREFIX},
	{name: "neigh", any: unix.RTNLGRP_NEIGH},
	{name: "netconf", v4: unix.RTNLGRP_IPV4_NETCONF, v6: unix.RTNLGRP_IPV6_NETCONF, mpls: uapi.RTNLGRP_MPLS_NETCONF},
	{name: "rule", v4: unix.RTNLGRP_IPV4_RULE, v6: unix.RTNLGRP_IPV6_RULE},
	{name: "nsid", any: unix.RTNLGRP_NSID},
	{name: "nexthop", group: "nexthop", any: uapi.RTNLGRP_NEXTHOP},
	{name: "stats", exact: true, any: uapi.RTNLGRP_STATS},
	{name: "maddress", group: "mcaddr", v4: uapi.RTNLGRP_IPV4_MCADDR, v6: uapi.RTNLGRP_IPV6_MCADDR},
	{name: "acaddress", exact: true, group: "acaddr", v6: uapi.RTNLGRP_IPV6_ACADDR},
	{name: "mroute", v4: unix.RTNLGRP_IPV4_MROUTE, v6: unix.RTNLGRP_IPV6_MROUTE},
}

// bindGroups is how many groups a bind can ask for.
const bindGroups = 31

// asked is what the words ask for.
type asked struct {
	classes uint32 // a bit each
	file    string
	saved   bool // events are read from file
	labels  bool
	allNS   bool
	index   uint32
}

func parse(e *cli.Env, a *cli.Args) (q asked, err error) {
words:
	for a.More() {
		w, _ := a.Next()
		if cli.Prefix(w, "file") {
			if q.file, err = a.Next(); err != nil {
				return q, err
			}
			q.saved = true
			continue
		}
		if cli.Prefix(w, "label") {
			q.labels = true
			continue
		}
		for i := range classes {
			c := &classes[i]
			if w == c.name || !c.exact && cli.Prefix(w, c.name) {
				q.classes |= 1 << i
				continue words
			}
		}
		switch {
		case w == "all":
			q.labels = true
		case cli.Prefix(w, "all-nsid"):
			q.allNS = true
		case cli.Prefix(w, "help"):
			return q, cli.Usage(usage)
		case w == "dev":
			if w, err = a.Next(); err != nil {
				return q, err
			}
			if q.index = e.LinkIndex(w); q.index == 0 {
				return q, cli.Invalid("Device does not exist\n", w)
			}
		default:
			return q, cli.Quit(255, `Argument "`+w+`" is unknown, try "ip monitor help".`)
		}
	}
	return q, nil
}

// Run runs ip monitor: it prints events until it is ended.
func Run(e *cli.Env, a *cli.Args) error {
	q, err := parse(e, a)
	if err != nil {
		return err
	}
	e.Fixed = true // a link that is renamed: the reference's cache keeps the old name
	p := newPrinter(e, &q)
	if q.saved {
		fd, err := unix.Open(q.file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			return cli.Quit(255, info.Perror("Cannot fopen", err))
		}
		defer unix.Close(fd)
		if err = nl.FromFile(fd, func(r nl.Reply) error { return p.print(r, -1) }); err != nil {
			return cli.Status(err, 1, false)
		}
		return nil
	}
	c, err := e.Dial(unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer c.Close()
	if e.Rcvbuf == 0 {
		c.Hold(room)
	}
	if err := q.join(c, e.Family); err != nil {
		return err
	}
	asker, err := e.Conn()
	if err != nil {
		return err
	}
	if err := learnNames(e, asker); err != nil {
		return err
	}
	p.live = true
	p.learnNS()
	return cli.Status(c.Listen(p.print, e.Flush, func(err error) { p.warn(err.Error()) }), 2, true)
}

// room is how many bytes of events may wait, where that is ours to say: a batch's
// worth of them.
const room = 8 << 20

// join has c receive what is asked for, of all classes where none is named. A kernel
// that does not know a group (EINVAL) is left at that.
func (q *asked) join(c *nl.Conn, family uint8) error {
	var mask uint32
	q.groups(family, func(_ *class, _ string, group int8) error {
		if group > 0 && group <= bindGroups {
			mask |= 1 << (group - 1)
		}
		return nil
	})
	if err := c.Bind(mask); err != nil {
		return cli.Quit(1, info.Perror("Cannot bind netlink socket", err))
	}
	err := q.groups(family, func(cl *class, version string, group int8) error {
		if group <= bindGroups {
			return nil
		}
		err := c.Join(int(group))
		if err == nil || err == unix.EINVAL {
			return nil
		}
		name := cl.group
		if name == "" {
			if q.classes == 0 {
				return nil
			}
			name = cl.name
		}
		return cli.Quit(1, "Failed to add "+version+name+" group to list")
	})
	if err == nil && q.allNS {
		if err := c.AllNSID(); err != nil {
			return cli.Quit(1, info.Perror("NETLINK_LISTEN_ALL_NSID", err))
		}
	}
	return err
}

// groups calls do with each group, 0 among them, of each class that is asked for, of
// the family or any.
func (q *asked) groups(family uint8, do func(cl *class, version string, group int8) error) error {
	for i := range classes {
		cl := &classes[i]
		if q.classes != 0 && q.classes&(1<<i) == 0 {
			continue
		}
		for _, g := range [...]struct {
			family  uint8
			version string
			group   int8
		}{{family, "", cl.any}, {unix.AF_INET, "ipv4 ", cl.v4}, {unix.AF_INET6, "ipv6 ", cl.v6}, {unix.AF_MPLS, "", cl.mpls}} {
			if family != unix.AF_UNSPEC && family != g.family {
				continue
			}
			if err := do(cl, g.version, g.group); err != nil {
				return err
			}
		}
	}
	return nil
}

// learnNames takes note of what links are called: events tell of links that are gone.
func learnNames(e *cli.Env, c *nl.Conn) error {
	var h [info.HeaderLen]byte
	m := c.New(unix.RTM_GETLINK, 0, h[:])
	m.PutU32(unix.IFLA_EXT_MASK, namesOnly)
	for r, err := range c.Dump(m) {
		if err != nil {
			return e.DumpFailed(err, "Dump terminated")
		}
		info.Remember(e, r)
	}
	return nil
}

// namesOnly keeps all out of an answer that is not asked for here (RTEXT_FILTER_VF,
// SKIP_STATS, NAME_ONLY).
const namesOnly = 1<<0 | 1<<3 | 1<<8
