// Package netstat is the program netstat of net-tools.
//
// Routes and links come from netlink. What sockets and counters there are is read from
// /proc: NETLINK_SOCK_DIAG knows neither how often a socket is held nor how its timers
// stand, lists no raw or UNIX sockets where a module is missing, and no counters at all.
package netstat

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/proc"
	"gip/legacy/getopt"
	"gip/legacy/inet"
)

const usage = `usage: netstat [-vWeenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}
       netstat [-vWnNcaeol] [<Socket> ...]
       netstat { [-vWeenNac] -i | [-cnNe] -M | -s [-6tuw] }

        -r, --route              the routing table
        -i, --interfaces         links and their counters
        -g, --groups             multicast groups
        -s, --statistics         what the protocols count
        -M, --masquerade         what old kernels masqueraded

        -v, --verbose            tell what is not there, too
        -W, --wide               addresses in full
        -n, --numeric            numbers in place of names
        --numeric-hosts          of hosts
        --numeric-ports          of ports
        --numeric-users          of users
        -N, --symbolic           as -n, of routes
        -e, --extend             more of each
        -p, --programs           which program has a socket
        -o, --timers             timers
        -c, --continuous         again each second

        -l, --listening          sockets that wait
        -a, --all                those that wait and those that are connected
        -F, --fib                the routing table (default)
        -C, --cache              the routing cache
        -Z, --context            SELinux' contexts: there are none here

  <Socket>={-t|--tcp} {-u|--udp} {-U|--udplite} {-S|--sctp} {-w|--raw}
           {-x|--unix} --ax25 --ipx --netrom
  <AF>=Use '-6|-4' or '-A <af>' or '--<af>'; inet is the default
  Address families that have routes:
`

const version = "net-tools 2.10\n" +
	"Fred Baumgarten, Alan Cox, Bernd Eckenfels, Phil Blundell, Tuan Hoang, Brian Micek and others\n" +
	"+NEW_ADDRT +RTF_IRTT +RTF_REJECT +FW_MASQUERADE +I18N +SELINUX\n" + inet.FeaturesAF + "HW: " + inet.FeaturesHW

// A tool is what the options ask for.
type tool struct {
	e        *cli.Env
	families inet.Families
	names    inet.Routes // which looks addresses up

	links, routes, masquerade, counters bool

	all, listening, continuous, verbose, wide, programs, timers    bool
	tcp, sctp, udp, udplite, raw, groups, unix, inet, inet6        bool
	ipx, ax25, x25, netrom, rose, bluetooth                        bool
	numericHosts, numericPorts, numericUsers, symbolic, cache, fib bool

	ext      int
	asked    bool // for some kind of socket
	anyProto bool // for the family's, whichever the kernel has

	services  [3]map[uint16]string // of TCP, UDP and raw sockets
	users     map[uint32]string
	processes map[string]string // by the inode of a socket
}

var own = [...]getopt.Long{
	{Name: "version", Opt: 'V'}, {Name: "interfaces", Opt: 'i'}, {Name: "help", Opt: 'h'}, {Name: "route", Opt: 'r'},
	{Name: "masquerade", Opt: 'M'}, {Name: "protocol", Arg: getopt.Required, Opt: 'A'}, {Name: "tcp", Opt: 't'},
	{Name: "sctp", Opt: 'S'}, {Name: "udp", Opt: 'u'}, {Name: "udplite", Opt: 'U'}, {Name: "raw", Opt: 'w'},
	{Name: "unix", Opt: 'x'}, {Name: "l2cap", Opt: '2'}, {Name: "rfcomm", Opt: 'f'}, {Name: "listening", Opt: 'l'},
	{Name: "all", Opt: 'a'}, {Name: "timers", Opt: 'o'}, {Name: "continuous", Opt: 'c'}, {Name: "extend", Opt: 'e'},
	{Name: "programs", Opt: 'p'}, {Name: "verbose", Opt: 'v'}, {Name: "statistics", Opt: 's'}, {Name: "wide", Opt: 'W'},
	{Name: "numeric", Opt: 'n'}, {Name: "numeric-hosts", Opt: '!'}, {Name: "numeric-ports", Opt: '@'},
	{Name: "numeric-users", Opt: '#'}, {Name: "symbolic", Opt: 'N'}, {Name: "cache", Opt: 'C'}, {Name: "fib", Opt: 'F'},
	{Name: "groups", Opt: 'g'}, {Name: "context", Opt: 'Z'},
}

// Run is the program.
func Run(e *cli.Env, words []string) error {
	t := &tool{e: e, ext: 1, names: inet.Routes{E: e}}
	p := getopt.Parser{
		Name: proc.Args()[0], Short: "A:CFMacdeghilnNoprsStuUvVWw2fx64?Z", Long: inet.WithFamilies(own[:]), Warn: e.Warn, Words: words,
	}
	for {
		c := p.Next()
		if c == -1 {
			break
		}
		if done, err := t.option(c, &p); done || err != nil {
			return err
		}
	}
	return t.run()
}

