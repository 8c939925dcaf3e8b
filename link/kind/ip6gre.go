package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var ip6gre = Kind{
	Name:    "ip6gre",
	Summary: "a tunnel of IP in GRE over IPv6",
	Rows:    ip6greRows,
	Also:    erspanRows,
	Start:   startIP6GRE,
	Reads:   true,
	Check:   checkIP6GRE,
	Print:   printIP6GRE,
}

var ip6gretap = Kind{
	Name:    "ip6gretap",
	Summary: "a tunnel of Ethernet in GRE over IPv6",
	Rows:    ip6greRows,
	Also:    erspanRows,
	Start:   startIP6GRE,
	Reads:   true,
	Check:   checkIP6GRE,
	Print:   printIP6GRE,
}

var ip6erspan = Kind{
	Name:    "ip6erspan",
	Summary: "mirrored Ethernet in GRE over IPv6",
	Rows:    ip6greRows,
	Also:    erspanRows,
	Start:   startIP6GRE,
	Reads:   true,
	Check:   checkIP6GRE,
	Print:   printIP6GRE,
}

var ip6greRows = attr.Rows{
	{Name: "k|ey", No: true, Type: greKey{greIn | greOut}, Args: "KEY", Help: "key of both directions: DOTTED_QUAD or NUMBER"},
	{Name: "n|okey", Type: greNoKey{}},
	{Name: "i|key", No: true, Type: greKey{greIn}, Args: "KEY", Help: "key of what comes in"},
	{Name: "o|key", No: true, Type: greKey{greOut}, Args: "KEY", Help: "key of what goes out"},
	{Name: "s|eq", No: true, Type: greBit{greSeq, greIn | greOut}, Help: "number packets, both ways"},
	{Name: "is|eq", No: true, Type: greBit{greSeq, greIn}, Help: "drop what comes in out of sequence"},
	{Name: "os|eq", No: true, Type: greBit{greSeq, greOut}, Help: "number what goes out"},
	{Name: "c|sum", No: true, Type: greBit{greCsum, greIn | greOut}, Help: "checksums both ways"},
	{Name: "ic|sum", No: true, Type: greBit{greCsum, greIn}, Help: "ask for checksums"},
	{Name: "oc|sum", No: true, Type: greBit{greCsum, greOut}, Help: "send checksums"},
	{Name: "r|emote", Attr: uapi.IFLA_GRE_REMOTE, Type: endpoint{v6: true}, Args: "ADDR", Help: "the other end"},
	{Name: "l|ocal", Attr: uapi.IFLA_GRE_LOCAL, Type: endpoint{v6: true}, Args: "ADDR", Help: "this end"},
	{Name: "d|ev", Attr: uapi.IFLA_GRE_LINK, Type: exitDev{}, Args: "PHYS_DEV", Help: "link to send on"},
	{Name: "t|tl", Attr: uapi.IFLA_GRE_TTL, Type: tunnelTTL{}, Bad: "invalid HLIM\n", Args: "TTL", Help: "the same as hoplimit"},
	{Name: "h|oplimit", Attr: uapi.IFLA_GRE_TTL, Type: tunnelTTL{}, Bad: "invalid HLIM\n", Args: "TTL", Help: "0..255 (64) or inherit"},
	{Name: "hl|im", Attr: uapi.IFLA_GRE_TTL, Type: tunnelTTL{}, Bad: "invalid HLIM\n", Args: "TTL", Help: "the same"},
	{Name: "encaplimit", Attr: uapi.IFLA_GRE_ENCAP_LIMIT, Type: encapLimit{uapi.IFLA_GRE_FLAGS}, Args: "ELIM", Help: "none or 0..255 (4): tunnels in tunnels"},
	{Name: "to|s", Attr: uapi.IFLA_GRE_FLOWINFO, Type: tunnelClass{uapi.IFLA_GRE_FLAGS}, Args: "TCLASS", Help: "the same as tclass"},
	{Name: "tc|lass", Attr: uapi.IFLA_GRE_FLOWINFO, Type: tunnelClass{uapi.IFLA_GRE_FLAGS}, Args: "TCLASS", Help: "0x0..0xff or inherit"},
	{Name: "ds|field", Attr: uapi.IFLA_GRE_FLOWINFO, Type: tunnelClass{uapi.IFLA_GRE_FLAGS}, Args: "TCLASS", Help: "the same"},
	{Name: "flowlabel", Attr: uapi.IFLA_GRE_FLOWINFO, Type: tunnelLabel{uapi.IFLA_GRE_FLAGS}, Args: "FLOWLABEL", Help: "0x0..0xfffff or inherit"},
	{Name: "fl", Attr: uapi.IFLA_GRE_FLOWINFO, Type: tunnelLabel{uapi.IFLA_GRE_FLAGS}, Args: "FLOWLABEL", Help: "the same"},
	{Name: "dscp", Attr: uapi.IFLA_GRE_FLAGS, Type: dscpInherit{}, Args: "inherit", Help: "take the outer packet's on arrival"},
	{Name: "fwmark", Attr: uapi.IFLA_GRE_FWMARK, Type: mark6{uapi.IFLA_GRE_FLAGS}, Args: "MARK", Help: "0x0..0xffffffff or inherit"},
	{Name: "allow-localremote", No: true, Attr: uapi.IFLA_GRE_FLAGS, Type: flag32{bit: tnlAllowLocalRemote}, Help: "the other end may be this host"},
	{Name: "encap", No: true, Attr: uapi.IFLA_GRE_ENCAP_TYPE, Type: encapType{}, Args: "{ fou | gue | none }", Help: "UDP around it"},
	{Name: "encap-sport", Attr: uapi.IFLA_GRE_ENCAP_SPORT, Type: encapPort{auto: true}, Bad: "Invalid source port.", Args: "PORT", Help: "UDP port to send from, or auto"},
	{Name: "encap-dport", Attr: uapi.IFLA_GRE_ENCAP_DPORT, Type: encapPort{}, Bad: "Invalid destination port.", Args: "PORT", Help: "UDP port to send to"},
	{Name: "encap-csum", No: true, Attr: uapi.IFLA_GRE_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM}, Help: "UDP checksums"},
	{Name: "encap-udp6-csum", No: true, Attr: uapi.IFLA_GRE_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM6}, Help: "UDP checksums over IPv6 (shown as encap-csum6)"},
	{Name: "encap-remcsum", No: true, Attr: uapi.IFLA_GRE_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_REMCSUM}, Help: "remote checksum offload"},
	{Name: "external", Attr: uapi.IFLA_GRE_COLLECT_METADATA, Type: present{}, Help: "routes say where to send"},
}

