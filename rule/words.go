package rule

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
)

const (
	portMask  = 0xffff
	dscpMask  = 0x3f
	labelMask = 0xfffff
)

// number is the number that word is, or has in table.
func number(t *names.Table, word string, base int, most uint64) (uint32, bool) {
	if id, ok := t.Number(word); ok {
		return id, true
	}
	v, ok := cli.Uint(word, base, 64)
	return uint32(v), ok && v <= most
}

func num(word string, bits int) (uint32, bool) {
	v, ok := cli.Uint(word, 0, bits)
	return uint32(v), ok
}

// A ports is a range of ports, or one with a mask.
type ports struct {
	from, to, mask uint16
}

func parsePorts(w string) (p ports, err error) {
	p.mask = portMask
	if from, to, ok := strings.Cut(w, "-"); ok {
		v, ok := num(from, 16)
		if !ok {
			return p, cli.Invalid("invalid port range start", from)
		}
		p.from = uint16(v)
		if v, ok = num(to, 16); !ok {
			return p, cli.Invalid("invalid port range end", to)
		}
		p.to = uint16(v)
		return p, nil
	}
	port, mask, slash := strings.Cut(w, "/")
	if slash {
		v, ok := num(mask, 16)
		if !ok {
			return p, cli.Invalid("invalid mask", mask)
		}
		p.mask = uint16(v)
	}
	v, ok := num(port, 16)
	if !ok {
		return p, cli.Invalid("invalid port", port)
	}
	p.from, p.to = uint16(v), uint16(v)
	return p, nil
}

// parseDSCP reads a code point, by number or as what a DS field is called, and
// perhaps a mask.
func parseDSCP(e *cli.Env, w string) (dscp, mask uint32, err error) {
	word, rest, slash := strings.Cut(w, "/")
	dscp, ok := num(word, 32)
	if !ok {
		if dscp, ok = number(&e.DSFields, word, 16, 255); !ok {
			return 0, 0, cli.Invalid("invalid dscp", word)
		}
		dscp >>= 2
	}
	if !slash {
		return dscp, dscpMask, nil
	}
	if mask, ok = num(rest, 32); !ok {
		return 0, 0, cli.Invalid("invalid dscp mask", rest)
	}
	return dscp, mask, nil
}

func parseLabel(w string) (label, mask uint32, err error) {
	word, rest, slash := strings.Cut(w, "/")
	label, ok := num(word, 32)
	if !ok {
		return 0, 0, cli.Invalid("invalid flowlabel", word)
	}
	if !slash {
		return label, labelMask, nil
	}
	if mask, ok = num(rest, 32); !ok {
		return 0, 0, cli.Invalid("invalid flowlabel mask", rest)
	}
	return label, mask, nil
}

// parseMark reads a firewall mark and perhaps a mask.
func parseMark(w string) (mark, mask uint32, masked bool, err error) {
	word, rest, masked := strings.Cut(w, "/")
	mark, ok := num(word, 32)
	if !ok {
		return 0, 0, false, cli.Invalid("fwmark value is invalid\n", word)
	}
	if masked {
		if mask, ok = num(rest, 32); !ok {
			return 0, 0, false, cli.Invalid("fwmask value is invalid\n", rest)
		}
	}
	return mark, mask, masked, nil
}

// parseUIDs reads FROM-TO as scanf("%u-%u") does: what follows does not matter.
func parseUIDs(w string) (from, to uint32, err error) {
	bad := cli.Invalid("invalid UID range\n", w)
	v, n, over := cli.Strtoul(w, 10)
	if n == 0 || n >= len(w) || w[n] != '-' {
		return 0, 0, bad
	}
	u, k, over2 := cli.Strtoul(w[n+1:], 10)
	if k == 0 {
		return 0, 0, bad
	}
	if over {
		v = 1<<64 - 1
	}
	if over2 {
		u = 1<<64 - 1
	}
	return uint32(v), uint32(u), nil
}

// ifName reports whether a link can be called name.
func ifName(name string) bool {
	return name != "" && len(name) < 16 && name != "." && name != ".." && !strings.ContainsAny(name, "/ \t\n\v\f\r")
}

// parseRealms reads [FROM/]TO, or one number for both.
func parseRealms(e *cli.Env, w string) (uint32, bool) {
	from, to, slash := strings.Cut(w, "/")
	if !slash {
		from, to = "", w
	}
	hi, lo, ok := uint32(0), uint32(0), true
	if slash {
		hi, ok = number(&e.Realms, from, 0, 255)
	}
	if ok && to != "" {
		lo, ok = number(&e.Realms, to, 0, 255)
	}
	if ok {
		return hi<<16 | lo, true
	}
	return num(w, 32)
}

func parseProto(w string) (uint8, bool) {
	if v, ok := cli.Uint(w, 10, 8); ok {
		return uint8(v), true
	}
	return names.Protocol(w)
}
