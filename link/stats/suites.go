package stats

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

// A suite is what can be asked for by itself: its path, and where it is found.
type suite struct {
	path  [levels]string // group, subgroup, suite
	group uint8          // IFLA_STATS_LINK_64, ...
	bits  uint8          // which of the group's attributes are asked for; 0: all
	print func(p *Printer, t nl.Table) error
}

const levels = 3

var levelNames = [levels]string{"group", "subgroup", "suite"}

// Attributes of the nests (LINK_XSTATS_TYPE_BRIDGE, ...).
const (
	typeBridge = 1
	typeBond   = 2
	mplsLink   = 1 // MPLS_STATS_LINK
)

// suites is the order in which they are printed, which is that of 7.3.0's variables
// in memory.
var suites = [...]suite{
	{[levels]string{"afstats", "mpls"}, uapi.IFLA_STATS_AF_SPEC, 0, printMPLS},
	{[levels]string{"link"}, uapi.IFLA_STATS_LINK_64, 0, printLink},
	{[levels]string{"offload", "l3_stats"}, uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, 1<<(uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO-1) | 1<<(uapi.IFLA_OFFLOAD_XSTATS_L3_STATS-1), printL3},
	{[levels]string{"offload", "hw_stats_info"}, uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, 1 << (uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO - 1), printHardware},
	{[levels]string{"offload", "cpu_hit"}, uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, 1 << (uapi.IFLA_OFFLOAD_XSTATS_CPU_HIT - 1), printCPUHit},
	{[levels]string{"xstats_slave", "bond", "802.3ad"}, uapi.IFLA_STATS_LINK_XSTATS_SLAVE, 0, printLACP},
	{[levels]string{"xstats", "bond", "802.3ad"}, uapi.IFLA_STATS_LINK_XSTATS, 0, printLACP},
	{[levels]string{"xstats_slave", "bridge", "vlan"}, uapi.IFLA_STATS_LINK_XSTATS_SLAVE, 0, printVLANs},
	{[levels]string{"xstats_slave", "bridge", "mcast"}, uapi.IFLA_STATS_LINK_XSTATS_SLAVE, 0, printMcast},
	{[levels]string{"xstats_slave", "bridge", "stp"}, uapi.IFLA_STATS_LINK_XSTATS_SLAVE, 0, printSTP},
	{[levels]string{"xstats", "bridge", "vlan"}, uapi.IFLA_STATS_LINK_XSTATS, 0, printVLANs},
	{[levels]string{"xstats", "bridge", "mcast"}, uapi.IFLA_STATS_LINK_XSTATS, 0, printMcast},
	{[levels]string{"xstats", "bridge", "stp"}, uapi.IFLA_STATS_LINK_XSTATS, 0, printSTP},
}

const hardwareInfo = 3 // where among the suites hw_stats_info stands

// allOffload is every attribute of the nest that the group offload is.
const allOffload = 1<<uapi.IFLA_OFFLOAD_XSTATS_MAX - 1

func printLink(p *Printer, t nl.Table) error {
	p.e.NL()
	p.counters(t[uapi.IFLA_STATS_LINK_64])
	return nil
}

func (p *Printer) counters(v nl.Value) {
	if v != nil {
		c := info.Counters64(v)
		info.PrintCounters(p.e, &c, nil, "stats64")
	}
}

func printMPLS(p *Printer, t nl.Table) error {
	for family, v := range nl.Attrs(t[uapi.IFLA_STATS_AF_SPEC]) {
		if family != unix.AF_MPLS {
			continue
		}
		s := nl.Table(p.sub[:]).Index(v)[mplsLink]
		if s == nil {
			return cli.Silent(2)
		}
		p.e.NL()
		p.e.Obj("mpls_stats")
		info.Few(p.e, s, "    ", "noroute", "noroute")
		p.e.EndObj()
		break
	}
	return nil
}

// inner is the attributes of the nest that the suite is found in.
func (p *Printer) inner(t nl.Table, s *suite) nl.Table {
	return nl.Table(p.sub[:]).Index(t[s.group])
}

func printCPUHit(p *Printer, t nl.Table) error {
	p.e.NL()
	p.counters(p.inner(t, p.now)[uapi.IFLA_OFFLOAD_XSTATS_CPU_HIT])
	return nil
}

// printExtra prints every set attr of the counters that links of the kind typ have
// besides those of all.
func printExtra(p *Printer, t nl.Table, typ, attr uint16, print func(*cli.Env, nl.Value)) error {
	for a, v := range nl.Attrs(p.inner(t, p.now).At(typ)) {
		if a == attr {
			p.e.NL()
			print(p.e, v)
		}
	}
	return nil
}

func printLACP(p *Printer, t nl.Table) error {
	return printExtra(p, t, typeBond, uapi.BOND_XSTATS_3AD, kind.BondLACPStats)
}

func printMcast(p *Printer, t nl.Table) error {
	return printExtra(p, t, typeBridge, uapi.BRIDGE_XSTATS_MCAST, kind.BridgeMcastStats)
}

func printSTP(p *Printer, t nl.Table) error {
	return printExtra(p, t, typeBridge, uapi.BRIDGE_XSTATS_STP, kind.BridgeSTPStats)
}

func printVLANs(p *Printer, t nl.Table) error {
	p.e.Arr("vlans")
	err := printExtra(p, t, typeBridge, uapi.BRIDGE_XSTATS_VLAN, printVLAN)
	p.e.EndArr()
	return err
}

func printVLAN(e *cli.Env, v nl.Value) {
	e.Text("                  ")
	kind.BridgeVLANStats(e, v)
}
