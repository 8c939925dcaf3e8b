package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var ipip = Kind{
	Name:    "ipip",
	Summary: "a tunnel of IPv4 over IPv4",
	Start:   startIPIP,
	Reads:   true,
	Check:   checkIPIP,
	Print:   printIPIP,
	Rows:    ipipRows,
	Also: attr.Rows{
		{Name: "mode", Attr: uapi.IFLA_IPTUN_PROTO, Type: tunnelMode{ipipModes}, Args: "{ ipip | mplsip | any }", Help: "what is inside"},
	},
}

// ipipRows is the options of ipip and sit.
var ipipRows = attr.Rows{
	{Name: "remote", Attr: uapi.IFLA_IPTUN_REMOTE, Type: endpoint{}, Args: "ADDR", Help: "the other end: IP_ADDRESS or any"},
	{Name: "local", Attr: uapi.IFLA_IPTUN_LOCAL, Type: endpoint{}, Args: "ADDR", Help: "this end"},
	{Name: "ttl", Attr: uapi.IFLA_IPTUN_TTL, Type: tunnelTTL{}, Bad: "invalid TTL\n", Args: "TTL", Help: "1..255 or inherit"},
	{Name: "hoplimit", Attr: uapi.IFLA_IPTUN_TTL, Type: tunnelTTL{}, Bad: "invalid TTL\n", Args: "TTL", Help: "the same"},
	{Name: "hlim", Attr: uapi.IFLA_IPTUN_TTL, Type: tunnelTTL{}, Bad: "invalid TTL\n", Args: "TTL", Help: "the same"},
	{Name: "tos", Attr: uapi.IFLA_IPTUN_TOS, Type: tosByte{}, Args: "TOS", Help: "NUMBER or inherit"},
	{Name: "tclass", Attr: uapi.IFLA_IPTUN_TOS, Type: tosByte{}, Args: "TOS", Help: "the same"},
	{Name: "tc", Attr: uapi.IFLA_IPTUN_TOS, Type: tosByte{}, Args: "TOS", Help: "the same"},
	{Name: "ds|field", Attr: uapi.IFLA_IPTUN_TOS, Type: tosByte{}, Args: "TOS", Help: "the same"},
	{Name: "pmtudisc", No: true, Attr: uapi.IFLA_IPTUN_PMTUDISC, Type: toggleByte{}, Help: "path MTU discovery"},
	{Name: "6rd-prefix", Attr: uapi.IFLA_IPTUN_6RD_PREFIX, Type: prefix6rd{uapi.IFLA_IPTUN_6RD_PREFIXLEN}, Args: "ADDR", Help: "IPv6 prefix of the provider's network"},
	{Name: "6rd-relay_prefix", Attr: uapi.IFLA_IPTUN_6RD_RELAY_PREFIX, Type: prefix6rd{uapi.IFLA_IPTUN_6RD_RELAY_PREFIXLEN}, Args: "ADDR", Help: "IPv4 prefix that its hosts share"},
	{Name: "6rd-reset", Attr: uapi.IFLA_IPTUN_6RD_PREFIX, Type: reset6rd{}, Help: "back to 2002::/16"},
	{Name: "d|ev", Attr: uapi.IFLA_IPTUN_LINK, Type: exitDev{}, Args: "PHYS_DEV", Help: "link to send on"},
	{Name: "fwmark", Attr: uapi.IFLA_IPTUN_FWMARK, Type: attr.U32, Bad: "invalid fwmark\n", Args: "MARK", Help: "firewall mark of the tunnel's packets: 0x0..0xffffffff"},
	{Name: "external", Attr: uapi.IFLA_IPTUN_COLLECT_METADATA, Type: present{}, Help: "routes say where to send"},
	{Name: "encap", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_TYPE, Type: encapType{}, Args: "{ fou | gue | none }", Help: "UDP around it"},
	{Name: "encap-sport", Attr: uapi.IFLA_IPTUN_ENCAP_SPORT, Type: encapPort{auto: true}, Bad: "Invalid source port.", Args: "PORT", Help: "UDP port to send from, or auto"},
	{Name: "encap-dport", Attr: uapi.IFLA_IPTUN_ENCAP_DPORT, Type: encapPort{}, Bad: "Invalid destination port.", Args: "PORT", Help: "UDP port to send to"},
	{Name: "encap-csum", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM}, Help: "UDP checksums"},
	{Name: "encap-udp6-csum", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM6}, Help: "UDP checksums over IPv6 (shown as encap-csum6)"},
	{Name: "encap-remcsum", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_REMCSUM}, Help: "remote checksum offload"},
}

