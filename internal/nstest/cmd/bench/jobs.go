package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// A job is one command line, timed with the reference, with gip and with the floor.
type job struct {
	name   string // in the table; %d of it is the group's size
	prog   string // ip where empty
	args   string
	floor  string  // the floor's words, none where there is no such thing
	target float64 // 0: none
	cpu    bool    // the target is for the CPU's time, not the wall's
	first  bool    // the time to the first byte is told too
	noPeak bool    // memory says nothing: another program ends the process
	odd    bool    // what it prints is another each time
	fill   bool    // the group's lines are run before each run, after what is before it
	before string  // a batch that is run before each run
	after  string  // and after
}

// A group is jobs that share a network namespace of their own.
type group struct {
	name  string // what -j selects by
	size  int
	quick int                                 // the size with -q
	setup func(w *bufio.Writer, n int) string // writes a batch for ip, or for the program returned
	jobs  []job
}

const veth = "link add v0 type veth peer name v1\nlink set v0 up\nlink set v1 up\naddr add 192.168.0.1/24 dev v0\n" +
	"addr add 2001:db8::1/64 dev v0 nodad\n"

var groups = []group{
	{name: "start", size: 0, setup: func(w *bufio.Writer, n int) string {
		w.WriteString("netns add blue\n" + veth)
		return ""
	}, jobs: []job{
		{name: "`ip -V`", args: "-V", floor: "exit", target: 0.95},
		{name: "`ip link show lo`", args: "link show lo", floor: "dev lo", target: 0.95},
		{name: "`ip netns list`", args: "netns list", floor: "names", target: 0.95},
		{name: "`ip link set lo up`", args: "link set lo up", floor: "up lo", target: 0.95},
		{name: "`ip netns exec NS true`", args: "netns exec blue true", floor: "exec blue true", target: 0.95, noPeak: true},
		{name: "`ip -n NS link`", args: "-n blue link", floor: "in blue dump link", target: 0.8},
	}},
	{name: "netns", size: 500, quick: 50, setup: func(w *bufio.Writer, n int) string {
		for i := range n {
			fmt.Fprintf(w, "netns add n%d\n", i)
		}
		return ""
	}, jobs: []job{
		{name: "`ip netns list`, %d namespaces", args: "netns list", floor: "names", target: 0.6},
	}},
	{name: "route", size: 200000, quick: 20000, setup: routes, jobs: routeJobs},
	{name: "route1m", size: 1000000, quick: 50000, setup: routes, jobs: routeJobs},
	{name: "route6", size: 100000, quick: 10000, setup: func(w *bufio.Writer, n int) string {
		w.WriteString(veth)
		for i := range n {
			fmt.Fprintf(w, "route add 2001:db8:%x:%x::/64 via 2001:db8::2 dev v0\n", 1+i>>16, i&0xffff)
		}
		return ""
	}, jobs: []job{
		{name: "`ip -6 route show`, %d", args: "-6 route show", floor: "dump route6", target: 0.7, first: true},
		{name: "`ip -6 -j route show`, %d", args: "-6 -j route show", floor: "dump route6", target: 0.7},
	}},
	{name: "routedev", size: 2000, quick: 200, setup: func(w *bufio.Writer, n int) string {
		links(w, n, true)
		for i := range n * 10 {
			fmt.Fprintf(w, "route add 10.%d.%d.%d/32 dev l%d\n", i>>16, i>>8&255, i&255, i%n)
		}
		return ""
	}, jobs: []job{
		{name: "`ip route show`, ten on each of %d devices", args: "route show", floor: "dump route4", target: 0.3},
	}},
	{name: "neigh", size: 20000, quick: 2000, setup: func(w *bufio.Writer, n int) string {
		w.WriteString(veth)
		for i := range n {
			fmt.Fprintf(w, "neigh add 10.1.%d.%d lladdr 02:00:00:00:%02x:%02x dev v0 nud permanent\n", i>>8, i&255, i>>8, i&255)
		}
		return ""
	}, jobs: []job{
		{name: "`ip neigh show`, %d", args: "neigh show", floor: "dump neigh", target: 1},
		{name: "`ip -j neigh show`, %d", args: "-j neigh show", floor: "dump neigh", target: 1},
	}},
	{name: "fdb", size: 20000, quick: 2000, setup: func(w *bufio.Writer, n int) string {
		for i := range n {
			fmt.Fprintf(w, "fdb add 02:00:00:00:%02x:%02x dev v0 master static\n", i>>8, i&255)
		}
		return "bridge"
	}, jobs: []job{
		{name: "`bridge fdb show`, %d", prog: "bridge", args: "fdb show", floor: "dump fdb", target: 1},
		{name: "`bridge -j fdb show`, %d", prog: "bridge", args: "-j fdb show", floor: "dump fdb", target: 1},
	}},
	{name: "batch", size: 100000, quick: 10000, setup: nil, jobs: []job{
		{name: "`ip -batch`, %d route adds", args: "-batch BATCH", floor: "adds SIZE", target: 0.8, cpu: true,
			before: veth, after: "link del v0\n"},
		{name: "`ip -batch -force`, %d route adds", args: "-force -batch BATCH", floor: "adds64 SIZE", target: 0.6, cpu: true,
			before: veth, after: "link del v0\n"},
	}},
	{name: "flush", size: 100000, quick: 10000, setup: nil, jobs: flushJobs},
	{name: "flush300k", size: 300000, quick: 20000, setup: nil, jobs: flushJobs},
	{name: "addr1k", size: 1000, quick: 100, setup: addresses, jobs: fewAddrs},
	{name: "addr2k", size: 2000, quick: 200, setup: addresses, jobs: fewAddrs},
	{name: "addr4k", size: 4000, quick: 400, setup: addresses, jobs: append([]job{
		{name: "`ip link show`, %d links", args: "link show", floor: "dump link", target: 0.8},
		{name: "`ip -s -d link show`, %d links", args: "-s -d link show", floor: "dump stats", target: 0.8},
	}, addrJobs...)},
	{name: "addr8k", size: 8000, quick: 800, setup: addresses, jobs: addrJobs},
}

