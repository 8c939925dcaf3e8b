package ping

import (
	"strconv"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/names"

	"golang.org/x/sys/unix"
)

// getaddrinfo's complaints.
const (
	noName  = "Name or service not known"
	noData  = "No address associated with hostname"
	tryLate = "Temporary failure in name resolution"
)

// resolve is the addresses that a word stands for, those with a route first.
func (p *pinger) resolve(word string, s6 socket) ([]target, error) {
	addr, scope, scoped := strings.Cut(word, "%")
	if a, ok := parseIP4(word); ok {
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
					return nil, p.fatal(2, nil, word+": "+noName)
				}
			} else if linkLocal(t.addr[:]) && s6.fd >= 0 && !s6.raw {
				p.warn(nil, "Warning: IPv6 link-local address on ICMP datagram socket may require ifname or scope-id => use: address%<ifname|scope-id>")
			}
			return []target{t}, nil
		}
		return nil, p.fatal(2, nil, word+": "+noName)
	}
	if list := p.hosts.lookup(word); len(list) > 0 {
		return byRoute(list), nil
	}
	if word == "" {
		return nil, p.fatal(2, nil, word+": "+noName)
	}
	list, why := lookupDNS(word)
	if len(list) == 0 {
		return nil, p.fatal(2, nil, word+": "+why)
	}
	return byRoute(list), nil
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

// parseIP4 reads an IPv4 address as inet_aton does: one to four numbers, the last
// of which fills what is left, decimal, octal or hex.
func parseIP4(s string) (a [4]byte, ok bool) {
	var parts [4]uint64
	for n := 0; n < 4; n++ {
		if s == "" || s[0] < '0' || s[0] > '9' {
			return a, false
		}
		v, k, over := cli.Strtoul(s, 0)
		if k == 0 || over {
			return a, false
		}
		parts[n] = v
		if k < len(s) {
			if s[k] != '.' || v > 255 || n == 3 {
				return a, false
			}
			s = s[k+1:]
			continue
		}
		if v >= 1<<(8*(4-n)) {
			return a, false
		}
		for i := 0; i < n; i++ {
			a[i] = byte(parts[i])
		}
		for i := 3; i >= n; i-- {
			a[i] = byte(v)
			v >>= 8
		}
		return a, true
	}
	return a, false
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
	name := p.hosts.name(t)
	if name == "" && !linkLocal(t.addr[:]) {
		name = reverseDNS(t)
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

// hosts is /etc/hosts, read when first asked.
type hosts struct {
	read bool
	text string
}

// lines calls f with each line's address and names until that says to stop.
func (h *hosts) lines(f func(addr string, names []string) bool) {
	if !h.read {
		b, _ := names.ReadFile("/etc/hosts")
		h.text, h.read = string(b), true
	}
	for text := h.text; text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line, _, _ = strings.Cut(line, "#")
		if w := strings.Fields(line); len(w) > 1 && !f(w[0], w[1:]) {
			return
		}
	}
}

// lookup is the addresses that the file has for a name.
func (h *hosts) lookup(name string) (list []target) {
	canonical := ""
	h.lines(func(addr string, names []string) bool {
		for _, n := range names {
			if !strings.EqualFold(n, name) {
				continue
			}
			if canonical == "" {
				canonical = names[0]
			}
			if t, ok := hostAddr(addr); ok {
				t.name = canonical
				list = append(list, t)
			}
			break
		}
		return true
	})
	return list
}

// name is the first name that the file has for an address; "" for none.
func (h *hosts) name(t *target) (name string) {
	h.lines(func(addr string, names []string) bool {
		if a, ok := hostAddr(addr); ok && a.v6 == t.v6 && a.addr == t.addr {
			name = names[0]
		}
		return name == ""
	})
	return name
}

func hostAddr(word string) (t target, ok bool) {
	if a, ok := strictIP4(word); ok {
		copy(t.addr[:], a[:])
		return t, true
	}
	a, ok := attr.TryAddr(word, unix.AF_INET6)
	if !ok || a.Bytes != 16 || strings.IndexByte(word, ':') < 0 {
		return t, false
	}
	t.v6 = true
	copy(t.addr[:], a.Addr())
	return t, true
}
