package rule

import (
	"errors"
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const saveMagic = 0x71706986

func terminal(fd int) bool {
	_, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	return err == nil
}

// save runs ip rule save: what the kernel answers goes out as it is, behind a number
// that tells what it is.
func save(e *cli.Env, a *cli.Args) error {
	if a.More() {
		return cli.Fail(`"ip rule save" does not take any arguments.`)
	}
	if terminal(1) {
		return cli.Fail("Not sending a binary stream to stdout")
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Write(nl.Native.AppendUint32(nil, saveMagic))
	c.Tap = func(b []byte) error {
		for len(b) >= unix.SizeofNlMsghdr {
			n := int(nl.Native.Uint32(b))
			if n < unix.SizeofNlMsghdr || n > len(b) {
				break
			}
			if nl.Native.Uint16(b[4:]) >= unix.NLMSG_MIN_TYPE {
				e.Write(b[:n])
			}
			b = b[min((n+3)&^3, len(b)):]
		}
		return nil
	}
	defer func() { c.Tap = nil }()
	var failed error
	for _, err := range c.Dump(dumpRequest(c, family(e))) {
		if err != nil {
			failed = dumpFailed(e, err)
		}
	}
	e.Begin()
	e.End()
	return failed
}

// restore runs ip rule restore: it adds the rules that save has written. One that is
// there already is told, and no failure. The reference exits behind it.
func restore(e *cli.Env) error {
	if terminal(0) {
		return cli.Quit(255, "Can't restore rule dump from a terminal")
	}
	var in input
	n := in.read(in.buf[:4])
	if magic := nl.Native.Uint32(in.buf[:]); magic != saveMagic {
		return cli.Quit(255, "Magic mismatch ("+strconv.Itoa(n/4)+" elems, "+strconv.FormatUint(uint64(magic), 16)+" magic)")
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	for {
		typ, flags, body, err := in.next()
		if err != nil {
			return cli.Status(err, 255, true)
		}
		if body == nil {
			return &cli.Error{Exit: true}
		}
		err = c.Do(c.New(typ, flags|unix.NLM_F_CREATE, body))
		if errors.Is(err, unix.EEXIST) {
			e.Warn(err.Error())
		} else if err != nil {
			return cli.Status(err, 255, true)
		}
	}
}

// An input is standard input with messages in it.
type input struct {
	buf [16384]byte
	at  int64
}

// read fills b as far as the input goes.
func (in *input) read(b []byte) int {
	n := 0
	for n < len(b) {
		k, err := unix.Read(0, b[n:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || k <= 0 {
			break
		}
		n += k
	}
	in.at += int64(n)
	return n
}

var errTruncated = errors.New("rtnl-from_file: truncated message")

// next is a message, or nil at the input's end.
func (in *input) next() (typ, flags uint16, body []byte, err error) {
	const hdr = unix.SizeofNlMsghdr
	switch in.read(in.buf[:hdr]) {
	case 0:
		return 0, 0, nil, nil
	case hdr:
	default:
		return 0, 0, nil, errTruncated
	}
	n := int(int32(nl.Native.Uint32(in.buf[:])))
	if n < hdr || n > len(in.buf) {
		return 0, 0, nil, errors.New("!!!malformed message: len=" + strconv.Itoa(n) + " @" + strconv.FormatInt(in.at, 10))
	}
	if padded := (n - hdr + 3) &^ 3; in.read(in.buf[hdr:hdr+padded]) != padded {
		return 0, 0, nil, errTruncated
	}
	return nl.Native.Uint16(in.buf[4:]), nl.Native.Uint16(in.buf[6:]), in.buf[hdr:n:n], nil
}
