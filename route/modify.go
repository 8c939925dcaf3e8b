package route

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// change is a request to add, change or remove a route, being read.
type change struct {
	e   *cli.Env
	a   *cli.Args
	m   *nl.Msg
	hdr [hdrLen]byte

	dev      string
	devOK    bool
	metrics  metrics
	nhid     uint32
	via      bool
	to       bool
	nexthops bool
	scopeOK  bool
	tableOK  bool
	typeOK   bool
}

// encapRoom is how long the reference lets a request grow with an encapsulation.
const encapRoom = 1024

func modify(e *cli.Env, a *cli.Args, cmd, flags uint16) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	r := change{e: e, a: a}
	r.hdr = [hdrLen]byte{hdrFamily: e.Family, hdrTable: unix.RT_TABLE_MAIN, hdrScope: unix.RT_SCOPE_NOWHERE}
	if cmd != unix.RTM_DELROUTE {
		r.hdr[hdrProto], r.hdr[hdrScope], r.hdr[hdrType] = unix.RTPROT_BOOT, unix.RT_SCOPE_UNIVERSE, unix.RTN_UNICAST
	}
	r.m = c.New(cmd, flags, r.hdr[:])
	for a.More() && !r.nexthops {
		if err := r.option(); err != nil {
			return err
		}
	}
	if !r.to {
		return usage()
	}
	if r.devOK {
		i, err := e.Link(r.dev)
		if err != nil {
			return err
		}
		add32(r.m, unix.RTA_OIF, i)
	}
	r.metrics.put(e, r.m)
	if r.nexthops {
		if err := r.parseNexthops(); err != nil {
			return err
		}
	}
	r.defaults(cmd)
	copy(r.m.Header(), r.hdr[:])
	if e.Later != nil && !e.Echo {
		return e.Later(r.m)
	}
	return failed(e.Do(r.m, func(reply nl.Reply) error {
		NewPrinter(e).Print(reply)
		return nil
	}))
}

// defaults fills in what the words left open.
func (r *change) defaults(cmd uint16) {
	h := &r.hdr
	if h[hdrFamily] == unix.AF_UNSPEC {
		h[hdrFamily] = unix.AF_INET
	}
	typ := h[hdrType]
	if !r.tableOK {
		switch typ {
		case unix.RTN_LOCAL, unix.RTN_BROADCAST, unix.RTN_NAT, unix.RTN_ANYCAST:
			h[hdrTable] = unix.RT_TABLE_LOCAL
		}
	}
	if !r.scopeOK {
		switch {
		case h[hdrFamily] == unix.AF_INET6 || h[hdrFamily] == unix.AF_MPLS:
			h[hdrScope] = unix.RT_SCOPE_UNIVERSE
		case typ == unix.RTN_LOCAL || typ == unix.RTN_NAT:
			h[hdrScope] = unix.RT_SCOPE_HOST
		case typ == unix.RTN_BROADCAST || typ == unix.RTN_MULTICAST || typ == unix.RTN_ANYCAST:
			h[hdrScope] = unix.RT_SCOPE_LINK
		case typ == unix.RTN_UNICAST || typ == unix.RTN_UNSPEC:
			if cmd == unix.RTM_DELROUTE {
				h[hdrScope] = unix.RT_SCOPE_NOWHERE
			} else if !r.via && !r.nexthops && r.nhid == 0 {
				h[hdrScope] = unix.RT_SCOPE_LINK
			}
		}
	}
	if !r.typeOK && h[hdrFamily] == unix.AF_MPLS {
		h[hdrType] = unix.RTN_UNICAST
	}
}

