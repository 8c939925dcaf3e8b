package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var ipvlan = Kind{
	Name:    "ipvlan",
	Summary: "further IP addresses behind another link's MAC address",
	Unknown: `ipvlan: unknown option "%"?`,
	Rows:    ipvlanRows,
	Check:   checkIPVLAN,
}

var ipvtap = Kind{
	Name:    "ipvtap",
	Summary: "an ipvlan that a program reads and writes, as a tap",
	Unknown: `ipvtap: unknown option "%"?`,
	Rows:    ipvlanRows,
	Check:   checkIPVLAN,
}

var ipvlanRows = attr.Rows{
	{Name: "m|ode", Attr: uapi.IFLA_IPVLAN_MODE, Type: ipvlanMode{}, Args: "MODE", Help: "l3 | l3s | l2"},
	{Name: "p|rivate", Attr: uapi.IFLA_IPVLAN_FLAGS, Type: ipvlanFlag{uapi.IPVLAN_F_PRIVATE}, Only: attr.Set, Help: "the links cannot reach each other"},
	{Name: "v|epa", Attr: uapi.IFLA_IPVLAN_FLAGS, Type: ipvlanFlag{uapi.IPVLAN_F_VEPA}, Only: attr.Set, Help: "the switch outside joins them"},
	{Name: "b|ridge", Attr: uapi.IFLA_IPVLAN_FLAGS, Type: ipvlanFlag{0}, Help: "they reach each other"},
}

var ipvlanModes = []named{{uapi.IPVLAN_MODE_L2, "l2"}, {uapi.IPVLAN_MODE_L3, "l3"}, {uapi.IPVLAN_MODE_L3S, "l3s"}}

// checkIPVLAN has the flags sent always.
func checkIPVLAN(_ *cli.Env, m *nl.Msg, _ bool) error {
	if !m.Has(uapi.IFLA_IPVLAN_FLAGS) {
		m.PutU16(uapi.IFLA_IPVLAN_FLAGS, 0)
	}
	return nil
}

type ipvlanMode struct{}

func (ipvlanMode) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return word{attr.U16, ipvlanModes, `Error: argument of "mode" must be either "l2", "l3" or "l3s"`}.Parse(e, a, m, r, no)
}

func (ipvlanMode) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	if len(v) == 2 {
		e.Str("mode", " mode % ", lookup(ipvlanModes, uint32(v.U16()), "unknown"))
	}
}

// ipvlanFlag is what the links of one link are to each other: it is said once.
type ipvlanFlag struct{ val uint16 }

func (t ipvlanFlag) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	if m.Has(r.Attr) {
		return refused(a.Last())
	}
	m.PutU16(r.Attr, t.val)
	return nil
}

func (ipvlanFlag) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	switch f := v.U16(); {
	case len(v) != 2:
	case f&uapi.IPVLAN_F_PRIVATE != 0:
		printTrue(e, "private", "private ")
	case f&uapi.IPVLAN_F_VEPA != 0:
		printTrue(e, "vepa", "vepa ")
	default:
		printTrue(e, "bridge", "bridge ")
	}
}
