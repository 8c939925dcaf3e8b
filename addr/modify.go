package addr

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// requestRoom is how long a request to change an address may be.
const requestRoom = unix.SizeofNlMsghdr + headerLen + 256

// A flag is a word for an address's flag.
type flag struct {
	name     string
	bit      uint32
	readOnly bool // the kernel's own
	v6       bool
}

var flags = [...]flag{
	{"secondary", unix.IFA_F_SECONDARY, true, false},
	{"temporary", unix.IFA_F_SECONDARY, true, false},
	{"nodad", unix.IFA_F_NODAD, false, true},
	{"optimistic", unix.IFA_F_OPTIMISTIC, false, true},
	{"dadfailed", unix.IFA_F_DADFAILED, true, true},
	{"home", unix.IFA_F_HOMEADDRESS, false, true},
	{"deprecated", unix.IFA_F_DEPRECATED, true, true},
	{"tentative", unix.IFA_F_TENTATIVE, true, true},
	{"permanent", unix.IFA_F_PERMANENT, true, true},
	{"mngtmpaddr", unix.IFA_F_MANAGETEMPADDR, false, true},
	{"noprefixroute", unix.IFA_F_NOPREFIXROUTE, false, false},
	{"autojoin", unix.IFA_F_MCAUTOJOIN, false, false},
	{"stable-privacy", unix.IFA_F_STABLE_PRIVACY, true, true},
}

func findFlag(word string) *flag {
	for i := range flags {
		if flags[i].name == word {
			return &flags[i]
		}
	}
	return nil
}

// A change is a request to add, change or delete an address, being put together.
type change struct {
	e      *cli.Env
	a      *cli.Args
	m      *nl.Msg
	cmd    uint16
	family uint8

	local, peer       attr.Prefix
	localWord, dev    string
	hasDev            bool
	localLen, peerLen int // in bytes; an address of none is as good as not given
	bits              int // of the prefix
	brdLen, anyLen    int
	scope             uint8
	scoped            bool
	flags             uint32

	valid, preferred       uint32
	hasValid, hasPreferred bool
}

// What brdLen is for "+" and "-", until the address is known.
const (
	hostOnes   = -1
	hostZeroes = -2
)

// modify runs ip address add, change, replace and delete.
func modify(e *cli.Env, a *cli.Args, cmd, nlFlags uint16) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var hdr [headerLen]byte
	ch := change{e: e, a: a, cmd: cmd, family: e.Family, valid: ^uint32(0), preferred: ^uint32(0)}
	ch.m = c.New(cmd, nlFlags, hdr[:])
	for a.More() {
		word, _ := a.Next()
		if err := ch.option(word); err != nil {
			return err
		}
	}
	if err := ch.finish(); err != nil {
		return err
	}
	return e.Do(ch.m, func(r nl.Reply) error { return PrintEcho(e, r) })
}

func (ch *change) put(typ uint16, v []byte) { put(ch.e, ch.m, requestRoom, typ, v) }

// settle has the first address decide of which family the others are.
func (ch *change) settle(p *attr.Prefix) {
	if ch.family == unix.AF_UNSPEC {
		ch.family = p.Family
	}
}

// addr takes an address of its own (no prefix) and puts it.
func (ch *change) addr(word string, typ uint16) (int, error) {
	p, err := attr.ParseAddr(word, ch.family)
	if err != nil {
		return 0, err
	}
	ch.settle(&p)
	ch.put(typ, p.Addr())
	return p.Bytes, nil
}

func (ch *change) option(word string) error {
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case word == "peer", word == "remote":
		return ch.takePeer()
	case is("broadcast"), word == "brd":
		return ch.takeBroadcast()
	case word == "anycast":
		w, err := ch.a.Next()
		if err != nil {
			return err
		}
		if ch.anyLen != 0 {
			return cli.Duplicate("anycast", w)
		}
		ch.anyLen, err = ch.addr(w, unix.IFA_ANYCAST)
		return err
	case word == "scope":
		w, err := ch.a.Next()
		if err != nil {
			return err
		}
		v, ok := number(&ch.e.Scopes, w, 0, 255)
		if !ok {
			return cli.Invalid("invalid scope value.", w)
		}
		ch.scope, ch.scoped = uint8(v), true
	case word == "dev":
		w, err := ch.a.Next()
		if err != nil {
			return err
		}
		ch.dev, ch.hasDev = w, true
	case word == "label":
		w, err := ch.a.Next()
		if err != nil {
			return err
		}
		ch.put(unix.IFA_LABEL, append([]byte(w), 0))
	case is("metric"), is("priority"), is("preference"):
		w, err := ch.a.Next()
		if err != nil {
			return err
		}
		v, ok := cli.Uint(w, 0, 32)
		if !ok {
			return cli.Invalid("\"metric\" value is invalid\n", w)
		}
		ch.put(uapi.IFA_RT_PRIORITY, u32(uint32(v)))
	case is("valid_lft"):
		if ch.hasValid {
			return cli.Duplicate("valid_lft", word)
		}
		ch.hasValid = true
		return ch.lifetime("valid_lft value", &ch.valid)
	case is("preferred_lft"):
		if ch.hasPreferred {
			return cli.Duplicate("preferred_lft", word)
		}
		ch.hasPreferred = true
		return ch.lifetime("preferred_lft value", &ch.preferred)
	case findFlag(word) != nil:
		ch.setFlag(findFlag(word))
	case word == "proto":
		w, err := ch.a.Next()
		if err != nil {
			return err
		}
		v, ok := number(&ch.e.AddrProtos, w, 0, 255)
		if !ok {
			return cli.Invalid("\"proto\" value is invalid\n", w)
		}
		ch.put(uapi.IFA_PROTO, []byte{byte(v)})
	default:
		return ch.takeLocal(word)
	}
	return nil
}

