// Package bridge is the program bridge.
package bridge

import "gip/internal/cli"

// RunLink runs bridge link.
func RunLink(e *cli.Env, a *cli.Args) error { return cli.UnknownCommand(a.Peek(), "bridge link") }
