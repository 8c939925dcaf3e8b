package events

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"testing"

	"gip/internal/nl"
	"gip/internal/nstest"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A list is a command that shows what the kernel has: here, the messages of a group, as
// the answer to a request of type ask. JSON is only printed so.
type list struct {
	group    string
	ask, typ uint16
	words    string
}

func lists() (ls []list) {
	add := func(group string, ask, typ uint16, lines ...string) {
		for _, l := range lines {
			ls = append(ls, list{group, ask, typ, l})
		}
	}
	for _, g := range []string{"route", "encap"} {
		add(g, unix.RTM_GETROUTE, unix.RTM_NEWROUTE, "ip -j -d -s route show table all", "ip -j route show table all",
			"ip -j -N -d route show table all", "ip -d route show table all", "ip -j -d -6 route show table all", "ip -j route show",
			"ip route show table all", "ip route show", "ip -o -N route show table all", "ip -c route show table all", "ip -6 route show table all",
			"ip -s route show table all", "ip -j -p route show table all", "ip -j -M route show table all", "ip -M route show", "ip -j -0 route show",
			"ip -j mroute show table all", "ip -s mroute show table all", "ip -6 -j -s mroute show table all")
	}
	add("nexthop", unix.RTM_GETNEXTHOP, unix.RTM_NEWNEXTHOP, "ip -j -d nexthop show", "ip -j nexthop show", "ip -j -s -d nexthop show", "ip -d nexthop show", "ip nexthop show", "ip -c -N nexthop show", "ip -j -p nexthop show")
	add("nexthop", uapi.RTM_GETNEXTHOPBUCKET, uapi.RTM_NEWNEXTHOPBUCKET, "ip -j -d nexthop bucket show", "ip -d nexthop bucket show")
	add("rule", unix.RTM_GETRULE, unix.RTM_NEWRULE, "ip -j -d rule show", "ip -j rule show", "ip -j -N -d rule show", "ip -j -d -6 rule show", "ip -d rule show", "ip rule show",
		"ip -j -M rule show", "ip -j mrule show", "ip -6 mrule show")
	add("address", unix.RTM_GETADDR, unix.RTM_NEWADDR, "ip -j -d address show", "ip -j -N address show", "ip -d address show", "ip -j -br address show", "ip -6 -j address show", "ip -br address show", "ip -o -s address show", "ip -4 -j -p address show")
	add("neigh", unix.RTM_GETNEIGH, unix.RTM_NEWNEIGH, "ip -j -d -s neigh show", "ip -j neigh show nud all", "ip -j -N -s neigh show nud all", "ip -s -d neigh show nud all", "ip -j neigh show proxy", "ip neigh show", "ip -6 neigh show nud all", "ip -c -o neigh show")
	add("fdb", unix.RTM_GETNEIGH, unix.RTM_NEWNEIGH, "bridge -j -d -s fdb show", "bridge -j fdb show", "bridge -d -s -s fdb show")
	add("mdb", unix.RTM_GETMDB, unix.RTM_GETMDB, "bridge -j -d -s mdb show", "bridge -j mdb show", "bridge -d -s mdb show")
	add("mdb", unix.RTM_GETMDB, unix.RTM_NEWMDB, "bridge -j -d -s mdb show")
	add("vlan", uapi.RTM_GETVLAN, uapi.RTM_NEWVLAN, "bridge -j -d -s vlan global show", "bridge -j -d vlan show", "bridge -j -d -s vlan show", "bridge -d -s vlan show")
	add("link", unix.RTM_GETLINK, unix.RTM_NEWLINK, "bridge -j -d -s link show", "bridge -j link show", "bridge -d link show", "bridge -j vlan show", "bridge -j -d vlan tunnelshow")
	add("vni", uapi.RTM_GETTUNNEL, uapi.RTM_NEWTUNNEL, "bridge -j -d -s vni show", "bridge -j vni show", "bridge -d -s vni show")
	add("other", uapi.RTM_GETNETCONF, uapi.RTM_NEWNETCONF, "ip -j -d netconf show", "ip -6 -j netconf show", "ip netconf show")
	add("other", unix.RTM_GETADDRLABEL, unix.RTM_NEWADDRLABEL, "ip -j addrlabel list", "ip addrlabel list")
	add("other", unix.RTM_GETSTATS, unix.RTM_NEWSTATS, "ip -j stats show", "ip stats show", "ip -j stats show group offload", "ip stats show group xstats")
	// What is left of a message, and messages cut short. (The reference tells twice of what
	// is left of an address.)
	for _, l := range []list{
		{"odd", unix.RTM_GETRULE, unix.RTM_NEWRULE, "rule"},
		{"odd", unix.RTM_GETNEXTHOP, unix.RTM_NEWNEXTHOP, "nexthop"},
		{"odd", uapi.RTM_GETNEXTHOPBUCKET, uapi.RTM_NEWNEXTHOPBUCKET, "nexthop bucket"},
		{"odd", unix.RTM_GETSTATS, unix.RTM_NEWSTATS, "stats"},
		{"odd", unix.RTM_GETADDRLABEL, unix.RTM_NEWADDRLABEL, "addrlabel"},
		{"odd", unix.RTM_GETROUTE, unix.RTM_NEWROUTE, "route"},
		{"odd", unix.RTM_GETNEIGH, unix.RTM_NEWNEIGH, "neigh"},
		{"odd", unix.RTM_GETROUTE, unix.RTM_NEWROUTE, "mroute"},
	} {
		add(l.group, l.ask, l.typ, "ip "+l.words+" show", "ip -j "+l.words+" show")
	}
	add("odd", uapi.RTM_GETNETCONF, uapi.RTM_NEWNETCONF, "ip -j netconf show") // as text, with an error left from before
	add("bad", unix.RTM_GETNEXTHOP, unix.RTM_NEWNEXTHOP, "ip nexthop show", "ip -d nexthop show", "ip nexthop get id 1")
	// Datagrams of which not all is messages.
	add("broken", unix.RTM_GETROUTE, unix.RTM_NEWROUTE, "ip route show", "ip mroute show", "ip route get 10.0.0.1", "ip route flush table 7", "ip route save")
	add("broken", unix.RTM_GETRULE, unix.RTM_NEWRULE, "ip rule show", "ip rule flush")
	add("broken", unix.RTM_GETNEXTHOP, unix.RTM_NEWNEXTHOP, "ip nexthop show", "ip nexthop get id 1", "ip nexthop flush")
	add("broken", uapi.RTM_GETNEXTHOPBUCKET, uapi.RTM_NEWNEXTHOPBUCKET, "ip nexthop bucket show", "ip nexthop bucket get id 1 index 1")
	add("broken", unix.RTM_GETADDR, unix.RTM_NEWADDR, "ip address show")
	add("broken", unix.RTM_GETLINK, unix.RTM_NEWLINK, "ip address show", "ip link show", "ip tunnel show", "ip vrf show", "ip token show", "ip tuntap show", "bridge link show")
	add("broken", unix.RTM_GETNEIGH, unix.RTM_NEWNEIGH, "ip neigh show", "ip neigh flush nud stale", "bridge fdb show")
	add("broken", unix.RTM_GETADDRLABEL, unix.RTM_NEWADDRLABEL, "ip addrlabel list", "ip addrlabel flush")
	add("broken", uapi.RTM_GETNETCONF, uapi.RTM_NEWNETCONF, "ip netconf show")
	add("broken", unix.RTM_GETNEIGHTBL, unix.RTM_NEWNEIGHTBL, "ip ntable show")
	add("broken", unix.RTM_GETMDB, unix.RTM_GETMDB, "bridge mdb show")
	add("broken", unix.RTM_GETSTATS, unix.RTM_NEWSTATS, "ip stats show")
	add("broken", unix.RTM_GETNSID, unix.RTM_NEWNSID, "ip netns list-id")
	return ls
}

