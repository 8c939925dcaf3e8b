package kind

import (
	"gip/internal/attr"
	"gip/internal/uapi"
)

var dsa = Kind{
	Name:     "dsa",
	Summary:  "a port of a switch chip",
	Unknown:  `dsa: unknown command "%"?`,
	FullHelp: true,
	Rows: attr.Rows{
		{Name: "conduit", Attr: uapi.IFLA_DSA_CONDUIT, Type: argDev{}, Bad: "Device does not exist\n", Args: "DEVICE", Help: "link to the chip"},
		{Name: "master", Attr: uapi.IFLA_DSA_CONDUIT, Type: argDev{}, Bad: "Device does not exist\n", Only: attr.Set, Args: "DEVICE", Help: "the same"},
	},
}
