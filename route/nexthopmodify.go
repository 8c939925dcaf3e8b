package route

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// nexthopLimit is how long the reference lets a request about a nexthop grow.
const nexthopLimit = unix.SizeofNlMsghdr + nhHdrLen + 1024

// nexthopChange is a request to add, replace or delete a nexthop, being put together.
// Words that come twice are sent twice.
type nexthopChange struct {
	e     *cli.Env
	a     *cli.Args
	m     *nl.Msg
	flags uint32
}

// nexthopModify runs ip nexthop add, replace and delete.
func nexthopModify(e *cli.Env, a *cli.Args, cmd, flags uint16) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	n := nexthopChange{e: e, a: a, m: nexthopRequest(c, cmd, flags, e.Family)}
	for a.More() {
		if err := n.option(); err != nil {
			return err
		}
	}
	nl.Native.PutUint32(n.m.Header()[4:], n.flags)
	return e.Do(n.m, func(r nl.Reply) error { return PrintNexthopReply(e, r) })
}

func (n *nexthopChange) put(typ uint16, v []byte) bool {
	if n.m.Mark()+4+(len(v)+3)&^3 > nexthopLimit {
		n.e.Warn("addattr_l ERROR: message exceeded bound of " + strconv.Itoa(nexthopLimit))
		return false
	}
	copy(n.m.Add(typ, len(v)), v)
	return true
}

func (n *nexthopChange) put32(typ uint16, v uint32) { n.put(typ, nl.Native.AppendUint32(nil, v)) }

// isFamily gives the nexthop a family where it has none.
func (n *nexthopChange) isFamily(family uint8) {
	if h := n.m.Header(); h[0] == unix.AF_UNSPEC {
		h[0] = family
	}
}

func (n *nexthopChange) option() error {
	a := n.a
	switch word, _ := a.Next(); word {
	case "id":
		id, err := nexthopID(a)
		if err != nil {
			return err
		}
		n.put32(nhaID, id)
	case "dev":
		i, err := nexthopLink(n.e, a, "Device does not exist\n", false)
		if err != nil {
			return err
		}
		n.put32(nhaOIF, i)
		n.isFamily(unix.AF_INET)
	case "via":
		return n.via()
	case "encap":
		return takeEncap(n.e, a, n.m, nhaEncap, nhaEncapType)
	case "blackhole":
		n.put(nhaBlackhole, nil)
		n.isFamily(unix.AF_INET)
	case "fdb":
		n.put(nhaFDB, nil)
	case "dst_port":
		w, err := a.Next()
		if err != nil {
			return err
		}
		v, ok := cli.Uint(w, 0, 16)
		if !ok {
			return cli.Invalid("\"dst_port\" value is invalid\n", w)
		}
		n.put(nhaDstPort, []byte{byte(v >> 8), byte(v)})
	case "onlink":
		n.flags |= unix.RTNH_F_ONLINK
	case "group":
		return n.group()
	case "type":
		return n.groupType()
	case "hw_stats":
		w, err := a.Next()
		if err != nil {
			return err
		}
		if w != "on" && w != "off" {
			return &cli.Error{Msg: cli.OneOf("hw_stats", []string{"off", "on"}, w), Code: int(unix.EINVAL)}
		}
		on := uint32(0)
		if w == "on" {
			on = 1
		}
		n.put32(nhaHWStatsEnable, on)
	case "help":
		return cli.Usage(nexthopUsage)
	default:
		if !cli.Prefix(word, "protocol") {
			return cli.Invalid("", word)
		}
		w, err := a.Next()
		if err != nil {
			return err
		}
		v, ok := lookup(&n.e.Protos, w)
		if !ok {
			return cli.Invalid("\"protocol\" value is invalid\n", w)
		}
		n.m.Header()[2] = v
	}
	return nil
}

func (n *nexthopChange) via() error {
	h := n.m.Header()
	p, err := viaAddr(n.a, h[0])
	if err != nil {
		return err
	}
	if h[0] != unix.AF_UNSPEC && h[0] != p.Family {
		return cli.Invalid("address family mismatch\n", n.a.Last())
	}
	h[0] = p.Family
	n.put(nhaGateway, p.Addr())
	return nil
}

// group reads ID[,WEIGHT][/ID[,WEIGHT]]... into an array of struct nexthop_grp.
func (n *nexthopChange) group() error {
	word, err := n.a.Next()
	if err != nil {
		return err
	}
	var list []byte
	for rest, more := word, word != ""; more; {
		var member string
		member, rest, more = strings.Cut(rest, "/")
		id, weight, weighted := strings.Cut(member, ",")
		v, ok := cli.Uint(id, 0, 32)
		if !ok {
			list = nil
			break
		}
		list = nl.Native.AppendUint32(list, uint32(v))
		w := uint64(1)
		if weighted {
			if w, ok = cli.Uint(weight, 0, 32); !ok || w == 0 || w > 1<<16 {
				return cli.Invalid("\"weight\" is invalid\n", weight)
			}
		}
		list = append(list, byte(w-1), byte((w-1)>>8), 0, 0)
	}
	if len(list) == 0 || !n.put(nhaGroup, list) {
		// The reference has cut the word up by then.
		if i := strings.IndexAny(word, ",/"); i >= 0 {
			word = word[:i]
		}
		return cli.Invalid("\"group\" value is invalid\n", word)
	}
	return nil
}

// groupType reads what follows the word type.
func (n *nexthopChange) groupType() error {
	w, err := n.a.Next()
	if err != nil {
		return err
	}
	typ := uint16(nhGroupMultipath)
	switch w {
	case "mpath":
	case "resilient":
		typ = nhGroupResilient
		if err := n.resilient(); err != nil {
			return err
		}
	default:
		return cli.Invalid("\"type\" value is invalid\n", w)
	}
	n.put(nhaGroupType, nl.Native.AppendUint16(nil, typ))
	return nil
}

// resilient reads how a resilient group is to work, as far as the words say.
func (n *nexthopChange) resilient() error {
	if !n.a.More() {
		return nil
	}
	n.m.Open(nhaResGroup | nl.Nested)
	for n.a.More() {
		switch n.a.Peek() {
		case "buckets":
			n.a.Skip(1)
			w, err := n.a.Next()
			if err != nil {
				return err
			}
			v, ok := cli.Uint(w, 0, 16)
			if !ok {
				return cli.Invalid("invalid buckets value", w)
			}
			n.put(nhaResBuckets, nl.Native.AppendUint16(nil, uint16(v)))
			continue
		case "idle_timer":
			if err := n.timer(nhaResIdleTimer, "invalid idle timer value"); err != nil {
				return err
			}
			continue
		case "unbalanced_timer":
			if err := n.timer(nhaResUnbalancedTimer, "invalid unbalanced timer value"); err != nil {
				return err
			}
			continue
		}
		break
	}
	n.m.Close()
	return nil
}

// timer reads seconds, which are sent as hundredths of them.
func (n *nexthopChange) timer(typ uint16, bad string) error {
	n.a.Skip(1)
	w, err := n.a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok || v >= (1<<32-1)/userHZ {
		return cli.Invalid(bad, w)
	}
	n.put32(typ, uint32(v)*userHZ)
	return nil
}
