package route

import (
	"strconv"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// query is a request for the route that a packet would take, being read.
type query struct {
	e        *cli.Env
	a        *cli.Args
	m        *nl.Msg
	hdr      [hdrLen]byte
	flags    uint32
	iif, oif string
	iifOK    bool
	oifOK    bool
	mark     uint32
	fibmatch bool
	conn     bool
	from, to bool
}

func get(e *cli.Env, a *cli.Args) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	q := query{e: e, a: a, hdr: [hdrLen]byte{hdrFamily: e.Family}}
	q.m = c.New(unix.RTM_GETROUTE, 0, q.hdr[:])
	for a.More() {
		if err := q.option(); err != nil {
			return err
		}
	}
	if !q.to {
		return cli.Fail("need at least a destination address")
	}
	if q.iifOK {
		i, err := e.Link(q.iif)
		if err != nil {
			return err
		}
		add32(q.m, unix.RTA_IIF, i)
	}
	if q.oifOK {
		i, err := e.Link(q.oif)
		if err != nil {
			return err
		}
		add32(q.m, unix.RTA_OIF, i)
	}
	if q.mark != 0 {
		add32(q.m, unix.RTA_MARK, q.mark)
	}
	if q.hdr[hdrFamily] == unix.AF_UNSPEC {
		q.hdr[hdrFamily] = unix.AF_INET
	}
	if q.hdr[hdrFamily] == unix.AF_INET {
		q.flags |= uapi.RTM_F_LOOKUP_TABLE
	}
	if q.fibmatch {
		q.flags |= uapi.RTM_F_FIB_MATCH
	}
	nl.Native.PutUint32(q.hdr[hdrFlags:], q.flags)
	copy(q.m.Header(), q.hdr[:])
	p := NewPrinter(e)
	p.f.family = e.Family
	r, err := c.Get(q.m)
	if err != nil {
		return failed(err)
	}
	e.Begin()
	if q.conn && !q.from {
		if err := q.answer(p, r); err != nil {
			e.End()
			return err
		}
		t := nl.Table(p.tb[:])
		e.End()
		if t[unix.RTA_PREFSRC] == nil && t[unix.RTA_SRC] == nil {
			return cli.Fail("Failed to connect the route")
		}
		// Upstream asks the same again, and prints it as text whatever was wanted.
		if r, err = c.Get(q.m); err != nil {
			return failed(err)
		}
	}
	err = q.answer(p, r)
	e.End()
	return err
}

func (q *query) answer(p *Printer, r nl.Reply) error {
	if err := p.Print(r); err != nil {
		return cli.Fail(err.Error() + "\nAn error :-)")
	}
	return nil
}

