// Package nl speaks raw netlink: it builds requests, runs them, and walks replies.
// It needs no poller and no goroutine: a Conn is a blocking socket for the one
// thread that uses it.
package nl

import (
	"encoding/binary"
	"errors"
)

// Native is the byte order of netlink headers and of every attribute that is not
// said to be in network order.
var Native = binary.NativeEndian

const (
	hdrLen  = 16 // struct nlmsghdr
	attrLen = 4  // struct nlattr
	align   = 4

	// Nested marks the type of an attribute that holds attributes (NLA_F_NESTED).
	// Not every family wants it: it is sent only where the caller says so.
	Nested = 1 << 15
	// NetOrder marks a value in network order (NLA_F_NET_BYTEORDER).
	NetOrder = 1 << 14

	typeMask = NetOrder - 1
)

func pad(n int) int { return (n + align - 1) &^ (align - 1) }

// ErrTooLong is what running a message ends in, if an attribute of it or a nest
// passed what netlink's 16-bit lengths can say.
var ErrTooLong = errors.New("Message too long")

// A Msg is a request under construction. The zero Msg is not usable; call New or
// Reset.
type Msg struct {
	b     []byte
	nest  []int // where the body of each open nest starts, outermost first
	nests [8]int
	long  bool
}

// New starts a request of type typ (RTM_NEWLINK, ...) whose fixed header
// (struct ifinfomsg, ...) is hdr. flags are NLM_F_CREATE and the like; what every
// request carries is added when it is run.
func New(typ, flags uint16, hdr []byte) *Msg {
	m := &Msg{b: make([]byte, 0, 1024)}
	m.Reset(typ, flags, hdr)
	return m
}

// Reset makes m a new request and keeps its memory.
//
//go:noinline
func (m *Msg) Reset(typ, flags uint16, hdr []byte) {
	var h [hdrLen]byte
	Native.PutUint16(h[4:], typ)
	Native.PutUint16(h[6:], flags)
	m.b = append(append(m.b[:0], h[:]...), hdr...)
	for len(m.b)%align != 0 {
		m.b = append(m.b, 0)
	}
	m.nest = append(m.nests[:0], len(m.b))
	m.long = false
}

// Type and Flags are those of the netlink header.
func (m *Msg) Type() uint16          { return Native.Uint16(m.b[4:]) }
func (m *Msg) Flags() uint16         { return Native.Uint16(m.b[6:]) }
func (m *Msg) SetType(typ uint16)    { Native.PutUint16(m.b[4:], typ) }
func (m *Msg) SetFlags(flags uint16) { Native.PutUint16(m.b[6:], flags) }

// Header is the fixed header's bytes and all that follows, for changes in place.
func (m *Msg) Header() []byte { return m.b[hdrLen:] }

// Put appends attribute typ with n bytes of data, or replaces the one already in
// the open nest. The data, zeroed, is returned for the caller to fill in; it is
// valid until the next change of m.
func (m *Msg) Put(typ uint16, n int) []byte {
	if old := m.Get(typ); old != nil {
		if len(old) == n {
			clear(old)
			return old
		}
		m.Del(typ)
	}
	return m.Add(typ, n)
}

// Add is Put for lists: it appends even if the nest has the attribute.
func (m *Msg) Add(typ uint16, n int) []byte {
	off := len(m.b)
	if n > 0xffff-attrLen {
		m.long = true
		n = 0
	}
	var zeros [attrLen + 16]byte // of most attributes
	if k := attrLen + pad(n); k <= len(zeros) {
		m.b = append(m.b, zeros[:k]...)
	} else {
		m.b = append(m.b, make([]byte, k)...)
	}
	Native.PutUint16(m.b[off:], uint16(attrLen+n))
	Native.PutUint16(m.b[off+2:], typ)
	return m.b[off+attrLen : off+attrLen+n : off+attrLen+n]
}

func (m *Msg) PutU8(typ uint16, v uint8)   { m.Put(typ, 1)[0] = v }
func (m *Msg) PutU16(typ uint16, v uint16) { Native.PutUint16(m.Put(typ, 2), v) }

