package link

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/netns"

	"golang.org/x/sys/unix"
)

func itoa(n int) string { return strconv.Itoa(n) }

// target finds the link that the words are about, and those it names.
func (r *request) target(e *cli.Env, a *cli.Args, w *words) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	if w.netns >= 0 && (w.linkNetns != "" || w.linkNetnsID != -1) {
		// The id is the one that the namespace knows which the link goes to.
		if c, err = dialIn(e, w.netns); err != nil {
			return err
		}
		defer c.Close()
	}
	if w.linkNetns != "" {
		if w.linkNetnsID, err = nsid(c, w.linkNetns); err != nil || w.linkNetnsID < 0 {
			last := "(null)"
			if a.More() {
				last = a.Peek()
			}
			return cli.Invalid(`Invalid "link-netns" value`+"\n", last)
		}
		r.m.PutU32(uapi.IFLA_LINK_NETNSID, uint32(w.linkNetnsID))
	}
	if !r.creating() {
		if w.dev == nil {
			return cli.Quit(255, `Not enough information: "dev" argument is required.`)
		}
		if r.index, err = e.Link(*w.dev); err != nil {
			return err
		}
		if w.name == w.dev {
			w.name = nil
		}
		if w.index != 0 {
			r.m.PutU32(uapi.IFLA_NEW_IFINDEX, uint32(w.index))
		}
	} else {
		if w.name != w.dev {
			return cli.Quit(255, `both "name" and "dev" cannot be used when creating devices.`)
		}
		if w.link != "" {
			index := uint32(0)
			if w.linkNetnsID == -1 {
				index = e.LinkIndex(w.link)
			} else if index, err = indexIn(c, w.linkNetnsID, w.link); err != nil {
				e.Warn(err.Error())
			}
			if index == 0 {
				return cli.NoDevice(w.link)
			}
			r.m.PutU32(uapi.IFLA_LINK, index)
		}
		r.index = uint32(w.index)
	}
	if w.name != nil {
		r.m.PutStr(uapi.IFLA_IFNAME, *w.name)
	}
	return nil
}

// dialIn opens a socket in the namespace of fd.
func dialIn(e *cli.Env, fd int) (*nl.Conn, error) {
	own, err := unix.Open("/proc/self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, cli.Quit(255, "Cannot open namespace: "+err.Error())
	}
	defer unix.Close(own)
	if err := unix.Setns(fd, unix.CLONE_NEWNET); err != nil {
		return nil, cli.Quit(255, "Cannot set namespace: "+nl.Strerror(err.(unix.Errno)))
	}
	c, err := e.Dial(unix.NETLINK_ROUTE)
	if back := unix.Setns(own, unix.CLONE_NEWNET); back != nil {
		return nil, cli.Quit(255, "Cannot set namespace: "+nl.Strerror(back.(unix.Errno)))
	}
	return c, err
}

// nsid is the id that c's namespace knows another by; where it has none, one is given.
func nsid(c *nl.Conn, name string) (int, error) {
	id, err := netns.ID(c, name)
	if id < 0 {
		if _, none := err.(unix.Errno); none {
			return -1, err
		}
		netns.SetID(c, name, -1)
		id, err = netns.ID(c, name)
	}
	return int(id), err
}

// indexIn asks for the index of a link in the namespace known by id.
func indexIn(c *nl.Conn, id int, name string) (uint32, error) {
	m := nl.New(unix.RTM_GETLINK, 0, make([]byte, unix.SizeofIfInfomsg))
	m.PutU32(uapi.IFLA_TARGET_NETNSID, uint32(id))
	if validName(name) {
		m.PutStr(uapi.IFLA_IFNAME, name)
	} else {
		m.PutStr(uapi.IFLA_ALT_IFNAME, name)
	}
	r, err := c.Get(m)
	if err != nil || len(r.Data) < unix.SizeofIfInfomsg {
		return 0, err
	}
	return nl.Value(r.Data[4:]).U32(), nil
}

// attrs asks for a link and indexes its attributes, in memory of their own.
func attrs(e *cli.Env, index uint32) (nl.Table, error) {
	c, err := e.Conn()
	if err != nil {
		return nil, err
	}
	h := make([]byte, unix.SizeofIfInfomsg)
	nl.Native.PutUint32(h[4:], index)
	m := nl.New(unix.RTM_GETLINK, 0, h)
	m.PutU32(uapi.IFLA_EXT_MASK, uapi.RTEXT_FILTER_VF)
	r, err := c.Get(m)
	if err != nil {
		return nil, err
	}
	r.Data = append([]byte(nil), r.Data...)
	t := make(nl.Table, uapi.IFLA_MAX+1)
	r.Attrs(t, unix.SizeofIfInfomsg)
	return t, nil
}

// hardwareLen is the length of the address that a link has, -1 where it has none.
func hardwareLen(e *cli.Env, dev string) int {
	t, err := attrs(e, e.LinkIndex(dev))
	if err != nil || t[uapi.IFLA_ADDRESS] == nil {
		return -1
	}
	return len(t[uapi.IFLA_ADDRESS])
}

func isVRF(e *cli.Env, index uint32) bool {
	t, err := attrs(e, index)
	if err != nil {
		return false
	}
	var li [uapi.IFLA_INFO_MAX + 1]nl.Value
	return nl.Table(li[:]).Index(t[uapi.IFLA_LINKINFO])[uapi.IFLA_INFO_KIND].Is("vrf")
}
