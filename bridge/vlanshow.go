package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const (
	nameWidth = unix.IFNAMSIZ
	vidWidth  = 9

	// Below the name, and below what stands behind it.
	underName = "                  "
	underVID  = underName + "  "
)

// A vlanPrinter prints VLANs of ports and of bridges.
type vlanPrinter struct {
	e       *cli.Env
	keep    *kept
	tunnels bool               // show what tunnels VLANs are mapped to
	head    func(label string) // called before a record that passes
	tb      [unix.IFLA_AF_SPEC + 1]nl.Value
	sub     [uapi.BRIDGE_VLANDB_GOPTS_MAX + 1]nl.Value
	stats   [uapi.BRIDGE_VLANDB_STATS_MAX + 1]nl.Value
}

func newVLANPrinter(e *cli.Env) *vlanPrinter { return &vlanPrinter{e: e, keep: keep(e)} }

// What stands above a table.
const (
	portTitle   = "port              "
	vlanTitle   = portTitle + "vlan-id  \n"
	tunnelTitle = portTitle + "vlan-id    tunnel-id\n"
	countTitle  = portTitle + "vlan-id\n"
)

func showVLANs(e *cli.Env, a *cli.Args, tunnels bool) error {
	p := newVLANPrinter(e)
	p.tunnels = tunnels
	if err := filter(e, a, &p.keep.vlan.index, &p.keep.vlan.vid); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	switch {
	case e.Details > 0 && !tunnels:
		flags := uint32(0)
		if e.Stats > 0 {
			flags = uapi.BRIDGE_VLANDB_DUMPF_STATS
		}
		return p.database(c, flags, p.entries)
	case e.Stats > 0:
		return p.counters(c)
	}
	m := c.New(unix.RTM_GETLINK, 0, linkHeader(0))
	if e.Compress {
		m.PutU32(unix.IFLA_EXT_MASK, uapi.RTEXT_FILTER_BRVLAN_COMPRESSED)
	} else {
		m.PutU32(unix.IFLA_EXT_MASK, uapi.RTEXT_FILTER_BRVLAN)
	}
	e.Begin()
	if tunnels {
		e.Text(tunnelTitle)
	} else {
		e.Text(vlanTitle)
	}
	if err := list(e, m, terminated, p.link); err != nil {
		return err
	}
	e.End()
	return nil
}

// link prints a link's VLANs, or what tunnels they are mapped to.
func (p *vlanPrinter) link(r nl.Reply) bool {
	e := p.e
	if r.Type != unix.RTM_NEWLINK {
		return strange(e, "Not RTM_NEWLINK", r)
	}
	t := nl.Table(p.tb[:])
	if !r.Attrs(t, unix.SizeofIfInfomsg) {
		return tooShort(e, r, unix.SizeofIfInfomsg)
	}
	h := nl.Value(r.Data)
	index := h.From(4).U32()
	spec := t[unix.IFLA_AF_SPEC]
	if h[0] != unix.AF_BRIDGE || !pass(p.keep.vlan.index, index) || spec == nil {
		return true
	}
	if p.tunnels {
		p.mapped(spec, index)
	} else {
		p.members(spec, index)
	}
	return true
}

// past reports whether a sorted list is past the VLAN that is asked for, and skip
// whether this one is not shown: the first of a range is shown with its last.
func (p *vlanPrinter) past(vid, flags uint16) (past, skip bool) {
	asked := p.keep.vlan.vid
	past = asked != 0 && uint32(vid) > asked && flags&uapi.BRIDGE_VLAN_INFO_RANGE_END == 0
	skip = flags&uapi.BRIDGE_VLAN_INFO_RANGE_BEGIN != 0 || uint32(vid) < asked
	return past, skip
}

// open begins what is told of a port, or another line of it.
func (p *vlanPrinter) open(opened *bool, index uint32) {
	if *opened {
		p.e.Text(underName)
		return
	}
	*opened = true
	p.port(index)
}

