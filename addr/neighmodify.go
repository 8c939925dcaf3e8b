package addr

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// neighRoom is how long a request to change a neighbour may be.
const neighRoom = unix.SizeofNlMsghdr + ndmLen + 256

const ndmLen = 12 // struct ndmsg

// neighbour is what ip neigh add and get say.
type neighbour struct {
	e   *cli.Env
	a   *cli.Args
	m   *nl.Msg
	dst attr.Prefix

	hasDst, hasDev    bool // proxy stands for a device, too
	hasLL, hasDevName bool
	ll, dev           string
	state             uint16
	flags             uint8
	ext               uint32
}

// neighModify runs ip neigh add, change, replace and delete.
func neighModify(e *cli.Env, a *cli.Args, cmd, nlFlags uint16) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var hdr [ndmLen]byte
	n := neighbour{e: e, a: a, m: c.New(cmd, nlFlags, hdr[:]), state: unix.NUD_PERMANENT}
	for a.More() {
		word, _ := a.Next()
		if err := n.option(word); err != nil {
			return err
		}
	}
	if err := n.finish(); err != nil {
		return err
	}
	if err := e.Do(n.m, nil); err != nil {
		return cli.Status(err, 2, true)
	}
	return nil
}

func (n *neighbour) option(word string) error {
	a := n.a
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("lladdr"):
		w, err := a.Next()
		if err != nil {
			return err
		}
		if n.hasLL {
			return cli.Duplicate("lladdr", w)
		}
		n.ll, n.hasLL = w, true
	case word == "nud":
		w, err := a.Next()
		if err != nil {
			return err
		}
		s, ok := parseState(w)
		if !ok {
			return cli.Invalid("nud state is bad", w)
		}
		n.state = uint16(s)
	case is("proxy"):
		return n.proxy()
	case word == "router":
		n.flags |= unix.NTF_ROUTER
	case word == "use":
		n.flags |= unix.NTF_USE
	case word == "managed":
		n.ext |= uapi.NTF_EXT_MANAGED
		n.state = unix.NUD_NONE
	case is("extern_learn"):
		n.flags |= unix.NTF_EXT_LEARNED
	case word == "extern_valid":
		n.ext |= extValidated
	case word == "dev":
		return n.takeDev()
	case is("protocol"):
		w, err := a.Next()
		if err != nil {
			return err
		}
		v, ok := number(&n.e.Protos, w, 0, 255)
		if !ok {
			return cli.Invalid("\"protocol\" value is invalid\n", w)
		}
		if !put(n.e, n.m, neighRoom, uapi.NDA_PROTOCOL, []byte{byte(v)}) {
			return cli.Silent(1)
		}
	default:
		var err error
		if word == "to" {
			if word, err = a.Next(); err != nil {
				return err
			}
		}
		if cli.Prefix(word, "help") { // no help here: the word is passed over
			if word, err = a.Next(); err != nil {
				return err
			}
		}
		return n.takeDst(word)
	}
	return nil
}

// extValidated is NTF_EXT_EXT_VALIDATED.
const extValidated = 1 << 2

func (n *neighbour) proxy() error {
	w, err := n.a.Next()
	if err != nil {
		return err
	}
	if cli.Prefix(w, "help") {
		return cli.Usage(neighUsage)
	}
	if n.hasDst {
		return cli.Duplicate("address", w)
	}
	if n.dst, err = attr.ParseAddr(w, n.e.Family); err != nil {
		return err
	}
	n.hasDst, n.hasDev = true, true
	n.flags |= unix.NTF_PROXY
	return nil
}

func (n *neighbour) takeDev() (err error) {
	n.dev, err = n.a.Next()
	n.hasDev, n.hasDevName = true, true
	return err
}

func (n *neighbour) takeDst(word string) (err error) {
	if n.hasDst {
		return cli.Garbage("to", word)
	}
	n.dst, err = attr.ParseAddr(word, n.e.Family)
	n.hasDst = true
	return err
}

func (n *neighbour) finish() error {
	if !n.hasDev || !n.hasDst || n.dst.Family == unix.AF_UNSPEC {
		return cli.Quit(255, "Device and destination are required arguments.")
	}
	if !put(n.e, n.m, neighRoom, unix.NDA_DST, n.dst.Addr()) {
		return cli.Silent(1)
	}
	if n.ext != 0 && !put(n.e, n.m, neighRoom, uapi.NDA_FLAGS_EXT, u32(n.ext)) {
		return cli.Silent(1)
	}
	if n.hasLL && n.ll != "null" {
		b, err := attr.ParseLL(n.ll, 20)
		if err != nil {
			return cli.Status(err, 1, false)
		}
		if !put(n.e, n.m, neighRoom, unix.NDA_LLADDR, b) {
			return cli.Silent(1)
		}
	}
	h := n.m.Header()
	h[0] = n.dst.Family
	nl.Native.PutUint16(h[8:], n.state)
	h[10] = n.flags
	if !n.hasDevName {
		return nil
	}
	index, err := n.e.Link(n.dev)
	if err != nil {
		return err
	}
	nl.Native.PutUint32(h[4:], index)
	return nil
}

// neighGet runs ip neigh get: the kernel is asked for one neighbour.
func neighGet(e *cli.Env, a *cli.Args) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var hdr [ndmLen]byte
	n := neighbour{e: e, a: a, m: c.New(unix.RTM_GETNEIGH, 0, hdr[:])}
	for a.More() {
		word, _ := a.Next()
		switch {
		case word == "dev":
			err = n.takeDev()
		case cli.Prefix(word, "proxy"):
			err = n.proxy()
		default:
			if word == "to" {
				if word, err = a.Next(); err != nil {
					return err
				}
			}
			if cli.Prefix(word, "help") {
				return cli.Usage(neighUsage)
			}
			err = n.takeDst(word)
		}
		if err != nil {
			return err
		}
	}
	if !n.hasDev || !n.hasDst || n.dst.Family == unix.AF_UNSPEC {
		return cli.Fail("Device and address are required arguments.")
	}
	n.m.PutBytes(unix.NDA_DST, n.dst.Addr())
	h := n.m.Header()
	h[0], h[10] = n.dst.Family, n.flags
	if n.hasDevName {
		index, err := e.Link(n.dev)
		if err != nil {
			return err
		}
		nl.Native.PutUint32(h[4:], index)
	}
	r, err := c.Get(n.m)
	if err != nil {
		return err
	}
	p := NewNeighPrinter(e, 0)
	e.Begin()
	err = p.Print(r)
	e.End()
	if err != nil {
		return &cli.Error{Msg: err.Error() + "\nAn error :-)", Code: 255, Err: err}
	}
	return nil
}
