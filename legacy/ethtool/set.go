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
	if !t.parse(params, func(uint8) *nl.Msg { return m }) {
		return 1
	}
	return t.do(m, code)
}

func (t *tool) do(m *nl.Msg, code int) int {
	if t.answers(t.g.Conn, m, false, func(nl.Reply) {}) {
		return 0
	}
	return code
}

var pauseParams = [...]param{
	{name: "autoneg", attr: unix.ETHTOOL_A_PAUSE_AUTONEG, kind: aWord, words: offOn},
	{name: "rx", attr: unix.ETHTOOL_A_PAUSE_RX, kind: aWord, words: offOn},
	{name: "tx", attr: unix.ETHTOOL_A_PAUSE_TX, kind: aWord, words: offOn},
}

func (t *tool) setPause() int { return t.set(unix.ETHTOOL_MSG_PAUSE_SET, 76, pauseParams[:]) }

var ringParams = [...]param{
	{name: "rx", attr: unix.ETHTOOL_A_RINGS_RX},
	{name: "rx-mini", attr: unix.ETHTOOL_A_RINGS_RX_MINI},
	{name: "rx-jumbo", attr: unix.ETHTOOL_A_RINGS_RX_JUMBO},
	{name: "tx", attr: unix.ETHTOOL_A_RINGS_TX},
	{name: "rx-buf-len", attr: unix.ETHTOOL_A_RINGS_RX_BUF_LEN},
	{name: "cqe-size", attr: unix.ETHTOOL_A_RINGS_CQE_SIZE},
	{name: "tx-push", attr: unix.ETHTOOL_A_RINGS_TX_PUSH, kind: aWord, words: offOn},
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
	{name: "adaptive-rx", attr: unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX, kind: aWord, words: offOn},
	{name: "adaptive-tx", attr: unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX, kind: aWord, words: offOn},
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
	{name: "cqe-mode-rx", attr: unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_RX, kind: aWord, words: offOn},
	{name: "cqe-mode-tx", attr: unix.ETHTOOL_A_COALESCE_USE_CQE_MODE_TX, kind: aWord, words: offOn},
}

func (t *tool) setCoalesce() int {
	return t.set(unix.ETHTOOL_MSG_COALESCE_SET, 1, coalesceParams[:])
}

func (t *tool) setPrivFlags() int {
	if t.dump() {
		t.warn(noWild)
		return 1
	}
	m := t.request(t.g, unix.ETHTOOL_MSG_PRIVFLAGS_SET, t.dev, 0)
	if !t.bitset(m, unix.ETHTOOL_A_PRIVFLAGS_FLAGS, "(null)", false) {
		return 1
	}
	return t.do(m, 1)
}

var changeParams = [...]param{
	{"port", unix.ETHTOOL_MSG_LINKINFO_SET, aWord, unix.ETHTOOL_A_LINKINFO_PORT, "tp|aui|mii|fibre|bnc|da"},
	{"mdix", unix.ETHTOOL_MSG_LINKINFO_SET, aWord, unix.ETHTOOL_A_LINKINFO_TP_MDIX_CTRL, "|off|on|auto"},
	{"phyad", unix.ETHTOOL_MSG_LINKINFO_SET, aByte, unix.ETHTOOL_A_LINKINFO_PHYADDR, ""},
	{"xcvr", unix.ETHTOOL_MSG_LINKINFO_SET, refused, 0, ""},
	{"autoneg", unix.ETHTOOL_MSG_LINKMODES_SET, aWord, unix.ETHTOOL_A_LINKMODES_AUTONEG, offOn},
	{"advertise", unix.ETHTOOL_MSG_LINKMODES_SET, hexBits, unix.ETHTOOL_A_LINKMODES_OURS, ""},
	{"speed", unix.ETHTOOL_MSG_LINKMODES_SET, aNumber, unix.ETHTOOL_A_LINKMODES_SPEED, ""},
	{"lanes", unix.ETHTOOL_MSG_LINKMODES_SET, aNumber, unix.ETHTOOL_A_LINKMODES_LANES, ""},
	{"duplex", unix.ETHTOOL_MSG_LINKMODES_SET, aWord, unix.ETHTOOL_A_LINKMODES_DUPLEX, "half|full"},
	{"master-slave", unix.ETHTOOL_MSG_LINKMODES_SET, aWord, unix.ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG, "||preferred-master|preferred-slave|forced-master|forced-slave"},
	{"wol", unix.ETHTOOL_MSG_WOL_SET, letters, unix.ETHTOOL_A_WOL_MODES, ""},
	{"sopass", unix.ETHTOOL_MSG_WOL_SET, aSecret, unix.ETHTOOL_A_WOL_SOPASS, ""},
	{"msglvl", unix.ETHTOOL_MSG_DEBUG_SET, someBits, unix.ETHTOOL_A_DEBUG_MSGMASK, ""},
}

