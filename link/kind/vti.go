package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var vti = Kind{
	Name:    "vti",
	Summary: "a link for an IPsec tunnel over IPv4",
	Start:   startVTI,
	Reads:   true,
	Print:   printVTI,
	Rows: attr.Rows{
		{Name: "k|ey", Attr: uapi.IFLA_VTI_IKEY, Type: vtiKey{true}, Args: "KEY", Help: "key of both directions: DOTTED_QUAD or NUMBER"},
		{Name: "i|key", Attr: uapi.IFLA_VTI_IKEY, Type: vtiKey{}, Args: "KEY", Help: "key of what comes in"},
		{Name: "o|key", Attr: uapi.IFLA_VTI_OKEY, Type: vtiKey{}, Args: "KEY", Help: "key of what goes out"},
		{Name: "r|emote", Attr: uapi.IFLA_VTI_REMOTE, Type: endpoint{}, Args: "ADDR", Help: "the other end"},
		{Name: "l|ocal", Attr: uapi.IFLA_VTI_LOCAL, Type: endpoint{}, Args: "ADDR", Help: "this end"},
		{Name: "d|ev", Attr: uapi.IFLA_VTI_LINK, Type: exitDev{}, Args: "PHYS_DEV", Help: "link to send on"},
		{Name: "fwmark", Attr: uapi.IFLA_VTI_FWMARK, Type: attr.U32, Bad: "invalid fwmark\n", Args: "MARK", Help: "0x0..0xffffffff"},
	},
}

func startVTI(_ *cli.Env, m *nl.Msg, cur nl.Table) error { return startKeyed(m, cur, 4) }

// startKeyed starts a vti with addresses of n bytes. Of the link below the reference
// keeps the lowest byte of the index.
func startKeyed(m *nl.Msg, cur nl.Table, n int) error {
	for _, typ := range [...]uint16{uapi.IFLA_VTI_LOCAL, uapi.IFLA_VTI_REMOTE} {
		if err := copyAddr(m, cur, typ, n); err != nil {
			return err
		}
	}
	start(m, cur, attr.U32, uapi.IFLA_VTI_IKEY, 0)
	start(m, cur, attr.U32, uapi.IFLA_VTI_OKEY, 0)
	start(m, cur, attr.U32, uapi.IFLA_VTI_FWMARK, 0)
	if link := cur.At(uapi.IFLA_VTI_LINK).U8(); link != 0 {
		m.PutU32(uapi.IFLA_VTI_LINK, uint32(link))
	}
	return nil
}

// vtiKey is a key of one direction, or of both.
type vtiKey struct{ both bool }

func (t vtiKey) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	key, err := TunnelKey(cli.Plain(r.Name), a)
	if err != nil {
		return err
	}
	m.PutBytes(r.Attr, key[:])
	if t.both {
		m.PutBytes(uapi.IFLA_VTI_OKEY, key[:])
	}
	return nil
}
func (vtiKey) Print(*cli.Env, *attr.Row, nl.Value) {}

func printVTI(e *cli.Env, t nl.Table) { printKeyed(e, t, endpoint{}) }

func printKeyed(e *cli.Env, t nl.Table, end endpoint) {
	end.show(e, "remote", t.At(uapi.IFLA_VTI_REMOTE))
	end.show(e, "local", t.At(uapi.IFLA_VTI_LOCAL))
	showLink(e, t.At(uapi.IFLA_VTI_LINK))
	if v := t.At(uapi.IFLA_VTI_IKEY); v.U32() != 0 {
		printAddr(e, "ikey", "ikey % ", v)
	}
	if v := t.At(uapi.IFLA_VTI_OKEY); v.U32() != 0 {
		printAddr(e, "okey", "okey % ", v)
	}
	showMark(e, t.At(uapi.IFLA_VTI_FWMARK))
}
