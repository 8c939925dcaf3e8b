package kind

// Kinds that take no options.
var (
	dummy     = Kind{Name: "dummy", Summary: "a link that leads nowhere", Help: "Usage: ... dummy\n"}
	ifb       = Kind{Name: "ifb", Summary: "a link to queue what comes in on others", Help: "Usage: ... ifb\n"}
	netdevsim = Kind{Name: "netdevsim", Summary: "a simulated network card, for tests", Help: "Usage: ... netdevsim\n"}
	nlmon     = Kind{Name: "nlmon", Summary: "a look at the machine's netlink messages", Help: "Usage: ... nlmon\n"}
	team      = Kind{Name: "team", Summary: "several links as one, ruled by a daemon", Help: "Usage: ... team\n"}
	teamPort  = Kind{Name: "team", Summary: "a port of a team", Help: "Usage: ... team_slave\n"}
	vcan      = Kind{Name: "vcan", Summary: "a CAN bus inside the machine", Help: "Usage: ... vcan\n"}
	virtWifi  = Kind{Name: "virt_wifi", Summary: "a wired link that looks wireless", Help: "Usage: ... virt_wifi \n"}
)
