package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var vxlan = Kind{
	Name:    "vxlan",
	Summary: "a VXLAN tunnel: Ethernet over UDP",
	Unknown: `vxlan: unknown command "%"?`,
	Rows:    vxlanRows,
	Check:   checkVXLAN,
	Print:   printVXLAN,
}

var vxlanRows = attr.Rows{
	{Name: "i|d", Text: "id", Attr: uapi.IFLA_VXLAN_ID, Type: once{attr.Max{T: attr.U32, Max: 1<<24 - 1}, ""}, Args: "VNI", Help: "0-16777215"},
	{Name: "v|ni", Attr: uapi.IFLA_VXLAN_ID, Type: once{attr.Max{T: attr.U32, Max: 1<<24 - 1}, "id"}, Bad: "invalid id", Only: attr.Set, Args: "VNI", Help: "the same"},
	{Name: "g|roup", Attr: uapi.IFLA_VXLAN_GROUP, Type: vxlanPeer{multi: true}, Only: attr.Set, Args: "IP_ADDRESS", Help: "multicast group to send to"},
	{Name: "r|emote", Attr: uapi.IFLA_VXLAN_GROUP, Type: vxlanPeer{}, Only: attr.Set, Args: "IP_ADDRESS", Help: "host to send to"},
	{Key: "group", Attr: uapi.IFLA_VXLAN_GROUP, Type: peerAddr{}, Only: attr.Get, Show: attr.NonZero},
	{Key: "group6", Attr: uapi.IFLA_VXLAN_GROUP6, Type: peerAddr{v6: true}, Only: attr.Get, Show: attr.NonZero},
	{Name: "l|ocal", Text: "local", Attr: uapi.IFLA_VXLAN_LOCAL, Type: vxlanLocal{}, Show: attr.NonZero, Args: "ADDR", Help: "address to send from"},
	{Text: "local", Key: "local6", Attr: uapi.IFLA_VXLAN_LOCAL6, Type: vxlanLocal{}, Show: attr.NonZero, Only: attr.Get},
	{Name: "d|ev", Text: "dev", Key: "link", Attr: uapi.IFLA_VXLAN_LINK, Type: once{exitDev{}, ""}, Show: attr.NonZero, Args: "PHYS_DEV", Help: "link to send on"},
	{Name: "p|ort", Attr: uapi.IFLA_VXLAN_PORT_RANGE, Type: once{portRange{}, "srcport"}, Only: attr.Set, Args: "MIN MAX", Help: "the same as srcport"},
	{Name: "s|rcport", Text: "srcport", Key: "port_range", Attr: uapi.IFLA_VXLAN_PORT_RANGE, Type: once{portRange{}, ""}, Args: "MIN MAX", Help: "UDP ports to send from"},
	{Name: "dst|port", Text: "dstport", Key: "port", Attr: uapi.IFLA_VXLAN_PORT, Type: once{attr.BE16, ""}, Bad: "dst port", Args: "PORT", Help: "UDP port to send to"},
	{Name: "to|s", Text: "tos", Attr: uapi.IFLA_VXLAN_TOS, Type: once{tosByte{}, ""}, Show: attr.NonZero, Args: "TOS", Help: "NUMBER or inherit"},
	{Name: "ds|field", Attr: uapi.IFLA_VXLAN_TOS, Type: once{tosByte{}, "tos"}, Only: attr.Set, Args: "TOS", Help: "the same"},
	{Text: "ttl", Attr: uapi.IFLA_VXLAN_TTL_INHERIT, Type: ttlInherit{}, Only: attr.Get},
	{Name: "t|tl", Text: "ttl", Attr: uapi.IFLA_VXLAN_TTL, Type: vxlanTTL{uapi.IFLA_VXLAN_TTL_INHERIT}, Args: "TTL", Help: "1..255, auto or inherit"},
	{Name: "h|oplimit", Attr: uapi.IFLA_VXLAN_TTL, Type: vxlanTTL{uapi.IFLA_VXLAN_TTL_INHERIT}, Only: attr.Set, Args: "TTL", Help: "the same"},
	{Name: "df", Attr: uapi.IFLA_VXLAN_DF, Type: once{dontFragment{}, ""}, Args: "DF", Help: "unset, set or inherit"},
	{Name: "la|bel", Attr: uapi.IFLA_VXLAN_LABEL, Type: once{flowLabel{}, "flowlabel"}, Only: attr.Set, Args: "LABEL", Help: "the same as flowlabel"},
	{Name: "f|lowlabel", Text: "flowlabel", Key: "label", Attr: uapi.IFLA_VXLAN_LABEL, Type: once{flowLabel{}, ""}, Show: attr.NonZero, Args: "LABEL", Help: "0-1048575"},
	{Name: "a|geing", Text: "ageing", Attr: uapi.IFLA_VXLAN_AGEING, Type: once{attr.Word{T: attr.U32, Zero: "none"}, ""}, Bad: "ageing timer", Args: "SECONDS", Help: "how long a learnt address is kept"},
	{Name: "m|axaddress", Text: "maxaddr", Key: "limit", Attr: uapi.IFLA_VXLAN_LIMIT, Type: once{attr.Word{T: attr.U32, Zero: "unlimited"}, ""}, Show: attr.NonZero, Bad: "max addresses", Args: "NUMBER", Help: "most addresses to learn"},
	{Name: "reserved_bits", Attr: uapi.IFLA_VXLAN_RESERVED_BITS, Type: reservedBits{}, Bad: "reserved_bits", Args: "VALUE", Help: "bits of the header to let pass"},
	{Name: "gb|p", Text: "gbp", Attr: uapi.IFLA_VXLAN_GBP, Type: onceFlag{attr.Flag{}}, Help: "group policy"},
	{Name: "gp|e", Text: "gpe", Attr: uapi.IFLA_VXLAN_GPE, Type: onceFlag{attr.Flag{}}, Help: "generic protocol extension"},
	{Name: "e|xternal", Text: "external", Attr: uapi.IFLA_VXLAN_COLLECT_METADATA, Type: vxlanExternal{onceByte{val: 1}}, Help: "routes say where to send"},
	{Name: "noe|xternal", Attr: uapi.IFLA_VXLAN_COLLECT_METADATA, Type: onceByte{}, Only: attr.Set},
	{Name: "vnifilter", Attr: uapi.IFLA_VXLAN_VNIFILTER, Type: onceByte{val: 1}, Help: "take only the VNIs of bridge vni"},
	{Name: "novnifilter", Attr: uapi.IFLA_VXLAN_VNIFILTER, Type: onceByte{}, Only: attr.Set},
	{Name: "le|arning", Text: "learning", Attr: uapi.IFLA_VXLAN_LEARNING, Type: onceByte{1, attr.Toggle{Default: true}}, Help: "learn addresses from what comes in"},
	{Name: "n|olearning", Attr: uapi.IFLA_VXLAN_LEARNING, Type: onceByte{}, Only: attr.Set},
	{Name: "pr|oxy", Text: "proxy", Attr: uapi.IFLA_VXLAN_PROXY, Type: onceByte{val: 1}, Help: "answer ARP and neighbour discovery"},
	{Name: "nop|roxy", Attr: uapi.IFLA_VXLAN_PROXY, Type: onceByte{}, Only: attr.Set},
	{Name: "rs|c", Text: "rsc", Attr: uapi.IFLA_VXLAN_RSC, Type: onceByte{val: 1}, Help: "route short circuit"},
	{Name: "nor|sc", Attr: uapi.IFLA_VXLAN_RSC, Type: onceByte{}, Only: attr.Set},
	{Name: "l2|miss", Text: "l2miss", Attr: uapi.IFLA_VXLAN_L2MISS, Type: onceByte{val: 1}, Help: "tell of unknown MAC addresses"},
	{Name: "nol2|miss", Attr: uapi.IFLA_VXLAN_L2MISS, Type: onceByte{}, Only: attr.Set},
	{Name: "l3|miss", Text: "l3miss", Attr: uapi.IFLA_VXLAN_L3MISS, Type: onceByte{val: 1}, Help: "tell of unknown IP addresses"},
	{Name: "nol3|miss", Attr: uapi.IFLA_VXLAN_L3MISS, Type: onceByte{}, Only: attr.Set},
	{Name: "u|dpcsum", Text: "udp_csum", Attr: uapi.IFLA_VXLAN_UDP_CSUM, Type: onceByte{1, attr.Toggle{Default: true}}, Help: "send UDP checksums over IPv4"},
	{Name: "nou|dpcsum", Attr: uapi.IFLA_VXLAN_UDP_CSUM, Type: onceByte{}, Only: attr.Set},
	{Name: "udp6|zerocsumtx", Text: "udp_zero_csum6_tx", Attr: uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, Type: onceByte{val: 1}, Help: "send no UDP checksums over IPv6"},
	{Name: "noudp6|zerocsumtx", Attr: uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, Type: onceByte{}, Only: attr.Set},
	{Name: "udp6zerocsumr|x", Text: "udp_zero_csum6_rx", Attr: uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, Type: onceByte{val: 1}, Help: "take UDP without checksum over IPv6"},
	{Name: "noudp6zerocsumr|x", Attr: uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, Type: onceByte{}, Only: attr.Set},
	{Name: "remc|sumtx", Text: "remcsum_tx", Attr: uapi.IFLA_VXLAN_REMCSUM_TX, Type: onceByte{val: 1}, Help: "send with remote checksum offload"},
	{Name: "nore|mcsumtx", Attr: uapi.IFLA_VXLAN_REMCSUM_TX, Type: onceByte{}, Only: attr.Set},
	{Name: "remcsumr|x", Text: "remcsum_rx", Attr: uapi.IFLA_VXLAN_REMCSUM_RX, Type: onceByte{val: 1}, Help: "take remote checksum offload"},
	{Name: "noremcsumr|x", Attr: uapi.IFLA_VXLAN_REMCSUM_RX, Type: onceByte{}, Only: attr.Set},
	{Name: "localbypass", Attr: uapi.IFLA_VXLAN_LOCALBYPASS, Type: onceByte{1, attr.Toggle{Default: true}}, Help: "what goes to this host stays inside"},
	{Name: "nolocalbypass", Attr: uapi.IFLA_VXLAN_LOCALBYPASS, Type: onceByte{}, Only: attr.Set},
	{Name: "mcroute", Attr: uapi.IFLA_VXLAN_MC_ROUTE, Type: onceByte{val: 1}, Help: "have multicast routing take the tunnel's packets"},
	{Name: "nomcroute", Attr: uapi.IFLA_VXLAN_MC_ROUTE, Type: onceByte{}, Only: attr.Set},
}

