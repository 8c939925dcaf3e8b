// Package ila is ip ila: identifiers of hosts and the locators they are found at.
package ila

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/route/encap"
)

const usage = `Usage: ip ila add loc_match LOCATOR_MATCH loc LOCATOR [ dev DEV ] OPTIONS
       ip ila del loc_match LOCATOR_MATCH [ loc LOCATOR ] [ dev DEV ]
       ip ila list
OPTIONS := [ csum-mode { adj-transport | neutral-map |
                         neutral-map-auto | no-action } ]
           [ ident-type { luid | use-format } ]
`

const version = uapi.ILA_GENL_VERSION

// Run runs ip ila.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() || cli.Prefix(a.Peek(), "help") {
		return cli.Usage(usage)
	}
	g, err := e.Genl("ila")
	if err != nil {
		return err
	}
	defer g.Close()
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return change(e, a, g, uapi.ILA_CMD_ADD)
	case is("delete"):
		return change(e, a, g, uapi.ILA_CMD_DEL)
	case is("show"), is("lst"), is("list"):
		return list(e, a, g)
	}
	return cli.UnknownCommand(word, "ip ila")
}

// change adds or deletes a mapping. Words that are wrong are complained of, and a
// request without them goes out all the same, as the reference's does.
func change(e *cli.Env, a *cli.Args, g *cli.Genl, cmd uint8) error {
	m := g.New(cmd, version, 0, nil)
	why, err := parse(e, a, m, cmd == uapi.ILA_CMD_ADD)
	if err != nil {
		return err
	}
	if why != "" {
		e.Warn(why)
		m.Clear()
	}
	return g.Do(m)
}

// parse puts what the words tell of a mapping; why is what the matter is with them.
func parse(e *cli.Env, a *cli.Args, m *nl.Msg, adding bool) (why string, err error) {
	for a.More() {
		name, _ := a.Next()
		is := func(s string) bool { return cli.Prefix(name, s) }
		switch {
		case is("loc"), is("loc_match"), is("csum-mode"), is("ident-type"), is("dev"):
		default:
			return "", cli.Usage(usage)
		}
		w, err := a.Next()
		if err != nil {
			return "", err
		}
		switch {
		case is("loc"):
			if !address(m, uapi.ILA_ATTR_LOCATOR, w) {
				return "Bad locator: " + w, nil
			}
		case is("loc_match"):
			if !address(m, uapi.ILA_ATTR_LOCATOR_MATCH, w) {
				return "Bad locator to match: " + w, nil
			}
		case is("csum-mode"):
			v := encap.ILAChecksum(w)
			if v < 0 {
				return "Bad csum-mode: " + w, nil
			}
			m.PutU8(uapi.ILA_ATTR_CSUM_MODE, uint8(v))
		case is("ident-type"):
			switch w {
			case "luid":
				m.PutU8(uapi.ILA_ATTR_IDENT_TYPE, uapi.ILA_ATYPE_LUID)
			case "use-format":
				m.PutU8(uapi.ILA_ATTR_IDENT_TYPE, uapi.ILA_ATYPE_USE_FORMAT)
			default:
				return "Bad ident-type: " + w, nil
			}
		default:
			i := e.LinkIndex(w)
			if i == 0 {
				return "No such interface: " + w, nil
			}
			m.PutU32(uapi.ILA_ATTR_IFINDEX, i)
		}
	}
	switch {
	case adding && !m.Has(uapi.ILA_ATTR_LOCATOR):
		return "ila: missing locator", nil
	case adding && !m.Has(uapi.ILA_ATTR_LOCATOR_MATCH):
		return "ila: missing locator0match", nil
	}
	return "", nil
}

func address(m *nl.Msg, typ uint16, word string) bool {
	b, ok := encap.Addr64(word)
	if ok {
		m.PutBytes(typ, b[:])
	}
	return ok
}

func list(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	if a.More() {
		return cli.Fail(`"ip ila show" does not take any arguments.`)
	}
	e.Begin()
	for r, err := range g.Dump(g.New(uapi.ILA_CMD_GET, version, 0, nil)) {
		if err != nil {
			e.End()
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return cli.Status(err, 255, false)
			}
			return nil
		}
		if r.Type == g.ID {
			printMapping(e, r)
			e.Spill()
		}
	}
	e.End()
	return nil
}

func printMapping(e *cli.Env, r nl.Reply) {
	var tb [uapi.ILA_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, cli.GenlHdr) {
		return
	}
	e.Obj("")
	locator(e, "locator_match", t[uapi.ILA_ATTR_LOCATOR_MATCH])
	locator(e, "locator", t[uapi.ILA_ATTR_LOCATOR])
	if v := t[uapi.ILA_ATTR_IFINDEX]; v != nil {
		e.Color(out.Ifname).Left(16).Str("interface", "%", e.LinkName(v.U32()))
	} else {
		e.Text("-          ")
	}
	if v := t[uapi.ILA_ATTR_CSUM_MODE]; v != nil {
		e.Str("csum_mode", "%", encap.ILAChecksumName(v.U8()))
	} else {
		e.Text("-          ")
	}
	if v := t[uapi.ILA_ATTR_IDENT_TYPE]; v != nil {
		e.Str("ident_type", "%", encap.ILAIdentName(v.U8()))
	} else {
		e.Text("-")
	}
	e.NL()
	e.EndObj()
}

// locator prints four numbers in hex with colons between them.
func locator(e *cli.Env, key string, v nl.Value) {
	var s [32]byte
	b := s[:0]
	if v == nil {
		b = append(b, '-')
	} else {
		for i := 0; i < 8; i += 2 {
			if i > 0 {
				b = append(b, ':')
			}
			b = attr.AppendHex(b, uint64(v.From(i).BE16()), 1)
		}
	}
	e.Left(20).Bytes(key, "%", b)
}
