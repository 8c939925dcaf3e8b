package addr

import (
	"errors"
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// ShowDump runs ip address showdump: it prints what save has written.
func ShowDump(e *cli.Env, a *cli.Args) error {
	in := input{}
	if err := in.magic(); err != nil {
		return err
	}
	p := NewPrinter(e, &info.Query{})
	p.Dev = e.Echo
	e.Begin()
	e.Obj("")
	e.Arr("addr_info")
	err := in.each(func(_ []byte, r nl.Reply) error {
		if len(r.Data) < headerLen {
			return nil
		}
		e.Obj("")
		e.Int("index", "if%:", int64(int32(nl.Value(r.Data[4:]).U32())))
		e.NL()
		p.Print(r)
		e.EndObj()
		e.Spill()
		return nil
	})
	e.EndArr()
	e.EndObj()
	e.End()
	if err != nil {
		return cli.Status(err, 255, true)
	}
	return quit(0)
}

// Restore runs ip address restore: it adds the addresses that save has written. One
// that is there already is told, and no failure.
func Restore(e *cli.Env, a *cli.Args) error {
	in := input{}
	if err := in.magic(); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	err = in.each(func(h []byte, r nl.Reply) error {
		m := c.New(r.Type, r.Flags|unix.NLM_F_CREATE, r.Data)
		err := c.Do(m)
		if errors.Is(err, unix.EEXIST) {
			e.Warn(err.Error())
			return nil
		}
		return err
	})
	if err != nil {
		return cli.Status(err, 255, true)
	}
	return quit(0)
}

// An input reads what save has written from standard input.
type input struct {
	buf [16384]byte
	at  int64
}

func (in *input) magic() error {
	if terminal(0) {
		return cli.Quit(255, "Can't restore address dump from a terminal")
	}
	n := in.read(in.buf[:4])
	v, elems := uint32(0), "0"
	if n == 4 {
		v, elems = nl.Native.Uint32(in.buf[:]), "1"
	} else {
		for i := range n { // what there is of it counts
			v |= uint32(in.buf[i]) << (8 * i)
		}
	}
	if v != saveMagic {
		return cli.Quit(255, "Magic mismatch ("+elems+" elems, "+strconv.FormatUint(uint64(v), 16)+" magic)")
	}
	return nil
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

// each calls f with every message: its header, and it as a reply.
func (in *input) each(f func(h []byte, r nl.Reply) error) error {
	const hdr = unix.SizeofNlMsghdr
	for {
		switch in.read(in.buf[:hdr]) {
		case 0:
			return nil
		case hdr:
		default:
			return errTruncated
		}
		n := int(int32(nl.Native.Uint32(in.buf[:])))
		if n < hdr || n > len(in.buf) {
			return errors.New("!!!malformed message: len=" + strconv.Itoa(n) + " @" + strconv.FormatInt(in.at, 10))
		}
		if padded := (n - hdr + 3) &^ 3; in.read(in.buf[hdr:hdr+padded]) != padded {
			return errTruncated
		}
		r := nl.Reply{Type: nl.Native.Uint16(in.buf[4:]), Flags: nl.Native.Uint16(in.buf[6:]), Data: in.buf[hdr:n:n]}
		if err := f(in.buf[:hdr], r); err != nil {
			return err
		}
	}
}
