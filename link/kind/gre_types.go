package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// The directions of a GRE tunnel, and the bits of its flags, in network order.
const (
	greIn  = 1
	greOut = 2

	greCsum  = 0x8000
	greKeyed = 0x2000
	greSeq   = 0x1000
)

// setGRE sets or clears a flag of the directions in dirs.
func setGRE(m *nl.Msg, bit uint16, dirs int, on bool) {
	for i, typ := range [...]uint16{uapi.IFLA_GRE_IFLAGS, uapi.IFLA_GRE_OFLAGS} {
		if dirs&(1<<i) == 0 {
			continue
		}
		v := nl.Value(m.Get(typ)).BE16() &^ bit
		if on {
			v |= bit
		}
		m.PutBE16(typ, v)
	}
}

// greBit is a flag of one direction or of both.
type greBit struct {
	bit  uint16
	dirs int
}

func (t greBit) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, _ *attr.Row, no bool) error {
	setGRE(m, t.bit, t.dirs, !no)
	return nil
}
func (greBit) Print(*cli.Env, *attr.Row, nl.Value) {}

// greKey is a key, and the flag that says there is one.
type greKey struct{ dirs int }

func (t greKey) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	var key [4]byte
	if !no {
		var err error
		if key, err = TunnelKey(cli.Plain(r.Name), a); err != nil {
			return err
		}
	}
	for i, typ := range [...]uint16{uapi.IFLA_GRE_IKEY, uapi.IFLA_GRE_OKEY} {
		if t.dirs&(1<<i) != 0 {
			m.PutBytes(typ, key[:])
		}
	}
	setGRE(m, greKeyed, t.dirs, !no)
	return nil
}
func (greKey) Print(*cli.Env, *attr.Row, nl.Value) {}

// greNoKey is nokey by an abbreviation that leaves no more of it than n or no.
type greNoKey struct{ attr.WriteOnly }

func (greNoKey) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	return greKey{greIn | greOut}.Parse(e, a, m, r, true)
}

// toggleByte is 1, or 0 for noNAME.
type toggleByte struct{ attr.WriteOnly }

func (toggleByte) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	v := uint8(1)
	if no {
		v = 0
	}
	m.PutU8(r.Attr, v)
	return nil
}

// showKeys writes the keys and flags of both directions.
func showKeys(e *cli.Env, t nl.Table) {
	in, out := t.At(uapi.IFLA_GRE_IFLAGS).BE16(), t.At(uapi.IFLA_GRE_OFLAGS).BE16()
	if v := t.At(uapi.IFLA_GRE_IKEY); in&greKeyed != 0 && v != nil {
		printAddr(e, "ikey", "ikey % ", v)
	}
	if v := t.At(uapi.IFLA_GRE_OKEY); out&greKeyed != 0 && v != nil {
		printAddr(e, "okey", "okey % ", v)
	}
	if in&greSeq != 0 {
		printTrue(e, "iseq", "iseq ")
	}
	if out&greSeq != 0 {
		printTrue(e, "oseq", "oseq ")
	}
	if in&greCsum != 0 {
		printTrue(e, "icsum", "icsum ")
	}
	if out&greCsum != 0 {
		printTrue(e, "ocsum", "ocsum ")
	}
}
