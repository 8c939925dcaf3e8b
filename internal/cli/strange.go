package cli

import (
	"strconv"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// NotA is the complaint about a message that is none of those asked for: what it is not
// ("Not a route"), then its length, type and flags.
//
//go:noinline
func NotA(what string, r nl.Reply) error {
	return Fail(what + ": " + Hex8(uint32(len(r.Data)+unix.SizeofNlMsghdr)) + " " + Hex8(uint32(r.Type)) + " " + Hex8(uint32(r.Flags)))
}

// TooShort is the complaint about a message without room for its header of so many bytes,
// and nil for one that has it.
//
//go:noinline
func TooShort(r nl.Reply, header int) error {
	if n := len(r.Data) - header; n < 0 {
		return Fail("BUG: wrong nlmsg len " + strconv.Itoa(n))
	}
	return nil
}

// Hex8 is a number in at least eight hexadecimal digits.
func Hex8(v uint32) string {
	s := strconv.FormatUint(uint64(v), 16)
	return "00000000"[len(s):] + s
}
