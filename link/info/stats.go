package info

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// The counters of struct rtnl_link_stats64, and of struct rtnl_link_stats, in their
// order.
const (
	rxPackets = iota
	txPackets
	rxBytes
	txBytes
	rxErrors
	txErrors
	rxDropped
	txDropped
	multicast
	collisions
	rxLengthErrors
	rxOverErrors
	rxCRCErrors
	rxFrameErrors
	rxFIFOErrors
	rxMissedErrors
	txAbortedErrors
	txCarrierErrors
	txFIFOErrors
	txHeartbeatErrors
	txWindowErrors
	rxCompressed
	txCompressed
	rxNoHandler
	rxOtherHost // not among the 32-bit ones
	numCounters
)

// Counters is a link's statistics.
type Counters [numCounters]uint64

// Counters64 reads a struct rtnl_link_stats64, of whatever length the kernel has it.
func Counters64(v nl.Value) (c Counters) {
	for i := range c {
		c[i] = v.From(8 * i).U64()
	}
	return c
}

func counters32(v nl.Value) (c Counters) {
	for i := range c[:rxOtherHost] {
		c[i] = uint64(v.From(4 * i).U32())
	}
	return c
}

// Statistics is the lines that ip address show -s has behind the addresses.
func (p *Printer) Statistics(r nl.Reply) {
	t, ok := p.Attrs(r)
	if !ok {
		return
	}
	p.stats(t)
	p.e.NL()
}

func (p *Printer) stats(t nl.Table) {
	if c, key, ok := counters(t); ok {
		PrintCounters(p.e, &c, t[unix.IFLA_CARRIER_CHANGES], key)
	}
}

// counters is a link's statistics, in whatever form the record has them; key is what
// JSON calls that.
func counters(t nl.Table) (c Counters, key string, ok bool) {
	if v := t[unix.IFLA_STATS64]; v != nil {
		return Counters64(v), "stats64", true
	}
	if v := t[unix.IFLA_STATS]; v != nil {
		return counters32(v), "stats", true
	}
	if v := t[unix.IFLA_PROTINFO]; v != nil {
		for typ, v := range nl.Attrs(v) {
			if typ == uapi.IFLA_INET6_STATS {
				c = counters6(v)
			}
		}
		return c, "stats64", true
	}
	return c, "", false
}

// counters6 makes a link's statistics of what IPv6 counts on it, which is all that
// its view of a link has.
func counters6(v nl.Value) (c Counters) {
	mib := func(i int) uint64 { return v.From(8 * i).U64() }
	c[rxPackets], c[rxBytes] = mib(ipInPkts), mib(ipInOctets)
	c[txPackets], c[txBytes] = mib(ipOutPkts), mib(ipOutOctets)
	c[rxErrors], c[txErrors] = mib(ipInDiscards), mib(ipOutDiscards)
	c[multicast], c[rxFrameErrors] = mib(ipInMcastPkts), mib(ipCsumErrors)
	return c
}

// Counters of IPv6 (enum in linux/snmp.h: IPSTATS_MIB_...), as the kernels of the
// reference's version number them.
const (
	ipInPkts      = 1
	ipInOctets    = 2
	ipOutPkts     = 9
	ipOutOctets   = 10
	ipInDiscards  = 18
	ipOutDiscards = 19
	ipInMcastPkts = 28
	ipCsumErrors  = 36
)

// PrintCounters prints statistics as ip -s link does. changes is how often the
// carrier came and went (IFLA_CARRIER_CHANGES), nil where that is not known; key is
// the object's name in JSON, "" for none.
func PrintCounters(e *cli.Env, c *Counters, changes nl.Value, key string) {
	if e.JSON {
		jsonCounters(e, c, changes, key)
	} else {
		textCounters(e, c, changes)
	}
}

func jsonCounters(e *cli.Env, c *Counters, changes nl.Value, key string) {
	if key != "" {
		e.Obj(key)
	}
	e.Obj("rx")
	e.Uint("bytes", "", c[rxBytes])
	e.Uint("packets", "", c[rxPackets])
	e.Uint("errors", "", c[rxErrors])
	e.Uint("dropped", "", c[rxDropped])
	e.Uint("over_errors", "", c[rxOverErrors])
	e.Uint("multicast", "", c[multicast])
	if c[rxCompressed] != 0 {
		e.Uint("compressed", "", c[rxCompressed])
	}
	if e.Stats > 1 {
		e.Uint("length_errors", "", c[rxLengthErrors])
		e.Uint("crc_errors", "", c[rxCRCErrors])
		e.Uint("frame_errors", "", c[rxFrameErrors])
		e.Uint("fifo_errors", "", c[rxFIFOErrors])
		e.Uint("missed_errors", "", c[rxMissedErrors])
		if c[rxNoHandler] != 0 {
			e.Uint("nohandler", "", c[rxNoHandler])
		}
		if c[rxOtherHost] != 0 {
			e.Uint("otherhost", "", c[rxOtherHost])
		}
	}
	e.EndObj()
	e.Obj("tx")
	e.Uint("bytes", "", c[txBytes])
	e.Uint("packets", "", c[txPackets])
	e.Uint("errors", "", c[txErrors])
	e.Uint("dropped", "", c[txDropped])
	e.Uint("carrier_errors", "", c[txCarrierErrors])
	e.Uint("collisions", "", c[collisions])
	if c[txCompressed] != 0 {
		e.Uint("compressed", "", c[txCompressed])
	}
	if e.Stats > 1 {
		e.Uint("aborted_errors", "", c[txAbortedErrors])
		e.Uint("fifo_errors", "", c[txFIFOErrors])
		e.Uint("window_errors", "", c[txWindowErrors])
		e.Uint("heartbeat_errors", "", c[txHeartbeatErrors])
		if changes != nil {
			e.Uint("carrier_changes", "", uint64(changes.U32()))
		}
	}
	e.EndObj()
	if key != "" {
		e.EndObj()
	}
}

