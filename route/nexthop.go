package route

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const nexthopUsage = `Usage: ip nexthop { add | replace } id ID NH [ protocol ID ]
       ip nexthop { get | del } id ID
       ip nexthop { list | flush } [ protocol ID ] SELECTOR
       ip nexthop bucket list BUCKET_SELECTOR
       ip nexthop bucket get id ID index INDEX
NH := { blackhole | [ via ADDRESS ] [ dev DEV ] [ onlink ] [ dst_port PORT ]
                    [ encap ENCAPTYPE ENCAPHDR ] |
        group GROUP [ fdb ] [ type TYPE [ TYPE_ARGS ] ] }
GROUP := [ <id[,weight]>/<id[,weight]>/... ] [ hw_stats {off|on} ]
TYPE := { mpath | resilient }
TYPE_ARGS := [ RESILIENT_ARGS ]
RESILIENT_ARGS := [ buckets BUCKETS ] [ idle_timer IDLE ]
                  [ unbalanced_timer UNBALANCED ]
SELECTOR := [ id ID ] [ dev DEV ] [ vrf NAME ] [ master DEV ] [ groups ] [ fdb ]
BUCKET_SELECTOR := SELECTOR | [ nhid ID ]
ENCAPTYPE := [ mpls | ip | ip6 | seg6 | seg6local | bpf | rpl | ioam6 | xfrm | ila ]
ENCAPHDR := [ MPLSLABEL | ... ]
Counters of packets (stats, hw_stats) are shown with -s and with -s -s.
`

// RunNexthop runs ip nexthop.
func RunNexthop(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return nexthopList(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return nexthopModify(e, a, unix.RTM_NEWNEXTHOP, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	case is("replace"):
		return nexthopModify(e, a, unix.RTM_NEWNEXTHOP, unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	case is("delete"):
		return nexthopModify(e, a, unix.RTM_DELNEXTHOP, 0)
	case is("list"), is("show"), is("lst"):
		return nexthopList(e, a)
	case is("get"):
		return nexthopGet(e, a)
	case is("flush"):
		return nexthopFlush(e, a)
	case is("bucket"):
		return bucketRun(e, a)
	case is("help"):
		return cli.Usage(nexthopUsage)
	}
	return cli.UnknownCommand(word, "ip nexthop")
}

// nexthopFilter is what nexthops and buckets are selected by, and what was deleted.
// The lines of a batch share it, as in the reference: what one asked for, the next one
// asks for too.
type nexthopFilter struct {
	dev, master, proto uint32
	groups, fdb        bool
	opFlags            uint32
	id, nhid           uint32 // of buckets
	flushed            uint32
}

// option takes one word of those that lists of nexthops and of buckets share.
func (f *nexthopFilter) option(e *cli.Env, a *cli.Args, word string) (ok bool, err error) {
	is := func(name string) bool { return cli.Prefix(word, name) }
	switch {
	case is("dev"):
		f.dev, err = nexthopLink(e, a, "Device does not exist\n", false)
	case is("master"):
		f.master, err = nexthopLink(e, a, "Device does not exist\n", false)
	case is("vrf"):
		f.master, err = nexthopLink(e, a, "VRF does not exist\n", true)
	default:
		return false, nil
	}
	return true, err
}

func nexthopLink(e *cli.Env, a *cli.Args, bad string, vrf bool) (uint32, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	if vrf && !isVRF(e, w) {
		return 0, cli.Invalid("Invalid VRF\n", w)
	}
	i := e.LinkIndex(w)
	if i == 0 {
		return 0, cli.Invalid(bad, w)
	}
	return i, nil
}

func nexthopID(a *cli.Args) (uint32, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return 0, cli.Invalid("invalid id value", w)
	}
	return uint32(v), nil
}

// put adds what the kernel is to go by, in the reference's order.
func (f *nexthopFilter) put(m *nl.Msg) {
	if f.dev != 0 {
		m.PutU32(nhaOIF, f.dev)
	}
	if f.groups {
		m.PutFlag(nhaGroups)
	}
	if f.master != 0 {
		m.PutU32(nhaMaster, f.master)
	}
	if f.fdb {
		m.PutFlag(nhaFDB)
	}
	if f.opFlags != 0 {
		m.PutU32(nhaOpFlags, f.opFlags)
	}
}

// nexthopRequest starts a request about nexthops, or about their buckets.
func nexthopRequest(c *nl.Conn, typ, flags uint16, family uint8) *nl.Msg {
	return c.New(typ, flags, []byte{family, 0, 0, 0, 0, 0, 0, 0})
}

// nexthopStats is the statistics that the kernel is asked for: NHA_OP_FLAGS.
func nexthopStats(e *cli.Env) uint32 {
	switch {
	case e.Stats > 1:
		return nhaFlagStats | nhaFlagHWStats
	case e.Stats > 0:
		return nhaFlagStats
	}
	return 0
}

// PrintNexthopReply writes the nexthop in r as a record of its own, a deleted one as
// such, unless it is of another protocol than the one asked for.
func PrintNexthopReply(e *cli.Env, r nl.Reply) error {
	if r.Type != unix.RTM_NEWNEXTHOP && r.Type != unix.RTM_DELNEXTHOP {
		return cli.NotA("Not a nexthop", r)
	}
	if err := cli.TooShort(r, nhHdrLen); err != nil {
		return err
	}
	if proto := cli.Keep[nexthopFilter](e).proto; proto != 0 && proto != uint32(r.Data[2]) {
		return nil
	}
	if place, s := nexthopFault(r.Data); s != "" {
		e.Text(place)
		return cli.Fail(s)
	}
	printNexthop(e, "", r.Data, r.Type == unix.RTM_DELNEXTHOP)
	e.Text("\n")
	e.Spill()
	return nil
}
