package resolve

import (
	"encoding/binary"
	"strconv"
	"strings"

	"gip/internal/names"

	"golang.org/x/sys/unix"
)

// Types of DNS records.
const (
	typeA     = 1
	typeCNAME = 5
	typePTR   = 12
	typeAAAA  = 28
)

// resolver is what /etc/resolv.conf says.
type resolver struct {
	servers  []Addr
	search   []string
	ndots    int
	timeout  int // seconds
	attempts int
}

func readConf() (r resolver) {
	r.ndots, r.timeout, r.attempts = 1, 5, 2
	b, _ := names.ReadFile("/etc/resolv.conf")
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		w := strings.Fields(line)
		if len(w) < 2 {
			continue
		}
		switch w[0] {
		case "nameserver":
			if t, ok := hostAddr(w[1]); ok && len(r.servers) < 3 {
				r.servers = append(r.servers, t)
			}
		case "search", "domain":
			r.search = w[1:]
		case "options":
			for _, o := range w[1:] {
				key, value, _ := strings.Cut(o, ":")
				n, err := strconv.Atoi(value)
				switch {
				case err != nil || n < 0 || n > 30:
				case key == "ndots":
					r.ndots = n
				case key == "timeout":
					r.timeout = max(n, 1)
				case key == "attempts":
					r.attempts = max(n, 1)
				}
			}
		}
	}
	if len(r.servers) == 0 {
		t, _ := hostAddr("127.0.0.1")
		r.servers = append(r.servers, t)
	}
	return r
}

// DNS asks the name servers for a name's addresses of version 4, 6, or both. Where
// there are none, why is getaddrinfo's reason.
func DNS(name string, v4, v6 bool) (list []Addr, why string) {
	r := readConf()
	why = NoName
	for _, full := range r.candidates(name) {
		var reasons [2]string
		for i, typ := range [...]uint16{typeA, typeAAAA} {
			if i == 0 && !v4 || i == 1 && !v6 {
				reasons[i] = NoName
				continue
			}
			got, reason := r.ask(full, typ)
			if reasons[i] = reason; reason == TryLater && len(list) == 0 && i == 0 {
				return nil, TryLater
			}
			for _, rec := range got {
				t := Addr{Name: rec.owner, V6: typ == typeAAAA}
				copy(t.IP[:], rec.data)
				list = append(list, t)
			}
		}
		if len(list) > 0 {
			return list, ""
		}
		if reasons[1] == TryLater {
			return nil, TryLater
		}
		if reasons[0] == "" || reasons[1] == "" {
			why = NoData
		}
	}
	return nil, why
}

// candidates is the names that a word may be short for, in the order they are tried.
func (r *resolver) candidates(name string) []string {
	if strings.HasSuffix(name, ".") {
		return []string{name[:len(name)-1]}
	}
	var list []string
	asIs := strings.Count(name, ".") >= r.ndots
	if asIs {
		list = append(list, name)
	}
	for _, s := range r.search {
		list = append(list, name+"."+strings.Trim(s, "."))
	}
	if !asIs {
		list = append(list, name)
	}
	return list
}

// Reverse is the name that the name servers have for an address (of 4 bytes or of 16),
// "" for none.
func Reverse(ip []byte) string {
	var s []byte
	v6 := len(ip) == 16
	for i := len(ip) - 1; i >= 0; i-- {
		if v6 {
			const hex = "0123456789abcdef"
			s = append(s, hex[ip[i]&15], '.', hex[ip[i]>>4], '.')
			continue
		}
		s = append(strconv.AppendUint(s, uint64(ip[i]), 10), '.')
	}
	if v6 {
		s = append(s, "ip6.arpa"...)
	} else {
		s = append(s, "in-addr.arpa"...)
	}
	r := readConf()
	got, _ := r.ask(string(s), typePTR)
	if len(got) == 0 {
		return ""
	}
	return got[0].name
}

// A record is one of an answer's: of type A, AAAA or PTR.
type record struct {
	owner string
	data  []byte
	name  string // of PTR
}

