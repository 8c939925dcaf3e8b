package route

import (
	"iter"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// action is what is to become of the routes that are selected.
type action uint8

const (
	show action = iota
	flush
	save
)

// selection is the words of list, flush and save, being read.
type selection struct {
	e      *cli.Env
	a      *cli.Args
	f      *filter
	family uint8
	iif    string
	oif    string
	iifOK  bool
	oifOK  bool
}

func list(e *cli.Env, a *cli.Args, do action) error {
	if do == save && cli.Terminal(1) {
		return cli.Fail("Not sending a binary stream to stdout")
	}
	if do == save {
		e.Write(nl.Native.AppendUint32(nil, dumpMagic))
	}
	s := selection{e: e, a: a, f: newFilter(e.Family), family: e.Family}
	s.f.table = unix.RT_TABLE_MAIN
	if do == flush && !a.More() {
		return cli.Fail(`"ip route flush" requires arguments.`)
	}
	for a.More() {
		if err := s.option(); err != nil {
			return err
		}
	}
	if s.family == unix.AF_UNSPEC && s.f.table != 0 {
		s.family = unix.AF_INET
	}
	var err error
	if s.iifOK {
		if s.f.iif, err = e.Link(s.iif); err != nil {
			return err
		}
		s.f.hasIif = true
	}
	if s.oifOK {
		if s.f.oif, err = e.Link(s.oif); err != nil {
			return err
		}
		s.f.hasOif = true
	}
	f := s.f
	f.prefixes = set(&f.rdst) || set(&f.mdst) || set(&f.rsrc) || set(&f.msrc) || f.via.Family != 0 || f.prefsrc.Family != 0
	p := &Printer{e: e, f: f}
	if do == flush {
		return p.flush(s.family)
	}
	var each func(nl.Reply) error
	if do == save {
		each = p.save
	} else {
		e.Begin()
	}
	err = p.dump(s.family, each, func(c *nl.Conn, m *nl.Msg) iter.Seq2[nl.Reply, error] {
		if each != nil {
			return c.List(m)
		}
		return c.ListBut(m, p.take)
	})
	if do == save {
		e.Begin()
	}
	e.End()
	if k, ok := err.(*nl.Error); ok && k.Done && k.Errno == unix.ENOENT && f.table == unix.RT_TABLE_MAIN {
		return nil // a namespace that never had a route has no such table
	}
	return ended(e, err, "Dump terminated")
}

// ended is what becomes of a dump's error: the kernel's words, then last.
func ended(e *cli.Env, err error, last string) error {
	if c, ok := err.(*cli.Error); ok && c.Exit {
		return err
	}
	return e.DumpReturns(err, last, 2)
}

// dump asks for the routes, with those parts of the filter that the kernel knows,
// and runs each on them, or prints them where there is none. how is how the Conn is asked.
func (p *Printer) dump(family uint8, each func(nl.Reply) error, how func(*nl.Conn, *nl.Msg) iter.Seq2[nl.Reply, error]) error {
	c, err := p.e.Conn()
	if err != nil {
		return err
	}
	f := p.f
	hdr := [hdrLen]byte{hdrFamily: family, hdrProto: f.proto}
	if f.cloned != 0 {
		nl.Native.PutUint32(hdr[hdrFlags:], unix.RTM_F_CLONED)
	}
	m := c.New(unix.RTM_GETROUTE, 0, hdr[:])
	if f.table != 0 {
		add32(m, unix.RTA_TABLE, f.table)
	}
	if f.oif != 0 {
		add32(m, unix.RTA_OIF, f.oif)
	}
	for r, err := range how(c, m) {
		if err != nil {
			return err
		}
		switch {
		case each != nil:
			err = each(r)
		case r.Type == unix.RTM_NEWROUTE: // which take has looked at already
			err = p.whole(r)
		default:
			err = p.Print(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// option reads one selector, names being tried in upstream's order.
func (s *selection) option() error {
	a, f := s.a, s.f
	w, _ := a.Next()
	is := func(name string) bool { return cli.Prefix(w, name) }
	var v string
	var err error
	value := func() bool {
		v, err = a.Next()
		return err == nil
	}
	switch {
	case is("table"):
		if !value() {
			return err
		}
		switch id, ok := encap.Table(s.e, v); {
		case ok:
			f.table = id
		case v == "all":
			f.table = 0
		case v == "cache":
			f.cloned = 1
		case v == "help":
			return usage()
		default:
			return cli.Invalid("table id value is invalid\n", v)
		}
	case is("vrf"):
		if !value() {
			return err
		}
		id := vrfTable(s.e, v)
		if id == 0 {
			return cli.Invalid("Invalid VRF\n", v)
		}
		f.table, f.types = id, ^(bit(unix.RTN_LOCAL) | bit(unix.RTN_BROADCAST))
	case is("cached"), is("cloned"):
		f.cloned = 1
	case w == "tos", is("dsfield"):
		if !value() {
			return err
		}
		if f.tos, f.hasTOS = encap.DSField(s.e, v); !f.hasTOS {
			return cli.Invalid("TOS value is invalid\n", v)
		}
	case is("protocol"):
		if !value() {
			return err
		}
		if f.proto, f.hasProto = lookup(&s.e.Protos, v); !f.hasProto {
			if v != "all" {
				return cli.Invalid("invalid \"protocol\"\n", v)
			}
			f.proto = 0
		}
	case is("scope"):
		if !value() {
			return err
		}
		if f.scope, f.hasScope = lookup(&s.e.Scopes, v); !f.hasScope && v != "all" {
			return cli.Invalid("invalid \"scope\"\n", v)
		}
	case is("type"):
		if !value() {
			return err
		}
		t, ok := routeType(v)
		if !ok {
			return cli.Invalid("node type value is invalid\n", v)
		}
		f.types = bit(t)
	case w == "dev", w == "oif":
		if !value() {
			return err
		}
		s.oif, s.oifOK = v, true
	case w == "iif":
		if !value() {
			return err
		}
		s.iif, s.iifOK = v, true
	case w == "mark":
		if !value() {
			return err
		}
		n, ok := cli.Uint(v, 0, 32)
		if !ok {
			return cli.Invalid("invalid mark value", v)
		}
		f.mark, f.hasMark = uint32(n), true
	case is("metric"), is("priority"), w == "preference":
		if !value() {
			return err
		}
		n, ok := cli.Uint(v, 0, 32)
		if !ok {
			return cli.Invalid("\"metric\" value is invalid\n", v)
		}
		f.metric, f.hasMetric = uint32(n), true
	case w == "via":
		if !value() {
			return err
		}
		family := s.family
		if of := readFamily(v); of != notAFamily {
			family = of
			if !value() {
				return err
			}
		}
		f.via, err = attr.ParsePrefix(v, family)
		return err
	case w == "src":
		if !value() {
			return err
		}
		f.prefsrc, err = attr.ParsePrefix(v, s.family)
		return err
	case is("realms"):
		if !value() {
			return err
		}
		return s.realms(v)
	case is("from"):
		if !value() {
			return err
		}
		return s.prefix(v, &f.rsrc, &f.msrc)
	default:
		v = w
		if is("to") && !value() {
			return err
		}
		return s.prefix(v, &f.rdst, &f.mdst)
	}
	return nil
}

// prefix reads [ root | match | exact ] PREFIX, of which w is the first word.
func (s *selection) prefix(w string, root, match *attr.Prefix) error {
	next := func() (p attr.Prefix, err error) {
		if w, err = s.a.Next(); err != nil {
			return p, err
		}
		return attr.ParsePrefix(w, s.family)
	}
	var err error
	switch {
	case cli.Prefix(w, "root"):
		*root, err = next()
	case cli.Prefix(w, "match"):
		*match, err = next()
	case cli.Prefix(w, "exact"):
		*match, err = next()
		*root = *match
	default:
		*match, err = attr.ParsePrefix(w, s.family)
		*root = *match
	}
	return err
}

// realms reads FROM/TO; a side that is left out is not compared.
func (s *selection) realms(w string) error {
	f := s.f
	v, ok := realms(s.e, w)
	if !ok {
		return cli.Invalid("invalid realms\n", w)
	}
	f.realm, f.realmMask = v, 1<<32-1
	if v&0xffff == 0 && strings.HasSuffix(w, "/") {
		f.realmMask &^= 0xffff
	}
	if v>>16 == 0 && (!strings.Contains(w, "/") || w[0] == '/') {
		f.realmMask &= 0xffff
	}
	return nil
}
