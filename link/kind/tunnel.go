package kind

import (
	"encoding/binary"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// The types that IP tunnels share. A tunnel sends all its options whatever was given:
// Start puts them, as the link has them or as they are by default, and the options
// change the message.

// endpoint is an address of one version. The unspecified one is not sent.
type endpoint struct{ v6 bool }

func (t endpoint) family() uint8 {
	if t.v6 {
		return unix.AF_INET6
	}
	return unix.AF_INET
}

func (t endpoint) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	p, err := attr.ParseAddr(w, t.family())
	if err != nil {
		return err
	}
	if p.Zero {
		m.Del(r.Attr)
	} else {
		m.PutBytes(r.Attr, p.Addr())
	}
	return nil
}

func (t endpoint) Print(e *cli.Env, r *attr.Row, v nl.Value) { t.show(e, r.Label(), v) }

// show writes an endpoint, which may be absent: any.
func (t endpoint) show(e *cli.Env, name string, v nl.Value) {
	var s [64]byte
	text := s[:0]
	n := 4
	if t.v6 {
		n = 16
	}
	switch {
	case v == nil:
		text = append(text, "any"...)
	case len(v) != n:
		text = append(text, "unknown"...)
	case allZero(v):
		text = append(text, "any"...)
	default:
		text = attr.AppendIP(text, v)
	}
	if e.JSON {
		e.Bytes(name, "", text)
		return
	}
	e.Text(name)
	e.Bytes("", " % ", text)
}

func allZero(v []byte) bool {
	for _, c := range v {
		if c != 0 {
			return false
		}
	}
	return true
}

// copyAddr starts from the address that the link has. It fails where that is of
// another length than it should be.
func copyAddr(m *nl.Msg, cur nl.Table, typ uint16, n int) error {
	v := cur.At(typ)
	if v != nil && len(v) != n {
		return failRead()
	}
	if !allZero(v) {
		m.PutBytes(typ, v)
	}
	return nil
}

// start puts a number as the link has it, or def.
func start(m *nl.Msg, cur nl.Table, t attr.Int, typ uint16, def uint64) {
	if v := cur.At(typ); v != nil {
		def = t.Get(v)
	}
	t.Put(m, typ, def)
}

// startPort is start for the UDP ports of a tunnel in a tunnel. The reference reads
// them in one byte order and sends them in the other.
func startPort(m *nl.Msg, cur nl.Table, typ uint16) {
	binary.BigEndian.PutUint16(m.Put(typ, 2), cur.At(typ).U16())
}

// TunnelKey is a key of one direction or of both, as an address or a number.
func TunnelKey(name string, a *cli.Args) (key [4]byte, err error) {
	w, err := a.Next()
	if err != nil {
		return key, err
	}
	if strings.IndexByte(w, '.') >= 0 {
		return attr.ParseIP4(w)
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return key, cli.Quit(255, `invalid value for "`+name+`": "`+w+`"; it should be an unsigned integer`)
	}
	binary.BigEndian.PutUint32(key[:], uint32(v))
	return key, nil
}

// tunnelTTL is a number, or inherit, which is 0.
type tunnelTTL struct{}

func (tunnelTTL) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return attr.Word{T: attr.U8, Zero: "inherit"}.Parse(e, a, m, r, no)
}

func (tunnelTTL) Print(e *cli.Env, r *attr.Row, v nl.Value) { showTTL(e, r.Label(), v) }

// showTTL writes a TTL, which may be absent: that of the packet inside.
func showTTL(e *cli.Env, label string, v nl.Value) {
	if e.JSON {
		e.Uint("ttl", "", uint64(v.U8()))
		return
	}
	e.Text(label)
	if v.U8() == 0 {
		e.Text(" inherit ")
		return
	}
	e.Uint("", " % ", uint64(v.U8()))
}

// encapType is the tunnel around the tunnel.
type encapType struct {
	attr.WriteOnly
}

