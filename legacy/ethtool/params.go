package ethtool

import (
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A line is one number that is shown: its label, and its attribute.
type line struct {
	label string
	attr  uint16
}

// Lines without attribute: a label alone, or two switches on one line.
const (
	bare     = 0
	switches = 1 << 15 // the attribute, and the next one
)

// list prints lines, "n/a" where the kernel does not say.
func (t *tool) list(lines []line, tb nl.Table) {
	e := t.e
	for i := range lines {
		l := &lines[i]
		e.Puts(l.label)
		v := tb.At(l.attr &^ switches)
		switch {
		case l.attr == bare:
		case l.attr&switches != 0:
			tx := tb.At(l.attr&^switches + 1)
			if l.attr == switches|unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_RX {
				tx = tb.At(unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_TX) // it comes first here
			}
			e.Puts(onOff(v) + "  TX: " + onOff(tx) + "\n")
		case v == nil:
			e.Puts("n/a\n")
		default:
			e.Uint("", "%\n", uint64(v.U32()))
		}
	}
}

func onOff(v nl.Value) string {
	switch {
	case v == nil:
		return "n/a"
	case v.U8() != 0:
		return "on"
	}
	return "off"
}

// lists is a command that prints lines.
func (t *tool) lists(cmd uint8, max int, what string, lines []line, last func(tb nl.Table)) int {
	if !t.noArgs() {
		return 1
	}
	return t.get(cmd, 0, max, func(dev string, tb nl.Table) bool {
		t.title(what, dev)
		t.list(lines, tb)
		if last != nil {
			last(tb)
		}
		return true
	})
}

var channelLines = [...]line{
	{"Pre-set maximums:\n", bare},
	{"RX:\t\t", unix.ETHTOOL_A_CHANNELS_RX_MAX},
	{"TX:\t\t", unix.ETHTOOL_A_CHANNELS_TX_MAX},
	{"Other:\t\t", unix.ETHTOOL_A_CHANNELS_OTHER_MAX},
	{"Combined:\t", unix.ETHTOOL_A_CHANNELS_COMBINED_MAX},
	{"Current hardware settings:\n", bare},
	{"RX:\t\t", unix.ETHTOOL_A_CHANNELS_RX_COUNT},
	{"TX:\t\t", unix.ETHTOOL_A_CHANNELS_TX_COUNT},
	{"Other:\t\t", unix.ETHTOOL_A_CHANNELS_OTHER_COUNT},
	{"Combined:\t", unix.ETHTOOL_A_CHANNELS_COMBINED_COUNT},
}

func (t *tool) channels() int {
	return t.lists(unix.ETHTOOL_MSG_CHANNELS_GET, unix.ETHTOOL_A_CHANNELS_MAX, "Channel parameters", channelLines[:], nil)
}

var ringLines = [...]line{
	{"Pre-set maximums:\n", bare},
	{"RX:\t\t", unix.ETHTOOL_A_RINGS_RX_MAX},
	{"RX Mini:\t", unix.ETHTOOL_A_RINGS_RX_MINI_MAX},
	{"RX Jumbo:\t", unix.ETHTOOL_A_RINGS_RX_JUMBO_MAX},
	{"TX:\t\t", unix.ETHTOOL_A_RINGS_TX_MAX},
	{"Current hardware settings:\n", bare},
	{"RX:\t\t", unix.ETHTOOL_A_RINGS_RX},
	{"RX Mini:\t", unix.ETHTOOL_A_RINGS_RX_MINI},
	{"RX Jumbo:\t", unix.ETHTOOL_A_RINGS_RX_JUMBO},
	{"TX:\t\t", unix.ETHTOOL_A_RINGS_TX},
	{"RX Buf Len:\t\t", unix.ETHTOOL_A_RINGS_RX_BUF_LEN},
	{"CQE Size:\t\t", unix.ETHTOOL_A_RINGS_CQE_SIZE},
}

func (t *tool) rings() int {
	return t.lists(unix.ETHTOOL_MSG_RINGS_GET, unix.ETHTOOL_A_RINGS_MAX, "Ring parameters", ringLines[:], func(tb nl.Table) {
		split := [...]string{"n/a", "off", "on"}
		v := tb[unix.ETHTOOL_A_RINGS_TCP_DATA_SPLIT]
		text := name(split[:], int(v.U8()))
		if text == "" {
			text = "unknown(" + itoa(uint64(v.U8())) + ")"
		}
		t.e.Puts("TX Push:\t" + onOff(tb[unix.ETHTOOL_A_RINGS_TX_PUSH]) + "\nTCP data split:\t" + text + "\n")
	})
}

var coalesceLines = [...]line{
	{"Adaptive RX: ", switches | unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX},
	{"stats-block-usecs: ", unix.ETHTOOL_A_COALESCE_STATS_BLOCK_USECS},
	{"sample-interval: ", unix.ETHTOOL_A_COALESCE_RATE_SAMPLE_INTERVAL},
	{"pkt-rate-low: ", unix.ETHTOOL_A_COALESCE_PKT_RATE_LOW},
	{"pkt-rate-high: ", unix.ETHTOOL_A_COALESCE_PKT_RATE_HIGH},
	{"\nrx-usecs: ", unix.ETHTOOL_A_COALESCE_RX_USECS},
	{"rx-frames: ", unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES},
	{"rx-usecs-irq: ", unix.ETHTOOL_A_COALESCE_RX_USECS_IRQ},
	{"rx-frames-irq: ", unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_IRQ},
	{"\ntx-usecs: ", unix.ETHTOOL_A_COALESCE_TX_USECS},
	{"tx-frames: ", unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES},
	{"tx-usecs-irq: ", unix.ETHTOOL_A_COALESCE_TX_USECS_IRQ},
	{"tx-frames-irq: ", unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_IRQ},
	{"\nrx-usecs-low: ", unix.ETHTOOL_A_COALESCE_RX_USECS_LOW},
	{"rx-frame-low: ", unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_LOW},
	{"tx-usecs-low: ", unix.ETHTOOL_A_COALESCE_TX_USECS_LOW},
	{"tx-frame-low: ", unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_LOW},
	{"\nrx-usecs-high: ", unix.ETHTOOL_A_COALESCE_RX_USECS_HIGH},
	{"rx-frame-high: ", unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_HIGH},
	{"tx-usecs-high: ", unix.ETHTOOL_A_COALESCE_TX_USECS_HIGH},
	{"tx-frame-high: ", unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_HIGH},
	{"\nCQE mode RX: ", switches | unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_RX},
	{"\n", bare},
}

func (t *tool) coalesce() int {
	return t.lists(unix.ETHTOOL_MSG_COALESCE_GET, unix.ETHTOOL_A_COALESCE_MAX, "Coalesce parameters", coalesceLines[:], nil)
}
