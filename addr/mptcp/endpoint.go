package mptcp

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"

	"golang.org/x/sys/unix"
)

// A flag is a word for bits of an endpoint, in the order of printing.
type flag struct {
	name string
	bits uint32
}

var flags = [...]flag{
	{"signal", flagSignal}, {"subflow", flagSubflow}, {"backup", flagBackup},
	{"fullmesh", flagFullmesh}, {"implicit", flagImplicit}, {"laminar", flagLaminar},
	{"nobackup", 0}, {"nofullmesh", 0},
}

// An endpoint is what the words tell of one.
type endpoint struct {
	addr    attr.Prefix
	addrSet bool
	id      uint8
	idSet   bool
	index   uint32
	flags   uint32
	port    uint16
}

func modify(e *cli.Env, a *cli.Args, g *cli.Genl, cmd uint8) error {
	m, err := request(e, a, g, cmd)
	if err != nil {
		return err
	}
	return g.Do(m)
}

func request(e *cli.Env, a *cli.Args, g *cli.Genl, cmd uint8) (*nl.Msg, error) {
	var p endpoint
	if err := p.parse(e, a, cmd); err != nil {
		return nil, err
	}
	if err := p.check(cmd); err != nil {
		return nil, err
	}
	m := g.New(cmd, version, 0, nil)
	p.put(m)
	return m, nil
}

func (p *endpoint) parse(e *cli.Env, a *cli.Args, cmd uint8) error {
	for a.More() {
		word, _ := a.Next()
		if ok, err := p.flag(word, cmd); ok {
			if err != nil {
				return err
			}
			continue
		}
		is := func(name string) bool { return cli.Prefix(word, name) }
		switch {
		case is("id"), is("dev"), is("port"):
			w, err := a.Next()
			if err != nil {
				return err
			}
			if err := p.option(e, word, w); err != nil {
				return err
			}
		default:
			var err error
			if p.addr, err = attr.ParseAddr(word, unix.AF_UNSPEC); err != nil {
				return err
			}
			p.addrSet = true
		}
	}
	return nil
}

// flag takes word if it is one.
func (p *endpoint) flag(word string, cmd uint8) (ok bool, err error) {
	for _, f := range flags {
		if f.name != word {
			continue
		}
		p.flags |= f.bits
		switch {
		case cmd == cmdAddAddr && p.flags&flagSignal != 0 && p.flags&flagFullmesh != 0:
			return true, cli.Invalid("flags mustn't have both signal and fullmesh", word)
		case cmd == cmdSetFlags && p.flags&^(flagBackup|flagFullmesh) != 0:
			return true, cli.Invalid("invalid flags, backup and fullmesh only", word)
		}
		return true, nil
	}
	return false, nil
}

func (p *endpoint) option(e *cli.Env, name, w string) error {
	switch name[0] {
	case 'i':
		v, ok := cli.Uint(w, 0, 8)
		if !ok {
			return cli.Invalid("invalid ID\n", w)
		}
		p.id, p.idSet = uint8(v), true
	case 'd':
		if !cli.LinkName(w) {
			return cli.Invalid("invalid interface name\n", w)
		}
		if p.index = e.LinkIndex(w); p.index == 0 {
			return cli.Invalid("device does not exist\n", w)
		}
	case 'p':
		v, ok := cli.Uint(w, 0, 16)
		if !ok {
			return cli.Invalid("expected port", w)
		}
		p.port = uint16(v)
	}
	return nil
}

