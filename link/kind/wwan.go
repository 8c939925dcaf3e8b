package kind

import "gip/internal/attr"

const wwanLinkID = 1 // IFLA_WWAN_LINK_ID

var wwan = Kind{
	Name:    "wwan",
	Summary: "a connection of a modem",
	Unknown: `wwan: unknown command "%"?`,
	Rows: attr.Rows{
		{Name: "l|inkid", Text: "linkid", Attr: wwanLinkID, Type: attr.U32, Bad: "linkid", Args: "LINKID", Help: "0-4294967295"},
	},
}
