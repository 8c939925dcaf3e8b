package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

func showGlobalVLANs(e *cli.Env, a *cli.Args) error {
	p := newVLANPrinter(e)
	if err := filter(e, a, &p.keep.vlan.index, &p.keep.vlan.vid); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	return p.database(c, uapi.BRIDGE_VLANDB_DUMPF_GLOBAL, p.globals)
}

// database lists VLANs with their options (RTM_GETVLAN).
func (p *vlanPrinter) database(c *nl.Conn, flags uint32, print func(nl.Reply) bool) error {
	m := c.New(unix.RTM_GETVLAN, 0, vlanHeader(0))
	m.PutU32(uapi.BRIDGE_VLANDB_DUMP_FLAGS, flags)
	p.e.Begin()
	p.e.Text(vlanTitle)
	if p.e.JSON {
		p.keep.vlan.port = 0 // the reference, which goes on with it, aborts
	}
	if err := list(p.e, m, terminated, print); err != nil {
		return err
	}
	if p.keep.vlan.port != 0 {
		closePort(p.e)
	}
	p.e.End()
	return nil
}

// entries and globals print a message of VLANs: what it has, or only options of bridges.
func (p *vlanPrinter) entries(r nl.Reply) bool { return p.message(r, false) }
func (p *vlanPrinter) globals(r nl.Reply) bool { return p.message(r, true) }

func (p *vlanPrinter) message(r nl.Reply, globals bool) bool {
	e := p.e
	if r.Type != unix.RTM_NEWVLAN && r.Type != unix.RTM_DELVLAN && r.Type != unix.RTM_GETVLAN {
		return strange(e, "Unknown vlan rtm message", r)
	}
	h := nl.Value(r.Data)
	if len(h) < vlanHeaderLen {
		return tooShort(e, r, vlanHeaderLen)
	}
	index := h.From(4).U32()
	if h[0] != unix.AF_BRIDGE || !pass(p.keep.vlan.index, index) {
		return true
	}
	if p.head != nil {
		p.head("[VLAN]")
		p.keep.vlan.port = 0
	}
	if r.Type == unix.RTM_DELVLAN {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	if p.keep.vlan.port != 0 && p.keep.vlan.port != index {
		closePort(e)
		p.keep.vlan.port = 0
	}
	for typ, v := range nl.Attrs(h[vlanHeaderLen:]) {
		switch {
		case typ == uapi.BRIDGE_VLANDB_ENTRY && !globals:
			p.entry(v, index)
		case typ == uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS:
			p.global(v, index)
		}
	}
	return true
}

// asked reports whether a range has the VLAN that is asked for.
func (p *vlanPrinter) asked(from, to uint16) bool {
	v := p.keep.vlan.vid
	return v == 0 || v >= uint32(from) && v <= uint32(to)
}

// begin begins the record of a range of VLANs, which is one of a port's. In a batch
// the reference takes the port of the list before for one that stands open.
func (p *vlanPrinter) begin(index uint32, from, to uint16) {
	if p.keep.vlan.port != index {
		p.port(index)
		p.keep.vlan.port = index
	} else {
		p.e.Text(underName)
	}
	p.e.Obj("")
	numbers(p.e, "vlan", uint32(from), uint32(to))
}

func (p *vlanPrinter) entry(v nl.Value, index uint32) {
	e := p.e
	t := nl.Table(p.sub[:uapi.BRIDGE_VLANDB_ENTRY_MAX+1]).Index(v)
	info := t[uapi.BRIDGE_VLANDB_ENTRY_INFO]
	from := info.From(2).U16()
	to := from
	if v := t[uapi.BRIDGE_VLANDB_ENTRY_RANGE]; v != nil {
		to = v.U16()
	}
	if !p.asked(from, to) {
		return
	}
	p.begin(index, from, to)
	printVLANFlags(e, info.U16())
	e.NL()
	e.Text(underVID)
	printState(e, t[uapi.BRIDGE_VLANDB_ENTRY_STATE].U8())
	if v := t[uapi.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER]; v != nil {
		e.Uint("mcast_router", "mcast_router % ", uint64(v.U8()))
	}
	if v := t[uapi.BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS]; v != nil {
		e.Uint("mcast_n_groups", "mcast_n_groups % ", uint64(v.U32()))
	}
	if v := t[uapi.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS]; v != nil {
		e.Uint("mcast_max_groups", "mcast_max_groups % ", uint64(v.U32()))
	}
	if v := t[uapi.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS]; v != nil {
		e.OnOff("neigh_suppress", "neigh_suppress % ", v.U8() != 0)
	}
	if v := t[uapi.BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT]; v != nil {
		e.OnOff("neigh_forward_grat", "neigh_forward_grat % ", v.U8() != 0)
	}
	e.NL()
	if e.Stats > 0 {
		s := nl.Table(p.stats[:]).Index(t[uapi.BRIDGE_VLANDB_ENTRY_STATS])
		printTraffic(e, s[uapi.BRIDGE_VLANDB_STATS_RX_BYTES], s[uapi.BRIDGE_VLANDB_STATS_RX_PACKETS],
			s[uapi.BRIDGE_VLANDB_STATS_TX_BYTES], s[uapi.BRIDGE_VLANDB_STATS_TX_PACKETS])
	}
	e.EndObj()
}

func (p *vlanPrinter) global(v nl.Value, index uint32) {
	e := p.e
	t := nl.Table(p.sub[:]).Index(v)
	from := t[uapi.BRIDGE_VLANDB_GOPTS_ID].U16()
	to := from
	if v := t[uapi.BRIDGE_VLANDB_GOPTS_RANGE]; v != nil {
		to = v.U16()
	}
	if !p.asked(from, to) {
		return
	}
	p.begin(index, from, to)
	e.NL()
	e.Text(underVID)
	for i := range globalOptions {
		o := &globalOptions[i]
		v := t[o.attr]
		if o.attr == uapi.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION {
			if q := t[uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE]; q != nil {
				kind.PrintQuerier(e, q)
			}
		}
		// The reference looks for another option in place of this one.
		there := v != nil
		if o.attr == uapi.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT {
			there = t[uapi.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION] != nil
		}
		if there {
			e.Uint(o.name, o.name+" % ", v[:min(int(o.size), len(v))].Uint())
		}
	}
	e.NL()
	for _, v := range nl.Attrs(t[uapi.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS]) { // MDBA_ROUTER
		p.routers(v)
		break
	}
	e.EndObj()
}

// routers prints the ports behind which a VLAN has multicast routers.
func (p *vlanPrinter) routers(list nl.Value) {
	e := p.e
	e.Text(underVID)
	e.Arr("router_ports")
	e.Text("router ports: ")
	first := true
	for _, v := range nl.Attrs(list) {
		e.Obj("")
		if e.Stats > 0 && !first {
			e.NL()
			e.Text(underVID + "              ")
		}
		first = false
		e.Str("port", "% ", e.LinkName(v.U32()))
		if e.Stats > 0 {
			printRouterStats(e, v)
		}
		e.EndObj()
	}
	e.EndArr()
	e.NL()
}
