package inet

import (
	"strconv"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// How addresses are written.
const (
	noAddr   = iota
	noText   // there is an address, of no letters
	plain    // aa:bb
	capital  // AA:BB
	dashed   // AA-BB
	joined   // aabb
	callsign // of radio amateurs
	number
)

// A HW is a hardware type as these programs know it: by the name that stands for it on
// the command line, and the title that is shown with it.
type HW struct {
	Type        uint16 // ARPHRD_ETHER, ...
	Len         uint8  // of its addresses, 0 where they are none of the programs' matter
	style       uint8
	Name, Title string
}

// HWTypes are the types, in the order that help has them. The last is all others.
var HWTypes = [...]HW{
	{unix.ARPHRD_LOOPBACK, 0, noAddr, "loop", "Local Loopback"},
	{unix.ARPHRD_SLIP, 0, noAddr, "slip", "Serial Line IP"},
	{unix.ARPHRD_CSLIP, 0, noAddr, "cslip", "VJ Serial Line IP"},
	{unix.ARPHRD_SLIP6, 0, noAddr, "slip6", "6-bit Serial Line IP"},
	{unix.ARPHRD_CSLIP6, 0, noAddr, "cslip6", "VJ 6-bit Serial Line IP"},
	{unix.ARPHRD_ADAPT, 0, noAddr, "adaptive", "Adaptive Serial Line IP"},
	{unix.ARPHRD_ASH, 64, noText, "ash", "Ash"},
	{unix.ARPHRD_ETHER, 6, plain, "ether", "Ethernet"},
	{unix.ARPHRD_AX25, 7, callsign, "ax25", "AMPR AX.25"},
	{unix.ARPHRD_NETROM, 7, callsign, "netrom", "AMPR NET/ROM"},
	{unix.ARPHRD_ROSE, 5, joined, "rose", "AMPR ROSE"},
	{unix.ARPHRD_TUNNEL, 0, noText, "tunnel", "IPIP Tunnel"},
	{unix.ARPHRD_PPP, 0, noAddr, "ppp", "Point-to-Point Protocol"},
	{unix.ARPHRD_CISCO, 0, noAddr, "hdlc", "(Cisco)-HDLC"},
	{unix.ARPHRD_LAPB, 0, noAddr, "lapb", "LAPB"},
	{unix.ARPHRD_ARCNET, 1, capital, "arcnet", "ARCnet"},
	{unix.ARPHRD_DLCI, 3, number, "dlci", "Frame Relay DLCI"},
	{unix.ARPHRD_FRAD, 0, noAddr, "frad", "Frame Relay Access Device"},
	{unix.ARPHRD_SIT, 0, noAddr, "sit", "IPv6-in-IPv4"},
	{unix.ARPHRD_FDDI, 6, dashed, "fddi", "Fiber Distributed Data Interface"},
	{unix.ARPHRD_HIPPI, 6, capital, "hippi", "HIPPI"},
	{unix.ARPHRD_IRDA, 2, noText, "irda", "IrLAP"},
	{unix.ARPHRD_ECONET, 0, noAddr, "ec", "Econet"},
	{unix.ARPHRD_X25, 15, noText, "x25", "generic X.25"},
	{unix.ARPHRD_EUI64, 8, capital, "eui64", "Generic EUI-64"},
	{uapi.ARPHRD_VOID, 16, dashed, "unspec", "UNSPEC"},
}

// HWByName is the type called name, nil where there is none.
func HWByName(name string) *HW {
	for i := range HWTypes {
		if HWTypes[i].Name == name {
			return &HWTypes[i]
		}
	}
	return nil
}

// HWByType is the type of that number, the last where it is not known.
func HWByType(typ uint16) *HW {
	for i := range HWTypes {
		if HWTypes[i].Type == typ {
			return &HWTypes[i]
		}
	}
	return &HWTypes[len(HWTypes)-1]
}

// Printed is whether an address is shown with the type's name.
func (h *HW) Printed() bool { return h.style != noAddr }

// Unspec is whether the type is that of all others.
func (h *HW) Unspec() bool { return h.Type == uapi.ARPHRD_VOID }

// Readable is whether the type has addresses that Read knows.
func (h *HW) Readable() bool {
	return h.style != noAddr && h.style != number && h.Type != unix.ARPHRD_IRDA && !h.Unspec()
}

// Settable is whether links of the type have addresses that can be set.
func (h *HW) Settable() bool { return h.Len != 0 && !h.Unspec() }

// Read reads an address of the type into b, as far as word has it: what is left of b
// stays as it was.
func (h *HW) Read(word string, b []byte) bool {
	switch h.style {
	case joined: // decimal digits
		if len(word) != 10 {
			return false
		}
		for i := range 5 {
			b[i] = (word[2*i]-'0')<<4 | (word[2*i+1] - '0')
		}
		return true
	case callsign:
		call, ssid, _ := strings.Cut(word, "-")
		if len(call) > 6 {
			return false
		}
		for i := range 6 {
			c := byte(' ')
			if i < len(call) {
				c = call[i]
				if c >= 'a' && c <= 'z' {
					c -= 'a' - 'A'
				}
				if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
					return false
				}
			}
			b[i] = c << 1
		}
		b[6] = byte(cli.Atoi(ssid) << 1)
		return true
	case noText:
		return h.Type == unix.ARPHRD_X25 && word != "" && len(word) <= 15 && copy(b[:14], word) > 0
	}
	pairs := h.Type == unix.ARPHRD_FDDI || h.Type == unix.ARPHRD_HIPPI || h.Type == unix.ARPHRD_ARCNET
	return parseHex(word, b[:min(int(h.Len), len(b))], pairs)
}

