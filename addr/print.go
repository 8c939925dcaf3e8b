package addr

import (
	"gip/internal/cli"
	"gip/internal/nl"
)

// PrintEcho prints one address (RTM_NEWADDR, ...) as -echo shows what became of a
// request, for Env.Do.
func PrintEcho(e *cli.Env, r nl.Reply) error { return nil }
