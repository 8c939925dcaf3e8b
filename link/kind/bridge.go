package kind

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
)

var bridge = Kind{
	Name:    "bridge",
	Summary: "a switch",
	Unknown: `bridge: unknown command "%"?`,
	Rows: attr.Rows{
		{Name: "f|orward_delay", Args: "FORWARD_DELAY", Attr: uapi.IFLA_BR_FORWARD_DELAY, Type: attr.U32},
		{Name: "h|ello_time", Args: "HELLO_TIME", Attr: uapi.IFLA_BR_HELLO_TIME, Type: attr.U32},
		{Name: "m|ax_age", Args: "MAX_AGE", Attr: uapi.IFLA_BR_MAX_AGE, Type: attr.U32},
		{Name: "a|geing_time", Args: "AGEING_TIME", Attr: uapi.IFLA_BR_AGEING_TIME, Type: attr.U32},
		{Name: "s|tp_state", Args: "STP_STATE", Attr: uapi.IFLA_BR_STP_STATE, Type: attr.U32},
		{Name: "stp_mode", Args: "{ auto | user | kernel }", Attr: uapi.IFLA_BR_STP_MODE, Type: stpMode{}},
		{Name: "p|riority", Args: "PRIORITY", Attr: uapi.IFLA_BR_PRIORITY, Type: attr.U16},
		{Name: "v|lan_filtering", Args: "VLAN_FILTERING", Attr: uapi.IFLA_BR_VLAN_FILTERING, Type: attr.U8},
		{Name: "vlan_p|rotocol", Args: "{ 802.1Q | 802.1ad }", Attr: uapi.IFLA_BR_VLAN_PROTOCOL, Type: attr.EtherType{}},
		{Text: "bridge_id", Attr: uapi.IFLA_BR_BRIDGE_ID, Type: bridgeID{}, Only: attr.Get},
		{Text: "designated_root", Key: "root_id", Attr: uapi.IFLA_BR_ROOT_ID, Type: bridgeID{}, Only: attr.Get},
		{Text: "root_port", Attr: uapi.IFLA_BR_ROOT_PORT, Type: attr.U16, Only: attr.Get},
		{Text: "root_path_cost", Attr: uapi.IFLA_BR_ROOT_PATH_COST, Type: attr.U32, Only: attr.Get},
		{Text: "topology_change", Attr: uapi.IFLA_BR_TOPOLOGY_CHANGE, Type: attr.U8, Only: attr.Get},
		{Text: "topology_change_detected", Attr: uapi.IFLA_BR_TOPOLOGY_CHANGE_DETECTED, Type: attr.U8, Only: attr.Get},
		{Text: "hello_timer", Attr: uapi.IFLA_BR_HELLO_TIMER, Type: ticks{}, Only: attr.Get},
		{Text: "tcn_timer", Attr: uapi.IFLA_BR_TCN_TIMER, Type: ticks{}, Only: attr.Get},
		{Text: "topology_change_timer", Attr: uapi.IFLA_BR_TOPOLOGY_CHANGE_TIMER, Type: ticks{}, Only: attr.Get},
		{Text: "gc_timer", Attr: uapi.IFLA_BR_GC_TIMER, Type: ticks{}, Only: attr.Get},
		{Text: "fdb_n_learned", Attr: uapi.IFLA_BR_FDB_N_LEARNED, Type: attr.U32, Only: attr.Get},
		{Name: "fdb_max_learned", Args: "FDB_MAX_LEARNED", Attr: uapi.IFLA_BR_FDB_MAX_LEARNED, Type: attr.U32},
		{Name: "fd|b_flush", Attr: uapi.IFLA_BR_FDB_FLUSH, Type: attr.Flag{}, Only: attr.Set},
		{Name: "vlan_d|efault_pvid", Args: "VLAN_DEFAULT_PVID", Attr: uapi.IFLA_BR_VLAN_DEFAULT_PVID, Type: attr.U16},
		{Name: "vlan_s|tats_enabled", Args: "VLAN_STATS_ENABLED", Attr: uapi.IFLA_BR_VLAN_STATS_ENABLED, Type: attr.U8},
		{Name: "vlan_stats_p|er_port", Args: "VLAN_STATS_PER_PORT", Attr: uapi.IFLA_BR_VLAN_STATS_PER_PORT, Type: attr.U8},
		{Name: "g|roup_fwd_mask", Args: "MASK", Attr: uapi.IFLA_BR_GROUP_FWD_MASK, Type: attr.Hex{T: attr.U16}},
		{Name: "group_a|ddress", Args: "ADDRESS", Text: "group_address", Key: "group_addr", Attr: uapi.IFLA_BR_GROUP_ADDR, Type: attr.LLAddr{}},
		{Name: "mcast_s|nooping", Args: "MULTICAST_SNOOPING", Attr: uapi.IFLA_BR_MCAST_SNOOPING, Type: attr.U8},
		{Name: "no_linklocal_learn", Args: "NO_LINKLOCAL_LEARN", Attr: uapi.IFLA_BR_MULTI_BOOLOPT, Type: attr.Bit{Bit: 1 << uapi.BR_BOOLOPT_NO_LL_LEARN}},
		{Name: "mcast_vlan_snooping", Args: "MULTICAST_VLAN_SNOOPING", Attr: uapi.IFLA_BR_MULTI_BOOLOPT, Type: attr.Bit{Bit: 1 << uapi.BR_BOOLOPT_MCAST_VLAN_SNOOPING}},
		{Name: "mst_enabled", Args: "MST_ENABLED", Attr: uapi.IFLA_BR_MULTI_BOOLOPT, Type: attr.Bit{Bit: 1 << uapi.BR_BOOLOPT_MST_ENABLE}},
		{Name: "mdb_offload_fail_notification", Args: "MDB_OFFLOAD_FAIL_NOTIFICATION", Attr: uapi.IFLA_BR_MULTI_BOOLOPT, Type: attr.Bit{Bit: 1 << uapi.BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION}},
		{Name: "fdb_local_vlan_0", Args: "FDB_LOCAL_VLAN_0", Attr: uapi.IFLA_BR_MULTI_BOOLOPT, Type: attr.Bit{Bit: 1 << uapi.BR_BOOLOPT_FDB_LOCAL_VLAN_0}},
		{Name: "mc|ast_router", Args: "MULTICAST_ROUTER", Attr: uapi.IFLA_BR_MCAST_ROUTER, Type: attr.U8},
		{Name: "mcast_q|uery_use_ifaddr", Args: "MCAST_QUERY_USE_IFADDR", Attr: uapi.IFLA_BR_MCAST_QUERY_USE_IFADDR, Type: attr.U8},
		{Name: "mcast_queri|er", Args: "MULTICAST_QUERIER", Attr: uapi.IFLA_BR_MCAST_QUERIER, Type: attr.U8},
		{Attr: uapi.IFLA_BR_MCAST_QUERIER_STATE, Type: querier{}, Only: attr.Get},
		{Name: "mcast_h|ash_elasticity", Args: "HASH_ELASTICITY", Attr: uapi.IFLA_BR_MCAST_HASH_ELASTICITY, Type: attr.U32},
		{Name: "mcast_hash_m|ax", Args: "HASH_MAX", Attr: uapi.IFLA_BR_MCAST_HASH_MAX, Type: attr.U32},
		{Name: "mcast_l|ast_member_count", Args: "LAST_MEMBER_COUNT", Key: "mcast_last_member_cnt", Attr: uapi.IFLA_BR_MCAST_LAST_MEMBER_CNT, Type: attr.U32},
		{Name: "mcast_st|artup_query_count", Args: "STARTUP_QUERY_COUNT", Key: "mcast_startup_query_cnt", Attr: uapi.IFLA_BR_MCAST_STARTUP_QUERY_CNT, Type: attr.U32},
		{Name: "mcast_last_member_i|nterval", Args: "LAST_MEMBER_INTERVAL", Key: "mcast_last_member_intvl", Attr: uapi.IFLA_BR_MCAST_LAST_MEMBER_INTVL, Type: attr.U64},
		{Name: "mcast_m|embership_interval", Args: "MEMBERSHIP_INTERVAL", Key: "mcast_membership_intvl", Attr: uapi.IFLA_BR_MCAST_MEMBERSHIP_INTVL, Type: attr.U64},
		{Name: "mcast_querier_|interval", Args: "QUERIER_INTERVAL", Key: "mcast_querier_intvl", Attr: uapi.IFLA_BR_MCAST_QUERIER_INTVL, Type: attr.U64},
		{Name: "mcast_query_i|nterval", Args: "QUERY_INTERVAL", Key: "mcast_query_intvl", Attr: uapi.IFLA_BR_MCAST_QUERY_INTVL, Type: attr.U64},
		{Name: "mcast_query_r|esponse_interval", Args: "QUERY_RESPONSE_INTERVAL", Key: "mcast_query_response_intvl", Attr: uapi.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, Type: attr.U64},
		{Name: "mcast_startup_query_i|nterval", Args: "STARTUP_QUERY_INTERVAL", Key: "mcast_startup_query_intvl", Attr: uapi.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, Type: attr.U64},
		{Name: "mcast_stat|s_enabled", Args: "MCAST_STATS_ENABLED", Attr: uapi.IFLA_BR_MCAST_STATS_ENABLED, Type: attr.U8},
		{Name: "mcast_i|gmp_version", Args: "IGMP_VERSION", Attr: uapi.IFLA_BR_MCAST_IGMP_VERSION, Type: attr.U8},
		{Name: "mcast_ml|d_version", Args: "MLD_VERSION", Attr: uapi.IFLA_BR_MCAST_MLD_VERSION, Type: attr.U8},
		{Name: "n|f_call_iptables", Args: "NF_CALL_IPTABLES", Attr: uapi.IFLA_BR_NF_CALL_IPTABLES, Type: attr.U8},
		{Name: "nf_call_ip6|tables", Args: "NF_CALL_IP6TABLES", Attr: uapi.IFLA_BR_NF_CALL_IP6TABLES, Type: attr.U8},
		{Name: "nf_call_a|rptables", Args: "NF_CALL_ARPTABLES", Attr: uapi.IFLA_BR_NF_CALL_ARPTABLES, Type: attr.U8},
	},
}

