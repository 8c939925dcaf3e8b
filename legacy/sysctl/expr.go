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
}

type op uint8

const (
	opChar  op = iota // c
	opSet             // one of set
	opJump            // on to x
	opSplit           // on to x and to y
	opAt              // only where c says: a place, no character
	opMatch
)

// An inst is a step. x and y are relative, so that steps can be repeated.
type inst struct {
	op   op
	c    byte
	x, y int
	set  *[32]byte
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
	return &expr{append(code, inst{op: opMatch})}, ""
}

type compiler struct {
	s         string
	i         int
	bad, back bool
}

func (c *compiler) more() bool { return c.i < len(c.s) && !c.bad }

func (c *compiler) fail() []inst {
	c.bad = true
	return nil
}

// choice is a|b|c, up to the end or the parenthesis that closes it.
func (c *compiler) choice(depth int) []inst {
	if depth > 200 {
		return c.fail()
	}
	all := [][]inst{c.sequence(depth)}
	for c.more() && c.s[c.i] == '|' {
		c.i++
		all = append(all, c.sequence(depth))
	}
	b := all[len(all)-1]
	for i := len(all) - 2; i >= 0; i-- {
		code := append([]inst{{op: opSplit, x: 1, y: len(all[i]) + 2}}, all[i]...)
		b = append(append(code, inst{op: opJump, x: len(b) + 1}), b...)
	}
	return b
}

func (c *compiler) sequence(depth int) (code []inst) {
	for c.more() && c.s[c.i] != '|' && (c.s[c.i] != ')' || depth == 0) {
		one, place := c.one(depth)
		for !place && c.more() && strings.IndexByte("*+?{", c.s[c.i]) >= 0 {
			one = c.repeat(one)
		}
		if code = append(code, one...); len(code) > maxCode {
			return c.fail()
		}
	}
	return code
}

// one is a character, a set, a place or a group. A place cannot be repeated.
func (c *compiler) one(depth int) (code []inst, place bool) {
	ch := c.s[c.i]
	c.i++
	switch ch {
	case '*', '+', '?', '{':
		return c.fail(), false
	case '^', '$':
		return []inst{{op: opAt, c: ch}}, true
	case '.':
		return set(func(b byte) bool { return b != 0 }), false
	case '[':
		return c.bracket(), false
	case '(':
		code = c.choice(depth + 1)
		if !c.more() {
			return c.fail(), false
		}
		c.i++
		return code, false
	case '\\':
		if c.i >= len(c.s) {
			return c.fail(), false
		}
		ch = c.s[c.i]
		c.i++
		switch {
		case ch == 'w' || ch == 'W':
			return set(func(b byte) bool { return word(b) == (ch == 'w') }), false
		case ch == 's' || ch == 'S':
			return set(func(b byte) bool { return match.Class("space", b) == (ch == 's') }), false
		case strings.IndexByte("bB<>`'", ch) >= 0:
			return []inst{{op: opAt, c: ch}}, true
		case ch >= '1' && ch <= '9':
			c.back = true
		}
	}
	return []inst{{op: opChar, c: ch}}, false
}

func word(b byte) bool { return b == '_' || match.Class("alnum", b) }

func set(in func(b byte) bool) []inst {
	s := new([32]byte)
	for i := range 256 {
		if in(byte(i)) {
			s[i/8] |= 1 << (i % 8)
		}
	}
	return []inst{{op: opSet, set: s}}
}

// repeat reads how often code is to come.
func (c *compiler) repeat(code []inst) []inst {
	least, most := 0, -1
	ch := c.s[c.i]
	c.i++
	switch ch {
	case '+':
		least = 1
	case '?':
		most = 1
	case '{':
		var ok bool
		if least, ok = c.number(); !ok {
			if !c.more() || c.s[c.i] != ',' {
				return c.fail()
			}
			least = 0
		}
		most = least
		if c.more() && c.s[c.i] == ',' {
			c.i++
			if most, ok = c.number(); !ok {
				most = -1
			}
		}
		if !c.more() || c.s[c.i] != '}' || most >= 0 && least > most || least > maxRepeat || most > maxRepeat {
			return c.fail()
		}
		c.i++
	}
	n := len(code) + 1
	if max(least, most)*n > maxCode {
		return c.fail()
	}
	var all []inst
	for range least {
		all = append(all, code...)
	}
	if most < 0 {
		all = append(append(all, inst{op: opSplit, x: 1, y: n + 1}), code...)
		return append(all, inst{op: opJump, x: -n})
	}
	for i := least; i < most; i++ {
		all = append(append(all, inst{op: opSplit, x: 1, y: (most - i) * n}), code...)
	}
	return all
}

func (c *compiler) number() (v int, ok bool) {
	v64, n, _ := cli.Strtoul(c.s[c.i:], 10)
	if n == 0 || !match.Class("digit", c.s[c.i]) {
		return 0, false
	}
	c.i += n
	return int(min(v64, maxRepeat+1)), true
}
