package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var gtp = Kind{
	Name:    "gtp",
	Summary: "tunnels of a mobile network (GTP)",
	Start:   startGTP,
	Parse:   parseGTP,
	Rows:    gtpRows,
	Check:   checkGTP,
}

var gtpRows = attr.Rows{
	{Name: "role", Attr: uapi.IFLA_GTP_ROLE, Type: once{gtpRole{}, ""}, Args: "ROLE", Help: "sgsn | ggsn"},
	{Name: "hsize", Attr: uapi.IFLA_GTP_PDP_HASHSIZE, Type: once{gtpHash{}, ""}, Args: "HSIZE", Help: "1-131071 (1024)"},
	{Name: "restart_count", Attr: uapi.IFLA_GTP_RESTART_COUNT, Type: once{gtpCount{}, ""}, Args: "RESTART_COUNT", Help: "0-255"},
}

func startGTP(_ *cli.Env, m *nl.Msg, _ nl.Table) error {
	m.PutU8(uapi.IFLA_GTP_CREATE_SOCKETS, 1)
	return nil
}

// parseGTP passes over words that are no option: so does the reference.
func parseGTP(e *cli.Env, a *cli.Args, m *nl.Msg) error {
	for a.More() {
		ok, err := gtpRows.Parse(e, a, m)
		switch {
		case err != nil:
			return err
		case ok:
		case a.Peek() == "help":
			return refused("")
		default:
			a.Skip(1)
		}
	}
	return nil
}

func checkGTP(_ *cli.Env, m *nl.Msg, _ bool) error {
	if !m.Has(uapi.IFLA_GTP_ROLE) {
		return cli.Fail("gtp: role of the gtp device was not specified")
	}
	if !m.Has(uapi.IFLA_GTP_PDP_HASHSIZE) {
		m.PutU32(uapi.IFLA_GTP_PDP_HASHSIZE, 1024)
	}
	return nil
}

type gtpRole struct{}

var gtpRoles = []named{{uapi.GTP_ROLE_GGSN, "ggsn"}, {uapi.GTP_ROLE_SGSN, "sgsn"}}

func (gtpRole) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := number(gtpRoles, w)
	if !ok {
		return cli.Invalid("invalid role, use sgsn or ggsn", w)
	}
	m.PutU32(r.Attr, v)
	return nil
}
func (gtpRole) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Str("role", "role % ", lookup(gtpRoles, v.U32(), "unknown"))
}

type gtpHash struct{}

func (gtpHash) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return cli.Invalid("invalid PDP hash size", w)
	}
	if v >= 1<<17 {
		return cli.Invalid("PDP hash size too big", w)
	}
	m.PutU32(r.Attr, uint32(v))
	return nil
}
func (gtpHash) Print(e *cli.Env, r *attr.Row, v nl.Value) { attr.U32.Print(e, r, v) }

// gtpCount is a byte in decimal digits.
type gtpCount struct{}

func (gtpCount) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 10, 8)
	if !ok {
		return r.Invalid(w)
	}
	m.PutU8(r.Attr, uint8(v))
	return nil
}
func (gtpCount) Print(e *cli.Env, r *attr.Row, v nl.Value) { attr.U8.Print(e, r, v) }
