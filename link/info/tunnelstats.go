package info

import (
	"gip/internal/cli"
	"gip/internal/nl"
)

// TunnelStats prints a tunnel's statistics as ip tunnel does, as text even in JSON and
// without the last line's end. It reports whether the record has any.
func TunnelStats(e *cli.Env, t nl.Table) bool {
	c, _, ok := counters(t)
	if !ok {
		return false
	}
	json := e.JSON
	e.JSON = false
	e.NL()
	e.Text("RX: Packets    Bytes        Errors CsumErrs OutOfSeq Mcasts")
	e.NL()
	tunnelRow(e, 8, c[rxPackets], c[rxBytes], c[rxErrors], c[rxFrameErrors], c[rxFIFOErrors], c[multicast])
	e.NL()
	e.Text("TX: Packets    Bytes        Errors DeadLoop NoRoute  NoBufs")
	e.NL()
	tunnelRow(e, 6, c[txPackets], c[txBytes], c[txErrors], c[collisions], c[txCarrierErrors], c[txDropped])
	e.JSON = json
	return true
}

// tunnelRow prints counters in columns, of which last is the width of the last.
func tunnelRow(e *cli.Env, last int, counts ...uint64) {
	e.Text("    ")
	for i, width := range [...]int{10, 12, 6, 8, 8} {
		e.Left(width).Int("", "% ", int64(counts[i]))
	}
	e.Left(last).Int("", "%", int64(counts[5]))
}
