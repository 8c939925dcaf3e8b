package rule

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// A filter is what ip rule show and flush choose by. A value of zero means any, as
// in the reference, where there is no bool beside it.
type filter struct {
	family                   uint8
	not, l3mdev              bool
	pref, tos, dscp          uint32
	hasPref, hasTOS, hasUIDs bool
	mark, mask, table        uint32
	iif, oif                 string
	src, dst                 attr.Prefix
	uidFrom, uidTo           uint32
	tunID                    uint64
	proto                    uint8 // flush's alone
	protoMask                bool
	ipProto                  uint8
	sport, dport             ports
	dscpMask                 uint32
	label, labelMask         uint32
}

func (f *filter) parse(e *cli.Env, a *cli.Args) error {
	for a.More() {
		word, _ := a.Next()
		if err := f.word(e, a, word); err != nil {
			return err
		}
	}
	return nil
}

func (f *filter) word(e *cli.Env, a *cli.Args, word string) (err error) {
	is := func(name string) bool { return cli.Prefix(word, name) }
	switch word {
	case "not":
		f.not = true
		return nil
	case "l3mdev":
		f.l3mdev = true
		return nil
	}
	var o option
	switch {
	case is("preference"), is("order"), is("priority"):
		o = optPref
	case word == "tos", word == "dsfield":
		o = optTOS
	case word == "fwmark":
		o = optMark
	case word == "dev", word == "iif":
		o = optIIF
	case word == "oif":
		o = optOIF
	case word == "uidrange":
		o = optUIDs
	case is("tun_id"):
		o = optTunID
	case is("lookup"), is("table"):
		o = optTable
	case is("from"), is("src"):
		o = optFrom
	case is("protocol"):
		o = optProtocol
	case word == "ipproto":
		o = optIPProto
	case word == "sport":
		o = optSport
	case word == "dport":
		o = optDport
	case word == "dscp":
		o = optDSCP
	case word == "flowlabel":
		o = optLabel
	case is("dst"), is("to"):
		o = optTo
	default:
		f.dst, err = attr.ParsePrefix(word, family(e))
		return err
	}
	w, err := a.Next()
	if err != nil {
		return err
	}
	return f.set(e, o, w)
}

type option uint8

const (
	optPref option = iota
	optTOS
	optMark
	optIIF
	optOIF
	optUIDs
	optTunID
	optTable
	optFrom
	optTo
	optProtocol
	optIPProto
	optSport
	optDport
	optDSCP
	optLabel
)

func (f *filter) set(e *cli.Env, o option, w string) (err error) {
	ok := true
	switch o {
	case optPref:
		f.hasPref = true
		if f.pref, ok = num(w, 32); !ok {
			return cli.Invalid("preference value is invalid\n", w)
		}
	case optTOS:
		f.hasTOS = true
		if f.tos, ok = number(&e.DSFields, w, 16, 255); !ok {
			return cli.Invalid("TOS value is invalid\n", w)
		}
	case optMark:
		mark, mask, masked, err := parseMark(w)
		if err != nil {
			return err
		}
		f.mark = mark
		if masked {
			f.mask = mask
		}
	case optIIF:
		if f.iif = w; !ifName(w) {
			return cli.Invalid(`"iif"/"dev" not a valid ifname`, w)
		}
	case optOIF:
		if f.oif = w; !ifName(w) {
			return cli.Invalid(`"oif" not a valid ifname`, w)
		}
	case optUIDs:
		f.hasUIDs = true
		f.uidFrom, f.uidTo, err = parseUIDs(w)
	case optTunID:
		if f.tunID, ok = cli.Uint(w, 0, 64); !ok {
			return cli.Invalid("\"tun_id\" value is invalid\n", w)
		}
	case optTable:
		if f.table, ok = number(&e.Tables, w, 0, 1<<32-1); !ok {
			return cli.Invalid("table id value is invalid\n", w)
		}
	case optFrom:
		f.src, err = attr.ParsePrefix(w, family(e))
	case optTo:
		f.dst, err = attr.ParsePrefix(w, family(e))
	case optProtocol:
		v, ok := number(&e.Protos, w, 0, 255)
		f.proto, f.protoMask = uint8(v), ok
		if !ok {
			f.proto = 0
			if w != "all" {
				return cli.Invalid("invalid \"protocol\"\n", w)
			}
		}
	case optIPProto:
		if f.ipProto, ok = parseProto(w); !ok {
			return cli.Invalid("Invalid \"ipproto\" value\n", w)
		}
	case optSport:
		f.sport, err = parsePorts(w)
	case optDport:
		f.dport, err = parsePorts(w)
	case optDSCP:
		f.dscp, f.dscpMask, err = parseDSCP(e, w)
	case optLabel:
		f.label, f.labelMask, err = parseLabel(w)
	}
	return err
}

