package ifconfig

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// A switchWord sets a flag; with a minus before it, it clears it.
type switchWord struct {
	name  string
	flag  uint16
	not   bool   // the other way round
	still string // what is said where the flag stays, if that is looked at
}

var switches = [...]switchWord{
	{"arp", unix.IFF_NOARP, true, ""},
	{"trailers", unix.IFF_NOTRAILERS, true, ""},
	{"promisc", unix.IFF_PROMISC, false, "promisc mode... maybe other application is running?"},
	{"multicast", unix.IFF_MULTICAST, false, "MULTICAST mode."},
	{"allmulti", unix.IFF_ALLMULTI, false, "ALLMULTI mode."},
	{"dynamic", unix.IFF_DYNAMIC, false, "DYNAMIC mode."},
	{"-broadcast", unix.IFF_BROADCAST, false, "BROADCAST mode."},
	{"-pointopoint", unix.IFF_POINTOPOINT, false, "POINTOPOINT mode."},
	{"-pointtopoint", unix.IFF_POINTOPOINT, false, "POINTOPOINT mode."},
}

// run does what the words say, each in its turn.
func (t *tool) run(a *cli.Args) error {
	var mask [4]byte // after an address's slash: set at the end
	slashed, masked := false, false
words:
	for a.More() {
		w, _ := a.Next()
		for i := range switches {
			s := &switches[i]
			if w != s.name && (w == "" || w[0] != '-' || w[1:] != s.name) {
				continue
			}
			on := w[0] != '-'
			t.turn(t.name, s.flag, on != s.not)
			if !on && s.still != "" {
				t.still(s.flag, s.still)
			}
			continue words
		}
		value := ""
		switch w {
		case "up", "down", "broadcast", "pointopoint", "pointtopoint":
			value = a.Peek()
		case "media", "port", "mtu", "keepalive", "outfill", "dstaddr", "netmask", "txqueuelen", "name",
			"mem_start", "io_addr", "irq", "hw", "add", "del", "tunnel":
			if !a.More() || w == "netmask" && masked {
				return usage()
			}
			if value, _ = a.Next(); (w == "media" || w == "port") && strings.EqualFold(value, "auto") {
				a.Back() // it is an address next, too
			}
		}
		switch w {
		case "up", "down":
			t.turn(t.name, unix.IFF_UP, w == "up")
		case "media", "port":
			if strings.EqualFold(value, "auto") {
				t.turn(t.name, unix.IFF_AUTOMEDIA, true)
			} else {
				t.media(value)
			}
		case "mtu":
			t.result("SIOCSIFMTU", t.set(func(m *nl.Msg) { m.PutU32(unix.IFLA_MTU, uint32(cli.Atoi(value))) }))
		case "keepalive":
			t.private("SIOCSKEEPALIVE", inet.SetKeepalive, value)
		case "outfill":
			t.private("SIOCSOUTFILL", inet.SetOutfill, value)
		case "txqueuelen":
			t.result("SIOCSIFTXQLEN", t.queue(value))
		case "name":
			t.result("SIOCSIFNAME", t.rename(value))
		case "mem_start":
			t.place(w, func(m *inet.Map) { m.Start, _, _ = cli.Strtoul(value, 0) })
		case "io_addr":
			t.place(w, func(m *inet.Map) { v, _ := cli.Strtol(value, 0); m.Base = uint64(uint16(v)) })
		case "irq":
			t.place(w, func(m *inet.Map) { m.IRQ = uint16(uint8(cli.Atoi(value))) })
		case "broadcast", "pointopoint", "pointtopoint":
			if err := t.flagged(a, w); err != nil {
				return err
			}
		case "dstaddr":
			if _, err := t.address(value, w, peer); err != nil {
				return err
			}
		case "netmask":
			ok, err := t.address(value, w, netmask)
			if err != nil {
				return err
			}
			masked = masked || ok
		case "hw":
			if err := t.hw(a, value); err != nil {
				return err
			}
		case "add", "del":
			if err := t.addDel(value, w == "add"); err != nil {
				return err
			}
		case "tunnel":
			if err := t.ip6(value, w); err != nil {
				return err
			}
		default:
			m, slash, err := t.own(w, masked)
			if err != nil {
				return err
			}
			if slash {
				mask, slashed = m, true
			}
		}
	}
	if slashed {
		t.result(netmask, t.setOwn(t.name, netmask, mask))
	}
	return nil
}

// setOwn is setAddr where the family's socket can do it.
func (t *tool) setOwn(name, what string, to [4]byte) error {
	err := t.usable()
	switch {
	case err != nil:
	case t.family.socket == ip6Socket && what == peer:
		err = unix.ENODEV // it takes the request for another one
	case t.family.socket != ipSocket:
		err = unix.ENOTTY
	default:
		err = t.setAddr(name, what, to)
	}
	return err
}

