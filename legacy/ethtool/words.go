package ethtool

import (
	mathbits "math/bits"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// What a parameter's value is.
type kind uint8

const (
	u32     kind = iota
	u8           // a number
	word         // one of words, by its place
	names        // a bitset: numbers, or the names of bits
	names16      // the same, all numbers being hexadecimal
	wake         // a bitset of letters
	secret       // six bytes
	old          // is no longer to be had
	some         // names of bits without "on": these and no others
	every        // no value: all bits
)

// A param is a word that something is set by.
type param struct {
	name  string
	cmd   uint8 // of the message that it goes into, where there are several
	attr  uint16
	kind  kind
	words string // with bars between; places without a word are empty
}

const onOffWords = "off|on"

func (t *tool) complain(s string) bool {
	t.warn("ethtool (" + t.cmd + "): " + s)
	return false
}

func (t *tool) invalid(value, name string) bool {
	return t.complain("invalid value '" + value + "' for parameter '" + name + "'")
}

// parse puts what the words say into the messages that message opens.
func (t *tool) parse(params []param, message func(cmd uint8) *nl.Msg) bool {
	var seen uint64
	for len(t.args) > 0 {
		name := t.args[0]
		i := 0
		for i < len(params) && params[i].name != name {
			i++
		}
		if i == len(params) {
			return t.complain("unknown parameter '" + name + "'")
		}
		p := &params[i]
		if seen&(1<<i) != 0 {
			return t.complain("duplicate parameter '" + name + "'")
		}
		t.args = t.args[1:]
		if len(t.args) == 0 && p.kind != every {
			return t.complain("no value for parameter '" + name + "'")
		}
		if seen |= 1 << i; p.kind >= some {
			seen = 1<<64 - 1 // one of them is enough
		}
		if !t.value(p, message(p.cmd)) {
			return false
		}
	}
	return true
}

// value takes a parameter's value.
func (t *tool) value(p *param, m *nl.Msg) bool {
	switch p.kind {
	case names, names16:
		return t.bitset(m, p.attr, p.name, p.kind == names16, false)
	case some:
		return t.bitset(m, p.attr, p.name, false, true)
	case every:
		n := uint32(len(t.names(setGroups)))
		m.Open(p.attr | nl.Nested)
		m.PutFlag(unix.ETHTOOL_A_BITSET_NOMASK)
		m.PutU32(unix.ETHTOOL_A_BITSET_SIZE, n)
		all := m.Put(unix.ETHTOOL_A_BITSET_VALUE, int(n+31)/32*4)
		for i := range n {
			all[i/8] |= 1 << (i % 8)
		}
		m.Close()
		return true
	case wake:
		return t.wakeBits(m, p)
	}
	w := t.args[0]
	t.args = t.args[1:]
	switch p.kind {
	case u32, u8:
		v, ok := number(w)
		switch {
		case !ok || p.kind == u8 && v > 255:
			return t.invalid(w, p.name)
		case p.kind == u8:
			m.PutU8(p.attr, uint8(v))
		default:
			m.PutU32(p.attr, v)
		}
	case word:
		i := uint8(0)
		for rest := p.words; ; i++ {
			one, tail, more := strings.Cut(rest, "|")
			if one == w && w != "" {
				break
			}
			if rest = tail; !more {
				return t.invalid(w, p.name)
			}
		}
		m.PutU8(p.attr, i)
	case secret:
		b, ok := sixBytes(w)
		if !ok {
			return t.complain("invalid value '" + w + "' of parameter '" + p.name + "'")
		}
		m.PutBytes(p.attr, b)
	case old:
		return t.complain("deprecated parameter '" + p.name + "' not supported by kernel")
	}
	return true
}

// number reads a decimal number, or one that begins with 0x, of 32 bits.
func number(w string) (uint32, bool) {
	base := 10
	if isHex(w) {
		w, base = w[2:], 16
	}
	v, n, _ := cli.Strtoul(w, base)
	if w == "" || n != len(w) || v>>32 != 0 {
		return 0, false
	}
	return uint32(v), true
}

func isHex(w string) bool { return len(w) > 1 && w[0] == '0' && w[1]|0x20 == 'x' }

func hexDigit(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// sixBytes reads aa:b:cc:d:ee:f.
func sixBytes(w string) (b []byte, ok bool) {
	for rest, more := w, true; more; {
		var one string
		one, rest, more = strings.Cut(rest, ":")
		v, n, _ := cli.Strtoul(one, 16)
		if n == 0 || n != len(one) || len(one) > 2 || !hexDigit(one[0]) || len(b) == 6 {
			return nil, false
		}
		b = append(b, byte(v))
	}
	return b, len(b) == 6
}

// bitset takes numbers, VALUE[/MASK], or names with on or off behind each, up to "--".
// only: the bits that are named and no others, with nothing behind them.
func (t *tool) bitset(m *nl.Msg, attr uint16, name string, hex, only bool) bool {
	if len(t.args) > 0 && isNumeric(t.args[0]) {
		w := t.args[0]
		t.args = t.args[1:]
		return t.numeric(m, attr, name, w, hex, only)
	}
	m.Open(attr | nl.Nested)
	if only {
		m.PutFlag(unix.ETHTOOL_A_BITSET_NOMASK)
	}
	m.Open(unix.ETHTOOL_A_BITSET_BITS | nl.Nested)
	for len(t.args) > 0 {
		bit, on := t.args[0], only
		t.args = t.args[1:]
		if bit == "--" {
			break
		}
		if !only {
			if len(t.args) == 0 || t.args[0] != "on" && t.args[0] != "off" {
				return t.complain("flag '" + bit + "' for parameter '" + name + "' is not followed by 'on' or 'off'")
			}
			on = t.args[0] == "on"
			t.args = t.args[1:]
		}
		m.Open(unix.ETHTOOL_A_BITSET_BITS_BIT | nl.Nested)
		m.PutStr(unix.ETHTOOL_A_BITSET_BIT_NAME, bit)
		if on && !only {
			m.PutFlag(unix.ETHTOOL_A_BITSET_BIT_VALUE)
		}
		m.Close()
	}
	m.Close()
	m.Close()
	return true
}

// isNumeric reports whether w is numbers, not names.
func isNumeric(w string) bool {
	if isHex(w) {
		return true
	}
	value, mask, _ := strings.Cut(w, "/")
	if isHex(mask) {
		mask = mask[2:]
	}
	for _, s := range [...]string{value, mask} {
		for i := range len(s) {
			if !hexDigit(s[i]) {
				return false
			}
		}
	}
	return true
}

// numeric takes VALUE[/MASK].
func (t *tool) numeric(m *nl.Msg, attr uint16, name, w string, hex, only bool) bool {
	head, tail, masked := strings.Cut(w, "/")
	shown := w
	if isHex(w) {
		shown = w[2:]
	}
	value, n, ok := bitmap(head, hex)
	var mask []byte
	if masked && ok && !only {
		var k int
		mask, k, ok = bitmap(tail, hex)
		n = max(n, k)
	}
	if !ok || masked && only {
		return t.invalid(shown, name)
	}
	size := (n + 31) / 32 * 4
	m.Open(attr | nl.Nested)
	if !masked {
		m.PutFlag(unix.ETHTOOL_A_BITSET_NOMASK)
	}
	m.PutU32(unix.ETHTOOL_A_BITSET_SIZE, uint32(n))
	copy(m.Put(unix.ETHTOOL_A_BITSET_VALUE, size), value)
	if masked {
		copy(m.Put(unix.ETHTOOL_A_BITSET_MASK, size), mask)
	}
	m.Close()
	return true
}

// bitmap reads a number of any length as 32-bit words, and how many bits it takes. It
// is decimal where it is short and looks it, unless hex says it is not.
func bitmap(s string, hex bool) (b []byte, n int, ok bool) {
	if isHex(s) {
		s, hex = s[2:], true
	}
	if s == "" {
		return nil, 0, false
	}
	if len(s) <= 10 && !hex {
		if v, ok := number(s); ok && !isHex(s) {
			return nl.Native.AppendUint32(nil, v), mathbits.Len32(v), true
		}
	}
	for s != "" {
		chunk := s[max(len(s)-8, 0):]
		s = s[:len(s)-len(chunk)]
		v, k, _ := cli.Strtoul(chunk, 16)
		if k != len(chunk) || !hexDigit(chunk[0]) {
			return nil, 0, false
		}
		if b = nl.Native.AppendUint32(b, uint32(v)); v != 0 {
			n = len(b)*8 - 32 + mathbits.Len32(uint32(v))
		}
	}
	return b, n, true
}

// wakeBits takes letters: these and no others, or those to add and take away where
// the first of them is a sign. Or numbers.
func (t *tool) wakeBits(m *nl.Msg, p *param) bool {
	w := t.args[0]
	t.args = t.args[1:]
	masked := w != "" && (w[0] == '+' || w[0] == '-')
	letters := true
	for _, c := range []byte(w) {
		letters = letters && (c == 'd' || masked && (c == '+' || c == '-') || strings.IndexByte(wakeChars, c) >= 0)
	}
	if !letters && isNumeric(w) {
		return t.numeric(m, p.attr, p.name, w, false, false)
	}
	m.Open(p.attr | nl.Nested)
	if !masked {
		m.PutFlag(unix.ETHTOOL_A_BITSET_NOMASK)
	}
	m.Open(unix.ETHTOOL_A_BITSET_BITS | nl.Nested)
	on := true
	for _, c := range []byte(w) {
		i := strings.IndexByte(wakeChars, c)
		switch {
		case c == '+' || c == '-':
			if !masked {
				return t.invalid(w, p.name)
			}
			on = c == '+'
			continue
		case c == 'd' && !masked:
			m.Clear()
			continue
		case i < 0:
			return t.complain("invalid char '" + string([]byte{c}) + "' in '" + w + "' for parameter '" + p.name + "'")
		}
		m.Open(unix.ETHTOOL_A_BITSET_BITS_BIT | nl.Nested)
		m.PutU32(unix.ETHTOOL_A_BITSET_BIT_INDEX, uint32(i))
		if masked && on {
			m.PutFlag(unix.ETHTOOL_A_BITSET_BIT_VALUE)
		}
		m.Close()
	}
	m.Close()
	m.Close()
	return true
}
