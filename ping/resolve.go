package ping

import (
	"strconv"
	"strings"

	"gip/internal/attr"
	"gip/internal/names"
	"gip/internal/resolve"

	"golang.org/x/sys/unix"
)

// resolve is the addresses that a word stands for, those with a route first.
func (p *pinger) resolve(word string, s6 socket) ([]target, error) {
	addr, scope, scoped := strings.Cut(word, "%")
	if a, rest, ok := resolve.ParseIP4(word); ok && rest == "" {
		t := target{name: word}
		copy(t.addr[:], a[:])
		p.numeric = true
		return []target{t}, nil
	}
	if strings.IndexByte(addr, ':') >= 0 {
		if a, ok := attr.TryAddr(addr, unix.AF_INET6); ok {
			t := target{name: word, v6: true}
			copy(t.addr[:], a.All())
			if scoped {
				if t.scope, ok = p.scopeID(t.addr[:], scope); !ok {
					return nil, p.fatal(2, nil, word+": "+resolve.NoName)
				}
			} else if linkLocal(t.addr[:]) && s6.fd >= 0 && !s6.raw {
				p.warn(nil, "Warning: IPv6 link-local address on ICMP datagram socket may require ifname or scope-id => use: address%<ifname|scope-id>")
			}
			return []target{t}, nil
		}
		return nil, p.fatal(2, nil, word+": "+resolve.NoName)
	}
	if list := p.hosts.Lookup(word); len(list) > 0 {
		return byRoute(targets(list)), nil
	}
	if word == "" {
		return nil, p.fatal(2, nil, word+": "+resolve.NoName)
	}
	list, why := resolve.DNS(word, true, true)
	if len(list) == 0 {
		return nil, p.fatal(2, nil, word+": "+why)
	}
	return byRoute(targets(list)), nil
}

func targets(list []resolve.Addr) []target {
	ts := make([]target, len(list))
	for i, a := range list {
		ts[i] = target{name: a.Name, v6: a.V6, addr: a.IP}
	}
	return ts
}

// scopeID is the index that a scope stands for: a link's name for addresses of one
// link, or a number.
func (p *pinger) scopeID(ip []byte, scope string) (uint32, bool) {
	if c, err := p.e.Conn(); err == nil && linkLocal(ip) {
		if i := p.ifIndex(c.FD(), scope); i != 0 {
			return i, true
		}
	}
	n, err := strconv.ParseUint(scope, 10, 32)
	return uint32(n), err == nil
}

// byRoute puts IPv6 addresses that can be reached first, then IPv4 ones, then the
// rest.
func byRoute(list []target) []target {
	var best, next, rest []target
	for _, t := range list {
		switch {
		case !routed(&t):
			rest = append(rest, t)
		case t.v6:
			best = append(best, t)
		default:
			next = append(next, t)
		}
	}
	return append(append(best, next...), rest...)
}

func routed(t *target) bool {
	family := unix.AF_INET
	if t.v6 {
		family = unix.AF_INET6
	}
	fd, err := unix.Socket(family, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	return unix.Connect(fd, t.sockaddr(9)) == nil
}

// strictIP4 reads an IPv4 address as inet_pton does.
func strictIP4(s string) (a [4]byte, ok bool) {
	for i := range a {
		part, rest, dot := strings.Cut(s, ".")
		v, err := strconv.ParseUint(part, 10, 8)
		if err != nil || dot != (i < 3) || len(part) > 1 && part[0] == '0' {
			return a, false
		}
		a[i] = byte(v)
		s = rest
	}
	return a, true
}

// whois is an address in numbers, with its name before it unless -n is given.
func (p *pinger) whois(t *target) string {
	text := p.scoped(t)
	if p.numeric || p.exiting {
		return text
	}
	if p.named.addr == text {
		return p.named.text
	}
	p.named.addr, p.named.text = text, text
	name := p.e.Host(t.ip())
	if name == "" && !linkLocal(t.addr[:]) {
		name = resolve.Reverse(t.ip())
	}
	if name != "" {
		p.named.text = name + " (" + text + ")"
	}
	return p.named.text
}

// scoped is an address in numbers with the link that it is of.
func (p *pinger) scoped(t *target) string {
	s := p.text(t.ip())
	if !t.v6 || t.scope == 0 {
		return s
	}
	if linkLocal(t.addr[:]) {
		if name := p.e.LinkName(t.scope); name != names.IfN(t.scope) {
			return s + "%" + name
		}
	}
	return s + "%" + num(t.scope)
}

func (p *pinger) tellSockets(s4, s6 socket) {
	fd := func(s socket) string {
		kind := "0"
		if s != (socket{fd: -1}) {
			kind = s.kind()
		}
		return strconv.Itoa(s.fd) + " (socktype: " + kind + ")"
	}
	p.warn(nil, "sock4.fd: "+fd(s4)+", sock6.fd: "+fd(s6)+", hints.ai_family: "+familyName(p.family)+"\n")
}

func (p *pinger) tellAddress() {
	family := unix.AF_INET
	if p.dst.v6 {
		family = unix.AF_INET6
	}
	p.e.Puts("ai->ai_family: " + familyName(family) + ", ai->ai_canonname: '" + p.dst.name + "'\n")
}

func familyName(family int) string {
	switch family {
	case unix.AF_INET:
		return "AF_INET"
	case unix.AF_INET6:
		return "AF_INET6"
	}
	return "AF_UNSPEC"
}
