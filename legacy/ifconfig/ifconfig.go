// Package ifconfig is the program ifconfig of net-tools 2.10, as Debian 12 has it.
//
// What the tool asks the kernel for with old requests (ioctls) is asked for with
// netlink, in the same order, one word of the command line at a time, with what the old
// request would do and say. A serial line's keepalive and outfill are the exception:
// netlink has nothing of them.
package ifconfig

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// A tool is one run of the program.
type tool struct {
	inet.Resolver
	e       *cli.Env
	c       *nl.Conn
	verbose bool
	name    string // of the link or alias that the words are about
	family  *family
	failed  int // what came of the words so far: 0, 1 or -1

	// data is what an address that was read last holds, as struct sockaddr has it behind
	// the family. A hardware address that is too short leaves the rest as it was.
	data [14]byte

	seen   []*entry // links and aliases that add and del know
	listed bool     // those are all
}

// Run is the program.
func Run(e *cli.Env, words []string) error {
	var all, short, verbose bool
	for len(words) > 0 && len(words[0]) > 0 && words[0][0] == '-' {
		switch w := words[0]; w {
		case "-a":
			all = true
		case "-s":
			short = true
		case "-v":
			verbose = true
		case "-V", "-version", "--version":
			e.Puts("net-tools 2.10\n")
			return nil
		case "-?", "-h", "-help", "--help":
			e.Puts(helpWords)
			e.Flush()
			e.Warn(helpTypes())
			return nil
		default:
			e.Warn("ifconfig: option `" + w + "' not recognised.")
			return seeHelp(e)
		}
		words = words[1:]
	}
	if len(words) < 2 {
		if short {
			e.Puts(inet.ShortHead)
		}
		s := inet.Lister{E: e, All: all, Short: short}
		if len(words) == 0 && !s.ShowAll() || len(words) == 1 && !s.Show(inet.Short(words[0])) {
			return cli.Silent(1)
		}
		return nil
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	t := &tool{e: e, c: c, verbose: verbose, name: inet.Short(words[0])}
	words = words[1:]
	if t.family = familyByName(e, words[0]); t.family != nil {
		words = words[1:]
	} else {
		t.family = &families[inetFamily]
	}
	a := cli.NewArgs(words)
	if err := t.run(a); err != nil {
		return err
	}
	if t.failed == 0 {
		return nil
	}
	if t.verbose {
		why := "1"
		if t.failed < 0 {
			why = "-1"
		}
		e.Warn("WARNING: at least one error occured. (" + why + ")")
	}
	return cli.Silent(t.failed & 0xff)
}

func seeHelp(e *cli.Env) error {
	e.Warn("ifconfig: `--help' gives usage information.")
	return cli.Silent(1)
}

// fail is a word's failure: what is said of it. The last one counts.
func (t *tool) fail(what string) {
	t.failed = 1
	t.e.Warn(what)
}

// result is what came of a request by that name.
func (t *tool) result(what string, err error) {
	if err == nil {
		return
	}
	before := t.failed
	t.fail(what + ": " + inet.Words(err))
	if what == netmask { // a mask's is added to what there was
		t.failed |= before
	}
}

const helpWords = `Usage:
  ifconfig [-a] [-v] [-s] [<interface>]       what there is
  ifconfig [-v] <interface> [<AF>] WORD ...   do it, word by word; WORD is one of
  <address>[/<prefixlen>]      its address; brings it up, too
  [netmask <address>]  [[-]broadcast [<address>]]
  [[-]pointopoint [<address>]]  [dstaddr <address>]  [tunnel <address>]
  [add <address>[/<prefixlen>]]  [del <address>[/<prefixlen>]]
  [up|down]  [name <newname>]  [mtu <NN>]  [txqueuelen <NN>]
  [hw <HW> <address>]  [[-]arp]  [[-]promisc]  [[-]allmulti]  [[-]multicast]
  [[-]trailers]  [[-]dynamic]  [media <type>]
  [mem_start <NN>]  [io_addr <NN>]  [irq <NN>]  [outfill <NN>]  [keepalive <NN>]
`

// helpTypes is the part of the help that goes to standard error whatever is asked.
func helpTypes() string {
	s := "<HW>, a type of hardware:\n  "
	for i := range inet.HWTypes {
		if h := &inet.HWTypes[i]; !h.Unspec() {
			s += h.Name + " (" + h.Title + ") "
		}
	}
	s += "\n<AF>, a family of addresses, inet where none is named:\n  "
	for i := range families {
		if f := &families[i]; f.number != unix.AF_UNSPEC {
			s += f.name + " "
		}
	}
	return s
}

// usage is the complaint about words that do not make sense.
func usage() error { return cli.Quit(3, helpWords+helpTypes()) }
