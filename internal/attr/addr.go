package attr

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A Prefix is an address as it stands on the command line, with the length of its
// prefix where it has one.
type Prefix struct {
	Family uint8 // AF_INET, AF_INET6, AF_MPLS, AF_PACKET; as asked for with "default" and "any"
	Bytes  int   // how much of Data is the address: 0 for "any" and "all"
	Bits   int   // length of the prefix; of an address alone -1, of "default" and "any" -2
	Spec   bool  // the length was given, or the word was "default"
	Zero   bool  // it is the unspecified address (ADDRTYPE_INET_UNSPEC)
	Multi  bool  // it is a multicast address (ADDRTYPE_INET_MULTI)
	data   [64]byte
}

// Addr is the address's bytes, in network order; nil for "any".
func (p *Prefix) Addr() []byte { return p.data[:p.Bytes] }

// All is the whole room for the address, zero where it has no bytes.
func (p *Prefix) All() []byte { return p.data[:] }

// IsAddr reports whether it is a plain address of a host (ADDRTYPE_INET).
func (p *Prefix) IsAddr() bool {
	return (p.Family == unix.AF_INET || p.Family == unix.AF_INET6) && !p.Zero && !p.Multi
}

// BitLen is how many bits an address of family has: 0 where that is not known.
func BitLen(family uint8) int {
	switch family {
	case unix.AF_INET6:
		return 128
	case unix.AF_INET:
		return 32
	case unix.AF_MPLS:
		return 20
	}
	return 0
}

// TryAddr reads word as an address of family, of any (by its looks) where family is
// AF_UNSPEC.
func TryAddr(word string, family uint8) (p Prefix, ok bool) {
	p, ok = readAddr(word, family)
	if ok && (p.Family == unix.AF_INET || p.Family == unix.AF_INET6) {
		p.Zero = zero(p.data[:16])
		if p.Family == unix.AF_INET {
			p.Zero = p.data[0]|p.data[1]|p.data[2]|p.data[3] == 0
			p.Multi = p.data[0]>>4 == 14
		} else {
			p.Multi = p.data[0] == 0xff
		}
		p.Multi = p.Multi && !p.Zero
	}
	return p, ok
}

func readAddr(word string, family uint8) (p Prefix, ok bool) {
	switch word {
	case "default":
		p.Family, p.Bits, p.Spec, p.Bytes = family, -2, true, BitLen(family)/8
		return p, family != unix.AF_MPLS
	case "all", "any":
		p.Family, p.Bits = family, -2
		return p, family != unix.AF_MPLS
	}
	if family == unix.AF_PACKET {
		b, err := ParseLL(word, 64)
		if err != nil {
			return p, false
		}
		p.Family, p.Bytes, p.Bits = family, copy(p.data[:], b), len(b)*8
		return p, true
	}
	if strings.IndexByte(word, ':') >= 0 {
		p.Family, p.Bytes, p.Bits = unix.AF_INET6, 16, -1
		return p, (family == unix.AF_UNSPEC || family == unix.AF_INET6) && parseIP6(word, p.data[:16])
	}
	if family == unix.AF_MPLS {
		n := parseMPLS(word, p.data[:])
		p.Family, p.Bytes, p.Bits = family, n, 20
		return p, n > 0
	}
	p.Family, p.Bytes, p.Bits = unix.AF_INET, 4, -1
	return p, (family == unix.AF_UNSPEC || family == unix.AF_INET) && parseIP4(word, p.data[:4])
}

// TryPrefix reads word as an address, perhaps with /LENGTH or /NETMASK.
func TryPrefix(word string, family uint8) (p Prefix, ok bool) {
	addr, length, slash := strings.Cut(word, "/")
	if p, ok = TryAddr(addr, family); !ok {
		return p, false
	}
	most := BitLen(p.Family)
	switch {
	case slash:
		if p.Bits == -2 {
			return p, false
		}
		n, ok := cli.Uint(length, 0, 32)
		if !ok {
			if n, ok = maskLen(length); !ok {
				return p, false
			}
		}
		if n > uint64(most) {
			return p, false
		}
		p.Spec, p.Bits = true, int(n)
	case p.Bits == -2:
		p.Bits = 0
	default:
		p.Bits = most
	}
	return p, true
}

