package addr

import "gip/internal/cli"

// Show runs ip address show, and ip address.
func Show(e *cli.Env, a *cli.Args) error { return cli.Fail("ip address show is not there yet") }
