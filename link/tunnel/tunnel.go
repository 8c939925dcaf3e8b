// Package tunnel is ip tunnel: tunnels over IPv4 and IPv6, by the ioctls that there
// were before netlink.
package tunnel

import (
	"strconv"

	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

const usage4 = `Usage: ip tunnel { add | change | del | show | prl | 6rd } [ NAME ]
                 [ mode { gre | ipip | isatap | sit | vti } ]
                 [ remote ADDR ] [ local ADDR ] [ dev PHYS_DEV ]
                 [ ttl TTL ] [ tos TOS ] [ [no]pmtudisc ]
                 [ [i|o]seq ] [ [i|o]key KEY ] [ [i|o]csum ]
                 [ prl-default ADDR ] [ prl-nodefault ADDR ] [ prl-delete ADDR ]
                 [ 6rd-prefix ADDR ] [ 6rd-relay_prefix ADDR ] [ 6rd-reset ]
where  NAME := STRING
       ADDR := { IP_ADDRESS | any }
       TOS  := { STRING | 00..ff | inherit | inherit/STRING | inherit/00..ff }
       TTL  := { 1..255 | inherit }
       KEY  := { DOTTED_QUAD | NUMBER }
`

const usage6 = `Usage: ip -f inet6 tunnel { add | change | del | show } [ NAME ]
                          [ mode { ip6ip6 | ipip6 | ip6gre | vti6 | any } ]
                          [ remote ADDR local ADDR ] [ dev PHYS_DEV ]
                          [ encaplimit ELIM ] [ hoplimit TTL ]
                          [ tclass TCLASS ] [ flowlabel FLOWLABEL ]
                          [ dscp inherit ] [ [no]allow-localremote ]
                          [ [i|o]seq ] [ [i|o]key KEY ] [ [i|o]csum ]
where  NAME      := STRING
       ADDR      := IPV6_ADDRESS
       ELIM      := { none | 0..255 }(default=4)
       TTL       := 0..255 (default=64)
       TCLASS    := { 0x0..0xff | inherit }
       FLOWLABEL := { 0x0..0xfffff | inherit }
       KEY       := { DOTTED_QUAD | NUMBER }
`

// Run runs ip tunnel. Which version of IP carries the tunnel is told by -4 and -6, or
// by a mode that is none but version 6's.
func Run(e *cli.Env, a *cli.Args) error {
	words := a.Rest()
	for i := 0; i+1 < len(words); i++ {
		if words[i] == "mode" {
			if isMode6(words[i+1]) {
				e.Family = unix.AF_INET6
			}
			break
		}
	}
	d := driver{e: e, fd: -1}
	defer d.close()
	switch e.Family {
	case unix.AF_UNSPEC:
		e.Family = unix.AF_INET
		return run4(&d, a)
	case unix.AF_INET:
		return run4(&d, a)
	case unix.AF_INET6:
		return run6(&d, a)
	}
	return cli.Quit(255, "Unsupported protocol family: "+strconv.Itoa(int(e.Family)))
}

func run4(d *driver, a *cli.Args) error {
	if !a.More() {
		return show4(d, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return set4(d, a, addTunnel)
	case is("change"):
		return set4(d, a, changeTunnel)
	case is("delete"):
		return del4(d, a)
	case is("show"), is("lst"), is("list"):
		return show4(d, a)
	case is("prl"):
		return routers(d, a)
	case is("6rd"):
		return rapid(d, a)
	case is("help"):
		return cli.Usage(usage4)
	}
	return cli.Quit(255, `Command "`+word+`" is unknown, try "ip tunnel help"`)
}

func run6(d *driver, a *cli.Args) error {
	if !a.More() {
		return show6(d, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return set6(d, a, addTunnel)
	case is("change"):
		return set6(d, a, changeTunnel)
	case is("delete"):
		return del6(d, a)
	case is("show"), is("lst"), is("list"):
		return show6(d, a)
	case is("help"):
		return cli.Usage(usage6)
	}
	return cli.Quit(255, `Command "`+word+`" is unknown, try "ip -f inet6 tunnel help".`)
}

// common is the words of both versions, and where they stand.
type common struct {
	e      *cli.Env
	a      *cli.Args
	name   *[16]byte
	medium string // the link that the tunnel sends on
	dev    bool   // medium was given
	first  bool   // no word was taken before
}

// takeName takes word for a name, or the word behind "name".
func (c *common) takeName(word, usage string) (string, error) {
	if word == "name" {
		var err error
		if word, err = c.a.Next(); err != nil {
			return "", err
		}
	} else if cli.Prefix(word, "help") {
		return "", cli.Usage(usage)
	}
	if c.name[0] != 0 {
		return "", cli.Garbage("name", word)
	}
	if !cli.LinkName(word) {
		return "", cli.Invalid(`"name" not a valid ifname`, word)
	}
	*c.name = [16]byte{}
	copy(c.name[:], word)
	return word, nil
}

// link is the index of the link that the tunnel sends on; index where none was given.
func (c *common) link(index uint32) (uint32, error) {
	if !c.dev {
		return index, nil
	}
	return c.e.Link(c.medium)
}
