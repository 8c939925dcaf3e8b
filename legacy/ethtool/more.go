package ethtool

import (
	"gip/internal/attr"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// permAddr prints the address that the device was made with.
func (t *tool) permAddr() int {
	c, err := t.e.Conn()
	if err != nil {
		t.warn(err.Error())
		return 1
	}
	e := t.e
	seq := c.Answers
	if t.dump() {
		seq = c.Dump
	}
	var tb [uapi.IFLA_MAX + 1]nl.Value
	tab := nl.Table(tb[:])
	for r, err := range seq(linkRequest(c, t.dev)) {
		if err != nil {
			t.tell(err)
			return 1
		}
		r.Attrs(tab, unix.SizeofIfInfomsg)
		addr := tab[uapi.IFLA_PERM_ADDRESS]
		switch {
		case addr == nil && t.dump():
			continue
		case addr == nil:
			e.Puts("Permanent address: not set\n")
			continue
		case t.dump():
			e.Puts("Permanent address of " + tab[unix.IFLA_IFNAME].Str() + ":")
		default:
			e.Puts("Permanent address:")
		}
		var s [4 * 32]byte
		b := s[:0]
		for i, c := range addr[:min(len(addr), 32)] {
			b = attr.AppendHex(append(b, " :"[min(i, 1)]), uint64(c), 2)
		}
		e.Write(append(b, '\n'))
	}
	return 0
}

func (t *tool) privFlags() int {
	if !t.noArgs() {
		return 1
	}
	return t.get(unix.ETHTOOL_MSG_PRIVFLAGS_GET, 0, unix.ETHTOOL_A_PRIVFLAGS_MAX, func(dev string, tb nl.Table) bool {
		v := tb[unix.ETHTOOL_A_PRIVFLAGS_FLAGS]
		if v == nil {
			return false
		}
		width := 0
		label := func(i int, name string) string {
			if name == "" {
				name = "bit" + itoa(uint64(i))
			}
			return name
		}
		bits(v).each(nil, func(i int, name string, _ bool) { width = max(width, len(label(i, name))) })
		t.title("Private flags", dev)
		bits(v).each(nil, func(i int, name string, on bool) {
			t.e.Left(width).Str("", "%: ", label(i, name))
			t.e.OnOff("", "%\n", on)
		})
		return true
	})
}

func (t *tool) timestamps() int {
	if !t.noArgs() {
		return 1
	}
	return t.get(unix.ETHTOOL_MSG_TSINFO_GET, 0, unix.ETHTOOL_A_TSINFO_MAX, func(dev string, tb nl.Table) bool {
		t.title("Time stamping parameters", dev)
		t.bitNames("Capabilities:", "", tb[unix.ETHTOOL_A_TSINFO_TIMESTAMPING], setStamps)
		if v := tb[unix.ETHTOOL_A_TSINFO_PHC_INDEX]; v != nil {
			t.e.Int("", "PTP Hardware Clock: %\n", int64(int32(v.U32())))
		} else {
			t.e.Puts("PTP Hardware Clock: none\n")
		}
		t.bitNames("Hardware Transmit Timestamp Modes:", " none", tb[unix.ETHTOOL_A_TSINFO_TX_TYPES], setStampTx)
		t.bitNames("Hardware Receive Filter Modes:", " none", tb[unix.ETHTOOL_A_TSINFO_RX_FILTERS], setStampRx)
		return true
	})
}

// bitNames prints the names of the bits in a bitset, a line each.
func (t *tool) bitNames(label, none string, v nl.Value, set int) {
	t.e.Puts(label)
	b := bits(v)
	if v == nil || b.empty(false) {
		t.e.Puts(none + "\n")
		return
	}
	t.e.Puts("\n")
	var names []string
	if b.list == nil {
		names = t.names(set)
	}
	b.each(names, func(i int, name string, on bool) {
		if name == "" {
			name = "bit" + itoa(uint64(i))
		}
		if on {
			t.e.Puts("\t" + name + "\n")
		}
	})
}

func (t *tool) eee() int {
	if !t.noArgs() {
		return 1
	}
	e := t.e
	return t.get(unix.ETHTOOL_MSG_EEE_GET, 0, unix.ETHTOOL_A_EEE_MAX, func(dev string, tb nl.Table) bool {
		ours, enabled := tb[unix.ETHTOOL_A_EEE_MODES_OURS], tb[unix.ETHTOOL_A_EEE_ENABLED]
		active, lpi := tb[unix.ETHTOOL_A_EEE_ACTIVE], tb[unix.ETHTOOL_A_EEE_TX_LPI_ENABLED]
		timer := tb[unix.ETHTOOL_A_EEE_TX_LPI_TIMER]
		if ours == nil || enabled == nil || active == nil || lpi == nil || timer == nil {
			t.warn("Malformed response from kernel")
			return false
		}
		t.title("EEE settings", dev)
		e.Puts("\tEEE status: ")
		b := bits(ours)
		if b.empty(true) {
			e.Puts("not supported\n")
			return true
		}
		if enabled.U8() == 0 {
			e.Puts("disabled\n\tTx LPI: ")
		} else {
			e.Bool("", "enabled - %\n\tTx LPI: ", active.U8() != 0, "active", "inactive")
		}
		if lpi.U8() != 0 {
			e.Uint("", "% (us)\n", uint64(timer.U32()))
		} else {
			e.Puts("disabled\n")
		}
		t.modes(b, true, aMode, "Supported EEE link modes:  ", "", "\n", notReported)
		t.modes(b, false, aMode, "Advertised EEE link modes:  ", "", "\n", notReported)
		t.modes(bits(tb[unix.ETHTOOL_A_EEE_MODES_PEER]), false, aMode, "Link partner advertised EEE link modes:  ", "", "\n", notReported)
		return true
	})
}
