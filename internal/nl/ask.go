package nl

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	slots   = 32  // answers taken from the socket at a time
	slotLen = 512 // of each
)

// mmsghdr is struct mmsghdr: one of the datagrams that recvmmsg reads.
type mmsghdr struct {
	hdr unix.Msghdr
	len uint32
}

// Ask runs what waits, requests that have one short answer each, and tells f of each
// answer or refusal, by its place in the queue, in order.
func (q *Queue) Ask(f func(i int, r Reply, err error)) error {
	if q.n == 0 {
		return nil
	}
	b, n, c := q.b, q.n, q.c
	q.b, q.n = q.b[:0], 0
	if err := q.send(b); err != nil {
		return err
	}
	if len(c.buf) < slots*slotLen {
		c.buf = make([]byte, bufLen)
	}
	var iov [slots]unix.Iovec
	var msgs [slots]mmsghdr
	for i := range msgs {
		iov[i].Base = &c.buf[i*slotLen]
		iov[i].SetLen(slotLen)
		msgs[i].hdr.Iov = &iov[i]
		msgs[i].hdr.SetIovlen(1)
	}
	for left := n; left > 0; {
		got, _, e := unix.RawSyscall6(unix.SYS_RECVMMSG, uintptr(c.fd), uintptr(unsafe.Pointer(&msgs)), slots, unix.MSG_WAITFORONE, 0, 0)
		switch {
		case e == unix.EINTR || e == unix.EAGAIN:
			continue
		case e != 0:
			return &RecvError{e}
		}
		for k := range msgs[:got] {
			b := c.buf[k*slotLen:][:min(msgs[k].len, slotLen)]
			for len(b) >= hdrLen {
				l := int(Native.Uint32(b))
				if l < hdrLen || l > len(b) {
					return &MalformedError{l}
				}
				r := Reply{Native.Uint16(b[4:]), Native.Uint16(b[6:]), b[hdrLen:l:l], b[:l:l]}
				i := int(int32(Native.Uint32(b[8:]) - q.first))
				b = b[min(pad(l), len(b)):]
				if i < 0 || i >= n {
					continue
				}
				left--
				if r.Type == unix.NLMSG_ERROR {
					f(i, Reply{}, c.ack(r.Type, r.Flags, r.Data, false))
					continue
				}
				f(i, r, nil)
			}
		}
	}
	return nil
}
