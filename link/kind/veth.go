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

func parseVeth(e *cli.Env, a *cli.Args, _ *nl.Msg) error {
	return peerOnly(e, a, uapi.VETH_INFO_PEER, vethHelp)
}

// peerOnly takes the peer's options, and no others. What else there is gets the help, on
// standard output as upstream has it.
func peerOnly(e *cli.Env, a *cli.Args, attr uint16, help string) error {
	if !a.Accept("peer") {
		e.Puts(help)
		return cli.Silent(1)
	}
	return Peer{attr}
}
