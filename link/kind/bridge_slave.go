package kind

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var bridgePort = Kind{
	Name:    "bridge",
	Summary: "a port of a bridge",
	Unknown: `bridge_slave: unknown option "%"?`,
	Help:    "",
	Rows: attr.Rows{
		{Name: "f|db_flush", Attr: uapi.IFLA_BRPORT_FLUSH, Type: attr.Flag{}, Only: attr.Set},
		{Name: "s|tate", Args: "STATE", Attr: uapi.IFLA_BRPORT_STATE, Type: portState{}, Bad: "state is invalid"},
		{Name: "p|riority", Args: "PRIO", Attr: uapi.IFLA_BRPORT_PRIORITY, Type: attr.U16, Bad: "priority is invalid"},
		{Name: "c|ost", Args: "COST", Attr: uapi.IFLA_BRPORT_COST, Type: portCost{attr.U32}, Bad: "cost is invalid"},
		{Name: "h|airpin", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_MODE, Type: portSwitch{}},
		{Name: "g|uard", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_GUARD, Type: portSwitch{}},
		{Name: "r|oot_block", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_PROTECT, Type: portSwitch{}},
		{Name: "fa|stleave", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_FAST_LEAVE, Type: portSwitch{}},
		{Name: "l|earning", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_LEARNING, Type: portSwitch{}},
		{Name: "fl|ood", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_UNICAST_FLOOD, Type: portSwitch{}},
		{Text: "port_id", Key: "id", Attr: uapi.IFLA_BRPORT_ID, Type: attr.Hex{T: attr.U16}, Only: attr.Get},
		{Text: "port_no", Key: "no", Attr: uapi.IFLA_BRPORT_NO, Type: attr.Hex{T: attr.U16}, Only: attr.Get},
		{Text: "designated_port", Attr: uapi.IFLA_BRPORT_DESIGNATED_PORT, Type: attr.U16, Only: attr.Get},
		{Text: "designated_cost", Attr: uapi.IFLA_BRPORT_DESIGNATED_COST, Type: attr.U16, Only: attr.Get},
		{Text: "designated_bridge", Key: "bridge_id", Attr: uapi.IFLA_BRPORT_BRIDGE_ID, Type: bridgeID{}, Only: attr.Get},
		{Text: "designated_root", Key: "root_id", Attr: uapi.IFLA_BRPORT_ROOT_ID, Type: bridgeID{}, Only: attr.Get},
		{Text: "hold_timer", Attr: uapi.IFLA_BRPORT_HOLD_TIMER, Type: ticks{}, Only: attr.Get},
		{Text: "message_age_timer", Attr: uapi.IFLA_BRPORT_MESSAGE_AGE_TIMER, Type: ticks{}, Only: attr.Get},
		{Text: "forward_delay_timer", Attr: uapi.IFLA_BRPORT_FORWARD_DELAY_TIMER, Type: ticks{}, Only: attr.Get},
		{Text: "topology_change_ack", Attr: uapi.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, Type: attr.U8, Only: attr.Get},
		{Text: "config_pending", Attr: uapi.IFLA_BRPORT_CONFIG_PENDING, Type: attr.U8, Only: attr.Get},
		{Name: "pro|xy_arp", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_PROXYARP, Type: portSwitch{}},
		{Name: "proxy_arp_|wifi", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_PROXYARP_WIFI, Type: portSwitch{}},
		{Name: "m|cast_flood", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_MCAST_FLOOD, Type: portSwitch{}, Only: attr.Set},
		{Name: "b|cast_flood", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_BCAST_FLOOD, Type: portSwitch{}, Only: attr.Set},
		{Name: "mcast_t|o_unicast", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_MCAST_TO_UCAST, Type: portSwitch{}, Only: attr.Set},
		{Name: "mcast_r|outer", Args: "MULTICAST_ROUTER", Key: "multicast_router", Attr: uapi.IFLA_BRPORT_MULTICAST_ROUTER, Type: attr.U8},
		{Name: "mcast_fa|st_leave", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_FAST_LEAVE, Type: fastLeave{}},
		{Text: "mcast_flood", Attr: uapi.IFLA_BRPORT_MCAST_FLOOD, Type: portSwitch{}, Only: attr.Get},
		{Text: "bcast_flood", Attr: uapi.IFLA_BRPORT_BCAST_FLOOD, Type: portSwitch{}, Only: attr.Get},
		{Text: "mcast_to_unicast", Attr: uapi.IFLA_BRPORT_MCAST_TO_UCAST, Type: portSwitch{}, Only: attr.Get},
		{Name: "n|eigh_suppress", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_NEIGH_SUPPRESS, Type: portSwitch{}},
		{Name: "neigh_vlan_suppress", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, Type: portSwitch{}},
		{Name: "neigh_forward_grat", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_NEIGH_FORWARD_GRAT, Type: portSwitch{}},
		{Name: "gr|oup_fwd_mask", Args: "MASK", Attr: uapi.IFLA_BRPORT_GROUP_FWD_MASK, Type: fwdMask{}},
		{Name: "v|lan_tunnel", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_VLAN_TUNNEL, Type: portSwitch{}},
		{Name: "i|solated", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_ISOLATED, Type: portSwitch{}},
		{Name: "lo|cked", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_LOCKED, Type: portSwitch{}},
		{Name: "mab", Args: "{on | off}", Attr: uapi.IFLA_BRPORT_MAB, Type: portSwitch{}},
		{Name: "ba|ckup_port", Args: "DEVICE", Attr: uapi.IFLA_BRPORT_BACKUP_PORT, Type: backupPort{}},
		{Name: "no|backup_port", Attr: uapi.IFLA_BRPORT_BACKUP_PORT, Type: noBackup{}, Only: attr.Set},
		{Name: "backup_nhid", Args: "NHID", Attr: uapi.IFLA_BRPORT_BACKUP_NHID, Type: attr.U32, Bad: "backup_nhid is invalid"},
	},
}