// change sets what a device is set to: up to four requests, in this order.
func (t *tool) change() int {
	order := [...]uint8{
		unix.ETHTOOL_MSG_LINKINFO_SET, unix.ETHTOOL_MSG_LINKMODES_SET, unix.ETHTOOL_MSG_WOL_SET, unix.ETHTOOL_MSG_DEBUG_SET,
	}
	var msgs [len(order)]*nl.Msg
	parsed := t.parse(changeParams[:], func(cmd uint8) *nl.Msg {
		for i := range order {
			if order[i] != cmd {
				continue
			}
			if msgs[i] == nil {
				// Of its own: the socket lends but one.
				msgs[i] = nl.New(0, 0, nil)
				m := t.request(t.g, cmd, t.dev, 0)
				msgs[i].Reset(m.Type(), 0, m.Header())
			}
			return msgs[i]
		}
		return nil
	})
	if !parsed {
		return 1
	}
	if t.dump() {
		t.warn(noWild)
		return 1
	}
	for i, m := range msgs {
		if m == nil {
			continue
		}
		if order[i] == unix.ETHTOOL_MSG_LINKMODES_SET && !t.offerAll(m) {
			return 75
		}
		if code := t.do(m, 75); code != 0 {
			return code
		}
	}
	return 0
}

// offerAll adds to "autoneg on" alone that all the device can do is offered.
func (t *tool) offerAll(m *nl.Msg) bool {
	auto := nl.Value(m.Get(unix.ETHTOOL_A_LINKMODES_AUTONEG))
	if auto.U8() == 0 || m.Has(unix.ETHTOOL_A_LINKMODES_OURS) || m.Has(unix.ETHTOOL_A_LINKMODES_SPEED) ||
		m.Has(unix.ETHTOOL_A_LINKMODES_DUPLEX) || m.Has(unix.ETHTOOL_A_LINKMODES_LANES) {
		return true
	}
	done := false
	get := t.request(t.g, unix.ETHTOOL_MSG_LINKMODES_GET, t.dev, unix.ETHTOOL_FLAG_COMPACT_BITSETS)
	return t.answers(t.g.Conn, get, false, func(r nl.Reply) {
		b := bits(index(nl.Value(r.Data).From(cli.GenlHdr), unix.ETHTOOL_A_LINKMODES_MAX)[unix.ETHTOOL_A_LINKMODES_OURS])
		if b.mask == nil {
			return
		}
		modes := make([]byte, (b.size+31)/32*4)
		for i := range b.size {
			if isSet(b.mask, i) && classOf(i) == aMode {
				set(modes, i)
			}
		}
		m.Open(unix.ETHTOOL_A_LINKMODES_OURS | nl.Nested)
		m.PutU32(unix.ETHTOOL_A_BITSET_SIZE, uint32(b.size))
		m.PutBytes(unix.ETHTOOL_A_BITSET_VALUE, modes)
		m.PutBytes(unix.ETHTOOL_A_BITSET_MASK, modes)
		m.Close()
		done = true
	}) && done
}
