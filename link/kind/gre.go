package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var gre = Kind{
	Name:    "gre",
	Summary: "a tunnel of IP in GRE over IPv4",
	Rows:    greRows,
	Start:   startGRE,
	Reads:   true,
	Check:   checkGRE,
	Print:   printGRE,
}

var gretap = Kind{
	Name:    "gretap",
	Summary: "a tunnel of Ethernet in GRE over IPv4",
	Rows:    greRows,
	Start:   startGRE,
	Reads:   true,
	Check:   checkGRE,
	Print:   printGRE,
}

// greRows is the options of gre; most are printed by printGRE.
var greRows = attr.Rows{
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
	{Name: "p|mtudisc", No: true, Attr: uapi.IFLA_GRE_PMTUDISC, Type: toggleByte{}, Help: "path MTU discovery"},
	{Name: "r|emote", Attr: uapi.IFLA_GRE_REMOTE, Type: endpoint{}, Args: "ADDR", Help: "the other end: IP_ADDRESS or any"},
	{Name: "l|ocal", Attr: uapi.IFLA_GRE_LOCAL, Type: endpoint{}, Args: "ADDR", Help: "this end"},
	{Name: "d|ev", Attr: uapi.IFLA_GRE_LINK, Type: exitDev{}, Args: "PHYS_DEV", Help: "link to send on"},
	{Name: "t|tl", Attr: uapi.IFLA_GRE_TTL, Type: tunnelTTL{}, Bad: "invalid TTL\n", Args: "TTL", Help: "1..255 or inherit"},
	{Name: "h|oplimit", Attr: uapi.IFLA_GRE_TTL, Type: tunnelTTL{}, Bad: "invalid TTL\n", Args: "TTL", Help: "the same"},
	{Name: "hl|im", Attr: uapi.IFLA_GRE_TTL, Type: tunnelTTL{}, Bad: "invalid TTL\n", Args: "TTL", Help: "the same"},
	{Name: "to|s", Attr: uapi.IFLA_GRE_TOS, Type: tosByte{}, Args: "TOS", Help: "NUMBER or inherit"},
	{Name: "tc|lass", Attr: uapi.IFLA_GRE_TOS, Type: tosByte{}, Args: "TOS", Help: "the same"},
	{Name: "ds|field", Attr: uapi.IFLA_GRE_TOS, Type: tosByte{}, Args: "TOS", Help: "the same"},
	{Name: "encap", No: true, Attr: uapi.IFLA_GRE_ENCAP_TYPE, Type: encapType{}, Args: "{ fou | gue | none }", Help: "UDP around it"},
	{Name: "encap-sport", Attr: uapi.IFLA_GRE_ENCAP_SPORT, Type: encapPort{auto: true}, Bad: "Invalid source port.", Args: "PORT", Help: "UDP port to send from, or auto"},
	{Name: "encap-dport", Attr: uapi.IFLA_GRE_ENCAP_DPORT, Type: encapPort{}, Bad: "Invalid destination port.", Args: "PORT", Help: "UDP port to send to"},
	{Name: "encap-csum", No: true, Attr: uapi.IFLA_GRE_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM}, Help: "UDP checksums"},
	{Name: "encap-udp6-csum", No: true, Attr: uapi.IFLA_GRE_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM6}, Help: "UDP checksums over IPv6 (shown as encap-csum6)"},
	{Name: "encap-remcsum", No: true, Attr: uapi.IFLA_GRE_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_REMCSUM}, Help: "remote checksum offload"},
	{Name: "external", Attr: uapi.IFLA_GRE_COLLECT_METADATA, Type: present{}, Help: "routes say where to send"},
	{Name: "ignore-df", No: true, Attr: uapi.IFLA_GRE_IGNORE_DF, Type: toggleByte{}, Help: "fragment what asks not to be"},
	{Name: "fwmark", Attr: uapi.IFLA_GRE_FWMARK, Type: attr.U32, Bad: "invalid fwmark\n", Args: "MARK", Help: "firewall mark of the tunnel's packets: 0x0..0xffffffff"},
}

