package bridge

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// An entry is what the command line says of one.
type entry struct {
	addr    word
	dev     word
	br      word
	vid     int16 // -1: not given
	dst     []byte
	port    uint64 // 0: not given
	vni     int64  // -1: not given
	srcVNI  int64
	nhid    uint32
	via     uint32
	state   uint16
	flags   uint8
	notify  uint8
	norefsh bool
}

// tunnel takes the value of an option that says where an entry is.
func (n *entry) tunnel(e *cli.Env, a *cli.Args, w string) (ok bool, err error) {
	switch w {
	case "dst", "nhid", "port", "vni", "src_vni":
	default:
		return false, nil
	}
	value, err := a.Next()
	if err != nil {
		return true, err
	}
	switch w {
	case "dst":
		if n.dst != nil {
			return true, cli.Garbage("dst", value)
		}
		p, err := attr.ParseAddr(value, e.Family)
		if err != nil {
			return true, err
		}
		n.dst = append([]byte{}, p.Addr()...)
	case "nhid":
		v, ok := cli.Uint(value, 0, 32)
		if !ok {
			return true, cli.Invalid("\"id\" value is invalid\n", value)
		}
		n.nhid = uint32(v)
	case "port":
		if n.port, ok = udpPort(value); !ok {
			return true, cli.Invalid("invalid port\n", value)
		}
	case "vni":
		if n.vni, ok = vni(value); !ok {
			return true, cli.Invalid("invalid VNI\n", value)
		}
	case "src_vni":
		if n.srcVNI, ok = vni(value); !ok {
			return true, cli.Invalid("invalid src VNI\n", value)
		}
	}
	return true, nil
}

// vni reads a number of 24 bits.
func vni(word string) (int64, bool) {
	v, n, over := cli.Strtoul(word, 0)
	return int64(v), n == len(word) && !over && v>>24 == 0
}

// udpPort reads a port, by number or by its name in /etc/services.
func udpPort(word string) (uint64, bool) {
	v, n, over := cli.Strtoul(word, 0)
	if n == len(word) {
		return v, !over && v <= 0xffff
	}
	return names.UDPService(word)
}

// scanMAC reads six numbers in hex with colons between them, and does not look at
// what follows.
func scanMAC(s string) (mac [6]byte, ok bool) {
	for i := range mac {
		if i > 0 {
			if !strings.HasPrefix(s, ":") {
				return mac, false
			}
			s = s[1:]
		}
		v, n, _ := cli.Strtoul(s, 16)
		if n == 0 || n < len(s) && s[n-1] == '0' && s[n]|0x20 == 'x' {
			return mac, false // scanf takes 0x for the beginning of a number
		}
		mac[i], s = byte(v), s[n:]
	}
	return mac, true
}

