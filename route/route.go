// Package route is ip route.
package route

import (
	"gip/internal/cli"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// Run runs ip route.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return list(e, a, show)
	}
	w, _ := a.Next()
	is := func(name string) bool { return cli.Prefix(w, name) }
	switch {
	case is("add"):
		return modify(e, a, unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	case is("change"), w == "chg":
		return modify(e, a, unix.RTM_NEWROUTE, unix.NLM_F_REPLACE)
	case is("replace"):
		return modify(e, a, unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	case is("prepend"):
		return modify(e, a, unix.RTM_NEWROUTE, unix.NLM_F_CREATE)
	case is("append"):
		return modify(e, a, unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_APPEND)
	case is("test"):
		return modify(e, a, unix.RTM_NEWROUTE, unix.NLM_F_EXCL)
	case is("delete"):
		return modify(e, a, unix.RTM_DELROUTE, 0)
	case is("list"), is("show"), is("lst"):
		return list(e, a, show)
	case is("get"):
		return get(e, a)
	case is("flush"):
		return list(e, a, flush)
	case is("save"):
		return list(e, a, save)
	case is("restore"):
		return restore(e)
	case is("showdump"):
		return showDump(e)
	case is("help"):
		return usage()
	}
	return cli.UnknownCommand(w, "ip route")
}

// Changes reports whether the words of a batch's line behind `route` only change
// routes: such a line may wait for others of its kind.
func Changes(words []string) bool {
	if len(words) == 0 {
		return false
	}
	w := words[0]
	for _, name := range [...]string{"add", "change", "replace", "prepend", "append", "test", "delete"} {
		if cli.Prefix(w, name) {
			return true
		}
	}
	return w == "chg"
}

// A message's fixed header, struct rtmsg.
const (
	hdrLen     = 12
	hdrFamily  = 0
	hdrDstLen  = 1
	hdrSrcLen  = 2
	hdrTOS     = 3
	hdrTable   = 4
	hdrProto   = 5
	hdrScope   = 6
	hdrType    = 7
	hdrFlags   = 8
	notAFamily = unix.AF_UNSPEC
)

// types is the kinds of route by number, as they are shown.
var types = [...]string{
	uapi.RTN_UNSPEC:      "none",
	uapi.RTN_UNICAST:     "unicast",
	uapi.RTN_LOCAL:       "local",
	uapi.RTN_BROADCAST:   "broadcast",
	uapi.RTN_ANYCAST:     "anycast",
	uapi.RTN_MULTICAST:   "multicast",
	uapi.RTN_BLACKHOLE:   "blackhole",
	uapi.RTN_UNREACHABLE: "unreachable",
	uapi.RTN_PROHIBIT:    "prohibit",
	uapi.RTN_THROW:       "throw",
	uapi.RTN_NAT:         "nat",
	uapi.RTN_XRESOLVE:    "xresolve",
}

// typeWords is how they are spelled, in the order that abbreviations are looked for.
var typeWords = [...]struct {
	name string // a bar ends the shortest abbreviation
	typ  uint8
}{
	{"local", uapi.RTN_LOCAL},
	{"nat", uapi.RTN_NAT},
	{"b|roadcast", uapi.RTN_BROADCAST},
	{"brd", uapi.RTN_BROADCAST},
	{"a|nycast", uapi.RTN_ANYCAST},
	{"m|ulticast", uapi.RTN_MULTICAST},
	{"p|rohibit", uapi.RTN_PROHIBIT},
	{"u|nreachable", uapi.RTN_UNREACHABLE},
	{"b|lackhole", uapi.RTN_BLACKHOLE},
	{"x|resolve", uapi.RTN_XRESOLVE},
	{"u|nicast", uapi.RTN_UNICAST},
	{"throw", uapi.RTN_THROW},
}

// routeType is the kind of route that w names.
func routeType(w string) (uint8, bool) {
	for i := range typeWords {
		if cli.Match(typeWords[i].name, w) {
			return typeWords[i].typ, true
		}
	}
	v, ok := cli.Uint(w, 0, 8)
	return uint8(v), ok
}

// failed gives a request's error the status that upstream ends with.
func failed(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := err.(*cli.Error); ok {
		return err
	}
	return cli.Status(err, 2, false)
}