func startIP6GRE(_ *cli.Env, m *nl.Msg, cur nl.Table) error {
	for _, typ := range [...]uint16{uapi.IFLA_GRE_LOCAL, uapi.IFLA_GRE_REMOTE} {
		if err := copyAddr(m, cur, typ, 16); err != nil {
			return err
		}
	}
	startKeys(m, cur)
	start(m, cur, attr.U8, uapi.IFLA_GRE_TTL, defaultHops)
	start(m, cur, attr.U8, uapi.IFLA_GRE_ENCAP_LIMIT, defaultEncapLimit)
	start(m, cur, attr.U32, uapi.IFLA_GRE_FLOWINFO, 0)
	start(m, cur, attr.U32, uapi.IFLA_GRE_FLAGS, 0)
	startMirror(m, cur)
	startEncap(m, cur, uapi.TUNNEL_ENCAP_FLAG_CSUM6)
	return nil
}

func checkIP6GRE(_ *cli.Env, m *nl.Msg, _ bool) error {
	checkMirror(m)
	onlyExternal(m, uapi.IFLA_GRE_COLLECT_METADATA)
	return nil
}

func printIP6GRE(e *cli.Env, t nl.Table) {
	if t.Has(uapi.IFLA_GRE_COLLECT_METADATA) {
		printTrue(e, "external", "external ")
	}
	flags := t.At(uapi.IFLA_GRE_FLAGS).U32()
	endpoint{v6: true}.show(e, "remote", t.At(uapi.IFLA_GRE_REMOTE))
	endpoint{v6: true}.show(e, "local", t.At(uapi.IFLA_GRE_LOCAL))
	showLink(e, t.At(uapi.IFLA_GRE_LINK))
	showTTL(e, "hoplimit", t.At(uapi.IFLA_GRE_TTL))
	showFlow(e, flags, t.At(uapi.IFLA_GRE_ENCAP_LIMIT), t.At(uapi.IFLA_GRE_FLOWINFO))
	showKeys(e, t)
	showFlags6(e, flags, t.At(uapi.IFLA_GRE_FWMARK))
	erspanShown.Print(e, t)
	showEncap(e, t, uapi.IFLA_GRE_ENCAP_TYPE)
}
