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
	r, err := c.Get(question(c, fd))
	if err != nil {
		return -1, err
	}
	return nsidOf(r), nil
}

func question(c *nl.Conn, fd int) *nl.Msg {
	m := c.New(unix.RTM_GETNSID, 0, rtgen[:])
	m.PutU32(uapi.NETNSA_FD, uint32(fd))
	return m
}

const askedAtOnce = 32

// ask is ID for several names, asked in one go.
func ask(c *nl.Conn, list []learned) {
	q := nl.NewQueue(c)
	var fds, at [askedAtOnce]int
	for i := range list {
		fd, err := Open(list[i].name)
		list[i].id, list[i].err = -1, err
		if err == nil {
			fds[q.Len()], at[q.Len()] = fd, i
			q.Add(question(c, fd))
		}
	}
	n, answered := q.Len(), 0
	err := q.Ask(func(i int, r nl.Reply, err error) {
		answered++
		if l := &list[at[i]]; err != nil {
			l.err = err
		} else {
			l.id = nsidOf(r)
		}
	})
	for i := range n {
		if i >= answered {
			list[at[i]].err = err
		}
		unix.Close(fds[i])
	}
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