// stand is a kernel that has the frames, and the links that they speak of.
func (l list) stand(fs []frame) nstest.Kernel {
	var ms, links [][]byte
	for _, f := range fs {
		ms = append(ms, f.msg)
	}
	for _, f := range known() {
		f.msg[unix.NLMSG_HDRLEN+8] = unix.IFF_UP
		links = append(links, f.msg)
	}
	return func(proto int, req []byte) [][]byte {
		typ := binary.NativeEndian.Uint16(req[4:])
		dump := binary.NativeEndian.Uint16(req[6:])&unix.NLM_F_DUMP == unix.NLM_F_DUMP
		switch {
		case proto != unix.NETLINK_ROUTE:
		case typ == l.ask && (dump || l.made()):
			return ms
		case typ != unix.RTM_GETLINK:
		case dump:
			return links
		default:
			for _, m := range links {
				if len(req) >= 32 && nstest.Asked(req, m) {
					return [][]byte{m}
				}
			}
		}
		return nil
	}
}

func (l list) show(side nstest.Side, fs []frame) (all string, died bool) {
	if (l.group == "odd" || l.made()) && len(fs) > 1 { // each may end the list
		for _, f := range fs {
			s, d := l.show(side, []frame{f})
			all, died = all+f.name+"\n"+s, died || d
		}
		return all, died
	}
	r, err := nstest.Stage(side, l.stand(fs), strings.Fields(l.words)...)
	if err != nil {
		return err.Error(), true
	}
	return fmt.Sprint(r.Out, r.Err, "status ", r.Status), r.Status >= 128
}

// made is whether the list's frames are made for it, and answer no dump alone.
func (l list) made() bool { return l.group == "broken" || l.group == "bad" }

// frames are those of the group that come in answers.
func (l list) frames() (fs []frame) {
	switch l.group {
	case "broken":
		return broken(l.typ)
	case "bad":
		return badNexthops()
	}
	for _, g := range groups() {
		if g.name != l.group {
			continue
		}
		for _, f := range g.frames {
			if nl.Native.Uint16(f.msg[4:]) == l.typ {
				fs = append(fs, f)
			}
		}
	}
	return fs
}

