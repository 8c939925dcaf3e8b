package sysctl

import (
	"strings"

	"gip/internal/match"
)

// bracket reads a set, behind the bracket that opens it.
func (c *compiler) bracket() []inst {
	not := c.more() && c.s[c.i] == '^'
	if not {
		c.i++
	}
	var in [256]bool
	for first := true; ; first = false {
		if !c.more() {
			return c.fail()
		}
		if c.s[c.i] == ']' && !first {
			c.i++
			break
		}
		if strings.HasPrefix(c.s[c.i:], "[:") {
			name, _, closed := strings.Cut(c.s[c.i+2:], ":]")
			if !closed || !classes(name) {
				return c.fail()
			}
			for i := range in {
				in[i] = in[i] || match.Class(name, byte(i))
			}
			c.i += len(name) + 4
			continue
		}
		lo, ok := c.element()
		if !ok {
			return c.fail()
		}
		hi := lo
		if c.i+1 < len(c.s) && c.s[c.i] == '-' && c.s[c.i+1] != ']' {
			c.i++
			if hi, ok = c.element(); !ok || hi < lo {
				return c.fail()
			}
		}
		for i := int(lo); i <= int(hi); i++ {
			in[i] = true
		}
	}
	return set(func(b byte) bool { return in[b] != not && (b != 0 || !not) })
}

// element is a character of a set, or [.x.] or [=x=].
func (c *compiler) element() (byte, bool) {
	s := c.s[c.i:]
	if len(s) > 1 && s[0] == '[' && (s[1] == '.' || s[1] == '=' || s[1] == ':') {
		if len(s) < 5 || s[3] != s[1] || s[4] != ']' || s[1] == ':' {
			return 0, false
		}
		c.i += 5
		return s[2], true
	}
	c.i++
	return s[0], true
}

// classes reports whether name is a class: each has a letter, a sign or a blank.
func classes(name string) bool {
	for _, b := range [...]byte{'a', 'A', '0', ' ', '!', 1} {
		if match.Class(name, b) {
			return true
		}
	}
	return false
}

// matches reports whether any part of s fits.
func (x *expr) matches(s string) bool {
	if x.code == nil {
		return false
	}
	now, next := make([]int, 0, len(x.code)), make([]int, 0, len(x.code))
	seen := make([]int, len(x.code)) // the place that a step was last reached at, from 1
	stack := make([]int, 0, len(x.code))
	done := false
	// reach adds to list the step at and all that it leads to without a character.
	reach := func(list []int, at, place int) []int {
		for stack = append(stack[:0], at); len(stack) > 0; {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if seen[at] == place+1 {
				continue
			}
			seen[at] = place + 1
			switch i := &x.code[at]; i.op {
			case opMatch:
				done = true
			case opJump:
				stack = append(stack, at+i.x)
			case opSplit:
				stack = append(stack, at+i.y, at+i.x)
			case opAt:
				if isAt(i.c, s, place) {
					stack = append(stack, at+1)
				}
			default:
				list = append(list, at)
			}
		}
		return list
	}
	for place := 0; ; place++ {
		now = reach(now, 0, place)
		if done || place == len(s) {
			return done
		}
		b := s[place]
		next = next[:0]
		for _, at := range now {
			i := &x.code[at]
			if i.op == opChar && i.c == b || i.op == opSet && i.set[b/8]&(1<<(b%8)) != 0 {
				next = reach(next, at+1, place+1)
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