func (q *query) option() error {
	a := q.a
	w, _ := a.Next()
	is := func(name string) bool { return cli.Prefix(w, name) }
	var v string
	var err error
	value := func() bool {
		v, err = a.Next()
		return err == nil
	}
	switch {
	case w == "tos", is("dsfield"):
		if !value() {
			return err
		}
		var ok bool
		if q.hdr[hdrTOS], ok = encap.DSField(q.e, v); !ok {
			return cli.Invalid("TOS value is invalid\n", v)
		}
	case is("from"):
		if !value() {
			return err
		}
		if cli.Prefix(v, "help") {
			return usage()
		}
		q.from = true
		p, err := attr.ParsePrefix(v, q.hdr[hdrFamily])
		if err != nil {
			return err
		}
		q.isFamily(p.Family)
		if p.Bytes > 0 {
			addBytes(q.m, unix.RTA_SRC, p.Addr())
		}
		q.hdr[hdrSrcLen] = uint8(p.Bits)
	case is("iif"):
		if !value() {
			return err
		}
		q.iif, q.iifOK = v, true
	case is("mark"):
		if !value() {
			return err
		}
		n, ok := cli.Uint(v, 0, 32)
		if !ok {
			return cli.Invalid("invalid mark value", v)
		}
		q.mark = uint32(n)
	case is("oif"), w == "dev":
		if !value() {
			return err
		}
		q.oif, q.oifOK = v, true
	case is("notify"):
		q.flags |= unix.RTM_F_NOTIFY
	case is("connected"):
		q.conn = true
	case is("vrf"):
		if !value() {
			return err
		}
		if !isVRF(q.e, v) {
			return cli.Invalid("Invalid VRF\n", v)
		}
		q.oif, q.oifOK = v, true
	case is("uid"):
		if !value() {
			return err
		}
		n, ok := cli.Uint(v, 0, 32)
		if !ok {
			return cli.Invalid("invalid UID\n", v)
		}
		add32(q.m, unix.RTA_UID, uint32(n))
	case is("fibmatch"):
		q.fibmatch = true
	case w == "as":
		a.Accept("to")
		if !value() {
			return err
		}
		p, err := attr.ParseAddr(v, q.hdr[hdrFamily])
		if err != nil {
			return err
		}
		q.isFamily(p.Family)
		addBytes(q.m, unix.RTA_NEWDST, p.Addr())
	case is("sport"):
		if !value() {
			return err
		}
		return q.port(uapi.RTA_SPORT, "sport", v)
	case is("dport"):
		if !value() {
			return err
		}
		return q.port(uapi.RTA_DPORT, "dport", v)
	case is("ipproto"):
		if !value() {
			return err
		}
		n, ok := ipProto(v)
		if !ok {
			return cli.Invalid("Invalid \"ipproto\" value\n", v)
		}
		q.m.Add(uapi.RTA_IP_PROTO, 1)[0] = n
	case w == "flowlabel":
		if !value() {
			return err
		}
		n, ok := cli.Uint(v, 0, 32)
		if !ok {
			return cli.Invalid("invalid flowlabel", v)
		}
		b := q.m.Add(uapi.RTA_FLOWLABEL, 4)
		b[0], b[1], b[2], b[3] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
	default:
		v = w
		if w == "to" && !value() {
			return err
		}
		return q.destination(v)
	}
	return nil
}

func (q *query) isFamily(f uint8) {
	if q.hdr[hdrFamily] == unix.AF_UNSPEC {
		q.hdr[hdrFamily] = f
	}
}

func (q *query) port(typ uint16, name, w string) error {
	n, ok := cli.Uint(w, 0, 16)
	if !ok {
		return cli.Invalid("invalid "+name+"\n", w)
	}
	b := q.m.Add(typ, 2)
	b[0], b[1] = byte(n>>8), byte(n)
	return nil
}

func (q *query) destination(w string) error {
	if cli.Prefix(w, "help") {
		return usage()
	}
	p, err := attr.ParsePrefix(w, q.hdr[hdrFamily])
	if err != nil {
		return err
	}
	q.isFamily(p.Family)
	if p.Bytes > 0 {
		addBytes(q.m, unix.RTA_DST, p.Addr())
	}
	q.hdr[hdrDstLen], q.to = uint8(p.Bits), true
	family := q.hdr[hdrFamily]
	if most := attr.BitLen(family); p.Bits != most && (family == unix.AF_INET || family == unix.AF_INET6) {
		q.e.Warn("Warning: /" + strconv.Itoa(p.Bits) + " as prefix is invalid, only /" + strconv.Itoa(most) + " (or none) is supported.")
		q.hdr[hdrDstLen] = uint8(most)
	}
	return nil
}

// ipProto is the number of the IP protocol that w is, or names in /etc/protocols.
func ipProto(w string) (uint8, bool) {
	if n, ok := cli.Uint(w, 10, 8); ok {
		return uint8(n), true
	}
	b, _ := names.ReadFile("/etc/protocols")
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		for i, name := range f {
			if i != 1 && name == w && len(f) > 1 {
				n, ok := cli.Uint(f[1], 10, 8)
				return uint8(n), ok
			}
		}
	}
	return 0, false
}