// option reads one option. Names are tried in upstream's order, of which depends
// what an abbreviation means.
func (r *change) option() error {
	w := r.a.Peek()
	// What comes most: no name begins like these.
	switch {
	case w != "" && w[0] >= '0' && w[0] <= '9':
		return r.destination()
	case w == "via":
		return r.gateway()
	case w == "dev":
		return r.device()
	}
	is := func(name string) bool { return cli.Prefix(w, name) }
	switch {
	case w == "src":
		return r.address(unix.RTA_PREFSRC, false)
	case w == "as":
		return r.address(unix.RTA_NEWDST, true)
	case w == "from":
		return r.source()
	case w == "tos", is("dsfield"):
		v, err := r.value()
		if err != nil {
			return err
		}
		tos, ok := encap.DSField(r.e, v)
		if !ok {
			return cli.Invalid("\"tos\" value is invalid\n", v)
		}
		r.hdr[hdrTOS] = tos
		return nil
	case w == "expires":
		return r.number(unix.RTA_EXPIRES, "\"expires\" value is invalid\n", nil)
	case is("metric"), is("priority"), w == "preference":
		return r.number(unix.RTA_PRIORITY, "\"metric\" value is invalid\n", nil)
	case w == "scope":
		v, err := r.value()
		if err != nil {
			return err
		}
		id, ok := lookup(&r.e.Scopes, v)
		if !ok {
			return cli.Invalid("invalid \"scope\" value\n", v)
		}
		r.hdr[hdrScope], r.scopeOK = id, true
		return nil
	case is("protocol"):
		return r.protocol()
	}
	if i := metricAt(w); i >= 0 {
		return r.metrics.option(r.a, i)
	}
	return r.further(w)
}

// further is option for the names behind the metrics.
func (r *change) further(w string) error {
	is := func(name string) bool { return cli.Prefix(w, name) }
	switch {
	case is("realms"):
		v, err := r.value()
		if err != nil {
			return err
		}
		id, ok := realms(r.e, v)
		if !ok {
			return cli.Invalid("\"realm\" value is invalid\n", v)
		}
		add32(r.m, unix.RTA_FLOW, id)
	case w == "onlink":
		r.a.Skip(1)
		r.hdr[hdrFlags] |= unix.RTNH_F_ONLINK
	case w == "nexthop":
		r.nexthops = true
	case w == "nhid":
		return r.number(uapi.RTA_NH_ID, "\"id\" value is invalid\n", &r.nhid)
	case is("table"):
		v, err := r.value()
		if err != nil {
			return err
		}
		id, ok := encap.Table(r.e, v)
		if !ok {
			return cli.Invalid("\"table\" value is invalid\n", v)
		}
		r.table(id)
	case is("vrf"):
		v, err := r.value()
		if err != nil {
			return err
		}
		id := vrfTable(r.e, v)
		if id == 0 {
			return cli.Invalid("Invalid VRF\n", v)
		}
		r.table(id)
	case w == "oif":
		return r.device()
	case is("pref"):
		return r.pref()
	case w == "encap":
		return r.encap()
	case w == "ttl-propagate":
		v, err := r.value()
		if err != nil {
			return err
		}
		on := cli.Prefix(v, "enabled")
		if !on && !cli.Prefix(v, "disabled") {
			return cli.Invalid("\"ttl-propagate\" value is invalid\n", v)
		}
		b := r.m.Add(unix.RTA_TTL_PROPAGATE, 1)
		if on {
			b[0] = 1
		}
	case is("fastopen_no_cookie"):
		return r.metrics.boolean(r.a, unix.RTAX_FASTOPEN_NO_COOKIE, "fastopen_no_cookie")
	default:
		return r.destination()
	}
	return nil
}

func (r *change) device() (err error) {
	r.dev, err = r.value()
	r.devOK = err == nil
	return err
}

func (r *change) protocol() error {
	v, err := r.value()
	if err != nil {
		return err
	}
	id, ok := lookup(&r.e.Protos, v)
	if !ok {
		return cli.Invalid("\"protocol\" value is invalid\n", v)
	}
	r.hdr[hdrProto] = id
	return nil
}

// value takes an option and its value.
func (r *change) value() (string, error) {
	r.a.Skip(1)
	return r.a.Next()
}

func (r *change) number(typ uint16, why string, to *uint32) error {
	w, err := r.value()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return cli.Invalid(why, w)
	}
	if to != nil {
		*to = uint32(v)
	}
	add32(r.m, typ, uint32(v))
	return nil
}

