package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var vti6 = Kind{
	Name:    "vti6",
	Summary: "a link for an IPsec tunnel over IPv6",
	Start:   startVTI6,
	Reads:   true,
	Print:   printVTI6,
	Rows: attr.Rows{
		{Name: "k|ey", Attr: uapi.IFLA_VTI_IKEY, Type: vtiKey{true}, Args: "KEY", Help: "key of both directions: DOTTED_QUAD or NUMBER"},
		{Name: "i|key", Attr: uapi.IFLA_VTI_IKEY, Type: vtiKey{}, Args: "KEY", Help: "key of what comes in"},
		{Name: "o|key", Attr: uapi.IFLA_VTI_OKEY, Type: vtiKey{}, Args: "KEY", Help: "key of what goes out"},
		{Name: "r|emote", Attr: uapi.IFLA_VTI_REMOTE, Type: endpoint{v6: true}, Args: "ADDR", Help: "the other end"},
		{Name: "l|ocal", Attr: uapi.IFLA_VTI_LOCAL, Type: endpoint{v6: true}, Args: "ADDR", Help: "this end"},
		{Name: "d|ev", Attr: uapi.IFLA_VTI_LINK, Type: exitDev{}, Args: "PHYS_DEV", Help: "link to send on"},
		{Name: "fwmark", Attr: uapi.IFLA_VTI_FWMARK, Type: attr.U32, Bad: "invalid fwmark\n", Args: "MARK", Help: "0x0..0xffffffff"},
	},
}

func startVTI6(_ *cli.Env, m *nl.Msg, cur nl.Table) error { return startKeyed(m, cur, 16) }
func printVTI6(e *cli.Env, t nl.Table)                    { printKeyed(e, t, endpoint{v6: true}) }
