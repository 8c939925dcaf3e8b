package addr

import (
	"errors"
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// flushLen is how many bytes of requests to delete are sent at a time.
const flushLen = 4096 - 512

// Flush runs ip address flush: addresses that pass the filter are deleted, again and
// again until none is left.
func Flush(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return cli.Fail("Flush requires arguments.")
	}
	if e.Family == unix.AF_PACKET {
		return cli.Fail("Cannot flush link addresses.")
	}
	q, err := info.ParseQuery(e, a, e.Family, help(e))
	if err != nil {
		return err
	}
	if q.HasDev {
		if err := q.FindDev(e); err != nil {
			return err
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	f := flusher{e: e, c: c, p: NewPrinter(e, q)}
	f.p.Dev = true
	return f.run(q)
}

type flusher struct {
	e     *cli.Env
	c     *nl.Conn
	p     *Printer
	out   []byte // requests to delete, not sent yet
	count int    // of addresses in this round
}

func (f *flusher) run(q *info.Query) error {
	e := f.e
	for round := 0; e.Loops == 0 || round < e.Loops; {
		f.count = 0
		if err := f.round(q); err != nil {
			return err
		}
		if f.count == 0 {
			f.complete(round)
			return nil
		}
		round++
		if err := f.send(); err != nil {
			return cli.Status(err, 255, false)
		}
		if e.Stats > 0 {
			e.Puts("\n*** Round " + strconv.Itoa(round) + ", deleting " + strconv.Itoa(f.count) + " addresses ***\n")
		}
		// A second round would take the secondary addresses that have become primary.
		if q.Flags&unix.IFA_F_SECONDARY == 0 && q.FlagMask&unix.IFA_F_SECONDARY != 0 {
			f.complete(round)
			return nil
		}
	}
	return &cli.Error{Msg: "*** Flush remains incomplete after " + strconv.Itoa(e.Loops) + " rounds. ***", Code: 255}
}

func (f *flusher) complete(rounds int) {
	if f.e.Stats == 0 {
		return
	}
	switch rounds {
	case 0:
		f.e.Puts("Nothing to flush.\n")
	case 1:
		f.e.Puts("*** Flush is complete after 1 round ***\n")
	default:
		f.e.Puts("*** Flush is complete after " + strconv.Itoa(rounds) + " rounds ***\n")
	}
}

// round asks for the addresses and has those that pass deleted. That a dump is
// changed while it runs is no news here.
func (f *flusher) round(q *info.Query) error {
	var failed error
	for r, err := range f.c.Dump(dumpRequest(f.c, q.Filter.Family, q.Index)) {
		if err == nl.ErrInterrupted {
			break
		}
		if err == nil {
			err = f.delete(r)
			failed = err
		}
		if err != nil {
			if failed != nil {
				return &cli.Error{Msg: failed.Error() + "\nFlush terminated", Code: 1, Exit: true, Err: err}
			}
			return f.e.DumpFailed(err, "Flush terminated")
		}
	}
	return nil
}

// delete has the address in r deleted, if it passes: what the kernel said of it is
// what it is asked to delete.
func (f *flusher) delete(r nl.Reply) error {
	if r.Type != unix.RTM_NEWADDR {
		return nil
	}
	a, ok := f.p.read(r)
	if !ok || !f.p.shown(&a) {
		return nil
	}
	n := unix.SizeofNlMsghdr + len(r.Data)
	if len(f.out)+n > flushLen {
		if err := f.send(); err != nil {
			return err
		}
	}
	var h [unix.SizeofNlMsghdr]byte
	nl.Native.PutUint32(h[:], uint32(n))
	nl.Native.PutUint16(h[4:], unix.RTM_DELADDR)
	nl.Native.PutUint16(h[6:], unix.NLM_F_REQUEST)
	f.out = append(append(f.out, h[:]...), r.Data...)
	for len(f.out)%4 != 0 {
		f.out = append(f.out, 0)
	}
	f.count++
	if f.e.Stats > 1 {
		f.p.print(&a, r.Type)
	}
	return nil
}

// send sends the requests that have come together. The kernel's refusals come with
// sequence number 0, which no other request has, so that the next dump skips them. An
// address may be gone already, with another one: that is no failure.
func (f *flusher) send() error {
	b := f.out
	f.out = f.out[:0]
	if err := f.c.Send(b); err != nil && !errors.Is(err, unix.EADDRNOTAVAIL) {
		return cli.Fail(info.Perror("Failed to send flush request", err))
	}
	return nil
}
