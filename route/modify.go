package route

import (
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
