package kind

import (
	"encoding/binary"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// The types that tunnels over UDP share.

// vxlanPeer is the address of the other end: a group's or a host's. Its family is
// that of the local address, where that was given before.
type vxlanPeer struct {
	multi bool
	attr.WriteOnly
}

func (t vxlanPeer) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	given := vxlanFamily(m, uapi.IFLA_VXLAN_GROUP, uapi.IFLA_VXLAN_GROUP6) != 0
	if given && vxlanMulti(m) != t.multi {
		return cli.Fail("vxlan: both group and remote cannot be specified")
	}
	w, err := a.Next()
	if err != nil {
		return err
	}
	if given {
		return cli.Garbage(cli.Plain(r.Name), w)
	}
	p, err := attr.ParseAddr(w, vxlanFamily(m, uapi.IFLA_VXLAN_LOCAL, uapi.IFLA_VXLAN_LOCAL6))
	if err != nil {
		return err
	}
	if t.multi && !p.Multi || !t.multi && !p.IsAddr() && !p.Zero {
		return cli.Invalid("invalid "+cli.Plain(r.Name)+" address", w)
	}
	putAddr(m, p, uapi.IFLA_VXLAN_GROUP, uapi.IFLA_VXLAN_GROUP6)
	return nil
}

// vxlanLocal is the address of this end.
type vxlanLocal struct{}

func (vxlanLocal) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, _ *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if vxlanFamily(m, uapi.IFLA_VXLAN_LOCAL, uapi.IFLA_VXLAN_LOCAL6) != 0 {
		return cli.Garbage("local", w)
	}
	p, err := attr.ParseAddr(w, vxlanFamily(m, uapi.IFLA_VXLAN_GROUP, uapi.IFLA_VXLAN_GROUP6))
	if err != nil {
		return err
	}
	if !p.IsAddr() && !p.Zero {
		return cli.Invalid("invalid local address", w)
	}
	putAddr(m, p, uapi.IFLA_VXLAN_LOCAL, uapi.IFLA_VXLAN_LOCAL6)
	return nil
}
func (vxlanLocal) Print(e *cli.Env, r *attr.Row, v nl.Value) { printAddr(e, r.K(), r.F(), v) }

// putAddr puts an address as attribute v4 or v6, as its family is.
func putAddr(m *nl.Msg, p attr.Prefix, v4, v6 uint16) {
	if p.Family == unix.AF_INET6 {
		v4 = v6
	}
	m.PutBytes(v4, p.Addr())
}

func printAddr(e *cli.Env, key, form string, v nl.Value) {
	var s [64]byte
	e.Bytes(key, form, attr.AppendIP(s[:0], v))
}

// peerAddr is named after what the address is: a group or a host.
type peerAddr struct {
	v6 bool
	attr.ReadOnly
}

func (t peerAddr) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	key, form := "remote", "remote % "
	if isMulti(v) {
		key, form = "group", "group % "
	}
	if t.v6 {
		if key += "6"; len(v) < 16 {
			return
		}
	}
	printAddr(e, key, form, v)
}

// portRange is two ports, spelled MIN MAX.
type portRange struct{}

func (portRange) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	var b [4]byte
	for i, bad := range [2]string{"min port", "max port"} {
		w, err := a.Next()
		if err != nil {
			return err
		}
		n, ok := cli.Uint(w, 0, 16)
		if !ok {
			return cli.Invalid(bad, w)
		}
		binary.BigEndian.PutUint16(b[2*i:], uint16(n))
	}
	m.PutBytes(r.Attr, b[:])
	return nil
}

func (portRange) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Obj(r.K())
	e.Uint("low", "srcport % ", uint64(v.BE16()))
	e.Uint("high", "% ", uint64(v.From(2).BE16()))
	e.EndObj()
}

// tosByte is a DS field, or inherit, which is 1.
type tosByte struct{}

func (tosByte) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if w == "inherit" {
		m.PutU8(r.Attr, 1)
		return nil
	}
	v, ok := e.DSFields.Number(w)
	if !ok {
		n, good := cli.Uint(w, 16, 8)
		if !good {
			return cli.Invalid("bad TOS value", w)
		}
		v = uint32(n)
	}
	m.PutU8(r.Attr, uint8(v))
	return nil
}

func (tosByte) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if !e.JSON && v.U8() == 1 {
		e.Text("tos inherit ")
		return
	}
	e.Hex("tos", "tos % ", uint64(v.U8()))
}

// ttlInherit says that the TTL is that of the packet inside.
type ttlInherit struct{ attr.ReadOnly }

func (ttlInherit) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	if v.U8() != 0 {
		e.Text("ttl inherit ")
	}
}

// vxlanTTL is a number, auto (0), or inherit: an attribute of its own.
type vxlanTTL struct{ inherit uint16 }

func (t vxlanTTL) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if m.Has(r.Attr) || m.Has(t.inherit) {
		return cli.Garbage("ttl", w)
	}
	if w == "inherit" {
		m.PutFlag(t.inherit)
		return nil
	}
	v, err := ttlNumber(w)
	if err == nil {
		m.PutU8(r.Attr, v)
	}
	return err
}

// ttlNumber reads a TTL, or auto.
func ttlNumber(w string) (uint8, error) {
	if w == "auto" {
		return 0, nil
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return 0, cli.Invalid("invalid TTL", w)
	}
	if v > 255 {
		return 0, cli.Invalid("TTL must be <= 255", w)
	}
	return uint8(v), nil
}

func (vxlanTTL) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if !e.JSON && v.U8() == 0 {
		e.Text("ttl auto ")
		return
	}
	e.Uint("ttl", "ttl % ", uint64(v.U8()))
}

// dontFragment is what is done with the outer packet's bit.
type dontFragment struct{}

var dfNames = []named{{0, "unset"}, {1, "set"}, {2, "inherit"}}

func (dontFragment) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := number(dfNames, w)
	if !ok {
		return cli.Invalid("DF must be 'unset', 'set' or 'inherit'", w)
	}
	m.PutU8(r.Attr, uint8(v))
	return nil
}

func (dontFragment) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	name := lookup(dfNames, uint32(v.U8()), "")
	if name != "" && (e.JSON || v.U8() != 0) {
		e.Str("df", "df % ", name)
	}
}

// flowLabel is an IPv6 flow label, in network order.
type flowLabel struct{}

func (flowLabel) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 20)
	if !ok {
		return cli.Invalid("invalid flowlabel", w)
	}
	m.PutBE32(r.Attr, uint32(v))
	return nil
}

func (flowLabel) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Hex("label", "flowlabel % ", uint64(v.BE32()))
}

// reservedBits is a header's bits in hex, in network order.
type reservedBits struct{}

func (reservedBits) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	if a.More() && m.Has(r.Attr) {
		return cli.Garbage(a.Peek(), a.Peek())
	}
	return attr.BE64.Parse(e, a, m, r, no)
}
func (reservedBits) Print(e *cli.Env, r *attr.Row, v nl.Value) { e.Hex(r.K(), r.F(), v.BE64()) }

// vxlanExternal turns learning off where that was asked for before.
type vxlanExternal struct{ onceByte }

func (t vxlanExternal) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	if m.Has(uapi.IFLA_VXLAN_LEARNING) && !m.Has(r.Attr) {
		m.PutU8(uapi.IFLA_VXLAN_LEARNING, 0)
	}
	return t.onceByte.Parse(e, a, m, r, no)
}
