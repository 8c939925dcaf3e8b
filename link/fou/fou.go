// Package fou is ip fou: UDP ports that tunnels' packets are taken out at.
package fou

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip fou add port PORT { ipproto PROTO | gue } [ local IFADDR ]
                  [ peer IFADDR ] [ peer_port PORT ] [ dev IFNAME ]
       ip fou del port PORT [ local IFADDR ]
                  [ peer IFADDR ] [ peer_port PORT ] [ dev IFNAME ]
       ip fou show
Where: PORT := { 1..65535 }    PROTO := { ipproto-name | 1..255 }    IFADDR := { addr }
`

const version = 1 // FOU_GENL_VERSION

// Run runs ip fou.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() || cli.Prefix(a.Peek(), "help") {
		return cli.Usage(usage)
	}
	g, err := e.Genl("fou")
	if err != nil {
		return err
	}
	defer g.Close()
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return change(e, a, g, uapi.FOU_CMD_ADD)
	case is("delete"):
		return change(e, a, g, uapi.FOU_CMD_DEL)
	case is("show"):
		return show(e, a, g)
	}
	return cli.UnknownCommand(word, "ip fou")
}

// words is what a port is told by.
type words struct {
	port, peerPort                   uint16
	family, proto                    uint8
	index                            uint32
	local, peer                      string
	gue, protoSet, hasLocal, hasPeer bool
}

// change adds or deletes a port. Words that say too little are complained of, and a
// request without them goes out all the same, as the reference's does.
func change(e *cli.Env, a *cli.Args, g *cli.Genl, cmd uint8) error {
	w := words{family: e.Family}
	if w.family == unix.AF_UNSPEC {
		w.family = unix.AF_INET
	}
	if err := w.parse(e, a); err != nil {
		return err
	}
	m := g.New(cmd, version, 0, nil)
	if why := w.lacks(cmd == uapi.FOU_CMD_ADD); why != "" {
		e.Warn("fou: " + why)
	} else if err := w.put(m); err != nil {
		return err
	}
	return g.Do(m)
}

func (w *words) parse(e *cli.Env, a *cli.Args) error {
	for a.More() {
		word, _ := a.Next()
		is := func(name string) bool { return cli.Prefix(word, name) }
		var err error
		switch {
		case is("port"):
			w.port, err = port(a, "invalid port")
		case is("ipproto"):
			w.protoSet = true
			w.proto, err = proto(a)
		case is("gue"):
			w.gue = true
		case is("-6"):
			w.family = unix.AF_INET6
		case is("local"):
			w.hasLocal = true
			w.local, err = a.Next()
		case is("peer"):
			w.hasPeer = true
			w.peer, err = a.Next()
		case is("peer_port"):
			w.peerPort, err = port(a, "invalid peer port")
		case is("dev"):
			w.index, err = device(e, a)
		default:
			return cli.Usage(`fou: unknown command "` + word + "\"?\n" + usage)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func port(a *cli.Args, why string) (uint16, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(w, 0, 16)
	if !ok || v == 0 {
		return 0, cli.Invalid(why, w)
	}
	return uint16(v), nil
}

func proto(a *cli.Args) (uint8, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	if n, ok := names.Protocol(w); ok {
		return n, nil
	}
	v, ok := cli.Uint(w, 0, 8)
	if !ok || v == 0 {
		return 0, cli.Invalid("invalid ipproto", w)
	}
	return uint8(v), nil
}

func device(e *cli.Env, a *cli.Args) (uint32, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	if !cli.LinkName(w) {
		return 0, cli.Quit(1, "fou: invalid device name")
	}
	i := e.LinkIndex(w)
	if i == 0 {
		return 0, cli.Quit(1, "fou: unknown device name")
	}
	return i, nil
}

// lacks tells what the words miss, or have too much of; "" where they will do.
func (w *words) lacks(adding bool) string {
	switch {
	case w.port == 0:
		return "missing port"
	case adding && !w.protoSet && !w.gue:
		return "must set ipproto or gue"
	case w.protoSet && w.gue:
		return "cannot set ipproto and gue"
	case (w.peerPort != 0) != w.hasPeer:
		return "both peer and peer port must be set"
	}
	return ""
}

func (w *words) put(m *nl.Msg) error {
	m.PutBE16(uapi.FOU_ATTR_PORT, w.port)
	typ := uint8(uapi.FOU_ENCAP_DIRECT)
	if w.gue {
		typ = uapi.FOU_ENCAP_GUE
	}
	m.PutU8(uapi.FOU_ATTR_TYPE, typ)
	m.PutU8(uapi.FOU_ATTR_AF, w.family)
	if w.protoSet {
		m.PutU8(uapi.FOU_ATTR_IPPROTO, w.proto)
	}
	if w.hasLocal {
		if err := w.address(m, w.local, uapi.FOU_ATTR_LOCAL_V4); err != nil {
			return err
		}
	}
	if w.hasPeer {
		if err := w.address(m, w.peer, uapi.FOU_ATTR_PEER_V4); err != nil {
			return err
		}
		m.PutBE16(uapi.FOU_ATTR_PEER_PORT, w.peerPort)
	}
	if w.index != 0 {
		m.PutU32(uapi.FOU_ATTR_IFINDEX, w.index)
	}
	return nil
}

// address puts an address as attribute v4, or the one behind it if it is none of
// IPv4.
func (w *words) address(m *nl.Msg, word string, v4 uint16) error {
	p, err := attr.ParseAddr(word, w.family)
	if err != nil {
		return err
	}
	m.PutBytes(v4+v6(w.family), p.Addr())
	return nil
}

// v6 is how far behind the attribute for IPv4 that for family stands.
func v6(family uint8) uint16 {
	if family == unix.AF_INET {
		return 0
	}
	return uapi.FOU_ATTR_LOCAL_V6 - uapi.FOU_ATTR_LOCAL_V4
}
