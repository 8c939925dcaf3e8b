package maddr

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

func file(name string) string {
	b, _ := names.ReadFile("/proc/net/" + name)
	return string(b)
}

// number is the decimal number that a word begins with.
func number(word string) int64 {
	v, _ := cli.Strtol(word, 10)
	return int64(int32(v))
}

// unhex reads bytes in hex up to the word's end; ok is false where a digit is missing.
func unhex(word string) (b []byte, ok bool) {
	for ; word != ""; word = word[2:] {
		if len(word) < 2 {
			return nil, false
		}
		v, ok := cli.Uint(word[:2], 16, 8)
		if !ok {
			return nil, false
		}
		b = append(b, byte(v))
	}
	return b, true
}

// lines runs f on the words of each line that has n of them, and on whether a tab
// precedes them.
func lines(text string, n int, f func(words []string, tab bool)) {
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if w := strings.Fields(line); len(w) >= n {
			f(w, line[0] == '\t')
		}
	}
}

// readLinks reads /proc/net/dev_mcast: index, name, users, how many of them want it
// for good, address.
func readLinks(text string, keep func(entry)) {
	lines(text, 5, func(w []string, _ bool) {
		if addr, ok := unhex(w[4]); ok {
			keep(entry{index: number(w[0]), name: w[1], family: unix.AF_PACKET, addr: addr, users: number(w[2]), static: number(w[3]) != 0})
		}
	})
}

// readIPv4 reads /proc/net/igmp: behind a line with a link's index and name the
// addresses, as the number that they are on this machine, and users, behind tabs.
func readIPv4(text string, keep func(entry)) {
	_, text, _ = strings.Cut(text, "\n") // the heading
	var on entry
	lines(text, 2, func(w []string, tab bool) {
		if !tab {
			on = entry{index: number(w[0]), name: strings.TrimSuffix(w[1], ":"), family: unix.AF_INET}
			return
		}
		v, _, _ := cli.Strtoul(w[0], 16)
		on.addr, on.users = nl.Native.AppendUint32(nil, uint32(v)), number(w[1])
		keep(on)
	})
}

// readIPv6 reads /proc/net/igmp6: index, name, address, users.
func readIPv6(text string, keep func(entry)) {
	lines(text, 4, func(w []string, _ bool) {
		if addr, ok := unhex(w[2]); ok {
			keep(entry{index: number(w[0]), name: w[1], family: unix.AF_INET6, addr: addr, users: number(w[3])})
		}
	})
}
