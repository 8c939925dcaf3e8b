package names

import (
	"strconv"
	"strings"
)

// Protocol is the number of the IP protocol that /etc/protocols has under name, as
// its first name or a further one.
func Protocol(name string) (uint8, bool) {
	n, _, ok := protocol(name, 0)
	return n, ok && name != ""
}

// ProtocolName is the first name that /etc/protocols has for an IP protocol.
func ProtocolName(number uint8) (string, bool) {
	_, name, ok := protocol("", number)
	return name, ok
}

func protocol(name string, number uint8) (uint8, string, bool) {
	b, _ := ReadFile("/etc/protocols")
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		v, err := strconv.ParseUint(f[1], 10, 32)
		if err != nil {
			continue
		}
		if name == "" {
			if v == uint64(number) {
				return number, f[0], true
			}
			continue
		}
		for i, s := range f {
			if i != 1 && s == name {
				return uint8(v), f[0], true
			}
		}
	}
	return 0, "", false
}
