package nl

import (
	"encoding/binary"
	"iter"
)

// A Value is the payload of one attribute, inside the buffer it was received in.
// Reading past its end yields zero.
type Value []byte

func (v Value) U8() uint8 {
	if len(v) < 1 {
		return 0
	}
	return v[0]
}

func (v Value) U16() uint16 {
	if len(v) < 2 {
		return 0
	}
	return Native.Uint16(v)
}

func (v Value) U32() uint32 {
	if len(v) < 4 {
		return 0
	}
	return Native.Uint32(v)
}

// U64 needs no alignment of the attribute.
func (v Value) U64() uint64 {
	if len(v) < 8 {
		return 0
	}
	return Native.Uint64(v)
}

func (v Value) BE16() uint16 {
	if len(v) < 2 {
		return 0
	}
	return binary.BigEndian.Uint16(v)
}

func (v Value) BE32() uint32 {
	if len(v) < 4 {
		return 0
	}
	return binary.BigEndian.Uint32(v)
}

func (v Value) BE64() uint64 {
	if len(v) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

// Uint is the number in v, of whatever size it has (1, 2, 4 or 8 bytes).
func (v Value) Uint() uint64 {
	switch {
	case len(v) >= 8:
		return v.U64()
	case len(v) >= 4:
		return uint64(v.U32())
	case len(v) >= 2:
		return uint64(v.U16())
	}
	return uint64(v.U8())
}

// From is v without its first n bytes: nothing where it has no more.
//
//go:noinline
func (v Value) From(n int) Value {
	if n > len(v) {
		return nil
	}
	return v[n:]
}

// Text is the bytes up to the first NUL, in place.
func (v Value) Text() []byte {
	for i, c := range v {
		if c == 0 {
			return v[:i]
		}
	}
	return v
}

// Str is Text as a string of its own.
func (v Value) Str() string { return string(v.Text()) }

// Is reports whether the text in v is s, without making a string of it.
func (v Value) Is(s string) bool { return string(v.Text()) == s }

// Attrs walks the attributes in b, in order, their types without the flags of
// NLA_TYPE_MASK. It stops at the first that does not fit.
func Attrs(b []byte) iter.Seq2[uint16, Value] {
	return func(yield func(uint16, Value) bool) {
		for len(b) >= attrLen {
			n := int(Native.Uint16(b))
			if n < attrLen || n > len(b) {
				return
			}
			if !yield(Native.Uint16(b[2:])&typeMask, Value(b[attrLen:n:n])) {
				return
			}
			b = b[min(pad(n), len(b)):]
		}
	}
}

// A Table is a message's attributes by type; a nil entry is an absent one, and one
// that is there and empty is not nil.
type Table []Value

// Index fills t from b, in one pass. Of equal types the first counts, as in the
// reference's parser; types that t has no room for are left out, and what is left in the
// end and is no attribute is told of on standard error.
func (t Table) Index(b []byte) Table {
	if rest := t.index(b); len(rest) > 0 {
		deficit(rest)
	}
	return t
}

// index is Index, and gives what is left behind the last attribute.
func (t Table) index(b []byte) Value {
	clear(t)
	for len(b) >= attrLen {
		n := int(Native.Uint16(b))
		if n < attrLen || n > len(b) {
			break
		}
		if typ := int(Native.Uint16(b[2:]) & typeMask); typ < len(t) && t[typ] == nil {
			t[typ] = b[attrLen:n:n]
		}
		b = b[min(pad(n), len(b)):]
	}
	return b
}

// At is t[typ], or nothing where t has no room for typ.
//
//go:noinline
func (t Table) At(typ uint16) Value {
	if int(typ) < len(t) {
		return t[typ]
	}
	return nil
}

// Has reports whether attribute typ is there, empty or not.
func (t Table) Has(typ uint16) bool { return t.At(typ) != nil }
