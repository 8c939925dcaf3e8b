// Package inet is what the programs of net-tools share: how they read and print
// addresses and hardware types, and how they word what fails.
package inet

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/names"
	"gip/internal/resolve"

	"golang.org/x/sys/unix"
)

// Why the resolver last failed: h_errno's values.
const (
	hostNotFound = 1
	tryAgain     = 2
	noRecovery   = 3
	noData       = 4
)

// A Resolver looks names and addresses up. It remembers why it last failed.
type Resolver struct {
	Hosts resolve.Hosts
	errno int
}

// Resolve is the IPv4 address that word stands for: "default", numbers as inet_aton
// reads them, a network's name (of /etc/networks) or a host's; the host's goes before
// the network's with hostFirst. net is whether it is "default" or a network.
func (r *Resolver) Resolve(word string, hostFirst bool) (a [4]byte, net, ok bool) {
	if word == "default" {
		return a, true, true
	}
	if a, _, ok = resolve.ParseIP4(word); ok {
		return a, false, true
	}
	if hostFirst {
		if a, ok = r.host(word); ok {
			return a, false, true
		}
	}
	if a, ok = network(word); ok {
		return a, true, true
	}
	if hostFirst {
		if unix.Access(networks, unix.R_OK) == nil {
			r.errno = hostNotFound
		}
		return a, false, false
	}
	a, ok = r.host(word)
	return a, false, ok
}

// host is gethostbyname.
func (r *Resolver) host(word string) (a [4]byte, ok bool) {
	if numeric(word) {
		r.errno = hostNotFound
		return a, false
	}
	for _, h := range r.Hosts.Lookup(word) {
		if !h.V6 {
			return [4]byte(h.IP[:]), true
		}
	}
	if r.errno = unfit(word); r.errno != 0 {
		return a, false
	}
	list, why := resolve.DNS(word, true, false)
	if len(list) > 0 {
		return [4]byte(list[0].IP[:]), true
	}
	r.failed(why)
	return a, false
}

// getaddrinfo's codes.
const (
	eaiNoName    = -2
	eaiAgain     = -3
	eaiNoData    = -5
	eaiAddrFamil = -9
)

// Resolve6 is getaddrinfo for IPv6 alone: the address that word stands for, or the
// code of the failure.
func (r *Resolver) Resolve6(word string) (a [16]byte, code int) {
	if _, rest, ok := resolve.ParseIP4(word); ok && rest == "" {
		return a, eaiAddrFamil
	}
	addr, _, _ := strings.Cut(word, "%")
	if b := attr.Pton(addr); len(b) == 16 {
		return [16]byte(b), 0
	}
	if numeric(word) {
		r.errno = hostNotFound
		return a, eaiNoName
	}
	for _, h := range r.Hosts.Lookup(word) {
		if h.V6 {
			return h.IP, 0
		}
	}
	if r.errno = unfit(word); r.errno != 0 {
		return a, eaiNoName
	}
	list, why := resolve.DNS(word, false, true)
	switch {
	case len(list) > 0:
		return list[0].IP, 0
	case r.failed(why) == tryAgain:
		return a, eaiAgain
	case r.errno == noData:
		return a, eaiNoData
	}
	return a, eaiNoName
}

// unfit is why no name server is asked for word.
func unfit(word string) int {
	if word == "" {
		return noRecovery
	}
	if word[0] == '-' {
		return hostNotFound
	}
	last := byte('.')
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case c == '.':
			if last == '.' && word != "." {
				return hostNotFound
			}
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z', c == '-', c == '_':
		default:
			return hostNotFound
		}
		last = c
	}
	return 0
}

// numeric is whether word looks like an address: no file is read for it either.
func numeric(word string) bool {
	return word != "" && word[0] != '.' && word[len(word)-1] != '.' && strings.Trim(word, "0123456789.") == ""
}

func (r *Resolver) failed(why string) int {
	switch why {
	case resolve.TryLater:
		r.errno = tryAgain
	case resolve.NoData:
		r.errno = noData
	default:
		r.errno = hostNotFound
	}
	return r.errno
}

// Herror is what herror says of the last failure, with word before it.
func (r *Resolver) Herror(word string) string {
	if word != "" {
		word += ": "
	}
	switch r.errno {
	case hostNotFound:
		return word + "Unknown host"
	case tryAgain:
		return word + "Host name lookup failure"
	case noRecovery:
		return word + "Unknown server error"
	case noData:
		return word + "No address associated with name"
	}
	return word + "Resolver Error 0 (no error)"
}

// HostName is the name of the host at an address of 4 or 16 bytes, "" for none.
func HostName(n *names.Names, ip []byte) string {
	if name := n.Host(ip); name != "" {
		return name
	}
	return resolve.Reverse(ip)
}

const networks = "/etc/networks"

// eachNetwork calls f with the lines of /etc/networks until that says to stop.
func eachNetwork(f func(names []string, a [4]byte) bool) {
	b, _ := names.ReadFile(networks)
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line, _, _ = strings.Cut(line, "#")
		w := strings.Fields(line)
		if len(w) < 2 {
			continue
		}
		number := w[1]
		for n := strings.Count(number, "."); n < 3; n++ {
			number += ".0"
		}
		a, rest, ok := resolve.ParseIP4(number)
		w[1] = w[0]
		if ok && rest == "" && f(w[1:], a) {
			return
		}
	}
}

// network is getnetbyname.
func network(word string) (a [4]byte, ok bool) {
	eachNetwork(func(names []string, addr [4]byte) bool {
		for _, n := range names {
			if strings.EqualFold(n, word) {
				a, ok = addr, true
			}
		}
		return ok
	})
	return a, ok
}

// NetName is the name that /etc/networks has for a network, "" for none.
func NetName(a [4]byte) (name string) {
	eachNetwork(func(names []string, addr [4]byte) bool {
		if addr == a {
			name = names[0]
		}
		return name != ""
	})
	return name
}
