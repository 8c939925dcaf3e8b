package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var rmnet = Kind{
	Name:     "rmnet",
	Summary:  "a connection of a Qualcomm modem",
	Unknown:  `rmnet: unknown command "%"?`,
	FullHelp: true,
	Print:    printRMNET,
	Rows: attr.Rows{
		{Name: "mux_id", Attr: uapi.IFLA_RMNET_MUX_ID, Type: attr.U16, Bad: "mux_id is invalid", Args: "MUXID", Help: "1-254"},
		{Name: "ingress-deaggregation", Attr: uapi.IFLA_RMNET_FLAGS, Type: attr.Bit{Bit: 1, OnOff: true}, Args: "{ on | off }", Help: "several packets in one come in"},
		{Name: "ingress-commands", Attr: uapi.IFLA_RMNET_FLAGS, Type: attr.Bit{Bit: 2, OnOff: true}, Args: "{ on | off }", Help: "the modem sends commands"},
		{Name: "ingress-mapv4-checksum", Attr: uapi.IFLA_RMNET_FLAGS, Type: attr.Bit{Bit: 4, OnOff: true}, Args: "{ on | off }", Help: "checksums come in, MAPv4"},
		{Name: "egress-mapv4-checksum", Attr: uapi.IFLA_RMNET_FLAGS, Type: attr.Bit{Bit: 8, OnOff: true}, Args: "{ on | off }", Help: "checksums go out, MAPv4"},
		{Name: "ingress-mapv5-checksum", Attr: uapi.IFLA_RMNET_FLAGS, Type: attr.Bit{Bit: 16, OnOff: true}, Args: "{ on | off }", Help: "checksums come in, MAPv5"},
		{Name: "egress-mapv5-checksum", Attr: uapi.IFLA_RMNET_FLAGS, Type: attr.Bit{Bit: 32, OnOff: true}, Args: "{ on | off }", Help: "checksums go out, MAPv5"},
	},
}

var rmnetFlags = []bit{
	{1, "INGRESS_DEAGGREGATION"}, {2, "INGRESS_MAP_COMMANDS"}, {4, "INGRESS_MAP_CKSUMV4"},
	{8, "EGRESS_MAP_CKSUMV4"}, {16, "INGRESS_MAP_CKSUMV5"}, {32, "EGRESS_MAP_CKSUMV5"},
}

func printRMNET(e *cli.Env, t nl.Table) {
	id := t.At(uapi.IFLA_RMNET_MUX_ID)
	if len(id) < 2 {
		return
	}
	e.Uint("mux_id", "mux_id % ", uint64(id.U16()))
	if f := t.At(uapi.IFLA_RMNET_FLAGS); len(f) >= 8 {
		printBits(e, "flags", f.U32(), rmnetFlags)
	}
}
