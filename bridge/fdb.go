package bridge

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const fdbUsage = `Usage: bridge fdb [ show [ br BRDEV ] [ brport DEV ] [ vlan VID ]
                         [ state STATE ] [ dynamic ] ]
       bridge fdb get [ to ] LLADDR [ br BRDEV ] { brport | dev } DEV
                         [ vlan VID ] [ vni VNI ] [ self ] [ master ] [ dynamic ]
       bridge fdb { add | append | del | replace } ADDR dev DEV [ OPTION ]...
       bridge fdb flush dev DEV [ SELECTOR ]...

Options of an entry
  whose it is    [ self ] [ master ] [ vlan VID ]
  how it lives   [ local | static | dynamic ] [ sticky ] [ extern_learn ] [ use ]
                 [ router ] [ activity_notify ] [ inactive ] [ norefresh ]
  where it is    { [ dst IPADDR ] [ port PORT] [ vni VNI ] | [ nhid NHID ] }
                 [ via DEV ] [ src_vni VNI ]

Selectors of entries to be flushed
  [ self ] [ master ] [ brport DEV ] [ vlan VID ] [ src_vni VNI ] [ nhid NHID ]
  [ vni VNI ] [ port PORT ] [ dst IPADDR ]
  [ [no]permanent | [no]static | [no]dynamic ] [ [no]added_by_user ]
  [ [no]extern_learn ] [ [no]sticky ] [ [no]offloaded ] [ [no]router ]
`

// RunFDB runs bridge fdb.
func RunFDB(e *cli.Env, a *cli.Args) error {
	e.Stamp = false
	return dispatch(e, a, "fdb", fdbCommands[:], showFDB)
}

