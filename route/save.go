package route

import (
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

// walk runs do on the messages of a file.
func walk(f *nl.File, do func(r nl.Reply) error) error {
	err := f.Each(do)
	if _, told := err.(*cli.Error); err == nil || told {
		return err
	}
	return cli.Status(err, 2, false)
}

func saved() (*nl.File, error) { return cli.Saved("route", dumpMagic, 1, false) }

func showDump(e *cli.Env) error {
	f, err := saved()
	if err != nil {
		return err
	}
	p := NewPrinter(e)
	p.f.cloned = 0
	return walk(f, func(r nl.Reply) error {
		if err := p.Print(r); err != nil {
			e.Warn(err.Error())
		}
		return nil
	})
}

// restore adds what was saved: first the addresses of the machine, then its
// networks, then what lies behind gateways.
func restore(e *cli.Env) error {
	f, err := saved()
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var tb [unix.RTA_VIA + 1]nl.Value
	t := nl.Table(tb[:])
	for round := 0; round < 3; round++ {
		if err := f.Rewind(); err != nil {
			return cli.Fail("Failed to restore: ftell: " + nl.Strerror(unix.ESPIPE))
		}
		err := walk(f, func(r nl.Reply) error {
			if !r.Attrs(t, hdrLen) || roundOf(t) != round {
				return nil
			}
			return failed(e.RestoreOne(c, r))
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
