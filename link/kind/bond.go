package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var bond = Kind{
	Name:    "bond",
	Summary: "several links as one",
	Unknown: `bond: unknown command "%"?`,
	Rows: attr.Rows{
		{Name: "m|ode", Text: "mode", Attr: uapi.IFLA_BOND_MODE, Type: index{attr.U8, bondModes}, Args: "BONDMODE", Help: "balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb"},
		{Name: "a|ctive_slave", Text: "active_slave", Attr: uapi.IFLA_BOND_ACTIVE_SLAVE, Type: attr.Dev{}, Show: attr.NonZero, Args: "SLAVE_DEV", Help: "the port in use"},
		{Name: "c|lear_active_slave", Attr: uapi.IFLA_BOND_ACTIVE_SLAVE, Type: putZero{}, Only: attr.Set, Help: "let the bond choose"},
		{Name: "mi|imon", Text: "miimon", Attr: uapi.IFLA_BOND_MIIMON, Type: attr.U32, Args: "MIIMON", Help: "ms between looks at the carrier"},
		{Name: "u|pdelay", Text: "updelay", Attr: uapi.IFLA_BOND_UPDELAY, Type: attr.U32, Args: "UPDELAY", Help: "ms until a port that is up is used"},
		{Name: "d|owndelay", Text: "downdelay", Attr: uapi.IFLA_BOND_DOWNDELAY, Type: attr.U32, Args: "DOWNDELAY", Help: "ms until a port that is down is left"},
		{Name: "p|eer_notify_delay", Text: "peer_notify_delay", Attr: uapi.IFLA_BOND_PEER_NOTIF_DELAY, Type: attr.U32, Args: "DELAY", Help: "ms between announcements"},
		{Name: "us|e_carrier", Text: "use_carrier", Attr: uapi.IFLA_BOND_USE_CARRIER, Type: attr.U8, Args: "USE_CARRIER", Help: "0 or 1"},
		{Name: "ar|p_interval", Text: "arp_interval", Attr: uapi.IFLA_BOND_ARP_INTERVAL, Type: attr.U32, Args: "ARP_INTERVAL", Help: "ms between ARP probes"},
		{Name: "arp_missed_max", Attr: uapi.IFLA_BOND_MISSED_MAX, Type: attr.U8, Args: "MISSED_MAX", Help: "lost probes that make a port down"},
		{Name: "arp_ip|_target", Text: "arp_ip_target", Attr: uapi.IFLA_BOND_ARP_IP_TARGET, Type: targets{}, Args: "[ ARP_IP_TARGET, ... ]", Help: "hosts to probe"},
		{Name: "ns_ip6_target", Attr: uapi.IFLA_BOND_NS_IP6_TARGET, Type: targets{v6: true}, Args: "[ NS_IP6_TARGET, ... ]", Help: "hosts to probe over IPv6"},
		{Name: "arp_v|alidate", Text: "arp_validate", Attr: uapi.IFLA_BOND_ARP_VALIDATE, Type: arpValidate{}, Args: "ARP_VALIDATE", Help: "none|active|backup|all|filter|filter_active|filter_backup"},
		{Name: "arp_a|ll_targets", Text: "arp_all_targets", Attr: uapi.IFLA_BOND_ARP_ALL_TARGETS, Type: index{attr.U32, []string{"any", "all"}}, Args: "ARP_ALL_TARGETS", Help: "any|all"},
		{Name: "pr|imary", Text: "primary", Attr: uapi.IFLA_BOND_PRIMARY, Type: attr.Dev{}, Show: attr.NonZero, Args: "SLAVE_DEV", Help: "the port to prefer"},
		{Name: "primary_|reselect", Text: "primary_reselect", Attr: uapi.IFLA_BOND_PRIMARY_RESELECT, Type: index{attr.U8, []string{"always", "better", "failure"}}, Args: "PRIMARY_RESELECT", Help: "always|better|failure"},
		{Name: "f|ail_over_mac", Text: "fail_over_mac", Attr: uapi.IFLA_BOND_FAIL_OVER_MAC, Type: index{attr.U8, []string{"none", "active", "follow"}}, Args: "FAIL_OVER_MAC", Help: "none|active|follow"},
		{Name: "x|mit_hash_policy", Text: "xmit_hash_policy", Attr: uapi.IFLA_BOND_XMIT_HASH_POLICY, Type: index{attr.U8, []string{"layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"}}, Args: "XMIT_HASH_POLICY", Help: "layer2|layer2+3|layer3+4|encap2+3|encap3+4|vlan+srcmac"},
		{Name: "r|esend_igmp", Text: "resend_igmp", Attr: uapi.IFLA_BOND_RESEND_IGMP, Type: attr.U32, Args: "RESEND_IGMP", Help: "IGMP reports after a change of port"},
		{Name: "n|um_grat_arp", Text: "num_grat_arp", Key: "num_peer_notif", Attr: uapi.IFLA_BOND_NUM_PEER_NOTIF, Type: attr.U8, Bad: "invalid num_grat_arp|num_unsol_na", Args: "NUM_GRAT_ARP", Help: "announcements after a change of port"},
		{Name: "num_u|nsol_na", Attr: uapi.IFLA_BOND_NUM_PEER_NOTIF, Type: attr.U8, Bad: "invalid num_grat_arp|num_unsol_na", Only: attr.Set, Args: "NUM_UNSOL_NA", Help: "the same"},
		{Name: "al|l_slaves_active", Text: "all_slaves_active", Attr: uapi.IFLA_BOND_ALL_SLAVES_ACTIVE, Type: attr.U8, Args: "ALL_SLAVES_ACTIVE", Help: "0 or 1: keep what idle ports receive"},
		{Name: "lacp_s|trict", Text: "lacp_strict", Attr: uapi.IFLA_BOND_LACP_STRICT, Type: attr.OnOff{T: attr.U8}, Args: "LACP_STRICT", Help: "off|on"},
		{Name: "min|_links", Text: "min_links", Attr: uapi.IFLA_BOND_MIN_LINKS, Type: attr.U32, Args: "MIN_LINKS", Help: "ports needed for a carrier"},
		{Name: "l|p_interval", Text: "lp_interval", Attr: uapi.IFLA_BOND_LP_INTERVAL, Type: attr.U32, Args: "LP_INTERVAL", Help: "seconds between learning packets"},
		{Name: "pa|ckets_per_slave", Text: "packets_per_slave", Attr: uapi.IFLA_BOND_PACKETS_PER_SLAVE, Type: attr.U32, Args: "PACKETS_PER_SLAVE", Help: "before the next port's turn"},
		{Name: "lacp_active", Key: "ad_lacp_active", Attr: uapi.IFLA_BOND_AD_LACP_ACTIVE, Type: index{attr.U8, []string{"off", "on"}}, Args: "LACP_ACTIVE", Help: "off|on"},
		{Name: "la|cp_rate", Text: "lacp_rate", Key: "ad_lacp_rate", Attr: uapi.IFLA_BOND_AD_LACP_RATE, Type: index{attr.U8, []string{"slow", "fast"}}, Args: "LACP_RATE", Help: "slow|fast"},
		{Name: "coupled_control", Attr: uapi.IFLA_BOND_COUPLED_CONTROL, Type: attr.OnOff{T: attr.U8}, Args: "COUPLED_CONTROL", Help: "off|on"},
		{Name: "broadcast_neighbor", Attr: uapi.IFLA_BOND_BROADCAST_NEIGH, Type: attr.OnOff{T: attr.U8}, Args: "BROADCAST_NEIGHBOR", Help: "off|on"},
		{Name: "ad|_select", Text: "ad_select", Attr: uapi.IFLA_BOND_AD_SELECT, Type: index{attr.U8, []string{"stable", "bandwidth", "count", "actor_port_prio"}}, Args: "AD_SELECT", Help: "stable|bandwidth|count|actor_port_prio"},
		{Attr: uapi.IFLA_BOND_AD_INFO, Type: adInfo{}, Only: attr.Get},
		{Name: "ad_a|ctor_sys_prio", Text: "ad_actor_sys_prio", Attr: uapi.IFLA_BOND_AD_ACTOR_SYS_PRIO, Type: attr.U16, Args: "SYSPRIO", Help: "1-65535"},
		{Name: "ad_u|ser_port_key", Text: "ad_user_port_key", Attr: uapi.IFLA_BOND_AD_USER_PORT_KEY, Type: attr.U16, Args: "PORTKEY", Help: "0-1023"},
		{Name: "ad_actor_syst|em", Text: "ad_actor_system", Attr: uapi.IFLA_BOND_AD_ACTOR_SYSTEM, Type: attr.LLAddr{}, Args: "LLADDR", Help: "address in LACP packets"},
		{Name: "t|lb_dynamic_lb", Text: "tlb_dynamic_lb", Attr: uapi.IFLA_BOND_TLB_DYNAMIC_LB, Type: attr.U8, Args: "TLB_DYNAMIC_LB", Help: "0 or 1: spread by load"},
	},
}