// option takes an option. done is whether it was all there is to do.
func (t *tool) option(c int, p *getopt.Parser) (done bool, err error) {
	ok := true
	switch c {
	case 1:
		ok = t.families.Option(t.e, "netstat", p.Found)
	case 'A':
		ok = t.families.Add(t.e, p.Value)
	case '6':
		ok = t.families.Add(t.e, "inet6")
	case '4':
		ok = t.families.Add(t.e, "inet")
	case 'x':
		ok = t.families.Add(t.e, "unix")
	case 'M':
		t.masquerade = true
	case 'a':
		t.all = true
	case 'l':
		t.listening = true
	case 'c':
		t.continuous = true
	case 'g':
		t.groups = true
	case 'e':
		t.ext++
	case 'p':
		t.programs = true
	case 'i':
		t.links = true
	case 'W':
		t.wide = true
	case 'n':
		t.numericHosts, t.numericPorts, t.numericUsers = true, true, true
	case '!':
		t.numericHosts = true
	case '@':
		t.numericPorts = true
	case '#':
		t.numericUsers = true
	case 'N':
		t.symbolic = true
	case 'C':
		t.cache = true
	case 'F':
		t.fib = true
	case 'o':
		t.timers = true
	case 'V':
		t.e.Puts(version)
		return true, nil
	case 'v':
		t.verbose = true
	case 'r':
		t.routes = true
	case 't':
		t.tcp = true
	case 'S':
		t.sctp = true
	case 'u':
		t.udp = true
	case 'U':
		t.udplite = true
	case 'w':
		t.raw = true
	case '2', 'f':
		t.bluetooth = true
	case 'Z':
		return true, cli.Quit(1, "SELinux is not enabled on this machine.")
	case 's':
		t.counters = true
	case 'h':
		inet.RoutedFamilies(t.e)
		t.e.Puts(usage)
		return true, nil
	case '?':
		return true, badUsage(t.e)
	}
	if !ok {
		return true, cli.Silent(inet.StatusNoFamily)
	}
	return false, nil
}

func badUsage(e *cli.Env) error {
	e.Warn(strings.TrimSuffix(usage, "\n"))
	inet.RoutedFamilies(e)
	return cli.Silent(inet.StatusOption)
}

func (t *tool) run() error {
	kinds := 0
	for _, asked := range [...]bool{t.links, t.routes, t.masquerade, t.counters} {
		if asked {
			kinds++
		}
	}
	if kinds > 1 {
		return badUsage(t.e)
	}
	t.kinds()
	switch {
	case t.masquerade:
		return cli.Quit(1, "netstat: no support for `ip_masquerade' on this system.")
	case t.counters:
		return t.showCounters()
	case t.routes:
		return t.again(t.showRoutes)
	case t.links:
		t.e.Puts("Kernel Interface table\n")
		return t.again(t.showLinks)
	}
	return t.again(t.showSockets)
}

// kinds settles which sockets are meant.
func (t *tool) kinds() {
	t.inet, t.inet6, t.unix = t.families.Has("inet"), t.families.Has("inet6"), t.families.Has("unix")
	t.ipx, t.ax25, t.x25 = t.families.Has("ipx"), t.families.Has("ax25"), t.families.Has("x25")
	t.netrom, t.rose = t.families.Has("netrom"), t.families.Has("rose")
	t.bluetooth = t.bluetooth || t.families.Has("bluetooth")
	if (t.inet || t.inet6 || t.counters) && !t.tcp && !t.sctp && !t.udp && !t.udplite && !t.raw {
		t.anyProto, t.tcp, t.sctp, t.udp, t.udplite, t.raw = true, true, true, true, true, true
	}
	ip := t.tcp || t.sctp || t.udp || t.udplite || t.raw || t.groups
	if ip && !t.inet && !t.inet6 {
		t.inet, t.inet6 = true, true
	}
	t.asked = ip || t.unix || t.ipx || t.ax25 || t.x25 || t.netrom || t.rose || t.bluetooth
	t.names.Numeric = t.numericHosts
}

// again runs f, with -c each second for as long as all is well.
func (t *tool) again(f func() error) error {
	for {
		if err := f(); err != nil || !t.continuous {
			return err
		}
		t.e.Flush()
		second()
		t.processes = nil
	}
}

func (t *tool) showRoutes() error {
	ext := t.ext
	if ext <= 2 {
		ext = 3 - ext
	}
	r := inet.Routes{E: t.e, Ext: ext & 3, Numeric: t.numericHosts || t.symbolic, FIB: t.fib || !t.cache, Cache: t.cache}
	return r.Show(t.families.String("inet"))
}

func (t *tool) showLinks() error {
	short := t.ext < 2
	if short {
		t.e.Puts("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n")
	}
	l := inet.Lister{E: t.e, All: t.all, Short: short}
	if !l.ShowAll() {
		return cli.Quit(1, "missing interface information: No such device")
	}
	return nil
}