var routeJobs = []job{
	{name: "`ip route show`, %d", args: "route show", floor: "dump route4", target: 0.5, first: true},
	{name: "`ip -j route show`, %d", args: "-j route show", floor: "dump route4", target: 0.5, first: true},
	{name: "`ip route save`, %d", args: "route save", floor: "dump route4", target: 1, odd: true},
}

var flushJobs = []job{
	{name: "`ip route flush`, %d", args: "route flush proto boot", target: 1, before: veth, fill: true, after: "link del v0\n"},
}

// The reference's time grows with the square of the links, gip's must not: the target is
// for many of them.
var (
	fewAddrs = []job{{name: addrName, args: "addr show", floor: "dump addr link"}}
	addrJobs = []job{{name: addrName, args: "addr show", floor: "dump addr link", target: 0.25}}
)

const addrName = "`ip addr show`, %d links, two addresses each"

func routes(w *bufio.Writer, n int) string {
	w.WriteString(veth)
	for i := range n {
		route(w, i)
	}
	return ""
}

func route(w *bufio.Writer, i int) {
	fmt.Fprintf(w, "route add 10.%d.%d.%d/32 via 192.168.0.2 dev v0\n", i>>16, i>>8&255, i&255)
}

// links makes n links, l0 and on: ends of veth pairs.
func links(w *bufio.Writer, n int, up bool) {
	for i := 0; i < n; i += 2 {
		fmt.Fprintf(w, "link add l%d type veth peer name l%d\n", i, i+1)
	}
	for i := 0; i < n && up; i++ {
		fmt.Fprintf(w, "link set l%d up\n", i)
	}
}

func addresses(w *bufio.Writer, n int) string {
	links(w, n, false)
	for i := range n {
		fmt.Fprintf(w, "addr add 10.%d.%d.1/24 dev l%d\naddr add 2001:db8:%x::1/64 dev l%d nodad\n", i>>8, i&255, i, i, i)
	}
	return ""
}

// prepare moves to a namespace of the group's own and fills it.
func (b *bench) prepare(g *group) error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("a network namespace: %w", err)
	}
	if err := b.batch("link set lo up\n", ""); err != nil {
		return err
	}
	if g.name == "fdb" {
		if err := b.batch(veth+"link add br0 type bridge\nlink set v0 master br0\n", ""); err != nil {
			return err
		}
	}
	if g.setup == nil { // batches: their lines are the job
		return writeFile(b.dir+"/BATCH", func(w *bufio.Writer) {
			for i := range g.size {
				route(w, i)
			}
		})
	}
	prog := ""
	err := writeFile(b.dir+"/setup", func(w *bufio.Writer) { prog = g.setup(w, g.size) })
	if err != nil {
		return err
	}
	return b.batchFile(b.dir+"/setup", prog)
}

func writeFile(path string, fill func(w *bufio.Writer)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fill(w)
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func (b *bench) batch(lines, prog string) error {
	if err := os.WriteFile(b.dir+"/lines", []byte(lines), 0o600); err != nil {
		return err
	}
	return b.batchFile(b.dir+"/lines", prog)
}

// batchFile runs a batch with the reference.
func (b *bench) batchFile(path, prog string) error {
	if prog == "" {
		prog = "ip"
	}
	_, err := command{b.ref + "/" + prog, "-batch", path}.run()
	return err
}

// commands is the job's command lines: the reference's, gip's, and the floor's, which
// may be nil.
func (b *bench) commands(g *group, j *job) (c [3]command) {
	prog := j.prog
	if prog == "" {
		prog = "ip"
	}
	words := func(path, s string) command {
		s = strings.ReplaceAll(s, "BATCH", b.dir+"/BATCH")
		return append(command{path}, strings.Fields(strings.ReplaceAll(s, "SIZE", strconv.Itoa(g.size)))...)
	}
	c[0], c[1] = words(b.ref+"/"+prog, j.args), words(b.gip+"/"+prog, j.args)
	if b.floor != "" && j.floor != "" {
		c[2] = words(b.floor, j.floor)
	}
	return c
}
