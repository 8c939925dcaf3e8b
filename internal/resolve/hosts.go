// Package resolve finds the addresses of hosts and the names of addresses, as glibc
// does where nsswitch.conf says "files dns": in /etc/hosts, and by asking name servers.
package resolve

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/names"

	"golang.org/x/sys/unix"
)

// getaddrinfo's complaints.
const (
	NoName   = "Name or service not known"
	NoData   = "No address associated with hostname"
	TryLater = "Temporary failure in name resolution"
)

// An Addr is an address, and the name of the host that has it.
type Addr struct {
	Name string
	V6   bool
	IP   [16]byte // of version 4 the first four
}

// Bytes is the address alone, of 4 bytes or of 16.
func (a *Addr) Bytes() []byte {
	if a.V6 {
		return a.IP[:]
	}
	return a.IP[:4]
}

func (a *Addr) sockaddr(port int) unix.Sockaddr {
	if a.V6 {
		return &unix.SockaddrInet6{Port: port, Addr: a.IP}
	}
	return &unix.SockaddrInet4{Port: port, Addr: [4]byte(a.IP[:4])}
}

// Hosts is /etc/hosts, read when first asked.
type Hosts struct {
	read bool
	text string
}

// Lookup is the addresses that the file has for a name, in its order. (The way back is
// names.Host.)
func (h *Hosts) Lookup(name string) (list []Addr) {
	if !h.read {
		b, _ := names.ReadFile("/etc/hosts")
		h.text, h.read = string(b), true
	}
	canonical := ""
	for text := h.text; text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line, _, _ = strings.Cut(line, "#")
		w := strings.Fields(line)
		for i := 1; i < len(w); i++ {
			if !strings.EqualFold(w[i], name) {
				continue
			}
			if canonical == "" {
				canonical = w[1]
			}
			if a, ok := hostAddr(w[0]); ok {
				a.Name = canonical
				list = append(list, a)
			}
			break
		}
	}
	return list
}

func hostAddr(word string) (a Addr, ok bool) {
	b := attr.Pton(word)
	a.V6 = len(b) == 16
	copy(a.IP[:], b)
	return a, b != nil
}

func monotonic() int64 {
	var ts unix.Timespec
	unix.ClockGettime(unix.CLOCK_MONOTONIC_RAW, &ts)
	return ts.Nano()
}
