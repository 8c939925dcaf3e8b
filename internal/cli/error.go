// Package cli holds what every command shares: its words, its options, its errors.
package cli

import (
	"gip/internal/nl"
)

// An Error is what ends a command: what to say on standard error, and the status.
//
// The reference has two ways to fail: a command that returns a failure, which in a
// batch is told with the line's number and which -force goes on after; and one that
// exits on the spot, which ends a batch whatever -force says. Exit tells them apart.
type Error struct {
	Msg  string // printed with a newline behind it; nothing where it is empty
	Code int    // the status to exit with
	Exit bool   // ends a batch on the spot
	Err  error  // what lies behind it, if anything
}

func (e *Error) Error() string { return e.Msg }
func (e *Error) Unwrap() error { return e.Err }

// What complains is called in some thousand places, and seldom: it is kept out of
// line there (go:noinline), which saves a twentieth of the binary. So are a few others
// in this package, in out and in nl.

// Fail is a command's failure with status 1 of ip. (The other programs make 255 of
// it: see Env.Fail.)
//
//go:noinline
func Fail(msg string) error { return &Error{Msg: msg, Code: 1} }

// Quit is a complaint that exits with code on the spot.
//
//go:noinline
func Quit(code int, msg string) error { return &Error{Msg: msg, Code: code, Exit: true} }

// Status is err with another status than it would have, told or, where quiet, not
// told because it was already.
//
//go:noinline
func Status(err error, code int, exit bool) error {
	return &Error{Msg: err.Error(), Code: code, Exit: exit, Err: err}
}

// Silent is a failure of which all has been said.
//
//go:noinline
func Silent(code int) error { return &Error{Code: code} }

// Usage is a command's help text going to standard error, with the status 255.
//
//go:noinline
func Usage(text string) error {
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text = text[:n-1]
	}
	return &Error{Msg: text, Code: 255, Exit: true}
}

// Incomplete is the complaint about a missing word.
//
//go:noinline
func Incomplete() error { return Quit(255, `Command line is not complete. Try option "help"`) }

// Missing is the complaint about an argument that must be there.
//
//go:noinline
func Missing(what string) error { return Quit(255, `Error: argument "`+what+`" is required`) }

// Invalid is the complaint about a wrong word. Where the reference's reason ends in
// a newline, and so leaves an empty line, why does too.
//
//go:noinline
func Invalid(why, word string) error {
	return Quit(255, `Error: argument "`+word+`" is wrong: `+why)
}

// Duplicate is the complaint about an option's second value.
//
//go:noinline
func Duplicate(key, word string) error {
	return Quit(255, `Error: duplicate "`+key+`": "`+word+`" is the second value.`)
}

// Garbage is the complaint about a word that no option is, where the first option's
// name may be left out.
//
//go:noinline
func Garbage(key, word string) error {
	return Quit(255, `Error: either "`+key+`" is duplicate, or "`+word+`" is garbage.`)
}

// NoDevice is the complaint about a link that is not there.
//
//go:noinline
func NoDevice(name string) error { return Fail(`Cannot find device "` + name + `"`) }

// UnknownCommand is the complaint about a command that an object does not have; try
// is where its help is ("ip link").
//
//go:noinline
func UnknownCommand(word, try string) error {
	return Quit(255, `Command "`+word+`" is unknown, try "`+try+` help".`)
}

// DumpFailed is what becomes of a dump's error: the kernel's words, then last
// ("Dump terminated", the usual), and status 1. An interrupted dump is no failure:
// it is told, and nil comes back.
func (e *Env) DumpFailed(err error, last string) error {
	if err == nil {
		return nil
	}
	if err == nl.ErrInterrupted {
		e.Warn(err.Error())
		return nil
	}
	msg := err.Error()
	if msg != "" && last != "" {
		msg += "\n"
	}
	return &Error{Msg: msg + last, Code: 1, Exit: true, Err: err}
}

// DumpReturns is DumpFailed with another status, where the reference does not exit.
func (e *Env) DumpReturns(err error, last string, code int) error {
	err = e.DumpFailed(err, last)
	if c, ok := err.(*Error); ok {
		c.Code, c.Exit = code, false
	}
	return err
}

// OneOf is the complaint about a word that is none of list, of the option what. Its
// status is the caller's matter: mostly 1.
func OneOf(what string, list []string, word string) string {
	s := `Error: argument of "` + what + `" must be one of `
	for _, l := range list {
		if l != "" {
			s += `"` + l + `", `
		}
	}
	return s + `not "` + word + `"`
}
