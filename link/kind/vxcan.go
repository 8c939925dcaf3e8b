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
	Help:    vxcanHelp,
}

const vxcanHelp = "Usage: ip link <options> type vxcan [peer <options>]\n\t\toptions: those of ip link add\n"

func parseVXCAN(e *cli.Env, a *cli.Args, _ *nl.Msg) error {
	return peerOnly(e, a, vxcanPeer, vxcanHelp)
}
