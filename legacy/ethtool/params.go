package ethtool

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

var channelFields = [...]field{
	{show: heading, label: "Pre-set maximums:\n"},
	{attr: unix.ETHTOOL_A_CHANNELS_RX_MAX, label: "RX:\t\t"},
	{attr: unix.ETHTOOL_A_CHANNELS_TX_MAX, label: "TX:\t\t"},
	{attr: unix.ETHTOOL_A_CHANNELS_OTHER_MAX, label: "Other:\t\t"},
	{attr: unix.ETHTOOL_A_CHANNELS_COMBINED_MAX, label: "Combined:\t"},
	{show: heading, label: "Current hardware settings:\n"},
	{attr: unix.ETHTOOL_A_CHANNELS_RX_COUNT, label: "RX:\t\t"},
	{attr: unix.ETHTOOL_A_CHANNELS_TX_COUNT, label: "TX:\t\t"},
	{attr: unix.ETHTOOL_A_CHANNELS_OTHER_COUNT, label: "Other:\t\t"},
	{attr: unix.ETHTOOL_A_CHANNELS_COMBINED_COUNT, label: "Combined:\t"},
}

var channelPage = page{"Channel parameters", unix.ETHTOOL_MSG_CHANNELS_GET, unix.ETHTOOL_A_CHANNELS_MAX, (*tool).channels}

func (t *tool) channels(_ string, tb nl.Table) { t.fields(channelFields[:], tb) }

var ringFields = [...]field{
	{show: heading, label: "Pre-set maximums:\n"},
	{attr: unix.ETHTOOL_A_RINGS_RX_MAX, label: "RX:\t\t"},
	{attr: unix.ETHTOOL_A_RINGS_RX_MINI_MAX, label: "RX Mini:\t"},
	{attr: unix.ETHTOOL_A_RINGS_RX_JUMBO_MAX, label: "RX Jumbo:\t"},
	{attr: unix.ETHTOOL_A_RINGS_TX_MAX, label: "TX:\t\t"},
	{show: heading, label: "Current hardware settings:\n"},
	{attr: unix.ETHTOOL_A_RINGS_RX, label: "RX:\t\t"},
	{attr: unix.ETHTOOL_A_RINGS_RX_MINI, label: "RX Mini:\t"},
	{attr: unix.ETHTOOL_A_RINGS_RX_JUMBO, label: "RX Jumbo:\t"},
	{attr: unix.ETHTOOL_A_RINGS_TX, label: "TX:\t\t"},
	{attr: unix.ETHTOOL_A_RINGS_RX_BUF_LEN, label: "RX Buf Len:\t\t"},
	{attr: unix.ETHTOOL_A_RINGS_CQE_SIZE, label: "CQE Size:\t\t"},
	{attr: unix.ETHTOOL_A_RINGS_TX_PUSH, show: onOff, label: "TX Push:\t"},
	{show: heading, label: "TCP data split:\t"},
}

var ringPage = page{"Ring parameters", unix.ETHTOOL_MSG_RINGS_GET, unix.ETHTOOL_A_RINGS_MAX, (*tool).rings}

func (t *tool) rings(_ string, tb nl.Table) {
	t.fields(ringFields[:], tb)
	v := tb[unix.ETHTOOL_A_RINGS_TCP_DATA_SPLIT].U8()
	text := pick("n/a|off|on", v)
	if text == "" {
		text = "unknown(" + itoa(uint64(v)) + ")"
	}
	t.e.Str("", "%\n", text)
}