func (ch *change) takePeer() error {
	w, err := ch.a.Next()
	if err != nil {
		return err
	}
	if ch.peerLen != 0 {
		return cli.Duplicate("peer", w)
	}
	if ch.peer, err = attr.ParsePrefix(w, ch.family); err != nil {
		return err
	}
	ch.peerLen = ch.peer.Bytes
	ch.settle(&ch.peer)
	ch.put(unix.IFA_ADDRESS, ch.peer.Addr())
	ch.bits = ch.peer.Bits
	return nil
}

func (ch *change) takeBroadcast() error {
	w, err := ch.a.Next()
	if err != nil {
		return err
	}
	if ch.brdLen != 0 {
		return cli.Duplicate("broadcast", w)
	}
	switch w {
	case "+":
		ch.brdLen = hostOnes
	case "-":
		ch.brdLen = hostZeroes
	default:
		ch.brdLen, err = ch.addr(w, unix.IFA_BROADCAST)
	}
	return err
}

func (ch *change) takeLocal(word string) error {
	var err error
	if word == "local" {
		if word, err = ch.a.Next(); err != nil {
			return err
		}
	}
	if cli.Prefix(word, "help") {
		return cli.Usage(usage)
	}
	if ch.localLen != 0 {
		return cli.Garbage("local", word)
	}
	ch.localWord = word
	if ch.local, err = attr.ParsePrefix(word, ch.family); err != nil {
		return err
	}
	ch.settle(&ch.local)
	ch.put(unix.IFA_LOCAL, ch.local.Addr())
	ch.localLen = ch.local.Bytes
	return nil
}

func (ch *change) lifetime(bad string, lft *uint32) error {
	w, err := ch.a.Next()
	if err != nil {
		return err
	}
	if w == "forever" {
		*lft = ^uint32(0)
		return nil
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return cli.Invalid(bad, w)
	}
	*lft = uint32(v)
	return nil
}

func (ch *change) setFlag(f *flag) {
	switch {
	case f.readOnly:
		ch.e.Warn("Warning: " + f.name + " option is not mutable from userspace")
	case f.v6 && ch.family != unix.AF_INET6:
		ch.e.Warn("Warning: " + f.name + " option can be set only for IPv6 addresses")
	default:
		ch.flags |= f.bit
	}
}

// finish puts what depends on all the words, and the header.
func (ch *change) finish() error {
	if ch.flags > 0xff {
		ch.put(uapi.IFA_FLAGS, u32(ch.flags))
	}
	if !ch.hasDev {
		return cli.Fail(`Not enough information: "dev" argument is required.`)
	}
	if ch.peerLen == 0 && ch.localLen != 0 {
		if ch.cmd == unix.RTM_DELADDR && ch.local.Family == unix.AF_INET && !ch.local.Spec {
			ch.e.Warn("Warning: Executing wildcard deletion to stay compatible with old scripts.\n" +
				"         Explicitly specify the prefix length (" + ch.localWord + "/" + strconv.Itoa(ch.localLen*8) + ") to avoid this warning.\n" +
				"         This special behaviour is likely to disappear in further releases,\n" +
				"         fix your scripts!")
		} else {
			ch.peer = ch.local
			ch.put(unix.IFA_ADDRESS, ch.local.Addr())
		}
	}
	if ch.bits == 0 {
		ch.bits = ch.local.Bits
	}
	if ch.brdLen < 0 && ch.cmd != unix.RTM_DELADDR {
		if ch.family != unix.AF_INET {
			return cli.Fail("Broadcast can be set only for IPv4 addresses")
		}
		ch.broadcast()
	}
	if !ch.scoped && ch.cmd != unix.RTM_DELADDR && ch.local.Family == unix.AF_INET && ch.localLen > 0 && ch.local.All()[0] == 127 {
		ch.scope = unix.RT_SCOPE_HOST
	}
	index, err := ch.e.Link(ch.dev)
	if err != nil {
		return err
	}
	if ch.hasValid || ch.hasPreferred {
		if ch.valid == 0 {
			return cli.Fail("valid_lft is zero")
		}
		if ch.valid < ch.preferred {
			return cli.Fail("preferred_lft is greater than valid_lft")
		}
		var info [16]byte // struct ifa_cacheinfo
		nl.Native.PutUint32(info[:], ch.preferred)
		nl.Native.PutUint32(info[4:], ch.valid)
		ch.put(unix.IFA_CACHEINFO, info[:])
	}
	if ch.flags&unix.IFA_F_MCAUTOJOIN != 0 && !multicast(&ch.local) {
		return cli.Fail("autojoin needs multicast address")
	}
	h := ch.m.Header()
	h[0], h[1], h[3] = ch.family, uint8(ch.bits), ch.scope
	if ch.flags <= 0xff {
		h[2] = uint8(ch.flags)
	}
	nl.Native.PutUint32(h[4:], index)
	return nil
}

func multicast(p *attr.Prefix) bool {
	switch p.Family {
	case unix.AF_INET:
		return p.All()[0]>>4 == 14
	case unix.AF_INET6:
		return p.All()[0] == 0xff
	}
	return false
}

// broadcast puts the address whose host bits are all ones, or all zeroes. A prefix
// of two addresses or one has none.
func (ch *change) broadcast() {
	if ch.peer.Bits > 30 {
		return
	}
	host := ^uint32(0)
	if ch.peer.Bits > 0 {
		host >>= ch.peer.Bits
	}
	v := nl.Value(ch.peer.All()).BE32()
	if ch.brdLen == hostOnes {
		v |= host
	} else {
		v &^= host
	}
	b := []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
	ch.put(unix.IFA_BROADCAST, b[:min(4, ch.peer.Bytes)])
}
