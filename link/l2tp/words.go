package l2tp

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// params is what is known of a tunnel or a session. What the kernel says goes over
// what the command line said, and over what it said of the one before, so that what
// it leaves out shows: as in the reference.
type params struct {
	tunnel, session        bool // what the command is about
	tunnelID, peerTunnel   uint32
	sessionID, peerSession uint32
	encap                  uint16
	local, peer            address
	sport, dport           uint16
	checksum               bool
	checksumTX, checksumRX bool // of UDP over IPv6
	cookie, peerCookie     cookie
	recvSeq, sendSeq       bool
	reorder                uint32 // milliseconds
	named                  bool
	name                   []byte
	l2spec, l2specLen      uint8
}

type address struct {
	family uint8
	n      int
	b      [16]byte
}

func (a *address) put(m *nl.Msg, v4, v6 uint16) {
	if a.family == unix.AF_INET6 {
		v4 = v6
	}
	m.PutBytes(v4, a.b[:a.n])
}

type cookie struct {
	n int
	b [8]byte
}

// numbers is the options that are numbers, by all their names.
var numbers = [...]struct {
	name, short string
	bits        uint8
	why         string
}{
	{"tunnel_id", "tid", 32, "invalid ID\n"},
	{"peer_tunnel_id", "ptid", 32, "invalid ID\n"},
	{"session_id", "sid", 32, "invalid ID\n"},
	{"peer_session_id", "psid", 32, "invalid ID\n"},
	{"udp_sport", "", 16, "invalid port\n"},
	{"udp_dport", "", 16, "invalid port\n"},
}

// number takes one of numbers; ok is false where word is none.
func (p *params) number(a *cli.Args, word string) (ok bool, err error) {
	for i := range numbers {
		n := &numbers[i]
		if word != n.name && (word != n.short || word == "") {
			continue
		}
		w, err := a.Next()
		if err != nil {
			return true, err
		}
		v, ok := cli.Uint(w, 0, int(n.bits))
		if !ok {
			return true, cli.Invalid(n.why, w)
		}
		switch i {
		case 0:
			p.tunnelID = uint32(v)
		case 1:
			p.peerTunnel = uint32(v)
		case 2:
			p.sessionID = uint32(v)
		case 3:
			p.peerSession = uint32(v)
		case 4:
			p.sport = uint16(v)
		case 5:
			p.dport = uint16(v)
		}
		return true, nil
	}
	return false, nil
}

func (p *params) parse(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return cli.Usage(usage)
	}
	*p = params{l2spec: uapi.L2TP_L2SPECTYPE_DEFAULT, l2specLen: 4, checksumTX: true, checksumRX: true}
	for a.More() {
		word, _ := a.Next()
		if ok, err := p.number(a, word); err != nil {
			return err
		} else if ok {
			continue
		}
		if err := p.option(e, a, word); err != nil {
			return err
		}
	}
	return nil
}

func (p *params) option(e *cli.Env, a *cli.Args, word string) error {
	switch word {
	case "tunnel":
		p.tunnel = true
		return nil
	case "session":
		p.session = true
		return nil
	case "offset", "peer_offset":
		e.Warn(`Ignoring option "` + word + `"`)
	case "encap", "name", "remote", "local", "udp_csum", "udp6_csum_rx", "udp6_csum_tx", "cookie", "peer_cookie", "l2spec_type", "seq":
	default:
		if cli.Prefix(word, "help") {
			return cli.Usage(usage)
		}
		return cli.Usage("Unknown command: " + word + "\n" + usage)
	}
	w, err := a.Next()
	if err != nil {
		return err
	}
	switch word {
	case "encap":
		switch w {
		case "ip":
			p.encap = uapi.L2TP_ENCAPTYPE_IP
		case "udp":
			p.encap = uapi.L2TP_ENCAPTYPE_UDP
		default:
			return cli.Quit(255, `Unknown tunnel encapsulation "`+w+`"`)
		}
	case "name":
		if !cli.LinkName(w) {
			return cli.Invalid(`"name" not a valid ifname`, w)
		}
		p.named, p.name = true, []byte(w)
	case "remote":
		return p.peer.parse(w)
	case "local":
		return p.local.parse(w)
	case "udp_csum":
		return onOff(&p.checksum, word, w)
	case "udp6_csum_rx":
		return onOff(&p.checksumRX, word, w)
	case "udp6_csum_tx":
		return onOff(&p.checksumTX, word, w)
	case "cookie":
		return p.cookie.parse(w)
	case "peer_cookie":
		return p.peerCookie.parse(w)
	case "l2spec_type":
		switch {
		case strings.EqualFold(w, "default"):
			p.l2spec, p.l2specLen = uapi.L2TP_L2SPECTYPE_DEFAULT, 4
		case strings.EqualFold(w, "none"):
			p.l2spec, p.l2specLen = uapi.L2TP_L2SPECTYPE_NONE, 0
		default:
			return cli.Quit(255, `Unknown layer2specific header type "`+w+`"`)
		}
	case "seq":
		return p.sequence(w)
	}
	return nil
}

// sequence takes which packets are numbered. Of two words, both count.
func (p *params) sequence(w string) error {
	switch is := func(name string) bool { return strings.EqualFold(w, name) }; {
	case is("both"):
		p.recvSeq, p.sendSeq = true, true
	case is("recv"):
		p.recvSeq = true
	case is("send"):
		p.sendSeq = true
	case is("none"):
		p.recvSeq, p.sendSeq = false, false
	default:
		return cli.Quit(255, `Unknown seq value "`+w+`"`)
	}
	return nil
}

func onOff(v *bool, what, w string) error {
	switch w {
	case "on":
		*v = true
	case "off":
		*v = false
	default:
		return cli.Invalid("invalid option for "+what+"\n", w)
	}
	return nil
}

func (a *address) parse(w string) error {
	p, err := attr.ParseAddr(w, unix.AF_UNSPEC)
	if err == nil {
		*a = address{family: p.Family, n: p.Bytes}
		copy(a.b[:], p.Addr())
	}
	return err
}

func (c *cookie) parse(w string) error {
	if len(w) != 8 && len(w) != 16 {
		return cli.Invalid("cookie must be either 8 or 16 hex digits\n", w)
	}
	c.n = len(w) / 2
	for i := range c.n {
		hi, lo := digit(w[2*i]), digit(w[2*i+1])
		if hi > 15 || lo > 15 {
			return cli.Invalid("cookie must be a hex string\n", w)
		}
		c.b[i] = hi<<4 | lo
	}
	return nil
}

// digit is a hex digit's number, more than 15 where it is none.
func digit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}