// checkVXLAN rules on what the options say together. Ports of 0 are not sent: they
// only keep the warning quiet.
func checkVXLAN(e *cli.Env, m *nl.Msg, creating bool) error {
	external := nl.Value(m.Get(uapi.IFLA_VXLAN_COLLECT_METADATA)).U8() != 0
	filter := nl.Value(m.Get(uapi.IFLA_VXLAN_VNIFILTER)).U8() != 0
	id := m.Has(uapi.IFLA_VXLAN_ID)
	switch {
	case !external && filter:
		return cli.Fail("vxlan: vnifilter is valid only when 'external' is set")
	case external && id:
		return cli.Fail("vxlan: both 'external' and vni cannot be specified")
	case !external && !id && creating:
		return cli.Fail("vxlan: missing virtual network identifier")
	case vxlanMulti(m) && !m.Has(uapi.IFLA_VXLAN_LINK):
		return cli.Fail("vxlan: 'group' requires 'dev' to be specified")
	}
	switch port := nl.Value(m.Get(uapi.IFLA_VXLAN_PORT)); {
	case port != nil:
		if port.BE16() == 0 {
			m.Del(uapi.IFLA_VXLAN_PORT)
		}
	case m.Has(uapi.IFLA_VXLAN_GPE):
		m.PutBE16(uapi.IFLA_VXLAN_PORT, 4790)
	case creating:
		e.Warn("vxlan: destination port not specified\n" +
			"Will use Linux kernel default (non-standard value)\n" +
			"Use 'dstport 4789' to get the IANA assigned value\n" +
			"Use 'dstport 0' to get default and quiet this message")
	}
	if r := nl.Value(m.Get(uapi.IFLA_VXLAN_PORT_RANGE)); r.U32() == 0 {
		m.Del(uapi.IFLA_VXLAN_PORT_RANGE)
	}
	if vxlanFamily(m, uapi.IFLA_VXLAN_LOCAL, uapi.IFLA_VXLAN_LOCAL6) == 0 &&
		vxlanFamily(m, uapi.IFLA_VXLAN_GROUP, uapi.IFLA_VXLAN_GROUP6) == 0 {
		switch e.Family {
		case unix.AF_INET:
			m.Put(uapi.IFLA_VXLAN_GROUP, 4)
		case unix.AF_INET6:
			m.Put(uapi.IFLA_VXLAN_GROUP6, 16)
		}
	}
	if creating && !m.Has(uapi.IFLA_VXLAN_LEARNING) {
		learn := uint8(1)
		if external {
			learn = 0
		}
		m.PutU8(uapi.IFLA_VXLAN_LEARNING, learn)
	}
	return nil
}

