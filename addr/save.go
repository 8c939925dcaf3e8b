package addr

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

const saveMagic = 0x47361222

// Save runs ip address save: what the kernel answers goes out as it is, behind a
// number that tells what it is.
func Save(e *cli.Env, a *cli.Args) error {
	q, err := info.ParseQuery(e, a, e.Family, help(e))
	if err != nil {
		return err
	}
	if q.HasDev {
		if err := q.FindDev(e); err != nil {
			return err
		}
	}
	if terminal(1) {
		return cli.Quit(1, "Not sending a binary stream to stdout")
	}
	e.Write(nl.Native.AppendUint32(nil, saveMagic))
	c, err := e.Conn()
	if err != nil {
		return err
	}
	c.Tap = func(b []byte) error {
		for len(b) >= unix.SizeofNlMsghdr {
			n := int(nl.Native.Uint32(b))
			if n < unix.SizeofNlMsghdr || n > len(b) {
				break
			}
			if typ := nl.Native.Uint16(b[4:]); typ >= unix.NLMSG_MIN_TYPE {
				e.Write(b[:n])
			}
			b = b[min((n+3)&^3, len(b)):]
		}
		e.Spill()
		return nil
	}
	defer func() { c.Tap = nil }()
	for _, err := range c.Dump(dumpRequest(c, e.Family, q.Index)) {
		if err != nil {
			if err := e.DumpFailed(err, "Save terminated"); err != nil {
				return err
			}
		}
	}
	return quit(0)
}

// quit is the end of a command that the reference ends the program with, too.
func quit(code int) error { return &cli.Error{Code: code, Exit: true} }

func terminal(fd int) bool {
	_, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	return err == nil
}