// maskLen is the length that a netmask in dots stands for.
func maskLen(word string) (uint64, bool) {
	m, ok := TryAddr(word, unix.AF_INET)
	if !ok || m.Family != unix.AF_INET {
		return 0, false
	}
	v := nl.Value(m.data[:4]).BE32()
	if host := ^v; host&(host+1) != 0 {
		return 0, false
	}
	n := uint64(0)
	for ; v != 0; v <<= 1 {
		n++
	}
	return n, true
}

// FamilyName is a family as the command line spells it.
func FamilyName(family uint8) string {
	switch family {
	case unix.AF_INET:
		return "inet"
	case unix.AF_INET6:
		return "inet6"
	case unix.AF_PACKET:
		return "link"
	case unix.AF_MPLS:
		return "mpls"
	case unix.AF_BRIDGE:
		return "bridge"
	}
	return "???"
}

func verbose(family uint8) string {
	if family == unix.AF_UNSPEC {
		return "any valid"
	}
	return FamilyName(family)
}

// ParseAddr is TryAddr with the reference's complaint, which exits with 1.
func ParseAddr(word string, family uint8) (Prefix, error) {
	p, ok := TryAddr(word, family)
	if !ok {
		said := ""
		if family == unix.AF_PACKET { // what reads hardware addresses complains first
			if _, err := ParseLL(word, len(p.data)); err != nil {
				said = err.Error() + "\n"
			}
		}
		return p, cli.Quit(1, said+"Error: "+verbose(family)+` address is expected rather than "`+word+`".`)
	}
	return p, nil
}

// ParsePrefix is TryPrefix with the reference's complaint, which exits with 1.
func ParsePrefix(word string, family uint8) (Prefix, error) {
	if family == unix.AF_PACKET {
		return Prefix{}, cli.Quit(1, `Error: "`+word+`" may be inet prefix, but it is not allowed in this context.`)
	}
	p, ok := TryPrefix(word, family)
	if !ok {
		return p, cli.Quit(1, "Error: "+verbose(family)+` prefix is expected rather than "`+word+`".`)
	}
	return p, nil
}

// ParseIP4 reads an IPv4 address where nothing else will do (the reference's
// get_addr32), with a complaint that exits with 1.
func ParseIP4(word string) (addr [4]byte, err error) {
	p, ok := TryAddr(word, unix.AF_INET)
	if !ok {
		return addr, cli.Quit(1, `Error: an IP address is expected rather than "`+word+`"`)
	}
	return [4]byte(p.data[:4]), nil
}

// Same reports whether the first bits bits of two addresses are the same.
func Same(a, b []byte, bits int) bool {
	n := min(bits/8, len(a), len(b))
	if string(a[:n]) != string(b[:n]) || n < bits/8 {
		return false
	}
	rest := bits % 8
	if rest == 0 {
		return true
	}
	return n < len(a) && n < len(b) && (a[n]^b[n])>>(8-rest) == 0
}

// An Addr is a row's IP address. V6, where not 0, is the attribute for one of version
// 6; without it the address is of version 4 only, unless Any.
type Addr struct {
	V6  uint16
	Any bool
}

func (t Addr) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	family := uint8(unix.AF_INET)
	if t.V6 != 0 || t.Any {
		family = unix.AF_UNSPEC
	}
	p, err := ParseAddr(w, family)
	if err != nil {
		return err
	}
	typ := r.Attr
	if p.Family == unix.AF_INET6 && t.V6 != 0 {
		m.Del(r.Attr)
		typ = t.V6
	} else if t.V6 != 0 {
		m.Del(t.V6)
	}
	m.PutBytes(typ, p.Addr())
	return nil
}

func (Addr) Print(e *cli.Env, r *Row, v nl.Value) {
	var s [64]byte
	e.Bytes(r.K(), r.F(), AppendIP(s[:0], v))
}
