package inet

import (
	"errors"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Link is the link called name: its header, and in t, if not nil, its attributes. They
// last until c is used again.
func Link(c *nl.Conn, name string, t nl.Table) (nl.Value, error) {
	var h [unix.SizeofIfInfomsg]byte
	m := c.New(unix.RTM_GETLINK, 0, h[:])
	m.PutStr(unix.IFLA_IFNAME, name)
	r, err := c.Get(m)
	if err != nil || !r.Attrs(t, unix.SizeofIfInfomsg) {
		return nil, unix.ENODEV
	}
	return r.Data, nil
}

// Allowed is what a request that changes nothing says to who may not make it: the old
// requests looked for that first.
func Allowed(c *nl.Conn) error {
	hdr := [unix.SizeofIfAddrmsg]byte{unix.AF_INET}
	m := c.New(unix.RTM_NEWADDR, 0, hdr[:])
	m.PutU32(unix.IFA_LOCAL, 0)
	if err := c.Do(m); errors.Is(err, unix.EPERM) {
		return err
	}
	return nil
}

// AllowedAnywhere is an error for who may not change every network of the machine: some
// of the old requests are theirs alone who may, and so is one option of a socket.
func AllowedAnywhere(c *nl.Conn) error {
	if unix.SetsockoptInt(c.FD(), unix.SOL_SOCKET, unix.SO_DEBUG, 1) != nil {
		return unix.EPERM
	}
	return nil
}