func (r *change) table(id uint32) {
	if id < 256 {
		r.hdr[hdrTable] = uint8(id)
	} else {
		r.hdr[hdrTable] = unix.RT_TABLE_UNSPEC
		add32(r.m, unix.RTA_TABLE, id)
	}
	r.tableOK = true
}

// address reads a plain address, which may have `to` before it.
func (r *change) address(typ uint16, to bool) error {
	r.a.Skip(1)
	if to {
		r.a.Accept("to")
	}
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	p, err := attr.ParseAddr(w, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	addBytes(r.m, typ, p.Addr())
	return nil
}

func (r *change) isFamily(f uint8) {
	if r.hdr[hdrFamily] == unix.AF_UNSPEC {
		r.hdr[hdrFamily] = f
	}
}

func (r *change) gateway() error {
	if r.via {
		return cli.Invalid("use nexthop syntax to specify multiple via\n", "via")
	}
	r.via = true
	r.a.Skip(1)
	p, err := viaAddr(r.a, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	addVia(r.m, &p, r.hdr[hdrFamily])
	return nil
}

// viaAddr reads [FAMILY] ADDRESS.
func viaAddr(a *cli.Args, family uint8) (p attr.Prefix, err error) {
	w, err := a.Next()
	if err != nil {
		return p, err
	}
	if f := readFamily(w); f != notAFamily {
		family = f
		if w, err = a.Next(); err != nil {
			return p, err
		}
	}
	return attr.ParseAddr(w, family)
}

// addVia adds a gateway: with its family where that is not the route's.
func addVia(m *nl.Msg, p *attr.Prefix, family uint8) {
	if p.Family == family {
		addBytes(m, unix.RTA_GATEWAY, p.Addr())
		return
	}
	b := m.Add(unix.RTA_VIA, p.Bytes+2)
	nl.Native.PutUint16(b, uint16(p.Family))
	copy(b[2:], p.Addr())
}

func (r *change) source() error {
	w, err := r.value()
	if err != nil {
		return err
	}
	p, err := attr.ParsePrefix(w, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	if p.Bytes > 0 {
		addBytes(r.m, unix.RTA_SRC, p.Addr())
	}
	r.hdr[hdrSrcLen] = uint8(p.Bits)
	return nil
}

func (r *change) pref() error {
	w, err := r.value()
	if err != nil {
		return err
	}
	v := uint64(0)
	switch w {
	case "low":
		v = 3
	case "medium":
	case "high":
		v = 1
	default:
		var ok bool
		if v, ok = cli.Uint(w, 0, 8); !ok {
			return cli.Invalid("\"pref\" value is invalid\n", w)
		}
	}
	r.m.Add(unix.RTA_PREF, 1)[0] = uint8(v)
	return nil
}

func (r *change) encap() error {
	mark, left := r.m.Mark(), r.a.Len()
	r.a.Skip(1)
	err := encap.Parse(r.e, r.a, r.m, unix.RTA_ENCAP, unix.RTA_ENCAP_TYPE, 4, encapRoom)
	switch {
	case err == encap.ErrBound:
		// Upstream goes on behind the word encap, which makes little of the rest.
		r.m.Cut(mark)
		for r.a.Len() < left-1 {
			r.a.Back()
		}
		return nil
	case err != nil:
		return err
	}
	if r.m.Mark() > encapRoom {
		r.m.Cut(mark)
		r.e.Warn("addraw_l ERROR: message exceeded bound of " + strconv.Itoa(encapRoom))
	}
	return nil
}

func (r *change) destination() error {
	r.a.Accept("to")
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	if w == "" || w[0] < '0' || w[0] > '9' {
		if typ, ok := routeType(w); ok {
			r.hdr[hdrType], r.typeOK = typ, true
			if w, err = r.a.Next(); err != nil {
				return err
			}
		}
	}
	if cli.Prefix(w, "help") {
		return usage()
	}
	if r.to {
		return cli.Garbage("to", w)
	}
	p, err := attr.ParsePrefix(w, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	r.hdr[hdrDstLen], r.to = uint8(p.Bits), true
	if p.Bytes > 0 {
		addBytes(r.m, uapi.RTA_DST, p.Addr())
	}
	return nil
}
