package inet

import (
	"encoding/binary"
	"errors"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// ClassLen is the length of the netmask that an address's class stands for, as the
// kernel has it: -1 for multicast addresses.
func ClassLen(a [4]byte) int {
	switch {
	case a == [4]byte{}, a == [4]byte{255, 255, 255, 255}:
		return 0
	case a[0] < 128:
		return 8
	case a[0] < 192:
		return 16
	case a[0] < 224:
		return 24
	case a[0] >= 240:
		return 32
	}
	return -1
}

// Mask is the netmask of n bits, 0 to 32.
func Mask(n int) (m [4]byte) {
	binary.BigEndian.PutUint32(m[:], uint32(uint64(0xffffffff00000000)>>n))
	return m
}

// MaskLen is how many bits a netmask has; ok is whether they are its first.
func MaskLen(m [4]byte) (n int, ok bool) {
	for n < 32 && m[n/8]&(0x80>>(n%8)) != 0 {
		n++
	}
	return n, Mask(n) == m
}

// Words is what strerror says of err.
func Words(err error) string {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return nl.Strerror(errno)
	}
	return err.Error()
}

// Is reports whether err is, or wraps, errno.
func Is(err error, errno unix.Errno) bool { return err != nil && errors.Is(err, errno) }
