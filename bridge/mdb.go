package bridge

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const mdbUsage = `Usage: bridge mdb [ show ] [ dev DEV ] [ vid VID ]
       bridge mdb get dev DEV grp GROUP [ src SOURCE ] [ vid VID ] [ src_vni SRC_VNI ]
       bridge mdb { add | del | replace } dev DEV port PORT grp GROUP [ src SOURCE ]
              [ permanent | temp ] [ vid VID ] [ proto PROTO ]
              [ filter_mode { include | exclude } ] [ source_list SOURCE_LIST ]
              [ dst IPADDR ] [ dst_port DST_PORT ] [ vni VNI ] [ src_vni SRC_VNI ]
              [ via DEV ]
       bridge mdb flush dev DEV [ port PORT ] [ vid VID ] [ [no]permanent ]
              [ proto PROTO ] [ dst IPADDR ] [ dst_port DST_PORT ] [ vni VNI ]
              [ src_vni SRC_VNI ]

GROUP is a multicast address: of IPv4, of IPv6, or a MAC address.
SOURCE_LIST is addresses with commas between them.
`

// RunMDB runs bridge mdb.
func RunMDB(e *cli.Env, a *cli.Args) error {
	e.Stamp = false
	return dispatch(e, a, "mdb", mdbCommands[:], showMDB)
}

