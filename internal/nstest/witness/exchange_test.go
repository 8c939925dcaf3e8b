package witness

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gip/internal/nstest"
)

// TestExchange has what one of gip and iproute2 saved restored by the other, in both
// directions, and looks that what was there is there again.
func TestExchange(t *testing.T) {
	ref, why := nstest.FindReference()
	if ref == nil {
		t.Skip(why)
	}
	bin, err := nstest.Build()
	if err != nil {
		t.Fatal(err)
	}
	ours := filepath.Join(t.TempDir(), "ip")
	if err := os.Symlink(bin, ours); err != nil {
		t.Fatal(err)
	}
	theirs := filepath.Join(ref.Bin, "ip")
	run := func(script string) string {
		out, err := exec.Command("sh", "-c", "ref="+theirs+"; gip="+ours+"; "+script).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", script, err, out)
		}
		return string(out)
	}
	t.Cleanup(func() {
		run("$ref link del x0; $ref route flush table 77; for p in 5 6; do $ref rule del pref $p; done; $ref -6 rule del pref 7")
	})
	run(`$ref link set lo up
$ref link add x0 address 02:00:00:00:00:01 type veth peer name x1 address 02:00:00:00:00:02
$ref link set x0 addrgenmode none up; $ref link set x1 addrgenmode none up
$ref addr add 10.0.0.1/24 dev x0; $ref -6 addr add 2001:db8::1/64 dev x0 nodad`)
	cases := []struct{ what, make, save, clear, restore, show string }{
		{"routes", `$ref -batch - <<.
route add 10.1.0.0/16 via 10.0.0.2 metric 7 mtu 1400 advmss lock 1300
route add 10.2.0.0/16 nexthop via 10.0.0.2 weight 3 nexthop dev x1 weight 5
route add blackhole 10.3.0.0/16
route add 10.4.0.0/16 dev x0 tos 0x10 src 10.0.0.1
route add 10.5.0.0/16 encap ip id 4 dst 10.0.0.9 via 10.0.0.2
route add 10.6.0.0/16 via inet6 2001:db8::9 dev x0
.`, "route save proto boot", "route flush proto boot", "route restore", "-d route show proto boot"},
		{"a table", `$ref route add 10.7.0.0/16 via 10.0.0.2 table 77; $ref route add unreachable default metric 9 table 77`,
			"route save table 77", "route flush table 77", "route restore", "-d route show table 77"},
		{"IPv6 routes", `$ref -6 -batch - <<.
route add 2001:db8:1::/48 via 2001:db8::2 metric 5 pref high
route add 2001:db8:2::/48 nexthop via 2001:db8::2 weight 2 nexthop via 2001:db8::3
route add prohibit 2001:db8:3::/48
.`, "-6 route save proto boot", "-6 route flush proto boot", "route restore", "-6 -d route show proto boot"},
		{"addresses", `$ref addr add 10.8.0.1/30 peer 10.8.0.2 dev x1 label x1:x valid_lft forever; $ref addr add 10.9.0.1/24 brd + dev x1 scope link metric 5; $ref -6 addr add 2001:db8:9::1/64 dev x1 nodad`,
			"addr save dev x1", "addr flush dev x1", "addr restore", "-d addr show dev x1"},
		{"rules", `$ref rule add pref 5 from 10.0.0.0/8 fwmark 7/0xff lookup 77; $ref rule add pref 6 iif x0 ipproto tcp dport 80-90 blackhole; $ref -6 rule add pref 7 to 2001:db8::/32 lookup 77`,
			"rule save", "rule flush; $ref rule del pref 0", "rule restore", "-d rule show"},
	}
	for _, c := range cases {
		run(c.make)
		want := run("$ref " + c.show)
		if strings.Count(want, "\n") < 2 {
			t.Fatalf("%s: nothing was made:\n%s", c.what, want)
		}
		for _, way := range [][2]string{{"ref", "gip"}, {"gip", "ref"}, {"gip", "gip"}} {
			file := filepath.Join(t.TempDir(), "saved")
			run("$" + way[0] + " " + c.save + " >" + file)
			run("$ref " + c.clear)
			if got := run("$ref " + c.show); got == want {
				t.Fatalf("%s: nothing was cleared", c.what)
			}
			run("$" + way[1] + " " + c.restore + " <" + file)
			same(t, c.what+" saved by "+way[0]+" and restored by "+way[1], run("$ref "+c.show), want)
		}
	}
}