func (n *entry) parse(e *cli.Env, a *cli.Args) error {
	n.vid, n.vni, n.srcVNI, n.state = -1, -1, -1, unix.NUD_NOARP
	is := func(w, name string) bool { return cli.Prefix(w, name) }
	for a.More() {
		w, _ := a.Next()
		var err error
		if ok, err := n.tunnel(e, a, w); err != nil {
			return err
		} else if ok {
			continue
		}
		switch {
		case w == "dev":
			err = n.dev.next(a)
		case w == "via":
			var name string
			if name, err = a.Next(); err == nil {
				if n.via = e.LinkIndex(name); n.via == 0 {
					return cli.Quit(255, `Cannot find device "`+name+`"`)
				}
			}
		case w == "self":
			n.flags |= unix.NTF_SELF
		case is(w, "master"):
			n.flags |= unix.NTF_MASTER
		case is(w, "router"):
			n.flags |= unix.NTF_ROUTER
		case is(w, "local"), is(w, "permanent"):
			n.state |= unix.NUD_PERMANENT
		case is(w, "temp"), is(w, "static"):
			n.state |= unix.NUD_REACHABLE
		case is(w, "dynamic"):
			n.state = n.state&^unix.NUD_NOARP | unix.NUD_REACHABLE
		case is(w, "vlan"):
			err = n.vlan(a)
		case is(w, "use"):
			n.flags |= unix.NTF_USE
		case is(w, "extern_learn"):
			n.flags |= unix.NTF_EXT_LEARNED
		case is(w, "sticky"):
			n.flags |= uapi.NTF_STICKY
		case w == "activity_notify":
			n.notify |= 1
		case w == "inactive":
			n.notify |= 2
		case w == "norefresh":
			n.norefsh = true
		default:
			err = n.to(a, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// vlan takes the value of vlan, which may be given once.
func (n *entry) vlan(a *cli.Args) error {
	if n.vid >= 0 {
		return cli.Garbage("vlan", a.Last())
	}
	w, err := a.Next()
	n.vid = int16(cli.Atoi(w))
	return err
}

// to takes the entry's address, w being it or the word to before it.
func (n *entry) to(a *cli.Args, w string) (err error) {
	if w == "to" {
		if w, err = a.Next(); err != nil {
			return err
		}
	}
	if cli.Prefix(w, "help") {
		return cli.Usage(fdbUsage)
	}
	if n.addr.given {
		return cli.Garbage("to", w)
	}
	n.addr = word{w, true}
	return nil
}

// changeFDB adds, changes or deletes an entry.
func changeFDB(e *cli.Env, a *cli.Args, typ, flags uint16) error {
	var n entry
	if err := n.parse(e, a); err != nil {
		return err
	}
	if !n.dev.given || !n.addr.given {
		return e.Fail("Device and address are required arguments.")
	}
	if n.nhid != 0 && (n.dst != nil || n.port != 0 || n.vni != -1) {
		return e.Fail("dst, port, vni are mutually exclusive with nhid")
	}
	if n.flags&(unix.NTF_SELF|unix.NTF_MASTER) == 0 {
		n.flags |= unix.NTF_SELF
	}
	if n.state&(unix.NUD_PERMANENT|unix.NUD_REACHABLE) == 0 {
		n.state |= unix.NUD_PERMANENT
	}
	mac, ok := scanMAC(n.addr.text)
	if !ok {
		return e.Fail("Invalid mac address " + n.addr.text)
	}
	index, err := device(e, n.dev.text)
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(typ, flags, neighHeader(index, n.state, n.flags))
	m.PutBytes(unix.NDA_LLADDR, mac[:])
	if n.dst != nil {
		m.PutBytes(unix.NDA_DST, n.dst)
	}
	if n.vid >= 0 {
		m.PutU16(unix.NDA_VLAN, uint16(n.vid))
	}
	if n.nhid > 0 {
		m.PutU32(uapi.NDA_NH_ID, n.nhid)
	}
	if n.port != 0 {
		m.PutBE16(unix.NDA_PORT, uint16(n.port))
	}
	if n.vni != -1 {
		m.PutU32(unix.NDA_VNI, uint32(n.vni))
	}
	if n.srcVNI != -1 {
		m.PutU32(unix.NDA_SRC_VNI, uint32(n.srcVNI))
	}
	if n.via != 0 {
		m.PutU32(unix.NDA_IFINDEX, n.via)
	}
	if n.notify != 0 || n.norefsh {
		m.Open(uapi.NDA_FDB_EXT_ATTRS | nl.Nested)
		if n.notify != 0 {
			m.PutU8(uapi.NFEA_ACTIVITY_NOTIFY, n.notify)
		}
		if n.norefsh {
			m.PutFlag(uapi.NFEA_DONT_REFRESH)
		}
		m.Close()
	}
	return talk(e, m)
}

func getFDB(e *cli.Env, a *cli.Args) error {
	p := newFDBPrinter(e)
	n := entry{vid: -1, vni: -1}
	for a.More() {
		w, _ := a.Next()
		var err error
		switch {
		case w == "brport", w == "dev":
			err = n.dev.next(a)
		case w == "br":
			err = n.br.next(a)
		case w == "vni":
			_, err = n.tunnel(e, a, w)
		case w == "self":
			n.flags |= unix.NTF_SELF
		case cli.Prefix(w, "master"):
			n.flags |= unix.NTF_MASTER
		case cli.Prefix(w, "vlan"):
			err = n.vlan(a)
		case cli.Prefix(w, "dynamic"):
			p.keep.fdb.dynamic = true
		default:
			err = n.to(a, w)
		}
		if err != nil {
			return err
		}
	}
	if !n.dev.given && !n.br.given || !n.addr.given {
		return e.Fail("Device or master and address are required arguments.")
	}
	mac, ok := scanMAC(n.addr.text)
	if !ok {
		return e.Fail("Invalid mac address " + n.addr.text)
	}
	var index, br uint32
	var err error
	if n.dev.given {
		if index, err = device(e, n.dev.text); err != nil {
			return err
		}
	}
	if n.br.given {
		if br, err = named(e, "bridge", n.br.text); err != nil {
			return err
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_GETNEIGH, 0, neighHeader(index, 0, n.flags))
	m.PutBytes(unix.NDA_LLADDR, mac[:])
	if n.vid >= 0 {
		m.PutU16(unix.NDA_VLAN, uint16(n.vid))
	}
	if n.vni != -1 {
		m.PutU32(unix.NDA_VNI, uint32(n.vni))
	}
	if br != 0 {
		m.PutU32(unix.NDA_MASTER, br)
	}
	r, err := c.Get(m)
	if err != nil {
		return cli.Status(err, notFound, false)
	}
	e.Begin()
	p.print(r)
	e.End()
	return nil
}
