package route

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const (
	flushRoom  = 3584 // bytes of requests that are sent at once
	flushLimit = 30   // seconds

	// The kernel's trie of IPv4 routes is rebuilt again and again while it is emptied from
	// one end: half the time for 100,000 routes, nine tenths for a million. So behind the
	// first thousand each sixteenth is left for another pass: they keep it in shape.
	flushPlain  = 1000
	flushKeep   = 16
	flushPasses = 4 // so many in a round at most
)

const cacheFile = "/proc/sys/net/ipv4/route/flush"

// flushCache has the kernel forget what it learned of IPv4 routes.
func flushCache() error {
	fd, err := unix.Open(cacheFile, unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		errno, _ := err.(unix.Errno)
		return cli.Fail(`Cannot open "` + cacheFile + `": ` + nl.Strerror(errno))
	}
	defer unix.Close(fd)
	if n, err := unix.Write(fd, []byte("-1")); err != nil || n < 2 {
		return cli.Fail("Cannot flush routing cache")
	}
	return nil
}

func now() int64 {
	var t unix.Timespec
	unix.ClockGettime(unix.CLOCK_REALTIME, &t)
	return t.Sec
}

// flush removes the routes that the filter lets pass, in rounds, until none is left.
func (p *Printer) flush(family uint8) error {
	e, f := p.e, p.f
	if f.cloned != 0 {
		if family != unix.AF_INET6 {
			if err := flushCache(); err != nil {
				return err
			}
			if e.Stats > 0 {
				e.Puts("*** IPv4 routing cache is flushed.\n")
			}
		}
		if family == unix.AF_INET {
			return nil
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	f.flush = true
	start := now()
	var batch []byte
	send := func() error {
		b := batch
		batch = batch[:0]
		if len(b) == 0 {
			return nil
		}
		err := c.Send(b)
		if err == nil {
			return nil
		}
		errno, _ := err.(unix.Errno)
		if w, ok := err.(interface{ Unwrap() error }); ok {
			errno, _ = w.Unwrap().(unix.Errno)
		}
		return &cli.Error{Msg: "Failed to send flush request: " + nl.Strerror(errno), Code: 2, Err: err}
	}
	count, pass, seen, kept := 0, 0, 0, 0
	remove := func(r nl.Reply) error {
		if r.Type == unix.RTM_DELROUTE {
			return nil
		}
		t := nl.Table(p.tb[:])
		if r.Type != unix.RTM_NEWROUTE || !r.Attrs(t, hdrLen) {
			return p.Print(r)
		}
		h := r.Data[:hdrLen]
		table := tableOf(h, t)
		if !f.pass(h, t, table) {
			return nil
		}
		if h[hdrFamily] == unix.AF_INET && e.Stats < 2 && pass < flushPasses {
			if seen++; seen > flushPlain && seen%flushKeep == 0 {
				kept++
				return nil
			}
		}
		if len(batch)+len(r.Msg) > flushRoom {
			if err := send(); err != nil {
				return err
			}
		}
		at := len(batch)
		batch = append(batch, r.Msg...)
		nl.Native.PutUint16(batch[at+4:], unix.RTM_DELROUTE)
		nl.Native.PutUint16(batch[at+6:], unix.NLM_F_REQUEST)
		nl.Native.PutUint32(batch[at+8:], c.NextSeq())
		for len(batch)%4 != 0 {
			batch = append(batch, 0)
		}
		count++
		if e.Stats >= 2 {
			p.print(r.Type, h, t, table)
		}
		return nil
	}
	for round := 0; ; {
		count, pass, kept = 0, 0, 1
		for kept > 0 {
			pass++
			seen, kept = 0, 0
			if err := p.dump(family, remove, (*nl.Conn).Dump); err != nil {
				if err := ended(e, err, "Flush terminated"); err != nil {
					return err
				}
			}
			if err := send(); err != nil {
				return err
			}
		}
		if count == 0 {
			if e.Stats > 0 {
				if round == 0 && (f.cloned == 0 || family == unix.AF_INET6) {
					e.Puts("Nothing to flush.\n")
				} else {
					s := ""
					if round > 1 {
						s = "s"
					}
					e.Puts("*** Flush is complete after " + strconv.Itoa(round) + " round" + s + " ***\n")
				}
			}
			return nil
		}
		round++
		if d := now() - start; d > flushLimit {
			e.Puts("\n*** Flush not completed after " + strconv.FormatInt(d, 10) + " seconds, " + strconv.Itoa(count) + " entries remain ***\n")
			return cli.Silent(1)
		}
		if e.Stats > 0 {
			e.Puts("\n*** Round " + strconv.Itoa(round) + ", deleting " + strconv.Itoa(count) + " entries ***\n")
		}
	}
}
