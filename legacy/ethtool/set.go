package ethtool

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// set runs a command that is one request, made of params; code is the status where
// the kernel refuses it.
func (t *tool) set(cmd uint8, code int, params []param) int {
	if t.dump() {
		t.warn(noWild)
		return 1
	}
	m := t.request(t.g, cmd, t.dev, 0)
	if !t.parse(params, m) {
		return 1
	}
	if t.answers(t.g.Conn, m, false, func(nl.Reply) {}) {
		return 0
	}
	return code
}

// A param is a word that something is set by: a number behind it, or on or off.
type param struct {
	name  string
	attr  uint16
	onOff bool
}

func (t *tool) complain(s string) bool {
	t.warn("ethtool (" + t.cmd + "): " + s)
	return false
}

// parse puts what the words say into m.
func (t *tool) parse(params []param, m *nl.Msg) bool {
	var seen uint32
	for a := t.args; len(a) > 0; a = a[2:] {
		i := 0
		for i < len(params) && params[i].name != a[0] {
			i++
		}
		what := ""
		switch {
		case i == len(params):
			what = "unknown"
		case seen&(1<<i) != 0:
			what = "duplicate"
		case len(a) == 1:
			what = "no value for"
		}
		if what != "" {
			return t.complain(what + " parameter '" + a[0] + "'")
		}
		seen |= 1 << i
		base, w := 10, a[1]
		if len(w) > 1 && w[0] == '0' && w[1]|0x20 == 'x' {
			base, w = 16, w[2:]
		}
		v, ok := cli.Uint(w, base, 32)
		switch p := &params[i]; {
		case p.onOff && (a[1] == "on" || a[1] == "off"):
			m.PutU8(p.attr, uint8(len(a[1])&1^1))
		case p.onOff || !ok:
			return t.complain("invalid value '" + a[1] + "' for parameter '" + a[0] + "'")
		default:
			m.PutU32(p.attr, uint32(v))
		}
	}
	return true
}

var pauseParams = [...]param{
	{name: "autoneg", attr: unix.ETHTOOL_A_PAUSE_AUTONEG, onOff: true},
	{name: "rx", attr: unix.ETHTOOL_A_PAUSE_RX, onOff: true},
	{name: "tx", attr: unix.ETHTOOL_A_PAUSE_TX, onOff: true},
}

func (t *tool) setPause() int { return t.set(unix.ETHTOOL_MSG_PAUSE_SET, 76, pauseParams[:]) }

var ringParams = [...]param{
	{name: "rx", attr: unix.ETHTOOL_A_RINGS_RX},
	{name: "rx-mini", attr: unix.ETHTOOL_A_RINGS_RX_MINI},
	{name: "rx-jumbo", attr: unix.ETHTOOL_A_RINGS_RX_JUMBO},
	{name: "tx", attr: unix.ETHTOOL_A_RINGS_TX},
	{name: "rx-buf-len", attr: unix.ETHTOOL_A_RINGS_RX_BUF_LEN},
	{name: "cqe-size", attr: unix.ETHTOOL_A_RINGS_CQE_SIZE},
	{name: "tx-push", attr: unix.ETHTOOL_A_RINGS_TX_PUSH, onOff: true},
}

func (t *tool) setRings() int { return t.set(unix.ETHTOOL_MSG_RINGS_SET, 81, ringParams[:]) }

var channelParams = [...]param{
	{name: "rx", attr: unix.ETHTOOL_A_CHANNELS_RX_COUNT},
	{name: "tx", attr: unix.ETHTOOL_A_CHANNELS_TX_COUNT},
	{name: "other", attr: unix.ETHTOOL_A_CHANNELS_OTHER_COUNT},
	{name: "combined", attr: unix.ETHTOOL_A_CHANNELS_COMBINED_COUNT},
}

func (t *tool) setChannels() int {
	return t.set(unix.ETHTOOL_MSG_CHANNELS_SET, 1, channelParams[:])
}

var coalesceParams = [...]param{
	{name: "adaptive-rx", attr: unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX, onOff: true},
	{name: "adaptive-tx", attr: unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX, onOff: true},
	{name: "sample-interval", attr: unix.ETHTOOL_A_COALESCE_RATE_SAMPLE_INTERVAL},
	{name: "stats-block-usecs", attr: unix.ETHTOOL_A_COALESCE_STATS_BLOCK_USECS},
	{name: "pkt-rate-low", attr: unix.ETHTOOL_A_COALESCE_PKT_RATE_LOW},
	{name: "pkt-rate-high", attr: unix.ETHTOOL_A_COALESCE_PKT_RATE_HIGH},
	{name: "rx-usecs", attr: unix.ETHTOOL_A_COALESCE_RX_USECS},
	{name: "rx-frames", attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES},
	{name: "rx-usecs-irq", attr: unix.ETHTOOL_A_COALESCE_RX_USECS_IRQ},
	{name: "rx-frames-irq", attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_IRQ},
	{name: "tx-usecs", attr: unix.ETHTOOL_A_COALESCE_TX_USECS},
	{name: "tx-frames", attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES},
	{name: "tx-usecs-irq", attr: unix.ETHTOOL_A_COALESCE_TX_USECS_IRQ},
	{name: "tx-frames-irq", attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_IRQ},
	{name: "rx-usecs-low", attr: unix.ETHTOOL_A_COALESCE_RX_USECS_LOW},
	{name: "rx-frames-low", attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_LOW},
	{name: "tx-usecs-low", attr: unix.ETHTOOL_A_COALESCE_TX_USECS_LOW},
	{name: "tx-frames-low", attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_LOW},
	{name: "rx-usecs-high", attr: unix.ETHTOOL_A_COALESCE_RX_USECS_HIGH},
	{name: "rx-frames-high", attr: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_HIGH},
	{name: "tx-usecs-high", attr: unix.ETHTOOL_A_COALESCE_TX_USECS_HIGH},
	{name: "tx-frames-high", attr: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_HIGH},
	{name: "cqe-mode-rx", attr: unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_RX, onOff: true},
	{name: "cqe-mode-tx", attr: unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_TX, onOff: true},
}

func (t *tool) setCoalesce() int {
	return t.set(unix.ETHTOOL_MSG_COALESCE_SET, 1, coalesceParams[:])
}