var coalesceFields = [...]field{
	{attr: unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX, show: adaptive, label: "Adaptive RX: "},
	{attr: unix.ETHTOOL_A_COALESCE_STATS_BLOCK_USECS, label: "stats-block-usecs: "},
	{attr: unix.ETHTOOL_A_COALESCE_RATE_SAMPLE_INTERVAL, label: "sample-interval: "},
	{attr: unix.ETHTOOL_A_COALESCE_PKT_RATE_LOW, label: "pkt-rate-low: "},
	{attr: unix.ETHTOOL_A_COALESCE_PKT_RATE_HIGH, label: "pkt-rate-high: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_USECS, label: "\nrx-usecs: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES, label: "rx-frames: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_USECS_IRQ, label: "rx-usecs-irq: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_IRQ, label: "rx-frames-irq: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_USECS, label: "\ntx-usecs: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES, label: "tx-frames: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_USECS_IRQ, label: "tx-usecs-irq: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_IRQ, label: "tx-frames-irq: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_USECS_LOW, label: "\nrx-usecs-low: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_LOW, label: "rx-frame-low: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_USECS_LOW, label: "tx-usecs-low: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_LOW, label: "tx-frame-low: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_USECS_HIGH, label: "\nrx-usecs-high: "},
	{attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_HIGH, label: "rx-frame-high: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_USECS_HIGH, label: "tx-usecs-high: "},
	{attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_HIGH, label: "tx-frame-high: "},
	{attr: unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_RX, show: cqe, label: "\nCQE mode RX: "},
	{show: heading, label: "\n"},
}

var coalescePage = page{"Coalesce parameters", unix.ETHTOOL_MSG_COALESCE_GET, unix.ETHTOOL_A_COALESCE_MAX, (*tool).coalesce}

func (t *tool) coalesce(_ string, tb nl.Table) { t.fields(coalesceFields[:], tb) }

var pauseFields = [...]field{
	{attr: unix.ETHTOOL_A_PAUSE_AUTONEG, show: onOff, label: "Autonegotiate:\t"},
	{attr: unix.ETHTOOL_A_PAUSE_RX, show: onOff, label: "RX:\t\t"},
	{attr: unix.ETHTOOL_A_PAUSE_TX, show: onOff, label: "TX:\t\t"},
}

var pausePage = page{"Pause parameters", unix.ETHTOOL_MSG_PAUSE_GET, unix.ETHTOOL_A_PAUSE_MAX, (*tool).pause}

func (t *tool) pause(dev string, tb nl.Table) {
	if !t.e.JSON {
		t.fields(pauseFields[:], tb)
	} else {
		// True is not what they are, but that the kernel tells it, as there.
		for i, key := range [...]string{"autonegotiate", "rx", "tx"} {
			if tb[unix.ETHTOOL_A_PAUSE_AUTONEG+i] != nil {
				t.e.OnOff(key, "", true)
			}
		}
	}
	if tb[unix.ETHTOOL_A_PAUSE_AUTONEG].U8() != 0 {
		t.askModes(dev)
	}
	if v := tb[unix.ETHTOOL_A_PAUSE_STATS]; v != nil {
		t.pauseFrames(index(v, unix.ETHTOOL_A_PAUSE_STAT_MAX)[unix.ETHTOOL_A_PAUSE_STAT_TX_FRAMES:])
	}
	if !t.dump() {
		t.e.Text("\n")
	}
}

// pauseFrames prints how many were sent and how many came.
func (t *tool) pauseFrames(counts nl.Table) {
	e := t.e
	e.Obj("statistics")
	head := "Statistics:\n"
	for i, key := range [...]string{"tx_pause_frames", "rx_pause_frames"} {
		if v := counts[i]; v != nil {
			e.Text(head)
			e.Uint(key, "  "+key+": %\n", v.U64())
			head = ""
		}
	}
	e.EndObj()
}

// askModes asks what both ends offer, for what they agreed on.
func (t *tool) askModes(dev string) {
	if g := t.second(); g != nil {
		t.answers(g.Conn, t.request(g, unix.ETHTOOL_MSG_LINKMODES_GET, dev, 0), false, func(r nl.Reply) {
			t.negotiated(index(nl.Value(r.Data).From(cli.GenlHdr), unix.ETHTOOL_A_LINKMODES_MAX))
		})
	}
}

// negotiated prints which pause frames both ends agreed on.
func (t *tool) negotiated(tb nl.Table) {
	if tb[unix.ETHTOOL_A_LINKMODES_OURS] == nil || tb[unix.ETHTOOL_A_LINKMODES_PEER] == nil {
		return
	}
	var can [2][2]bool // ours and the peer's, symmetric and not
	for i, attr := range [...]int{unix.ETHTOOL_A_LINKMODES_OURS, unix.ETHTOOL_A_LINKMODES_PEER} {
		b := bits(tb[attr])
		can[i][0] = b.has(unix.ETHTOOL_LINK_MODE_Pause_BIT, false)
		can[i][1] = b.has(unix.ETHTOOL_LINK_MODE_Asym_Pause_BIT, false)
	}
	asym := can[0][1] && can[1][1]
	e := t.e
	e.Obj("negotiated")
	e.OnOff("rx", "RX negotiated: %\n", e.JSON || can[0][0] && (can[1][0] || asym))
	e.OnOff("tx", "TX negotiated: %\n", e.JSON || can[1][0] && (can[0][0] || asym))
	e.EndObj()
}
