// Package getopt reads options as C's getopt_long does, and complains in its words.
package getopt

import "strings"

// What a long option is followed by.
const (
	None = iota
	Required
	Optional // only as --name=value
)

// A Long option is spelled out behind two dashes, or abbreviated as far as it is
// told from the others.
type Long struct {
	Name string
	Arg  uint8 // None, Required or Optional
	Opt  int   // what Next returns for it
}

// A Parser takes the options from among words, wherever they stand.
type Parser struct {
	Name  string         // of the program, as it was called: complaints begin with it
	Short string         // the letters; one colon behind those with a value, two where it may be left out
	Long  []Long         // may be nil
	Warn  func(s string) // is told the complaints, without a newline

	Words []string // what is to be read
	Value string   // of the option that Next returned last
	Given bool     // whether it has one
	Found string   // its name, where it was spelled out
	Rest  []string // the words read so far that are no options: all of them at the end

	cluster string // letters that are left of a word like -abc
}

// Next is the next option: its letter, or its Opt; '?' for one that was complained
// about; -1 at the end.
func (p *Parser) Next() int {
	p.Value, p.Given, p.Found = "", false, ""
	if p.cluster != "" {
		return p.letter()
	}
	for len(p.Words) > 0 {
		w := p.Words[0]
		p.Words = p.Words[1:]
		switch {
		case w == "--":
			p.Rest = append(p.Rest, p.Words...)
			p.Words = nil
		case len(w) < 2 || w[0] != '-':
			p.Rest = append(p.Rest, w)
		case w[1] == '-' && p.Long != nil:
			return p.long(w)
		default:
			p.cluster = w[1:]
			return p.letter()
		}
	}
	return -1
}

func (p *Parser) bad(why string) int {
	p.Warn(p.Name + ": " + why)
	return '?'
}

func (p *Parser) letter() int {
	c := p.cluster[0]
	p.cluster = p.cluster[1:]
	i := strings.IndexByte(p.Short, c)
	if c == ':' || i < 0 {
		return p.bad("invalid option -- '" + string([]byte{c}) + "'")
	}
	kind := p.Short[i+1:]
	if !strings.HasPrefix(kind, ":") {
		return int(c)
	}
	switch {
	case p.cluster != "":
		p.Value, p.Given = p.cluster, true
		p.cluster = ""
	case strings.HasPrefix(kind, "::"):
	case len(p.Words) == 0:
		return p.bad("option requires an argument -- '" + string([]byte{c}) + "'")
	default:
		p.Value, p.Given = p.Words[0], true
		p.Words = p.Words[1:]
	}
	return int(c)
}

func (p *Parser) long(w string) int {
	name, value, has := strings.Cut(w[2:], "=")
	var found *Long
	others := false
	for i := range p.Long {
		l := &p.Long[i]
		if !strings.HasPrefix(l.Name, name) {
			continue
		}
		if l.Name == name {
			found, others = l, false
			break
		}
		if found == nil {
			found = l
		} else if found.Arg != l.Arg || found.Opt != l.Opt {
			others = true
		}
	}
	switch {
	case found == nil:
		return p.bad("unrecognized option '" + w + "'")
	case others:
		s := "option '" + w + "' is ambiguous; possibilities:"
		for i := range p.Long {
			l := &p.Long[i]
			if strings.HasPrefix(l.Name, name) && (l == found || l.Arg != found.Arg || l.Opt != found.Opt) {
				s += " '--" + l.Name + "'"
			}
		}
		return p.bad(s)
	case has && found.Arg == None:
		return p.bad("option '--" + found.Name + "' doesn't allow an argument")
	case has:
		p.Value, p.Given = value, true
	case found.Arg == Required:
		if len(p.Words) == 0 {
			return p.bad("option '--" + found.Name + "' requires an argument")
		}
		p.Value, p.Given = p.Words[0], true
		p.Words = p.Words[1:]
	}
	p.Found = found.Name
	return found.Opt
}
