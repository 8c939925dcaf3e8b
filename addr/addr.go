// Package addr is ip address, and what else belongs to addresses: ip neighbour.
package addr

import "gip/internal/cli"

// Run runs ip address.
func Run(e *cli.Env, a *cli.Args) error { return cli.UnknownCommand(a.Peek(), "ip address") }
