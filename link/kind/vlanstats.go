package kind

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
)

// BridgeVLANFlags prints the flags of a VLAN on a port (BRIDGE_VLAN_INFO_PVID, ...).
func BridgeVLANFlags(e *cli.Env, flags uint16) {
	if flags == 0 {
		return
	}
	e.Arr("flags")
	if flags&(1<<1) != 0 {
		e.Str(out.Elem, " %", "PVID")
	}
	if flags&(1<<2) != 0 {
		e.Str(out.Elem, " %", "Egress Untagged")
	}
	e.EndArr()
}

// BridgeVLANStats prints struct bridge_vlan_xstats: a VLAN, its flags and its traffic.
func BridgeVLANStats(e *cli.Env, v nl.Value) {
	e.Obj("")
	e.Uint("vid", "%", uint64(v.From(32).U16()))
	BridgeVLANFlags(e, v.From(34).U16())
	e.NL()
	BridgeVLANTraffic(e, v)
	e.EndObj()
}

// BridgeVLANTraffic prints the first four counters of struct bridge_vlan_xstats.
func BridgeVLANTraffic(e *cli.Env, v nl.Value) {
	e.Text(xstatsIndent)
	e.Uint("rx_bytes", "RX: % bytes", v.U64())
	e.Uint("rx_packets", " % packets\n", v.From(8).U64())
	e.Text(xstatsIndent)
	e.Uint("tx_bytes", "TX: % bytes", v.From(16).U64())
	e.Uint("tx_packets", " % packets\n", v.From(24).U64())
}
