package route

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// dumpMagic begins a file of saved routes, which are messages as the kernel told
// them.
const dumpMagic = 0x45311224

// save writes the route as it came.
func (p *Printer) save(r nl.Reply) error {
	t := nl.Table(p.tb[:])
	if !r.Attrs(t, hdrLen) {
		return nil
	}
	h := r.Data[:hdrLen]
	if p.f.pass(h, t, tableOf(h, t)) {
		p.e.Write(r.Msg)
		p.e.Spill()
	}
	return nil
}

const readRoom = 16384 // the longest message of a file

// saved reads the saved routes on standard input.
func saved() ([]byte, error) {
	if isTerminal(0) {
		return nil, cli.Fail("Can't restore route dump from a terminal")
	}
	var b []byte
	for {
		if cap(b)-len(b) < 4096 {
			b = append(make([]byte, 0, 2*cap(b)+65536), b...)
		}
		n, err := unix.Read(0, b[len(b):cap(b)])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			break
		}
		b = b[:len(b)+n]
	}
	var magic [4]byte
	got := copy(magic[:], b)
	if v := nl.Value(magic[:]).U32(); v != dumpMagic {
		return nil, cli.Fail("Magic mismatch (" + strconv.Itoa(got/4) + " elems, " + strconv.FormatUint(uint64(v), 16) + " magic)")
	}
	return b[4:], nil
}

// walk runs f on the messages in b.
func walk(b []byte, f func(msg []byte) error) error {
	at := 4
	for len(b) > 0 {
		if len(b) < 16 {
			return cli.Status(cli.Fail("rtnl-from_file: truncated message"), 2, false)
		}
		n := int(int32(nl.Value(b).U32()))
		at += 16
		if n < 16 || n > readRoom {
			return cli.Status(cli.Fail("!!!malformed message: len="+strconv.Itoa(n)+" @"+strconv.Itoa(at)), 2, false)
		}
		padded := 16 + (n-16+3)&^3
		if padded > len(b) {
			return cli.Status(cli.Fail("rtnl-from_file: truncated message"), 2, false)
		}
		if err := f(b[:n:n]); err != nil {
			return err
		}
		b, at = b[padded:], at+padded-16
	}
	return nil
}

func showDump(e *cli.Env) error {
	b, err := saved()
	if err != nil {
		return err
	}
	p := NewPrinter(e)
	p.f.cloned = 0
	return walk(b, func(msg []byte) error {
		v := nl.Value(msg)
		r := nl.Reply{Type: v.From(4).U16(), Flags: v.From(6).U16(), Data: msg[16:], Msg: msg}
		if err := p.Print(r); err != nil {
			e.Warn(err.Error())
		}
		return nil
	})
}

// restore adds what was saved: first the addresses of the machine, then its
// networks, then what lies behind gateways.
func restore(e *cli.Env) error {
	_, seekErr := unix.Seek(0, 0, 1)
	b, err := saved()
	if err != nil {
		return err
	}
	if seekErr != nil {
		return cli.Fail("Failed to restore: ftell: " + nl.Strerror(unix.ESPIPE))
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var tb [unix.RTA_VIA + 1]nl.Value
	t := nl.Table(tb[:])
	for round := 0; round < 3; round++ {
		err := walk(b, func(msg []byte) error {
			r := nl.Reply{Data: msg[16:]}
			if !r.Attrs(t, hdrLen) || roundOf(t) != round {
				return nil
			}
			v := nl.Value(msg)
			flags := v.From(6).U16() | unix.NLM_F_REQUEST | unix.NLM_F_CREATE | unix.NLM_F_ACK
			m := nl.New(v.From(4).U16(), flags, msg[16:])
			err := c.Do(m)
			if k, ok := err.(*nl.Error); ok && k.Errno == unix.EEXIST {
				e.Warn(err.Error())
				return nil
			}
			return failed(err)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func roundOf(t nl.Table) int {
	gateway, src, dst := t[unix.RTA_GATEWAY], t[unix.RTA_PREFSRC], t[unix.RTA_DST]
	switch {
	case gateway != nil:
		return 2
	case src == nil || dst != nil && string(src) == string(dst):
		return 0
	}
	return 1
}
