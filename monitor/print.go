package monitor

import (
	"strconv"

	"gip/addr"
	"gip/addr/label"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"
	"gip/link/netconf"
	"gip/link/stats"
	"gip/netns"
	"gip/route"
	"gip/route/mroute"
	"gip/rule"

	"golang.org/x/sys/unix"
)

// stamped is the type of a saved message that says when the next came (NLMSG_TSTAMP).
const stamped = 15

// A printer prints events of any kind, as text: the reference has no JSON of them.
type printer struct {
	e      *cli.Env
	labels bool
	allNS  bool
	live   bool  // events come from the kernel, not from a file
	nsid   int32 // the namespace that the event is from, -1: this one

	link    *info.Printer
	addr    *addr.Printer
	route   *route.Printer
	mroute  *mroute.Printer
	neigh   *addr.NeighPrinter
	rule    *rule.Printer
	netconf *netconf.Printer
	stats   *stats.Printer

	routeHead func()

	knowsNS bool // the names of namespaces were looked for
}

func newPrinter(e *cli.Env, q *asked) *printer {
	p := &printer{e: e, labels: q.labels, allNS: q.allNS}
	p.link = info.New(e)
	p.link.Filter = info.NewFilter(unix.AF_UNSPEC)
	p.link.Index, p.link.AsLink, p.link.Queue = q.index, e.ShownLinks, false
	p.link.Head = p.head("[LINK]")
	p.addr = addr.NewPrinter(e, &info.Query{Filter: p.link.Filter})
	p.addr.Dev, p.addr.Head = true, p.head("[ADDR]")
	p.neigh = addr.NewNeighPrinter(e, q.index)
	p.neigh.Head = p.head("[NEIGH]")
	p.rule = rule.NewPrinter(e)
	p.rule.Head = p.head("[RULE]")
	p.netconf = netconf.NewPrinter(e)
	p.netconf.Index, p.netconf.Head = q.index, p.head("[NETCONF]")
	p.stats = stats.NewPrinter(e)
	p.stats.Head = p.head("[STATS]")
	p.route = route.NewEventPrinter(e, q.index)
	p.routeHead = p.head("[ROUTE]")
	p.mroute = mroute.NewPrinter(e)
	p.mroute.Iif, p.mroute.Head = q.index, p.head("[MROUTE]")
	return p
}

// head is what comes before an event.
func (p *printer) head(label string) func() {
	return func() {
		if p.e.Stamp {
			p.e.Timestamp()
		}
		switch {
		case !p.allNS:
		case p.nsid < 0:
			p.e.Puts("[nsid current]")
		default:
			p.e.Puts("[nsid " + strconv.Itoa(int(p.nsid)) + "]")
		}
		if p.labels {
			p.e.Puts(label)
		}
	}
}

// warn tells s on standard error, behind what was printed before: of saved events the
// reference holds that back.
func (p *printer) warn(s string) {
	if p.live || cli.Terminal(1) {
		p.e.Flush()
	}
	p.e.Warn(s)
}

