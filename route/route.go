// Package route is ip route.
package route

import "gip/internal/cli"

// Run runs ip route.
func Run(e *cli.Env, a *cli.Args) error { return cli.UnknownCommand(a.Peek(), "ip route") }
