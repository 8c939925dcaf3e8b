package inet

import (
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const ifaProto = 11 // IFA_PROTO

// An Addr is an IPv4 address of a link.
type Addr struct {
	Index     uint32 // of the link
	Label     string // the name it goes by: the link's, or an alias
	Local     [4]byte
	Peer      [4]byte // Local where there is none
	Broadcast [4]byte
	Len       int // of the netmask
	Scope     uint8
	Flags     uint32 // IFA_F_SECONDARY, ...
	Priority  uint32 // of its route
	Proto     uint8
	Preferred uint32 // seconds, as Valid
	Valid     uint32
}

// An addr6 is an IPv6 address of a link.
type addr6 struct {
	index uint32
	ip    [16]byte
	len   uint8
	scope uint8 // as /proc/net/if_inet6 has it
}

// Addrs are the addresses of the link of that index, of all for 0, in the kernel's
// order.
func Addrs(c *nl.Conn, index uint32) (v4 []Addr, err error) {
	v4, _, err = addrs(c, index, unix.AF_INET)
	return v4, err
}

func addrs(c *nl.Conn, index uint32, family uint8) (v4 []Addr, v6 []addr6, err error) {
	var tb [unix.IFA_MAX + 2]nl.Value
	t := nl.Table(tb[:])
	hdr := [unix.SizeofIfAddrmsg]byte{family}
	nl.Native.PutUint32(hdr[4:], index)
	for r, err := range c.Dump(c.New(unix.RTM_GETADDR, 0, hdr[:])) {
		if err == nl.ErrInterrupted {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if r.Type != unix.RTM_NEWADDR || !r.Attrs(t, unix.SizeofIfAddrmsg) {
			continue
		}
		h := nl.Value(r.Data)
		of := h.From(4).U32()
		if index != 0 && of != index {
			continue
		}
		local := t[unix.IFA_LOCAL]
		switch h.U8() {
		case unix.AF_INET:
			a := Addr{
				Index: of, Label: t[unix.IFA_LABEL].Str(), Len: int(h.From(1).U8()), Scope: h.From(3).U8(),
				Flags: t[unix.IFA_FLAGS].U32(), Priority: t[unix.IFA_RT_PRIORITY].U32(), Proto: t[ifaProto].U8(),
				Preferred: t[unix.IFA_CACHEINFO].U32(), Valid: t[unix.IFA_CACHEINFO].From(4).U32(),
			}
			copy(a.Local[:], local)
			copy(a.Peer[:], t[unix.IFA_ADDRESS])
			copy(a.Broadcast[:], t[unix.IFA_BROADCAST])
			v4 = append(v4, a)
		case unix.AF_INET6:
			a := addr6{index: of, len: h.From(1).U8()}
			if local == nil {
				local = t[unix.IFA_ADDRESS]
			}
			copy(a.ip[:], local)
			switch h.From(3).U8() {
			case unix.RT_SCOPE_HOST:
				a.scope = scopeHost
			case unix.RT_SCOPE_LINK:
				a.scope = scopeLink
			case unix.RT_SCOPE_SITE:
				a.scope = scopeSite
			}
			if compatible(a.ip) {
				a.scope |= scopeCompat
			}
			v6 = append(v6, a)
		}
	}
	return v4, v6, nil
}

// Scopes as the kernel has them inside.
const (
	scopeHost   = 0x10
	scopeLink   = 0x20
	scopeSite   = 0x40
	scopeCompat = 0x80
)

// compatible is whether an IPv6 address is one of IPv4's behind zeroes (::1.2.3.4).
func compatible(ip [16]byte) bool {
	return [12]byte(ip[:]) == [12]byte{} && [4]byte(ip[12:]) != [4]byte{} && [4]byte(ip[12:]) != [4]byte{3: 1}
}

// Labelled is the address that goes by that label, the one that is local where there
// are several and one is; nil where there is none.
func Labelled(list []Addr, label string, local [4]byte) *Addr {
	var first *Addr
	for i := range list {
		a := &list[i]
		switch {
		case a.Label != label:
		case a.Local == local:
			return a
		case first == nil:
			first = a
		}
	}
	return first
}