var mdbCommands = [...]command{
	{"add", false, func(e *cli.Env, a *cli.Args) error {
		return changeMDB(e, a, unix.RTM_NEWMDB, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	}},
	{"replace", true, func(e *cli.Env, a *cli.Args) error {
		return changeMDB(e, a, unix.RTM_NEWMDB, unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	}},
	{"delete", false, func(e *cli.Env, a *cli.Args) error { return changeMDB(e, a, unix.RTM_DELMDB, 0) }},
	{"show", false, showMDB},
	{"lst", false, showMDB},
	{"list", false, showMDB},
	{"get", true, getMDB},
	{"flush", true, flushMDB},
	{"help", false, func(*cli.Env, *cli.Args) error { return cli.Usage(mdbUsage) }},
}

// mdbHeader is a struct br_port_msg.
func mdbHeader(index uint32) []byte {
	b := make([]byte, mdbHeaderLen)
	b[0] = unix.AF_BRIDGE
	nl.Native.PutUint32(b[4:], index)
	return b
}

const mdbHeaderLen = 8

// showMDB lists the groups, and asks again for the ports that have routers behind them.
func showMDB(e *cli.Env, a *cli.Args) error {
	p := newMDBPrinter(e)
	if err := filter(e, a, &p.keep.mdb.index, &p.keep.mdb.vid); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	e.Obj("")
	e.Arr("mdb")
	if err := p.dump(c, p.groups); err != nil {
		return err
	}
	e.EndArr()
	e.Obj("router")
	if err := p.dump(c, p.routers); err != nil {
		return err
	}
	e.EndObj()
	e.EndObj()
	e.End()
	return nil
}

// An mdbPrinter prints multicast groups and the ports with routers behind them.
type mdbPrinter struct {
	e    *cli.Env
	keep *kept
	head func(label string) // called before an event that passes
	tb   [uapi.MDBA_MAX + 1]nl.Value
	attr [uapi.MDBA_MDB_EATTR_MAX + 1]nl.Value
	src  [uapi.MDBA_MDB_SRCATTR_MAX + 1]nl.Value
}

func newMDBPrinter(e *cli.Env) *mdbPrinter { return &mdbPrinter{e: e, keep: keep(e)} }

func (p *mdbPrinter) dump(c *nl.Conn, print func(nl.Reply) bool) error {
	err := list(p.e, c.New(unix.RTM_GETMDB, 0, mdbHeader(0)), terminated, print)
	if err != nil {
		p.e.End()
		err = cli.Status(err, failed, false)
	}
	return err
}

// parse indexes a message. pass is whether it passes the filter, and ok whether it is
// one at all.
func (p *mdbPrinter) parse(r nl.Reply) (t nl.Table, index uint32, pass, ok bool) {
	if r.Type != unix.RTM_GETMDB && r.Type != unix.RTM_NEWMDB && r.Type != unix.RTM_DELMDB {
		return nil, 0, false, strange(p.e, "Not RTM_GETMDB, RTM_NEWMDB or RTM_DELMDB", r)
	}
	t = nl.Table(p.tb[:])
	if !r.Attrs(t, mdbHeaderLen) {
		return nil, 0, false, tooShort(p.e, r, mdbHeaderLen)
	}
	index = nl.Value(r.Data[4:]).U32()
	return t, index, p.keep.mdb.index == 0 || p.keep.mdb.index == index, true
}

func (p *mdbPrinter) groups(r nl.Reply) bool {
	t, index, pass, ok := p.parse(r)
	if pass {
		p.entries(t[uapi.MDBA_MDB], index)
	}
	return ok
}

// routers prints what ports have routers behind them: with details only, as upstream
// has it.
func (p *mdbPrinter) routers(r nl.Reply) bool {
	t, index, pass, ok := p.parse(r)
	if pass {
		p.routerPorts(t[uapi.MDBA_ROUTER], index, r.Type == unix.RTM_GETMDB)
	}
	return ok
}

// event prints what has changed.
func (p *mdbPrinter) event(r nl.Reply) bool {
	t, index, pass, ok := p.parse(r)
	if !pass {
		return ok
	}
	p.head("[MDB]")
	if r.Type == unix.RTM_DELMDB {
		p.e.Bool("deleted", "Deleted ", true, "", "")
	}
	p.entries(t[uapi.MDBA_MDB], index)
	p.routerPorts(t[uapi.MDBA_ROUTER], index, false)
	return true
}

func (p *mdbPrinter) entries(list nl.Value, index uint32) {
	for _, group := range nl.Attrs(list) {
		for _, v := range nl.Attrs(group) {
			p.entry(v, index)
		}
	}
}

// Where things stand in a struct br_mdb_entry.
const (
	mdbState    = 4
	mdbFlags    = 5
	mdbVID      = 6
	mdbAddr     = 8
	mdbProto    = 24
	mdbEntryLen = 28
)

// entry prints a struct br_mdb_entry and the attributes behind it.
func (p *mdbPrinter) entry(v nl.Value, index uint32) {
	e := p.e
	t := nl.Table(p.attr[:]).Index(v.From(mdbEntryLen))
	vid := v.From(mdbVID).U16()
	if len(v) < mdbEntryLen || !pass(p.keep.mdb.vid, uint32(vid)) {
		return
	}
	var s [64]byte
	addr, colour, size := s[:0], out.None, 0
	switch v.From(mdbProto).BE16() {
	case 0:
		addr = attr.AppendLL(addr, v[mdbAddr:mdbAddr+6])
	case uapi.ETH_P_IP:
		colour, size = out.Inet, 4
	default:
		colour, size = out.Inet6, 16
	}
	if size > 0 {
		addr = attr.AppendIP(addr, v[mdbAddr:mdbAddr+size])
	}
	e.Obj("")
	e.Int("index", "", int64(int32(index)))
	e.Color(out.Ifname).Str("dev", "dev %", e.LinkName(index))
	e.Str("port", " port %", e.LinkName(v.U32()))
	e.Color(colour).Bytes("grp", " grp %", addr)
	if v := t[uapi.MDBA_MDB_EATTR_SOURCE]; v != nil {
		e.Color(colour).Bytes("src", " src %", ntop(s[:0], v, size))
	}
	state := "temp"
	if v[mdbState]&uapi.MDB_PERMANENT != 0 {
		state = "permanent"
	}
	e.Str("state", " %", state)
	if e.Details > 0 {
		p.details(t, colour, size)
	}
	e.Arr("flags")
	for i, name := range [...]string{"offload", "fast_leave", "added_by_star_ex", "blocked", "offload_failed"} {
		if v[mdbFlags]>>i&1 != 0 {
			e.Str(out.Elem, " %", name)
		}
	}
	e.EndArr()
	if vid != 0 {
		e.Uint("vid", " vid %", uint64(vid))
	}
	if v := t[uapi.MDBA_MDB_EATTR_DST]; v != nil {
		size, colour := 4, out.Inet
		if len(v) == 16 {
			size, colour = 16, out.Inet6
		}
		e.Color(colour).Bytes("dst", " dst %", ntop(s[:0], v, size))
	}
	if v := t[uapi.MDBA_MDB_EATTR_DST_PORT]; v != nil {
		e.Uint("dst_port", " dst_port %", uint64(v.U16()))
	}
	if v := t[uapi.MDBA_MDB_EATTR_VNI]; v != nil {
		e.Uint("vni", " vni %", uint64(v.U32()))
	}
	if v := t[uapi.MDBA_MDB_EATTR_SRC_VNI]; v != nil {
		e.Uint("src_vni", " src_vni %", uint64(v.U32()))
	}
	if v := t[uapi.MDBA_MDB_EATTR_IFINDEX]; v != nil {
		e.Str("via", " via %", e.LinkName(v.U32()))
	}
	if v := t[uapi.MDBA_MDB_EATTR_TIMER]; v != nil && e.Stats > 0 {
		printTimer(e, " %", v.U32(), 4)
	}
	e.NL()
	e.EndObj()
}

// details prints what a group takes in, and from whom.
func (p *mdbPrinter) details(t nl.Table, colour out.Colour, size int) {
	e := p.e
	if v := t[uapi.MDBA_MDB_EATTR_GROUP_MODE]; v != nil {
		mode := "exclude"
		if v.U8() == uapi.MCAST_INCLUDE {
			mode = "include"
		}
		e.Str("filter_mode", " filter_mode %", mode)
	}
	if list := t[uapi.MDBA_MDB_EATTR_SRC_LIST]; list != nil {
		e.Arr("source_list")
		e.Text(" source_list")
		sep := " "
		for _, v := range nl.Attrs(list) {
			s := nl.Table(p.src[:]).Index(v)
			addr, timer := s[uapi.MDBA_MDB_SRCATTR_ADDRESS], s[uapi.MDBA_MDB_SRCATTR_TIMER]
			if addr != nil && timer != nil && size > 0 {
				var b [64]byte
				e.Obj("")
				e.Text(sep)
				e.Color(colour).Bytes("address", "%", ntop(b[:0], addr, size))
				printTimer(e, "/%", timer.U32(), 0)
				e.EndObj()
			}
			sep = ","
		}
		e.EndArr()
	}
	if v := t[uapi.MDBA_MDB_EATTR_RTPROT]; v != nil {
		e.Str("protocol", " proto %", e.RtProto(uint32(v.U8())))
	}
}

// ntop writes an address of size bytes, of which v may have fewer.
func ntop(s []byte, v nl.Value, size int) []byte {
	if size == 0 || len(v) < size {
		return append(s, "(null)"...) // what C makes of no address
	}
	return attr.AppendIP(s, v[:size])
}
