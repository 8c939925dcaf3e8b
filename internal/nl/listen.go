package nl

import (
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

// Listen calls f with each message that arrives, and the id of the namespace it is
// from (-1: this one), until f or the socket fails. idle, where not nil, is called
// when nothing more is waiting, before it sleeps. A loss of events (ENOBUFS) is
// told to lost, and it goes on.
func (c *Conn) Listen(f func(r Reply, nsid int32) error, idle func(), lost func(error)) error {
	if len(c.buf) < bufLen {
		c.buf = make([]byte, bufLen)
	}
	oob := make([]byte, unix.CmsgSpace(4))
	flags := unix.MSG_DONTWAIT
	for {
		n, oobn, mflags, _, err := unix.Recvmsg(c.fd, c.buf, oob, flags)
		switch err {
		case nil:
		case unix.EINTR:
			continue
		case unix.EAGAIN:
			if idle != nil {
				idle()
			}
			flags = 0
			continue
		default:
			e := &RecvError{Errno: unix.EIO}
			if errno, ok := err.(unix.Errno); ok {
				e.Errno = errno
			}
			if e.Errno == unix.ENOBUFS {
				if lost != nil {
					lost(e)
				}
				continue
			}
			return e
		}
		flags = unix.MSG_DONTWAIT
		if n == 0 || mflags&unix.MSG_TRUNC != 0 {
			continue
		}
		nsid := int32(-1)
		if oobn >= unix.CmsgLen(4) {
			level, typ := Value(oob[8:]).U32(), Value(oob[12:]).U32()
			if level == unix.SOL_NETLINK && typ == unix.NETLINK_LISTEN_ALL_NSID {
				nsid = int32(Value(oob[unix.CmsgLen(0):]).U32())
			}
		}
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
		}
	}
}