// ask sends one question to the servers in turn. why is empty where the name
// exists.
func (r *resolver) ask(name string, typ uint16) (list []record, why string) {
	q, ok := question(name, typ)
	if !ok {
		return nil, NoName
	}
	for try := 0; try < r.attempts; try++ {
		for i := range r.servers {
			b := exchange(&r.servers[i], q, r.timeout*1000)
			if len(b) < 12 {
				continue
			}
			switch b[3] & 15 {
			case 0:
				return records(b, name, typ), ""
			case 3:
				return nil, NoName
			}
		}
	}
	return nil, TryLater
}

// question is a DNS message that asks for name.
func question(name string, typ uint16) ([]byte, bool) {
	if len(name) > 253 {
		return nil, false
	}
	q := make([]byte, 12, 272)
	unix.Getrandom(q[:2], 0)
	q[2] = 1 // recursion is wanted
	q[5] = 1 // one question
	var labels []string
	if name != "" { // the root has none
		labels = strings.Split(name, ".")
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 {
			return nil, false
		}
		q = append(append(q, byte(len(label))), label...)
	}
	return append(q, 0, byte(typ>>8), byte(typ), 0, 1), true
}

// exchange sends q and waits for its answer.
func exchange(server *Addr, q []byte, wait int) []byte {
	family := unix.AF_INET
	if server.V6 {
		family = unix.AF_INET6
	}
	fd, err := unix.Socket(family, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	if unix.Connect(fd, server.sockaddr(53)) != nil {
		return nil
	}
	if _, err := unix.Write(fd, q); err != nil {
		return nil
	}
	buf := make([]byte, 4096)
	end := monotonic() + int64(wait)*1e6
	for {
		left := int((end - monotonic()) / 1e6)
		if left <= 0 {
			return nil
		}
		fds := [1]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		if n, err := unix.Poll(fds[:], left); err != nil && err != unix.EINTR || n <= 0 && err == nil {
			return nil
		} else if n <= 0 {
			continue
		}
		n, err := unix.Read(fd, buf)
		if err != nil {
			return nil
		}
		// An answer has the question's id and the bit that says so.
		if n >= 12 && buf[0] == q[0] && buf[1] == q[1] && buf[2]&0x80 != 0 {
			return buf[:n]
		}
	}
}

// records reads the records of type typ out of an answer. Whose they are is what
// the aliases in it lead to.
func records(b []byte, name string, typ uint16) (list []record) {
	at := 12
	for n := binary.BigEndian.Uint16(b[4:]); n > 0; n-- {
		_, next, ok := domain(b, at)
		if !ok {
			return nil
		}
		at = next + 4
	}
	owner := name
	for n := binary.BigEndian.Uint16(b[6:]); n > 0; n-- {
		_, next, ok := domain(b, at)
		if !ok || next+10 > len(b) {
			return list
		}
		t, size := binary.BigEndian.Uint16(b[next:]), int(binary.BigEndian.Uint16(b[next+8:]))
		data := next + 10
		if at = data + size; at > len(b) {
			return list
		}
		switch {
		case t == typeCNAME:
			if alias, _, ok := domain(b, data); ok {
				owner = alias
			}
		case t != typ:
		case t == typePTR:
			if s, _, ok := domain(b, data); ok {
				list = append(list, record{name: s})
			}
		case t == typeA && size == 4, t == typeAAAA && size == 16:
			list = append(list, record{owner: owner, data: b[data:at]})
		}
	}
	return list
}

// domain reads the name at b[at:]; next is where what follows it begins.
func domain(b []byte, at int) (name string, next int, ok bool) {
	var s []byte
	for hops := 0; hops < 64; {
		if at < 0 || at >= len(b) {
			return "", 0, false
		}
		n := int(b[at])
		switch {
		case n == 0:
			if next == 0 {
				next = at + 1
			}
			return string(s), next, true
		case n&0xc0 == 0xc0:
			if at+1 >= len(b) {
				return "", 0, false
			}
			if next == 0 {
				next = at + 2
			}
			at = (n&0x3f)<<8 | int(b[at+1])
			hops++
		case n&0xc0 != 0 || at+1+n > len(b) || len(s) > 255:
			return "", 0, false
		default:
			if len(s) > 0 {
				s = append(s, '.')
			}
			s = append(s, b[at+1:at+1+n]...)
			at += 1 + n
		}
	}
	return "", 0, false
}