//go:noinline
func (m *Msg) PutU32(typ uint16, v uint32)   { Native.PutUint32(m.Put(typ, 4), v) }
func (m *Msg) PutU64(typ uint16, v uint64)   { Native.PutUint64(m.Put(typ, 8), v) }
func (m *Msg) PutBE16(typ uint16, v uint16)  { binary.BigEndian.PutUint16(m.Put(typ, 2), v) }
func (m *Msg) PutBE32(typ uint16, v uint32)  { binary.BigEndian.PutUint32(m.Put(typ, 4), v) }
func (m *Msg) PutBytes(typ uint16, v []byte) { copy(m.Put(typ, len(v)), v) }
func (m *Msg) PutFlag(typ uint16)            { m.Put(typ, 0) }

// PutStr puts s with the NUL that ends it, PutText without.
func (m *Msg) PutStr(typ uint16, s string)  { copy(m.Put(typ, len(s)+1), s) }
func (m *Msg) PutText(typ uint16, s string) { copy(m.Put(typ, len(s)), s) }

// Raw appends bytes that are no attribute (a header inside a nest), padded.
func (m *Msg) Raw(b []byte) []byte {
	off := len(m.b)
	m.b = append(m.b, b...)
	for len(m.b)%align != 0 {
		m.b = append(m.b, 0)
	}
	return m.b[off:]
}

// Open starts a nest; Close ends the one opened last. A nest's type is sent as
// given: say typ|Nested where the reference does.
//
//go:noinline
func (m *Msg) Open(typ uint16) {
	off := len(m.b)
	m.b = append(m.b, 0, 0, 0, 0)
	Native.PutUint16(m.b[off+2:], typ)
	m.nest = append(m.nest, off+attrLen)
}

//go:noinline
func (m *Msg) Close() {
	start := m.nest[len(m.nest)-1]
	m.nest = m.nest[:len(m.nest)-1]
	n := len(m.b) - start + attrLen
	if n > 0xffff {
		m.long = true
		n = attrLen
	}
	Native.PutUint16(m.b[start-attrLen:], uint16(n))
}

// Inside is what the open nest holds so far, for walking with Attrs.
func (m *Msg) Inside() []byte { return m.b[m.nest[len(m.nest)-1]:] }

// Get returns the data of attribute typ of the open nest, nil if absent. (It is
// not nil where the attribute is there and empty.)
func (m *Msg) Get(typ uint16) []byte {
	for t, v := range Attrs(m.Inside()) {
		if t == typ&typeMask {
			return v
		}
	}
	return nil
}

// Has reports whether the open nest has attribute typ.
//
//go:noinline
func (m *Msg) Has(typ uint16) bool { return m.Get(typ) != nil }

// Del removes every attribute typ from the open nest.
func (m *Msg) Del(typ uint16) {
	for off := m.nest[len(m.nest)-1]; off+attrLen <= len(m.b); {
		n := pad(int(Native.Uint16(m.b[off:])))
		if n < attrLen || off+n > len(m.b) {
			return
		}
		if Native.Uint16(m.b[off+2:])&typeMask == typ&typeMask {
			m.b = append(m.b[:off], m.b[off+n:]...)
			continue
		}
		off += n
	}
}

// Clear empties the open nest.
func (m *Msg) Clear() { m.b = m.b[:m.nest[len(m.nest)-1]] }

// Mark and Cut take back what was appended since: m.Cut(m.Mark()) changes nothing.
func (m *Msg) Mark() int    { return len(m.b) }
func (m *Msg) Cut(mark int) { m.b = m.b[:mark] }

// Drop is Close for a nest that is to be left out, its opening included.
func (m *Msg) Drop() {
	start := m.nest[len(m.nest)-1]
	m.nest = m.nest[:len(m.nest)-1]
	m.b = m.b[:start-attrLen]
}

// Bytes is the finished request.
func (m *Msg) Bytes() []byte {
	Native.PutUint32(m.b, uint32(len(m.b)))
	return m.b
}
