package inet

import (
	"strings"

	"gip/internal/cli"
)

// Names are links and aliases in the order that the programs list them in.
type Names []string

// Add puts name where it belongs, unless it is there.
func (ns *Names) Add(name string) {
	at := len(*ns)
	for ; at > 0; at-- {
		c := compare((*ns)[at-1], name)
		if c == 0 {
			return
		}
		if c < 0 {
			break
		}
	}
	*ns = append(*ns, "")
	copy((*ns)[at+1:], (*ns)[at:])
	(*ns)[at] = name
}

// compare is like strings.Compare, but knows numbers at the end, and aliases.
func compare(a, b string) int {
	a, aliasA := cutAlias(a)
	b, aliasB := cutAlias(b)
	na, nb := digitsAt(a), digitsAt(b)
	n := min(na, nb)
	if c := strings.Compare(a[:n], b[:n]); c != 0 {
		return c
	}
	if na != nb {
		return na - nb
	}
	if c := cli.Atoi(a[na:]) - cli.Atoi(b[nb:]); c != 0 {
		return c
	}
	if c := strings.Compare(a, b); c != 0 {
		return c
	}
	if c := aliasNumber(aliasA) - aliasNumber(aliasB); c != 0 {
		return c
	}
	if aliasA != "" && aliasB != "" {
		return strings.Compare(aliasA, aliasB)
	}
	return 0
}

func aliasNumber(s string) int {
	if s == "" {
		return -1
	}
	return cli.Atoi(s)
}

// digitsAt is where the number begins that name ends in.
func digitsAt(name string) int {
	n := len(name)
	for n > 0 && name[n-1] >= '0' && name[n-1] <= '9' {
		n--
	}
	return n
}

// cutAlias cuts eth0:1 in eth0 and 1.
func cutAlias(name string) (link, alias string) {
	n := digitsAt(name)
	if n == len(name) || n == 0 || name[n-1] != ':' {
		return name, ""
	}
	return name[:n-1], name[n:]
}
