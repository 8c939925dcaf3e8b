package link

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/netns"

	"golang.org/x/sys/unix"
)

// words is what the options say that is ruled on when all are read.
type words struct {
	name, dev   *string // the same pointer where one word is both
	link        string
	index       int
	addrLen     int
	group       bool
	netns       int // a descriptor; -1: none
	linkNetns   string
	linkNetnsID int
	seen        uint // of the options that may stand once: 1<<once
}

// A number is an option that takes one and is one attribute.
type number struct {
	name   string // with the bar of its shortest abbreviation
	also   string // another spelling
	attr   uint16
	signed bool // as upstream reads it: an int, that may be given once
	most   uint32
}

var numbers = [...]number{
	{name: "t|xqueuelen", also: "qlen", attr: uapi.IFLA_TXQLEN, signed: true},
	{name: "mtu", attr: uapi.IFLA_MTU, signed: true},
	{name: "nu|mtxqueues", attr: uapi.IFLA_NUM_TX_QUEUES, signed: true},
	{name: "numr|xqueues", attr: uapi.IFLA_NUM_RX_QUEUES, signed: true},
	{name: "gso_max_size", attr: uapi.IFLA_GSO_MAX_SIZE},
	{name: "gso_max_segs", attr: uapi.IFLA_GSO_MAX_SEGS, most: 65535},
	{name: "gro_max_size", attr: uapi.IFLA_GRO_MAX_SIZE},
	{name: "gso_ipv4_max_size", attr: uapi.IFLA_GSO_IPV4_MAX_SIZE},
	{name: "gro_ipv4_max_size", attr: uapi.IFLA_GRO_IPV4_MAX_SIZE},
}

// A flag is an option of on and off that is a bit of ifi_flags.
type flag struct {
	name   string
	bit    uint32
	invert bool // on clears it
}

var flags = [...]flag{
	{"multicast", unix.IFF_MULTICAST, false},
	{"allmulticast", unix.IFF_ALLMULTI, false},
	{"promisc", unix.IFF_PROMISC, false},
	{"trailers", unix.IFF_NOTRAILERS, true},
	{"arp", unix.IFF_NOARP, true},
	{"d|ynamic", unix.IFF_DYNAMIC, false},
}

// parse reads the options that every link has, up to the type, whose name comes back
// (nil: none was given), and finds the link they are about.
func (r *request) parse(e *cli.Env, a *cli.Args) (typ *string, err error) {
	w := words{netns: -1, linkNetnsID: -1}
	for a.More() && typ == nil {
		if typ, err = r.option(e, a, &w); err != nil {
			return nil, err
		}
	}
	if w.name == nil {
		w.name = w.dev
	} else if w.dev == nil || *w.name == *w.dev {
		w.dev = w.name
	}
	if w.dev != nil && w.addrLen > 0 && !r.creating() {
		if n := hardwareLen(e, *w.dev); n >= 0 && n != w.addrLen {
			return nil, cli.Fail("Invalid address length " + itoa(w.addrLen) + " - must be " + itoa(n) + " bytes")
		}
	}
	if w.index != 0 && !r.creating() && w.netns < 0 {
		return nil, cli.Quit(255, "index can be used only when creating devices or when moving device to another netns.")
	}
	if w.group && w.dev == nil {
		if a.More() {
			return nil, cli.Quit(255, `Garbage instead of arguments "`+a.Peek()+` ...". Try "ip link help".`)
		}
		if r.creating() {
			return nil, cli.Quit(255, "group cannot be used when creating devices.")
		}
		return nil, nil // all links of that group
	}
	return typ, r.target(e, a, &w)
}

