package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var vrf = Kind{
	Name:    "vrf",
	Summary: "a routing table of its own for the links it is the master of",
	Unknown: `vrf: unknown option "%"?`,
	Rows: attr.Rows{
		{Name: "t|able", Text: "table", Attr: uapi.IFLA_VRF_TABLE, Type: table{}, Bad: "invalid table ID\n", Args: "TABLEID", Help: "the routing table"},
	},
}

var vrfPort = Kind{
	Name:    "vrf",
	Summary: "a link in a VRF",
	Rows: attr.Rows{
		{Text: "table", Attr: uapi.IFLA_VRF_PORT_TABLE, Type: attr.U32, Only: attr.Get},
	},
}

// table is a routing table, by name or number; it is shown by number.
type table struct{}

func (table) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	id, ok := e.Tables.Number(w)
	if !ok {
		n, good := cli.Uint(w, 0, 32)
		if !good {
			return r.Invalid(w)
		}
		id = uint32(n)
	}
	m.PutU32(r.Attr, id)
	return nil
}
func (table) Print(e *cli.Env, r *attr.Row, v nl.Value) { e.Uint(r.K(), r.F(), uint64(v.U32())) }
