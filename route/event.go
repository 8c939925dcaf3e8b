package route

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// NewEventPrinter is for events: it writes the routes of the family that was asked
// for, of the cache none, and with an index only those that leave by that link.
func NewEventPrinter(e *cli.Env, index uint32) *Printer {
	f := newFilter(e.Family)
	f.oif, f.hasOif = index, index != 0
	return &Printer{e: e, f: f}
}

// PrintEvent is Print for what an event tells of. head is called before a route that
// passes. Between two events links may be called otherwise: their names are asked for
// anew.
func (p *Printer) PrintEvent(r nl.Reply, head func()) error {
	t := nl.Table(p.tb[:])
	if !r.Attrs(t, hdrLen) {
		return cli.TooShort(r, hdrLen)
	}
	h := r.Data[:hdrLen]
	table := tableOf(h, t)
	if !p.f.pass(h, t, table) {
		return nil
	}
	p.dev, p.devName = 0, ""
	head()
	p.print(r.Type, h, t, table)
	return nil
}

// NexthopEvent takes note of what a nexthop is now, or that it is gone: routes are
// shown with it where details are (RTM_NEWNEXTHOP, RTM_DELNEXTHOP).
func (p *Printer) NexthopEvent(r nl.Reply) {
	if p.e.Details == 0 || len(r.Data) < nhHdrLen {
		return
	}
	id := uint32(0)
	for typ, v := range nl.Attrs(r.Data[nhHdrLen:]) {
		if typ == nhaID {
			id = v.U32()
			break
		}
	}
	switch {
	case r.Type == uapi.RTM_DELNEXTHOP:
		if p.infos != nil {
			delete(p.infos.byID, id)
		}
	case p.knowNexthops():
		p.infos.byID[id] = nexthopObject{append([]byte(nil), r.Data...)}
	}
}

// knowNexthops opens the socket that nexthops are asked for on.
func (p *Printer) knowNexthops() bool {
	if p.infos == nil {
		c, err := p.e.Dial(unix.NETLINK_ROUTE)
		if err != nil {
			return false
		}
		p.infos = &nexthops{c: c, byID: make(map[uint32]nexthopObject)}
	}
	return true
}
