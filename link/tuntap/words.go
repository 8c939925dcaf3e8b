package tuntap

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/names"

	"golang.org/x/sys/unix"
)

// nobody is the user and the group that are not set.
const nobody = 1<<32 - 1

// options is what the words of a command ask for.
type options struct {
	name        string
	flags       uint16 // IFF_TUN, ...
	user, group uint32
}

// parse reads the words of add and of delete, which knows no owners.
func parse(a *cli.Args, owners bool) (*options, error) {
	o := &options{flags: unix.IFF_NO_PI, user: nobody, group: nobody}
	for a.More() {
		if err := o.option(a, owners); err != nil {
			return nil, err
		}
	}
	if o.flags&modeMask == 0 {
		return nil, cli.Fail("You failed to specify a tunnel mode")
	}
	return o, nil
}

func (o *options) option(a *cli.Args, owners bool) (err error) {
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("mode"):
		return o.mode(a)
	case owners && is("user"):
		o.user, err = owner(a, "/etc/passwd", "user")
		return err
	case owners && is("group"):
		o.group, err = owner(a, "/etc/group", "group")
		return err
	case is("pi"):
		o.flags &^= unix.IFF_NO_PI
	case is("one_queue"):
		o.flags |= unix.IFF_ONE_QUEUE
	case is("vnet_hdr"):
		o.flags |= unix.IFF_VNET_HDR
	case is("multi_queue"):
		o.flags |= unix.IFF_MULTI_QUEUE
	case is("dev"):
		if word, err = a.Next(); err != nil {
			return err
		}
		if !cli.LinkName(word) {
			return cli.Invalid(`"dev" not a valid ifname`, word)
		}
		o.name = word
	default:
		if is("name") {
			if word, err = a.Next(); err != nil {
				return err
			}
		} else if is("help") {
			return cli.Usage(usage)
		}
		if o.name != "" {
			return cli.Garbage("name", word)
		}
		if !cli.LinkName(word) {
			return cli.Invalid(`"name" not a valid ifname`, word)
		}
		o.name = word
	}
	return nil
}

func (o *options) mode(a *cli.Args) error {
	word, err := a.Next()
	if err != nil {
		return err
	}
	mode := uint16(unix.IFF_TUN)
	switch {
	case cli.Prefix(word, "tun"):
	case cli.Prefix(word, "tap"):
		mode = unix.IFF_TAP
	default:
		return cli.Quit(255, `Unknown tunnel mode "`+word+`"`)
	}
	if o.flags&(modeMask&^mode) != 0 {
		return cli.Quit(255, "You managed to ask for more than one tunnel mode.")
	}
	o.flags |= mode
	return nil
}

// owner is the number that a word is, or that the file has for it as a name.
func owner(a *cli.Args, file, what string) (uint32, error) {
	word, err := a.Next()
	if err != nil {
		return 0, err
	}
	if v, n := cli.Strtol(word, 10); n == len(word) && n > 0 {
		return uint32(v), nil
	}
	if id, ok := lookup(file, word); ok {
		return id, nil
	}
	return 0, cli.Quit(255, "invalid "+what+` "`+word+`"`)
}

// lookup finds the third field of the line that begins with name, in a file like
// /etc/passwd.
func lookup(file, name string) (uint32, bool) {
	b, _ := names.ReadFile(file)
	for text := string(b); text != "" && name != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		rest, ok := strings.CutPrefix(line, name+":")
		if !ok {
			continue
		}
		_, rest, _ = strings.Cut(rest, ":")
		number, _, _ := strings.Cut(rest, ":")
		if id, err := strconv.ParseUint(number, 10, 32); err == nil {
			return uint32(id), true
		}
	}
	return 0, false
}