// portState is a number on the command line, and printed by its name.
type portState struct{}

var portStates = attr.Enum{T: attr.U8, Names: []string{"disabled", "listening", "learning", "forwarding", "blocking"}}

func (portState) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return attr.U8.Parse(e, a, m, r, no)
}

func (portState) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	if s := portStates.Name(uint64(v.U8()), ""); s != "" {
		e.Str("state", "state % ", s)
		return
	}
	e.Int("state_index", "state (%) ", int64(v.U8()))
}

// portCost is printed with a sign.
type portCost struct{ attr.Int }

func (portCost) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Int(r.K(), r.F(), int64(int32(v.U32())))
}

// portSwitch is a byte of on and off; a wrong word exits on the spot.
type portSwitch struct{}

func (portSwitch) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	on, err := attr.ParseOnOff(e, a, cli.Plain(r.Name))
	if err != nil {
		if c, ok := err.(*cli.Error); ok && !c.Exit {
			return cli.Quit(1, c.Msg)
		}
		return err
	}
	v := uint8(0)
	if on {
		v = 1
	}
	m.PutU8(r.Attr, v)
	return nil
}

func (portSwitch) Print(e *cli.Env, r *attr.Row, v nl.Value) { e.OnOff(r.K(), r.F(), v.U8() != 0) }

// fastLeave is fastleave under another name, which JSON has once.
type fastLeave struct{ portSwitch }

func (fastLeave) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if !e.JSON {
		e.OnOff(r.K(), r.F(), v.U8() != 0)
	}
}

// fwdMask is which link-local groups are forwarded; some of them have names.
type fwdMask struct{}

func (fwdMask) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return attr.U16.Parse(e, a, m, r, no)
}

func (fwdMask) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	mask := v.U16()
	e.Hex(r.K(), r.F(), uint64(mask))
	var s [128]byte
	b := s[:0]
	for i := 0; i < 16; i++ {
		if mask&(1<<i) == 0 {
			continue
		}
		if len(b) > 0 {
			b = append(b, ',')
		}
		switch i {
		case 0:
			b = append(b, "stp"...)
		case 2:
			b = append(b, "lacp"...)
		case 14:
			b = append(b, "lldp"...)
		default:
			b = strconv.AppendUint(append(b, "0x"...), 1<<i, 16)
		}
	}
	if len(b) == 0 {
		b = append(b, "0x0"...)
	}
	e.Bytes("group_fwd_mask_str", "group_fwd_mask_str % ", b)
}

// backupPort is the port that takes over when this one loses its carrier.
type backupPort struct{}

func (backupPort) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	i := e.LinkIndex(w)
	if i == 0 {
		return cli.Invalid("Device does not exist\n", w)
	}
	m.PutU32(r.Attr, i)
	return nil
}

func (backupPort) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Str(r.K(), r.F(), e.LinkName(v.U32()))
}

type noBackup struct{ attr.WriteOnly }

func (noBackup) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	m.PutU32(r.Attr, 0)
	return nil
}