// stpMode is who runs the spanning tree protocol.
type stpMode struct{}

var stpModes = []string{"auto", "user", "kernel"}

func (stpMode) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	i, err := attr.OneOf(e, "stp_mode", stpModes, w)
	if err == nil {
		m.PutU32(r.Attr, uint32(i))
	}
	return err
}

func (stpMode) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	s := "(unknown)"
	if i := v.U32(); i < uint32(len(stpModes)) {
		s = stpModes[i]
	}
	e.Str(r.K(), r.F(), s)
}

// bridgeID is a priority and an address (struct ifla_bridge_id).
type bridgeID struct{ attr.ReadOnly }

func (bridgeID) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if len(v) < 8 {
		return
	}
	var s [32]byte
	e.Bytes(r.K(), r.F(), AppendBridgeID(s[:0], v))
}

// AppendBridgeID writes an id as 8000.2:0:0:0:0:1: no leading zeroes in the address.
func AppendBridgeID(s, v []byte) []byte {
	const hex = "0123456789abcdef"
	s = append(s, hex[v[0]>>4], hex[v[0]&15], hex[v[1]>>4], hex[v[1]&15], '.')
	for i, c := range v[2:8] {
		if i > 0 {
			s = append(s, ':')
		}
		if c>>4 != 0 {
			s = append(s, hex[c>>4])
		}
		s = append(s, hex[c&15])
	}
	return s
}

