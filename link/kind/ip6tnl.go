package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var ip6tnl = Kind{
	Name:    "ip6tnl",
	Summary: "a tunnel of IP over IPv6",
	Start:   startIP6TNL,
	Reads:   true,
	Check:   checkIP6TNL,
	Print:   printIP6TNL,
	Rows: attr.Rows{
		{Name: "mode", Attr: uapi.IFLA_IPTUN_PROTO, Type: tunnelMode{ip6tnlModes}, Args: "{ ip6ip6 | ipip6 | any }", Help: "what is inside"},
		{Name: "remote", Attr: uapi.IFLA_IPTUN_REMOTE, Type: endpoint{v6: true}, Args: "ADDR", Help: "the other end"},
		{Name: "local", Attr: uapi.IFLA_IPTUN_LOCAL, Type: endpoint{v6: true}, Args: "ADDR", Help: "this end"},
		{Name: "d|ev", Attr: uapi.IFLA_IPTUN_LINK, Type: exitDev{}, Args: "PHYS_DEV", Help: "link to send on"},
		{Name: "ttl", Attr: uapi.IFLA_IPTUN_TTL, Type: tunnelTTL{}, Bad: "invalid HLIM\n", Args: "HLIM", Help: "the same as hoplimit"},
		{Name: "hoplimit", Attr: uapi.IFLA_IPTUN_TTL, Type: tunnelTTL{}, Bad: "invalid HLIM\n", Args: "HLIM", Help: "0..255 (64) or inherit"},
		{Name: "hlim", Attr: uapi.IFLA_IPTUN_TTL, Type: tunnelTTL{}, Bad: "invalid HLIM\n", Args: "HLIM", Help: "the same"},
		{Name: "encaplimit", Attr: uapi.IFLA_IPTUN_ENCAP_LIMIT, Type: encapLimit{uapi.IFLA_IPTUN_FLAGS}, Args: "ELIM", Help: "none or 0..255 (4): tunnels in tunnels"},
		{Name: "tos", Attr: uapi.IFLA_IPTUN_FLOWINFO, Type: tunnelClass{uapi.IFLA_IPTUN_FLAGS}, Args: "TCLASS", Help: "the same as tclass"},
		{Name: "tclass", Attr: uapi.IFLA_IPTUN_FLOWINFO, Type: tunnelClass{uapi.IFLA_IPTUN_FLAGS}, Args: "TCLASS", Help: "0x0..0xff or inherit"},
		{Name: "tc", Attr: uapi.IFLA_IPTUN_FLOWINFO, Type: tunnelClass{uapi.IFLA_IPTUN_FLAGS}, Args: "TCLASS", Help: "the same"},
		{Name: "ds|field", Attr: uapi.IFLA_IPTUN_FLOWINFO, Type: tunnelClass{uapi.IFLA_IPTUN_FLAGS}, Args: "TCLASS", Help: "the same"},
		{Name: "flowlabel", Attr: uapi.IFLA_IPTUN_FLOWINFO, Type: tunnelLabel{uapi.IFLA_IPTUN_FLAGS}, Args: "FLOWLABEL", Help: "0x0..0xfffff or inherit"},
		{Name: "fl", Attr: uapi.IFLA_IPTUN_FLOWINFO, Type: tunnelLabel{uapi.IFLA_IPTUN_FLAGS}, Args: "FLOWLABEL", Help: "the same"},
		{Name: "dscp", Attr: uapi.IFLA_IPTUN_FLAGS, Type: dscpInherit{}, Args: "inherit", Help: "take the outer packet's on arrival"},
		{Name: "fwmark", Attr: uapi.IFLA_IPTUN_FWMARK, Type: mark6{uapi.IFLA_IPTUN_FLAGS}, Args: "MARK", Help: "0x0..0xffffffff or inherit"},
		{Name: "allow-localremote", No: true, Attr: uapi.IFLA_IPTUN_FLAGS, Type: flag32{bit: tnlAllowLocalRemote}, Help: "the other end may be this host"},
		{Name: "encap", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_TYPE, Type: encapType{}, Args: "{ fou | gue | none }", Help: "UDP around it"},
		{Name: "encap-sport", Attr: uapi.IFLA_IPTUN_ENCAP_SPORT, Type: encapPort{auto: true}, Bad: "Invalid source port.", Args: "PORT", Help: "UDP port to send from, or auto"},
		{Name: "encap-dport", Attr: uapi.IFLA_IPTUN_ENCAP_DPORT, Type: encapPort{}, Bad: "Invalid destination port.", Args: "PORT", Help: "UDP port to send to"},
		{Name: "encap-csum", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM}, Help: "UDP checksums"},
		{Name: "encap-udp6-csum", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_CSUM6}, Help: "UDP checksums over IPv6 (shown as encap-csum6)"},
		{Name: "encap-remcsum", No: true, Attr: uapi.IFLA_IPTUN_ENCAP_FLAGS, Type: flag16{bit: uapi.TUNNEL_ENCAP_FLAG_REMCSUM}, Help: "remote checksum offload"},
		{Name: "external", Attr: uapi.IFLA_IPTUN_COLLECT_METADATA, Type: present{}, Help: "routes say where to send"},
	},
}

