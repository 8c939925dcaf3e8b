package resolve

import "gip/internal/cli"

// ParseIP4 reads an IPv4 address as inet_aton does: one to four numbers, the last of
// which fills what is left, decimal, octal or hex. What follows a blank does not matter
// to inet_aton: rest is that, blank first.
func ParseIP4(s string) (a [4]byte, rest string, ok bool) {
	var parts [4]uint64
	for n := 0; n < 4; n++ {
		if s == "" || s[0] < '0' || s[0] > '9' {
			return a, "", false
		}
		v, k, over := cli.Strtoul(s, 0)
		if k == 0 || over {
			return a, "", false
		}
		parts[n] = v
		if k < len(s) && s[k] == '.' {
			if v > 255 || n == 3 {
				return a, "", false
			}
			s = s[k+1:]
			continue
		}
		if rest = s[k:]; rest != "" && rest[0] != ' ' && (rest[0] < '\t' || rest[0] > '\r') {
			return a, "", false
		}
		if v >= 1<<(8*(4-n)) {
			return a, "", false
		}
		for i := 0; i < n; i++ {
			a[i] = byte(parts[i])
		}
		for i := 3; i >= n; i-- {
			a[i] = byte(v)
			v >>= 8
		}
		return a, rest, true
	}
	return a, "", false
}