// columns is the widths of the columns of text.
type columns [8]int

func (w *columns) fit(e *cli.Env, counts ...uint64) {
	if e.Human {
		return
	}
	for i, n := range counts {
		digits := 1
		for ; n > 9; n /= 10 {
			digits++
		}
		w[i] = max(w[i], digits)
	}
}

func word(e *cli.Env, width int, s, after string) {
	e.Right(width).Str("", "%", s)
	e.Text(after)
}

func textCounters(e *cli.Env, c *Counters, changes nl.Value) {
	more := e.Stats > 1
	w := columns{len("*X errors:"), len("packets"), len("errors"), len("dropped"), len("heartbt"), len("overrun"), len("compressed"), len("otherhost")}
	w.fit(e, c[rxBytes], c[rxPackets], c[rxErrors], c[rxDropped], c[rxMissedErrors], c[multicast], c[rxCompressed])
	if more {
		w.fit(e, 0, c[rxLengthErrors], c[rxCRCErrors], c[rxFrameErrors], c[rxFIFOErrors], c[rxOverErrors], c[rxNoHandler], c[rxOtherHost])
	}
	w.fit(e, c[txBytes], c[txPackets], c[txErrors], c[txDropped], c[txCarrierErrors], c[collisions], c[txCompressed])
	if more {
		w.fit(e, 0, 0, c[txAbortedErrors], c[txFIFOErrors], c[txWindowErrors], c[txHeartbeatErrors], uint64(changes.U32()))
	}

	heading(e, &w, "    RX: ", "missed", "mcast", c[rxCompressed] != 0)
	row(e, &w, c[rxBytes], c[rxPackets], c[rxErrors], c[rxDropped], c[rxMissedErrors], c[multicast], c[rxCompressed])
	if more {
		e.NL()
		e.Text("    RX errors:")
		word(e, w[0]-10, "", " ")
		word(e, w[1], "length", " ")
		word(e, w[2], "crc", " ")
		word(e, w[3], "frame", " ")
		word(e, w[4], "fifo", " ")
		word(e, w[5], "overrun", "")
		if c[rxNoHandler] != 0 {
			word(e, w[6]+1, " nohandler", "")
		}
		if c[rxOtherHost] != 0 {
			word(e, w[7]+1, " otherhost", "")
		}
		e.NL()
		word(e, w[0]+5, "", "")
		for i, n := range [...]int{rxLengthErrors, rxCRCErrors, rxFrameErrors, rxFIFOErrors, rxOverErrors} {
			e.Count(w[1+i], c[n])
		}
		if c[rxNoHandler] != 0 {
			e.Count(w[6], c[rxNoHandler])
		}
		if c[rxOtherHost] != 0 {
			e.Count(w[7], c[rxOtherHost])
		}
	}
	e.NL()
	heading(e, &w, "    TX: ", "carrier", "collsns", c[txCompressed] != 0)
	row(e, &w, c[txBytes], c[txPackets], c[txErrors], c[txDropped], c[txCarrierErrors], c[collisions], c[txCompressed])
	if !more {
		return
	}
	e.NL()
	e.Text("    TX errors:")
	word(e, w[0]-10, "", " ")
	word(e, w[1], "aborted", " ")
	word(e, w[2], "fifo", " ")
	word(e, w[3], "window", " ")
	word(e, w[4], "heartbt", " ")
	if changes != nil {
		word(e, w[5], "transns", "")
	} else {
		word(e, w[5], "", "")
	}
	e.NL()
	word(e, w[0]+5, "", "")
	for i, n := range [...]int{txAbortedErrors, txFIFOErrors, txWindowErrors, txHeartbeatErrors} {
		e.Count(w[1+i], c[n])
	}
	if changes != nil {
		e.Count(w[5], uint64(changes.U32()))
	}
}

func heading(e *cli.Env, w *columns, head, fifth, sixth string, compressed bool) {
	e.Text(head)
	word(e, w[0]-4, "bytes", " ")
	word(e, w[1], "packets", " ")
	word(e, w[2], "errors", " ")
	word(e, w[3], "dropped", " ")
	word(e, w[4], fifth, " ")
	word(e, w[5], sixth, " ")
	last := ""
	if compressed {
		last = "compressed"
	}
	word(e, w[6], last, "")
	e.NL()
}

func row(e *cli.Env, w *columns, counts ...uint64) {
	e.Text("    ")
	for i, n := range counts[:6] {
		e.Count(w[i], n)
	}
	if counts[6] != 0 {
		e.Count(w[6], counts[6])
	}
}
