package names

import (
	"strconv"
	"strings"
)

// Pton reads an address as inet_pton does: of version 4 written in full, or of version
// 6. It is nil where word is neither.
func Pton(word string) []byte {
	b := make([]byte, 16)
	if strictIP4(word, b) {
		return b[:4]
	}
	if parseIP6(word, b) {
		return b
	}
	return nil
}

// parseIP6 reads an IPv6 address as inet_pton does.
func parseIP6(s string, b []byte) bool {
	clear(b)
	n, gap := 0, -1
	if strings.HasPrefix(s, "::") {
		gap = 0
		s = s[2:]
		if s == "" {
			return true
		}
	} else if strings.HasPrefix(s, ":") {
		return false
	}
	for {
		end := strings.IndexByte(s, ':')
		word := s
		if end >= 0 {
			word = s[:end]
		}
		if end < 0 && strings.IndexByte(word, '.') >= 0 {
			if n > 12 || !strictIP4(word, b[n:n+4]) {
				return false
			}
			n += 4
			break
		}
		if len(word) == 0 || len(word) > 4 || n > 14 {
			return false
		}
		v, err := strconv.ParseUint(word, 16, 16)
		if err != nil {
			return false
		}
		b[n], b[n+1] = byte(v>>8), byte(v)
		n += 2
		if end < 0 {
			break
		}
		s = s[end+1:]
		if s == "" {
			return false // ends in a single colon
		}
		if s[0] == ':' {
			if gap >= 0 {
				return false
			}
			gap = n
			if s = s[1:]; s == "" {
				break
			}
		}
	}
	if gap < 0 {
		return n == 16
	}
	if n == 16 {
		return false
	}
	tail := n - gap
	copy(b[16-tail:], b[gap:n])
	clear(b[gap : 16-tail])
	return true
}

// strictIP4 is inet_pton's IPv4: four decimal numbers without leading zeroes.
func strictIP4(s string, b []byte) bool {
	for i := 0; i < 4; i++ {
		word, rest, dot := strings.Cut(s, ".")
		if dot != (i < 3) || word == "" || len(word) > 3 || len(word) > 1 && word[0] == '0' {
			return false
		}
		v, err := strconv.ParseUint(word, 10, 8)
		if err != nil {
			return false
		}
		b[i] = byte(v)
		s = rest
	}
	return true
}
