package netstat

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// servers is how a list's title ends.
func (t *tool) servers() string {
	switch {
	case t.all:
		return "(servers and established)"
	case t.listening:
		return "(only servers)"
	}
	return "(w/o servers)"
}

// A kind of sockets is a pair of files, and how their lines are read.
type kind struct {
	asked      bool
	name       string // of the protocol
	label      string // of what the kernel may lack
	file       string // below /proc/net; that of IPv6 has a 6 behind it
	states     uint8  // how the column is filled
	service    int    // whose ports' names are used
	column     int    // the protocol's width
	seconds100 bool
}

const (
	tcpStates = iota
	udpStates
	number
)

func (t *tool) showSockets() error {
	ip := t.tcp || t.sctp || t.udp || t.udplite || t.raw
	if !t.asked || ip {
		t.loadProcesses()
		t.e.Puts("Active Internet connections " + t.servers() +
			"\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ")
		if t.ext > 1 {
			t.e.Puts(" User       Inode     ")
		}
		t.banner()
		if t.timers {
			t.e.Puts(" Timer")
		}
		t.e.Puts("\n")
	}
	for _, k := range [...]kind{
		{t.tcp, "tcp", "AF INET (tcp)", "tcp", tcpStates, 0, 4, false},
		{t.sctp, "sctp", "AF INET (sctp)", "sctp/", 0, 0, 0, false},
		{t.udp, "udp", "AF INET (udp)", "udp", udpStates, 1, 5, true},
		{t.udplite, "udpl", "AF INET (udplite)", "udplite", udpStates, 1, 5, true},
		{t.raw, "raw", "AF INET (raw)", "raw", number, 2, 4, true},
	} {
		if t.asked && !k.asked {
			continue
		}
		if err := t.inetSockets(&k); err != nil {
			return err
		}
	}
	if t.groups {
		if err := t.showGroups(); err != nil {
			return err
		}
	}
	if !t.asked || t.unix {
		t.loadProcesses()
		if err := t.unixSockets(); err != nil {
			return err
		}
	}
	return t.rareSockets()
}

func (t *tool) banner() {
	if t.programs {
		t.e.Puts(" PID/Program name    ")
	}
}

// lines calls f with each line of a file behind the first skip. ok is whether there is
// such a file. Of sockets, groups and counters it is one of /proc: netlink does not tell
// how often a socket's window was probed, how often a UNIX socket or a group is held, a
// UNIX socket's flags, or what the protocols count.
func lines(path string, skip int, f func(line string)) (ok bool) {
	b, ok := names.ReadFile(path)
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if skip > 0 {
			skip--
			continue
		}
		f(line)
	}
	return ok
}

// lacks says, where that is wanted, that the kernel has nothing of what label names; the
// error is nil where it does not matter.
func (t *tool) lacks(label string) error {
	if t.anyProto {
		return nil
	}
	if t.asked || t.verbose {
		t.e.Warn("netstat: no support for `" + label + "' on this system.")
	}
	if t.asked {
		return cli.Silent(1)
	}
	return nil
}

func (t *tool) inetSockets(k *kind) (err error) {
	var row inet.Row
	one := func(suffix string) bool {
		return lines("/proc/net/"+k.file+suffix, 1, func(line string) {
			row = t.socket(row[:0], k, k.name+suffix, line)
			t.e.Write(row)
			t.e.Spill()
		})
	}
	if k.name == "sctp" {
		return t.sctpSockets(k)
	}
	if (!t.asked || t.inet) && !one("") {
		err = t.lacks(k.label)
	}
	if !t.asked || t.inet6 {
		one("6")
	}
	return err
}

// sctpSockets shows nothing where the kernel has no SCTP, and else says that.
func (t *tool) sctpSockets(k *kind) error {
	if unix.Access("/proc/net/sctp/eps", unix.F_OK) != nil {
		if t.asked && !t.inet {
			return nil
		}
		if t.all && !t.asked {
			t.lacks(k.label) // for each of two files
		}
		return t.lacks(k.label)
	}
	if t.asked && !t.anyProto {
		return cli.Quit(1, "gip shows no sockets of SCTP.")
	}
	n := 0
	for _, f := range [...]string{"eps", "assocs"} {
		lines("/proc/net/sctp/"+f, 1, func(string) { n++ })
	}
	if n > 0 {
		t.e.Warn("gip shows no sockets of SCTP.")
	}
	return nil
}

