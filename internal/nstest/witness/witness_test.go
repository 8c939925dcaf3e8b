// Package witness reads back what gip made in the kernel with a netlink library that
// shares nothing with gip nor with iproute2.
package witness

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

const inside = "GIP_WITNESS_INSIDE"

// TestMain runs the tests in a child with a network of its own.
func TestMain(m *testing.M) {
	if os.Getenv(inside) != "" {
		os.Exit(m.Run())
	}
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	if err := cmd.Start(); err != nil {
		fmt.Println("skipped: not root, and this kernel forbids user namespaces:", err)
		os.Exit(0)
	}
	if cmd.Wait() != nil {
		os.Exit(1)
	}
}

// gip gives a function that runs a line of ip or bridge.
func gip(t *testing.T) func(line string) {
	t.Helper()
	bin := os.Getenv("GIP_BIN")
	dir := t.TempDir()
	if bin == "" {
		bin = filepath.Join(dir, "gip")
		cmd := exec.Command("go", "build", "-o", bin, "gip/cmd/gip")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	return func(line string) {
		t.Helper()
		words := strings.Fields(line)
		cmd := &exec.Cmd{Path: bin, Args: words}
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatalf("%s: %v: %s", line, err, out)
		}
	}
}

func link[T netlink.Link](t *testing.T, name string) T {
	t.Helper()
	l, err := netlink.LinkByName(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	k, ok := l.(T)
	if !ok {
		t.Fatalf("%s is a %T", name, l)
	}
	return k
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: the kernel has %v, want %v", what, got, want)
	}
}

func TestLinks(t *testing.T) {
	ip := gip(t)
	ip("ip link add v0 mtu 1400 address 02:00:00:00:00:01 txqueuelen 77 type veth peer name v1 mtu 1300 address 02:00:00:00:00:02")
	ip("ip link add br0 type bridge ageing_time 2000 hello_time 300 mcast_snooping 0")
	ip("ip link set v0 master br0 alias a-cable group 7 up")
	ip("ip link property add dev v1 altname the-other-end")
	ip("ip link add vx0 type vxlan id 4711 local 192.0.2.1 remote 192.0.2.2 dstport 5555 ttl 9 nolearning")
	ip("ip link add link v1 name mv0 type macvlan mode private")

	v0, v1, br := link[*netlink.Veth](t, "v0"), link[*netlink.Veth](t, "v1"), link[*netlink.Bridge](t, "br0")
	a := v0.Attrs()
	same(t, "mtu of v0", a.MTU, 1400)
	same(t, "mtu of v1", v1.Attrs().MTU, 1300)
	same(t, "address of v0", a.HardwareAddr.String(), "02:00:00:00:00:01")
	same(t, "address of v1", v1.Attrs().HardwareAddr.String(), "02:00:00:00:00:02")
	same(t, "queue length of v0", a.TxQLen, 77)
	same(t, "alias of v0", a.Alias, "a-cable")
	same(t, "group of v0", a.Group, 7)
	same(t, "master of v0", a.MasterIndex, br.Attrs().Index)
	same(t, "v0 is up", a.Flags&net.FlagUp != 0, true)
	same(t, "v1 is up", v1.Attrs().Flags&net.FlagUp != 0, false)
	if names := v1.Attrs().AltNames; len(names) != 1 || names[0] != "the-other-end" {
		t.Errorf("altnames of v1: %q", names)
	}
	peer, err := netlink.VethPeerIndex(v0)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "peer of v0", peer, v1.Attrs().Index)
	same(t, "ageing time of br0", *br.AgeingTime, 2000)
	same(t, "hello time of br0", *br.HelloTime, 300)
	same(t, "snooping of br0", *br.MulticastSnooping, false)

	vx := link[*netlink.Vxlan](t, "vx0")
	same(t, "id of vx0", vx.VxlanId, 4711)
	same(t, "port of vx0", vx.Port, 5555)
	same(t, "ttl of vx0", vx.TTL, 9)
	same(t, "learning of vx0", vx.Learning, false)
	same(t, "source of vx0", vx.SrcAddr.String(), "192.0.2.1")
	same(t, "remote of vx0", vx.Group.String(), "192.0.2.2")
	mv := link[*netlink.Macvlan](t, "mv0")
	same(t, "mode of mv0", mv.Mode, netlink.MACVLAN_MODE_PRIVATE)
	same(t, "lower link of mv0", mv.Attrs().ParentIndex, v1.Attrs().Index)

	ip("bridge fdb add 02:00:00:00:00:aa dev vx0 dst 192.0.2.9 port 99 self")
	found := false
	ns, err := netlink.NeighList(vx.Attrs().Index, unix.AF_BRIDGE)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range ns {
		found = found || n.HardwareAddr.String() == "02:00:00:00:00:aa" && n.IP.String() == "192.0.2.9"
	}
	same(t, "forwarding entry", found, true)

	ip("ip link set v0 nomaster down name w0")
	w0 := link[*netlink.Veth](t, "w0").Attrs()
	same(t, "index of v0 as w0", w0.Index, a.Index)
	same(t, "master of w0", w0.MasterIndex, 0)
	same(t, "w0 is up", w0.Flags&net.FlagUp != 0, false)
	for _, l := range []string{"mv0", "vx0", "br0", "w0"} {
		ip("ip link del " + l)
		if _, err := netlink.LinkByName(l); err == nil {
			t.Errorf("%s is there after its deletion", l)
		}
	}
}

