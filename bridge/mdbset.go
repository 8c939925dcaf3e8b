package bridge

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A group is what the command line says of one. Of the words in more, which are sent
// behind the entry, those that are given stand at their places in mdbMore.
type group struct {
	dev, port, grp word
	vid            int16
	state          uint8
	stateMask      uint8
	more           [len(mdbMore)]word
	send           bool // there is more
}

// mdbMore is what can be sent behind an entry, in the order in which it is: how it is
// spelled, and what it is where it is wrong.
var mdbMore = [...]struct {
	name, what string
	attr       uint16
}{
	mdbSource:  {"src", "source address", uapi.MDBE_ATTR_SOURCE},
	mdbMode:    {"filter_mode", "filter mode", uapi.MDBE_ATTR_GROUP_MODE},
	mdbSources: {"source_list", "", uapi.MDBE_ATTR_SRC_LIST},
	mdbMaker:   {"proto", "protocol value", uapi.MDBE_ATTR_RTPROT},
	mdbDst:     {"dst", "underlay destination address", uapi.MDBE_ATTR_DST},
	mdbDstPort: {"dst_port", "destination port", uapi.MDBE_ATTR_DST_PORT},
	mdbVNI:     {"vni", "destination VNI", uapi.MDBE_ATTR_VNI},
	mdbSrcVNI:  {"src_vni", "source VNI", uapi.MDBE_ATTR_SRC_VNI},
	mdbVia:     {"via", "", uapi.MDBE_ATTR_IFINDEX},
}

const (
	mdbSource = iota
	mdbMode
	mdbSources
	mdbMaker
	mdbDst
	mdbDstPort
	mdbVNI
	mdbSrcVNI
	mdbVia

	// What the commands take of it.
	changeTakes = 1<<(mdbVia+1) - 1
	getTakes    = 1<<mdbSource | 1<<mdbSrcVNI
	flushTakes  = 1<<mdbMaker | 1<<mdbDst | 1<<mdbDstPort | 1<<mdbVNI | 1<<mdbSrcVNI
)

// take takes the value of dev, vid or one of more, which w may be. Of more, which has
// the bits of those that the command knows.
func (g *group) take(a *cli.Args, w string, more uint) (ok bool, err error) {
	switch w {
	case "dev":
		return true, g.dev.next(a)
	case "vid":
		w, err = a.Next()
		g.vid = int16(cli.Atoi(w))
		return true, err
	}
	for i := range mdbMore {
		if w == mdbMore[i].name && more>>i&1 != 0 {
			g.send = true
			return true, g.more[i].next(a)
		}
	}
	return false, nil
}

// entry is the struct br_mdb_entry. Its port and group may be missing where the
// command needs none.
func (g *group) entry(e *cli.Env) (index uint32, entry [mdbEntryLen]byte, err error) {
	if index, err = device(e, g.dev.text); err != nil {
		return
	}
	if g.port.given {
		port, err := device(e, g.port.text)
		if err != nil {
			return 0, entry, err
		}
		nl.Native.PutUint32(entry[:], port)
	}
	entry[mdbState] = g.state
	nl.Native.PutUint16(entry[mdbVID:], uint16(g.vid))
	if g.grp.given {
		err = parseGroup(e, g.grp.text, &entry)
	}
	return
}

// parseGroup reads an address of any kind.
func parseGroup(e *cli.Env, w string, entry *[mdbEntryLen]byte) error {
	if b := attr.Pton(w); b != nil {
		copy(entry[mdbAddr:], b)
		proto := uint16(uapi.ETH_P_IP)
		if len(b) == 16 {
			proto = uapi.ETH_P_IPV6
		}
		entry[mdbProto], entry[mdbProto+1] = byte(proto>>8), byte(proto)
		return nil
	}
	b, err := attr.ParseLL(w, 6)
	if err == nil && len(b) == 6 {
		copy(entry[mdbAddr:], b)
		return nil
	}
	why := ""
	if err != nil {
		why = err.Error() + "\n"
	}
	return e.Fail(why + `Invalid address "` + w + `"`)
}

// put puts what is sent behind the entry.
func (g *group) put(e *cli.Env, m *nl.Msg, nest uint16) error {
	if !g.send {
		return nil
	}
	m.Open(nest | nl.Nested)
	for i := range g.more {
		if w := &g.more[i]; w.given {
			if err := putMore(e, m, i, w.text); err != nil {
				return err
			}
		}
	}
	if g.stateMask != 0 {
		m.PutU8(uapi.MDBE_ATTR_STATE_MASK, g.stateMask)
	}
	m.Close()
	return nil
}

