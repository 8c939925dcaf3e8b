package nl

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// short is Do for a request whose acknowledgement is sure to fit the buffer (it
// repeats the request): that need not be asked first.
func (c *Conn) short(m *Msg) error {
	if err := c.send(m, unix.NLM_F_ACK); err != nil {
		return err
	}
	if c.buf == nil {
		c.buf = make([]byte, bufLen)
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

// A Queue holds requests that only succeed or fail, to be run in one go. The kernel
// carries out all of them in order, whatever becomes of each.
type Queue struct {
	c     *Conn
	b     []byte
	first uint32 // sequence number of the first request
	n     int
}

const queueLen = 64 // requests of one packet

// NewQueue is an empty queue for c. While something is in it, c must run nothing
// else.
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
	seq := q.c.NextSeq()
	if q.n == 0 {
		q.first = seq
	}
	off := len(q.b)
	q.b = append(q.b, m.Bytes()...)
	// No acknowledgement is asked for: what fails answers all the same.
	Native.PutUint16(q.b[off+6:], m.Flags()|unix.NLM_F_REQUEST)
	Native.PutUint32(q.b[off+8:], seq)
	q.n++
	return nil
}

// Run runs what waits, and tells failed of each request that failed, by its place
// in the queue, in order. Its own error is that nothing was sent.
func (q *Queue) Run(failed func(i int, err error)) error {
	if q.n == 0 {
		return nil
	}
	b, n, c := q.b, q.n, q.c
	q.b, q.n = q.b[:0], 0
	if err := c.write(b); err != nil {
		return err
	}
	if c.buf == nil {
		c.buf = make([]byte, bufLen)
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
