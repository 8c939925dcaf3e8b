package nl

import "golang.org/x/sys/unix"

// Errno's words are glibc's, as the reference prints them: Go's differ in case
// and in places in wording.
func Strerror(e unix.Errno) string {
	if int(e) < len(errnoWords) && errnoWords[e] != "" {
		return errnoWords[e]
	}
	return "Unknown error " + itoa(int(e))
}

// (Inlined, it would be in each complaint.)
//
//go:noinline
func itoa(n int) string {
	var s [20]byte
	i := len(s)
	neg := n < 0
	if neg {
		n = -n
	}
	for {
		i--
		s[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			break
		}
	}
	if neg {
		i--
		s[i] = '-'
	}
	return string(s[i:])
}
