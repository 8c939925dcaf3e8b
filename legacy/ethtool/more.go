package ethtool

import (
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// permAddr prints the address that the device was made with.
func (t *tool) permAddr() int {
	e := t.e
	c, err := e.Conn()
	if err != nil {
		t.warn(err.Error())
		return 1
	}
	ok := t.answers(c, linkRequest(c, t.dev), t.dump(), func(r nl.Reply) {
		tb := index(nl.Value(r.Data).From(unix.SizeofIfInfomsg), uapi.IFLA_MAX)
		addr := tb[uapi.IFLA_PERM_ADDRESS]
		switch {
		case addr == nil:
			if !t.dump() {
				e.Puts("Permanent address: not set\n")
			}
			return
		case t.dump():
			e.Bytes("", "Permanent address of %: ", tb[unix.IFLA_IFNAME].Text())
		default:
			e.Puts("Permanent address: ")
		}
		t.bytes(addr, len(addr))
	})
	if !ok {
		return 1
	}
	return 0
}

var flagPage = page{"Private flags", unix.ETHTOOL_MSG_PRIVFLAGS_GET, unix.ETHTOOL_A_PRIVFLAGS_MAX, (*tool).privFlags}

func (t *tool) privFlags(_ string, tb nl.Table) {
	b := bits(tb[unix.ETHTOOL_A_PRIVFLAGS_FLAGS])
	width := 0
	b.each(func(_ int, name string, _ bool) { width = max(width, len(name)) })
	b.each(func(_ int, name string, on bool) {
		t.e.Left(width).Str("", "%: ", name)
		t.e.OnOff("", "%\n", on)
	})
}

var stampPage = page{"Time stamping parameters", unix.ETHTOOL_MSG_TSINFO_GET, unix.ETHTOOL_A_TSINFO_MAX, (*tool).timestamps}

func (t *tool) timestamps(_ string, tb nl.Table) {
	t.bitNames("Capabilities:", "\n", tb[unix.ETHTOOL_A_TSINFO_TIMESTAMPING])
	clock := "none"
	if v := tb[unix.ETHTOOL_A_TSINFO_PHC_INDEX]; v != nil {
		clock = itoa(uint64(v.U32()))
	}
	t.e.Str("", "PTP Hardware Clock: %\n", clock)
	t.bitNames("Hardware Transmit Timestamp Modes:", " none\n", tb[unix.ETHTOOL_A_TSINFO_TX_TYPES])
	t.bitNames("Hardware Receive Filter Modes:", " none\n", tb[unix.ETHTOOL_A_TSINFO_RX_FILTERS])
}

// bitNames prints the names of the bits that are set, a line each.
func (t *tool) bitNames(label, none string, v nl.Value) {
	t.e.Puts(label)
	head := "\n"
	bits(v).each(func(_ int, name string, on bool) {
		if on {
			t.e.Puts(head)
			t.e.Str("", "\t%\n", name)
			head = ""
		}
	})
	if head != "" {
		t.e.Puts(none)
	}
}
