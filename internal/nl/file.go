package nl

import (
	"errors"
	"strconv"

	"golang.org/x/sys/unix"
)

// A File reads messages that were saved, one behind the other, from a descriptor.
type File struct {
	FD  int
	at  int64
	buf [16384]byte // a longer message is none that was saved
}

// read fills b as far as the file goes.
func (f *File) read(b []byte) (n int, err error) {
	for n < len(b) {
		k, rerr := unix.Read(f.FD, b[n:])
		if rerr == unix.EINTR {
			continue
		}
		if rerr != nil || k <= 0 {
			err = rerr
			break
		}
		n += k
	}
	f.at += int64(n)
	return n, err
}

// Magic reads the number that a file begins with. Another one than want is an error
// in the reference's words.
func (f *File) Magic(want uint32) error {
	clear(f.buf[:4])
	n, _ := f.read(f.buf[:4])
	if got := Native.Uint32(f.buf[:]); got != want {
		return errors.New("Magic mismatch (" + itoa(n/4) + " elems, " + strconv.FormatUint(uint64(got), 16) + " magic)")
	}
	return nil
}

// Rewind has the next message be the first behind the magic number again.
func (f *File) Rewind() error {
	_, err := unix.Seek(f.FD, 4, unix.SEEK_SET)
	f.at = 4
	return err
}

// Each calls do with every message up to the file's end, or until do fails. A message
// is valid until do returns. What is no message is an error in the reference's words.
func (f *File) Each(do func(r Reply) error) error {
	for {
		n, err := f.read(f.buf[:hdrLen])
		if n == 0 && err == nil {
			return nil
		}
		if n < hdrLen {
			return truncated(err)
		}
		l := int(int32(Native.Uint32(f.buf[:])))
		if l < hdrLen || l > len(f.buf) {
			return errors.New("!!!malformed message: len=" + itoa(l) + " @" + itoa(int(f.at)))
		}
		if n, err = f.read(f.buf[hdrLen:pad(l)]); n < pad(l)-hdrLen {
			return truncated(err)
		}
		if err := do(Reply{Native.Uint16(f.buf[4:]), Native.Uint16(f.buf[6:]), f.buf[hdrLen:l:l], f.buf[:l:l]}); err != nil {
			return err
		}
	}
}

func truncated(err error) error {
	if errno, ok := err.(unix.Errno); ok {
		return errors.New("rtnl_from_file: fread: " + Strerror(errno))
	}
	return errors.New("rtnl-from_file: truncated message")
}

// FromFile is Each for a file that begins with its first message.
func FromFile(fd int, do func(r Reply) error) error { return (&File{FD: fd}).Each(do) }
