package kind

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var vlan = Kind{
	Name:    "vlan",
	Summary: "a VLAN on another link",
	Unknown: `vlan: unknown command "%"?`,
	Rows:    vlanRows,
	Print:   printVLAN,
}

var vlanRows = attr.Rows{
	{Name: "p|rotocol", Attr: uapi.IFLA_VLAN_PROTOCOL, Type: attr.EtherType{}, Bad: "protocol is invalid", Args: "{ 802.1Q | 802.1ad }", Help: "tag's Ethernet type"},
	{Name: "i|d", Attr: uapi.IFLA_VLAN_ID, Type: attr.U16, Bad: "id is invalid", Args: "VLANID", Help: "0-4095"},
	{Text: "flags", Attr: uapi.IFLA_VLAN_FLAGS, Type: vlanFlags{}, Only: attr.Get},
	{Name: "r|eorder_hdr", Attr: uapi.IFLA_VLAN_FLAGS, Type: vlanBit{1}, Only: attr.Set, Args: "{ on | off }", Help: "take the tag off what comes in"},
	{Name: "g|vrp", Attr: uapi.IFLA_VLAN_FLAGS, Type: vlanBit{2}, Only: attr.Set, Args: "{ on | off }", Help: "tell the switch by GVRP"},
	{Name: "m|vrp", Attr: uapi.IFLA_VLAN_FLAGS, Type: vlanBit{8}, Only: attr.Set, Args: "{ on | off }", Help: "tell the switch by MVRP"},
	{Name: "l|oose_binding", Attr: uapi.IFLA_VLAN_FLAGS, Type: vlanBit{4}, Only: attr.Set, Args: "{ on | off }", Help: "be up while the link below is down"},
	{Name: "b|ridge_binding", Attr: uapi.IFLA_VLAN_FLAGS, Type: vlanBit{16}, Only: attr.Set, Args: "{ on | off }", Help: "be up as the bridge's ports of this VLAN are"},
	{Name: "in|gress-qos-map", Text: "ingress-qos-map", Key: "ingress_qos", Attr: uapi.IFLA_VLAN_INGRESS_QOS, Type: qosMap{}, Args: "FROM:TO...", Help: "VLAN priority to packet priority"},
	{Name: "e|gress-qos-map", Text: "egress-qos-map", Key: "egress_qos", Attr: uapi.IFLA_VLAN_EGRESS_QOS, Type: qosMap{}, Args: "FROM:TO...", Help: "packet priority to VLAN priority"},
}

// printVLAN says nothing of a link without an id.
func printVLAN(e *cli.Env, t nl.Table) {
	proto := t.At(uapi.IFLA_VLAN_PROTOCOL)
	if proto != nil && len(proto) < 2 || len(t.At(uapi.IFLA_VLAN_ID)) < 2 {
		return
	}
	if proto == nil {
		e.Str("protocol", "protocol % ", "802.1q")
	}
	if f := t.At(uapi.IFLA_VLAN_FLAGS); f != nil && len(f) < 8 {
		vlanRows[:2].Print(e, t)
		return
	}
	vlanRows.Print(e, t)
}

// vlanBit is one of the flags, of which those that were given are sent together.
type vlanBit struct{ bit uint32 }

func (t vlanBit) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if w != "on" && w != "off" {
		return cli.Fail(`Error: argument of "` + cli.Plain(r.Name) + `" must be "on" or "off", not "` + w + `"`)
	}
	putBit(m, r.Attr, t.bit, w == "on")
	return nil
}

// putBit sets one bit of an attribute that is two words: the values, and the mask of
// those given.
func putBit(m *nl.Msg, typ uint16, bit uint32, on bool) {
	old := nl.Value(m.Get(typ))
	val, mask := old.U32()&^bit, old.From(4).U32()|bit
	if on {
		val |= bit
	}
	b := m.Put(typ, 8)
	nl.Native.PutUint32(b, val)
	nl.Native.PutUint32(b[4:], mask)
}

func (vlanBit) Print(*cli.Env, *attr.Row, nl.Value) {}

// vlanFlags prints the bits that the on/off options set.
type vlanFlags struct{ attr.ReadOnly }

var vlanFlagNames = []bit{{1, "REORDER_HDR"}, {2, "GVRP"}, {8, "MVRP"}, {4, "LOOSE_BINDING"}, {16, "BRIDGE_BINDING"}}

func (vlanFlags) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	printBits(e, "flags", v.U32(), vlanFlagNames)
}

// qosMap is a list of priorities, spelled FROM:TO; it ends at a word without colon.
type qosMap struct{}

func (qosMap) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	if !a.More() {
		return cli.Incomplete()
	}
	m.Open(r.Attr)
	for a.More() {
		key, val, ok := strings.Cut(a.Peek(), ":")
		if !ok {
			break
		}
		from, ok1 := cli.Uint(key, 0, 32)
		to, ok2 := cli.Uint(val, 0, 32)
		if !ok1 || !ok2 {
			return r.Invalid(key)
		}
		b := m.Add(uapi.IFLA_VLAN_QOS_MAPPING, 8)
		nl.Native.PutUint32(b, uint32(from))
		nl.Native.PutUint32(b[4:], uint32(to))
		a.Skip(1)
	}
	m.Close()
	return nil
}

func (qosMap) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Arr(r.K())
	e.NL()
	e.Str("", "      % { ", r.Label())
	for _, q := range nl.Attrs(v) {
		e.Obj("")
		e.Uint("from", "%:", uint64(q.U32()))
		e.Uint("to", "% ", uint64(q.From(4).U32()))
		e.EndObj()
	}
	e.EndArr()
	e.Text("} ")
}
