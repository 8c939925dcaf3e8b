package maddr

import (
	"testing"

	"gip/internal/cli"
)

// FuzzProc has any text be read as the kernel's lists, and printed, without harm.
func FuzzProc(f *testing.F) {
	f.Add("3    v0              1     1     01005e000009\n", false)
	f.Add("Idx\tDevice\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n", true)
	f.Add("1    lo              ff020000000000000000000000000001     2 0000000C 0\n", true)
	f.Fuzz(func(t *testing.T, s string, json bool) {
		e := cli.NewEnv("ip")
		e.WantJSON = json
		e.Dest = func([]byte) {}
		var all []entry
		keep := func(n entry) { all = append(all, n) }
		readLinks(s, keep)
		readIPv4(s, keep)
		readIPv6(s, keep)
		print(e, all)
		e.Flush()
	})
}
