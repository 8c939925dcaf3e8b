package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

// counters lists the traffic of VLANs: that of bridges, then that of ports.
func (p *vlanPrinter) counters(c *nl.Conn) error {
	p.e.Begin()
	p.e.Text(countTitle)
	for _, attr := range [...]uint16{uapi.IFLA_STATS_LINK_XSTATS, uapi.IFLA_STATS_LINK_XSTATS_SLAVE} {
		var h [statsHeaderLen]byte // struct if_stats_msg
		nl.Native.PutUint32(h[8:], 1<<(attr-1))
		if err := list(p.e, c.New(unix.RTM_GETSTATS, 0, h[:]), terminated, p.counted); err != nil {
			return err
		}
	}
	p.e.End()
	return nil
}

const statsHeaderLen = 12

func (p *vlanPrinter) counted(r nl.Reply) bool {
	t := nl.Table(p.sub[:uapi.IFLA_STATS_LINK_XSTATS_SLAVE+1])
	if !r.Attrs(t, statsHeaderLen) {
		return tooShort(p.e, r, statsHeaderLen)
	}
	index := nl.Value(r.Data[4:]).U32()
	if !pass(p.keep.vlan.index, index) {
		return true
	}
	ports, masters := t[uapi.IFLA_STATS_LINK_XSTATS_SLAVE], t[uapi.IFLA_STATS_LINK_XSTATS]
	for _, list := range [...]nl.Value{masters, ports} {
		for typ, v := range nl.Attrs(list) {
			if typ == kind.XStatsBridge {
				p.perVLAN(v, index)
				break
			}
		}
	}
	return true
}

// perVLAN prints each struct bridge_vlan_xstats of a list.
func (p *vlanPrinter) perVLAN(list nl.Value, index uint32) {
	e := p.e
	opened := false
	for typ, v := range nl.Attrs(list) {
		vid, flags := v.From(32).U16(), v.From(34).U16()
		if typ != uapi.BRIDGE_XSTATS_VLAN || !pass(p.keep.vlan.vid, uint32(vid)) {
			continue
		}
		// VLANs of ports alone are told of with those.
		if flags&uapi.BRIDGE_VLAN_INFO_MASTER != 0 && flags&uapi.BRIDGE_VLAN_INFO_BRENTRY == 0 {
			continue
		}
		p.open(&opened, index)
		e.Obj("")
		e.Uint("vid", "%", uint64(vid))
		printVLANFlags(e, flags)
		e.NL()
		printTraffic(e, v, v.From(8), v.From(16), v.From(24))
		e.EndObj()
	}
	if opened {
		closePort(e)
	}
}

// printTraffic prints counters, each in the first eight bytes of its value.
func printTraffic(e *cli.Env, rxBytes, rxPackets, txBytes, txPackets nl.Value) {
	e.Text(underVID)
	e.Uint("rx_bytes", "RX: % bytes", rxBytes.U64())
	e.Uint("rx_packets", " % packets\n", rxPackets.U64())
	e.Text(underVID)
	e.Uint("tx_bytes", "TX: % bytes", txBytes.U64())
	e.Uint("tx_packets", " % packets\n", txPackets.U64())
}
