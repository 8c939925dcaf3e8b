package cli

import "strings"

// Args is a command line being read from left to right.
type Args struct {
	words []string
	at    int
}

// NewArgs reads words, of which it keeps the slice.
func NewArgs(words []string) *Args { return &Args{words: words} }

// Reset makes a read other words.
func (a *Args) Reset(words []string) { a.words, a.at = words, 0 }

// More reports whether there is a word left.
//
//go:noinline
func (a *Args) More() bool { return a.at < len(a.words) }

// Len is how many words are left.
func (a *Args) Len() int { return len(a.words) - a.at }

// Peek is the next word, "" where there is none.
//
//go:noinline
func (a *Args) Peek() string { return a.At(0) }

// At is the word n after the next, "" where there is none.
func (a *Args) At(n int) string {
	if a.at+n < len(a.words) {
		return a.words[a.at+n]
	}
	return ""
}

// Has reports whether there are more than n words left.
func (a *Args) Has(n int) bool { return a.at+n < len(a.words) }

// Skip drops n words, or all where there are fewer.
//
//go:noinline
func (a *Args) Skip(n int) { a.at = min(a.at+n, len(a.words)) }

// Back gives the last word back.
func (a *Args) Back() {
	if a.at > 0 {
		a.at--
	}
}

// Next takes a word; a missing one is an error.
//
//go:noinline
func (a *Args) Next() (string, error) {
	if a.at >= len(a.words) {
		return "", Incomplete()
	}
	a.at++
	return a.words[a.at-1], nil
}

// Rest is the words that are left; they stay.
func (a *Args) Rest() []string { return a.words[a.at:] }

// Last is the word taken last.
func (a *Args) Last() string {
	if a.at == 0 || a.at > len(a.words) {
		return ""
	}
	return a.words[a.at-1]
}

// Accept takes the next word if it is exactly name.
func (a *Args) Accept(name string) bool {
	if a.More() && a.words[a.at] == name {
		a.at++
		return true
	}
	return false
}

// AcceptPrefix takes the next word if it abbreviates name.
func (a *Args) AcceptPrefix(name string) bool {
	if a.More() && Prefix(a.words[a.at], name) {
		a.at++
		return true
	}
	return false
}

// Prefix reports whether word is a beginning of name, and not empty: upstream's
// matches() where it takes abbreviations.
//
//go:noinline
func Prefix(word, name string) bool {
	return word != "" && len(word) <= len(name) && name[:len(word)] == word
}

// Match reports whether word names the option spelled name, where a bar ends the
// shortest abbreviation taken: "fo|rward" takes fo, for, ... forward. With no bar it
// must be spelled out.
func Match(name, word string) bool {
	i := strings.IndexByte(name, '|')
	if i < 0 {
		return word == name
	}
	return len(word) >= i && word[:i] == name[:i] && strings.HasPrefix(name[i+1:], word[i:])
}

// Plain is name without its bar.
func Plain(name string) string {
	head, tail, _ := strings.Cut(name, "|")
	return head + tail
}
