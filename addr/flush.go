package addr

import "gip/internal/cli"

// Flush runs ip address flush.
func Flush(e *cli.Env, a *cli.Args) error { return cli.Fail("ip address flush is not there yet") }
