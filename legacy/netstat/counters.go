package netstat

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// A table is the words for the counters of a protocol.
type table struct {
	title, words string
	shown        bool
}

// A counterPage shows counters.
type counterPage struct {
	t     *tool
	shown bool // the table that it is at
	words []string
	state byte // how the last counter was shown
}

func (t *tool) showCounters() error {
	family := t.families.String("inet")
	p := counterPage{t: t}
	switch family {
	case "inet":
		tables := []table{
			{"Ip", ipWords, t.raw}, {"Icmp", icmpWords, t.raw}, {"Tcp", tcpWords, t.tcp},
			{"Udp", udpWords, t.udp}, {"Sctp", sctpWords, t.sctp}, {"TcpExt", tcpextWords, t.tcp},
		}
		if p.file("/proc/net/snmp", tables, "") {
			p.file("/proc/net/netstat", tables, "")
			p.sctp(tables)
		}
	case "inet6":
		if p.ip6() {
			p.file("/proc/net/snmp", []table{{"Tcp", tcpWords, t.tcp}, {"TcpExt", tcpextWords, t.tcp}}, "Tcp")
		}
	default:
		t.e.Puts("netstat: No statistics support for specified address family: " + family + "\n")
		return cli.Silent(1)
	}
	return nil
}

// begin begins a protocol's counters.
func (p *counterPage) begin(tables []table, title string) {
	p.words, p.shown = nil, true
	for _, t := range tables {
		if t.title == title {
			p.words, p.shown = strings.Split(t.words, "\n"), t.shown
			p.state = 'n'
			break
		}
	}
	if p.shown {
		p.t.e.Puts(title + ":\n")
	}
}

// find is how a counter is shown and in which words, as bisection finds it.
func (p *counterPage) find(name string) (how byte, words string) {
	low, high := 0, len(p.words)
	for low < high {
		i := (low + high) / 2
		entry, rest, _ := strings.Cut(p.words[i], " ")
		switch c := strings.Compare(name, entry); {
		case c < 0:
			high = i
		case c > 0:
			low = i + 1
		default:
			return rest[0], strings.TrimPrefix(rest[1:], " ")
		}
	}
	return 0, ""
}

func indent(state byte) string {
	if state == 'i' || state == 'u' {
		return "        "
	}
	return "    "
}

// counter shows a counter.
func (p *counterPage) counter(name string, v uint64) {
	if !p.shown {
		return
	}
	how, words := p.find(name)
	switch how {
	case 0:
		if v != 0 {
			p.t.e.Puts(indent(p.state) + name + ": " + strconv.FormatUint(v, 10) + "\n")
		}
		return
	case '-':
		return
	case 'i', 'u':
		if p.state != how {
			put := "input"
			if how == 'u' {
				put = "output"
			}
			p.t.e.Puts(indent(p.state) + "ICMP " + put + " histogram:\n")
		}
	}
	if v != 0 || how == 'n' {
		before, after, _ := strings.Cut(words, "%")
		p.t.e.Puts(indent(how) + before + strconv.FormatUint(v, 10) + after + "\n")
	}
	p.state = how
}

// file shows a file of pairs of lines: names, then numbers. Of only, where not empty,
// what begins with it. It reports whether there is such a file.
func (p *counterPage) file(path string, tables []table, only string) bool {
	b, ok := names.ReadFile(path)
	if !ok {
		p.cannot(path)
		return false
	}
	for text := string(b); text != ""; {
		var head, line string
		head, text, _ = strings.Cut(text, "\n")
		if head == "" {
			continue
		}
		if line, text, ok = strings.Cut(text, "\n"); !ok && line == "" {
			break
		}
		title, keys, ok := strings.Cut(head, ":")
		_, values, ok2 := strings.Cut(line, ":")
		if !ok || !ok2 {
			p.t.e.Warn("Problem while parsing " + path)
			break
		}
		if !strings.HasPrefix(title, only) {
			continue
		}
		p.begin(tables, title)
		v := strings.Fields(values)
		for i, key := range strings.Fields(keys) {
			n := uint64(0)
			if i < len(v) {
				n, _, _ = cli.Strtoul(v[i], 10)
			}
			p.counter(key, n)
		}
	}
	return true
}

func (p *counterPage) cannot(path string) {
	if path != "/proc/net/netstat" {
		p.t.e.Warn("cannot open " + path + ": " + inet.Words(unix.Access(path, unix.R_OK)))
	}
}

// sctp shows SCTP's counters, which have a file of another kind.
func (p *counterPage) sctp(tables []table) {
	const path = "/proc/net/sctp/snmp"
	if unix.Access(path, unix.R_OK) != nil {
		return
	}
	p.begin(tables, "Sctp")
	p.pairs(path, nil)
}

// ip6 shows the counters of IPv6: those of all protocols follow each other, and begin
// with the protocol's name.
func (p *counterPage) ip6() bool {
	t := p.t
	tables := []table{{"Ip6", ip6Words, t.raw}, {"Icmp6", icmp6Words, t.raw}, {"Udp6", udp6Words, t.udp}, {"Tcp6", tcpWords, t.tcp}}
	const path = "/proc/net/snmp6"
	title := ""
	if !p.pairs(path, func(key string) {
		if title == "" || !strings.Contains(key, title) {
			head, _, six := strings.Cut(key, "6")
			if title = head; six {
				title += "6"
			}
			p.begin(tables, title)
		}
	}) {
		p.cannot(path)
		return false
	}
	return true
}

// pairs shows a file of lines with a name and a number; before is called with each name.
func (p *counterPage) pairs(path string, before func(key string)) bool {
	return lines(path, 0, func(line string) {
		w := strings.Fields(line)
		if len(w) < 2 {
			return
		}
		if before != nil {
			before(w[0])
		}
		n, _, _ := cli.Strtoul(w[1], 10)
		p.counter(w[0], n)
	})
}