var encapNames = []named{{uapi.TUNNEL_ENCAP_NONE, "none"}, {uapi.TUNNEL_ENCAP_FOU, "fou"}, {uapi.TUNNEL_ENCAP_GUE, "gue"}}

func (encapType) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	if no {
		m.PutU16(r.Attr, uapi.TUNNEL_ENCAP_NONE)
		return nil
	}
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := number(encapNames, w)
	if !ok {
		return cli.Invalid("Invalid encap type.", w)
	}
	m.PutU16(r.Attr, uint16(v))
	return nil
}

// encapPort is a UDP port; auto lets the kernel choose.
type encapPort struct {
	auto bool
	attr.WriteOnly
}

func (t encapPort) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	if t.auto && a.Accept("auto") {
		m.PutBE16(r.Attr, 0)
		return nil
	}
	return attr.BE16.Parse(e, a, m, r, no)
}

// flag16 and flag32 are one bit of a number.
type flag16 struct {
	bit uint16
	attr.WriteOnly
}

func (t flag16) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	v := nl.Value(m.Get(r.Attr)).U16() &^ t.bit
	if !no {
		v |= t.bit
	}
	m.PutU16(r.Attr, v)
	return nil
}

type flag32 struct {
	bit uint32
	attr.WriteOnly
}

func (t flag32) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	setFlag32(m, r.Attr, t.bit, !no)
	return nil
}

func setFlag32(m *nl.Msg, typ uint16, bit uint32, on bool) {
	v := nl.Value(m.Get(typ)).U32() &^ bit
	if on {
		v |= bit
	}
	m.PutU32(typ, v)
}

// showEncap writes the tunnel around the tunnel, where there is one. The attributes
// are four in a row, the type first.
func showEncap(e *cli.Env, t nl.Table, first uint16) {
	typ := t.At(first).U16()
	if typ == uapi.TUNNEL_ENCAP_NONE {
		return
	}
	flags := t.At(first + 1).U16()
	sport, dport := t.At(first+2).BE16(), t.At(first+3).BE16()
	e.Obj("encap")
	e.Text("encap ")
	switch typ {
	case uapi.TUNNEL_ENCAP_FOU:
		e.Str("type", "% ", "fou")
	case uapi.TUNNEL_ENCAP_GUE:
		e.Str("type", "% ", "gue")
	default:
		e.Null("type", "% ", "unknown")
	}
	csum := flags&uapi.TUNNEL_ENCAP_FLAG_CSUM != 0
	csum6 := flags&uapi.TUNNEL_ENCAP_FLAG_CSUM6 != 0
	remcsum := flags&uapi.TUNNEL_ENCAP_FLAG_REMCSUM != 0
	if e.JSON {
		e.Uint("sport", "", uint64(sport))
		e.Uint("dport", "", uint64(dport))
		e.Bool("csum", "", csum, "", "")
		e.Bool("csum6", "", csum6, "", "")
		e.Bool("remcsum", "", remcsum, "", "")
		e.EndObj()
		return
	}
	if sport == 0 {
		e.Text("encap-sport auto ")
	} else {
		e.Uint("", "encap-sport % ", uint64(sport))
	}
	e.Uint("", "encap-dport % ", uint64(dport))
	e.Opt("encap-csum", csum, true)
	e.Opt("encap-csum6", csum6, true)
	e.Opt("encap-remcsum", remcsum, true)
}

// showLink writes the link that a tunnel sends on.
func showLink(e *cli.Env, v nl.Value) {
	if i := v.U32(); i != 0 {
		e.Str("link", "dev % ", e.LinkName(i))
	}
}

// showTOS writes a tunnel's TOS, where it is not 0.
func showTOS(e *cli.Env, v nl.Value) {
	if v.U8() != 0 {
		tosByte{}.Print(e, nil, v)
	}
}

// showMark writes a firewall mark, where it is not 0.
func showMark(e *cli.Env, v nl.Value) {
	if v.U32() != 0 {
		e.Hex("fwmark", "fwmark % ", uint64(v.U32()))
	}
}
