package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var sit = Kind{
	Name:    "sit",
	Summary: "a tunnel of IPv6 over IPv4",
	Start:   startSIT,
	Reads:   true,
	Check:   checkSIT,
	Print:   printIPIP,
	Rows:    ipipRows,
	Also: attr.Rows{
		{Name: "mode", Attr: uapi.IFLA_IPTUN_PROTO, Type: tunnelMode{sitModes}, Args: "{ ip6ip | ipip | mplsip | any }", Help: "what is inside"},
		{Name: "isatap", Attr: uapi.IFLA_IPTUN_FLAGS, Type: flag16{bit: uapi.SIT_ISATAP}, Help: "automatic addresses (ISATAP)"},
	},
}

var sitModes = []named{
	{unix.IPPROTO_IPV6, "ip6ip"},
	{unix.IPPROTO_IPIP, "ipip"},
	{unix.IPPROTO_MPLS, "mplsip"},
	{0, "any"},
	{unix.IPPROTO_IPV6, "ipv6/ipv4"},
	{unix.IPPROTO_IPIP, "ipv4/ipv4"},
	{unix.IPPROTO_IPIP, "ip4ip4"},
	{unix.IPPROTO_MPLS, "mpls/ipv4"},
	{0, "any/ipv4"},
}

func startSIT(e *cli.Env, m *nl.Msg, cur nl.Table) error {
	if err := startIPIP(e, m, cur); err != nil {
		return err
	}
	start(m, cur, attr.U16, uapi.IFLA_IPTUN_FLAGS, 0)
	for _, p := range [...]struct {
		typ, bits uint16
		n         int
	}{
		{uapi.IFLA_IPTUN_6RD_PREFIX, uapi.IFLA_IPTUN_6RD_PREFIXLEN, 16},
		{uapi.IFLA_IPTUN_6RD_RELAY_PREFIX, uapi.IFLA_IPTUN_6RD_RELAY_PREFIXLEN, 4},
	} {
		v := cur.At(p.typ)
		if v == nil {
			continue
		}
		if len(v) != p.n {
			return failRead()
		}
		m.PutBytes(p.typ, v)
		m.PutU16(p.bits, cur.At(p.bits).U16())
	}
	return nil
}

func checkSIT(_ *cli.Env, m *nl.Msg, _ bool) error { return checkTTL(m) }

// prefix6rd is a prefix, whose length is an attribute of its own.
type prefix6rd struct{ bits uint16 }

func (t prefix6rd) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	family, n := uint8(unix.AF_INET6), 16
	if r.Attr == uapi.IFLA_IPTUN_6RD_RELAY_PREFIX {
		family, n = unix.AF_INET, 4
	}
	p, err := attr.ParsePrefix(w, family)
	if err != nil {
		return err
	}
	if n == 16 {
		n = p.Bytes
	}
	m.PutBytes(r.Attr, p.All()[:n])
	m.PutU16(t.bits, uint16(p.Bits))
	return nil
}
func (prefix6rd) Print(*cli.Env, *attr.Row, nl.Value) {}

// reset6rd is the prefix of 6to4, and no relay.
type reset6rd struct{ attr.WriteOnly }

func (reset6rd) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	b := m.Put(r.Attr, 16)
	b[0], b[1] = 0x20, 0x02
	m.PutU16(uapi.IFLA_IPTUN_6RD_PREFIXLEN, 16)
	m.Del(uapi.IFLA_IPTUN_6RD_RELAY_PREFIX)
	m.Del(uapi.IFLA_IPTUN_6RD_RELAY_PREFIXLEN)
	return nil
}

func show6rd(e *cli.Env, t nl.Table) {
	n := t.At(uapi.IFLA_IPTUN_6RD_PREFIXLEN).U16()
	prefix := t.At(uapi.IFLA_IPTUN_6RD_PREFIX)
	if n == 0 || len(prefix) < 16 {
		return
	}
	printAddr(e, "prefix", "6rd-prefix %/", prefix)
	e.Uint("prefixlen", "% ", uint64(n))
	relay := t.At(uapi.IFLA_IPTUN_6RD_RELAY_PREFIX)
	if relay.U32() == 0 {
		return
	}
	printAddr(e, "relay_prefix", "6rd-relay_prefix %/", relay[:4])
	e.Uint("relay_prefixlen", "% ", uint64(t.At(uapi.IFLA_IPTUN_6RD_RELAY_PREFIXLEN).U16()))
}