var bondModes = []string{"balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"}

// index is a number by its name, or plainly.
type index struct {
	T     attr.Int
	Names []string
}

func (t index) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if v, ok := cli.Int(w, 10, 32); ok && v >= 0 && v < int64(len(t.Names)) {
		t.T.Put(m, r.Attr, uint64(v))
		return nil
	}
	for i, n := range t.Names {
		if n == w {
			t.T.Put(m, r.Attr, uint64(i))
			return nil
		}
	}
	return r.Invalid(w)
}

func (t index) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	attr.Enum{T: t.T, Names: t.Names}.Print(e, r, v)
}

// putZero is a word that makes a number 0.
type putZero struct{ attr.WriteOnly }

func (putZero) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	m.PutU32(r.Attr, 0)
	return nil
}

// arpValidate is null in JSON where it is none.
type arpValidate struct{}

var arpValidates = []string{"none", "active", "backup", "all", "filter", "filter_active", "filter_backup"}

func (arpValidate) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return index{attr.U32, arpValidates}.Parse(e, a, m, r, no)
}

func (arpValidate) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if e.JSON && v.U32() == 0 {
		e.Null(r.K(), "", "")
		return
	}
	index{attr.U32, arpValidates}.Print(e, r, v)
}

// targets is a list of up to 16 addresses with commas between them.
type targets struct{ v6 bool }

