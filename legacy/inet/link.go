package inet

import (
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