// passes reports whether a rule is one of those chosen.
func (f *filter) passes(r *rule) bool {
	t := r.t
	u32 := func(typ uint16) uint32 { return t[typ].U32() }
	switch {
	case f.family != 0 && f.family != r.family,
		f.hasPref && f.pref != u32(uapi.FRA_PRIORITY),
		f.not && r.flags&flagInvert == 0,
		!under(&f.src, r.family, r.srcLen, t[uapi.FRA_SRC]),
		!under(&f.dst, r.family, r.dstLen, t[uapi.FRA_DST]),
		f.hasTOS && f.tos != uint32(r.tos),
		f.mark != 0 && f.mark != u32(uapi.FRA_FWMARK),
		f.mask != 0 && f.mask != u32(uapi.FRA_FWMASK),
		f.iif != "" && (t[uapi.FRA_IIFNAME] == nil || !t[uapi.FRA_IIFNAME].Is(f.iif)),
		f.oif != "" && (t[uapi.FRA_OIFNAME] == nil || !t[uapi.FRA_OIFNAME].Is(f.oif)),
		f.l3mdev && t[uapi.FRA_L3MDEV].U8() == 0:
		return false
	}
	if v := t[uapi.FRA_UID_RANGE]; f.hasUIDs && (v == nil || v.U32() != f.uidFrom || v.From(4).U32() != f.uidTo) {
		return false
	}
	if f.ipProto != 0 && f.ipProto != t[uapi.FRA_IP_PROTO].U8() {
		return false
	}
	if !f.sport.same(t[uapi.FRA_SPORT_RANGE], t[uapi.FRA_SPORT_MASK]) || !f.dport.same(t[uapi.FRA_DPORT_RANGE], t[uapi.FRA_DPORT_MASK]) {
		return false
	}
	if v := t[uapi.FRA_TUN_ID]; f.tunID != 0 && (v == nil || v.BE64() != f.tunID) {
		return false
	}
	if f.dscpMask != 0 {
		v, mask := t[uapi.FRA_DSCP], uint32(dscpMask)
		if m := t[uapi.FRA_DSCP_MASK]; m != nil {
			mask = uint32(m.U8())
		}
		if v == nil || uint32(v.U8()) != f.dscp || mask != f.dscpMask {
			return false
		}
	}
	if f.labelMask != 0 {
		v, m := t[uapi.FRA_FLOWLABEL], t[uapi.FRA_FLOWLABEL_MASK]
		if v == nil || m == nil || v.BE32() != f.label || m.BE32() != f.labelMask {
			return false
		}
	}
	return f.table == 0 || f.table == r.table
}

// under reports whether a rule's prefix lies in p.
func under(p *attr.Prefix, family uint8, bits int, v nl.Value) bool {
	if p.Family == 0 {
		return true
	}
	if p.Family != family || p.Bits > bits {
		return false
	}
	if v == nil || p.Bits <= 0 {
		return true
	}
	return len(v)*8 == attr.BitLen(p.Family) && attr.Same(v, p.All(), p.Bits)
}

// same reports whether a rule's ports are these, where there are any.
func (p *ports) same(v, mask nl.Value) bool {
	if p.mask == 0 {
		return true
	}
	m := uint16(portMask)
	if mask != nil {
		m = mask.U16()
	}
	return v != nil && v.U16() == p.from && v.From(2).U16() == p.to && m == p.mask
}