var ip6tnlModes = []named{
	{unix.IPPROTO_IPV6, "ip6ip6"},
	{unix.IPPROTO_IPIP, "ipip6"},
	{0, "any"},
	{unix.IPPROTO_IPV6, "ipv6/ipv6"},
	{unix.IPPROTO_IPIP, "ip/ipv6"},
	{unix.IPPROTO_IPIP, "ipv4/ipv6"},
	{unix.IPPROTO_IPIP, "ip4ip6"},
	{0, "any/ipv6"},
}

// startIP6TNL leaves the UDP around the tunnel as it is by default, whatever the
// link has: so does the reference.
func startIP6TNL(_ *cli.Env, m *nl.Msg, cur nl.Table) error {
	for _, typ := range [...]uint16{uapi.IFLA_IPTUN_LOCAL, uapi.IFLA_IPTUN_REMOTE} {
		if err := copyAddr(m, cur, typ, 16); err != nil {
			return err
		}
	}
	start(m, cur, attr.U8, uapi.IFLA_IPTUN_PROTO, 0)
	start(m, cur, attr.U8, uapi.IFLA_IPTUN_TTL, defaultHops)
	start(m, cur, attr.U8, uapi.IFLA_IPTUN_ENCAP_LIMIT, defaultEncapLimit)
	start(m, cur, attr.U32, uapi.IFLA_IPTUN_FLOWINFO, 0)
	start(m, cur, attr.U32, uapi.IFLA_IPTUN_FLAGS, 0)
	start(m, cur, attr.U32, uapi.IFLA_IPTUN_LINK, 0)
	start(m, cur, attr.U32, uapi.IFLA_IPTUN_FWMARK, 0)
	if cur.Has(uapi.IFLA_IPTUN_COLLECT_METADATA) {
		m.PutFlag(uapi.IFLA_IPTUN_COLLECT_METADATA)
	}
	m.PutU16(uapi.IFLA_IPTUN_ENCAP_TYPE, 0)
	m.PutU16(uapi.IFLA_IPTUN_ENCAP_FLAGS, uapi.TUNNEL_ENCAP_FLAG_CSUM6)
	m.PutU16(uapi.IFLA_IPTUN_ENCAP_SPORT, 0)
	m.PutU16(uapi.IFLA_IPTUN_ENCAP_DPORT, 0)
	return nil
}

func checkIP6TNL(_ *cli.Env, m *nl.Msg, _ bool) error {
	externalProto(m)
	return nil
}

// externalProto sends nothing besides external and the mode where external is given.
func externalProto(m *nl.Msg) {
	proto := nl.Value(m.Get(uapi.IFLA_IPTUN_PROTO)).U8()
	onlyExternal(m, uapi.IFLA_IPTUN_COLLECT_METADATA)
	m.PutU8(uapi.IFLA_IPTUN_PROTO, proto)
}

// tunnelMode is what a tunnel has inside. Of the names for a number, the first is
// shown.
type tunnelMode struct{ modes []named }

func (t tunnelMode) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := number(t.modes, w)
	if !ok {
		return cli.Invalid("Cannot guess tunnel mode.", w)
	}
	m.PutU8(r.Attr, uint8(v))
	return nil
}
func (tunnelMode) Print(*cli.Env, *attr.Row, nl.Value) {}

// showMode writes what a tunnel has inside, if that has a name.
func showMode(e *cli.Env, v nl.Value, modes []named) {
	if v == nil {
		return
	}
	if name := lookup(modes, uint32(v.U8()), ""); name != "" {
		e.Str("proto", "% ", name)
	}
}

func printIP6TNL(e *cli.Env, t nl.Table) {
	if t.Has(uapi.IFLA_IPTUN_COLLECT_METADATA) {
		printTrue(e, "external", "external ")
	}
	flags := t.At(uapi.IFLA_IPTUN_FLAGS).U32()
	showMode(e, t.At(uapi.IFLA_IPTUN_PROTO), ip6tnlModes)
	endpoint{v6: true}.show(e, "remote", t.At(uapi.IFLA_IPTUN_REMOTE))
	endpoint{v6: true}.show(e, "local", t.At(uapi.IFLA_IPTUN_LOCAL))
	showLink(e, t.At(uapi.IFLA_IPTUN_LINK))
	showTTL(e, "hoplimit", t.At(uapi.IFLA_IPTUN_TTL))
	showFlow(e, flags, t.At(uapi.IFLA_IPTUN_ENCAP_LIMIT), t.At(uapi.IFLA_IPTUN_FLOWINFO))
	if flags&tnlMIP6Dev != 0 {
		printTrue(e, "ip6_tnl_f_mip6_dev", "mip6 ")
	}
	showFlags6(e, flags, t.At(uapi.IFLA_IPTUN_FWMARK))
	showEncap(e, t, uapi.IFLA_IPTUN_ENCAP_TYPE)
}
