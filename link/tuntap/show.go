package tuntap

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/netns"

	"golang.org/x/sys/unix"
)

const kind = "tun"

// show prints every such link. It takes no words: those that are left are passed over,
// as by the reference.
func show(e *cli.Env) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var h [unix.SizeofIfInfomsg]byte
	m := c.New(unix.RTM_GETLINK, 0, h[:])
	m.Open(unix.IFLA_LINKINFO)
	m.PutText(unix.IFLA_INFO_KIND, kind)
	m.Close()
	p := printer{e: e}
	e.Begin()
	for r, err := range c.Dump(m) {
		if err == nil {
			err = p.print(r)
		}
		if err != nil {
			e.End()
			return e.DumpReturns(err, "Dump terminated", 1)
		}
		e.Spill()
	}
	e.End()
	return nil
}

// A printer prints links.
type printer struct {
	e  *cli.Env
	tb [uapi.IFLA_MAX + 1]nl.Value
	li [uapi.IFLA_INFO_MAX + 1]nl.Value
}

// print prints the link in r, if it is one of ours. What the kernel tells of it here
// is its name; the rest stands in /sys.
func (p *printer) print(r nl.Reply) error {
	t := nl.Table(p.tb[:])
	if r.Type != unix.RTM_NEWLINK && r.Type != unix.RTM_DELLINK || !r.Attrs(t, unix.SizeofIfInfomsg) {
		return nil
	}
	switch nl.Value(r.Data[2:]).U16() {
	case unix.ARPHRD_NONE, unix.ARPHRD_ETHER:
	default:
		return nil
	}
	if t[unix.IFLA_IFNAME] == nil || t[unix.IFLA_LINKINFO] == nil {
		return nil
	}
	if !nl.Table(p.li[:]).Index(t[unix.IFLA_LINKINFO])[uapi.IFLA_INFO_KIND].Is(kind) {
		return nil
	}
	e := p.e
	if e.Netns != "" && !e.Isolated {
		if err := netns.Isolate(e.Netns); err != nil {
			return err
		}
		e.Isolated = true
	}
	name := t[unix.IFLA_IFNAME].Str()
	flags, ok := property(e, name, "tun_flags")
	if !ok {
		return nil
	}
	user, ok := property(e, name, "owner")
	if !ok {
		return nil
	}
	group, ok := property(e, name, "group")
	if !ok {
		return nil
	}
	e.Obj("")
	e.Color(out.Ifname).Str("ifname", "%:", name)
	printFlags(e, flags)
	if user != -1 {
		e.Uint("user", " user %", uint64(user))
	}
	if group != -1 {
		e.Uint("group", " group %", uint64(group))
	}
	if e.Details > 0 {
		e.NL()
		e.Text("\tAttached to processes:")
		processes(e, name)
	}
	e.EndObj()
	e.Text("\n")
	return nil
}

// property reads a number that /sys has of a link. One that cannot be read is told.
func property(e *cli.Env, link, name string) (int64, bool) {
	path := "/sys/class/net/" + link + "/" + name
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		e.Warn(perror("fopen "+path, err))
		return 0, false
	}
	defer unix.Close(fd)
	var b [80]byte
	n, err := unix.Read(fd, b[:])
	if err != nil || n <= 0 {
		e.Warn(`property "` + name + `" in file ` + path + ` is currently unknown`)
		return 0, false
	}
	word, _, _ := strings.Cut(string(b[:n]), "\n")
	v, n := cli.Strtol(word, 0)
	if n == 0 || n != len(word) {
		e.Warn(`value "` + word + `" in file ` + path + ` is not a number`)
		return 0, false
	}
	return v, true
}

// words has the flags in the order in which they are told.
var words = [...]struct {
	bit   int64
	unset bool // is told where the bit is not set
	name  string
}{
	{unix.IFF_TUN, false, "tun"},
	{unix.IFF_TAP, false, "tap"},
	{unix.IFF_NO_PI, true, "pi"},
	{unix.IFF_ONE_QUEUE, false, "one_queue"},
	{unix.IFF_MULTI_QUEUE, false, "multi_queue"},
	{unix.IFF_VNET_HDR, false, "vnet_hdr"},
	{unix.IFF_PERSIST, false, "persist"},
	{unix.IFF_NOFILTER, true, "filter"},
}

func printFlags(e *cli.Env, flags int64) {
	e.Arr("flags")
	rest := flags
	for _, w := range words {
		if (flags&w.bit != 0) != w.unset {
			e.Str(out.Elem, " %", w.name)
		}
		rest &^= w.bit
	}
	if rest != 0 {
		e.Hex(out.Elem, " %", uint64(rest))
	}
	e.EndArr()
}

// processes prints who has the device open for the link called name.
func processes(e *cli.Env, name string) {
	list := files()
	if len(list) == 0 {
		return
	}
	own := unix.Getpid()
	e.Arr("processes")
	var target [len(device) + 1]byte
	for _, f := range list {
		if f.pid == int32(own) {
			continue
		}
		n, err := unix.Readlink(f.path("fd"), target[:])
		if err != nil {
			e.Warn(perror("readlink", err))
			continue
		}
		if string(target[:n]) != device {
			continue
		}
		b, ok := names.ReadFile(f.path("fdinfo"))
		if !ok {
			e.Warn(perror("fopen", unix.ENOENT))
			continue
		}
		for range attached(string(b), name) {
			e.Obj("")
			e.Str("name", "%", command(f.pid))
			e.Int("pid", "(%)", int64(f.pid))
			e.EndObj()
		}
	}
	e.EndArr()
}