// option reads one.
func (r *request) option(e *cli.Env, a *cli.Args, w *words) (typ *string, err error) {
	word, _ := a.Next()
	is := func(name string) bool { return cli.Match(name, word) }
	switch {
	case is("up"):
		r.set(unix.IFF_UP, true)
	case is("down"):
		r.set(unix.IFF_UP, false)
	case is("name"):
		v, err := a.Next()
		if err != nil {
			return nil, err
		}
		if w.name != nil {
			return nil, cli.Duplicate("name", v)
		}
		if !validName(v) {
			return nil, cli.Invalid(`"name" not a valid ifname`, v)
		}
		w.name = &v
		if w.dev == nil {
			w.dev = w.name
		}
	case is("index"):
		v, err := a.Next()
		if err != nil {
			return nil, err
		}
		if w.index != 0 {
			return nil, cli.Duplicate("index", v)
		}
		if w.index = cli.Atoi(v); w.index <= 0 {
			return nil, cli.Invalid(`Invalid "index" value`, v)
		}
	case is("l|ink"):
		w.link, err = a.Next()
	case is("a|ddress"):
		var b []byte
		if b, err = hardware(a); err == nil {
			r.m.PutBytes(uapi.IFLA_ADDRESS, b)
			w.addrLen = len(b)
		}
	case is("b|roadcast"), is("brd"):
		var b []byte
		if b, err = hardware(a); err == nil {
			r.m.PutBytes(uapi.IFLA_BROADCAST, b)
		}
	case r.number(a, w, word, &err):
	case is("inet"):
		if err = r.inet(e, a); err != nil {
			err = failed(err)
		}
	case is("xdpgeneric"), is("xdpdrv"), is("xdpoffload"), is("xdp"):
		err = r.xdp(e, a, word, w.dev)
		if word == "xdpoffload" && w.name == w.dev {
			w.dev = nil
		}
	case is("netns"):
		err = r.netns(a, w)
	case r.flag(a, word, &err):
	case is("carrier"):
		err = r.onOff(e, a, "carrier", uapi.IFLA_CARRIER)
	case is("vf"):
		err = r.vf(e, a, w)
	case is("m|aster"):
		var index uint32
		if index, err = master(e, a, "Device does not exist\n"); err == nil {
			r.m.PutU32(uapi.IFLA_MASTER, index)
		}
	case is("vrf"):
		var index uint32
		if index, err = master(e, a, "Not a valid VRF name\n"); err == nil {
			if !isVRF(e, index) {
				return nil, cli.Invalid("Not a valid VRF name\n", a.Last())
			}
			r.m.PutU32(uapi.IFLA_MASTER, index)
		}
	case is("n|omaster"):
		r.m.PutU32(uapi.IFLA_MASTER, 0)
	case is("t|ype"):
		v, err := a.Next()
		return &v, err
	case is("al|ias"):
		v, err := a.Next()
		if err != nil {
			return nil, err
		}
		if len(v) >= 256 {
			return nil, cli.Invalid("alias too long\n", v)
		}
		r.m.PutText(uapi.IFLA_IFALIAS, v)
	case is("group"):
		err = r.group(e, a, w)
	case is("mode"):
		err = r.named(a, uapi.IFLA_LINKMODE, linkModes[:], "Invalid link mode\n")
	case is("state"):
		err = r.named(a, uapi.IFLA_OPERSTATE, operStates[:], "Invalid operstate\n")
	case is("addrg|enmode"):
		r.m.Open(uapi.IFLA_AF_SPEC)
		r.m.Open(unix.AF_INET6)
		err = r.named(a, uapi.IFLA_INET6_ADDR_GEN_MODE, genModes[:], "Invalid address generation mode\n")
		if err == nil {
			r.m.Close()
			r.m.Close()
		}
	case is("link-|netns"), is("link-netnsi|d"):
		err = r.linkNetns(a, w, is("link-|netns"))
	case is("protodown"):
		err = r.onOff(e, a, "protodown", uapi.IFLA_PROTO_DOWN)
	case is("protodown_reason"):
		err = r.downReason(e, a)
	case is("parentdev"):
		var v string
		if v, err = a.Next(); err == nil {
			r.m.PutStr(uapi.IFLA_PARENT_DEV_NAME, v)
		}
	default:
		if cli.Prefix(word, "help") {
			return nil, cli.Usage(usage)
		}
		if word == "dev" {
			if word, err = a.Next(); err != nil {
				return nil, err
			}
		}
		if w.dev != w.name {
			return nil, cli.Garbage("dev", word)
		}
		if !validAltName(word) {
			return nil, cli.Invalid(`"dev" not a valid ifname`, word)
		}
		w.dev = &word
	}
	return nil, err
}

// failed is err with the status of a command that fails, where it is a return.
func failed(err error) error {
	if c, ok := err.(*cli.Error); ok && !c.Exit {
		return &cli.Error{Msg: c.Msg, Code: 1}
	}
	return err
}

// hardware reads a link-layer address.
func hardware(a *cli.Args) ([]byte, error) {
	v, err := a.Next()
	if err != nil {
		return nil, err
	}
	return attr.ParseLL(v, 32)
}

func (r *request) number(a *cli.Args, w *words, word string, err *error) bool {
	for i := range numbers {
		n := &numbers[i]
		if !cli.Match(n.name, word) && (n.also == "" || n.also != word) {
			if i != 0 || !cli.Prefix(word, "txqlen") {
				continue
			}
		}
		*err = r.putNumber(a, w, n, 1<<i)
		return true
	}
	return false
}

func (r *request) putNumber(a *cli.Args, w *words, n *number, once uint) error {
	v, err := a.Next()
	if err != nil {
		return err
	}
	name := cli.Plain(n.name)
	if n.signed {
		if w.seen&once != 0 {
			return cli.Duplicate(name, v)
		}
		i, ok := cli.Int(v, 0, 32)
		if !ok {
			return cli.Invalid(`Invalid "`+name+`" value`+"\n", v)
		}
		if i != -1 { // as upstream, which takes -1 for not given
			w.seen |= once
		}
		r.m.PutU32(n.attr, uint32(i))
		return nil
	}
	u, ok := cli.Uint(v, 0, 32)
	if !ok || n.most != 0 && u > uint64(n.most) {
		return cli.Invalid(`Invalid "`+name+`" value`+"\n", v)
	}
	r.m.PutU32(n.attr, uint32(u))
	return nil
}

