package netstat

import (
	"strings"
	"testing"

	"gip/internal/cli"
)

// FuzzPrint has any bytes as what the kernel tells of sockets be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add("0: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 5181544 1 0000000000000000 100 0 0 10 0")
	f.Add("0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 07 00000005:00000001 03:00000100 00000000 1000 0 77 2")
	f.Add("0000000000000000: 00000002 00000000 00010000 0001 01 5181552 /run/x")
	f.Fuzz(func(t *testing.T, line string) {
		e := cli.NewEnv("netstat")
		e.Dest = func([]byte) {}
		p := tool{e: e, ext: 2, all: true, timers: true, programs: true, numericHosts: true, numericPorts: true, numericUsers: true}
		p.names.Numeric = true
		for _, k := range [...]kind{{name: "tcp", states: tcpStates, column: 4}, {name: "udp", states: udpStates, column: 5}, {name: "raw", states: number, column: 4}} {
			if len(strings.Fields(line)) >= 10 {
				p.socket(nil, &k, k.name, line)
			}
		}
		if len(strings.Fields(line)) >= 7 {
			p.unixSocket(nil, line)
		}
		c := counterPage{t: &p}
		c.begin([]table{{"Ip", ipWords, true}, {"Icmp", icmpWords, true}}, "Icmp")
		c.counter(line, 7)
		if s := socketInode(line); s != "" && !isNumber(s) {
			t.Errorf("%q: %q", line, s)
		}
		e.Flush()
	})
}

// TestWords holds the tables' lines against what counter takes them for.
func TestWords(t *testing.T) {
	for _, words := range [...]string{ipWords, ip6Words, icmpWords, icmp6Words, tcpWords, udpWords, udp6Words, tcpextWords, sctpWords} {
		for _, line := range strings.Split(words, "\n") {
			name, rest, ok := strings.Cut(line, " ")
			if !ok || name == "" || rest == "" || !strings.Contains("noiu-", rest[:1]) || rest[0] != '-' && (len(rest) < 3 || strings.Count(rest, "%") != 1) {
				t.Errorf("%q", line)
			}
		}
	}
}

func TestPoint(t *testing.T) {
	p := tool{numericHosts: true, numericPorts: true}
	p.names.Numeric = true
	for in, want := range map[string]string{
		"0100007F:0016": "127.0.0.1:22", "00000000:0000": "0.0.0.0:*",
		"0000000000000000FFFF00000100007F:1F90": "127.0.0.1:8080",
		"B80D0120000000000000000001000000:0050": "2001:db8::1:80",
		"B80D012078563412785634127856341A:FFFF": "2001:db8:1234:567:65535",
	} {
		a := point(in)
		if s := p.point(&a, 0); s != want {
			t.Errorf("%s: %s, want %s", in, s, want)
		}
	}
}
