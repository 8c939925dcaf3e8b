package ping

import (
	"encoding/binary"
	"math"
	"strconv"

	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

// stats is what has been sent and has come back.
type stats struct {
	sent, received, repeats, errors int64

	start, last int64 // of the first and the last packet: monotonic nanoseconds
	tokens      int   // milliseconds of waiting that need not be waited any more
	stuck       int   // sends in a row that there was no room for

	tmin, tmax int64 // microseconds
	sum, sumSq float64
	rtt        int64 // smoothed, times 8
	rttAddend  int64
	acked      uint16
	pipe       int
	seen       [maxDup / 64]uint64
	exiting    bool
	exitAt     int64 // monotonic nanoseconds; 0: no end is set
	terminal   bool  // someone watches: lines go out as they come
	lingering  bool  // exitAt is because all has been sent
}

func (s *stats) see(seq uint16)      { s.seen[seq>>6] |= 1 << (seq & 63) }
func (s *stats) unsee(seq uint16)    { s.seen[seq>>6] &^= 1 << (seq & 63) }
func (s *stats) has(seq uint16) bool { return s.seen[seq>>6]&(1<<(seq&63)) != 0 }

// inFlight is how many packets have had no answer yet.
func (s *stats) inFlight() int64 {
	if d := uint16(s.sent) - s.acked; d <= 0x7fff {
		return int64(d)
	}
	return s.sent - s.received - s.errors
}

func (s *stats) acknowledge(seq uint16) {
	d := uint16(s.sent) - seq
	if d > 0x7fff {
		return
	}
	s.pipe = max(s.pipe, int(d)+1)
	if int16(seq-s.acked) > 0 || int(uint16(s.sent))-int(s.acked) > 0x7fff {
		s.acked = seq
	}
}

func (s *stats) advance() {
	s.sent++
	if int(uint16(s.sent))-int(s.acked) > 0x7fff {
		s.acked = uint16(s.sent) + 1
	}
}

// An answer is one reply to a request.
type answer struct {
	icmp  []byte // header and data
	hops  int    // -1: not known
	from  *target
	at    int64 // when it came: microseconds of the clock
	wrong bool  // it is not from whom the request went to
}

// count takes a reply into account and prints it, up to the end of its line. quiet
// says that nothing was printed, or the line is ended already.
func (p *pinger) count(a *answer) (quiet bool) {
	seq := binary.BigEndian.Uint16(a.icmp[6:])
	p.received++
	p.acknowledge(seq)
	trip := int64(0)
	if p.timing && len(a.icmp) >= 8+timevalLen {
		trip = p.trip(a)
	}
	dup := p.has(seq)
	if dup {
		p.repeats++
		p.received--
	} else {
		p.see(seq)
	}
	if p.quiet {
		return true
	}
	if p.flood {
		p.dot("\b \b")
		return false
	}
	p.stampLine()
	p.puts(int64(len(a.icmp)))
	p.e.Puts(" bytes from " + p.whois(a.from) + ": icmp_seq=")
	p.puts(int64(seq))
	if p.verbose && p.ident >= 0 {
		p.e.Puts(" ident=")
		p.puts(int64(p.ident))
	}
	if a.hops >= 0 {
		p.e.Puts(" ttl=")
		p.puts(int64(a.hops))
	}
	if len(a.icmp) < p.size+8 {
		p.e.Puts(" (truncated)\n")
		return true
	}
	if p.timing {
		p.e.Puts(" time=")
		switch {
		case trip >= 100_000-50:
			p.puts((trip + 500) / 1000)
		case trip >= 10_000-5:
			p.puts((trip + 50) / 1000)
			p.e.Puts(".")
			p.puts((trip + 50) % 1000 / 100)
		case trip >= 1000:
			p.puts((trip + 5) / 1000)
			p.e.Puts(".")
			p.padded((trip+5)%1000/10, 2)
		default:
			p.thousandth(trip)
		}
		p.e.Puts(" ms")
	}
	if dup && (!p.multi || p.verbose) {
		p.e.Puts(" (DUP!)")
	}
	if a.wrong {
		p.e.Puts(" (DIFFERENT ADDRESS!)")
	}
	p.compare(a.icmp)
	return false
}

// trip is how long the reply took, in microseconds; it goes into the summary.
func (p *pinger) trip(a *answer) int64 {
	b := a.icmp[8:]
	sent := int64(binary.NativeEndian.Uint64(b))*1_000_000 + int64(binary.NativeEndian.Uint64(b[8:]))
	trip := a.at - sent
	if trip < 0 {
		p.warn(nil, "Warning: time of day goes back ("+strconv.FormatInt(trip, 10)+"us), taking countermeasures")
		trip = 0
		if !p.latency {
			p.latency = true
			if trip = clockMicro() - sent; trip < 0 {
				p.warn(nil, "Warning: time of day goes back ("+strconv.FormatInt(trip, 10)+"us), taking countermeasures")
				trip = 0
			}
		}
	}
	p.sum += float64(trip)
	p.sumSq += float64(trip) * float64(trip)
	p.tmin = min(p.tmin, trip)
	p.tmax = max(p.tmax, trip)
	if p.rtt == 0 {
		p.rtt = trip * 8
	} else {
		p.rtt += trip - p.rtt/8
	}
	if p.adaptive {
		p.updateInterval()
	}
	return trip
}

// compare looks whether the data came back as it was sent.
func (p *pinger) compare(icmp []byte) {
	for i := timevalLen; i < p.size; i++ {
		want, got := p.out[8+i], icmp[8+i]
		if want == got {
			continue
		}
		p.e.Puts("\nwrong data byte #" + strconv.Itoa(i) + " should be 0x" + hex(want) + " but was 0x" + hex(got))
		for i := timevalLen; i < p.size; i++ {
			if i%32 == timevalLen {
				p.e.Puts("\n#" + strconv.Itoa(i) + "\t")
			}
			p.e.Puts(hex(icmp[8+i]) + " ")
		}
		return
	}
}

func hex(c byte) string { return strconv.FormatUint(uint64(c), 16) }

// finish prints the summary. The status is 1 where nothing came back, or not enough
// before the deadline.
func (p *pinger) finish() error {
	e := p.e
	took := p.last - p.start
	e.Puts("\n--- " + p.dst.name + " ping statistics ---\n")
	p.puts(p.sent)
	e.Puts(" packets transmitted, ")
	p.puts(p.received)
	e.Puts(" received")
	if p.repeats != 0 {
		e.Puts(", +" + strconv.FormatInt(p.repeats, 10) + " duplicates")
	}
	if p.errors != 0 {
		e.Puts(", +" + strconv.FormatInt(p.errors, 10) + " errors")
	}
	if p.sent != 0 {
		loss := float32(float64((p.sent-p.received)*100) / float64(p.sent))
		e.Puts(", " + strconv.FormatFloat(float64(loss), 'g', 6, 64) + "% packet loss, time ")
		p.puts(took/1e9*1000 + (took%1e9+500_000)/1e6)
		e.Puts("ms")
	}
	e.Puts("\n")
	comma := ""
	if p.received != 0 && p.timing {
		total := p.received + p.repeats
		avg := int64(p.sum / float64(total))
		var variance int64
		if p.sum < math.MaxInt32 {
			variance = int64((p.sumSq - p.sum*p.sum/float64(total)) / float64(total))
		} else {
			variance = int64(p.sumSq/float64(total) - float64(avg*avg))
		}
		e.Puts("rtt min/avg/max/mdev = ")
		p.thousandth(p.tmin)
		e.Puts("/")
		p.thousandth(avg)
		e.Puts("/")
		p.thousandth(p.tmax)
		e.Puts("/")
		p.thousandth(wholeRoot(variance))
		e.Puts(" ms")
		comma = ", "
	}
	if p.pipe > 1 {
		e.Puts(comma + "pipe " + strconv.Itoa(p.pipe))
		comma = ", "
	}
	if p.received != 0 && (p.interval == 0 || p.flood || p.adaptive) && p.sent > 1 {
		e.Puts(comma + "ipg/ewma ")
		p.thousandth(took / 1000 / (p.sent - 1))
		e.Puts("/")
		p.puts(p.rtt / 8000)
		e.Puts(".")
		p.padded(p.rtt/8%1000, 3)
		e.Puts(" ms")
	}
	e.Puts("\n")
	if p.received == 0 || p.deadline != 0 && p.received < p.limit {
		return cli.Silent(1)
	}
	return nil
}

// status is the line that SIGQUIT asks for.
func (p *pinger) status() {
	loss := int64(0)
	if p.sent != 0 {
		loss = (p.sent - p.received) * 100 / p.sent
	}
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	ms := func(v int64) string {
		s := n(v % 1000)
		return n(v/1000) + "." + "000"[:max(0, 3-len(s))] + s
	}
	s := "\r" + n(p.received) + "/" + n(p.sent) + " packets, " + n(loss) + "% loss"
	if p.received != 0 && p.timing {
		avg := int64(p.sum / float64(p.received+p.repeats))
		s += ", min/avg/ewma/max = " + ms(p.tmin) + "/" + ms(avg) + "/" + ms(p.rtt/8) + "/" + ms(p.tmax) + " ms"
	}
	p.e.Warn(s)
}

// wholeRoot is the square root as whole numbers have it.
func wholeRoot(a int64) int64 {
	prev, x := int64(math.MaxInt64), a
	for x > 0 && x < prev {
		prev = x
		x = (x + a/x) / 2
	}
	return x
}

// thousandth writes thousandths: 1.234.
func (p *pinger) thousandth(v int64) {
	p.puts(v / 1000)
	p.e.Puts(".")
	p.padded(v%1000, 3)
}

// padded writes v with at least n digits.
func (p *pinger) padded(v int64, n int) {
	s := strconv.FormatInt(v, 10)
	for i := len(s); i < n; i++ {
		p.e.Puts("0")
	}
	p.e.Puts(s)
}

func (p *pinger) puts(n int64) { p.e.Puts(strconv.FormatInt(n, 10)) }

// dot writes what shows a flood's progress, at once.
func (p *pinger) dot(s string) {
	p.e.Puts(s)
	p.e.Flush()
}

// stampLine begins a line with the time, for -D.
func (p *pinger) stampLine() {
	if !p.stamp {
		return
	}
	now := clockMicro()
	p.e.Puts("[")
	p.puts(now / 1e6)
	p.e.Puts(".")
	p.padded(now%1e6, 6)
	p.e.Puts("] ")
}

const timevalLen = 16

// clockMicro is the time of day in microseconds.
func clockMicro() int64 {
	var tv unix.Timeval
	unix.Gettimeofday(&tv)
	return tv.Sec*1_000_000 + int64(tv.Usec)
}

// monotonic is nanoseconds that no one sets.
func monotonic() int64 {
	var ts unix.Timespec
	unix.ClockGettime(unix.CLOCK_MONOTONIC_RAW, &ts)
	return ts.Nano()
}
