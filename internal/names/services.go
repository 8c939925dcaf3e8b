package names

import (
	"strconv"
	"strings"
)

// UDPService is the port of the UDP service called name, by /etc/services.
func UDPService(name string) (port uint64, ok bool) {
	b, _ := readFile("/etc/services")
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		number, proto, _ := strings.Cut(words[1], "/")
		if proto != "udp" {
			continue
		}
		for i, w := range words {
			if i != 1 && w == name {
				n, err := strconv.ParseUint(number, 10, 16)
				return n, err == nil
			}
		}
	}
	return 0, false
}