// ticks is a time in hundredths of a second.
type ticks struct{ attr.ReadOnly }

func (ticks) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	n := v.U64()
	var s [32]byte
	b := s[:0]
	sec := int64(int32(n / 100)) // as the reference has it
	if !e.JSON {
		for lim := int64(1000); lim > 1 && uint64(sec) < uint64(lim); lim /= 10 {
			b = append(b, ' ')
		}
	}
	b = strconv.AppendInt(b, sec, 10)
	b = append(b, '.', '0'+byte(n%100/10), '0'+byte(n%10))
	e.Raw(r.K(), r.F(), b)
}

// querier is who asks for multicast listeners (IFLA_BR_MCAST_QUERIER_STATE).
type querier struct{ attr.ReadOnly }

func (querier) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	var tb [uapi.BRIDGE_QUERIER_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	one := func(version string, colour out.Colour, addr, port, timer uint16) {
		e.Obj("mcast_querier_state_" + version)
		name := "mcast_querier_" + version
		if a := t[addr]; a != nil {
			var s [64]byte
			e.Text(name + "_addr ")
			e.Color(colour).Bytes(name+"_addr", "% ", attr.AppendIP(s[:0], a))
		}
		if p := t[port]; p != nil {
			e.Uint(name+"_port", name+"_port % ", uint64(p.U32()))
		}
		if o := t[timer]; o != nil {
			// The kernel means hundredths of a second.
			n, unit := float64(int64(o.U64())), "ns"
			for _, u := range [...]string{"us", "ms", "s"} {
				if n >= 1000 {
					n, unit = n/1000, u
				}
			}
			var s [32]byte
			e.Bytes(name+"_other_timer", name+"_other_timer % ", append(strconv.AppendFloat(s[:0], n, 'g', 3, 64), unit...))
		}
		e.EndObj()
	}
	one("ipv4", out.Inet, uapi.BRIDGE_QUERIER_IP_ADDRESS, uapi.BRIDGE_QUERIER_IP_PORT, uapi.BRIDGE_QUERIER_IP_OTHER_TIMER)
	one("ipv6", out.Inet6, uapi.BRIDGE_QUERIER_IPV6_ADDRESS, uapi.BRIDGE_QUERIER_IPV6_PORT, uapi.BRIDGE_QUERIER_IPV6_OTHER_TIMER)
}

// PrintQuerier prints the nest BRIDGE_QUERIER.
func PrintQuerier(e *cli.Env, v nl.Value) { querier{}.Print(e, nil, v) }