func TestAddressesRoutesRulesNeighbours(t *testing.T) {
	ip := gip(t)
	ip("ip link add e0 type veth peer name e1")
	ip("ip link set e0 up")
	ip("ip link set e1 up")
	e0 := link[*netlink.Veth](t, "e0")
	ip("ip addr add 10.1.0.1/24 brd + dev e0 label e0:1")
	ip("ip addr add 10.2.0.1 peer 10.2.0.2/32 dev e0 scope link")
	ip("ip addr add 10.3.0.1/24 dev e0 valid_lft 1000 preferred_lft 500 noprefixroute")
	as, err := netlink.AddrList(e0, netlink.FAMILY_V4)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "number of addresses", len(as), 3)
	for _, a := range as {
		switch a.IP.String() {
		case "10.1.0.1":
			same(t, "label", a.Label, "e0:1")
			same(t, "prefix", a.IPNet.String(), "10.1.0.1/24")
			same(t, "broadcast", a.Broadcast.String(), "10.1.0.255")
		case "10.2.0.1":
			same(t, "scope", a.Scope, unix.RT_SCOPE_LINK)
			same(t, "peer", a.Peer.String(), "10.2.0.2/32")
		case "10.3.0.1":
			same(t, "flags", a.Flags&unix.IFA_F_NOPREFIXROUTE != 0, true)
			same(t, "lifetimes", a.ValidLft > 900 && a.ValidLft <= 1000 && a.PreferedLft > 400 && a.PreferedLft <= 500, true)
		default:
			t.Errorf("no address of ours: %v", a)
		}
	}
	ip("ip addr del 10.3.0.1/24 dev e0")

	ip("ip route add 192.0.2.0/24 via 10.1.0.9 dev e0 metric 5 table 77 proto 99 mtu 1234")
	ip("ip route add 198.51.100.0/24 table 77 nexthop via 10.1.0.8 dev e0 weight 2 nexthop via 10.1.0.9 dev e0 weight 3")
	ip("ip route add unreachable 203.0.113.0/24 table 77")
	rs, err := netlink.RouteListFiltered(netlink.FAMILY_V4, &netlink.Route{Table: 77}, netlink.RT_FILTER_TABLE)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "number of routes", len(rs), 3)
	for _, r := range rs {
		switch r.Dst.String() {
		case "192.0.2.0/24":
			same(t, "gateway", r.Gw.String(), "10.1.0.9")
			same(t, "link", r.LinkIndex, e0.Attrs().Index)
			same(t, "metric", r.Priority, 5)
			same(t, "protocol", r.Protocol, netlink.RouteProtocol(99))
			same(t, "mtu", r.MTU, 1234)
		case "198.51.100.0/24":
			same(t, "number of nexthops", len(r.MultiPath), 2)
			if len(r.MultiPath) == 2 {
				same(t, "second nexthop", r.MultiPath[1].Gw.String(), "10.1.0.9")
				same(t, "second weight", r.MultiPath[1].Hops, 2)
			}
		case "203.0.113.0/24":
			same(t, "type", r.Type, unix.RTN_UNREACHABLE)
		default:
			t.Errorf("no route of ours: %v", r)
		}
	}

	ip("ip rule add pref 100 from 10.1.0.0/16 iif e0 fwmark 0x5 lookup 77")
	rules, err := netlink.RuleList(netlink.FAMILY_V4)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, r := range rules {
		if r.Priority == 100 {
			found = true
			same(t, "rule's source", r.Src.String(), "10.1.0.0/16")
			same(t, "rule's table", r.Table, 77)
			same(t, "rule's link", r.IifName, "e0")
			same(t, "rule's mark", r.Mark, 5)
		}
	}
	same(t, "rule", found, true)

	ip("ip neigh add 10.1.0.9 lladdr 02:00:00:00:00:99 dev e0 nud permanent")
	ns, err := netlink.NeighList(e0.Attrs().Index, netlink.FAMILY_V4)
	if err != nil {
		t.Fatal(err)
	}
	found = false
	for _, n := range ns {
		found = found || n.IP.String() == "10.1.0.9" && n.HardwareAddr.String() == "02:00:00:00:00:99" && n.State == netlink.NUD_PERMANENT
	}
	same(t, "neighbour", found, true)
	ip("ip neigh flush dev e0 nud permanent")
	ip("ip route flush table 77")
	ip("ip rule flush")
	rs, _ = netlink.RouteListFiltered(netlink.FAMILY_V4, &netlink.Route{Table: 77}, netlink.RT_FILTER_TABLE)
	same(t, "number of routes after the flush", len(rs), 0)
}
