package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var bareudp = Kind{
	Name:    "bareudp",
	Summary: "a tunnel of IP or MPLS in plain UDP",
	Unknown: `bareudp: unknown command "%"?`,
	Rows:    bareudpRows,
	Check:   checkBareUDP,
	Print:   printBareUDP,
}

var bareudpRows = attr.Rows{
	{Name: "d|stport", Text: "dstport", Attr: uapi.IFLA_BAREUDP_PORT, Type: once{attr.BE16, ""}, Bad: "dstport", Args: "PORT", Help: "UDP port"},
	{Name: "e|thertype", Text: "ethertype", Attr: uapi.IFLA_BAREUDP_ETHERTYPE, Type: once{attr.EtherType{}, ""}, Bad: "ethertype", Args: "PROTO", Help: "what is inside: ipv4, ipv6, mpls_uc, ... or a number"},
	{Name: "s|rcportmin", Text: "srcportmin", Attr: uapi.IFLA_BAREUDP_SRCPORT_MIN, Type: once{attr.U16, ""}, Bad: "srcportmin", Args: "PORT", Help: "lowest port to send from"},
	{Name: "m|ultiproto", Attr: uapi.IFLA_BAREUDP_MULTIPROTO_MODE, Type: onceFlag{present{}}, Only: attr.Set, Help: "likewise IPv6 with ipv4, multicast MPLS with mpls_uc"},
	{Name: "n|omultiproto", Attr: uapi.IFLA_BAREUDP_MULTIPROTO_MODE, Type: onceByte{}, Only: attr.Set},
}

func checkBareUDP(_ *cli.Env, m *nl.Msg, _ bool) error {
	if len(m.Get(uapi.IFLA_BAREUDP_MULTIPROTO_MODE)) > 0 { // nomultiproto is not sent
		m.Del(uapi.IFLA_BAREUDP_MULTIPROTO_MODE)
	}
	if !m.Has(uapi.IFLA_BAREUDP_PORT) {
		return cli.Missing("dstport")
	}
	if !m.Has(uapi.IFLA_BAREUDP_ETHERTYPE) {
		return cli.Missing("ethertype")
	}
	return nil
}

func printBareUDP(e *cli.Env, t nl.Table) {
	bareudpRows.Print(e, t)
	e.Bool("multiproto", "%", t.Has(uapi.IFLA_BAREUDP_MULTIPROTO_MODE), "multiproto ", "nomultiproto ")
}