// address reads an address for a word and sets it; ok is whether it could be read.
func (t *tool) address(word, key, what string) (ok bool, err error) {
	if t.family.input == unread {
		return false, t.noAddresses()
	}
	word = host(word)
	to, net, ok := t.read(word, "Error resolving '"+word+"' for "+key)
	if ok && net && key != "dstaddr" && what == peer { // pointopoint takes no network
		t.e.Warn(t.Herror(word))
		ok = false
	}
	if !ok {
		t.failed = 1
		return false, nil
	}
	t.result(what, t.setOwn(t.name, what, to))
	return true, nil
}

func (t *tool) noAddresses() error {
	return cli.Quit(1, "ifconfig: Cannot set address for this protocol family.")
}

// flagged is broadcast and pointopoint: an address may follow, which is set; then the
// flag is.
func (t *tool) flagged(a *cli.Args, w string) error {
	flag, what := uint16(unix.IFF_BROADCAST), broadcast
	if w != "broadcast" {
		flag, what = unix.IFF_POINTOPOINT, peer
	}
	if a.More() {
		value, _ := a.Next()
		if ok, err := t.address(value, w, what); !ok {
			return err
		}
	}
	t.turn(t.name, flag, true)
	return nil
}

// own gives the link an address and brings it up. The mask is what stands after its
// slash, if that is there.
func (t *tool) own(word string, masked bool) (mask [4]byte, slash bool, err error) {
	word = host(word)
	if t.family.input == ip4 {
		var length string
		if word, length, slash = strings.Cut(word, "/"); slash {
			v, n, over := cli.Strtoul(length, 0)
			if n != len(length) || masked {
				return mask, false, usage()
			}
			if over {
				v = 1<<64 - 1
			}
			mask = inet.Mask(int(v & 31)) // 32 is 0, for the shift's sake
		}
	}
	if t.family.input == unread {
		return mask, false, t.noAddresses()
	}
	to, _, ok := t.read(word, "error resolving '"+word+"' to set address for af="+t.family.name)
	if !ok {
		return mask, false, seeHelp(t.e)
	}
	if t.family.input != ip4 {
		return mask, false, cli.Quit(1, "Don't know how to set addresses for family "+number(int(t.family.number))+".")
	}
	t.result(local, t.setAddr(t.name, local, to))
	// An alias is gone without address, and where the kernel is told so by a dash.
	if _, alias := inet.Base(t.name); alias && (to == [4]byte{} || strings.HasSuffix(t.name, "-")) {
		return mask, slash, nil
	}
	t.turn(t.name, unix.IFF_UP, true)
	return mask, slash, nil
}

// addDel is the words add and del, with an address of either version.
func (t *tool) addDel(word string, add bool) error {
	key := "del"
	if add {
		key = "add"
	}
	if strings.Contains(word, ":") {
		return t.ip6(word, key)
	}
	word = host(word)
	ip, _, ok := t.Resolve(word, false)
	if !ok {
		if t.family.input == unread {
			return t.noAddresses()
		}
		t.fail(t.Herror(word))
		return nil
	}
	clear(t.data[:2])
	copy(t.data[2:], ip[:])
	t.alias(ip, add)
	return nil
}

// ip6 is the words add, del and tunnel with an IPv6 address.
func (t *tool) ip6(word, key string) error {
	word, length, slash := strings.Cut(word, "/")
	n := int64(128)
	if slash {
		if n, _ = cli.Strtol(length, 10); n < 0 || n > 128 {
			return usage()
		}
	}
	word = host(word)
	b := attr.Pton(word)
	if len(b) != 16 {
		t.fail(t.Herror(word))
		return nil
	}
	ip := [16]byte(b)
	t.keep6(ip)
	if !hasIP6() {
		t.fail("No support for INET6 on this system.")
		return nil
	}
	l, err := inet.FindDevice(t.c, t.name)
	if err != nil {
		t.result("SIOGIFINDEX", err)
		return nil
	}
	switch key {
	case "add":
		t.result("SIOCSIFADDR", t.addr6(unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL, l, ip, int(n)))
	case "del":
		if t.verbose {
			t.e.Warn("now deleting: ioctl(SIOCDIFADDR,{ifindex=" + number(int(l.Index)) + ",prefixlen=" + number(int(n)) + "})")
		}
		t.result("SIOCDIFADDR", t.addr6(unix.RTM_DELADDR, 0, l, ip, int(n)))
	default:
		t.result("SIOCSIFDSTADDR", t.tunnel(l, ip))
	}
	return nil
}