func (p *vlanPrinter) port(index uint32) {
	key := "vlans"
	if p.tunnels {
		key = "tunnels"
	}
	openPort(p.e, index, key)
}

// openPort begins the record of a port, whose list is called key.
func openPort(e *cli.Env, index uint32, key string) {
	e.Obj("")
	e.Left(nameWidth).Color(out.Ifname).Str("ifname", "%  ", e.LinkName(index))
	e.Arr(key)
}

func closePort(e *cli.Env) {
	e.EndArr()
	e.EndObj()
}

func (p *vlanPrinter) members(list nl.Value, index uint32) {
	e := p.e
	first := uint16(0)
	opened := false
	for typ, v := range nl.Attrs(list) {
		if typ != uapi.IFLA_BRIDGE_VLAN_INFO {
			continue
		}
		flags, vid := v.U16(), v.From(2).U16()
		if flags&uapi.BRIDGE_VLAN_INFO_RANGE_END == 0 {
			first = vid
		}
		past, skip := p.past(vid, flags)
		if past {
			break
		}
		if skip {
			continue
		}
		p.open(&opened, index)
		e.Obj("")
		numbers(e, "vlan", uint32(first), uint32(vid))
		printVLANFlags(e, flags)
		e.EndObj()
		e.NL()
	}
	if opened {
		closePort(e)
	}
}

func (p *vlanPrinter) mapped(list nl.Value, index uint32) {
	e := p.e
	var firstVID uint16
	var firstID uint32
	opened := false
	for typ, v := range nl.Attrs(list) {
		if typ != uapi.IFLA_BRIDGE_VLAN_TUNNEL_INFO {
			continue
		}
		t := nl.Table(p.sub[:uapi.IFLA_BRIDGE_VLAN_TUNNEL_MAX+1]).Index(v)
		if t[uapi.IFLA_BRIDGE_VLAN_TUNNEL_VID] == nil {
			continue
		}
		vid, id := t[uapi.IFLA_BRIDGE_VLAN_TUNNEL_VID].U16(), t[uapi.IFLA_BRIDGE_VLAN_TUNNEL_ID].U32()
		flags := t[uapi.IFLA_BRIDGE_VLAN_TUNNEL_FLAGS].U16()
		if flags&uapi.BRIDGE_VLAN_INFO_RANGE_END == 0 {
			firstVID, firstID = vid, id
		}
		past, skip := p.past(vid, flags)
		if past {
			break
		}
		if skip {
			continue
		}
		p.open(&opened, index)
		e.Obj("")
		fill(e, vidWidth-numbers(e, "vlan", uint32(firstVID), uint32(vid)))
		numbers(e, "tunid", firstID, id)
		e.EndObj()
		e.NL()
	}
	if opened {
		closePort(e)
	}
}

// numbers prints a range of numbers, called key and keyEnd in JSON, and returns how
// wide it came out.
func numbers(e *cli.Env, key string, from, to uint32) int {
	start := e.Len()
	e.Uint(key, "%", uint64(from))
	if from != to {
		e.Uint(key+"End", "-%", uint64(to))
	}
	return e.Len() - start
}

// fill prints blanks for what a column of text lacks, or has too much, and two more.
func fill(e *cli.Env, n int) {
	if !e.JSON {
		e.Text(underVID[:max(n, -n)+2])
	}
}

// printVLANFlags prints what a port does with a VLAN's packets.
func printVLANFlags(e *cli.Env, flags uint16) {
	if flags == 0 {
		return
	}
	e.Arr("flags")
	if flags&uapi.BRIDGE_VLAN_INFO_PVID != 0 {
		e.Str(out.Elem, " %", "PVID")
	}
	if flags&uapi.BRIDGE_VLAN_INFO_UNTAGGED != 0 {
		e.Str(out.Elem, " %", "Egress Untagged")
	}
	e.EndArr()
}
