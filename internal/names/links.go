package names

import (
	"strconv"
	"strings"
	"unsafe"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Links remembers the names of links by index and the other way round. It asks the
// kernel by ioctl, on the socket it is given: that needs no second socket and can
// be done in the middle of a dump.
type Links struct {
	// Socket is any socket of the namespace that is asked; it is called when first
	// needed.
	Socket func() (fd int, err error)

	// Recent has LinkIndex remember, until all is forgotten.
	Recent bool

	// Fixed has a link go by the name that was learned first until it is forgotten,
	// as in the reference's monitor.
	Fixed bool

	pages  map[uint32]*page // by index / pageLen: indexes mostly come close together
	last   *page            // the one looked at last
	lastNo uint32
	byName map[string]uint32
	// The name asked for last, for batches mostly ask for the same again.
	lastName  string
	lastIndex uint32
}

type link struct {
	name  string
	flags uint32 // IFF_UP, ...
	typ   uint16 // ARPHRD_ETHER, ...
	has   has
}

// has says what is known of a link.
type has uint8

const (
	hasName has = 1 << iota // there is such a link, and name is its name
	hasFlags
	hasType
	hasAll = hasName | hasFlags | hasType
)

const pageLen = 64

type page [pageLen]link

// at is what is known of a link; it may be nothing, or nil.
func (l *Links) at(index uint32) *link {
	no := index / pageLen
	if l.last == nil || l.lastNo != no {
		p := l.pages[no]
		if p == nil {
			return nil
		}
		l.last, l.lastNo = p, no
	}
	return &l.last[index%pageLen]
}

// note takes note of a link.
func (l *Links) note(index uint32, e link) {
	at := l.at(index)
	if at == nil {
		if l.pages == nil {
			l.pages = make(map[uint32]*page)
		}
		l.pages[index/pageLen] = new(page)
		at = l.at(index)
	}
	*at = e
}

const ifNameSize = unix.IFNAMSIZ

// ifreq is struct ifreq: a name and a union, of which four bytes matter here.
type ifreq struct {
	name [ifNameSize]byte
	data [24]byte
}

func (l *Links) ioctl(op uintptr, r *ifreq) error {
	if l.Socket == nil {
		return unix.ENODEV
	}
	fd, err := l.Socket()
	if err != nil {
		return err
	}
	if _, _, e := unix.RawSyscall(unix.SYS_IOCTL, uintptr(fd), op, uintptr(unsafe.Pointer(r))); e != 0 {
		return e
	}
	return nil
}

// Remember takes note of a link that a reply told of. name is copied only where it
// is news.
func (l *Links) Remember(index uint32, name []byte, flags uint32, typ uint16) {
	if old := l.at(index); old != nil && old.has&hasName != 0 && (l.Fixed || old.name == string(name)) {
		old.flags, old.typ, old.has = flags, typ, hasAll
		return
	}
	l.note(index, link{string(name), flags, typ, hasAll})
}

// Forget drops what is known of a link that is gone or changed, or of all for 0.
func (l *Links) Forget(index uint32) {
	if index == 0 {
		l.pages, l.last, l.byName, l.lastName = nil, nil, nil, ""
		return
	}
	if e := l.at(index); e != nil {
		*e = link{}
	}
}

// LinkName is the name of the link with that index: "*" for 0, and if7 where the kernel
// knows no link 7.
func (l *Links) LinkName(index uint32) string {
	if index == 0 {
		return "*"
	}
	if e := l.at(index); e != nil && e.has&hasName != 0 {
		return e.name
	}
	var r ifreq
	nl.Native.PutUint32(r.data[:], index)
	if l.ioctl(unix.SIOCGIFNAME, &r) != nil {
		return IfN(index)
	}
	name := nl.Value(r.name[:]).Str()
	l.note(index, link{name: name, has: hasName})
	return name
}

// IfN is how a link is spelled of which only the index is known: if7.
func IfN(index uint32) string { return "if" + strconv.FormatUint(uint64(index), 10) }

// LinkFlags is the flags (IFF_UP, ...) of a link, of which the kernel's answer has the
// lower 16 bits; ok is false where there is no such link.
func (l *Links) LinkFlags(index uint32) (flags uint32, ok bool) {
	e, ok := l.details(index, hasFlags)
	return e.flags, ok
}

// LinkType is the hardware type (ARPHRD_ETHER, ...) of a link.
func (l *Links) LinkType(index uint32) (typ uint16, ok bool) {
	e, ok := l.details(index, hasType)
	return e.typ, ok
}

// details is a link of which its name and what is asked for, one thing, are known.
func (l *Links) details(index uint32, what has) (link, bool) {
	var e link
	if at := l.at(index); at != nil {
		if e = *at; e.has&what != 0 {
			return e, true
		}
	}
	var r ifreq
	nl.Native.PutUint32(r.data[:], index)
	if index == 0 || l.ioctl(unix.SIOCGIFNAME, &r) != nil {
		return link{}, false
	}
	e.name = nl.Value(r.name[:]).Str()
	e.has |= hasName | what
	clear(r.data[:])
	switch what {
	case hasFlags:
		if l.ioctl(unix.SIOCGIFFLAGS, &r) == nil {
			e.flags = uint32(nl.Native.Uint16(r.data[:]))
		}
	case hasType:
		if l.ioctl(unix.SIOCGIFHWADDR, &r) == nil {
			e.typ = nl.Native.Uint16(r.data[:])
		}
	}
	l.note(index, e)
	return e, true
}

// LinkIndex is the index of the link called name, or by one of its other names, or if7;
// 0 where there is none. It is asked anew each time, unless Recent: the next line of a
// batch may give the name to another link.
func (l *Links) LinkIndex(name string) uint32 {
	if l.Recent {
		if name == l.lastName && name != "" {
			return l.lastIndex
		}
		if i, ok := l.byName[name]; ok {
			return i
		}
	}
	i := l.ask(name)
	if i == 0 {
		return ifIndex(name)
	}
	if l.Recent {
		if l.byName == nil {
			l.byName = make(map[string]uint32)
		}
		name = strings.Clone(name)
		l.byName[name] = i
		l.lastName, l.lastIndex = name, i
	}
	return i
}

func (l *Links) ask(name string) uint32 {
	if name == "" {
		return 0
	}
	if len(name) < ifNameSize {
		var r ifreq
		copy(r.name[:ifNameSize-1], name)
		if l.ioctl(unix.SIOCGIFINDEX, &r) == nil {
			return nl.Native.Uint32(r.data[:])
		}
		return 0
	}
	// Other names can be longer than an ifreq has room for.
	if len(name) >= 128 {
		return 0
	}
	c, err := nl.Dial(unix.NETLINK_ROUTE, 0, true)
	if err != nil {
		return 0
	}
	defer c.Close()
	var hdr [unix.SizeofIfInfomsg]byte
	m := c.New(unix.RTM_GETLINK, 0, hdr[:])
	m.PutU32(unix.IFLA_EXT_MASK, 1<<3) // RTEXT_FILTER_SKIP_STATS
	m.PutStr(unix.IFLA_ALT_IFNAME, name)
	r, err := c.Get(m)
	if err != nil || len(r.Data) < len(hdr) {
		return 0
	}
	return nl.Value(r.Data[4:]).U32()
}

// ifIndex reads the spelling if7 as scanf("if%u") does: what follows the number
// does not matter.
func ifIndex(name string) uint32 {
	if len(name) < 3 || name[:2] != "if" {
		return 0
	}
	v := uint64(0)
	n := 0
	for _, c := range []byte(name[2:]) {
		if c < '0' || c > '9' || v > 1<<40 {
			break
		}
		v = v*10 + uint64(c-'0')
		n++
	}
	if n == 0 {
		return 0
	}
	return uint32(v)
}