const maxTargets = 16

func (t targets) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	m.Open(r.Attr)
	list := ""
	if a.More() {
		list, _ = a.Next()
	}
	for i := uint16(0); i < maxTargets; {
		for list != "" && list[0] == ',' {
			list = list[1:]
		}
		n := 0
		for n < len(list) && list[n] != ',' {
			n++
		}
		if n == 0 {
			break
		}
		if err := t.put(m, i, list[:n]); err != nil {
			return err
		}
		list = list[n:]
		i++
	}
	m.Close()
	return nil
}

func (t targets) put(m *nl.Msg, i uint16, w string) error {
	if t.v6 {
		p, err := attr.ParseAddr(w, unix.AF_INET6)
		if err == nil {
			copy(m.Add(i, 16), p.All())
		}
		return err
	}
	b, err := attr.ParseIP4(w)
	if err == nil {
		copy(m.Add(i, 4), b[:])
	}
	return err
}

func (t targets) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	var list [maxTargets + 1]nl.Value
	tb := nl.Table(list[:]).Index(v)
	if tb[0] != nil {
		e.Arr(r.K())
		e.Text(r.Label())
		e.Text(" ")
	}
	family := uint8(unix.AF_INET)
	if t.v6 {
		family = unix.AF_INET6
	}
	for i := 0; i < maxTargets; i++ {
		if tb[i] != nil {
			var s [64]byte
			e.Bytes(out.Elem, "%", attr.AppendAddr(s[:0], family, tb[i]))
		}
		if i < maxTargets-1 && tb[i+1] != nil {
			e.Text(",")
		}
	}
	if tb[0] != nil {
		e.Text(" ")
		e.EndArr()
	}
}

// adInfo is what 802.3ad has come to.
type adInfo struct{ attr.ReadOnly }

func (adInfo) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	var list [uapi.IFLA_BOND_AD_INFO_MAX + 1]nl.Value
	e.Obj("ad_info")
	adInfoRows.Print(e, nl.Table(list[:]).Index(v))
	e.EndObj()
}

var adInfoRows = attr.Rows{
	{Text: "ad_aggregator", Key: "aggregator", Attr: uapi.IFLA_BOND_AD_INFO_AGGREGATOR, Type: attr.U16},
	{Text: "ad_num_ports", Key: "num_ports", Attr: uapi.IFLA_BOND_AD_INFO_NUM_PORTS, Type: attr.U16},
	{Text: "ad_actor_key", Key: "actor_key", Attr: uapi.IFLA_BOND_AD_INFO_ACTOR_KEY, Type: attr.U16},
	{Text: "ad_partner_key", Key: "partner_key", Attr: uapi.IFLA_BOND_AD_INFO_PARTNER_KEY, Type: attr.U16},
	{Text: "ad_partner_mac", Key: "partner_mac", Attr: uapi.IFLA_BOND_AD_INFO_PARTNER_MAC, Type: attr.LLAddr{}},
}
