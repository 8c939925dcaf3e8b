package ethtool

import (
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// What a link mode's bit really says.
const (
	aMode = iota
	autoneg
	port
	pauses
	fec
)

// classes is what the bits are that are no modes, in twos: the bit, the class.
const classes = "\x06\x01" + // Autoneg
	"\x07\x02\x08\x02\x09\x02\x0a\x02\x0b\x02\x10\x02" + // TP AUI MII FIBRE BNC Backplane
	"\x0d\x03\x0e\x03" + // Pause Asym_Pause
	"\x31\x04\x32\x04\x33\x04\x4a\x04" // FEC_NONE FEC_RS FEC_BASER FEC_LLRS

func classOf(i int) uint8 {
	for k := 0; k < len(classes); k += 2 {
		if int(classes[k]) == i {
			return classes[k+1]
		}
	}
	return aMode
}

// half reports whether mode i is a half-duplex one: the full-duplex one that follows
// stands on the same line.
func half(i int) bool {
	return i == unix.ETHTOOL_LINK_MODE_10baseT_Half_BIT || i == unix.ETHTOOL_LINK_MODE_100baseT_Half_BIT ||
		i == unix.ETHTOOL_LINK_MODE_1000baseT_Half_BIT || i == unix.ETHTOOL_LINK_MODE_100baseFX_Half_BIT
}

// modes prints the modes of a class: those in b that are set, or all of them. Those
// that are none but ports and the like stand on one line.
func (t *tool) modes(b *bitset, every bool, class uint8, before, after string) {
	e := t.e
	e.Puts(before)
	prev := -2
	b.each(func(i int, name string, on bool) {
		if !on && !every || classOf(i) != class {
			return
		}
		switch {
		case prev == -2:
		case class != aMode:
			e.Puts("\t ")
		case i == prev+1 && half(prev):
			e.Puts(" ")
		default:
			e.Left(len(before)-1).Str("", "\n\t%", "")
		}
		e.Puts(name)
		prev = i
	})
	if prev == -2 && class != port {
		e.Puts("Not reported")
	}
	e.Puts(after)
}

// offers prints what one end of a link offers, or, of a device, supports.
func (t *tool) offers(b *bitset, supports bool, who, whose string) {
	e := t.e
	pad := " link modes:  "
	if supports {
		pad = " link modes:   "
	}
	t.modes(b, supports, aMode, "\t"+who+pad, "\n")
	rx, asym := b.has(unix.ETHTOOL_LINK_MODE_Pause_BIT, supports), b.has(unix.ETHTOOL_LINK_MODE_Asym_Pause_BIT, supports)
	text := "No"
	switch {
	case rx && asym:
		text = "Symmetric Receive-only"
	case rx:
		text = "Symmetric"
	case asym:
		text = "Transmit-only"
	}
	e.Str("", "\t"+who+" pause frame use: %\n", text)
	e.Bool("", "\t"+whose+" auto-negotiation: %\n", b.has(unix.ETHTOOL_LINK_MODE_Autoneg_BIT, supports), "Yes", "No")
	t.modes(b, supports, fec, "\t"+who+" FEC modes: ", "\n")
}

// ourModes prints what the device can do and what of it it offers.
func (t *tool) ourModes(v nl.Value) {
	b := bits(v)
	t.modes(b, true, port, "\tSupported ports: [ ", " ]\n")
	t.offers(b, true, "Supported", "Supports")
	t.offers(b, false, "Advertised", "Advertised")
}

// peerModes prints what the other end offers.
func (t *tool) peerModes(v nl.Value) {
	const peer = "Link partner advertised"
	t.offers(bits(v), false, peer, peer)
}
