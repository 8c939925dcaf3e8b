package link

import "gip/internal/cli"

// Show runs ip link show.
func Show(e *cli.Env, a *cli.Args) error { return cli.Fail("ip link show is not there yet") }
