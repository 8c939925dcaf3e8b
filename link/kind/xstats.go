package kind

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// An XStat is one set of the counters that links of a kind have besides those of all
// (IFLA_STATS_LINK_XSTATS).
type XStat struct {
	Words [2]string // what it is called on the command line; "" where it is not asked for
	Attr  uint16
	Print func(e *cli.Env, v nl.Value)
}

// XStats is the sets of a kind.
type XStats struct {
	Attr  uint16 // the kind's nest (typeBridge, ...)
	Args  string // for help
	Sets  []XStat
	First bool // only the first set is printed
}

// Whose nest it is (enum in linux/if_link.h: LINK_XSTATS_TYPE_...).
const (
	typeBridge = 1
	typeBond   = 2

	// XStatsBridge is that of bridges.
	XStatsBridge = typeBridge

	// XStatsMax is the last of them.
	XStatsMax = typeBond
)

var bridgeXStats = XStats{
	Attr: typeBridge,
	Args: "[ igmp | mcast | stp ] [ dev DEVICE ]",
	Sets: []XStat{
		{[2]string{"igmp", "mcast"}, uapi.BRIDGE_XSTATS_MCAST, BridgeMcastStats},
		{[2]string{"stp"}, uapi.BRIDGE_XSTATS_STP, BridgeSTPStats},
	},
}

var bondXStats = XStats{
	Attr:  typeBond,
	Args:  "[ lacp | 802.3ad ] [ dev DEVICE ]",
	Sets:  []XStat{{[2]string{"lacp", "802.3ad"}, uapi.BOND_XSTATS_3AD, BondLACPStats}},
	First: true,
}

// XStats is what further counters links of kind k, or their ports, have; nil: none.
func (k *Kind) XStats() *XStats {
	switch k {
	case &bridge, &bridgePort:
		return &bridgeXStats
	case &bond, &bondPort:
		return &bondXStats
	}
	return nil
}

const xstatsIndent = "                    " // below a name

// A tally is a counter: its key, what stands before it in text and what behind.
type tally struct {
	key, before, after string
	at                 int // in units of eight bytes
}

// tallies prints counters in an object called key, if it has a name.
func tallies(e *cli.Env, v nl.Value, key, title string, list ...tally) {
	if key != "" {
		e.Obj(key)
	}
	e.Text(xstatsIndent)
	e.Text(title)
	for i := range list {
		t := &list[i]
		e.Uint(t.key, t.before+"%"+t.after, v.From(8*t.at).U64())
	}
	if key != "" {
		e.EndObj()
	}
}

// versions prints counters by version of a protocol, each way a line. at is where
// they stand: received and sent side by side.
func versions(e *cli.Env, v nl.Value, key, title string, at ...int) {
	e.Obj(key)
	e.Text(xstatsIndent + title + ":\n")
	for way, name := range [...]string{"RX: ", "TX: "} {
		e.Text(xstatsIndent + "  " + name)
		for i, n := range at {
			end := " "
			if i == len(at)-1 {
				end = "\n"
			}
			digit := string(rune('1' + i))
			k := "rx_v"
			if way == 1 {
				k = "tx_v"
			}
			e.Uint(k+digit, "v"+digit+" %"+end, v.From(8*(n+way)).U64())
		}
	}
	e.EndObj()
}

// BridgeMcastStats prints struct br_mcast_stats.
func BridgeMcastStats(e *cli.Env, v nl.Value) {
	e.Obj("multicast")
	versions(e, v, "igmp_queries", "IGMP queries", 0, 2, 4)
	versions(e, v, "igmp_reports", "IGMP reports", 8, 10, 12)
	tallies(e, v, "igmp_leaves", "IGMP leaves: ", tally{"rx", "RX: ", " ", 6}, tally{"tx", "TX: ", "\n", 7})
	tallies(e, v, "", "IGMP parse errors: ", tally{"igmp_parse_errors", "", "\n", 14})
	versions(e, v, "mld_queries", "MLD queries", 15, 17)
	versions(e, v, "mld_reports", "MLD reports", 21, 23)
	tallies(e, v, "mld_leaves", "MLD leaves: ", tally{"rx", "RX: ", " ", 19}, tally{"tx", "TX: ", "\n", 20})
	tallies(e, v, "", "MLD parse errors: ", tally{"mld_parse_errors", "", "\n", 25})
	e.EndObj()
}

// BridgeSTPStats prints struct bridge_stp_xstats.
func BridgeSTPStats(e *cli.Env, v nl.Value) {
	e.Obj("stp")
	tallies(e, v, "", "STP BPDU:  ", tally{"rx_bpdu", "RX: ", " ", 2}, tally{"tx_bpdu", "TX: ", "\n", 3})
	tallies(e, v, "", "STP TCN:   ", tally{"rx_tcn", "RX: ", " ", 4}, tally{"tx_tcn", "TX: ", "\n", 5})
	tallies(e, v, "", "STP Transitions: ", tally{"transition_blk", "Blocked: ", " ", 0}, tally{"transition_fwd", "Forwarding: ", "\n", 1})
	e.EndObj()
}

var lacpStats = [...]struct{ key, text string }{
	uapi.BOND_3AD_STAT_LACPDU_RX:         {"lacpdu_rx", "LACPDU Rx %\n"},
	uapi.BOND_3AD_STAT_LACPDU_TX:         {"lacpdu_tx", "LACPDU Tx %\n"},
	uapi.BOND_3AD_STAT_LACPDU_UNKNOWN_RX: {"lacpdu_unknown_rx", "LACPDU Unknown type Rx %\n"},
	uapi.BOND_3AD_STAT_LACPDU_ILLEGAL_RX: {"lacpdu_illegal_rx", "LACPDU Illegal Rx %\n"},
	uapi.BOND_3AD_STAT_MARKER_RX:         {"marker_rx", "Marker Rx %\n"},
	uapi.BOND_3AD_STAT_MARKER_TX:         {"marker_tx", "Marker Tx %\n"},
	uapi.BOND_3AD_STAT_MARKER_RESP_RX:    {"marker_response_rx", "Marker response Rx %\n"},
	uapi.BOND_3AD_STAT_MARKER_RESP_TX:    {"marker_response_tx", "Marker response Tx %\n"},
	uapi.BOND_3AD_STAT_MARKER_UNKNOWN_RX: {"marker_unknown_rx", "Marker unknown type Rx %\n"},
}

// BondLACPStats prints the nest BOND_XSTATS_3AD.
func BondLACPStats(e *cli.Env, v nl.Value) {
	var tb [uapi.BOND_3AD_STAT_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	e.Obj("802.3ad")
	for i := range lacpStats {
		if t[i] != nil {
			e.Text(xstatsIndent)
			e.Uint(lacpStats[i].key, lacpStats[i].text, t[i].U64())
		}
	}
	e.EndObj()
}
