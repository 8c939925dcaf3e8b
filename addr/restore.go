package addr

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/link/info"
)

// ShowDump runs ip address showdump: it prints what save has written.
func ShowDump(e *cli.Env, a *cli.Args) error {
	f, err := saved()
	if err != nil {
		return err
	}
	p := NewPrinter(e, &info.Query{})
	p.Dev = e.Echo
	e.Begin()
	e.Obj("")
	e.Arr("addr_info")
	err = f.Each(func(r nl.Reply) error {
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
	f, err := saved()
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	err = f.Each(func(r nl.Reply) error { return e.RestoreOne(c, r) })
	if err != nil {
		return cli.Status(err, 255, true)
	}
	return quit(0)
}

func saved() (*nl.File, error) { return cli.Saved("address", saveMagic, 255, true) }
