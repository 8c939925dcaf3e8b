package ethtool

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var groupParams = [...]param{
	{name: "--groups", attr: uapi.ETHTOOL_A_STATS_GROUPS, kind: some},
	{name: "--all-groups", attr: uapi.ETHTOOL_A_STATS_GROUPS, kind: every},
}

// statistics prints a device's counters: its own, or those of the groups that
// standards define.
func (t *tool) statistics() int {
	if len(t.args) == 0 {
		return t.counters(unix.ETHTOOL_GSTATS, setStats, "NIC")
	}
	m := t.request(t.g, unix.ETHTOOL_MSG_STATS_GET, t.dev, 0)
	if !t.parse(groupParams[:], func(uint8) *nl.Msg { return m }) {
		return 1
	}
	t.e.Begin()
	defer t.e.End()
	for r, err := range t.run(t.g, m) {
		if err != nil {
			t.tell(err)
			return 1
		}
		b := nl.Value(r.Data).From(cli.GenlHdr)
		var hb [statsHeader + 1]nl.Value
		t.e.Obj("")
		t.title("Standard stats", device(nl.Table(hb[:]).Index(b)[statsHeader]))
		for typ, v := range nl.Attrs(b) {
			if typ == uapi.ETHTOOL_A_STATS_GRP {
				t.counterGroup(v)
			}
		}
		t.e.EndObj()
	}
	return 0
}

func (t *tool) counterGroup(v nl.Value) {
	var tb [uapi.ETHTOOL_A_STATS_GRP_SS_ID + 1]nl.Value
	tab := nl.Table(tb[:]).Index(v)
	if tab[uapi.ETHTOOL_A_STATS_GRP_SS_ID] == nil {
		return
	}
	e := t.e
	names := t.names(int(tab[uapi.ETHTOOL_A_STATS_GRP_SS_ID].U32()))
	group := name(t.names(setGroups), int(tab[uapi.ETHTOOL_A_STATS_GRP_ID].U32()))
	e.Obj(group)
	for typ, stat := range nl.Attrs(v) {
		if typ != uapi.ETHTOOL_A_STATS_GRP_STAT {
			continue
		}
		for i, count := range nl.Attrs(stat) {
			if n := name(names, int(i)); n != "" {
				e.Text(group + "-" + n + ": ")
				e.Uint(n, "%\n", count.U64())
			}
			break
		}
	}
	t.histogram(v, uapi.ETHTOOL_A_STATS_GRP_HIST_RX, group, "rx")
	t.histogram(v, uapi.ETHTOOL_A_STATS_GRP_HIST_TX, group, "tx")
	e.EndObj()
}

// histogram prints how many packets of which length there were.
func (t *tool) histogram(v nl.Value, of uint16, group, way string) {
	e := t.e
	first := true
	for typ, bucket := range nl.Attrs(v) {
		if typ != of {
			continue
		}
		if first {
			e.Arr(way + "-pktsNtoM")
			first = false
		}
		var tb [uapi.ETHTOOL_A_STATS_GRP_HIST_VAL + 1]nl.Value
		tab := nl.Table(tb[:]).Index(bucket)
		low, high := tab[uapi.ETHTOOL_A_STATS_GRP_HIST_BKT_LOW].U32(), tab[uapi.ETHTOOL_A_STATS_GRP_HIST_BKT_HI].U32()
		count := tab[uapi.ETHTOOL_A_STATS_GRP_HIST_VAL].U64()
		if e.JSON {
			e.Obj("")
			e.Uint("low", "", uint64(low))
			e.Uint("high", "", uint64(high))
			e.Uint("val", "", count)
			e.EndObj()
			continue
		}
		size := itoa(uint64(high))
		switch {
		case high == 0:
			size = itoa(uint64(low)) + "toMax"
		case low != 0:
			size = itoa(uint64(low)) + "to" + size
		}
		e.Puts(way + "-" + group + "-etherStatsPkts" + size)
		e.Uint("", "Octets: %\n", count)
	}
	if !first {
		e.EndArr()
	}
}
