package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var erspan = Kind{
	Name:    "erspan",
	Summary: "mirrored Ethernet in GRE over IPv4",
	Rows:    greRows,
	Also:    erspanRows,
	Start:   startERSPAN,
	Reads:   true,
	Check:   checkERSPAN,
	Print:   printGRE,
}

// erspanRows is what erspan takes besides the options of gre.
var erspanRows = attr.Rows{
	{Name: "erspan", Attr: uapi.IFLA_GRE_ERSPAN_INDEX, Type: erspanIndex{}, Args: "IDX", Help: "port that is mirrored, in version 1: 1-1048575"},
	{Name: "erspan_ver", Attr: uapi.IFLA_GRE_ERSPAN_VER, Type: erspanVer{}, Args: "version", Help: "0, 1 or 2"},
	{Name: "erspan_dir", Attr: uapi.IFLA_GRE_ERSPAN_DIR, Type: erspanDir{}, Args: "{ ingress | egress }", Help: "what is mirrored, in version 2"},
	{Name: "erspan_hwid", Attr: uapi.IFLA_GRE_ERSPAN_HWID, Type: attr.U16, Bad: "invalid erspan hwid\n", Args: "hwid", Help: "who mirrors, in version 2"},
}

var erspanShown = attr.Rows{
	{Text: "erspan_index", Attr: uapi.IFLA_GRE_ERSPAN_INDEX, Type: attr.U32},
	{Text: "erspan_ver", Attr: uapi.IFLA_GRE_ERSPAN_VER, Type: attr.U8},
	{Text: "erspan_dir", Attr: uapi.IFLA_GRE_ERSPAN_DIR, Type: erspanDir{}},
	{Text: "erspan_hwid", Attr: uapi.IFLA_GRE_ERSPAN_HWID, Type: attr.Hex{T: attr.U16}},
}

func startERSPAN(e *cli.Env, m *nl.Msg, cur nl.Table) error {
	startMirror(m, cur)
	return startGRE(e, m, cur)
}

func startMirror(m *nl.Msg, cur nl.Table) {
	start(m, cur, attr.U32, uapi.IFLA_GRE_ERSPAN_INDEX, 0)
	start(m, cur, attr.U8, uapi.IFLA_GRE_ERSPAN_VER, 1)
	start(m, cur, attr.U8, uapi.IFLA_GRE_ERSPAN_DIR, 0)
	start(m, cur, attr.U16, uapi.IFLA_GRE_ERSPAN_HWID, 0)
}

func checkERSPAN(e *cli.Env, m *nl.Msg, creating bool) error {
	err := checkGRE(e, m, creating)
	checkMirror(m)
	return err
}

// checkMirror sends only what the version knows of.
func checkMirror(m *nl.Msg) {
	ver := nl.Value(m.Get(uapi.IFLA_GRE_ERSPAN_VER)).U8()
	if ver != 1 || nl.Value(m.Get(uapi.IFLA_GRE_ERSPAN_INDEX)).U32() == 0 {
		m.Del(uapi.IFLA_GRE_ERSPAN_INDEX)
	}
	if ver != 2 {
		m.Del(uapi.IFLA_GRE_ERSPAN_DIR)
		m.Del(uapi.IFLA_GRE_ERSPAN_HWID)
	}
}

type erspanIndex struct{ attr.WriteOnly }

func (erspanIndex) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return cli.Invalid("invalid erspan index\n", w)
	}
	if v == 0 || v >= 1<<20 {
		return cli.Invalid("erspan index must be > 0 and <= 20-bit\n", w)
	}
	m.PutU32(r.Attr, uint32(v))
	return nil
}

type erspanVer struct{ attr.WriteOnly }

func (erspanVer) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 8)
	if !ok {
		return cli.Invalid("invalid erspan version\n", w)
	}
	if v > 2 {
		return cli.Invalid("erspan version must be 0/1/2\n", w)
	}
	m.PutU8(r.Attr, uint8(v))
	return nil
}

type erspanDir struct{}

func (erspanDir) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	switch {
	case err != nil:
		return err
	case cli.Prefix(w, "ingress"):
		m.PutU8(r.Attr, 0)
	case cli.Prefix(w, "egress"):
		m.PutU8(r.Attr, 1)
	default:
		return cli.Invalid("Invalid erspan direction.", w)
	}
	return nil
}

func (erspanDir) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	dir := "ingress"
	if v.U8() != 0 {
		dir = "egress"
	}
	e.Str(r.K(), r.F(), dir)
}
