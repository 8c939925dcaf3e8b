package ethtool

import (
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// What a link mode's bit really says.
type class uint8

const (
	aMode class = iota
	autoneg
	port
	pauses
	fec
)

func classOf(i int) class {
	switch i {
	case unix.ETHTOOL_LINK_MODE_Autoneg_BIT:
		return autoneg
	case unix.ETHTOOL_LINK_MODE_TP_BIT, unix.ETHTOOL_LINK_MODE_AUI_BIT, unix.ETHTOOL_LINK_MODE_MII_BIT,
		unix.ETHTOOL_LINK_MODE_FIBRE_BIT, unix.ETHTOOL_LINK_MODE_BNC_BIT, unix.ETHTOOL_LINK_MODE_Backplane_BIT:
		return port
	case unix.ETHTOOL_LINK_MODE_Pause_BIT, unix.ETHTOOL_LINK_MODE_Asym_Pause_BIT:
		return pauses
	case unix.ETHTOOL_LINK_MODE_FEC_NONE_BIT, unix.ETHTOOL_LINK_MODE_FEC_RS_BIT,
		unix.ETHTOOL_LINK_MODE_FEC_BASER_BIT, unix.ETHTOOL_LINK_MODE_FEC_LLRS_BIT:
		return fec
	}
	return aMode
}

// half reports whether mode i is a half-duplex one: the full-duplex one that follows
// stands on the same line.
func half(i int) bool {
	switch i {
	case unix.ETHTOOL_LINK_MODE_10baseT_Half_BIT, unix.ETHTOOL_LINK_MODE_100baseT_Half_BIT,
		unix.ETHTOOL_LINK_MODE_1000baseT_Half_BIT, unix.ETHTOOL_LINK_MODE_100baseFX_Half_BIT:
		return true
	}
	return false
}

// modes prints the modes of a class: those in b, or in its mask. between stands
// between two of them; where it is empty each has a line of its own.
func (t *tool) modes(b bitset, mask bool, c class, before, between, after, none string) {
	e := t.e
	e.Puts("\t" + before)
	var names []string
	if b.list == nil {
		names = t.names(setLinkModes)
	}
	prev := -2
	b.each(names, func(i int, name string, on bool) {
		if !on && !mask || classOf(i) != c {
			return
		}
		switch {
		case prev == -2:
		case c == aMode && i == prev+1 && half(prev):
			e.Puts(" ")
		case between != "":
			e.Puts("\t" + between)
		default:
			e.Puts("\n\t")
			e.Left(len(before)).Str("", "%", "")
		}
		if name == "" {
			name = "BIT" + itoa(uint64(i))
		}
		e.Puts(name)
		prev = i
	})
	if prev == -2 {
		e.Puts(none)
	}
	e.Puts(after)
}

// pauseUse prints which pause frames b, or its mask, is for.
func (t *tool) pauseUse(b bitset, mask bool, label string) {
	rx := b.has(unix.ETHTOOL_LINK_MODE_Pause_BIT, mask)
	asym := b.has(unix.ETHTOOL_LINK_MODE_Asym_Pause_BIT, mask)
	text := "No"
	switch {
	case rx && asym:
		text = "Symmetric Receive-only"
	case rx:
		text = "Symmetric"
	case asym:
		text = "Transmit-only"
	}
	t.e.Puts("\t" + label + text + "\n")
}

func (t *tool) negotiates(b bitset, mask bool, label string) {
	t.e.Bool("", "\t"+label+": %\n", b.has(unix.ETHTOOL_LINK_MODE_Autoneg_BIT, mask), "Yes", "No")
}

const notReported = "Not reported"

// ourModes prints what the device can do and what of it it offers.
func (t *tool) ourModes(v nl.Value) {
	b := bits(v)
	t.modes(b, true, port, "Supported ports: [ ", " ", " ]\n", "")
	t.modes(b, true, aMode, "Supported link modes:   ", "", "\n", notReported)
	t.pauseUse(b, true, "Supported pause frame use: ")
	t.negotiates(b, true, "Supports auto-negotiation")
	t.modes(b, true, fec, "Supported FEC modes: ", " ", "\n", notReported)
	t.modes(b, false, aMode, "Advertised link modes:  ", "", "\n", notReported)
	t.pauseUse(b, false, "Advertised pause frame use: ")
	t.negotiates(b, false, "Advertised auto-negotiation")
	t.modes(b, false, fec, "Advertised FEC modes: ", " ", "\n", notReported)
}

// peerModes prints what the other end offers.
func (t *tool) peerModes(v nl.Value) {
	b := bits(v)
	const peer = "Link partner advertised "
	t.modes(b, false, aMode, peer+"link modes:  ", "", "\n", notReported)
	t.pauseUse(b, false, peer+"pause frame use: ")
	t.negotiates(b, false, peer+"auto-negotiation")
	t.modes(b, false, fec, peer+"FEC modes: ", " ", "\n", notReported)
}
