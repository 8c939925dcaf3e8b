package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var batadv = Kind{
	Name:    "batadv",
	Summary: "a mesh of links by batman-adv",
	Unknown: `batadv: unknown command "%"?`,
	Rows: attr.Rows{
		{Name: "r|a", Attr: uapi.IFLA_BATADV_ALGO_NAME, Type: attr.Text{}, Args: "ROUTING_ALG", Help: "BATMAN_IV | BATMAN_V"},
	},
	Print: printNothing,
}

// printNothing is for kinds whose options the reference does not show.
func printNothing(*cli.Env, nl.Table) {}
