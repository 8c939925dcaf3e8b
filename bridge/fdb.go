package bridge

import "gip/internal/cli"

// RunFDB runs bridge fdb.
func RunFDB(e *cli.Env, a *cli.Args) error { return cli.UnknownCommand(a.Peek(), "bridge fdb") }
