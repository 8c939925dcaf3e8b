package frames

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"
)

// put writes an attribute.
func put(typ int, val ...[]byte) []byte {
	var b []byte
	for _, v := range val {
		b = append(b, v...)
	}
	h := binary.NativeEndian.AppendUint16(nil, uint16(len(b)+4))
	h = binary.NativeEndian.AppendUint16(h, uint16(typ))
	h = append(h, b...)
	return append(h, 0, 0, 0)[:(len(h)+3)&^3]
}

func u8(v uint64) []byte   { return []byte{byte(v)} }
func u16(v uint64) []byte  { return binary.NativeEndian.AppendUint16(nil, uint16(v)) }
func u32(v uint64) []byte  { return binary.NativeEndian.AppendUint32(nil, uint32(v)) }
func u64(v uint64) []byte  { return binary.NativeEndian.AppendUint64(nil, v) }
func be16(v uint64) []byte { return binary.BigEndian.AppendUint16(nil, uint16(v)) }
func be32(v uint64) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
func be64(v uint64) []byte { return binary.BigEndian.AppendUint64(nil, v) }
func text(s string) []byte { return append([]byte(s), 0) }

// words writes numbers of 32 bits.
func words(vs ...uint64) (b []byte) {
	for _, v := range vs {
		b = append(b, u32(v)...)
	}
	return b
}

func longs(vs ...uint64) (b []byte) {
	for _, v := range vs {
		b = append(b, u64(v)...)
	}
	return b
}

// unhex reads bytes in hex, with or without colons.
func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, ":", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// values gives the values that an attribute of a type is tried with, the usual one first.
//
//	8 16 32 64, b16 b32 b64   numbers, those in network order
//	f8 f16 f32                something on or off
//	e8 e16 e32                one of a few
//	m8 m16 m32                bits
//	p32                       bits and which of them are meant
//	4 6                       addresses, of IPv4 and IPv6
//	mac str flag t            t is a time in hundredths, of 64 bits
//
// and anything else is itself: the bytes in hex.
func values(t testing.TB, typ string) (vs [][]byte) {
	some := func(put func(uint64) []byte, ns ...uint64) {
		for _, n := range ns {
			vs = append(vs, put(n))
		}
	}
	bits := func(put func(uint64) []byte, n int) {
		some(put, 0)
		for i := range n {
			some(put, 1<<i)
		}
		some(put, 5, 1<<n-1)
	}
	few := []uint64{1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255}
	switch typ {
	case "8":
		some(u8, 1, 0, 2, 64, 127, 128, 255)
	case "16":
		some(u16, 1, 0, 100, 0x7fff, 0x8000, 0xffff)
	case "32":
		some(u32, 1, 0, 100, 0x12345678, 0x7fffffff, 0x80000000, 0xffffffff)
	case "64":
		some(u64, 1, 0, 100, 0x123456789abcdef0, 1<<63, 1<<64-1)
	case "b16":
		some(be16, 1, 0, 4789, 0x8000, 0xffff)
	case "b32":
		some(be32, 1, 0, 0x12345, 0x80000000, 0xffffffff)
	case "b64":
		some(be64, 1, 0, 0x123456789abcdef0, 1<<64-1)
	case "f8":
		some(u8, 1, 0, 2, 255)
	case "f16":
		some(u16, 1, 0, 2, 0xffff)
	case "f32":
		some(u32, 1, 0, 2, 0xffffffff)
	case "e8":
		some(u8, few...)
	case "e16":
		some(u16, append(few, 256, 0xffff)...)
	case "e32":
		some(u32, append(few, 256, 0xffff, 0x80000000, 0xffffffff)...)
	case "m8":
		bits(u8, 8)
	case "m16":
		bits(u16, 16)
	case "m32":
		bits(u32, 32)
	case "p32":
		vs = append(vs, words(1, 0xffffffff), words(0, 0xffffffff), words(0xffffffff, 0))
		for i := range 16 {
			vs = append(vs, words(1<<i, 0xffffffff), words(1<<i, 1<<i), words(0, 1<<i))
		}
		vs = append(vs, words(0xffffffff, 0xffffffff), words(5, 7))
	case "4":
		vs = append(vs, []byte{10, 0, 0, 1}, []byte{0, 0, 0, 0}, []byte{224, 0, 0, 9}, []byte{255, 255, 255, 255}, []byte{0, 0, 0, 7})
	case "6":
		vs = append(vs, unhex("fc000000000000000000000000000001"), make([]byte, 16), unhex("ff020000000000000000000000000009"),
			unhex("00000000000000000000ffff0a000001"), unhex("fe800000000000000000000000000001"), unhex("20010db8000100020003000400050006"))
	case "mac":
		vs = append(vs, unhex("020000000001"), make([]byte, 6), unhex("ffffffffffff"), unhex("0180c2000000"))
	case "str":
		vs = append(vs, text("some"), text(""), text(strings.Repeat("long", 30)), text("a\"b\\c\td\x01\x7f\xc3\xa4"))
	case "flag":
		vs = append(vs, nil)
	case "t":
		some(u64, 1, 0, 99, 100, 12345, 1<<32, 1<<40)
	default:
		vs = append(vs, unhex(typ))
	}
	if len(vs) == 0 {
		t.Fatal("no values of ", typ)
	}
	return vs
}

// A spec is an attribute and what it may be.
type spec struct {
	typ  int
	vals [][]byte
}

// specs reads attributes that are written as TYPE:VALUES, with blanks between.
func specs(t testing.TB, s string) (list []spec) {
	for _, w := range strings.Fields(s) {
		n, typ, _ := strings.Cut(w, ":")
		i, err := strconv.Atoi(n)
		if err != nil {
			t.Fatal(w)
		}
		list = append(list, spec{i, values(t, typ)})
	}
	return list
}

// allBut writes each attribute with its usual value, but for one, by its place; -1 for none.
func allBut(list []spec, but int) (b []byte) {
	for i, s := range list {
		if i != but {
			b = append(b, put(s.typ, s.vals[0])...)
		}
	}
	return b
}
