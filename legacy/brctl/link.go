package brctl

import (
	"errors"
	"slices"
	"strings"

	"gip/internal/cli"
	"gip/internal/match"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A link is what matters here of a link: its data (IFLA_BR_) if it is a bridge, and
// what it is as a port (IFLA_BRPORT_).
type link struct {
	name          string
	index, master uint32
	up, bridge    bool
	data, port    []byte
}

type links []link

// allLinks are the links, in the order of their names.
func allLinks(e *cli.Env) (links, error) {
	c, err := e.Conn()
	if err != nil {
		return nil, err
	}
	var ls links
	var tb [uapi.IFLA_MAX + 1]nl.Value
	var ib [unix.IFLA_INFO_SLAVE_DATA + 1]nl.Value
	t, info := nl.Table(tb[:]), nl.Table(ib[:])
	for r, err := range c.Dump(c.New(unix.RTM_GETLINK, 0, make([]byte, unix.SizeofIfInfomsg))) {
		if err != nil && err != nl.ErrInterrupted {
			return nil, err
		}
		if err != nil || !r.Attrs(t, unix.SizeofIfInfomsg) {
			continue
		}
		h := nl.Value(r.Data)
		info.Index(t[unix.IFLA_LINKINFO])
		l := link{
			name: t[unix.IFLA_IFNAME].Str(), index: h.From(4).U32(), master: t[unix.IFLA_MASTER].U32(),
			up: h.From(8).U32()&unix.IFF_UP != 0, bridge: info[unix.IFLA_INFO_KIND].Is("bridge"),
		}
		if l.bridge {
			l.data = slices.Clone(info[unix.IFLA_INFO_DATA])
		}
		if info[unix.IFLA_INFO_SLAVE_KIND].Is("bridge") {
			l.port = slices.Clone(info[unix.IFLA_INFO_SLAVE_DATA])
		}
		ls = append(ls, l)
	}
	return ls.sorted(), nil
}

// sorted is the links in the order of their names, which hold no NUL.
func (ls links) sorted() links {
	keys := make([]string, len(ls))
	for i := range ls {
		keys[i] = string(nl.Native.AppendUint32(append([]byte(ls[i].name), 0), uint32(i)))
	}
	match.Sort(keys)
	to := make(links, len(ls))
	for i, k := range keys {
		to[i] = ls[nl.Native.Uint32([]byte(k[len(k)-4:]))]
	}
	return to
}

// short is a name as the kernel's old requests have room for it.
func short(name string) string { return name[:min(len(name), unix.IFNAMSIZ-1)] }

// find is the link called name, nil where there is none.
func (ls links) find(name string) *link {
	for i := range ls {
		if ls[i].name == short(name) {
			return &ls[i]
		}
	}
	return nil
}

// ports calls f with each port of l, in the order of their names.
func (ls links) ports(l *link, f func(p *link)) {
	for i := range ls {
		if ls[i].master == l.index && ls[i].port != nil {
			f(&ls[i])
		}
	}
}

// words is what strerror says of err.
func words(err error) string {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return nl.Strerror(errno)
	}
	return err.Error()
}

func addBridge(e *cli.Env, a []string) error {
	err := error(unix.EINVAL)
	if a[0] != "" && !strings.Contains(a[0], "/") {
		c, cerr := e.Conn()
		if cerr != nil {
			return cerr
		}
		m := c.New(unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL, make([]byte, unix.SizeofIfInfomsg))
		m.PutStr(unix.IFLA_IFNAME, short(a[0]))
		m.Open(unix.IFLA_LINKINFO)
		m.PutStr(unix.IFLA_INFO_KIND, "bridge")
		m.Close()
		err = c.Do(m)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EEXIST):
		return failed("device " + a[0] + " already exists; can't create bridge with the same name")
	}
	return failed("add bridge failed: " + words(err))
}

func delBridge(e *cli.Env, a []string) error {
	ls, err := allLinks(e)
	if err != nil {
		return err
	}
	l := ls.find(a[0])
	switch {
	case l == nil:
		return failed("bridge " + a[0] + " doesn't exist; can't delete it")
	case !l.bridge:
		err = unix.EPERM
	case l.up:
		return failed("bridge " + a[0] + " is still up; can't delete it")
	default:
		err = request(e, unix.RTM_DELLINK, l, nil)
	}
	if err != nil {
		return failed("can't delete bridge " + a[0] + ": " + words(err))
	}
	return nil
}

// request asks for something about l, which put puts.
func request(e *cli.Env, typ uint16, l *link, put func(m *nl.Msg)) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var h [unix.SizeofIfInfomsg]byte
	nl.Native.PutUint32(h[4:], l.index)
	m := c.New(typ, 0, h[:])
	if put != nil {
		put(m)
	}
	return c.Do(m)
}

func setMaster(e *cli.Env, l *link, master uint32) error {
	return request(e, unix.RTM_SETLINK, l, func(m *nl.Msg) { m.PutU32(unix.IFLA_MASTER, master) })
}

// notBridge is what the kernel says of a request for a bridge that is none.
func notBridge(l *link) error {
	switch {
	case l == nil:
		return unix.ENODEV
	case !l.bridge:
		return unix.EOPNOTSUPP
	}
	return nil
}

func addPorts(e *cli.Env, a []string) error {
	return eachPort(e, a, func(l, br *link) error {
		switch {
		case l.bridge:
			return unix.ELOOP
		case l.master != 0:
			return unix.EBUSY
		}
		return setMaster(e, l, br.index)
	}, func(name string, err error) string {
		switch {
		case errors.Is(err, unix.EBUSY):
			return "device " + name + " is already a member of a bridge; can't add it to bridge " + a[0] + "."
		case errors.Is(err, unix.ELOOP):
			return "device " + name + " is a bridge device itself; can't add a bridge device to a bridge device."
		}
		return "can't add " + name + " to bridge " + a[0] + ": " + words(err)
	})
}

func delPorts(e *cli.Env, a []string) error {
	return eachPort(e, a, func(l, br *link) error {
		if l.master != br.index {
			return unix.EINVAL
		}
		return setMaster(e, l, 0)
	}, func(name string, err error) string {
		if errors.Is(err, unix.EINVAL) {
			return "device " + name + " is not a port of " + a[0]
		}
		return "can't delete " + name + " from " + a[0] + ": " + words(err)
	})
}

// eachPort runs do on the links named behind the bridge; wording says why it failed.
func eachPort(e *cli.Env, a []string, do func(l, br *link) error, wording func(name string, err error) string) error {
	for _, name := range a[1:] {
		ls, err := allLinks(e)
		if err != nil {
			return err
		}
		l, br := ls.find(name), ls.find(a[0])
		if l == nil {
			return failed("interface " + name + " does not exist!")
		}
		if err = notBridge(br); err == nil {
			err = do(l, br)
		}
		switch {
		case errors.Is(err, unix.ENODEV):
			return failed("bridge " + a[0] + " does not exist!")
		case err != nil:
			return failed(wording(name, err))
		}
	}
	return nil
}
