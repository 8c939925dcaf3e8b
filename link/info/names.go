package info

import (
	"unsafe"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

func (p *Printer) otherNames(v nl.Value) {
	e := p.e
	e.Arr("altnames")
	for typ, v := range nl.Attrs(v) {
		if typ != unix.IFLA_ALT_IFNAME {
			continue
		}
		e.NL()
		e.Text("    altname ")
		e.Bytes(out.Elem, "%", v.Text())
	}
	e.EndArr()
}

// nsNames is the names in /run/netns by the ids that this namespace knows theirs by.
// Nothing is read before an id is asked for.
type nsNames struct {
	read bool
	list []nsName
}

type nsName struct {
	id   int32
	name string
}

const nsDir = "/run/netns"

func (n *nsNames) name(e *cli.Env, id int32) (string, bool) {
	if id < 0 {
		return "", false
	}
	if !n.read {
		n.load(e)
	}
	for i := range n.list {
		if n.list[i].id == id {
			return n.list[i].name, true
		}
	}
	return "", false
}

// load asks for the ids on a socket of its own: a dump may be under way on the
// program's.
func (n *nsNames) load(e *cli.Env) {
	n.read = true
	dir, err := unix.Open(nsDir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer unix.Close(dir)
	var c *nl.Conn
	buf := make([]byte, 8192)
	var names []string
	for {
		k, err := unix.ReadDirent(dir, buf)
		if err != nil || k <= 0 {
			break
		}
		_, _, names = unix.ParseDirent(buf[:k], -1, names[:0])
		for _, name := range names {
			if c == nil {
				if c, err = e.Dial(unix.NETLINK_ROUTE); err != nil {
					return
				}
				defer c.Close()
			}
			if id, ok := nsID(e, c, name); ok {
				n.list = append(n.list, nsName{id, name})
			}
		}
	}
}

// nsID is the id that the namespace called name is known by here. What the kernel
// says against it (of a stale file, say) is told, as the reference tells it.
func nsID(e *cli.Env, c *nl.Conn, name string) (int32, bool) {
	fd, err := unix.Open(nsDir+"/"+name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		if _, ok := cli.Int(name, 0, 32); !ok {
			return 0, false
		}
		if fd, err = unix.Open("/proc/"+name+"/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
			return 0, false
		}
	}
	defer unix.Close(fd)
	m := c.New(unix.RTM_GETNSID, 0, []byte{unix.AF_UNSPEC, 0, 0, 0})
	m.PutU32(uapi.NETNSA_FD, uint32(fd))
	r, err := c.Get(m)
	if err != nil {
		e.Warn(err.Error())
		return 0, false
	}
	var tb [uapi.NETNSA_NSID + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, 4) || t[uapi.NETNSA_NSID] == nil {
		return 0, false
	}
	id := int32(t[uapi.NETNSA_NSID].U32())
	return id, id >= 0
}

// askQueueLen asks for the length of a queue by ioctl.
func (p *Printer) askQueueLen(name []byte) (uint32, bool) {
	var r struct {
		name [unix.IFNAMSIZ]byte
		data [24]byte
	}
	copy(r.name[:unix.IFNAMSIZ-1], name)
	c, err := p.e.Conn()
	if err != nil {
		return 0, false
	}
	if _, _, errno := unix.RawSyscall(unix.SYS_IOCTL, uintptr(c.FD()), unix.SIOCGIFTXQLEN, uintptr(unsafe.Pointer(&r))); errno != 0 {
		p.e.Warn("ioctl(SIOCGIFTXQLEN) failed: " + nl.Strerror(errno))
		return 0, false
	}
	return nl.Value(r.data[:]).U32(), true
}
