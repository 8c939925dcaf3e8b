// Package match is what C programs leave to the library: shell patterns, the names of
// files that fit one, sorting.
package match

import "strings"

// Match reports whether s matches the shell pattern pat, as C's fnmatch without
// flags does in the C locale: neither dots nor slashes are special.
func Match(pat, s string) bool {
	// Where a star stands, and how much of s it takes so far: only the last one is
	// ever to be tried again.
	star, taken := -1, 0
	p, i := 0, 0
	for {
		if p < len(pat) && pat[p] == '*' {
			star, taken = p, i
			p++
			continue
		}
		if p == len(pat) && i == len(s) {
			return true
		}
		if p < len(pat) && i < len(s) {
			if n, ok := one(pat[p:], s[i]); ok {
				p += n
				i++
				continue
			}
		}
		if star < 0 || taken >= len(s) {
			return false
		}
		taken++
		p, i = star+1, taken
	}
}

// one matches c with the first element of pat, of n bytes, which is no star.
func one(pat string, c byte) (n int, ok bool) {
	switch pat[0] {
	case '?':
		return 1, true
	case '\\':
		return 2, len(pat) > 1 && pat[1] == c
	case '[':
		if n, ok := set(pat, c); n > 0 {
			return n, ok
		}
	}
	return 1, pat[0] == c
}

// set matches c with the bracket expression that pat begins with; n is 0 where
// it does not end.
func set(pat string, c byte) (n int, ok bool) {
	i := 1
	not := i < len(pat) && (pat[i] == '!' || pat[i] == '^')
	if not {
		i++
	}
	for first := true; ; first = false {
		if i >= len(pat) {
			return 0, false
		}
		if pat[i] == ']' && !first {
			return i + 1, ok != not
		}
		if strings.HasPrefix(pat[i:], "[:") {
			if name, _, closed := strings.Cut(pat[i+2:], ":]"); closed {
				ok = ok || Class(name, c)
				i += len(name) + 4
				continue
			}
		}
		if i+4 < len(pat) && pat[i] == '[' && (pat[i+1] == '.' || pat[i+1] == '=') && pat[i+3] == pat[i+1] && pat[i+4] == ']' {
			ok = ok || pat[i+2] == c
			i += 5
			continue
		}
		lo, k := char(pat[i:])
		if k == 0 {
			return 0, false
		}
		i += k
		hi := lo
		if i+1 < len(pat) && pat[i] == '-' && pat[i+1] != ']' {
			if hi, k = char(pat[i+1:]); k == 0 {
				return 0, false
			}
			i += 1 + k
		}
		ok = ok || lo <= c && c <= hi
	}
}

func char(pat string) (c byte, n int) {
	if pat[0] != '\\' {
		return pat[0], 1
	}
	if len(pat) < 2 {
		return 0, 0
	}
	return pat[1], 2
}

// Class reports whether c is of the class that [:name:] stands for, in the C locale.
func Class(name string, c byte) bool {
	digit := c >= '0' && c <= '9'
	upper, lower := c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z'
	switch name {
	case "alpha":
		return upper || lower
	case "digit":
		return digit
	case "alnum":
		return digit || upper || lower
	case "upper":
		return upper
	case "lower":
		return lower
	case "space":
		return c == ' ' || c >= '\t' && c <= '\r'
	case "blank":
		return c == ' ' || c == '\t'
	case "punct":
		return c > ' ' && c < 0x7f && !digit && !upper && !lower
	case "print":
		return c >= ' ' && c < 0x7f
	case "graph":
		return c > ' ' && c < 0x7f
	case "cntrl":
		return c < ' ' || c == 0x7f
	case "xdigit":
		return digit || c|0x20 >= 'a' && c|0x20 <= 'f'
	}
	return false
}
