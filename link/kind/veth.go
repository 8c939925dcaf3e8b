package kind

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var veth = Kind{
	Name:    "veth",
	Summary: "a pair of links that are one cable, for two namespaces",
	Parse:   parseVeth,
	Help:    vethHelp,
}

const vethHelp = "Usage: ip link <options> type veth [peer <options>]\n\t\toptions: those of ip link add\n"

// parseVeth takes the peer's options, and no others. What else there is gets the
// help, on standard output as upstream has it.
func parseVeth(e *cli.Env, a *cli.Args, _ *nl.Msg) error {
	if !a.Accept("peer") {
		e.Puts(vethHelp)
		return cli.Silent(1)
	}
	return Peer{uapi.VETH_INFO_PEER}
}
