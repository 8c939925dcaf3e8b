package info

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A Query is what the words behind ip link show, and ip address show, flush and save
// ask for. All of them take the same words.
type Query struct {
	Filter
	Family uint8 // of the requests: what was asked for by option, while Filter.Family is what is shown
	Dev    string
	HasDev bool // Dev is named
	NoVF   bool

	// Of addresses:
	To              attr.Prefix // Bits 0: any
	Scope           uint8
	ScopeMask       uint8 // 0: any
	Flags, FlagMask uint32
	Proto           uint8
	HasProto        bool
}

// AddrFlags is the flags of an address by the names that stand for them, in the order
// they are shown.
var AddrFlags = [...]struct {
	Name string
	Mask uint32
}{
	{"secondary", unix.IFA_F_SECONDARY},
	{"temporary", unix.IFA_F_SECONDARY},
	{"nodad", unix.IFA_F_NODAD},
	{"optimistic", unix.IFA_F_OPTIMISTIC},
	{"dadfailed", unix.IFA_F_DADFAILED},
	{"home", unix.IFA_F_HOMEADDRESS},
	{"deprecated", unix.IFA_F_DEPRECATED},
	{"tentative", unix.IFA_F_TENTATIVE},
	{"permanent", unix.IFA_F_PERMANENT},
	{"mngtmpaddr", unix.IFA_F_MANAGETEMPADDR},
	{"noprefixroute", unix.IFA_F_NOPREFIXROUTE},
	{"autojoin", unix.IFA_F_MCAUTOJOIN},
	{"stable-privacy", unix.IFA_F_STABLE_PRIVACY},
}

// ParseQuery reads the words. family is the one asked for by option; usage is what
// the word help ends in.
func ParseQuery(e *cli.Env, a *cli.Args, family uint8, usage func() error) (*Query, error) {
	q := &Query{Filter: NewFilter(family), Family: family}
	for a.More() {
		w, _ := a.Next()
		ok, err := q.word(e, a, w)
		if err != nil {
			return nil, err
		}
		if ok {
			continue
		}
		if w == "dev" {
			if w, err = a.Next(); err != nil {
				return nil, err
			}
		} else if cli.Prefix(w, "help") {
			return nil, usage()
		}
		if q.HasDev {
			return nil, cli.Garbage("dev", w)
		}
		q.Dev, q.HasDev = w, true
	}
	return q, nil
}

// word takes an option, whose name is w; ok is false where none is called so.
func (q *Query) word(e *cli.Env, a *cli.Args, w string) (ok bool, err error) {
	switch w {
	case "up":
		q.Up = true
		return true, nil
	case "down":
		q.Down = true
		return true, nil
	case "nomaster":
		q.Master = -1
		return true, nil
	case "novf":
		q.NoVF = true
		return true, nil
	case "to", "scope", "label", "group", "master", "vrf", "type", "proto":
	default:
		return q.flag(w), nil
	}
	v, err := a.Next()
	if err != nil {
		return true, err
	}
	bad := func(why string) (bool, error) { return true, cli.Invalid(why+"\n", v) }
	switch w {
	case "to":
		if q.To, err = attr.ParsePrefix(v, q.Filter.Family); err != nil {
			return true, err
		}
		if q.Filter.Family == unix.AF_UNSPEC {
			q.Filter.Family = q.To.Family
		}
	case "scope":
		q.ScopeMask = 0xff
		if id, ok := e.Scopes.Number(v); ok {
			q.Scope = uint8(id)
		} else if n, ok := cli.Uint(v, 0, 8); ok {
			q.Scope = uint8(n)
		} else if v == "all" {
			q.ScopeMask = 0
		} else {
			return bad(`invalid "scope"`)
		}
	case "label":
		q.Label, q.Labelled = v, true
	case "group":
		id, ok := e.Groups.Number(v)
		if !ok {
			n, whole, _ := cli.Strtoul(v, 0)
			if whole == 0 || whole != len(v) || int32(n) < 0 {
				return bad(`Invalid "group" value`)
			}
			id = uint32(n)
		}
		q.Group = int32(id)
	case "master":
		i := e.LinkIndex(v)
		if i == 0 {
			return bad("Device does not exist")
		}
		q.Master = int32(i)
	case "vrf":
		i, err := vrf(e, v, q.Family)
		if err != nil {
			return true, err
		}
		if i == 0 {
			return bad("Not a valid VRF name")
		}
		q.Master = int32(i)
	case "type":
		const port = "_slave"
		if n := len(v) - len(port); n >= 0 && v[n:] == port {
			q.PortKind = v[:n]
		} else {
			q.Kind = v
		}
	case "proto":
		n, ok := cli.Uint(v, 0, 8)
		if !ok {
			return bad(`"proto" value is invalid`)
		}
		q.Proto, q.HasProto = uint8(n), true
	}
	return true, nil
}

// flag takes the name of a flag of addresses, which a minus turns around.
func (q *Query) flag(w string) bool {
	on := true
	if w != "" && w[0] == '-' {
		on, w = false, w[1:]
	}
	switch w {
	case "dynamic":
		on, w = !on, "permanent"
	case "primary":
		on, w = !on, "secondary"
	}
	for i := range AddrFlags {
		f := &AddrFlags[i]
		if f.Name != w {
			continue
		}
		q.FlagMask |= f.Mask
		if on {
			q.Flags |= f.Mask
		} else {
			q.Flags &^= f.Mask
		}
		return true
	}
	return false
}

// vrf is the index of the VRF called name, 0 where it is none.
func vrf(e *cli.Env, name string, family uint8) (uint32, error) {
	c, err := e.Conn()
	if err != nil {
		return 0, err
	}
	m := c.New(unix.RTM_GETLINK, 0, header(family, 0))
	m.PutStr(unix.IFLA_IFNAME, name)
	r, err := c.Get(m)
	if err != nil {
		return 0, nil
	}
	var tb [unix.IFLA_LINKINFO + 1]nl.Value
	var li [uapi.IFLA_INFO_MAX + 1]nl.Value
	if t := nl.Table(tb[:]); r.Attrs(t, HeaderLen) && nl.Table(li[:]).Index(t[unix.IFLA_LINKINFO])[unix.IFLA_INFO_KIND].Is("vrf") {
		return nl.Value(r.Data[4:]).U32(), nil
	}
	return 0, nil
}
