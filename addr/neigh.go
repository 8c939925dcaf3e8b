package addr

import "gip/internal/cli"

// RunNeigh runs ip neighbour.
func RunNeigh(e *cli.Env, a *cli.Args) error { return cli.UnknownCommand(a.Peek(), "ip neigh") }
