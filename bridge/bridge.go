// Package bridge is the program bridge: ports, forwarding tables, VLANs, multicast
// groups.
package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A failure that returns has the status 255 here, 254 where a get found nothing, 234
// where a word is neither on nor off.
const (
	failed   = 255
	notFound = 254
	notOnOff = 234
)

// talk runs a request that only succeeds or fails.
func talk(e *cli.Env, m *nl.Msg) error {
	c, err := e.Conn()
	if err == nil {
		err = c.Do(m)
		if err != nil {
			return cli.Status(err, failed, false)
		}
	}
	return err
}

// list prints the answers to a dump, each by print, which reports whether it was one
// at all. last is what is said at an end before the end.
func list(e *cli.Env, m *nl.Msg, last string, print func(nl.Reply) bool) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	// The kernel makes a dump's first part as long as what was read from the socket
	// before, and a port with many VLANs needs it long. The reference has asked for
	// all links by now; this is a request for nothing.
	if err := c.Do(nl.New(unix.NLMSG_NOOP, 0, nil)); err != nil {
		return err
	}
	for r, err := range c.List(m) {
		if err != nil {
			return e.DumpFailed(err, last)
		}
		if !print(r) {
			return cli.Quit(1, last)
		}
		e.Spill()
	}
	return nil
}

const terminated = "Dump terminated"

// strange tells of a message that is none of those asked for, and is passed over.
func strange(e *cli.Env, what string, r nl.Reply) bool {
	e.Warn(cli.NotA(what, r).Error())
	return true
}

// tooShort tells of a message without room for its header, which ends a list.
func tooShort(e *cli.Env, r nl.Reply, header int) bool {
	e.Warn(cli.TooShort(r, header).Error())
	return false
}

// linkHeader is a struct ifinfomsg of bridges.
func linkHeader(index uint32) []byte {
	b := make([]byte, unix.SizeofIfInfomsg)
	b[0] = unix.AF_BRIDGE
	nl.Native.PutUint32(b[4:], index)
	return b
}

// device is the index of the link called name, as nodev complains.
func device(e *cli.Env, name string) (uint32, error) {
	if i := e.LinkIndex(name); i != 0 {
		return i, nil
	}
	return 0, e.Fail(`Cannot find device "` + name + `"`)
}

// named is device with a complaint that says what kind of device it was to be.
func named(e *cli.Env, what, name string) (uint32, error) {
	if i := e.LinkIndex(name); i != 0 {
		return i, nil
	}
	return 0, e.Fail("Cannot find " + what + ` device "` + name + `"`)
}

// A word is one that the command line may lack.
type word struct {
	text  string
	given bool
}

// next takes the value of an option.
func (w *word) next(a *cli.Args) (err error) {
	w.text, err = a.Next()
	w.given = err == nil
	return err
}

// once is next for an option that may be given once.
func (w *word) once(a *cli.Args, key string) error {
	was := w.given
	if err := w.next(a); err != nil || !was {
		return err
	}
	return cli.Duplicate(key, w.text)
}

// onOff takes on or off.
func onOff(a *cli.Args, what string) (uint8, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	switch w {
	case "on":
		return 1, nil
	case "off":
		return 0, nil
	}
	return 0, &cli.Error{Msg: cli.OneOf(what, []string{"off", "on"}, w), Code: notOnOff}
}

// A command is what the word behind the object says.
type command struct {
	name  string
	exact bool // no abbreviation is taken
	run   func(e *cli.Env, a *cli.Args) error
}

// dispatch runs the command of list that is next, or show where there is none.
func dispatch(e *cli.Env, a *cli.Args, object string, list []command, show func(*cli.Env, *cli.Args) error) error {
	if !a.More() {
		return show(e, a)
	}
	w, _ := a.Next()
	for i := range list {
		c := &list[i]
		if w == c.name || !c.exact && cli.Prefix(w, c.name) {
			return c.run(e, a)
		}
	}
	return cli.UnknownCommand(w, "bridge "+object)
}