// check tells what the words miss or have too much of.
func (p *endpoint) check(cmd uint8) error {
	switch deleting := cmd == cmdDelAddr; {
	case !p.addrSet && cmd == cmdAddAddr:
		return cli.Missing("ADDRESS")
	case !p.idSet && deleting:
		return cli.Missing("ID")
	case deleting && p.id != 0 && p.addrSet:
		return cli.Invalid("invalid for non-zero id address\n", "ADDRESS")
	case deleting && p.id == 0 && !p.addrSet:
		return cli.Invalid("address is needed for deleting id 0 address\n", "ID")
	case !deleting && p.idSet && p.id == 0:
		return cli.Invalid("cannot be 0\n", "ID")
	case cmd == cmdAddAddr && p.port != 0 && p.flags&flagSignal == 0:
		return cli.Invalid("flags must have signal when using port", "port")
	case cmd == cmdSetFlags && p.idSet && p.port != 0:
		return cli.Invalid("port can't be used with id", "port")
	}
	return nil
}

func (p *endpoint) put(m *nl.Msg) {
	m.Open(attrAddr | nl.Nested)
	if p.idSet {
		m.PutU8(addrID, p.id)
	}
	if p.flags != 0 {
		m.PutU32(addrFlags, p.flags)
	}
	if p.index != 0 {
		m.PutU32(addrIndex, p.index)
	}
	if p.port != 0 {
		m.PutU16(addrPort, p.port)
	}
	if p.addrSet {
		m.PutU16(addrFamily, uint16(p.addr.Family))
		m.PutBytes(addrType(p.addr.Family), p.addr.Addr())
	}
	m.Close()
}

func addrType(family uint8) uint16 {
	if family == unix.AF_INET {
		return addrV4
	}
	return addrV6
}

func showAll(e *cli.Env, g *cli.Genl) error {
	e.Begin()
	for r, err := range g.Dump(g.New(cmdGetAddr, version, 0, nil)) {
		if err == nil {
			err = printEndpoint(e, g.ID, r)
		}
		if err != nil {
			e.End()
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return cli.Status(err, 2, false)
			}
			return nil
		}
		e.Spill()
	}
	e.End()
	return nil
}

func show(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	if !a.More() {
		return showAll(e, g)
	}
	m, err := request(e, a, g, cmdGetAddr)
	if err != nil {
		return err
	}
	r, err := g.Get(m)
	if err != nil {
		return err
	}
	e.Begin()
	err = printEndpoint(e, g.ID, r)
	e.End()
	return err
}

func printEndpoint(e *cli.Env, id uint16, r nl.Reply) error {
	if r.Type != id {
		return nil
	}
	var mb [attrMax + 1]nl.Value
	m := nl.Table(mb[:])
	if !r.Attrs(m, cli.GenlHdr) || m[attrAddr] == nil {
		return cli.Silent(1)
	}
	var tb [addrMax + 1]nl.Value
	t := nl.Table(tb[:]).Index(m[attrAddr])
	e.Obj("")
	family := t[addrFamily].U8()
	if v := t[addrType(family)]; v != nil {
		var s [128]byte
		e.Color(colour(family)).Bytes("address", "% ", attr.AppendHost(s[:0], e, family, v))
	}
	if port := t[addrPort].U16(); port != 0 {
		e.Uint("port", "port % ", uint64(port))
	}
	if v := t[addrID]; v != nil {
		e.Uint("id", "id % ", uint64(v.U8()))
	}
	printFlags(e, t[addrFlags].U32())
	if i := t[addrIndex].U32(); i != 0 {
		e.Text("dev ")
		e.Color(out.Ifname).Str("dev", "% ", e.LinkName(i))
	}
	e.NL()
	e.EndObj()
	return nil
}

func colour(family uint8) out.Colour {
	switch family {
	case unix.AF_INET:
		return out.Inet
	case unix.AF_INET6:
		return out.Inet6
	}
	return out.None
}

func printFlags(e *cli.Env, bits uint32) {
	for _, f := range flags {
		if bits&f.bits != 0 {
			e.Bool(f.name, "% ", true, f.name, "")
		}
		bits &^= f.bits
	}
	if bits != 0 {
		var s [16]byte
		e.Bytes("rawflags", "rawflags % ", attr.AppendHex(s[:0], uint64(bits), 2))
	}
}