// print prints the event r from the namespace nsid. Its error ends the monitor.
func (p *printer) print(r nl.Reply, nsid int32) error {
	e := p.e
	p.nsid = nsid
	switch r.Type {
	case unix.RTM_NEWROUTE, unix.RTM_DELROUTE:
		if err := p.printRoute(r); err != nil {
			return err
		}
	case unix.RTM_NEWLINK, unix.RTM_DELLINK:
		if r.Type == unix.RTM_DELLINK && len(r.Data) >= info.HeaderLen {
			e.Forget(nl.Value(r.Data[4:]).U32())
		}
		info.Remember(e, r)
		p.learnNS()
		p.link.Print(r)
	case unix.RTM_NEWADDR, unix.RTM_DELADDR,
		uapi.RTM_NEWMULTICAST, uapi.RTM_DELMULTICAST, uapi.RTM_NEWANYCAST, uapi.RTM_DELANYCAST:
		p.addr.Print(r)
	case unix.RTM_NEWNEIGH, unix.RTM_DELNEIGH, unix.RTM_GETNEIGH:
		if e.Family == unix.AF_UNSPEC || len(r.Data) > 0 && r.Data[0] == e.Family {
			if err := p.neigh.Print(r); err != nil {
				p.warn(err.Error())
			}
		}
	case unix.RTM_NEWRULE, unix.RTM_DELRULE:
		p.rule.Print(r)
	case unix.RTM_NEWNETCONF, unix.RTM_DELNETCONF:
		if err := p.netconf.Print(r); err != nil {
			p.warn(err.Error())
		}
	case unix.RTM_NEWSTATS:
		if !p.short(r, 12, "") {
			p.stats.Print(r)
		}
	case unix.RTM_NEWNSID, unix.RTM_DELNSID:
		if !p.short(r, 4, " in print_nsid") {
			p.record("[NSID]", r, printNSID)
		}
	case uapi.RTM_NEWNEXTHOP, uapi.RTM_DELNEXTHOP:
		p.record("[NEXTHOP]", r, route.PrintNexthopReply)
		p.route.NexthopEvent(r)
	case uapi.RTM_NEWNEXTHOPBUCKET, uapi.RTM_DELNEXTHOPBUCKET:
		p.record("[NEXTHOPBUCKET]", r, route.PrintBucketReply)
	case unix.RTM_NEWPREFIX:
		p.prefix(r)
	case stamped:
		v := nl.Value(r.Data)
		e.FileTimestamp(v.U32(), v.From(4).U32())
	case unix.RTM_NEWADDRLABEL, unix.RTM_DELADDRLABEL:
		p.record("[ADDRLABEL]", r, label.Print)
	case unix.NLMSG_ERROR, unix.NLMSG_NOOP, unix.NLMSG_DONE:
	default:
		p.unknown(r)
	}
	e.Spill()
	return nil
}

// printRoute prints a route, or a multicast one. Only what is too short to be one ends
// the monitor.
func (p *printer) printRoute(r nl.Reply) error {
	if p.short(r, unix.SizeofRtMsg, "") {
		return cli.Silent(1)
	}
	if nl.Value(r.Data[8:]).U32()&unix.RTM_F_CLONED != 0 {
		return nil
	}
	if f := r.Data[0]; f == uapi.RTNL_FAMILY_IPMR || f == uapi.RTNL_FAMILY_IP6MR {
		if err := p.mroute.Print(r); err != nil {
			p.warn(err.Error())
		}
		return nil
	}
	return p.route.PrintEvent(r, p.routeHead)
}

// record prints an event by a function that prints all that it is given, or fails.
func (p *printer) record(label string, r nl.Reply, print func(e *cli.Env, r nl.Reply) error) {
	n := p.e.Len()
	p.head(label)()
	if err := print(p.e, r); err != nil {
		p.e.Cut(min(n, p.e.Len()))
		if s := err.Error(); s != "" {
			p.warn(s)
		}
	}
}

// short complains of an event of fewer than n bytes, as the reference does.
func (p *printer) short(r nl.Reply, n int, where string) bool {
	err := cli.TooShort(r, n)
	if err != nil {
		p.warn(err.Error() + where)
	}
	return err != nil
}

// learnNS has the names of namespaces known, once there is a directory of them.
func (p *printer) learnNS() {
	e := p.e
	if p.knowsNS || !p.live {
		return
	}
	c, err := e.Conn()
	if err != nil {
		return
	}
	before := e.NSNames // by the events so far
	e.NSNames = nil
	netns.Learn(e, c)
	if p.knowsNS = e.NSNames != nil; !p.knowsNS {
		e.NSNames = before
		return
	}
	for id, name := range before {
		e.NSNames[id] = name
	}
}

// printNSID leaves what a namespace is called to be told once more: when it goes.
func printNSID(e *cli.Env, r nl.Reply) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	if e.NSNames == nil {
		e.NSNames = make(map[int32]string)
	}
	return netns.PrintID(e, c, r)
}

func (p *printer) unknown(r nl.Reply) {
	s := "Unknown message:"
	for _, f := range [...]struct {
		name string
		v    uint64
	}{{" type=", uint64(r.Type)}, {" flags=", uint64(r.Flags)}, {" len=", uint64(len(r.Msg))}} {
		h := strconv.FormatUint(f.v, 16)
		s += f.name + "0x" + "00000000"[:8-len(h)] + h + "(" + strconv.FormatUint(f.v, 10) + ")"
	}
	p.warn(s)
}
