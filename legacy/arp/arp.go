// Package arp is the program arp of net-tools.
package arp

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/proc"
	"gip/legacy/getopt"
	"gip/legacy/inet"
)

const usage = `Usage:
  arp [-vn]  [<HW>] [-i <if>] [-a] [<hostname>]             entries are shown
  arp [-v]          [-i <if>] -d  <host> [pub]              one is deleted
  arp [-vnD] [<HW>] [-i <if>] -f  [<filename>]              a file of them is added
  arp [-v]   [<HW>] [-i <if>] -s  <host> <hwaddr> [temp]    one is added
  arp [-v]   [<HW>] [-i <if>] -Ds <host> <if> [netmask <nm>] pub

        -a                       a sentence for each entry, as BSD has it
        -e                       a line of a table for each
        -s, --set                add an entry
        -d, --delete             delete one
        -v, --verbose            tell what is done
        -n, --numeric            numbers in place of names
        -i, --device             a link's entries, or an entry of it
        -D, --use-device         <hwaddr> is the name of a link that has it
        -A, -p, --protocol       the address family, which must be inet
        -f, --file               add what a file has, or /etc/ethers

  <HW>='-H <hw>' or '-t <hw>': the type of the hardware; ether is the default
  Types that have such entries:`

const types = "    ash ether ax25 netrom rose arcnet dlci fddi hippi irda x25 eui64"

const version = "net-tools 2.10\n+I18N +SELINUX\n" + inet.FeaturesAF + "HW: (ether)" + inet.FeaturesHW

const failed = 255

// A tool is what the options ask for.
type tool struct {
	e *cli.Env
	inet.Resolver
	numeric, verbose bool
	useDevice        bool // the hardware address is a link's
	table, all       bool // the style; all: a host that is not there is no matter
	hw               *inet.HW
	hwSet            bool
	device           string
	titled           bool
}

// Run is the program.
func Run(e *cli.Env, words []string) error {
	t := tool{e: e, hw: inet.HWByName("ether")}
	p := getopt.Parser{
		Name: proc.Args()[0], Short: "A:H:adfp:nsei:t:vh?DNV", Warn: e.Warn, Words: words,
		Long: []getopt.Long{
			{Name: "verbose", Opt: 'v'}, {Name: "version", Opt: 'V'}, {Name: "all", Opt: 'a'}, {Name: "delete", Opt: 'd'},
			{Name: "file", Opt: 'f'}, {Name: "numeric", Opt: 'n'}, {Name: "set", Opt: 's'},
			{Name: "protocol", Arg: getopt.Required, Opt: 'A'}, {Name: "hw-type", Arg: getopt.Required, Opt: 'H'},
			{Name: "device", Arg: getopt.Required, Opt: 'i'}, {Name: "help", Opt: 'h'}, {Name: "use-device", Opt: 'D'},
			{Name: "symbolic", Opt: 'N'},
		},
	}
	what, family := 0, "inet"
	for {
		c := p.Next()
		switch c {
		case -1:
			return t.run(what, family, p.Rest)
		case 'a':
			what = c
			t.all = true
		case 'f', 'd', 's':
			what = c
		case 'e':
			t.table = true
		case 'n':
			t.numeric = true
		case 'D':
			t.useDevice = true
		case 'N':
			e.Warn("arp: -N not yet supported.")
		case 'v':
			t.verbose = true
		case 'A', 'p':
			if family = p.Value; !inet.Known(family) {
				if strings.Contains(family, ",") {
					e.Warn("Please don't supply more than one address family.")
				}
				return cli.Quit(failed, "arp: "+family+": unknown address family.")
			}
		case 'H', 't':
			if t.hw = inet.HWByName(p.Value); t.hw == nil {
				return cli.Quit(failed, "arp: "+p.Value+": unknown hardware type.")
			}
			t.hwSet = true
		case 'i':
			t.device = name(p.Value)
		case 'V':
			e.Puts(version)
			return nil
		case 'h':
			e.Warn(types)
			e.Puts(usage + "\n")
			return nil
		default:
			return badUsage()
		}
	}
}

// badUsage is the help as it answers a word that there is none of.
func badUsage() error { return cli.Quit(inet.StatusOption, usage+"\n"+types) }

func (t *tool) run(what int, family string, words []string) error {
	if family != "inet" {
		return cli.Quit(failed, "arp: "+family+": kernel only supports 'inet'.")
	}
	if t.hw.Len == 0 || t.hw.Unspec() {
		return cli.Quit(failed, "arp: "+t.hw.Name+": hardware type without ARP support.")
	}
	switch what {
	case 'f':
		if len(words) == 0 {
			words = []string{"/etc/ethers"}
		}
		return result(t.file(words[0]))
	case 'd':
		return result(t.del(words))
	case 's':
		return result(t.set(words))
	}
	t.table = t.table || what == 0
	return t.show(words)
}

// result is the status of what went well or was complained of.
func result(ok bool, err error) error {
	if err == nil && !ok {
		err = cli.Silent(failed)
	}
	return err
}

// name is a link's name as far as there is room for one.
func name(word string) string { return word[:min(len(word), 15)] }

// An entry is one of the table, as the kernel's old requests have it.
type entry struct {
	ip    [4]byte
	typ   uint16 // of the hardware
	flags uint
	addr  []byte
	link  string
}

// Flags of an entry.
const (
	complete  = 0x02 // ATF_COM
	permanent = 0x04 // ATF_PERM
	published = 0x08 // ATF_PUBL
	masked    = 0x20 // ATF_NETMASK
	notPub    = 0x40 // ATF_DONTPUB
)

// print prints an entry.
func (t *tool) print(a *entry, host, ip string) {
	hw := inet.HWByType(a.typ)
	if hw.Unspec() {
		hw = inet.HWByName("ether")
	}
	var s [64]byte
	addr := string(attr.AppendLL(s[:0], a.addr[:min(len(a.addr), 9)]))
	if t.table {
		t.line(a, host, ip, hw.Name, addr)
	} else {
		t.sentence(a, host, ip, hw.Name, addr)
	}
	t.e.Spill()
}

func (t *tool) line(a *entry, host, ip, hw, addr string) {
	if !t.titled {
		t.titled = true
		t.e.Puts("Address                  HWtype  HWaddress           Flags Mask            Iface\n")
	}
	if strings.HasPrefix(host, "?") {
		host = ip
	}
	var r inet.Row
	r.Str(host[:min(len(host), 23)], 25)
	switch {
	case a.flags&complete != 0:
	case a.flags&published != 0:
		hw, addr = "*", "<from_interface>"
	default:
		hw, addr = "", "(incomplete)"
	}
	r.Str(hw[:min(len(hw), 8)], 8)
	r.Str(addr[:min(len(addr), 20)], 20)
	at := len(r)
	for i := range "CMP" {
		if a.flags&(complete<<i) != 0 {
			r.Add("CMP"[i : i+1])
		}
	}
	r.Fill(at, 22)
	r.Add(a.link + "\n")
	t.e.Write(r)
}

func (t *tool) sentence(a *entry, host, ip, hw, addr string) {
	s := host + " (" + ip + ") at "
	switch {
	case a.flags&complete != 0:
		s += addr + " [" + hw + "] "
	case a.flags&published != 0:
		s += "<from_interface> "
	default:
		s += "<incomplete> "
	}
	if a.flags&permanent != 0 {
		s += "PERM "
	}
	if a.flags&published != 0 {
		s += "PUB "
	}
	t.e.Puts(s + "on " + a.link + "\n")
}
