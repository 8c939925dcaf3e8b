package ethtool

import (
	"gip/internal/attr"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

var (
	duplexes     = [...]string{"Half", "Full"}
	portNames    = [...]string{"Twisted Pair", "AUI", "MII", "FIBRE", "BNC", "Direct Attach Copper"}
	transceivers = [...]string{"internal", "external"}
	roles        = [...]string{"", "unknown", "preferred master", "preferred slave", "forced master", "forced slave"}
	roleStates   = [...]string{"", "unknown", "master", "slave", "resolution error"}
)

// settings prints what a device is set to, which takes five questions.
func (t *tool) settings() int {
	t.calm = true
	t.ask(unix.ETHTOOL_MSG_LINKMODES_GET, unix.ETHTOOL_A_LINKMODES_MAX, t.linkModes)
	t.ask(unix.ETHTOOL_MSG_LINKINFO_GET, unix.ETHTOOL_A_LINKINFO_MAX, t.linkInfo)
	t.ask(unix.ETHTOOL_MSG_WOL_GET, unix.ETHTOOL_A_WOL_MAX, t.wakeOn)
	t.ask(unix.ETHTOOL_MSG_DEBUG_GET, unix.ETHTOOL_A_DEBUG_MAX, t.messages)
	t.ask(unix.ETHTOOL_MSG_LINKSTATE_GET, unix.ETHTOOL_A_LINKSTATE_MAX, t.linkState)
	if !t.banner {
		t.e.Puts("No data available\n")
		return 75
	}
	return 0
}

// ask is get with the settings' first line before what show prints, once for a device,
// or once for each and each question.
func (t *tool) ask(cmd uint8, max int, show func(tb nl.Table)) {
	t.get(cmd, 0, max, func(dev string, tb nl.Table) bool {
		if t.dump() {
			t.banner = false
		}
		n := t.e.Len()
		if !t.banner {
			t.e.Puts("Settings for " + dev + ":\n")
		}
		if from := t.e.Len(); true {
			show(tb)
			if t.e.Len() == from {
				t.e.Cut(n)
				return true
			}
		}
		t.banner = true
		return true
	})
}

// enum prints what v stands for.
func (t *tool) enum(label string, list []string, v nl.Value) {
	if v == nil {
		return
	}
	text := name(list, int(v.U8()))
	if text == "" {
		text = "Unknown! (" + itoa(uint64(v.U8())) + ")"
	}
	t.e.Puts("\t" + label + ": " + text + "\n")
}

// Where a cable is plugged in (PORT_...).
const (
	portTP    = 0
	portNone  = 0xef
	portOther = 0xff
)

func (t *tool) port(v nl.Value) {
	switch {
	case v == nil:
	case v.U8() == portNone:
		t.e.Puts("\tPort: None\n")
	case v.U8() == portOther:
		t.e.Puts("\tPort: Other\n")
	default:
		t.enum("Port", portNames[:], v)
	}
}

func (t *tool) linkModes(tb nl.Table) {
	if v := tb[unix.ETHTOOL_A_LINKMODES_OURS]; v != nil {
		t.ourModes(v)
	}
	if v := tb[unix.ETHTOOL_A_LINKMODES_PEER]; v != nil {
		t.peerModes(v)
	}
	if v := tb[unix.ETHTOOL_A_LINKMODES_SPEED]; v != nil {
		switch mbits := v.U32(); mbits {
		case 0, 1<<16 - 1, 1<<32 - 1:
			t.e.Puts("\tSpeed: Unknown!\n")
		default:
			t.e.Uint("", "\tSpeed: %Mb/s\n", uint64(mbits))
		}
	}
	if v := tb[unix.ETHTOOL_A_LINKMODES_LANES]; v != nil {
		t.e.Uint("", "\tLanes: %\n", uint64(v.U32()))
	}
	t.enum("Duplex", duplexes[:], tb[unix.ETHTOOL_A_LINKMODES_DUPLEX])
	if v := tb[unix.ETHTOOL_A_LINKMODES_AUTONEG]; v != nil {
		t.e.OnOff("", "\tAuto-negotiation: %\n", v.U8() != 0)
	}
	t.enum("master-slave cfg", roles[:], tb[unix.ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG])
	t.enum("master-slave status", roleStates[:], tb[unix.ETHTOOL_A_LINKMODES_MASTER_SLAVE_STATE])
}

func (t *tool) linkInfo(tb nl.Table) {
	e := t.e
	t.port(tb[unix.ETHTOOL_A_LINKINFO_PORT])
	if v := tb[unix.ETHTOOL_A_LINKINFO_PHYADDR]; v != nil {
		e.Uint("", "\tPHYAD: %\n", uint64(v.U8()))
	}
	t.enum("Transceiver", transceivers[:], tb[unix.ETHTOOL_A_LINKINFO_TRANSCEIVER])
	now, set := tb[unix.ETHTOOL_A_LINKINFO_TP_MDIX], tb[unix.ETHTOOL_A_LINKINFO_TP_MDIX_CTRL]
	if p := tb[unix.ETHTOOL_A_LINKINFO_PORT]; now == nil || set == nil || p == nil || p.U8() != portTP {
		return
	}
	e.Puts("\tMDI-X: ")
	switch set.U8() {
	case mdi:
		e.Puts("off (forced)\n")
		return
	case mdiX:
		e.Puts("on (forced)\n")
		return
	}
	switch now.U8() {
	case mdi:
		e.Puts("off")
	case mdiX:
		e.Puts("on")
	default:
		e.Puts("Unknown")
	}
	if set.U8() == mdiAuto {
		e.Puts(" (auto)")
	}
	e.Puts("\n")
}

// How a cable's pairs are crossed (ETH_TP_MDI_...).
const (
	mdi     = 1
	mdiX    = 2
	mdiAuto = 3
)

// wakeChars is the letters of what a device may wake up from, by bit.
const wakeChars = "pumbagsf"

func wakes(set uint32) string {
	if set == 0 {
		return "d"
	}
	var b []byte
	for i := range len(wakeChars) {
		if set&(1<<i) != 0 {
			b = append(b, wakeChars[i])
		}
	}
	return string(b)
}

func (t *tool) wakeOn(tb nl.Table) {
	e := t.e
	var supported, on uint32
	bits(tb[unix.ETHTOOL_A_WOL_MODES]).each(nil, func(i int, _ string, set bool) {
		if i < 32 {
			supported |= 1 << i
			if set {
				on |= 1 << i
			}
		}
	})
	pass := tb[unix.ETHTOOL_A_WOL_SOPASS]
	if pass != nil && len(pass) != 6 {
		t.warn("invalid SecureOn password length " + itoa(uint64(len(pass))) + " (should be 6)")
		pass = nil
	}
	e.Puts("\tSupports Wake-on: " + wakes(supported) + "\n\tWake-on: " + wakes(on) + "\n")
	if supported&(1<<6) == 0 {
		return
	}
	e.Puts("        SecureOn password: ")
	for i := range 6 {
		var s [2]byte
		e.Puts(":"[:min(i, 1)])
		e.Write(attr.AppendHex(s[:0], uint64(pass.From(i).U8()), 2))
	}
	e.Puts("\n")
}

func (t *tool) messages(tb nl.Table) {
	e := t.e
	v := tb[unix.ETHTOOL_A_DEBUG_MSGMASK]
	if v == nil {
		return
	}
	b := bits(v)
	var names []string
	if b.list == nil {
		names = t.names(setMessages)
	}
	var mask uint32
	text := ""
	b.each(names, func(i int, name string, on bool) {
		if on {
			if i < 32 {
				mask |= 1 << i
			}
			text += " " + name
		}
	})
	var s [8]byte
	e.Puts("        Current message level: 0x")
	e.Write(attr.AppendHex(s[:0], uint64(mask), 8))
	e.Uint("", " (%)\n                              ", uint64(mask))
	e.Puts(text + "\n")
}
