package ifconfig

import (
	"strconv"
	"strings"

	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

// What a family's socket is good for.
const (
	noSocket  = iota // kernels lack the family
	stdin            // none was opened: requests go to standard input, which knows none
	anySocket        // requests about links
	ip6Socket        // likewise, and IPv6 addresses
	ipSocket         // likewise, and aliases and IPv4 addresses
)

// How a family's addresses are read.
const (
	unread = iota
	unknown
	callsign
	digits10
	ip4
	ip6
)

// A family is one of addresses, by the name that stands for it.
type family struct {
	name   string
	number uint8
	socket uint8
	input  uint8
}

const inetFamily = 1

// The families are known by name; only IP's can be used.
var families = [...]family{
	{"unix", unix.AF_UNIX, anySocket, unread},
	{"inet", unix.AF_INET, ipSocket, ip4},
	{"inet6", unix.AF_INET6, ip6Socket, ip6},
	{"ax25", unix.AF_AX25, noSocket, callsign},
	{"netrom", unix.AF_NETROM, noSocket, callsign},
	{"rose", unix.AF_ROSE, noSocket, digits10},
	{"ipx", unix.AF_IPX, noSocket, unknown},
	{"ddp", unix.AF_APPLETALK, noSocket, unread},
	{"ec", unix.AF_ECONET, noSocket, unknown},
	{"ash", unix.AF_ASH, noSocket, unread},
	{"x25", unix.AF_X25, noSocket, callsign},
	{"unspec", unix.AF_UNSPEC, stdin, unread},
}

// familyByName is the family called word, nil where there is none.
func familyByName(e *cli.Env, word string) *family {
	for i := range families {
		if families[i].name == word {
			return &families[i]
		}
	}
	if strings.Contains(word, ",") {
		e.Warn("Please don't supply more than one address family.")
	}
	return nil
}

// usable is what any request says for want of a socket of the family.
func (t *tool) usable() error {
	switch {
	case t.family.socket == noSocket, t.family.socket == ip6Socket && !hasIP6():
		return unix.EBADF
	case t.family.socket == stdin:
		return unix.ENOTTY
	}
	return nil
}

// hasIP6 is whether the kernel has IPv6.
func hasIP6() bool {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		unix.Close(fd)
	}
	return err == nil
}

// read reads an address of the family. It has complained where ok is false; net is
// whether the address is a network's. why is what the address is for, where the family
// has no complaints of its own.
func (t *tool) read(word, why string) (a [4]byte, net, ok bool) {
	switch t.family.input {
	case ip4:
		if a, net, ok = t.Resolve(word, false); ok {
			clear(t.data[:2])
			copy(t.data[2:], a[:])
		} else {
			t.e.Warn(t.Herror(word))
		}
		return a, net, ok
	case ip6:
		ip, code := t.Resolve6(word)
		if code != 0 {
			t.e.Warn("getaddrinfo: " + word + ": " + strconv.Itoa(code))
			t.e.Warn(t.Herror(word))
			return a, false, false
		}
		t.keep6(ip)
	case unknown:
		t.e.Warn("ifconfig: " + why)
		return a, false, false
	case digits10:
		if len(word) != 10 {
			t.e.Warn(word + ": Node address must be ten digits")
			return a, false, false
		}
	}
	return a, false, true
}

// keep6 takes note of an IPv6 address, for what a hardware address leaves of it.
func (t *tool) keep6(ip [16]byte) {
	clear(t.data[:6])
	copy(t.data[6:], ip[:])
}

// host is a word as far as the tool reads it.
func host(word string) string { return word[:min(len(word), 127)] }
