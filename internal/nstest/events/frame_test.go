package events

import (
	"encoding/binary"
	"fmt"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A frame is a message as the kernel might send it.
type frame struct {
	name string
	msg  []byte
}

// An attribute appends itself to a message.
type attribute func(m *nl.Msg)

func raw(typ uint16, b ...byte) attribute {
	return func(m *nl.Msg) { copy(m.Add(typ, len(b)), b) }
}

func u8(typ uint16, v uint8) attribute { return raw(typ, v) }

func u16(typ uint16, v uint16) attribute {
	return raw(typ, binary.NativeEndian.AppendUint16(nil, v)...)
}

func u32(typ uint16, v uint32) attribute {
	return raw(typ, binary.NativeEndian.AppendUint32(nil, v)...)
}

func u64(typ uint16, v uint64) attribute {
	return raw(typ, binary.NativeEndian.AppendUint64(nil, v)...)
}

func be16(typ uint16, v uint16) attribute { return raw(typ, binary.BigEndian.AppendUint16(nil, v)...) }

func be32(typ uint16, v uint32) attribute { return raw(typ, binary.BigEndian.AppendUint32(nil, v)...) }

func be64(typ uint16, v uint64) attribute { return raw(typ, binary.BigEndian.AppendUint64(nil, v)...) }

func str(typ uint16, s string) attribute { return raw(typ, append([]byte(s), 0)...) }

func ip4(typ uint16, a byte) attribute { return raw(typ, 10, 0, 0, a) }

func ip6(typ uint16, a byte) attribute { return raw(typ, addr6(a)...) }

func addr6(a byte) []byte { return append([]byte{0x20, 1, 0xd, 0xb8, 15: a}[:15:15], a) }

func words(v ...uint32) (b []byte) {
	for _, w := range v {
		b = binary.NativeEndian.AppendUint32(b, w)
	}
	return b
}

func nest(typ uint16, as ...attribute) attribute {
	return func(m *nl.Msg) {
		m.Open(typ)
		for _, a := range as {
			a(m)
		}
		m.Close()
	}
}

// headed is a nest whose attributes come behind a header.
func headed(typ uint16, head []byte, as ...attribute) attribute {
	return nest(typ, append([]attribute{func(m *nl.Msg) { m.Raw(head) }}, as...)...)
}

// A set collects frames of one header.
type set struct {
	frames []frame
	name   string
	typ    uint16
	head   []byte
}

// add adds a frame of the set's header and type.
func (s *set) add(name string, as ...attribute) { s.addAs(name, s.typ, s.head, as...) }

// addAs adds a frame of another header or type.
func (s *set) addAs(name string, typ uint16, head []byte, as ...attribute) {
	m := nl.New(typ, 0, head)
	for _, a := range as {
		a(m)
	}
	s.frames = append(s.frames, frame{s.name + " " + name, append([]byte(nil), m.Bytes()...)})
}

// with adds frames whose header has each of the values in the byte at.
func (s *set) with(name string, at int, values []byte, as ...attribute) {
	for _, v := range values {
		h := append([]byte(nil), s.head...)
		h[at] = v
		s.addAs(fmt.Sprint(name, " ", v), s.typ, h, as...)
	}
}

// each adds a frame for each attribute alone, behind the ones in base.
func (s *set) each(name string, base []attribute, as ...attribute) {
	for i, a := range as {
		s.add(fmt.Sprint(name, " ", i), append(base[:len(base):len(base)], a)...)
	}
}

// sizes adds frames with every attribute type there may be, of each size alone: what
// one side prints and the other does not know is seen.
func (s *set) sizes(base []attribute, top uint16, leave ...uint16) {
types:
	for typ := uint16(1); typ <= top+2; typ++ {
		for _, l := range leave {
			if l == typ {
				continue types
			}
		}
		s.add(fmt.Sprint("attribute ", typ), append(base[:len(base):len(base)],
			raw(typ, 3, 0, 0, 0, 5, 0, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0, 11, 0, 0, 0, 13, 0, 0, 0, 15, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))...)
	}
}

func bits(n int) (vs []byte) {
	for i := range n {
		vs = append(vs, 1<<i)
	}
	return vs
}

func upTo(n int) (vs []byte) {
	for i := range n {
		vs = append(vs, byte(i))
	}
	return append(vs, 200, 255)
}

// known are links that the frames speak of, as a monitor learns of them.
func known() []frame {
	s := set{name: "link"}
	for _, l := range []struct {
		index uint32
		typ   uint16
		name  string
	}{{7, uapi.ARPHRD_ETHER, "eth7"}, {8, uapi.ARPHRD_IPGRE, "gre8"}, {9, uapi.ARPHRD_TUNNEL6, "six9"}, {10, uapi.ARPHRD_INFINIBAND, "ib10"}} {
		s.addAs(l.name, unix.RTM_NEWLINK, append([]byte{0, 0, byte(l.typ), byte(l.typ >> 8)}, words(l.index, 0, 0)...), str(unix.IFLA_IFNAME, l.name))
	}
	return s.frames
}
