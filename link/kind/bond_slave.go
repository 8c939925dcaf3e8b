package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
)

var bondPort = Kind{
	Name:    "bond",
	Summary: "a port of a bond",
	Unknown: `bond_slave: unknown option "%"?`,
	Help: "Usage: ... bond_slave [ queue_id ID ]  queue to send this port's packets by\n" +
		"\t\t[ prio PRIORITY ]  the higher, the sooner it is chosen\n" +
		"\t\t[ actor_port_prio PRIORITY ]  likewise, for 802.3ad\n",
	Rows: attr.Rows{
		{Text: "state", Attr: uapi.IFLA_BOND_SLAVE_STATE, Type: orIndex{[]string{"ACTIVE", "BACKUP"}, "state_index"}, Only: attr.Get},
		{Text: "mii_status", Attr: uapi.IFLA_BOND_SLAVE_MII_STATUS, Type: orIndex{[]string{"UP", "GOING_DOWN", "DOWN", "GOING_BACK"}, "mii_status_index"}, Only: attr.Get},
		{Text: "link_failure_count", Attr: uapi.IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, Type: signed{attr.U32}, Only: attr.Get},
		{Text: "perm_hwaddr", Attr: uapi.IFLA_BOND_SLAVE_PERM_HWADDR, Type: attr.LLAddr{}, Only: attr.Get},
		{Name: "q|ueue_id", Text: "queue_id", Attr: uapi.IFLA_BOND_SLAVE_QUEUE_ID, Type: attr.U16, Bad: "queue_id is invalid"},
		{Name: "prio", Attr: uapi.IFLA_BOND_SLAVE_PRIO, Type: signed{attr.U32}, Bad: "prio is invalid"},
		{Text: "ad_aggregator_id", Attr: uapi.IFLA_BOND_SLAVE_AD_AGGREGATOR_ID, Type: attr.U16, Only: attr.Get},
		{Text: "ad_actor_oper_port_state", Attr: uapi.IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE, Type: lacpState{"ad_actor_oper_port_state_str"}, Only: attr.Get},
		{Text: "ad_partner_oper_port_state", Attr: uapi.IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE, Type: lacpState{"ad_partner_oper_port_state_str"}, Only: attr.Get},
		{Text: "churn_actor_state", Attr: uapi.IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE, Type: orIndex{churns, "churn_actor_state"}, Only: attr.Get},
		{Text: "churn_partner_state", Attr: uapi.IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE, Type: orIndex{churns, "churn_partner_state"}, Only: attr.Get},
		{Name: "actor_port_prio", Attr: uapi.IFLA_BOND_SLAVE_ACTOR_PORT_PRIO, Type: attr.U16, Bad: "actor prio is invalid"},
	},
}

var churns = []string{"MONITOR", "CHURN", "NO_CHURN"}

// orIndex is a number's name; one without goes by its number, and in JSON under
// another key.
type orIndex struct {
	names []string
	key   string
}

func (orIndex) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return attr.ReadOnly{}.Parse(e, a, m, r, no)
}

func (t orIndex) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if i := int(v.U8()); i < len(t.names) {
		e.Str(r.K(), r.F(), t.names[i])
	} else {
		e.Int(t.key, r.F(), int64(i))
	}
}

// lacpState is a port's state in 802.3ad: the number, then its bits' names.
type lacpState struct{ key string }

func (lacpState) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return attr.ReadOnly{}.Parse(e, a, m, r, no)
}

var lacpBits = [8]string{"active", "short_timeout", "aggregating", "in_sync", "collecting", "distributing", "defaulted", "expired"}

func (t lacpState) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	state := uint16(v.U8())
	if len(v) > 1 { // the partner's
		state = v.U16()
	}
	e.Int(r.K(), r.F(), int64(state))
	// The key goes into text as well.
	e.Arr(t.key)
	e.Text(t.key)
	e.Text(" <")
	for i, name := range lacpBits {
		if state&(1<<i) == 0 {
			continue
		}
		if state &^= 1 << i; state != 0 {
			e.Str(out.Elem, "%,", name)
		} else {
			e.Str(out.Elem, "%", name)
		}
	}
	e.EndArr()
	e.Text("> ")
}
