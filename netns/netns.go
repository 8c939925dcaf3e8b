// Package netns is network namespaces with names: a library, and ip netns.
package netns

import "gip/internal/cli"

// Run runs ip netns.
func Run(e *cli.Env, a *cli.Args) error { return cli.UnknownCommand(a.Peek(), "ip netns") }

// Switch moves the calling thread into the namespace called name.
func Switch(name string) error { return cli.Fail("netns " + name) }
