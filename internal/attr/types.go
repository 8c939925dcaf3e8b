package attr

import (
	"encoding/binary"

	"gip/internal/cli"
	"gip/internal/nl"
)

// An Int is a number: its size in bits, and whether in network order.
type Int uint16

const (
	U8  Int = 8
	U16 Int = 16
	U32 Int = 32
	U64 Int = 64

	netOrder Int = 1 << 8

	BE16 = 16 | netOrder
	BE32 = 32 | netOrder
	BE64 = 64 | netOrder
)

// Bits is the number's size.
func (t Int) Bits() int { return int(t &^ netOrder) }

// Read takes a word that is a number of this type.
func (t Int) Read(a *cli.Args, r *Row) (uint64, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(w, 0, t.Bits())
	if !ok {
		return 0, r.Invalid(w)
	}
	return v, nil
}

func (t Int) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	v, err := t.Read(a, r)
	if err == nil {
		t.Put(m, r.Attr, v)
	}
	return err
}

// Put puts v as attribute typ.
func (t Int) Put(m *nl.Msg, typ uint16, v uint64) {
	switch b := m.Put(typ, t.Bits()/8); t {
	case U8:
		b[0] = byte(v)
	case U16:
		nl.Native.PutUint16(b, uint16(v))
	case U32:
		nl.Native.PutUint32(b, uint32(v))
	case U64:
		nl.Native.PutUint64(b, v)
	case BE16:
		binary.BigEndian.PutUint16(b, uint16(v))
	case BE32:
		binary.BigEndian.PutUint32(b, uint32(v))
	case BE64:
		binary.BigEndian.PutUint64(b, v)
	}
}

// Get is the number in v.
func (t Int) Get(v nl.Value) uint64 {
	switch t {
	case U8:
		return uint64(v.U8())
	case U16:
		return uint64(v.U16())
	case U32:
		return uint64(v.U32())
	case U64:
		return v.U64()
	case BE16:
		return uint64(v.BE16())
	case BE32:
		return uint64(v.BE32())
	}
	return v.BE64()
}

func (t Int) Print(e *cli.Env, r *Row, v nl.Value) { e.Uint(r.K(), r.F(), t.Get(v)) }

// Flag is an attribute that is there or not.
type Flag struct{}

func (Flag) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	m.PutFlag(r.Attr)
	return nil
}
func (Flag) Print(e *cli.Env, r *Row, _ nl.Value) { e.Null(r.K(), r.Label()+" ", "") }

// Toggle is a byte set by the name alone, cleared by noNAME. Text leaves out the
// default, unless -d is given twice.
type Toggle struct{ Default bool }

func (Toggle) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *Row, no bool) error {
	v := uint8(1)
	if no {
		v = 0
	}
	m.PutU8(r.Attr, v)
	return nil
}

func (t Toggle) Print(e *cli.Env, r *Row, v nl.Value) {
	on := v.U8() != 0
	if e.JSON {
		e.Bool(r.K(), "", on, "", "")
		return
	}
	if on == t.Default && e.Details < 2 {
		return
	}
	if !on {
		e.Text("no")
	}
	e.Text(r.Label())
	e.Text(" ")
}

// OnOff is a number that is 1 for on and 0 for off. The reference returns with its
// complaint here, which makes the status 1.
type OnOff struct{ T Int }

func (t OnOff) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	on, err := ParseOnOff(e, a, cli.Plain(r.Name))
	if err != nil {
		return err
	}
	v := uint64(0)
	if on {
		v = 1
	}
	t.T.Put(m, r.Attr, v)
	return nil
}
func (t OnOff) Print(e *cli.Env, r *Row, v nl.Value) { e.OnOff(r.K(), r.F(), t.T.Get(v) != 0) }

var onOff = []string{"off", "on"}

// ParseOnOff takes the word on or off, of the option called what.
func ParseOnOff(e *cli.Env, a *cli.Args, what string) (bool, error) {
	w, err := a.Next()
	if err != nil {
		return false, err
	}
	switch w {
	case "on":
		return true, nil
	case "off":
		return false, nil
	}
	return false, e.Fail(cli.OneOf(what, onOff, w))
}

// Enum is a number with names, counted from 0; an empty name is none.
type Enum struct {
	T     Int
	Names []string
}

