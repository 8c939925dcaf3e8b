package ethtool

import (
	"strings"

	"gip/internal/nl"
)

// A field is an attribute that is shown: how, behind which label, and for a number
// that stands for a word, the words, with bars between.
type field struct {
	attr  uint16
	show  uint8
	label string
	words string
}

const (
	number   = iota // a line; n/a where the kernel does not say
	onOff           // a switch, likewise
	heading         // the label alone
	adaptive        // two switches on a line: this and the next
	cqe             // two switches on a line: this and the one before
	found           // a line if the kernel says
	word            // a word of words, likewise
	toggle          // a switch, likewise
)

// fields prints list.
func (t *tool) fields(list []field, tb nl.Table) {
	e := t.e
	for i := range list {
		f := &list[i]
		v := tb.At(f.attr)
		if v == nil && f.show >= found {
			continue
		}
		e.Puts(f.label)
		text := "n/a"
		switch f.show {
		case heading:
			continue
		case adaptive:
			text = state(v) + "  TX: " + state(tb.At(f.attr+1))
		case cqe:
			text = state(v) + "  TX: " + state(tb.At(f.attr-1))
		case onOff, toggle:
			text = state(v)
		case word:
			if text = pick(f.words, v.U8()); text == "" {
				text = "Unknown! (" + itoa(uint64(v.U8())) + ")"
			}
		default:
			if v != nil {
				text = itoa(v.Uint())
			}
		}
		e.Puts(text)
		e.Puts("\n")
	}
}

//go:noinline
func state(v nl.Value) string {
	switch {
	case v == nil:
		return "n/a"
	case v.U8() != 0:
		return "on"
	}
	return "off"
}

// pick is the word number i of words, "" where there is none.
//
//go:noinline
func pick(words string, i uint8) string {
	for ; i > 0 && words != ""; i-- {
		_, words, _ = strings.Cut(words, "|")
	}
	word, _, _ := strings.Cut(words, "|")
	return word
}
