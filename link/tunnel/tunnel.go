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
		fallthrough
	case unix.AF_INET:
		return v4.run(&d, a)
	case unix.AF_INET6:
		return v6.run(&d, a)
	}
	return cli.Quit(255, "Unsupported protocol family: "+strconv.Itoa(int(e.Family)))
}

// A version is the commands of tunnels over one version of IP.
type version struct {
	set      func(d *driver, a *cli.Args, req uintptr) error
	del      func(d *driver, a *cli.Args) error
	show     func(d *driver, a *cli.Args) error
	prl, rd6 func(d *driver, a *cli.Args) error // nil where there is no such command
	usage    string
	help     string // where help is
}

var (
	v4 = version{set4, del4, show4, routers, rapid, usage4, `ip tunnel help"`}
	v6 = version{set6, del6, show6, nil, nil, usage6, `ip -f inet6 tunnel help".`}
)

func (v *version) run(d *driver, a *cli.Args) error {
	if !a.More() {
		return v.show(d, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return v.set(d, a, addTunnel)
	case is("change"):
		return v.set(d, a, changeTunnel)
	case is("delete"):
		return v.del(d, a)
	case is("show"), is("lst"), is("list"):
		return v.show(d, a)
	case v.prl != nil && is("prl"):
		return v.prl(d, a)
	case v.rd6 != nil && is("6rd"):
		return v.rd6(d, a)
	case is("help"):
		return cli.Usage(v.usage)
	}
	return cli.Quit(255, `Command "`+word+`" is unknown, try "`+v.help)
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
