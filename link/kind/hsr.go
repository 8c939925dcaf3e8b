package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
)

var hsr = Kind{
	Name:    "hsr",
	Summary: "two links as one, by HSR or PRP",
	Unknown: `hsr: what is "%"?`,
	Rows: attr.Rows{
		{Name: "s|upervision", Attr: uapi.IFLA_HSR_MULTICAST_SPEC, Type: attr.U8, Bad: "ADDR-BYTE is invalid", Only: attr.Set, Args: "ADDR-BYTE", Help: "last byte of the supervision frames' address: 0-255 (0)"},
		{Name: "v|ersion", Attr: uapi.IFLA_HSR_VERSION, Type: attr.U8, Bad: "version is invalid", Args: "VERSION", Help: "0 or 1 (0)"},
		{Name: "p|roto", Attr: uapi.IFLA_HSR_PROTOCOL, Type: attr.U8, Bad: "protocol is invalid", Args: "PROTOCOL", Help: "0: HSR, 1: PRP (0)"},
		{Name: "sl|ave1", Attr: uapi.IFLA_HSR_SLAVE1, Type: argDev{}, Bad: "No such interface", Args: "SLAVE1-IF", Help: "one link"},
		{Name: "slave2", Attr: uapi.IFLA_HSR_SLAVE2, Type: argDev{}, Bad: "No such interface", Args: "SLAVE2-IF", Help: "the other"},
		{Name: "interlink", Attr: uapi.IFLA_HSR_INTERLINK, Type: argDev{}, Bad: "No such interface", Args: "INTERLINK-IF", Help: "link to hosts outside the ring"},
	},
	Print: printHSR,
}

// printHSR says nothing where an attribute is too short.
func printHSR(e *cli.Env, t nl.Table) {
	for _, need := range [...]struct {
		typ uint16
		n   int
	}{
		{uapi.IFLA_HSR_SLAVE1, 4}, {uapi.IFLA_HSR_SLAVE2, 4}, {uapi.IFLA_HSR_INTERLINK, 4},
		{uapi.IFLA_HSR_SEQ_NR, 2}, {uapi.IFLA_HSR_SUPERVISION_ADDR, 6},
	} {
		if v := t.At(need.typ); v != nil && len(v) < need.n {
			return
		}
	}
	if v := t.At(uapi.IFLA_HSR_SLAVE1); v != nil {
		e.Str("slave1", "slave1 % ", e.LinkName(v.U32()))
	} else {
		e.Null("slave1", "slave1 % ", "<none>")
	}
	if v := t.At(uapi.IFLA_HSR_SLAVE2); v != nil {
		e.Str("slave2", "slave2 % ", e.LinkName(v.U32()))
	} else {
		e.Null("slave2", "slave2 % ", "<none>")
	}
	if v := t.At(uapi.IFLA_HSR_INTERLINK); v != nil {
		e.Color(out.Ifname).Str("interlink", "interlink % ", e.LinkName(v.U32()))
	}
	hsrShown.Print(e, t)
}

var hsrShown = attr.Rows{
	{Text: "sequence", Key: "seq_nr", Attr: uapi.IFLA_HSR_SEQ_NR, Type: attr.U16},
	{Text: "supervision", Key: "supervision_addr", Attr: uapi.IFLA_HSR_SUPERVISION_ADDR, Type: attr.LLAddr{}},
	{Text: "proto", Attr: uapi.IFLA_HSR_PROTOCOL, Type: attr.U8},
	{Text: "version", Attr: uapi.IFLA_HSR_VERSION, Type: attr.U8},
}
