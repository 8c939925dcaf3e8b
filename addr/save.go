package addr

import "gip/internal/cli"

// Save runs ip address save.
func Save(e *cli.Env, a *cli.Args) error { return cli.Fail("ip address save is not there yet") }

// ShowDump runs ip address showdump.
func ShowDump(e *cli.Env, a *cli.Args) error {
	return cli.Fail("ip address showdump is not there yet")
}

// Restore runs ip address restore.
func Restore(e *cli.Env, a *cli.Args) error { return cli.Fail("ip address restore is not there yet") }
