package link

import (
	stdflag "flag"
	"os"
	"slices"
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nstest"
)

var rewrite = stdflag.Bool("update", false, "record testdata/words.txt, from the 7.3 reference only")

func TestMain(m *testing.M) {
	nstest.Main()
	os.Exit(m.Run())
}

// general is the options of every kind of link, each with a value that is taken.
var general = []string{
	"up", "down", "nomaster", "name lo", "index 5", "link lo", "address 02:00:00:00:00:05", "broadcast ff:ff:ff:ff:ff:ff",
	"brd ff:ff:ff:ff:ff:ff", "qlen 5", "txqlen 5", "inet forwarding on", "xdp off", "xdpgeneric off", "xdpdrv off", "xdpoffload off",
	"netns 1", "carrier on", "carrier off", "vf 0 mac 02:00:00:00:00:05", "master lo", "vrf lo", "type dummy", "alias x", "group 5",
	"mode default", "mode dormant", "state up", "state lowerlayerdown", "state testing", "state dormant", "state notpresent", "state unknown", "state down",
	"addrgenmode eui64", "addrgenmode none", "addrgenmode stable_secret", "addrgenmode random",
	"link-netns 1", "link-netnsid 1", "protodown on", "protodown off", "protodown_reason 5 on", "protodown_reason 0 off", "parentdev x", "dev lo", "help",
}

// functions is what is said of a virtual function.
var functions = []string{
	"mac 02:00:00:00:00:05", "vlan 5", "vlan 5 qos 6", "vlan 5 proto 802.1q", "vlan 5 qos 6 proto 802.1ad", "rate 5",
	"spoofchk on", "spoofchk off", "query_rss on", "query_rss off", "trust on", "trust off",
	"state auto", "state enable", "state disable", "node_guid 02:00:00:00:00:00:00:05", "port_guid 02:00:00:00:00:00:00:05",
}

// TestWords compares every option that links of all kinds have, and every abbreviation
// of it, with what iproute2 7.3 makes of it.
func TestWords(t *testing.T) {
	var ps []nstest.Probe
	options := func(before, after string, list []string) {
		for _, l := range list {
			name, value, _ := strings.Cut(l, " ")
			ps = append(ps, nstest.Spellings(before, name, value, after)...)
			// What stands behind the value is read as it is without the option.
			ps = append(ps, nstest.Probe{Line: strings.Join(strings.Fields(before+" "+l+" up "+after), " ")})
		}
	}
	list := general
	for i := range numbers {
		name := cli.Plain(numbers[i].name)
		list = append(list, name+" 5", name+" 0x10", name+" -1", name+" 4294967296")
	}
	for i := range flags {
		name := cli.Plain(flags[i].name)
		list = append(list, name+" on", name+" off")
	}
	options("ip link set lo", "", list)
	options("ip link add x", "type dummy", list)
	options("ip link set lo vf 0", "", functions)
	options("ip link set lo vf 0 min_tx_rate 0", "", []string{"max_tx_rate 5"})
	options("ip link set lo vf 0 max_tx_rate 5", "", []string{"min_tx_rate 5"})
	options("ip link set lo xdp", "", []string{"off", "none", "object-file /etc/passwd", "obj /etc/passwd", "object-pinned /dev/null",
		"pinned /dev/null", "fd /dev/null", "bytecode 1", "bytecode-file x"})
	options("ip link set lo xdp pinned /dev/null", "", []string{"section x", "program x", "verbose"})
	var inet []string
	for i := range devconfs {
		for _, v := range []string{"on", "off", "0", "1", "2", "9", "-1"} {
			inet = append(inet, devconfs[i].name+" "+v)
		}
	}
	options("ip link set lo inet", "", inet)
	ps = slices.DeleteFunc(nstest.Once(ps), func(p nstest.Probe) bool {
		switch p.Line {
		case "ip link set lo name zz": // lo keeps its name: the lines go on with it
			return true
		case "ip link set lo vf 0 min_tx_rate 0 max_tx_ratex 5", "ip link set lo vf 0 max_tx_rate 5 min_tx_ratex 5",
			"ip link set lo vf 0 m 02:00:00:00:00:05", "ip link set lo vf 0 ma 02:00:00:00:00:05":
			return true // upstream knows rates that nothing set: what is on its stack
		}
		return false
	})
	nstest.TestProbes(t, "testdata/words.txt", *rewrite, ps)
	mentioned(t, ps)
}

// mentioned finds that the lines have every word in that stands in the help of add and set.
func mentioned(t *testing.T, ps []nstest.Probe) {
	words := map[string]bool{}
	for _, p := range ps {
		for w := range strings.FieldsSeq(p.Line) {
			words[w] = true
		}
	}
	help, _, _ := strings.Cut(usage, "ip link show")
	for w := range strings.FieldsSeq(help) {
		w = strings.Trim(w, "[]{}|.")
		if w == "" || w[0] < 'a' || w != strings.ToLower(w) || strings.HasSuffix(w, ":") || words[w] {
			continue
		}
		switch w {
		case "delete", "change", "object": // other commands, and a shortened word
		default:
			t.Errorf("%q stands in the help and in no line", w)
		}
	}
}
