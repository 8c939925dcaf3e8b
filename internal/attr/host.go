package attr

import (
	"strconv"

	"gip/internal/cli"
)

// AppendHost writes an address of family, or with -r the name of the host that has it.
func AppendHost(s []byte, e *cli.Env, family uint8, v []byte) []byte {
	if e.Resolve {
		if name := e.HostName(family, v); name != "" {
			return append(s, name...)
		}
	}
	return AppendAddr(s, family, v)
}

// AppendHex writes v in hex, with zeroes before it where it has less than n digits.
func AppendHex(s []byte, v uint64, n int) []byte {
	for n--; n > 0 && v>>(4*n) == 0; n-- {
		s = append(s, '0')
	}
	return strconv.AppendUint(s, v, 16)
}
