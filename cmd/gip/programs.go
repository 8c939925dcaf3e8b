package main

import (
	"gip/addr"
	"gip/addr/label"
	"gip/addr/maddr"
	"gip/addr/mptcp"
	"gip/addr/ntable"
	"gip/addr/token"
	"gip/bridge"
	"gip/internal/cli"
	"gip/legacy/arp"
	"gip/legacy/brctl"
	"gip/legacy/ethtool"
	"gip/legacy/ifconfig"
	"gip/legacy/netstat"
	legacyroute "gip/legacy/route"
	"gip/legacy/sysctl"
	"gip/link"
	"gip/link/fou"
	"gip/link/l2tp"
	"gip/link/macsec"
	"gip/link/netconf"
	"gip/link/stats"
	"gip/link/tunnel"
	"gip/link/tuntap"
	"gip/link/vrf"
	"gip/monitor"
	"gip/netns"
	"gip/ping"
	"gip/route"
	"gip/route/ila"
	"gip/route/ioam"
	"gip/route/mroute"
	"gip/route/sr"
	"gip/route/tcpmetrics"
	"gip/rule"
)

// A program is one of the names that the binary answers to.
type program struct {
	name    string
	summary string
	run     func(e *cli.Env, args []string) error
	old     bool // another package has it, whose own is not replaced unasked
}

func find(name string) *program {
	for i := range programs {
		if programs[i].name == name {
			return &programs[i]
		}
	}
	return nil
}

var programs = [...]program{
	{"ip", "addresses, links, routes, neighbours, namespaces", func(e *cli.Env, args []string) error { return runIP(e, args, "") }, false},
	{"bridge", "bridges: ports, forwarding tables, VLANs", runBridge, false},
	{"ping", "whether a host answers", ping.Run, false},
	{"ping4", "ping over IPv4", ping.Run, false},
	{"ping6", "ping over IPv6", ping.Run, false},
	{"brctl", "bridges, as bridge-utils has them", brctl.Run, true},
	{"ethtool", "a device's features, settings, driver, counters", ethtool.Run, true},
	{"ifconfig", "links and their addresses, as net-tools has them", ifconfig.Run, true},
	{"route", "routes, as net-tools has them", legacyroute.Run, true},
	{"arp", "neighbours, as net-tools has them", arp.Run, true},
	{"netstat", "sockets, routes, links and what is counted, as net-tools has them", netstat.Run, true},
	{"sysctl", "what the kernel is tuned by", sysctl.Run, true},
	{"rtmon", "changes saved to a file, for ip monitor file", monitor.RunRtmon, false},
}

// An object is the first word of a command. One without run is known, so that
// abbreviations mean what they mean upstream, and refused.
type object struct {
	name string
	run  func(e *cli.Env, a *cli.Args) error
}

// In upstream's order: an abbreviation is the first that it fits.
var ipObjects = [...]object{
	{"address", addr.Run},
	{"addrlabel", label.Run},
	{"maddress", maddr.Run},
	{"route", route.Run},
	{"rule", rule.Run},
	{"neighbor", addr.RunNeigh},
	{"neighbour", addr.RunNeigh},
	{"ntable", ntable.Run},
	{"ntbl", ntable.Run},
	{"link", link.Run},
	{"l2tp", l2tp.Run},
	{"fou", fou.Run},
	{"ila", ila.Run},
	{"macsec", macsec.Run},
	{"tunnel", tunnel.Run},
	{"tunl", tunnel.Run},
	{"tuntap", tuntap.Run},
	{"tap", tuntap.Run},
	{"token", token.Run},
	{"tcpmetrics", tcpmetrics.Run},
	{"tcp_metrics", tcpmetrics.Run},
	{"monitor", monitor.Run},
	{"xfrm", nil},
	{"mroute", mroute.Run},
	{"mrule", rule.RunMulti},
	{"netns", netns.Run},
	{"netconf", netconf.Run},
	{"vrf", vrf.Run},
	{"sr", sr.Run},
	{"nexthop", route.RunNexthop},
	{"mptcp", mptcp.Run},
	{"ioam", ioam.Run},
	{"help", ipHelp},
	{"stats", stats.Run},
}

var bridgeObjects = [...]object{
	{"link", bridge.RunLink},
	{"fdb", bridge.RunFDB},
	{"mdb", bridge.RunMDB},
	{"mst", bridge.RunMST},
	{"vlan", bridge.RunVLAN},
	{"vni", bridge.RunVNI},
	{"monitor", bridge.RunMonitor},
	{"help", bridgeHelp},
}

// command runs the line a, whose first word is an object of list.
func command(e *cli.Env, a *cli.Args, list []object, orElse int) error {
	word, err := a.Next()
	if err != nil {
		return err
	}
	for i := range list {
		o := &list[i]
		if !cli.Prefix(word, o.name) {
			continue
		}
		if o.run == nil {
			return &cli.Error{Msg: `Object "` + o.name + `" is not supported by gip.`, Code: orElse}
		}
		return o.run(e, a)
	}
	return &cli.Error{Msg: `Object "` + word + `" is unknown, try "` + e.Prog + ` help".`, Code: orElse}
}
