package sysctl

import (
	"strings"

	"gip/internal/match"
)

// bracket reads a set, behind the bracket that opens it.
func (c *compiler) bracket() []inst {
	not := c.accept('^')
	var in [256]bool
	for first := true; first || !c.accept(']'); first = false {
		rest := c.s[c.i:]
		if c.peek() == 0 {
			return c.fail()
		}
		if strings.HasPrefix(rest, "[:") {
			name, _, closed := strings.Cut(rest[2:], ":]")
			known := false
			for i := range in {
				is := match.Class(name, byte(i))
				in[i] = in[i] || is
				known = known || is
			}
			if !closed || !known {
				return c.fail()
			}
			c.i += len(name) + 4
			continue
		}
		lo := c.element()
		hi := lo
		if rest = c.s[c.i:]; len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
			c.i++
			if hi = c.element(); hi < lo {
				return c.fail()
			}
		}
		for i := int(lo); i <= int(hi); i++ {
			in[i] = true
		}
	}
	return c.set(func(b byte) bool { return in[b] != not })
}

// element is a character of a set, or [.x.] or [=x=].
func (c *compiler) element() byte {
	s := c.s[c.i:]
	if len(s) > 1 && s[0] == '[' && strings.IndexByte(".=:", s[1]) >= 0 {
		if len(s) < 5 || s[3] != s[1] || s[4] != ']' || s[1] == ':' {
			c.bad = true
			return 0
		}
		c.i += 5
		return s[2]
	}
	c.i++
	return s[0]
}

// A run is an expression's way through a text: seen has the place that each step was
// last reached at, from 1.
type run struct {
	x    *expr
	s    string
	seen []int
	done bool
}

// reach adds to list the step at and all that it leads to without a character.
func (r *run) reach(list []int, at, place int) []int {
	for r.seen[at] != place+1 {
		r.seen[at] = place + 1
		switch i := &r.x.code[at]; i.op {
		case opMatch:
			r.done = true
			return list
		case opJump:
			at += int(i.to)
		case opSplit:
			list = r.reach(list, at+1, place)
			at += int(i.to)
		case opAt:
			if !isAt(i.c, r.s, place) {
				return list
			}
			at++
		default:
			return append(list, at)
		}
	}
	return list
}

// matches reports whether any part of s fits.
func (x *expr) matches(s string) bool {
	if x.code == nil {
		return false
	}
	r := run{x: x, s: s, seen: make([]int, len(x.code))}
	var now, next []int
	for place := 0; ; place++ {
		now = r.reach(now, 0, place)
		if r.done || place == len(s) {
			return r.done
		}
		next = next[:0]
		for _, at := range now {
			if i := &x.code[at]; i.op == opChar && i.c == s[place] || i.op == opSet && x.sets[i.to][s[place]] {
				next = r.reach(next, at+1, place+1)
			}
		}
		now, next = next, now
	}
}

// isAt reports whether a place in s is what an expression asks for.
func isAt(what byte, s string, place int) bool {
	before := place > 0 && word(s[place-1])
	after := place < len(s) && word(s[place])
	switch what {
	case '^', '`':
		return place == 0
	case '$', '\'':
		return place == len(s)
	case 'b':
		return before != after
	case 'B':
		return before == after
	case '<':
		return !before && after
	}
	return before && !after // '>'
}
