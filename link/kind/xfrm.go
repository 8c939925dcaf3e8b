package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var xfrm = Kind{
	Name:    "xfrm",
	Summary: "a link for IPsec policies of one id",
	Check:   checkXFRM,
	Print:   printXFRM,
	Rows:    xfrmRows,
}

var xfrmRows = attr.Rows{
	{Name: "d|ev", Attr: uapi.IFLA_XFRM_LINK, Type: exitDev{}, Only: attr.Set, Args: "PHYS_DEV", Help: "link to send on"},
	{Name: "external", Attr: uapi.IFLA_XFRM_COLLECT_METADATA, Type: present{}, Help: "routes give the id"},
	{Name: "i|f_id", Text: "if_id", Attr: uapi.IFLA_XFRM_IF_ID, Type: xfrmID{}, Args: "IF-ID", Help: "0x1..0xffffffff"},
}

type xfrmID struct{}

func (xfrmID) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok || v == 0 {
		return cli.Invalid("if_id value is invalid", w)
	}
	m.PutU32(r.Attr, uint32(v))
	return nil
}
func (xfrmID) Print(e *cli.Env, r *attr.Row, v nl.Value) { e.Hex(r.K(), r.F(), uint64(v.U32())) }

func checkXFRM(_ *cli.Env, m *nl.Msg, _ bool) error {
	id := m.Has(uapi.IFLA_XFRM_IF_ID)
	if m.Has(uapi.IFLA_XFRM_COLLECT_METADATA) {
		if id || m.Has(uapi.IFLA_XFRM_LINK) {
			return cli.Fail("xfrmi: both 'external' and if_id/link cannot be specified")
		}
		return nil
	}
	if !id {
		return cli.Missing("IF_ID")
	}
	return nil
}

func printXFRM(e *cli.Env, t nl.Table) {
	only(t, uapi.IFLA_XFRM_COLLECT_METADATA, uapi.IFLA_XFRM_IF_ID)
	xfrmRows.Print(e, t)
}
