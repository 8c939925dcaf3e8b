// Package attr maps netlink attributes to words and back: one Row an option. It
// holds the types that rows share, and the forms of addresses.
package attr

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
)

// A Row is one option of a command: how it is spelled, which attribute carries it,
// and what the attribute holds. Rows stand in the order they are printed; an
// abbreviation belongs to the first row that takes it.
type Row struct {
	Name string // on the command line; a bar ends the shortest abbreviation: "i|d"
	Attr uint16
	Type Type
	Text string // label in text where it is not Name
	Key  string // key in JSON where it is not Text
	No   bool   // noNAME is taken too
	Once bool   // a second value is complained of
	Show Show   // when it is printed
	Only Use    // for options that are only set, or only shown
	Bad  string // the reason told of a wrong value, where it is not "invalid NAME"
	Args string // what follows the name, for help: "VLANID", "{ on | off }"
	Help string // what it does, in our words, for help
}

// A Type is the form of an attribute's value. Most are shared (U32, OnOff, Dev); an
// odd one is declared beside the kind that needs it.
type Type interface {
	// Parse takes the option's words off a, its name being taken already, and puts
	// the attribute. no is set where the option was spelled noNAME.
	Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *Row, no bool) error
	// Print writes the value. v may be shorter than it should be.
	Print(e *cli.Env, r *Row, v nl.Value)
}

// Show is when a row is printed.
type Show uint8

const (
	Always   Show = iota
	NonZero       // hidden where the value is all zeroes
	ZeroJSON      // likewise, but JSON has it
)

// Use is what a row is for.
type Use uint8

const (
	Both Use = iota
	Set      // taken on the command line, never printed
	Get      // printed, never taken
)

// Label is what stands before the value in text.
func (r *Row) Label() string {
	if r.Text != "" {
		return r.Text
	}
	return cli.Plain(r.Name)
}

// K is the row's JSON key.
func (r *Row) K() string {
	if r.Key != "" {
		return r.Key
	}
	return r.Label()
}

// F is the row's form for text: "label % ".
func (r *Row) F() string { return r.Label() + " % " }

// Invalid is the complaint about a wrong value of this option.
func (r *Row) Invalid(word string) error {
	if r.Bad != "" {
		return cli.Invalid(r.Bad, word)
	}
	return cli.Invalid("invalid "+cli.Plain(r.Name), word)
}

// Rows is the options of one command, link kind or the like.
type Rows []Row

// Parse takes one option off a; ok is false when no row has that name.
func (rs Rows) Parse(e *cli.Env, a *cli.Args, m *nl.Msg) (ok bool, err error) {
	if !a.More() {
		return false, nil
	}
	r, no := rs.Find(a.Peek())
	if r == nil {
		return false, nil
	}
	a.Skip(1)
	if r.Once && m.Has(r.Attr) {
		word := a.Peek()
		if !a.More() {
			return true, cli.Incomplete()
		}
		return true, cli.Duplicate(cli.Plain(r.Name), word)
	}
	return true, r.Type.Parse(e, a, m, r, no)
}

// Find is the row that word names, and whether with a "no" before it.
func (rs Rows) Find(word string) (r *Row, no bool) {
	for i := range rs {
		r := &rs[i]
		if r.Only == Get || r.Name == "" {
			continue
		}
		if cli.Match(r.Name, word) {
			return r, false
		}
		if r.No && strings.HasPrefix(word, "no") && cli.Match(r.Name, word[2:]) {
			return r, true
		}
	}
	return nil, false
}

// Print writes the attributes of t that have a row, in the order of the rows.
func (rs Rows) Print(e *cli.Env, t nl.Table) {
	for i := range rs {
		r := &rs[i]
		if r.Only == Set {
			continue
		}
		v := t.At(r.Attr)
		if v == nil || (r.Show == NonZero || r.Show == ZeroJSON && !e.JSON) && zero(v) {
			continue
		}
		r.Type.Print(e, r, v)
	}
}

func zero(v nl.Value) bool {
	for _, b := range v {
		if b != 0 {
			return false
		}
	}
	return true
}
