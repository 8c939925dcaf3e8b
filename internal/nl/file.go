package nl

import (
	"errors"

	"golang.org/x/sys/unix"
)

var errTruncated = errors.New("rtnl-from_file: truncated message")

// most is how long a message in a file can be.
const most = 16 << 10

// FromFile calls f with each message that was saved in the file fd is open on, until
// the file ends or f fails.
func FromFile(fd int, f func(r Reply) error) error {
	b := make([]byte, most+align)
	for at := 0; ; {
		n, err := readFull(fd, b[:hdrLen])
		if n == 0 && err == nil {
			return nil
		}
		if err != nil || n < hdrLen {
			return truncated(err)
		}
		at += n
		l := int(int32(Native.Uint32(b)))
		if l < hdrLen || l > most {
			return errors.New("!!!malformed message: len=" + itoa(l) + " @" + itoa(at))
		}
		if n, err = readFull(fd, b[hdrLen:pad(l)]); err != nil || n < pad(l)-hdrLen {
			return truncated(err)
		}
		at += n
		if err := f(Reply{Native.Uint16(b[4:]), Native.Uint16(b[6:]), b[hdrLen:l:l], b[:l:l]}); err != nil {
			return err
		}
	}
}

func truncated(err error) error {
	if errno, ok := err.(unix.Errno); ok {
		return errors.New("rtnl_from_file: fread: " + Strerror(errno))
	}
	return errTruncated
}

func readFull(fd int, b []byte) (n int, err error) {
	for n < len(b) {
		k, err := unix.Read(fd, b[n:])
		switch {
		case err == unix.EINTR:
		case err != nil:
			return n, err
		case k <= 0:
			return n, nil
		default:
			n += k
		}
	}
	return n, nil
}