// alive is fs without the frames that the reference dies of, and what those are called.
func (l list) alive(ref nstest.Side, fs []frame) (alive []frame, dead []string) {
	if len(fs) == 0 {
		return nil, nil
	}
	if _, died := l.show(ref, fs); !died {
		return fs, nil
	}
	if len(fs) == 1 {
		return nil, []string{fs[0].name}
	}
	alive, dead = l.alive(ref, fs[:len(fs)/2])
	a, d := l.alive(ref, fs[len(fs)/2:])
	return append(alive[:len(alive):len(alive)], a...), append(dead, d...)
}

// part tells of the frames that gip and the reference show differently.
func (l list) part(t *testing.T, ref, gip nstest.Side, fs []frame, left *int) {
	want, _ := l.show(ref, fs)
	got, _ := l.show(gip, fs)
	if want == got || *left <= 0 {
		return
	}
	if len(fs) > 1 {
		before := *left
		l.part(t, ref, gip, fs[:len(fs)/2], left)
		l.part(t, ref, gip, fs[len(fs)/2:], left)
		if before != *left {
			return
		}
	}
	*left--
	t.Errorf("%s: %s (%d frames)\nwant %q\n got %q", l.words, fs[0].name, len(fs), want, got)
}

const shown = "testdata/shown.txt"

// TestShown compares what gip shows of made messages with the digests of what iproute2
// 7.3 shows, and where it differs and the reference is here, tells where.
func TestShown(t *testing.T) {
	bin, err := nstest.Build()
	if err != nil {
		t.Fatal(err)
	}
	gip := nstest.Side{Gip: bin}
	if _, err := nstest.Stage(gip, func(int, []byte) [][]byte { return nil }, "ip", "-V"); err != nil {
		t.Skip("no test can stand in for the kernel here: ", err)
	}
	ref, why := nstest.FindReference()
	if ref.Is615() {
		ref = nil
	}
	b, err := os.ReadFile(shown)
	if err != nil && !*update {
		t.Fatal(err)
	}
	recorded := map[string]string{}
	for line := range strings.Lines(string(b)) {
		words, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		recorded[words] = rest
	}
	if *update && ref == nil {
		t.Fatal("records come from the 7.3 reference: ", why)
	}
	var records strings.Builder
	n := 0
	for i, l := range lists() {
		key := fmt.Sprint(i, " ", l.group, ": ", l.words)
		fs := l.frames()
		if len(fs) == 0 {
			t.Errorf("%s: no frames", key)
			continue
		}
		n += len(fs)
		if *update {
			alive, dead := l.alive(nstest.Side{Ref: ref}, fs)
			s, _ := l.show(nstest.Side{Ref: ref}, alive)
			fmt.Fprintf(&records, "%s\t%s\t%s\n", key, digest(s), strings.Join(dead, "; "))
			continue
		}
		want, dead, _ := strings.Cut(recorded[key], "\t")
		fs = without(fs, strings.Split(dead, "; "))
		if s, _ := l.show(gip, fs); digest(s) == want {
			continue
		}
		t.Errorf("%s: not as recorded", key)
		if ref != nil {
			left := 12
			l.part(t, nstest.Side{Ref: ref}, gip, fs, &left)
		}
	}
	if *update {
		if err := os.WriteFile(shown, []byte(records.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d lists of %d frames", len(lists()), n)
}

// broken are messages that are not as long as they say.
func broken(typ uint16) (fs []frame) {
	for _, n := range []int{0, 8, 15, 40, 48, 1 << 30} {
		if n == 40 && typ == unix.RTM_NEWLINK {
			continue // the reference has read the datagram before it prints of it
		}
		b := make([]byte, 44)
		binary.NativeEndian.PutUint32(b, uint32(n))
		binary.NativeEndian.PutUint16(b[4:], typ)
		fs = append(fs, frame{fmt.Sprint("length ", n), b})
	}
	return fs
}

// badNexthops are nexthops with a gateway that is too long, and groups of no whole members.
func badNexthops() []frame {
	s := set{name: "nexthop", typ: unix.RTM_NEWNEXTHOP, head: make([]byte, 8)}
	for _, n := range []int{0, 4, 7, 8, 9, 12, 16, 17, 32} {
		s.add(fmt.Sprint("group ", n), u32(nhaID, 5), raw(nhaGroup, make([]byte, n)...))
		s.add(fmt.Sprint("gateway ", n), u32(nhaID, 6), raw(nhaGateway, make([]byte, n)...))
	}
	return s.frames
}

func without(fs []frame, names []string) (left []frame) {
frames:
	for _, f := range fs {
		for _, name := range names {
			if name == f.name {
				continue frames
			}
		}
		left = append(left, f)
	}
	return left
}

func digest(s string) string {
	h := fnv.New64a()
	h.Write([]byte(s))
	return fmt.Sprintf("%016x", h.Sum64())
}
