package kind

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Takes reports whether k has any options to take.
func (k *Kind) Takes() bool {
	if k.Parse != nil || len(k.Also) > 0 {
		return true
	}
	for i := range k.Rows {
		if k.Rows[i].Only != attr.Get {
			return true
		}
	}
	return false
}

// Options takes the options of k off a, and puts them into the open nest. cur is the
// options that the link has, where it is to be changed and k Reads. Without a word
// nothing is put: the caller sees to that, and to a Peer.
func (k *Kind) Options(e *cli.Env, a *cli.Args, m *nl.Msg, cur nl.Table) error {
	err := k.options(e, a, m, cur)
	switch w := err.(type) {
	case refused:
		if w == "" {
			return k.Explain()
		}
		return k.Refuse(string(w))
	case withHelp:
		return cli.Fail(string(w) + "\n" + strings.TrimSuffix(k.Usage(), "\n"))
	}
	return err
}

func (k *Kind) options(e *cli.Env, a *cli.Args, m *nl.Msg, cur nl.Table) error {
	if k.Start != nil {
		if err := k.Start(e, m, cur); err != nil {
			return err
		}
	}
	if k.Parse != nil {
		if err := k.Parse(e, a, m); err != nil {
			return err
		}
	}
	for a.More() {
		ok, err := k.Rows.Parse(e, a, m)
		if !ok && err == nil {
			ok, err = k.Also.Parse(e, a, m)
		}
		if err != nil {
			return err
		}
		if !ok {
			return refused(a.Peek())
		}
	}
	if k.Check != nil {
		return k.Check(e, m, m.Flags()&unix.NLM_F_CREATE != 0)
	}
	return nil
}

// Show prints the options in t, IFLA_INFO_DATA's or IFLA_INFO_SLAVE_DATA's.
func (k *Kind) Show(e *cli.Env, t nl.Table) {
	if k.Print != nil {
		k.Print(e, t)
		return
	}
	k.Rows.Print(e, t)
}

// Peer, as the error of Options, says that the words left are the options of a
// link: the other end of the one that is made. Behind a struct ifinfomsg they go into
// attribute Attr of the open nest.
type Peer struct{ Attr uint16 }

func (Peer) Error() string { return "the peer's options are left" }

// withHelp is a complaint with the help behind it, which Options puts there.
type withHelp string

func (w withHelp) Error() string { return string(w) }

// failRead is the complaint about a tunnel whose options cannot be read.
func failRead() error { return cli.Fail("Failed to get existing tunnel info.") }
