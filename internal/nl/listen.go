package nl

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Join subscribes to multicast group group (RTNLGRP_LINK, ...: a number, not a
// mask). The first Join binds the socket.
func (c *Conn) Join(group int) error {
	if err := c.Bind(0); err != nil && err != unix.EINVAL {
		return err
	}
	return unix.SetsockoptInt(c.fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, group)
}

// Bind binds the socket to the groups in the mask (RTMGRP_LINK, ...), the kernel
// choosing the port. EINVAL where it is bound already.
func (c *Conn) Bind(groups uint32) error {
	return unix.Bind(c.fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups})
}

// AllNSID has events of the namespaces that have an id here come in too.
func (c *Conn) AllNSID() error {
	return unix.SetsockoptInt(c.fd, unix.SOL_NETLINK, unix.NETLINK_LISTEN_ALL_NSID, 1)
}

// Hold makes room for bytes of events that wait, more than Dial asks for, where the
// process may (SO_RCVBUFFORCE).
func (c *Conn) Hold(bytes int) {
	unix.SetsockoptInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, bytes)
}

// An event is where a datagram and what comes with it are received.
type event struct {
	msg unix.Msghdr
	iov unix.Iovec
	oob [64]byte
}

// recvEvent reads a datagram and what came with it.
func (c *Conn) recvEvent(ev *event, flags uintptr) (n int, err unix.Errno) {
	ev.iov.Base = unsafe.SliceData(c.buf)
	ev.iov.SetLen(len(c.buf))
	ev.msg.Iov = &ev.iov
	ev.msg.SetIovlen(1)
	ev.msg.Control = &ev.oob[0]
	ev.msg.SetControllen(len(ev.oob))
	r, _, err := unix.Syscall(unix.SYS_RECVMSG, uintptr(c.fd), uintptr(unsafe.Pointer(&ev.msg)), flags)
	return int(r), err
}

// nsid is the id of the namespace that the datagram is from, -1 for this one.
func (ev *event) nsid() int32 {
	const head = unix.SizeofCmsghdr
	oob := Value(ev.oob[:min(int(ev.msg.Controllen), len(ev.oob))])
	if len(oob) >= head+4 && oob.From(head-8).U32() == unix.SOL_NETLINK && oob.From(head-4).U32() == unix.NETLINK_LISTEN_ALL_NSID {
		return int32(oob.From(head).U32())
	}
	return -1
}

// Listen calls f with each message that arrives, and the id of the namespace it is
// from (-1: this one), until f or the socket fails. idle, where not nil, is called
// when nothing more is waiting, before it sleeps. A loss of events (ENOBUFS) is
// told to lost, and it goes on.
func (c *Conn) Listen(f func(r Reply, nsid int32) error, idle func(), lost func(error)) error {
	if len(c.buf) < bufLen {
		c.buf = make([]byte, bufLen)
	}
	ev := new(event)
	flags := uintptr(unix.MSG_DONTWAIT)
	for {
		n, err := c.recvEvent(ev, flags)
		switch err {
		case 0:
		case unix.EINTR:
			continue
		case unix.EAGAIN:
			if idle != nil {
				idle()
			}
			flags = 0
			continue
		case unix.ENOBUFS:
			if lost != nil {
				lost(&RecvError{err})
			}
			continue
		default:
			return &RecvError{err}
		}
		flags = unix.MSG_DONTWAIT
		if ev.msg.Flags&unix.MSG_TRUNC != 0 {
			if lost != nil {
				lost(ErrTruncated)
			}
			continue
		}
		nsid := ev.nsid()
		for b := c.buf[:n]; len(b) >= hdrLen; {
			l := int(Native.Uint32(b))
			if l < hdrLen || l > len(b) {
				return &MalformedError{l}
			}
			r := Reply{Native.Uint16(b[4:]), Native.Uint16(b[6:]), b[hdrLen:l:l], b[:l:l]}
			b = b[min(pad(l), len(b)):]
			if err := f(r, nsid); err != nil {
				return err
			}
			if n := len(b); n > 0 && n < hdrLen {
				return &RemnantError{n}
			}
		}
	}
}