// putMore puts what stands at place i of mdbMore.
func putMore(e *cli.Env, m *nl.Msg, i int, w string) error {
	r := &mdbMore[i]
	ok := false
	switch i {
	case mdbSource, mdbDst:
		ok = putIP(m, r.attr, w)
	case mdbMode:
		ok = w == "include" || w == "exclude"
		mode := uint8(uapi.MCAST_EXCLUDE)
		if w == "include" {
			mode = uapi.MCAST_INCLUDE
		}
		m.PutU8(r.attr, mode)
	case mdbSources:
		m.Open(r.attr | nl.Nested)
		for rest, more := w, true; more; {
			w, rest, more = strings.Cut(rest, ",")
			m.Open(uapi.MDBE_SRC_LIST_ENTRY | nl.Nested)
			if !putIP(m, uapi.MDBE_SRCATTR_ADDRESS, w) {
				return e.Fail(`Invalid source entry "` + w + `" in source list`)
			}
			m.Close()
		}
		m.Close()
		ok = true
	case mdbMaker:
		var v uint32
		if v, ok = e.Protos.Number(w); !ok {
			var n uint64
			n, ok = cli.Uint(w, 0, 8)
			v = uint32(n)
		}
		m.PutU8(r.attr, uint8(v))
	case mdbDstPort:
		var v uint64
		v, ok = udpPort(w)
		m.PutU16(r.attr, uint16(v))
	case mdbVNI, mdbSrcVNI: // that it has 24 bits is the kernel's to say
		v, n, over := cli.Strtoul(w, 0)
		ok = n == len(w) && !over && v != ^uint64(0)
		m.PutU32(r.attr, uint32(v))
	case mdbVia:
		index, err := device(e, w)
		if err != nil {
			return err
		}
		m.PutU32(r.attr, index)
		ok = true
	}
	if !ok {
		return e.Fail("Invalid " + r.what + ` "` + w + `"`)
	}
	return nil
}

// putIP puts an address of version 4 or 6, if w is one.
func putIP(m *nl.Msg, typ uint16, w string) bool {
	b := attr.Pton(w)
	m.PutBytes(typ, b)
	return b != nil
}

// changeMDB adds, changes or deletes a group.
func changeMDB(e *cli.Env, a *cli.Args, typ, flags uint16) error {
	var g group
	for a.More() {
		w, _ := a.Next()
		ok, err := g.take(a, w, changeTakes)
		switch {
		case ok:
		case w == "grp":
			err = g.grp.next(a)
		case w == "port":
			err = g.port.next(a)
		case w == "permanent":
			if typ == unix.RTM_NEWMDB {
				g.state |= uapi.MDB_PERMANENT
			}
		case cli.Prefix(w, "help"):
			return cli.Usage(mdbUsage)
		}
		if err != nil {
			return err
		}
	}
	if !g.dev.given || !g.grp.given || !g.port.given {
		return e.Fail("Device, group address and port name are required arguments.")
	}
	return g.run(e, typ, flags)
}

func (g *group) run(e *cli.Env, typ, flags uint16) error {
	index, entry, err := g.entry(e)
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(typ, flags, mdbHeader(index))
	m.PutBytes(uapi.MDBA_SET_ENTRY, entry[:])
	if err := g.put(e, m, uapi.MDBA_SET_ENTRY_ATTRS); err != nil {
		return err
	}
	return talk(e, m)
}

func getMDB(e *cli.Env, a *cli.Args) error {
	var g group
	for a.More() {
		w, _ := a.Next()
		ok, err := g.take(a, w, getTakes)
		switch {
		case ok:
		case w == "grp":
			err = g.grp.next(a)
		case w == "help":
			return cli.Usage(mdbUsage)
		}
		if err != nil {
			return err
		}
	}
	if !g.dev.given || !g.grp.given {
		return e.Fail("Device and group address are required arguments.")
	}
	index, entry, err := g.entry(e)
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_GETMDB, 0, mdbHeader(index))
	m.PutBytes(uapi.MDBA_GET_ENTRY, entry[:])
	if err := g.put(e, m, uapi.MDBA_GET_ENTRY_ATTRS); err != nil {
		return err
	}
	r, err := c.Get(m)
	if err != nil {
		return cli.Status(err, notFound, false)
	}
	e.Begin()
	newMDBPrinter(e).groups(r)
	e.End()
	return nil
}

// flushMDB deletes the groups that fit, in one request.
func flushMDB(e *cli.Env, a *cli.Args) error {
	var g group
	for a.More() {
		w, _ := a.Next()
		ok, err := g.take(a, w, flushTakes)
		switch {
		case ok:
		case w == "port":
			err = g.port.next(a)
		case w == "permanent", w == "nopermanent":
			g.send, g.stateMask = true, uapi.MDB_PERMANENT
			if g.state = 0; w == "permanent" {
				g.state = uapi.MDB_PERMANENT
			}
		case w == "help":
			return cli.Usage(mdbUsage)
		}
		if err != nil {
			return err
		}
	}
	if !g.dev.given {
		return e.Fail("Device is a required argument.")
	}
	return g.run(e, unix.RTM_DELMDB, uapi.NLM_F_BULK)
}
