package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var geneve = Kind{
	Name:    "geneve",
	Summary: "a Geneve tunnel: Ethernet over UDP",
	Unknown: `geneve: unknown command "%"?`,
	Rows:    geneveRows,
	Check:   checkGeneve,
	Print:   printGeneve,
}

var geneveRows = attr.Rows{
	{Name: "e|xternal", Text: "external", Attr: uapi.IFLA_GENEVE_COLLECT_METADATA, Type: onceFlag{present{}}, Help: "routes say where to send"},
	{Name: "n|oexternal", Attr: uapi.IFLA_GENEVE_COLLECT_METADATA, Type: onceByte{}, Only: attr.Set},
	{Name: "i|d", Text: "id", Attr: uapi.IFLA_GENEVE_ID, Type: once{attr.Max{T: attr.U32, Max: 1<<24 - 1}, ""}, Args: "VNI", Help: "0-16777215"},
	{Name: "v|ni", Attr: uapi.IFLA_GENEVE_ID, Type: once{attr.Max{T: attr.U32, Max: 1<<24 - 1}, "id"}, Bad: "invalid id", Only: attr.Set, Args: "VNI", Help: "the same"},
	{Name: "r|emote", Text: "remote", Attr: uapi.IFLA_GENEVE_REMOTE, Type: geneveAddr{uapi.IFLA_GENEVE_REMOTE6, out.None}, Show: attr.NonZero, Args: "ADDR", Help: "host to send to"},
	{Text: "remote", Key: "remote6", Attr: uapi.IFLA_GENEVE_REMOTE6, Type: geneveAddr{}, Show: attr.NonZero, Only: attr.Get},
	{Name: "local", Attr: uapi.IFLA_GENEVE_LOCAL, Type: geneveAddr{uapi.IFLA_GENEVE_LOCAL6, out.Inet}, Args: "ADDR", Help: "address to send from"},
	{Text: "local", Key: "local6", Attr: uapi.IFLA_GENEVE_LOCAL6, Type: geneveAddr{0, out.Inet6}, Show: attr.NonZero, Only: attr.Get},
	{Text: "ttl", Attr: uapi.IFLA_GENEVE_TTL_INHERIT, Type: ttlInherit{}, Only: attr.Get},
	{Name: "t|tl", Text: "ttl", Attr: uapi.IFLA_GENEVE_TTL, Type: geneveTTL{}, Args: "TTL", Help: "1..255, auto or inherit"},
	{Name: "h|oplimit", Attr: uapi.IFLA_GENEVE_TTL, Type: geneveTTL{}, Only: attr.Set, Args: "TTL", Help: "the same"},
	{Name: "to|s", Text: "tos", Attr: uapi.IFLA_GENEVE_TOS, Type: once{tosByte{}, ""}, Show: attr.NonZero, Args: "TOS", Help: "NUMBER or inherit"},
	{Name: "d|sfield", Attr: uapi.IFLA_GENEVE_TOS, Type: once{tosByte{}, "tos"}, Only: attr.Set, Args: "TOS", Help: "the same"},
	{Name: "df", Attr: uapi.IFLA_GENEVE_DF, Type: once{dontFragment{}, ""}, Args: "DF", Help: "unset, set or inherit"},
	{Name: "l|abel", Attr: uapi.IFLA_GENEVE_LABEL, Type: once{flowLabel{}, "flowlabel"}, Only: attr.Set, Args: "LABEL", Help: "the same as flowlabel"},
	{Name: "f|lowlabel", Text: "flowlabel", Attr: uapi.IFLA_GENEVE_LABEL, Type: once{flowLabel{}, ""}, Show: attr.NonZero, Args: "LABEL", Help: "0-1048575"},
	{Name: "dst|port", Text: "dstport", Key: "port", Attr: uapi.IFLA_GENEVE_PORT, Type: once{attr.BE16, ""}, Bad: "dstport", Args: "PORT", Help: "UDP port to send to"},
	{Name: "u|dpcsum", Text: "udpcsum", Key: "udp_csum", Attr: uapi.IFLA_GENEVE_UDP_CSUM, Type: geneveBool{onceByte{val: 1}}, Help: "UDP checksums over IPv4"},
	{Name: "nou|dpcsum", Attr: uapi.IFLA_GENEVE_UDP_CSUM, Type: onceByte{}, Only: attr.Set},
	{Name: "udp6|zerocsumtx", Text: "udp6zerocsumtx", Key: "udp_zero_csum6_tx", Attr: uapi.IFLA_GENEVE_UDP_ZERO_CSUM6_TX, Type: geneveBool{onceByte{val: 1}}, Help: "send no UDP checksums over IPv6"},
	{Name: "noudp6|zerocsumtx", Attr: uapi.IFLA_GENEVE_UDP_ZERO_CSUM6_TX, Type: onceByte{}, Only: attr.Set},
	{Name: "udp6zerocsumr|x", Text: "udp6zerocsumrx", Key: "udp_zero_csum6_rx", Attr: uapi.IFLA_GENEVE_UDP_ZERO_CSUM6_RX, Type: geneveBool{onceByte{val: 1}}, Help: "take UDP without checksum over IPv6"},
	{Name: "noudp6zerocsumr|x", Attr: uapi.IFLA_GENEVE_UDP_ZERO_CSUM6_RX, Type: onceByte{}, Only: attr.Set},
	{Name: "innerprotoinherit", Key: "inner_proto_inherit", Attr: uapi.IFLA_GENEVE_INNER_PROTO_INHERIT, Type: onceFlag{present{}}, Help: "IP without Ethernet inside"},
}

