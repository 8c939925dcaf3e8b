package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var netkit = Kind{
	Name:    "netkit",
	Summary: "a pair of links with BPF programs between them",
	Unknown: `netkit: unknown option "%"?`,
	NoHelp:  true,
	Parse:   parseNetkit,
	Help: "Usage: ... netkit [ mode MODE ] [ POLICY ] [ scrub SCRUB ] [ peer [ POLICY <options> ] ]\n" +
		"\t\tMODE: l3 | l2\n" +
		"\t\tPOLICY: forward | blackhole, where no program rules\n" +
		"\t\tSCRUB: default | none: what is cleared of a packet on its way\n" +
		"\t\toptions: those of ip link add\n",
	Rows: attr.Rows{
		{Text: "mode", Attr: uapi.IFLA_NETKIT_MODE, Type: netkitWord{[]string{"l2", "l3"}}, Only: attr.Get},
		{Text: "type", Attr: uapi.IFLA_NETKIT_PRIMARY, Type: netkitEnd{}, Only: attr.Get},
		{Text: "policy", Attr: uapi.IFLA_NETKIT_POLICY, Type: netkitPolicy{}, Only: attr.Get},
		{Text: "peer policy", Key: "peer_policy", Attr: uapi.IFLA_NETKIT_PEER_POLICY, Type: netkitPolicy{}, Only: attr.Get},
		{Text: "scrub", Attr: uapi.IFLA_NETKIT_SCRUB, Type: netkitWord{[]string{"none", "default"}}, Only: attr.Get},
		{Text: "peer scrub", Key: "peer_scrub", Attr: uapi.IFLA_NETKIT_PEER_SCRUB, Type: netkitWord{[]string{"none", "default"}}, Only: attr.Get},
	},
}

// The policies are verdicts of a program.
const (
	netkitForward   = 0
	netkitBlackhole = 2
)

// parseNetkit takes the options of both ends. After peer they are the peer's; the
// first word that is none begins the peer's options as a link.
func parseNetkit(_ *cli.Env, a *cli.Args, m *nl.Msg) error {
	peer := false
	either := func(own, peers uint16) uint16 {
		if peer {
			return peers
		}
		return own
	}
	for a.More() {
		switch w := a.Peek(); w {
		case "mode":
			a.Skip(1)
			w, err := a.Next()
			switch {
			case err != nil:
				return err
			case m.Has(uapi.IFLA_NETKIT_MODE):
				return cli.Duplicate("mode", w)
			case w == "l3":
				m.PutU32(uapi.IFLA_NETKIT_MODE, 1)
			case w == "l2":
				m.PutU32(uapi.IFLA_NETKIT_MODE, 0)
			default:
				return cli.Fail(`Error: argument of "mode" must be either "l3" or "l2"`)
			}
		case "forward", "blackhole":
			a.Skip(1)
			v := uint32(netkitForward)
			if w == "blackhole" {
				v = netkitBlackhole
			}
			m.PutU32(either(uapi.IFLA_NETKIT_POLICY, uapi.IFLA_NETKIT_PEER_POLICY), v)
		case "peer":
			a.Skip(1)
			if peer {
				next := a.Peek()
				if !a.More() {
					next = "(null)"
				}
				return cli.Duplicate("peer", next)
			}
			peer = true
		case "scrub":
			a.Skip(1)
			w, err := a.Next()
			v := uint32(0)
			switch {
			case err != nil:
				return err
			case w == "default":
				v = 1
			case w != "none":
				return cli.Fail(`Error: scrub must be either "none" or "default"`)
			}
			m.PutU32(either(uapi.IFLA_NETKIT_SCRUB, uapi.IFLA_NETKIT_PEER_SCRUB), v)
		default:
			if !peer {
				return refused(w)
			}
			return Peer{uapi.IFLA_NETKIT_PEER_INFO}
		}
	}
	return nil
}

// netkitWord is a number's name, and UNKNOWN for one without.
type netkitWord struct{ names []string }

func (netkitWord) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	return attr.ReadOnly{}.Parse(e, a, m, r, no)
}
func (t netkitWord) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	attr.Enum{T: attr.U32, Names: t.names}.Print(e, r, v)
}

type netkitPolicy struct{ attr.ReadOnly }

func (netkitPolicy) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	name := "UNKNOWN"
	switch v.U32() {
	case netkitForward:
		name = "forward"
	case netkitBlackhole:
		name = "blackhole"
	}
	e.Str(r.K(), r.F(), name)
}

// netkitEnd is which end of the pair a link is.
type netkitEnd struct{ attr.ReadOnly }

func (netkitEnd) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if v.U8() != 0 {
		e.Str(r.K(), r.F(), "primary")
	} else {
		e.Str(r.K(), r.F(), "peer")
	}
}