func (t Enum) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	for i, n := range t.Names {
		if n == w && n != "" {
			t.T.Put(m, r.Attr, uint64(i))
			return nil
		}
	}
	return r.Invalid(w)
}

// Name is the name of number i, or fallback.
func (t Enum) Name(i uint64, fallback string) string {
	if i < uint64(len(t.Names)) && t.Names[i] != "" {
		return t.Names[i]
	}
	return fallback
}

func (t Enum) Print(e *cli.Env, r *Row, v nl.Value) {
	e.Str(r.K(), r.F(), t.Name(t.T.Get(v), "UNKNOWN"))
}

// Bit is one bit of an attribute that several options share: two words, the values
// and the mask of those given.
type Bit struct {
	Bit   uint32
	OnOff bool // spelled on and off, not 1 and 0
}

func (t Bit) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	var on bool
	var err error
	if t.OnOff {
		on, err = ParseOnOff(e, a, cli.Plain(r.Name))
	} else {
		var v uint64
		v, err = U8.Read(a, r)
		on = v != 0
	}
	if err != nil {
		return err
	}
	val, mask := uint32(0), uint32(0)
	if old := nl.Value(m.Get(r.Attr)); len(old) == 8 {
		val, mask = old.U32(), old.From(4).U32()
	}
	val &^= t.Bit
	if on {
		val |= t.Bit
	}
	b := m.Put(r.Attr, 8)
	nl.Native.PutUint32(b, val)
	nl.Native.PutUint32(b[4:], mask|t.Bit)
	return nil
}

func (t Bit) Print(e *cli.Env, r *Row, v nl.Value) {
	if len(v) < 8 || v.From(4).U32()&t.Bit == 0 {
		return
	}
	n := uint64(0)
	if v.U32()&t.Bit != 0 {
		n = 1
	}
	e.Uint(r.K(), r.F(), n)
}

// Max is a number with an upper bound.
type Max struct {
	T   Int
	Max uint64
}

func (t Max) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	v, err := t.T.Read(a, r)
	if err != nil {
		return err
	}
	if v > t.Max {
		return r.Invalid(a.Last())
	}
	t.T.Put(m, r.Attr, v)
	return nil
}
func (t Max) Print(e *cli.Env, r *Row, v nl.Value) { t.T.Print(e, r, v) }

// Word is a number whose zero is spelled as a word; JSON keeps the number.
type Word struct {
	T    Int
	Zero string
}

func (t Word) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *Row, no bool) error {
	if a.Accept(t.Zero) {
		t.T.Put(m, r.Attr, 0)
		return nil
	}
	return t.T.Parse(e, a, m, r, no)
}

func (t Word) Print(e *cli.Env, r *Row, v nl.Value) {
	if !e.JSON && t.T.Get(v) == 0 {
		e.Str("", r.F(), t.Zero)
		return
	}
	t.T.Print(e, r, v)
}

// Hex is a number printed as C's %#x has it.
type Hex struct{ T Int }

func (t Hex) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *Row, no bool) error {
	return t.T.Parse(e, a, m, r, no)
}
func (t Hex) Print(e *cli.Env, r *Row, v nl.Value) { e.Hex(r.K(), r.F(), t.T.Get(v)) }

// Text is a string with the NUL that ends it.
type Text struct{}

func (Text) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	w, err := a.Next()
	if err == nil {
		m.PutStr(r.Attr, w)
	}
	return err
}
func (Text) Print(e *cli.Env, r *Row, v nl.Value) { e.Bytes(r.K(), r.F(), v.Text()) }

// Dev is a link, by name on the command line and by index on the wire.
type Dev struct{}

func (Dev) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	i, err := e.Link(w)
	if err != nil {
		return err
	}
	m.PutU32(r.Attr, i)
	return nil
}
func (Dev) Print(e *cli.Env, r *Row, v nl.Value) { e.Str(r.K(), r.F(), e.LinkName(v.U32())) }

// ReadOnly is the Parse of types that are only printed. No command line reaches it:
// their rows say Only: Get.
type ReadOnly struct{}

func (ReadOnly) Parse(_ *cli.Env, a *cli.Args, _ *nl.Msg, r *Row, _ bool) error {
	return r.Invalid(a.Last())
}

// WriteOnly is the Print of types that are only set.
type WriteOnly struct{}

func (WriteOnly) Print(*cli.Env, *Row, nl.Value) {}