func (r *request) flag(a *cli.Args, word string, err *error) bool {
	for i := range flags {
		f := &flags[i]
		if !cli.Match(f.name, word) {
			continue
		}
		switch v, e := a.Next(); {
		case e != nil:
			*err = e
		case v == "on":
			r.set(f.bit, !f.invert)
		case v == "off":
			r.set(f.bit, f.invert)
		default:
			*err = notOnOff(cli.Plain(f.name), v)
		}
		return true
	}
	return false
}

func notOnOff(name, v string) error {
	return cli.Fail(`Error: argument of "` + name + `" must be "on" or "off", not "` + v + `"`)
}

// onOff puts a byte. The reference's complaint here has the status 22 (EINVAL).
func (r *request) onOff(e *cli.Env, a *cli.Args, name string, typ uint16) error {
	on, err := attr.ParseOnOff(e, a, name)
	if err != nil {
		if c, ok := err.(*cli.Error); ok && !c.Exit {
			return &cli.Error{Msg: c.Msg, Code: 22}
		}
		return err
	}
	v := uint8(0)
	if on {
		v = 1
	}
	r.m.PutU8(typ, v)
	return nil
}

func master(e *cli.Env, a *cli.Args, why string) (uint32, error) {
	v, err := a.Next()
	if err != nil {
		return 0, err
	}
	i := e.LinkIndex(v)
	if i == 0 {
		return 0, cli.Invalid(why, v)
	}
	return i, nil
}

func (r *request) group(e *cli.Env, a *cli.Args, w *words) error {
	v, err := a.Next()
	if err != nil {
		return err
	}
	if w.group {
		return cli.Duplicate("group", v)
	}
	id, ok := e.GroupNumber(v)
	if !ok {
		return cli.Invalid(`Invalid "group" value`+"\n", v)
	}
	w.group = id != 1<<32-1
	r.m.PutU32(uapi.IFLA_GROUP, id)
	return nil
}

var (
	linkModes  = [...]string{"default", "dormant"}
	operStates = [...]string{"unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"}
	genModes   = [...]string{"eui64", "none", "stable_secret", "random"}
)

// named puts a byte that has a name, in letters of either case.
func (r *request) named(a *cli.Args, typ uint16, names []string, why string) error {
	v, err := a.Next()
	if err != nil {
		return err
	}
	for i, n := range names {
		if strings.EqualFold(n, v) {
			r.m.PutU8(typ, uint8(i))
			return nil
		}
	}
	return cli.Invalid(why, v)
}

func (r *request) downReason(e *cli.Env, a *cli.Args) error {
	v, err := a.Next()
	if err != nil {
		return err
	}
	bit, ok := e.DownReasons.Number(v)
	if !ok {
		n, ok := cli.Uint(v, 0, 64)
		if !ok || n >= 32 {
			return cli.Invalid("invalid protodown reason\n", v)
		}
		bit = uint32(n)
	}
	if v, err = a.Next(); err != nil {
		return err
	}
	value := uint32(0)
	switch {
	case cli.Prefix(v, "on"):
		value = 1 << bit
	case cli.Prefix(v, "off"):
	default:
		return notOnOff("protodown_reason", v)
	}
	r.m.Open(uapi.IFLA_PROTO_DOWN_REASON | nl.Nested)
	r.m.PutU32(uapi.IFLA_PROTO_DOWN_REASON_MASK, 1<<bit)
	r.m.PutU32(uapi.IFLA_PROTO_DOWN_REASON_VALUE, value)
	r.m.Close()
	return nil
}

func (r *request) netns(a *cli.Args, w *words) error {
	v, err := a.Next()
	if err != nil {
		return err
	}
	if w.netns >= 0 {
		return cli.Duplicate("netns", v)
	}
	if w.netns, err = netns.Open(v); err != nil {
		return cli.Invalid(`Invalid "netns" value`+"\n", v)
	}
	r.fds = append(r.fds, w.netns)
	r.m.PutU32(uapi.IFLA_NET_NS_FD, uint32(w.netns))
	return nil
}

func (r *request) linkNetns(a *cli.Args, w *words, name bool) error {
	v, err := a.Next()
	if err != nil {
		return err
	}
	if w.linkNetns != "" || w.linkNetnsID != -1 {
		return cli.Duplicate("link-netns/link-netnsid", v)
	}
	if name {
		w.linkNetns = v
		return nil
	}
	id, ok := cli.Int(v, 0, 32)
	if !ok {
		return cli.Invalid(`Invalid "link-netnsid" value`+"\n", v)
	}
	w.linkNetnsID = int(id)
	r.m.PutU32(uapi.IFLA_LINK_NETNSID, uint32(id))
	return nil
}
