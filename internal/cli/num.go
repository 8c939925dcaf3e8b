package cli

import "strings"

// Strtoul reads a number as C's strtoul with base 0 (or 10, 16) does: blanks before
// it, a sign (a minus wraps around), 0x for hex, 0 for octal. n is how many bytes it
// took, 0 where there is no digit; over is set where it passes 64 bits.
func Strtoul(s string, base int) (v uint64, n int, over bool) {
	i := 0
	// What nearly every number is: decimal, and nothing before it.
	if s != "" && (base == 0 && s[0] != '0' || base == 10) {
		for i < len(s) && i < 18 && s[i]-'0' <= 9 {
			v = v*10 + uint64(s[i]-'0')
			i++
		}
		if i > 0 && i < 18 {
			return v, i, false
		}
		v, i = 0, 0
	}
	for i < len(s) && (s[i] == ' ' || s[i] >= '\t' && s[i] <= '\r') {
		i++
	}
	neg := false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		neg = s[i] == '-'
		i++
	}
	if base == 0 || base == 16 {
		if i+2 < len(s) && s[i] == '0' && s[i+1]|0x20 == 'x' && digit(s[i+2]) < 16 {
			i += 2
			base = 16
		}
	}
	if base == 0 {
		base = 10
		if i < len(s) && s[i] == '0' {
			base = 8
		}
	}
	start := i
	for i < len(s) {
		d := digit(s[i])
		if d >= base {
			break
		}
		if v >= 1<<58 && v > (1<<64-1-uint64(d))/uint64(base) {
			over = true
		}
		v = v*uint64(base) + uint64(d)
		i++
	}
	if i == start {
		return 0, 0, false
	}
	if over {
		return 1<<64 - 1, i, true
	}
	if neg {
		v = -v
	}
	return v, i, false
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return int(c|0x20-'a') + 10
	}
	return 99
}

// Uint reads a whole word as a number of that many bits, in the base given (0: as
// it is spelled). Like the reference's, it takes what strtoul takes.
func Uint(word string, base, bits int) (uint64, bool) {
	v, n, over := Strtoul(word, base)
	if n == 0 || n != len(word) || over || bits < 64 && v>>bits != 0 {
		return 0, false
	}
	return v, true
}

// Int reads a whole word as a signed number of that many bits (strtol's way).
func Int(word string, base, bits int) (int64, bool) {
	s := strings.TrimLeft(word, " \t\n\v\f\r")
	neg := strings.HasPrefix(s, "-")
	v, n, over := Strtoul(word, base)
	if n == 0 || n != len(word) || over {
		return 0, false
	}
	i := int64(v)
	if neg && i > 0 || !neg && i < 0 {
		return 0, false
	}
	if bits < 64 && (i < -1<<(bits-1) || i > 1<<(bits-1)-1) {
		return 0, false
	}
	return i, true
}

// Strtol is C's strtol: what passes 64 bits becomes the nearest number that does not.
// n is how many bytes it took.
func Strtol(s string, base int) (v int64, n int) {
	u, n, over := Strtoul(s, base)
	neg := strings.HasPrefix(strings.TrimLeft(s, " \t\n\v\f\r"), "-")
	switch {
	case neg && (over || -u > 1<<63):
		return -1 << 63, n
	case !neg && u > 1<<63-1:
		return 1<<63 - 1, n
	}
	return int64(u), n
}

// Atoi is C's atoi: the number at the beginning, or 0.
func Atoi(word string) int {
	v, _ := Strtol(word, 10)
	return int(int32(v))
}