var fdbCommands = [...]command{
	{"add", false, func(e *cli.Env, a *cli.Args) error {
		return changeFDB(e, a, unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	}},
	{"append", false, func(e *cli.Env, a *cli.Args) error {
		return changeFDB(e, a, unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_APPEND)
	}},
	{"replace", false, func(e *cli.Env, a *cli.Args) error {
		return changeFDB(e, a, unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	}},
	{"delete", false, func(e *cli.Env, a *cli.Args) error { return changeFDB(e, a, unix.RTM_DELNEIGH, 0) }},
	{"get", false, getFDB},
	{"show", false, showFDB},
	{"lst", false, showFDB},
	{"list", false, showFDB},
	{"flush", true, flushFDB},
	{"help", false, func(*cli.Env, *cli.Args) error { return cli.Usage(fdbUsage) }},
}

const ndmsgLen = unix.SizeofNdMsg

// neighHeader is a struct ndmsg of bridges.
func neighHeader(index uint32, state uint16, flags uint8) []byte {
	b := make([]byte, ndmsgLen)
	b[0] = unix.AF_BRIDGE
	nl.Native.PutUint32(b[4:], index)
	nl.Native.PutUint16(b[8:], state)
	b[10] = flags
	return b
}

// States of an entry, as the command line spells them.
func fdbState(word string) (uint32, bool) {
	for _, s := range [...]struct {
		name  string
		state uint32
	}{
		{"permanent", unix.NUD_PERMANENT}, {"static", unix.NUD_NOARP}, {"temp", unix.NUD_NOARP},
		{"stale", unix.NUD_STALE}, {"reachable", unix.NUD_REACHABLE}, {"dynamic", unix.NUD_REACHABLE},
	} {
		if cli.Prefix(word, s.name) {
			return s.state, true
		}
	}
	if word == "all" {
		return ^uint32(0), true
	}
	v, ok := cli.Uint(word, 0, 32)
	return uint32(v), ok
}

func showFDB(e *cli.Env, a *cli.Args) error {
	p := newFDBPrinter(e)
	k := &p.keep.fdb
	var dev, br word
	for a.More() {
		w, _ := a.Next()
		switch w {
		case "brport", "dev", "br", "vlan", "state":
		case "dynamic":
			k.dynamic = true
			continue
		default:
			if cli.Prefix(w, "help") {
				return cli.Usage(fdbUsage)
			}
			continue // passed over, as upstream does
		}
		value, err := a.Next()
		if err != nil {
			return err
		}
		switch w {
		case "brport", "dev":
			dev = word{value, true}
		case "br":
			br = word{value, true}
		case "vlan":
			if k.vlan != 0 {
				return cli.Duplicate("vlan", value)
			}
			k.vlan = uint32(cli.Atoi(value))
		case "state":
			s, ok := fdbState(value)
			if !ok {
				return cli.Invalid("invalid state", value)
			}
			k.state |= s
		}
	}
	var err error
	if br.given {
		master, err := named(e, "bridge", br.text)
		if err != nil {
			return err
		}
		k.master = master
	}
	if dev.given {
		if k.index, err = device(e, dev.text); err != nil {
			return err
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_GETNEIGH, 0, neighHeader(k.index, 0, 0))
	if k.master != 0 {
		m.PutU32(unix.NDA_MASTER, k.master)
	}
	e.Begin()
	if err := list(e, m, terminated, p.print); err != nil {
		return err
	}
	e.End()
	return nil
}

// An fdbPrinter prints entries of forwarding tables.
type fdbPrinter struct {
	e    *cli.Env
	keep *kept
	head func(label string) // called before an entry that passes
	tb   [uapi.NDA_MAX + 1]nl.Value
	ext  [uapi.NFEA_MAX + 1]nl.Value
}

func newFDBPrinter(e *cli.Env) *fdbPrinter { return &fdbPrinter{e: e, keep: keep(e)} }

func (p *fdbPrinter) print(r nl.Reply) bool {
	e, k := p.e, &p.keep.fdb
	if r.Type != unix.RTM_NEWNEIGH && r.Type != unix.RTM_DELNEIGH {
		return strange(e, "Not RTM_NEWNEIGH", r)
	}
	if len(r.Data) < ndmsgLen {
		return tooShort(e, r, ndmsgLen)
	}
	h := nl.Value(r.Data)
	index, state, flags := h.From(4).U32(), h.From(8).U16(), h.From(10).U8()
	if h[0] != unix.AF_BRIDGE || !pass(k.index, index) || k.state != 0 && uint32(state)&k.state == 0 {
		return true
	}
	t := nl.Table(p.tb[:])
	r.Attrs(t, ndmsgLen)
	vid := t[unix.NDA_VLAN].U16()
	if !pass(k.vlan, uint32(vid)) || k.dynamic && state&unix.NUD_PERMANENT != 0 {
		return true
	}
	if p.head != nil {
		p.head("[NEIGH]")
	}
	e.Obj("")
	if r.Type == unix.RTM_DELNEIGH {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	var s [256]byte
	if v := t[unix.NDA_LLADDR]; v != nil {
		typ, _ := e.LinkType(index)
		b := attr.AppendLLType(s[:0], v[:min(len(v), 64)], typ)
		e.Color(out.MAC).Bytes("mac", "% ", b[:min(len(b), 63)])
	}
	if k.index == 0 && index != 0 {
		e.Text("dev ")
		e.Color(out.Ifname).Str("ifname", "% ", e.LinkName(index))
	}
	if v := t[unix.NDA_DST]; v != nil {
		colour := out.Inet6
		if len(v) != 16 { // an IPv4 one, whatever its length
			colour, v = out.Inet, v[:min(len(v), 4)]
		}
		e.Text("dst ")
		e.Color(colour).Bytes("dst", "% ", attr.AppendIP(s[:0], v))
	}
	if vid != 0 {
		e.Uint("vlan", "vlan % ", uint64(vid))
	}
	if v := t[unix.NDA_PORT]; v != nil {
		e.Uint("port", "port % ", uint64(v.BE16()))
	}
	if v := t[unix.NDA_VNI]; v != nil {
		e.Uint("vni", "vni % ", uint64(v.U32()))
	}
	if v := t[unix.NDA_SRC_VNI]; v != nil {
		e.Uint("src_vni", "src_vni % ", uint64(v.U32()))
	}
	nsid := t[unix.NDA_LINK_NETNSID]
	if v := t[unix.NDA_IFINDEX]; v != nil && nsid != nil {
		e.Uint("viaIfIndex", "via ifindex % ", uint64(v.U32()))
	} else if v != nil {
		e.Str("viaIf", "via % ", e.LinkName(v.U32()))
	}
	if v := t[uapi.NDA_NH_ID]; v != nil {
		e.Uint("nhid", "nhid % ", uint64(v.U32()))
	}
	if nsid != nil {
		if e.JSON {
			e.Uint("linkNetNsId", "", uint64(nsid.U32()))
		} else {
			e.Int("", "link-netnsid % ", int64(int32(nsid.U32())))
		}
	}
	if v := t[uapi.NDA_FDB_EXT_ATTRS]; v != nil && e.Details > 0 {
		p.activity(v)
	}
	if v := t[unix.NDA_CACHEINFO]; v != nil && e.Stats > 0 {
		used, updated := v.From(4).U32()/100, v.From(8).U32()/100
		e.Uint("used", "used %", uint64(used))
		e.Uint("updated", "/% ", uint64(updated))
	}
	printFDBFlags(e, flags, t[uapi.NDA_FLAGS_EXT].U32())
	if v := t[unix.NDA_MASTER]; v != nil {
		e.Str("master", "master % ", e.LinkName(v.U32()))
	}
	printFDBState(e, state)
	e.EndObj()
	return true
}

// activity prints whether the kernel watches an entry's use (NFEA_ACTIVITY_NOTIFY).
func (p *fdbPrinter) activity(v nl.Value) {
	const notify, inactive = 1, 2
	bits := nl.Table(p.ext[:]).Index(v)[uapi.NFEA_ACTIVITY_NOTIFY].U8()
	if bits&notify != 0 {
		p.e.Bool("activity_notify", "activity_notify ", true, "", "")
	}
	if bits&inactive != 0 {
		p.e.Bool("inactive", "inactive ", true, "", "")
	}
}

func printFDBFlags(e *cli.Env, flags uint8, ext uint32) {
	e.Arr("flags")
	for _, f := range [...]struct {
		bit  uint8
		name string
	}{
		{unix.NTF_SELF, "self"}, {unix.NTF_ROUTER, "router"}, {unix.NTF_EXT_LEARNED, "extern_learn"},
		{unix.NTF_OFFLOADED, "offload"}, {unix.NTF_MASTER, "master"}, {uapi.NTF_STICKY, "sticky"},
	} {
		if flags&f.bit != 0 {
			e.Str(out.Elem, "% ", f.name)
		}
	}
	if ext&uapi.NTF_EXT_LOCKED != 0 {
		e.Str(out.Elem, "% ", "locked")
	}
	e.EndArr()
}

func printFDBState(e *cli.Env, state uint16) {
	name := ""
	switch {
	case state&unix.NUD_PERMANENT != 0:
		name = "permanent"
	case state&unix.NUD_NOARP != 0:
		name = "static"
	case state&unix.NUD_STALE != 0:
		name = "stale"
	case state&unix.NUD_REACHABLE != 0:
	default:
		e.Hex("state", "state=%\n", uint64(state))
		return
	}
	e.Str("state", "%\n", name)
}