// vxlanFamily is the family of the address that m has as attribute v4 or v6.
func vxlanFamily(m *nl.Msg, v4, v6 uint16) uint8 {
	switch {
	case m.Has(v4):
		return unix.AF_INET
	case m.Has(v6):
		return unix.AF_INET6
	}
	return unix.AF_UNSPEC
}

func vxlanMulti(m *nl.Msg) bool {
	return isMulti(m.Get(uapi.IFLA_VXLAN_GROUP)) || isMulti(m.Get(uapi.IFLA_VXLAN_GROUP6))
}

func isMulti(addr []byte) bool {
	return len(addr) == 4 && addr[0]>>4 == 14 || len(addr) == 16 && addr[0] == 0xff
}

func printVXLAN(e *cli.Env, t nl.Table) {
	only(t, uapi.IFLA_VXLAN_GROUP, uapi.IFLA_VXLAN_GROUP6)
	only(t, uapi.IFLA_VXLAN_LOCAL, uapi.IFLA_VXLAN_LOCAL6)
	if t.At(uapi.IFLA_VXLAN_TTL_INHERIT).U8() != 0 {
		drop(t, uapi.IFLA_VXLAN_TTL)
	}
	vxlanRows.Print(e, t)
}

// drop takes an attribute out of a table that is printed.
func drop(t nl.Table, typ uint16) {
	if int(typ) < len(t) {
		t[typ] = nil
	}
}

// only drops the second attribute where there is the first.
func only(t nl.Table, first, second uint16) {
	if t.Has(first) {
		drop(t, second)
	}
}
