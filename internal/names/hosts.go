package names

import "strings"

const hostsFile = "/etc/hosts"

// HostName is Host, to which an IPv6 address that holds one of version 4 is that one, as
// iproute2 has it.
func (n *Names) HostName(family uint8, addr []byte) string {
	if len(addr) == 16 && string(addr[:12]) == mapped {
		addr = addr[12:]
	}
	return n.Host(addr)
}

// Host is the name of the host at an address (4 or 6, by its length), as the hosts file
// has it, or "".
func (n *Names) Host(addr []byte) string {
	if n.hosts == nil {
		n.hosts = make(map[string]string)
		b, _ := readFile(hostsFile)
		for text := string(b); text != ""; {
			var line string
			line, text, _ = strings.Cut(text, "\n")
			line, _, _ = strings.Cut(line, "#")
			f := strings.Fields(line)
			if len(f) < 2 {
				continue
			}
			key := hostKey(f[0])
			n.addHost(key, f[1])
			if key == loopback { // glibc takes it for that of version 4, too
				n.addHost("\x7f\x00\x00\x01", f[1])
			}
		}
	}
	return n.hosts[string(addr)]
}

// addHost takes note of a host: the first that has the address counts.
func (n *Names) addHost(key, name string) {
	if key != "" && n.hosts[key] == "" {
		n.hosts[key] = name
	}
}

const loopback = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"

// mapped is what IPv6 addresses begin with that hold one of version 4.
const mapped = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff"

// hostKey is the bytes of the address that word is.
func hostKey(word string) string {
	b := Pton(word)
	if strings.HasPrefix(string(b), mapped) {
		b = b[len(mapped):]
	}
	return string(b)
}
