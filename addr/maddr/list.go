package maddr

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/out"

	"golang.org/x/sys/unix"
)

// An entry is an address that a link listens to.
type entry struct {
	index  int64
	name   string
	family uint8
	addr   []byte
	users  int64
	static bool
}

// kept is the link that was asked for. In a batch the reference keeps it for the lines
// that follow, of which none may name another.
type kept struct{ dev string }

func list(e *cli.Env, a *cli.Args) error {
	k := cli.Keep[kept](e)
	for a.More() {
		word, _ := a.Next()
		if word == "dev" {
			var err error
			if word, err = a.Next(); err != nil {
				return err
			}
		} else if cli.Prefix(word, "help") {
			return cli.Usage(usage)
		}
		if k.dev != "" {
			return cli.Garbage("dev", word)
		}
		k.dev = word
	}
	var all []entry
	keep := func(n entry) {
		if k.dev == "" || k.dev == n.name {
			all = append(all, n)
		}
	}
	of := func(family uint8) bool { return e.Family == unix.AF_UNSPEC || e.Family == family }
	if of(unix.AF_PACKET) {
		readLinks(file("dev_mcast"), keep)
	}
	if of(unix.AF_INET) {
		readIPv4(file("igmp"), keep)
	}
	if of(unix.AF_INET6) {
		readIPv6(file("igmp6"), keep)
	}
	byLink(all, make([]entry, len(all)))
	print(e, all)
	return nil
}

// byLink sorts all by index, those of one link staying in order. spare is as much room.
// (The library's stable sort would be five kilobytes for this one use.)
func byLink(all, spare []entry) {
	if len(all) < 2 {
		return
	}
	m := len(all) / 2
	byLink(all[:m], spare)
	byLink(all[m:], spare)
	a, b := spare[:copy(spare, all[:m])], all[m:]
	for i := 0; len(a) > 0; i++ {
		if len(b) > 0 && b[0].index < a[0].index {
			all[i], b = b[0], b[1:]
		} else {
			all[i], a = a[0], a[1:]
		}
	}
}

// print writes the addresses, those of a link under its name: each of them with -o.
func print(e *cli.Env, all []entry) {
	e.Begin()
	open := int64(0)
	for i := range all {
		n := &all[i]
		if n.index != open || e.Oneline {
			if open != 0 {
				e.EndArr()
				e.EndObj()
			}
			e.Obj("")
			e.Uint("ifindex", "%:", uint64(uint32(n.index)))
			e.Color(out.Ifname).Str("ifname", "\t%", n.name)
			e.NL()
			open = n.index
			e.Arr("maddr")
		}
		n.print(e)
		e.Spill()
	}
	if open != 0 {
		e.EndArr()
		e.EndObj()
	}
	e.End()
}

func (n *entry) print(e *cli.Env) {
	var s [512]byte
	e.Text("\t")
	e.Obj("")
	switch n.family {
	case unix.AF_PACKET:
		e.Text("link  ")
		e.Color(out.MAC).Bytes("link", "%", attr.AppendLL(s[:0], n.addr))
	default:
		colour := out.Inet
		if n.family == unix.AF_INET6 {
			colour = out.Inet6
		}
		e.Left(5).Str("family", "% ", attr.FamilyName(n.family))
		e.Color(colour).Bytes("address", "%", attr.AppendHost(s[:0], e, n.family, n.addr))
	}
	if n.users != 1 {
		e.Uint("users", " users %", uint64(uint32(n.users)))
	}
	if n.static {
		e.Str("features", " %", "static")
	}
	e.Text("\n")
	e.EndObj()
}