// AppendAddr writes an address, of which zeroes stand for what addr lacks.
func (h *HW) AppendAddr(s, addr []byte) []byte {
	at := func(i int) byte {
		if i < len(addr) {
			return addr[i]
		}
		return 0
	}
	switch h.style {
	case noText:
		if h.Type != unix.ARPHRD_IRDA {
			return s
		}
		for i := 3; i >= 0; i-- {
			if s = attr.AppendHex(s, uint64(at(i)), 2); i > 0 {
				s = append(s, ':')
			}
		}
		return s
	case noAddr:
		return s
	case number:
		return strconv.AppendInt(s, int64(int16(nl.Native.Uint16([]byte{at(0), at(1)}))), 10)
	case callsign:
		for i := 0; i < 6 && at(i)>>1 != ' ' && at(i)>>1 != 0; i++ {
			s = append(s, at(i)>>1)
		}
		if n := at(6) & 0x1e >> 1; n != 0 {
			s = strconv.AppendUint(append(s, '-'), uint64(n), 10)
		}
		return s
	}
	for i := range int(h.Len) {
		if i > 0 && h.style != joined {
			s = append(s, "::-"[h.style-plain])
		}
		from := len(s)
		s = attr.AppendHex(s, uint64(at(i)), 2)
		for ; (h.style == capital || h.style == dashed) && from < len(s); from++ {
			if s[from] >= 'a' {
				s[from] -= 'a' - 'A'
			}
		}
	}
	return s
}

// ParseHex reads bytes of one or two hex digits, with colons or not between them, into
// b as far as they come: what is left of b stays as it was, and so does what is left of
// word.
func ParseHex(word string, b []byte) bool { return parseHex(word, b, false) }

// parseHex is ParseHex; with pairs there must be two digits to a byte.
func parseHex(word string, b []byte, pairs bool) bool {
	hex := func() (v byte, ok bool) {
		if word == "" {
			return 0, false
		}
		switch c := word[0]; {
		case c >= '0' && c <= '9':
			return c - '0', true
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			return c | 0x20 - 'a' + 10, true
		}
		return 0, false
	}
	for i := 0; i < len(b) && word != ""; i++ {
		v, ok := hex()
		if !ok {
			return false
		}
		word = word[1:]
		if low, ok := hex(); ok {
			v = v<<4 | low
		} else if pairs || word != "" && word[0] != ':' {
			return false
		}
		b[i] = v
		if word != "" {
			word = word[1:]
		}
		if word != "" && word[0] == ':' {
			word = word[1:]
		}
	}
	return true
}