// A socket's numbers, in hex on its line.
type endpoint struct {
	ip   [16]byte
	v6   bool
	zero bool
	port uint16
}

func hexWord(w string) uint64 {
	v, _, _ := cli.Strtoul(w, 16)
	return v
}

// point reads an address, in words of the machine's order, and a port.
func point(w string) (p endpoint) {
	addr, port, _ := strings.Cut(w, ":")
	p.v6 = len(addr) > 8
	for i := 0; i+8 <= len(addr) && i < 32; i += 8 {
		nl.Native.PutUint32(p.ip[i/2:], uint32(hexWord(addr[i:i+8])))
	}
	p.zero = p.ip == [16]byte{}
	p.port = uint16(hexWord(port))
	return p
}

var tcpState = [...]string{
	"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT",
	"LAST_ACK", "LISTEN", "CLOSING",
}

// socket is the row of a line; nothing where the socket is not asked for.
func (t *tool) socket(r inet.Row, k *kind, name, line string) inet.Row {
	w := strings.Fields(line)
	if len(w) < 10 {
		t.e.Warn("warning, got bogus " + strings.TrimSuffix(k.name, "l") + " line.")
		return r
	}
	local, remote, state := point(w[1]), point(w[2]), hexWord(w[3])
	waits := remote.zero
	if k.states == tcpStates {
		waits = remote.port == 0
	}
	if !t.all && waits != t.listening {
		return r
	}
	send, receive, _ := strings.Cut(w[4], ":")
	r.Str(name, k.column)
	if k.column == 4 {
		r.Add(" ")
	}
	r.Add(" ")
	r.Uint(hexWord(receive), -6)
	r.Add(" ")
	r.Uint(hexWord(send), -6)
	r.Add(" ")
	r.Str(t.point(&local, k.service), 23)
	r.Add(" ")
	r.Str(t.point(&remote, k.service), 23)
	r.Add(" ")
	text := ""
	switch {
	case k.states == number:
		text = strconv.FormatUint(state, 10)
	case k.states == tcpStates && state < uint64(len(tcpState)):
		text = tcpState[state]
	case k.states == udpStates && state == 1:
		text = "ESTABLISHED"
	case k.states == udpStates && state != 7:
		text = "UNKNOWN"
	}
	r.Str(text, 11)
	if t.ext > 1 {
		r.Add(" ")
		r.Str(t.user(w[7]), 10)
		r.Add(" ")
		r.Str(w[9], 10)
	}
	r = t.program(r, w[9])
	if t.timers {
		retries := uint64(0)
		if k.states == tcpStates {
			retries = hexWord(w[6])
		}
		r.Add(" ")
		r = timer(r, k, w[5], retries, w[8])
	}
	r.Add("\n")
	return r
}

var tcpTimers = [...]string{"", "on", "keepalive", "timewait", "probe"}

// timer writes how a socket's timer stands.
func timer(r inet.Row, k *kind, w string, retries uint64, probes string) inet.Row {
	which, left, _ := strings.Cut(w, ":")
	n, ticks := hexWord(which), hexWord(left)
	name := "unkn-" + strconv.FormatUint(n, 10)
	switch {
	case n == 0:
		name, ticks = "off", 0
	case k.states != tcpStates && n <= 2:
		name = "on" + strconv.FormatUint(n, 10)
	case k.states == tcpStates && n <= 4:
		name = tcpTimers[n]
	}
	r.Add(name)
	r.Add(" (")
	r.Uint(ticks/100, 0)
	r.Add(".")
	r.Uint(ticks/10%10, 0)
	r.Uint(ticks%10, 0)
	r.Add("/")
	r.Uint(retries, 0)
	r.Add("/" + probes + ")")
	return r
}

// point is an address and a port as they are shown.
func (t *tool) point(p *endpoint, service int) string {
	addr, port := t.address(p), t.port(p.port, service)
	const room = 22
	if !t.wide && len(addr)+len(port) > room {
		port = port[:min(len(port), room-4)]
		addr = addr[:min(len(addr), room-len(port))]
	}
	return addr + ":" + port
}

func (t *tool) address(p *endpoint) string {
	if p.v6 {
		return t.names.Name6(&p.ip, p.zero)
	}
	return t.names.Name4([4]byte(p.ip[:4]))
}
