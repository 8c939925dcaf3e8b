package netns

import (
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// ID asks c for the id that its namespace knows the namespace s (see Open) by; -1
// where it has none (RTM_GETNSID).
func ID(c *nl.Conn, s string) (int32, error) {
	fd, err := Open(s)
	if err != nil {
		return -1, err
	}
	defer unix.Close(fd)
	m := c.New(unix.RTM_GETNSID, 0, rtgen[:])
	m.PutU32(uapi.NETNSA_FD, uint32(fd))
	r, err := c.Get(m)
	if err != nil {
		return -1, err
	}
	return nsidOf(r), nil
}

var rtgen [4]byte // struct rtgenmsg, AF_UNSPEC, padded

func nsidOf(r nl.Reply) int32 {
	var tb [uapi.NETNSA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, len(rtgen)) || t[uapi.NETNSA_NSID] == nil {
		return -1
	}
	return int32(t[uapi.NETNSA_NSID].U32())
}

// SetID has c's namespace know the namespace s by id, by the next free one where id
// is negative (RTM_NEWNSID).
func SetID(c *nl.Conn, s string, id int32) error {
	fd, err := Open(s)
	if err != nil {
		return &Error{Doing: `Cannot open network namespace "` + s + `"`, Err: err}
	}
	defer unix.Close(fd)
	m := c.New(unix.RTM_NEWNSID, 0, rtgen[:])
	m.PutU32(uapi.NETNSA_FD, uint32(fd))
	m.PutU32(uapi.NETNSA_NSID, uint32(id))
	return c.Do(m)
}

// NameOf is the name of the namespace that c's knows by id, "" where it has none.
func NameOf(c *nl.Conn, id int32) string {
	found := ""
	if id >= 0 {
		Each(func(name string) bool {
			if have, err := ID(c, name); err == nil && have == id {
				found = name
			}
			return found == ""
		})
	}
	return found
}