// checkGeneve rules on what the options say together, and puts what is always sent.
func checkGeneve(_ *cli.Env, m *nl.Msg, creating bool) error {
	// noexternal stands as a byte until here; it is not sent.
	external := m.Has(uapi.IFLA_GENEVE_COLLECT_METADATA)
	if external && len(m.Get(uapi.IFLA_GENEVE_COLLECT_METADATA)) > 0 {
		m.Del(uapi.IFLA_GENEVE_COLLECT_METADATA)
		external = false
	}
	id := m.Has(uapi.IFLA_GENEVE_ID)
	switch {
	case external && id:
		return cli.Fail("geneve: both 'external' and vni cannot be specified")
	case external:
	case !id:
		return cli.Fail("geneve: missing virtual network identifier")
	case creating && vxlanFamily(m, uapi.IFLA_GENEVE_REMOTE, uapi.IFLA_GENEVE_REMOTE6) == 0:
		return cli.Fail("geneve: remote link partner not specified")
	}
	if !id {
		m.PutU32(uapi.IFLA_GENEVE_ID, 0)
	}
	if creating {
		if !m.Has(uapi.IFLA_GENEVE_LABEL) {
			m.PutU32(uapi.IFLA_GENEVE_LABEL, 0)
		}
		for _, typ := range [...]uint16{uapi.IFLA_GENEVE_TTL, uapi.IFLA_GENEVE_TOS} {
			if !m.Has(typ) {
				m.PutU8(typ, 0)
			}
		}
	}
	if port := nl.Value(m.Get(uapi.IFLA_GENEVE_PORT)); port != nil && port.BE16() == 0 {
		m.Del(uapi.IFLA_GENEVE_PORT)
	}
	return nil
}

func printGeneve(e *cli.Env, t nl.Table) {
	only(t, uapi.IFLA_GENEVE_REMOTE, uapi.IFLA_GENEVE_REMOTE6)
	only(t, uapi.IFLA_GENEVE_LOCAL, uapi.IFLA_GENEVE_LOCAL6)
	if isMulti(t.At(uapi.IFLA_GENEVE_REMOTE6)) {
		drop(t, uapi.IFLA_GENEVE_REMOTE6)
	}
	if t.At(uapi.IFLA_GENEVE_TTL_INHERIT).U8() != 0 {
		drop(t, uapi.IFLA_GENEVE_TTL)
	}
	geneveRows.Print(e, t)
}

// geneveAddr is a host's address, in an attribute of its own for IPv6.
type geneveAddr struct {
	v6     uint16
	colour out.Colour
}

func (t geneveAddr) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if vxlanFamily(m, r.Attr, t.v6) != 0 {
		return cli.Garbage(cli.Plain(r.Name), w)
	}
	p, err := attr.ParseAddr(w, unix.AF_UNSPEC)
	if err != nil {
		return err
	}
	if !p.IsAddr() && !p.Zero {
		return cli.Invalid("invalid "+cli.Plain(r.Name)+" address", w)
	}
	putAddr(m, p, r.Attr, t.v6)
	return nil
}

func (t geneveAddr) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Color(t.colour)
	printAddr(e, r.K(), r.F(), v)
}

// geneveTTL is a number, auto (0), or inherit: a further attribute.
type geneveTTL struct{}

func (geneveTTL) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if m.Has(r.Attr) {
		return cli.Garbage("ttl", w)
	}
	if w == "inherit" {
		m.PutU8(uapi.IFLA_GENEVE_TTL_INHERIT, 1)
		m.PutU8(r.Attr, 0)
		return nil
	}
	v, err := ttlNumber(w)
	if err == nil {
		m.PutU8(r.Attr, v)
	}
	return err
}
func (geneveTTL) Print(e *cli.Env, r *attr.Row, v nl.Value) { vxlanTTL{}.Print(e, r, v) }

// geneveBool is shown whatever it is.
type geneveBool struct{ onceByte }

func (geneveBool) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if e.JSON {
		e.Bool(r.K(), "", v.U8() != 0, "", "")
		return
	}
	e.Opt(r.Label(), v.U8() != 0, true)
}
