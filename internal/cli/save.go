package cli

import (
	"errors"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Terminal tells whether a person is at the descriptor's other end.
func Terminal(fd int) bool {
	_, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	return err == nil
}

// SaveDump runs the dump that m asks for and writes the messages as they come, behind
// the number that tells what they are. Errors, of which there may be more than one,
// go to failed; the last that it makes of them is the result.
func (e *Env) SaveDump(c *nl.Conn, magic uint32, m *nl.Msg, failed func(error) error) error {
	e.Write(nl.Native.AppendUint32(nil, magic))
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
		e.Spill()
		return nil
	}
	defer func() { c.Tap = nil }()
	var err error
	for _, ierr := range c.Dump(m) {
		if ierr != nil {
			err = failed(ierr)
		}
	}
	return err
}

// Saved is what was saved, on standard input: what are the messages' things
// (address, route, rule), magic the number that they begin with. Where there is none,
// the error has the status code; exit is as in Error.
func Saved(what string, magic uint32, code int, exit bool) (*nl.File, error) {
	if Terminal(0) {
		return nil, &Error{Msg: "Can't restore " + what + " dump from a terminal", Code: code, Exit: exit}
	}
	f := &nl.File{}
	if err := f.Magic(magic); err != nil {
		return nil, &Error{Msg: err.Error(), Code: code, Exit: exit, Err: err}
	}
	return f, nil
}

// RestoreOne makes anew what a saved message tells of. What is there already is told,
// and no failure.
func (e *Env) RestoreOne(c *nl.Conn, r nl.Reply) error {
	err := c.Do(c.New(r.Type, r.Flags|unix.NLM_F_CREATE, r.Data))
	if errors.Is(err, unix.EEXIST) {
		e.Warn(err.Error())
		return nil
	}
	return err
}
