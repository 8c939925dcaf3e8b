package ethtool

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

func (t *tool) pause() int {
	if !t.noArgs() {
		return 1
	}
	var flags uint32
	if t.stats {
		flags = unix.ETHTOOL_FLAG_STATS
	}
	e := t.e
	e.Begin()
	code := t.get(unix.ETHTOOL_MSG_PAUSE_GET, flags, unix.ETHTOOL_A_PAUSE_MAX, func(dev string, tb nl.Table) bool {
		e.Obj("")
		t.title("Pause parameters", dev)
		auto := tb[unix.ETHTOOL_A_PAUSE_AUTONEG]
		t.onOff("autonegotiate", "Autonegotiate:\t", auto)
		t.onOff("rx", "RX:\t\t", tb[unix.ETHTOOL_A_PAUSE_RX])
		t.onOff("tx", "TX:\t\t", tb[unix.ETHTOOL_A_PAUSE_TX])
		if auto.U8() != 0 {
			t.negotiatedPause(dev)
		}
		if v := tb[unix.ETHTOOL_A_PAUSE_STATS]; v != nil {
			t.pauseStats(v)
		}
		if !t.dump() {
			e.Text("\n")
		}
		e.EndObj()
		return true
	})
	e.End()
	return code
}

// onOff prints a switch. In JSON it is true if the kernel says anything, as there.
func (t *tool) onOff(key, label string, v nl.Value) {
	if !t.e.JSON {
		t.e.Puts(label + onOff(v) + "\n")
	} else if v != nil {
		t.e.OnOff(key, "", true)
	}
}

// negotiatedPause prints what both ends agreed on.
func (t *tool) negotiatedPause(dev string) {
	g := t.second()
	if g == nil {
		return
	}
	m := t.request(g, unix.ETHTOOL_MSG_LINKMODES_GET, dev, unix.ETHTOOL_FLAG_COMPACT_BITSETS)
	for r, err := range g.Answers(m) {
		if err != nil {
			t.tell(err)
			return
		}
		var tb [unix.ETHTOOL_A_LINKMODES_MAX + 1]nl.Value
		tab := nl.Table(tb[:])
		r.Attrs(tab, cli.GenlHdr)
		if tab[unix.ETHTOOL_A_LINKMODES_OURS] == nil || tab[unix.ETHTOOL_A_LINKMODES_PEER] == nil {
			return
		}
		ours, peer := bits(tab[unix.ETHTOOL_A_LINKMODES_OURS]), bits(tab[unix.ETHTOOL_A_LINKMODES_PEER])
		both := func(i int) (bool, bool) { return ours.has(i, false), peer.has(i, false) }
		our, their := both(unix.ETHTOOL_LINK_MODE_Pause_BIT)
		ourAsym, theirAsym := both(unix.ETHTOOL_LINK_MODE_Asym_Pause_BIT)
		rx := our && (their || ourAsym && theirAsym)
		tx := their && (our || ourAsym && theirAsym)
		t.e.Obj("negotiated")
		t.negotiated("rx", "RX", rx)
		t.negotiated("tx", "TX", tx)
		t.e.EndObj()
	}
}

func (t *tool) negotiated(key, label string, on bool) {
	t.e.OnOff(key, label+" negotiated: %\n", on || t.e.JSON)
}

func (t *tool) pauseStats(v nl.Value) {
	var sb [unix.ETHTOOL_A_PAUSE_STAT_MAX + 1]nl.Value
	s := nl.Table(sb[:]).Index(v)
	tx, rx := s[unix.ETHTOOL_A_PAUSE_STAT_TX_FRAMES], s[unix.ETHTOOL_A_PAUSE_STAT_RX_FRAMES]
	t.e.Obj("statistics")
	if tx != nil || rx != nil {
		t.e.Text("Statistics:\n")
	}
	if tx != nil {
		t.e.Uint("tx_pause_frames", "  tx_pause_frames: %\n", tx.U64())
	}
	if rx != nil {
		t.e.Uint("rx_pause_frames", "  rx_pause_frames: %\n", rx.U64())
	}
	t.e.EndObj()
}
