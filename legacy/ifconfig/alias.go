package ifconfig

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// An entry is a link or alias as add and del remember it, with the parts of its address
// that were seen last.
type entry struct {
	name                  string
	peer, mask, broadcast [4]byte
}

// fetch looks what the entry's address is now.
func (t *tool) fetch(n *entry) bool {
	l, err := inet.FindDevice(t.c, n.name)
	var list []inet.Addr
	if err == nil {
		list, err = inet.Addrs(t.c, l.Index)
	}
	if err != nil {
		inet.NotFetched(t.e, n.name, err)
		return false
	}
	if a := inet.Labelled(list, n.name, [4]byte{}); a != nil {
		n.peer = inet.Labelled(list, n.name, a.Local).Peer
		n.broadcast = inet.Labelled(list, n.name, n.peer).Broadcast
		n.mask = inet.Mask(inet.Labelled(list, n.name, n.broadcast).Len)
	}
	return true
}

// entry is the entry of that name, made where there is none.
func (t *tool) entry(name string) *entry {
	for _, n := range t.seen {
		if n.name == name {
			return n
		}
	}
	n := &entry{name: name}
	t.seen = append(t.seen, n)
	return n
}

// alias adds an IPv4 address as a further alias of the link, or takes it away: where an
// alias has it, that is set up or down, else there is a new one, even for del.
func (t *tool) alias(ip [4]byte, up bool) {
	parent := t.entry(t.name)
	t.fetch(parent)
	mask, bcast := parent.mask, parent.broadcast
	if !t.listed {
		names, err := inet.AllNames(t.e)
		if err != nil {
			t.fail(err.Error())
			return
		}
		names.Add(t.name)
		old := t.seen
		t.seen = nil
		for _, name := range names {
			n := &entry{name: name}
			for _, o := range old {
				if o.name == name {
					n = o
				}
			}
			t.seen = append(t.seen, n)
		}
		t.listed = true
	}
	var taken [256]bool
	for _, n := range t.seen {
		if !t.fetch(n) || !strings.HasPrefix(n.name, t.name) {
			continue
		}
		_, number, _ := strings.Cut(n.name, ":")
		if number == "" || strings.Contains(number, "-") {
			continue
		}
		if i := cli.Atoi(number); i < 0 || i > 255 {
			continue
		} else {
			taken[i] = true
		}
		if n.peer == ip {
			failed := t.failed // does not count
			t.turn(n.name, unix.IFF_UP, up)
			t.failed = failed
			return
		}
	}
	for i := range taken {
		if !taken[i] {
			t.newAlias(i, ip, mask, bcast)
			return
		}
	}
}

// newAlias makes alias number i. What goes wrong then is not told.
func (t *tool) newAlias(i int, ip, mask, bcast [4]byte) {
	name := t.name + ":" + strconv.Itoa(i)
	if len(name) > unix.IFNAMSIZ || t.family.socket != ipSocket {
		return
	}
	name = inet.Short(name)
	if t.setAddr(name, local, ip) == nil && t.setAddr(name, netmask, mask) == nil && t.setAddr(name, broadcast, bcast) == nil {
		failed := t.failed
		t.turn(name, unix.IFF_BROADCAST, true)
		t.failed = failed
	}
}
