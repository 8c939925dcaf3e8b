package encap

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var seg6Actions = [...]string{
	uapi.SEG6_LOCAL_ACTION_END:          "End",
	uapi.SEG6_LOCAL_ACTION_END_X:        "End.X",
	uapi.SEG6_LOCAL_ACTION_END_T:        "End.T",
	uapi.SEG6_LOCAL_ACTION_END_DX2:      "End.DX2",
	uapi.SEG6_LOCAL_ACTION_END_DX6:      "End.DX6",
	uapi.SEG6_LOCAL_ACTION_END_DX4:      "End.DX4",
	uapi.SEG6_LOCAL_ACTION_END_DT6:      "End.DT6",
	uapi.SEG6_LOCAL_ACTION_END_DT4:      "End.DT4",
	uapi.SEG6_LOCAL_ACTION_END_B6:       "End.B6",
	uapi.SEG6_LOCAL_ACTION_END_B6_ENCAP: "End.B6.Encaps",
	uapi.SEG6_LOCAL_ACTION_END_BM:       "End.BM",
	uapi.SEG6_LOCAL_ACTION_END_S:        "End.S",
	uapi.SEG6_LOCAL_ACTION_END_AS:       "End.AS",
	uapi.SEG6_LOCAL_ACTION_END_AM:       "End.AM",
	uapi.SEG6_LOCAL_ACTION_END_BPF:      "End.BPF",
	uapi.SEG6_LOCAL_ACTION_END_DT46:     "End.DT46",
}

var seg6Flavors = [...]string{
	uapi.SEG6_LOCAL_FLV_OP_PSP:       "psp",
	uapi.SEG6_LOCAL_FLV_OP_USP:       "usp",
	uapi.SEG6_LOCAL_FLV_OP_USD:       "usd",
	uapi.SEG6_LOCAL_FLV_OP_NEXT_CSID: "next-csid",
}

// locals is the words of seg6local that take one value, in the order of
// parser.local.
var locals = [...]string{"action", "table", "vrftable", "nh4", "nh6", "iif", "oif", "endpoint"}

func (p *parser) seg6local() error {
	var seen [len(locals)]bool
	var counters, flavors, srh, segsOK, hmacOK bool
	action, segs, hmac := 0, "", uint32(0)
loop:
	for p.a.More() {
		name := p.a.Peek()
		if i := index(locals[:], name); i >= 0 {
			p.a.Skip(1)
			w, err := p.once(&seen[i], name)
			if err != nil {
				return err
			}
			if err := p.local(name, w, &action); err != nil {
				return err
			}
			continue
		}
		switch name {
		case "count":
			if counters {
				return cli.Garbage("count", name)
			}
			counters = true
			p.a.Skip(1)
			if err := p.counters(); err != nil {
				return err
			}
		case "flavors":
			p.a.Skip(1)
			w, err := p.once(&flavors, "flavors")
			if err != nil {
				return err
			}
			if err := p.flavors(w); err != nil {
				return err
			}
		case "srh":
			p.a.Skip(1)
			w, err := p.once(&srh, "srh")
			if err != nil {
				return err
			}
			if w != "segs" {
				return cli.Invalid("missing \"segs\" attribute for srh\n", w)
			}
			if w, err = p.once(&segsOK, "segs"); err != nil {
				return err
			}
			segs = w[:min(len(w), segsMost)]
			if !p.a.More() {
				p.a.Back() // upstream looks at the last word again
				break loop
			}
			if p.a.Accept("hmac") {
				if w, err = p.once(&hmacOK, "hmac"); err != nil {
					return err
				}
				hmac = looseU32(w)
			}
		default:
			break loop
		}
	}
	if action == 0 {
		return cli.Quit(255, "Missing action type")
	}
	if srh {
		b, err := segmentHeader(segs, hmac, action == uapi.SEG6_LOCAL_ACTION_END_B6_ENCAP)
		if err != nil {
			return err
		}
		return p.bytes(uapi.SEG6_LOCAL_SRH, b)
	}
	return nil
}

// local adds what w, the value of the option name, stands for.
func (p *parser) local(name, w string, action *int) error {
	switch name {
	case "action":
		*action = index(seg6Actions[:], w)
		if *action <= 0 {
			return cli.Invalid("\"action\" value is invalid\n", w)
		}
		return p.u32(uapi.SEG6_LOCAL_ACTION, uint32(*action))
	case "table":
		t, ok := Table(p.e, w)
		if !ok {
			return cli.Invalid("invalid table id\n", w)
		}
		return p.u32(uapi.SEG6_LOCAL_TABLE, t)
	case "vrftable":
		t, ok := Table(p.e, w)
		if !ok {
			return cli.Invalid("invalid vrf table id\n", w)
		}
		return p.u32(uapi.SEG6_LOCAL_VRFTABLE, t)
	case "nh4":
		return p.addr(uapi.SEG6_LOCAL_NH4, w, unix.AF_INET)
	case "nh6":
		return p.addr(uapi.SEG6_LOCAL_NH6, w, unix.AF_INET6)
	case "iif":
		return p.dev(uapi.SEG6_LOCAL_IIF, w)
	case "oif":
		return p.dev(uapi.SEG6_LOCAL_OIF, w)
	}
	p.a.Back()
	return p.program(uapi.SEG6_LOCAL_BPF, progSeg6Local)
}

// counters adds counters that count from zero.
func (p *parser) counters() error {
	p.m.Open(uapi.SEG6_LOCAL_COUNTERS | nl.Nested)
	for _, typ := range [...]uint16{uapi.SEG6_LOCAL_CNT_PACKETS, uapi.SEG6_LOCAL_CNT_BYTES, uapi.SEG6_LOCAL_CNT_ERRORS} {
		if _, err := p.add(typ, 8); err != nil {
			return err
		}
	}
	p.m.Close()
	return nil
}

// flavors reads the list w and what next-csid has behind it.
func (p *parser) flavors(w string) error {
	mask := uint32(0)
	for list := w; ; {
		var f string
		var more bool
		f, list, more = strings.Cut(list, ",")
		if f != "" {
			i := -1
			for k, s := range seg6Flavors {
				if s != "" && strings.EqualFold(s, f) {
					i = k
				}
			}
			if i < 0 || mask&(1<<i) != 0 {
				return cli.Invalid("invalid \"flavors\" attribute\n", w)
			}
			mask |= 1 << i
		}
		if !more {
			break
		}
	}
	if w == "" {
		return cli.Invalid("invalid \"flavors\" attribute\n", w)
	}
	p.m.Open(uapi.SEG6_LOCAL_FLAVORS | nl.Nested)
	if err := p.u32(uapi.SEG6_LOCAL_FLV_OPERATION, mask); err != nil {
		return err
	}
	if mask&(1<<uapi.SEG6_LOCAL_FLV_OP_NEXT_CSID) != 0 {
		if err := p.bits("lblen", uapi.SEG6_LOCAL_FLV_LCBLOCK_BITS, "\"locator-block length\" value is invalid\n"); err != nil {
			return err
		}
		if err := p.bits("nflen", uapi.SEG6_LOCAL_FLV_LCNODE_FN_BITS, "\"locator-node function length\" value is invalid\n"); err != nil {
			return err
		}
	}
	p.m.Close()
	return nil
}

func (p *parser) bits(name string, typ uint16, why string) error {
	if !p.a.Accept(name) {
		return nil
	}
	w, err := p.a.Next()
	if err != nil {
		return err
	}
	v, err := number(w, 8, why)
	if err != nil {
		return err
	}
	return p.u8(typ, uint8(v))
}
