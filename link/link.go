// Package link is ip link.
package link

import "gip/internal/cli"

// Run runs ip link.
func Run(e *cli.Env, a *cli.Args) error { return cli.UnknownCommand(a.Peek(), "ip link") }
