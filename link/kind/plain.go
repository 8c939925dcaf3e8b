package kind

// Kinds that take no options.
var (
	dummy     = Kind{Name: "dummy", Summary: "a link that leads nowhere"}
	ifb       = Kind{Name: "ifb", Summary: "a link to queue what comes in on others"}
	netdevsim = Kind{Name: "netdevsim", Summary: "a simulated network card, for tests"}
	nlmon     = Kind{Name: "nlmon", Summary: "a look at the machine's netlink messages"}
	team      = Kind{Name: "team", Summary: "several links as one, ruled by a daemon"}
	teamPort  = Kind{Name: "team", Summary: "a port of a team"}
	vcan      = Kind{Name: "vcan", Summary: "a CAN bus inside the machine"}
	virtWifi  = Kind{Name: "virt_wifi", Summary: "a wired link that looks wireless"}
)
