package addr

import (
	"gip/internal/cli"
	"gip/link/info"
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
	if cli.Terminal(1) {
		return cli.Quit(1, "Not sending a binary stream to stdout")
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	err = e.SaveDump(c, saveMagic, dumpRequest(c, e.Family, q.Index), func(err error) error {
		return e.DumpFailed(err, "Save terminated")
	})
	if err != nil {
		return err
	}
	return quit(0)
}

// quit is the end of a command that the reference ends the program with, too.
func quit(code int) error { return &cli.Error{Code: code, Exit: true} }
