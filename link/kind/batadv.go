package kind

import (
	"gip/internal/attr"
	"gip/internal/uapi"
)

var batadv = Kind{
	Name:    "batadv",
	Summary: "a mesh of links by batman-adv",
	Unknown: `batadv: unknown command "%"?`,
	Rows: attr.Rows{
		{Name: "r|a", Attr: uapi.IFLA_BATADV_ALGO_NAME, Type: attr.Text{}, Only: attr.Set, Args: "ROUTING_ALG", Help: "BATMAN_IV | BATMAN_V"},
	},
}
