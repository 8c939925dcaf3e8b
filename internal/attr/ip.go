package attr

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// parseIP4 reads numbers in dots as the reference does: 10.8 is 10.8.0.0, and hex
// and octal numbers are taken.
func parseIP4(s string, b []byte) bool {
	if dotted(s, b) {
		return true
	}
	for i := 0; i < 4; i++ {
		v, n, over := cli.Strtoul(s, 0)
		if n == 0 || over || v > 255 {
			return false
		}
		b[i] = byte(v)
		if n == len(s) {
			return true
		}
		if i == 3 || s[n] != '.' {
			return false
		}
		s = s[n+1:]
	}
	return false
}

// dotted is parseIP4 for what nearly every address is, four decimal numbers. What it does
// not take may be one all the same.
func dotted(s string, b []byte) bool {
	n, v, digits := 0, uint(0), 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c-'0' <= 9:
			if digits > 0 && v == 0 {
				return false // octal
			}
			v = v*10 + uint(c-'0')
			digits++
			if v > 255 {
				return false
			}
		case c == '.' && digits > 0 && n < 3:
			b[n] = byte(v)
			n++
			v, digits = 0, 0
		default:
			return false
		}
	}
	if n != 3 || digits == 0 {
		return false
	}
	b[3] = byte(v)
	return true
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

// AppendIP4 writes the first four bytes of v in dots.
func AppendIP4(s, v []byte) []byte {
	for i := 0; i < 4 && i < len(v); i++ {
		if i > 0 {
			s = append(s, '.')
		}
		c := v[i]
		if c >= 100 {
			s = append(s, '0'+c/100)
		}
		if c >= 10 {
			s = append(s, '0'+c/10%10)
		}
		s = append(s, '0'+c%10)
	}
	return s
}

// AppendIP6 writes an IPv6 address as glibc's inet_ntop does: the first longest run
// of zeroes is left out, and what embeds an IPv4 address ends in its dots.
func AppendIP6(s, v []byte) []byte {
	if len(v) < 16 {
		return s
	}
	var w [8]uint16
	for i := range w {
		w[i] = uint16(v[2*i])<<8 | uint16(v[2*i+1])
	}
	best, bestLen := -1, 1
	for i := 0; i < 8; i++ {
		if w[i] != 0 {
			continue
		}
		j := i + 1
		for j < 8 && w[j] == 0 {
			j++
		}
		if j-i > bestLen {
			best, bestLen = i, j-i
		}
		i = j
	}
	for i := 0; i < 8; i++ {
		if i == best {
			s = append(s, ':')
			i += bestLen - 1
			if i == 7 {
				s = append(s, ':')
			}
			continue
		}
		if i > 0 {
			s = append(s, ':')
		}
		if i == 6 && best == 0 && (bestLen == 6 || bestLen == 5 && w[5] == 0xffff) {
			return AppendIP4(s, v[12:])
		}
		s = appendHex16(s, w[i])
	}
	return s
}

func appendHex16(s []byte, w uint16) []byte {
	switch {
	case w >= 0x1000:
		return append(s, hexDigits[w>>12], hexDigits[w>>8&15], hexDigits[w>>4&15], hexDigits[w&15])
	case w >= 0x100:
		return append(s, hexDigits[w>>8], hexDigits[w>>4&15], hexDigits[w&15])
	case w >= 0x10:
		return append(s, hexDigits[w>>4], hexDigits[w&15])
	}
	return append(s, hexDigits[w])
}

// AppendIP writes an address of version 4 or 6, by its length.
func AppendIP(s, v []byte) []byte {
	switch {
	case len(v) >= 16:
		return AppendIP6(s, v)
	case len(v) >= 4:
		return AppendIP4(s, v)
	}
	return append(s, "???"...)
}

// AppendAddr writes an address of family as the reference's rt_addr_n2a does.
func AppendAddr(s []byte, family uint8, v []byte) []byte {
	switch {
	case family == unix.AF_INET && len(v) >= 4:
		return AppendIP4(s, v)
	case family == unix.AF_INET6 && len(v) >= 16:
		return AppendIP6(s, v)
	case family == unix.AF_MPLS:
		return appendMPLS(s, v)
	case family == unix.AF_PACKET:
		return AppendLL(s, v)
	case family == unix.AF_BRIDGE && len(v) >= 8: // a struct sockaddr
		switch f := nl.Value(v).U16(); {
		case f == unix.AF_INET:
			return AppendIP4(s, v[4:])
		case f == unix.AF_INET6 && len(v) >= 24:
			return AppendIP6(s, v[8:])
		}
	}
	return append(s, "???"...)
}

// A label stack's entry: label, bottom-of-stack bit, TTL.
const (
	mplsLabelShift = 12
	mplsBottom     = 1 << 8
)

// parseMPLS reads labels separated by slashes, and returns how many bytes they take.
func parseMPLS(s string, b []byte) int {
	for n := 0; n+4 <= len(b); n += 4 {
		v, k, over := cli.Strtoul(s, 0)
		if k == 0 || over || v >= 1<<20 {
			return 0
		}
		entry := uint32(v) << mplsLabelShift
		last := k == len(s)
		if last {
			entry |= mplsBottom
		}
		b[n], b[n+1], b[n+2], b[n+3] = byte(entry>>24), byte(entry>>16), byte(entry>>8), byte(entry)
		if last {
			return n + 4
		}
		if s[k] != '/' {
			return 0
		}
		s = s[k+1:]
	}
	return 0
}

func appendMPLS(s, v []byte) []byte {
	for ; len(v) >= 4; v = v[4:] {
		entry := nl.Value(v).BE32()
		s = strconv.AppendUint(s, uint64(entry>>mplsLabelShift), 10)
		if entry&mplsBottom != 0 {
			break
		}
		s = append(s, '/')
	}
	return s
}
