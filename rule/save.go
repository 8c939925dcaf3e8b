package rule

import (
	"gip/internal/cli"
	"gip/internal/nl"
)

const saveMagic = 0x71706986

// save runs ip rule save: what the kernel answers goes out as it is, behind a number
// that tells what it is.
func save(e *cli.Env, a *cli.Args) error {
	if a.More() {
		return cli.Fail(`"ip rule save" does not take any arguments.`)
	}
	if cli.Terminal(1) {
		return cli.Fail("Not sending a binary stream to stdout")
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	failed := e.SaveDump(c, saveMagic, dumpRequest(c, family(e)), func(err error) error { return e.DumpReturns(err, "Dump terminated", 255) })
	e.Begin()
	e.End()
	return failed
}

// restore runs ip rule restore: it adds the rules that save has written. One that is
// there already is told, and no failure. The reference exits behind it.
func restore(e *cli.Env) error {
	f, err := cli.Saved("rule", saveMagic, 255, true)
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	if err := f.Each(func(r nl.Reply) error { return e.RestoreOne(c, r) }); err != nil {
		return cli.Status(err, 255, true)
	}
	return &cli.Error{Exit: true}
}
