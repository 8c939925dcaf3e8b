package nl

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// short is Do for a request whose acknowledgement is sure to fit the buffer (it
// repeats the request): that need not be asked first.
func (c *Conn) short(m *Msg) error {
	if m.long {
		return ErrTooLong
	}
	b := m.Bytes()
	Native.PutUint16(b[6:], Native.Uint16(b[6:])|unix.NLM_F_REQUEST|unix.NLM_F_ACK)
	if c.buf == nil {
		c.buf = make([]byte, bufLen)
	}
	return c.sendShort(b)
}

// sendShort sends a finished message and reads its acknowledgement.
func (c *Conn) sendShort(b []byte) error {
	Native.PutUint32(b[8:], c.NextSeq())
	if err := c.write(b); err != nil {
		return err
	}
	for {
		n, err := c.recvfrom(c.buf, 0)
		if err != nil {
			return err
		}
		for b := c.buf[:n]; len(b) >= hdrLen; {
			n := int(Native.Uint32(b))
			if n < hdrLen || n > len(b) {
				return &MalformedError{n}
			}
			if Native.Uint32(b[8:]) == c.seq && Native.Uint16(b[4:]) == unix.NLMSG_ERROR {
				return c.ack(unix.NLMSG_ERROR, Native.Uint16(b[6:]), b[hdrLen:n:n], false)
			}
			b = b[min(pad(n), len(b)):]
			if n := len(b); n > 0 && n < hdrLen {
				return &RemnantError{n}
			}
		}
	}
}

// NextSeq takes a sequence number for a message that goes out by Send.
func (c *Conn) NextSeq() uint32 {
	c.seq++
	return c.seq
}

// Send sends finished messages as they are, even in the middle of a dump, and looks
// whether something is waiting that tells of an error. That stays where it is: the
// sequence numbers of later requests have it skipped.
func (c *Conn) Send(b []byte) error {
	if err := c.write(b); err != nil {
		return err
	}
	var peek [1024]byte
	n, _, e := syscall.RawSyscall6(unix.SYS_RECVFROM, uintptr(c.fd), uintptr(unsafe.Pointer(&peek)), uintptr(len(peek)), unix.MSG_DONTWAIT|unix.MSG_PEEK, 0, 0)
	switch {
	case e == unix.EAGAIN:
		return nil
	case e != 0:
		return &RecvError{e}
	}
	for b := peek[:n]; len(b) >= hdrLen+4; {
		n := int(Native.Uint32(b))
		if n < hdrLen || n > len(b) {
			break
		}
		if Native.Uint16(b[4:]) == unix.NLMSG_ERROR {
			return unix.Errno(-int32(Value(b[hdrLen:]).U32()))
		}
		b = b[min(pad(n), len(b)):]
	}
	return nil
}

// A Queue holds requests that only succeed or fail, to be run in one go.
type Queue struct {
	// Each has every request sent by itself, and those behind one that fails dropped.
	// Without it all go out in one packet, and the kernel carries out all of them in
	// order, whatever becomes of each.
	Each bool

	c     *Conn
	b     []byte
	first uint32 // sequence number of the first request sent
	n     int
}

const queueLen = 64 // requests of one packet

// NewQueue is an empty queue for c.
func NewQueue(c *Conn) *Queue { return &Queue{c: c} }

// Len is how many requests wait.
func (q *Queue) Len() int { return q.n }

// Full reports whether it is time to Run.
func (q *Queue) Full() bool { return q.n >= queueLen || len(q.b) > bufLen/4 }

// Add puts m at the end.
func (q *Queue) Add(m *Msg) error {
	if m.long {
		return ErrTooLong
	}
	off := len(q.b)
	q.b = append(q.b, m.Bytes()...)
	flags := m.Flags() | unix.NLM_F_REQUEST
	if q.Each { // sent together none is asked for: what fails answers all the same
		flags |= unix.NLM_F_ACK
	}
	Native.PutUint16(q.b[off+6:], flags)
	q.n++
	return nil
}

// Run runs what waits, and tells failed of each request that failed, by its place
// in the queue, in order. Its own error is that nothing was sent, or with Each, that
// nothing more was.
func (q *Queue) Run(failed func(i int, err error)) error {
	if q.n == 0 {
		return nil
	}
	b, n, c := q.b, q.n, q.c
	q.b, q.n = q.b[:0], 0
	if c.buf == nil {
		c.buf = make([]byte, bufLen)
	}
	if q.Each {
		for i := range n {
			l := pad(int(Native.Uint32(b)))
			if err := c.sendShort(b[:l]); err != nil {
				failed(i, err)
				return nil
			}
			b = b[l:]
		}
		return nil
	}
	if err := q.send(b); err != nil {
		return err
	}
	for {
		r, _, e := syscall.RawSyscall6(unix.SYS_RECVFROM, uintptr(c.fd), uintptr(unsafe.Pointer(unsafe.SliceData(c.buf))), uintptr(len(c.buf)), unix.MSG_DONTWAIT, 0, 0)
		switch {
		case e == unix.EINTR:
			continue
		case e == unix.EAGAIN:
			return nil
		case e != 0:
			return &RecvError{e}
		}
		for b := c.buf[:r]; len(b) >= hdrLen; {
			l := int(Native.Uint32(b))
			if l < hdrLen || l > len(b) {
				break
			}
			i := int(int32(Native.Uint32(b[8:]) - q.first))
			if i >= 0 && i < n && Native.Uint16(b[4:]) == unix.NLMSG_ERROR {
				if err := c.ack(unix.NLMSG_ERROR, Native.Uint16(b[6:]), b[hdrLen:l:l], false); err != nil {
					failed(i, err)
				}
			}
			b = b[min(pad(l), len(b)):]
		}
	}
}

// send numbers the requests of b and sends them together.
func (q *Queue) send(b []byte) error {
	q.first = q.c.seq + 1
	for m := b; len(m) > 0; m = m[pad(int(Native.Uint32(m))):] {
		Native.PutUint32(m[8:], q.c.NextSeq())
	}
	return q.c.write(b)
}
