package kind

import (
	"bufio"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nstest"
)

var update = flag.Bool("update", false, "record testdata/words.txt, from the 7.3 reference only")

func TestMain(m *testing.M) {
	nstest.Main()
	os.Exit(m.Run())
}

// loose is the options that a kind takes in its Parse, without a row: words with a good value.
var loose = map[string][]string{
	"macsec": {"address 02:00:00:00:00:05 port 5", "port 5", "sci 0000000000000005"},
	"netkit": {"mode l2", "forward", "blackhole", "peer name y", "scrub none"},
	"veth":   {"peer name y"},
	"vxcan":  {"peer name y"},
}

// good is values of options that neither a line of testdata/options.txt nor their help
// gives one, by "KIND NAME" or by NAME.
var good = map[string]string{
	"mode": "any", "amt mode": "relay", "bond mode": "802.3ad", "ipoib mode": "datagram", "ipvlan mode": "l3s", "ipvtap mode": "l2",
	"macvlan mode": "source", "macvtap mode": "passthru", "ovpn mode": "mp", "flag": "nodst", "macaddr": "flush",
	"bareudp srcportmin": "5", "bareudp dstport": "5", "geneve id": "5", "ns_ip6_target": "2001:db8::1,2001:db8::2", "stp_mode": "user", "mcast_query_use_ifaddr": "1",
	"tdc-mode": "manual", "xtdc-mode": "auto", "encap": "fou", "geneve dstport": "5", "df": "set", "dscp": "inherit", "erspan_dir": "egress",
	"cipher": "gcm-aes-256", "icvlen": "12", "encrypt": "on", "end_station": "on", "scb": "on", "protect": "off", "replay": "on", "window": "5",
	"macsec offload": "phy", "egress-qos-map": "1:2 3:4", "vxlan group": "239.0.0.1", "vxlan port": "5 6", "vxlan srcport": "5 6",
}

// with is what a kind's options must stand with to be asked for. Options that mean the
// same, or forbid it, are asked for without, or with other words.
var with = map[string]string{
	"vxlan": "id 5", "vxlan group": "id 5 dev lo", "vxlan id": "", "vxlan vni": "", "vxlan external": "", "vxlan vnifilter": "external",
	"geneve": "id 5 remote 10.0.0.1", "geneve id": "remote 10.0.0.1", "geneve vni": "remote 10.0.0.1", "geneve remote": "id 5", "geneve external": "",
	"bareudp": "dstport 5 ethertype ipv4", "bareudp dstport": "ethertype ipv4", "bareudp ethertype": "dstport 5",
	"gtp": "role ggsn", "gtp role": "",
	"macsec replay": "window 5", "macsec window": "replay on", "macvlan nopromisc": "mode passthru", "macvtap nopromisc": "mode passthru",
	"xfrm": "if_id 5", "xfrm if_id": "", "xfrm external": "",
}

// undefined is lines for which the reference sends what is on its stack.
var undefined = map[string]bool{"ip link add x type ip6tnl encaplimit zz": true}

// value is words that are taken after an option's name.
func value(kind string, r *attr.Row, shown map[string]string) string {
	name := cli.Plain(r.Name)
	for _, key := range []string{kind + " " + name, name} {
		if v, ok := good[key]; ok {
			return v
		}
	}
	if v := shown[kind+" "+name]; v != "" {
		return v
	}
	has := func(s string) bool { return strings.Contains(r.Args, s) }
	switch {
	case r.Args == "":
		return ""
	case has("on | off"), has("on|off"), strings.Contains(r.Help, "off|on"):
		return "on"
	case has("DEV"), has("-IF"):
		return "lo"
	case has("ADDR") && (strings.Contains(kind, "6") || strings.Contains(name, "6")):
		return "2001:db8::1"
	case has("ADDR"):
		return "10.0.0.1"
	}
	return "5"
}

// TestWords compares every option of every kind and every abbreviation of it with what
// iproute2 7.3 makes of it. A row that is new has no record, and fails.
func TestWords(t *testing.T) {
	values := shown(t)
	var ps []nstest.Probe
	var taken []string // lines with an option and its value: a request follows
	for _, list := range [][]*Kind{kinds[:], ports[:]} {
		for _, k := range list {
			kind := k.Name
			if Port([]byte(kind)) == k {
				kind += "_slave"
			}
			before := "ip link add x type " + kind
			for _, w := range []string{"", " zz", " help", " h"} {
				ps = append(ps, nstest.Probe{Line: before + w})
			}
			for _, rows := range []attr.Rows{k.Rows, k.Also} {
				for i := range rows {
					r := &rows[i]
					if r.Only == attr.Get || r.Name == "" {
						continue
					}
					name := cli.Plain(r.Name)
					after, ok := with[kind+" "+name]
					if !ok {
						after = with[kind]
					}
					full := nstest.Spellings(before, name, value(kind, r, values), after)
					taken = append(taken, full[0].Line)
					ps = append(ps, full...)
					if r.No {
						ps = append(ps, nstest.Probe{Line: before + " no"})
						ps = append(ps, nstest.Spellings(before, "no"+name, "", after)...)
					}
				}
			}
			for _, l := range loose[kind] {
				name, value, _ := strings.Cut(l, " ")
				full := nstest.Spellings(before, name, value, "")
				taken = append(taken, full[0].Line)
				ps = append(ps, full...)
			}
		}
	}
	ps = slices.DeleteFunc(nstest.Once(ps), func(p nstest.Probe) bool { return undefined[p.Line] })
	for _, line := range nstest.TestProbes(t, "testdata/words.txt", *update, ps).Refused(taken) {
		t.Errorf("%s: refused: this tells nothing of what the option asks for", line)
	}
}

// shown is the shortest value that testdata/options.txt gives to each option alone.
func shown(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/options.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := map[string]string{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		words, result, _ := strings.Cut(sc.Text(), "\t")
		w := strings.Fields(words)
		if len(w) < 5 || w[0] != "add" || !strings.HasPrefix(result, "req") {
			continue
		}
		key, value := w[3]+" "+w[4], strings.Join(w[5:], " ")
		if old, ok := m[key]; !ok || value != "" && (old == "" || len(value) < len(old)) {
			m[key] = value
		}
	}
	return m
}
