package kind

import (
	"gip/internal/cli"
	"gip/internal/nl"
)

const vxcanPeer = 1 // VXCAN_INFO_PEER

var vxcan = Kind{
	Name:    "vxcan",
	Summary: "a pair of CAN buses that are one, for two namespaces",
	Parse:   parseVXCAN,
	Help:    "Usage: ip link <options> type vxcan [peer <options>]\n\t\toptions: those of ip link add\n",
}

// parseVXCAN takes the peer's options, and no others.
func parseVXCAN(_ *cli.Env, a *cli.Args, _ *nl.Msg) error {
	if !a.Accept("peer") {
		return refused("")
	}
	return Peer{vxcanPeer}
}
