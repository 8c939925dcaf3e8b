package inet

import (
	"strings"

	"gip/internal/cli"
	"gip/legacy/getopt"
)

// Long options that are names of address families: Opt is 1 for all.
var (
	familyLongs = [...]string{"ax25", "x25", "ip", "ipx", "appletalk", "netrom", "inet", "inet6", "ddp", "rose", "unix", "bluetooth", "tcpip"}
	// Words for families, each followed by the one that it stands for.
	familyWords = [...]string{
		"ax25", "ax25", "ip", "inet", "ip6", "inet6", "ipx", "ipx", "rose", "rose", "appletalk", "ddp", "netrom", "netrom",
		"inet", "inet", "inet6", "inet6", "ddp", "ddp", "unix", "unix", "tcpip", "inet", "econet", "ec", "x25", "x25",
		"ash", "ash", "bluetooth", "bluetooth",
	}
)

// Families is the address families that a program was told of.
type Families struct {
	list string // as they are in the end, with commas between them
}

// WithFamilies is long options behind those for families.
func WithFamilies(own []getopt.Long) []getopt.Long {
	list := make([]getopt.Long, 0, len(familyLongs)+len(own))
	for _, name := range familyLongs {
		list = append(list, getopt.Long{Name: name, Opt: 1})
	}
	return append(list, own...)
}

// Option takes what WithFamilies added. In the original its last name is out of bounds.
func (f *Families) Option(e *cli.Env, prog, name string) bool {
	if name == familyLongs[len(familyLongs)-1] {
		e.Warn(prog + ".c: Internal Error `longopts 1 range'.")
		return true
	}
	return f.Add(e, name)
}

// Add takes a word for a family, or more with commas between them. A word for none is
// told, and false comes back.
func (f *Families) Add(e *cli.Env, words string) bool {
next:
	for _, w := range strings.Split(words[:min(len(words), 255)], ",") {
		for i := 0; i < len(familyWords); i += 2 {
			if w != familyWords[i] {
				continue
			}
			to := familyWords[i+1]
			if len(to)+len(f.list)+1 >= 256 {
				e.Warn("Too much address family arguments.")
				return true
			}
			if f.list != "" {
				f.list += ","
			}
			f.list += to
			continue next
		}
		e.Warn("Unknown address family `" + w + "'.")
		return false
	}
	return true
}

// Any is whether there is one.
func (f *Families) Any() bool { return f.list != "" }

// Has is whether there is that one.
func (f *Families) Has(name string) bool {
	for _, w := range strings.Split(f.list, ",") {
		if w == name {
			return true
		}
	}
	return false
}

// String is the families, or orElse where there is none.
func (f *Families) String(orElse string) string {
	if f.list == "" {
		return orElse
	}
	return f.list
}

// Known is whether a family of that name is one that the programs were built with.
func Known(name string) bool {
	for _, w := range [...]string{"unix", "inet", "inet6", "ax25", "netrom", "rose", "ipx", "ddp", "ec", "ash", "x25", "unspec"} {
		if w == name {
			return true
		}
	}
	return false
}

// RoutedFamilies tells of the families that have routes, as help does.
func RoutedFamilies(e *cli.Env) {
	e.Warn("    inet (IPv4) inet6 (IPv6) ax25 (AX.25)\n    netrom (NET/ROM) rose (ROSE) ipx (IPX)\n    ddp (AppleTalk) x25 (X.25)")
}

// Statuses of the programs.
const (
	StatusNoFamily = 1
	StatusOption   = 3
	StatusLookup   = 6
	StatusKernel   = 7
)

// What -V says of what the programs can do: it is that of Debian's.
const (
	FeaturesAF = "AF: (inet) +UNIX +INET +INET6 +IPX +AX25 +NETROM +X25 +ATALK +ECONET +ROSE -BLUETOOTH\n"
	FeaturesHW = " +ETHER +ARC +SLIP +PPP +TUNNEL -TR +AX25 +NETROM +X25 +FR +ROSE +ASH +SIT +FDDI +HIPPI +HDLC/LAPB +EUI64 \n"
)