// startGRE puts what is always sent. What the link has of DF is sent on only where
// it is set.
func startGRE(_ *cli.Env, m *nl.Msg, cur nl.Table) error {
	for _, typ := range [...]uint16{uapi.IFLA_GRE_LOCAL, uapi.IFLA_GRE_REMOTE} {
		if err := copyAddr(m, cur, typ, 4); err != nil {
			return err
		}
	}
	startKeys(m, cur)
	start(m, cur, attr.U8, uapi.IFLA_GRE_PMTUDISC, 1)
	start(m, cur, attr.U8, uapi.IFLA_GRE_TOS, 0)
	start(m, cur, attr.U8, uapi.IFLA_GRE_TTL, 0)
	if cur.At(uapi.IFLA_GRE_IGNORE_DF).U8() != 0 {
		m.PutU8(uapi.IFLA_GRE_IGNORE_DF, 1)
	}
	startEncap(m, cur, 0)
	return nil
}

// startKeys starts what IPv4 and IPv6 have in common.
func startKeys(m *nl.Msg, cur nl.Table) {
	start(m, cur, attr.U32, uapi.IFLA_GRE_IKEY, 0)
	start(m, cur, attr.U32, uapi.IFLA_GRE_OKEY, 0)
	start(m, cur, attr.U16, uapi.IFLA_GRE_IFLAGS, 0)
	start(m, cur, attr.U16, uapi.IFLA_GRE_OFLAGS, 0)
	start(m, cur, attr.U32, uapi.IFLA_GRE_FWMARK, 0)
	if link := cur.At(uapi.IFLA_GRE_LINK).U32(); link != 0 {
		m.PutU32(uapi.IFLA_GRE_LINK, link)
	}
	if cur.Has(uapi.IFLA_GRE_COLLECT_METADATA) {
		m.PutFlag(uapi.IFLA_GRE_COLLECT_METADATA)
	}
}

func startEncap(m *nl.Msg, cur nl.Table, flags uint64) {
	start(m, cur, attr.U16, uapi.IFLA_GRE_ENCAP_TYPE, 0)
	start(m, cur, attr.U16, uapi.IFLA_GRE_ENCAP_FLAGS, flags)
	startPort(m, cur, uapi.IFLA_GRE_ENCAP_SPORT)
	startPort(m, cur, uapi.IFLA_GRE_ENCAP_DPORT)
}

// checkGRE has a multicast tunnel keyed by its group, and sends nothing besides
// external where that is given.
func checkGRE(_ *cli.Env, m *nl.Msg, _ bool) error {
	if group := m.Get(uapi.IFLA_GRE_REMOTE); isMulti(group) {
		var key [4]byte
		copy(key[:], group)
		for i, typ := range [...]uint16{uapi.IFLA_GRE_IKEY, uapi.IFLA_GRE_OKEY} {
			if allZero(m.Get(typ)) {
				m.PutBytes(typ, key[:])
				setGRE(m, greKeyed, 1<<i, true)
			}
		}
		if !m.Has(uapi.IFLA_GRE_LOCAL) {
			return cli.Fail("A broadcast tunnel requires a source address.")
		}
	}
	onlyExternal(m, uapi.IFLA_GRE_COLLECT_METADATA)
	return nil
}

// onlyExternal clears all but attribute typ, where there is that.
func onlyExternal(m *nl.Msg, typ uint16) {
	if m.Has(typ) {
		m.Clear()
		m.PutFlag(typ)
	}
}

func printGRE(e *cli.Env, t nl.Table) {
	if t.Has(uapi.IFLA_GRE_COLLECT_METADATA) {
		printTrue(e, "external", "external ")
	}
	endpoint{}.show(e, "remote", t.At(uapi.IFLA_GRE_REMOTE))
	endpoint{}.show(e, "local", t.At(uapi.IFLA_GRE_LOCAL))
	showLink(e, t.At(uapi.IFLA_GRE_LINK))
	showTTL(e, "ttl", t.At(uapi.IFLA_GRE_TTL))
	showTOS(e, t.At(uapi.IFLA_GRE_TOS))
	if v := t.At(uapi.IFLA_GRE_PMTUDISC); v != nil {
		e.Bool("pmtudisc", "%", v.U8() != 0, "", "nopmtudisc ")
	}
	if t.At(uapi.IFLA_GRE_IGNORE_DF).U8() != 0 {
		printTrue(e, "ignore_df", "ignore-df ")
	}
	showKeys(e, t)
	showMark(e, t.At(uapi.IFLA_GRE_FWMARK))
	erspanShown.Print(e, t)
	showEncap(e, t, uapi.IFLA_GRE_ENCAP_TYPE)
}
