package sysctl

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/match"
)

// An expr is an extended regular expression (POSIX's, with glibc's \w \W \s \S \b \B
// \< \> \` \') as a machine that is in several states at once: it takes no longer than
// the expression times the text. One that is none matches nothing, as in the
// reference.
type expr struct {
	code []inst // nil: not an expression
	sets [][256]bool
}

const (
	opChar  = iota // the character c
	opSet          // one of set number to
	opJump         // on to to
	opSplit        // on to the next step, and to to
	opAt           // only where c says: a place, no character
	opMatch
)

// An inst is a step. Where it leads to is relative, so that steps can be repeated.
type inst struct {
	op, c uint8
	to    int32
}

const (
	maxRepeat = 0x7fff  // as glibc
	maxCode   = 1 << 14 // steps of an expression: {32767} of something long is none
)

// compile reads an expression. why is a complaint about one that we do not do.
func compile(s string) (x *expr, why string) {
	c := compiler{s: s}
	code := c.choice(0)
	if c.back {
		return nil, "back-references (\\1 to \\9) are not supported by gip"
	}
	if c.bad || c.i < len(s) {
		return &expr{}, ""
	}
	return &expr{join(code, inst{op: opMatch}), c.sets}, ""
}

type compiler struct {
	s         string
	i         int
	bad, back bool
	sets      [][256]bool
}

// peek is the next character, 0 at the end.
func (c *compiler) peek() byte {
	if c.i < len(c.s) && !c.bad {
		return c.s[c.i]
	}
	return 0
}

// accept takes the next character if it is b.
func (c *compiler) accept(b byte) bool {
	if c.peek() != b {
		return false
	}
	c.i++
	return true
}

func (c *compiler) fail() []inst {
	c.bad = true
	return nil
}

//go:noinline
func join(a []inst, b ...inst) []inst { return append(a, b...) }

// either is a or b.
func either(a, b []inst) []inst {
	code := join(nil, inst{op: opSplit, to: int32(len(a) + 2)})
	code = join(code, a...)
	code = join(code, inst{op: opJump, to: int32(len(b) + 1)})
	return join(code, b...)
}

// choice is a|b|c, up to the end or the parenthesis that closes it.
func (c *compiler) choice(depth int) []inst {
	if depth > 200 {
		return c.fail()
	}
	code := c.sequence(depth)
	for c.accept('|') {
		if code = either(code, c.sequence(depth)); len(code) > maxCode {
			return c.fail()
		}
	}
	return code
}

func (c *compiler) sequence(depth int) (code []inst) {
	for {
		if b := c.peek(); b == 0 || b == '|' || b == ')' && depth > 0 {
			return code
		}
		one, place := c.one(depth)
		for !place && c.peek() != 0 && strings.IndexByte("*+?{", c.peek()) >= 0 {
			one = c.repeat(one)
		}
		if code = join(code, one...); len(code) > maxCode {
			return c.fail()
		}
	}
}

// one is a character, a set, a place or a group. A place cannot be repeated.
func (c *compiler) one(depth int) (code []inst, place bool) {
	ch := c.s[c.i]
	c.i++
	switch ch {
	case '*', '+', '?', '{':
		return c.fail(), false
	case '^', '$':
		return join(nil, inst{op: opAt, c: ch}), true
	case '.':
		return c.set(func(b byte) bool { return true }), false
	case '[':
		return c.bracket(), false
	case '(':
		if code = c.choice(depth + 1); !c.accept(')') {
			code = c.fail()
		}
		return code, false
	case '\\':
		if ch = c.peek(); ch == 0 {
			return c.fail(), false
		}
		c.i++
		switch {
		case ch|0x20 == 'w':
			return c.set(func(b byte) bool { return word(b) == (ch == 'w') }), false
		case ch|0x20 == 's':
			return c.set(func(b byte) bool { return match.Class("space", b) == (ch == 's') }), false
		case strings.IndexByte("bB<>`'", ch) >= 0:
			return join(nil, inst{op: opAt, c: ch}), true
		}
		c.back = c.back || ch >= '1' && ch <= '9'
	}
	return join(nil, inst{op: opChar, c: ch}), false
}

func word(b byte) bool { return b == '_' || match.Class("alnum", b) }

// set is a step for one of the characters that in says.
func (c *compiler) set(in func(b byte) bool) []inst {
	var s [256]bool
	for i := 1; i < len(s); i++ {
		s[i] = in(byte(i))
	}
	c.sets = append(c.sets, s)
	return join(nil, inst{op: opSet, to: int32(len(c.sets) - 1)})
}

// repeat reads how often code is to come.
func (c *compiler) repeat(code []inst) (all []inst) {
	least, most := 0, -1
	ch := c.s[c.i]
	c.i++
	switch ch {
	case '+':
		least = 1
	case '?':
		most = 1
	case '{':
		least = c.number()
		if most = least; c.accept(',') {
			most = c.number()
		} else if least < 0 {
			return c.fail()
		}
		least = max(least, 0)
		if !c.accept('}') || most >= 0 && least > most || max(least, most) > maxRepeat {
			return c.fail()
		}
	}
	n := len(code) + 1
	if max(least, most)*n > maxCode {
		return c.fail()
	}
	for range least {
		all = join(all, code...)
	}
	if most < 0 {
		all = join(join(all, inst{op: opSplit, to: int32(n + 1)}), code...)
		return join(all, inst{op: opJump, to: int32(-n)})
	}
	for i := least; i < most; i++ {
		all = join(join(all, inst{op: opSplit, to: int32((most - i) * n)}), code...)
	}
	return all
}

// number is the number that comes next, -1 where none does.
func (c *compiler) number() int {
	if !match.Class("digit", c.peek()) {
		return -1
	}
	v, n, _ := cli.Strtoul(c.s[c.i:], 10)
	c.i += n
	return int(min(v, maxRepeat+1))
}
