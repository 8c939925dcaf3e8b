package ethtool

import (
	mathbits "math/bits"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// What a parameter's value is.
const (
	aNumber  = iota // of 32 bits
	aByte           // a number of 8
	aWord           // one of words, by its place
	someBits        // numbers, or the names of bits
	hexBits         // the same, all numbers being hexadecimal
	letters         // a bitset of letters
	aSecret         // six bytes
	refused         // is no longer to be had
)

// A param is a word that something is set by.
type param struct {
	name  string
	cmd   uint8 // of the message that it goes into, where there are several
	kind  uint8
	attr  uint16
	words string // with bars between; places without a word are empty
}

const offOn = "off|on"

func (t *tool) complain(s string) bool {
	t.warn("ethtool (" + t.cmd + "): " + s)
	return false
}

func (t *tool) invalid(value, name string) bool {
	return t.complain("invalid value '" + value + "' for parameter '" + name + "'")
}

// next takes a word, "" where there is none.
func (t *tool) next() (w string) {
	if len(t.args) > 0 {
		w, t.args = t.args[0], t.args[1:]
	}
	return w
}

// parse puts what the words say into the messages that message opens.
func (t *tool) parse(params []param, message func(cmd uint8) *nl.Msg) bool {
	var seen uint32
	for len(t.args) > 0 {
		name := t.next()
		i := 0
		for i < len(params) && params[i].name != name {
			i++
		}
		what := ""
		switch {
		case i == len(params):
			what = "unknown parameter"
		case seen&(1<<i) != 0:
			what = "duplicate parameter"
		case len(t.args) == 0:
			what = "no value for parameter"
		}
		if what != "" {
			return t.complain(what + " '" + name + "'")
		}
		seen |= 1 << i
		if !t.value(&params[i], message(params[i].cmd)) {
			return false
		}
	}
	return true
}

// value takes a parameter's value.
func (t *tool) value(p *param, m *nl.Msg) bool {
	if p.kind == someBits || p.kind == hexBits {
		return t.bitset(m, p.attr, p.name, p.kind == hexBits)
	}
	w := t.next()
	switch p.kind {
	case aNumber, aByte:
		v, ok := numeral(w)
		switch {
		case !ok || p.kind == aByte && v > 255:
			return t.invalid(w, p.name)
		case p.kind == aByte:
			m.PutU8(p.attr, uint8(v))
		default:
			m.PutU32(p.attr, v)
		}
	case aWord:
		for i := uint8(0); ; i++ {
			if i > 8 || w == "" {
				return t.invalid(w, p.name)
			}
			if pick(p.words, i) == w {
				m.PutU8(p.attr, i)
				return true
			}
		}
	case letters:
		return t.letters(m, p, w)
	case aSecret:
		b := make([]byte, 0, 6)
		for rest, more := w, true; more; {
			var one string
			one, rest, more = strings.Cut(rest, ":")
			if v, ok := cli.Uint(one, 16, 8); ok && len(one) <= 2 && hexDigits(one) {
				b = append(b, byte(v))
			} else {
				more, b = false, nil
			}
		}
		if len(b) != 6 {
			return t.complain("invalid value '" + w + "' of parameter '" + p.name + "'")
		}
		m.PutBytes(p.attr, b)
	default:
		return t.complain("deprecated parameter '" + p.name + "' not supported by kernel")
	}
	return true
}

// numeral reads a decimal number, or one that begins with 0x, of 32 bits.
func numeral(w string) (uint32, bool) {
	base := 10
	if isHex(w) {
		w, base = w[2:], 16
	}
	v, ok := cli.Uint(w, base, 32)
	return uint32(v), ok
}

func isHex(w string) bool { return len(w) > 1 && w[0] == '0' && w[1]|0x20 == 'x' }

func hexDigits(w string) bool { return strings.Trim(w, "0123456789abcdefABCDEF") == "" }

// bitset takes numbers, VALUE[/MASK], or names with on or off behind each, up to "--".
func (t *tool) bitset(m *nl.Msg, attr uint16, name string, hex bool) bool {
	if len(t.args) > 0 && isNumeric(t.args[0]) {
		return t.numbers(m, attr, name, t.next(), hex)
	}
	m.Open(attr | nl.Nested)
	m.Open(unix.ETHTOOL_A_BITSET_BITS | nl.Nested)
	for len(t.args) > 0 {
		bit := t.next()
		if bit == "--" {
			break
		}
		on := t.next()
		if on != "on" && on != "off" {
			return t.complain("flag '" + bit + "' for parameter '" + name + "' is not followed by 'on' or 'off'")
		}
		putBit(m, bit, on == "on")
	}
	m.Close()
	m.Close()
	return true
}

// isNumeric reports whether w is numbers, not names.
func isNumeric(w string) bool {
	value, mask, _ := strings.Cut(w, "/")
	if isHex(mask) {
		mask = mask[2:]
	}
	return isHex(w) || hexDigits(value) && hexDigits(mask)
}

// numbers takes VALUE[/MASK].
func (t *tool) numbers(m *nl.Msg, attr uint16, name, w string, hex bool) bool {
	head, tail, masked := strings.Cut(w, "/")
	value, n, ok := bitmap(head, hex)
	var mask []byte
	if masked && ok {
		var k int
		mask, k, ok = bitmap(tail, hex)
		n = max(n, k)
	}
	if !ok {
		if isHex(w) {
			w = w[2:]
		}
		return t.invalid(w, name)
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
	v, ok := cli.Uint(s, 10, 32)
	if hex || len(s) > 10 || !ok {
		v = 0
		ok = s != "" && hexDigits(s)
		for ; ok && len(s) > 8; s = s[:len(s)-8] {
			low, _ := cli.Uint(s[len(s)-8:], 16, 32)
			b = nl.Native.AppendUint32(b, uint32(low))
			if low != 0 {
				n = len(b)*8 - 32 + mathbits.Len32(uint32(low))
			}
		}
		v, _ = cli.Uint(s, 16, 32)
	}
	b = nl.Native.AppendUint32(b, uint32(v))
	if v != 0 {
		n = len(b)*8 - 32 + mathbits.Len32(uint32(v))
	}
	return b, n, ok
}

// letters takes letters: these and no others, or those to add and take away where the
// first of them is a sign. Or numbers.
func (t *tool) letters(m *nl.Msg, p *param, w string) bool {
	masked := w != "" && (w[0] == '+' || w[0] == '-')
	known := "d" + wakeChars
	if masked {
		known += "+-"
	}
	if strings.Trim(w, known) != "" && isNumeric(w) {
		return t.numbers(m, p.attr, p.name, w, false)
	}
	m.Open(p.attr | nl.Nested)
	if !masked {
		m.PutFlag(unix.ETHTOOL_A_BITSET_NOMASK)
	}
	m.Open(unix.ETHTOOL_A_BITSET_BITS | nl.Nested)
	on := true
	for at := range len(w) {
		i := strings.IndexByte(wakeChars, w[at])
		switch c := w[at]; {
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
			return t.complain("invalid char '" + w[at:at+1] + "' in '" + w + "' for parameter '" + p.name + "'")
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