var ipipModes = []named{
	{unix.IPPROTO_IPIP, "ipip"},
	{unix.IPPROTO_MPLS, "mplsip"},
	{0, "any"},
	{unix.IPPROTO_IPIP, "ipv4/ipv4"},
	{unix.IPPROTO_IPIP, "ip4ip4"},
	{unix.IPPROTO_MPLS, "mpls/ipv4"},
	{0, "any/ipv4"},
}

func startIPIP(_ *cli.Env, m *nl.Msg, cur nl.Table) error {
	for _, typ := range [...]uint16{uapi.IFLA_IPTUN_LOCAL, uapi.IFLA_IPTUN_REMOTE} {
		if err := copyAddr(m, cur, typ, 4); err != nil {
			return err
		}
	}
	start(m, cur, attr.U8, uapi.IFLA_IPTUN_PROTO, 0)
	start(m, cur, attr.U8, uapi.IFLA_IPTUN_PMTUDISC, 1)
	start(m, cur, attr.U8, uapi.IFLA_IPTUN_TOS, 0)
	start(m, cur, attr.U8, uapi.IFLA_IPTUN_TTL, 0)
	start(m, cur, attr.U32, uapi.IFLA_IPTUN_LINK, 0)
	start(m, cur, attr.U32, uapi.IFLA_IPTUN_FWMARK, 0)
	start(m, cur, attr.U16, uapi.IFLA_IPTUN_ENCAP_TYPE, 0)
	start(m, cur, attr.U16, uapi.IFLA_IPTUN_ENCAP_FLAGS, 0)
	startPort(m, cur, uapi.IFLA_IPTUN_ENCAP_SPORT)
	startPort(m, cur, uapi.IFLA_IPTUN_ENCAP_DPORT)
	if cur.Has(uapi.IFLA_IPTUN_COLLECT_METADATA) {
		m.PutFlag(uapi.IFLA_IPTUN_COLLECT_METADATA)
	}
	return nil
}

// checkIPIP drops what only sit sends.
func checkIPIP(_ *cli.Env, m *nl.Msg, _ bool) error {
	for typ := uint16(uapi.IFLA_IPTUN_6RD_PREFIX); typ <= uapi.IFLA_IPTUN_6RD_RELAY_PREFIXLEN; typ++ {
		m.Del(typ)
	}
	return checkTTL(m)
}

func checkTTL(m *nl.Msg) error {
	if nl.Value(m.Get(uapi.IFLA_IPTUN_TTL)).U8() != 0 && nl.Value(m.Get(uapi.IFLA_IPTUN_PMTUDISC)).U8() == 0 {
		return cli.Quit(255, "ttl != 0 and nopmtudisc are incompatible")
	}
	externalProto(m)
	return nil
}

func printIPIP(e *cli.Env, t nl.Table) { printIPTUN(e, t, sitModes) }

// printIPTUN prints ipip and sit alike.
func printIPTUN(e *cli.Env, t nl.Table, modes []named) {
	if t.Has(uapi.IFLA_IPTUN_COLLECT_METADATA) {
		printTrue(e, "external", "external ")
	}
	showMode(e, t.At(uapi.IFLA_IPTUN_PROTO), modes)
	endpoint{}.show(e, "remote", t.At(uapi.IFLA_IPTUN_REMOTE))
	endpoint{}.show(e, "local", t.At(uapi.IFLA_IPTUN_LOCAL))
	showLink(e, t.At(uapi.IFLA_IPTUN_LINK))
	showTTL(e, "ttl", t.At(uapi.IFLA_IPTUN_TTL))
	showTOS(e, t.At(uapi.IFLA_IPTUN_TOS))
	e.Bool("pmtudisc", "%", t.At(uapi.IFLA_IPTUN_PMTUDISC).U8() != 0, "pmtudisc ", "nopmtudisc ")
	if t.At(uapi.IFLA_IPTUN_FLAGS).U16()&uapi.SIT_ISATAP != 0 {
		printTrue(e, "isatap", "isatap ")
	}
	show6rd(e, t)
	showMark(e, t.At(uapi.IFLA_IPTUN_FWMARK))
	showEncap(e, t, uapi.IFLA_IPTUN_ENCAP_TYPE)
}
