// Package kind knows the kinds of links: for each one table of its options, in a
// file of its own.
package kind

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
)

// A Kind is a kind of link, or of port. Rows suffices for a regular one; the funcs
// are for what rows cannot say, and nil elsewhere.
type Kind struct {
	Name    string
	Summary string // what it is, in our words, for help
	Rows    attr.Rows
	Also    attr.Rows // options that a kind takes besides Rows which it shares

	// Start puts what is sent whatever the options are, before the first of them.
	// cur is what the kernel says of the link as it is, where it is to be changed and
	// the kind needs to know (Reads); else nil.
	Start func(e *cli.Env, m *nl.Msg, cur nl.Table) error
	// Reads is whether a change starts from the options that the link has.
	Reads bool
	// Parse takes the options in place of Rows.
	Parse func(e *cli.Env, a *cli.Args, m *nl.Msg) error
	// Check rules on what the options say together, after the last of them.
	Check func(e *cli.Env, m *nl.Msg, creating bool) error
	// Print writes the options in place of Rows.
	Print func(e *cli.Env, t nl.Table)
	// Stats writes IFLA_INFO_XSTATS, which -s shows.
	Stats func(e *cli.Env, v nl.Value)
	// Help is the text in place of the one made of Rows.
	Help string
	// Unknown is the complaint about a word that is no option, with a % for the word.
	// Where it is empty, the help is all the reference says.
	Unknown string
	// FullHelp is whether the option help must be spelled out.
	FullHelp bool
	// NoHelp is whether help is an unknown word like any other.
	NoHelp bool
}

// Refuse is what becomes of a word that is no option of k: the complaint and the
// help, or only that where it was asked for.
func (k *Kind) Refuse(word string) error {
	help := word == "help" || !k.FullHelp && cli.Prefix(word, "help")
	if k.Unknown == "" || help && !k.NoHelp {
		return k.Explain()
	}
	before, after, _ := strings.Cut(k.Unknown, "%")
	return cli.Fail(before + word + after + "\n" + strings.TrimSuffix(k.Usage(), "\n"))
}

// Explain is a failure that only shows the help.
func (k *Kind) Explain() error { return cli.Fail(strings.TrimSuffix(k.Usage(), "\n")) }

// kinds is every kind there is, in the order of their names.
var kinds = [...]*Kind{
	&amt, &bareudp, &batadv, &bond, &bridge, &can, &dsa, &dummy, &erspan, &geneve, &gre, &gretap, &gtp, &hsr,
	&ifb, &ip6erspan, &ip6gre, &ip6gretap, &ip6tnl, &ipip, &ipoib, &ipvlan, &ipvtap, &macsec,
	&macvlan, &macvtap, &netdevsim, &netkit, &nlmon, &ovpn, &rmnet, &sit, &team, &tun, &vcan, &veth, &virtWifi, &vlan,
	&vrf, &vti, &vti6, &vxcan, &vxlan, &wwan, &xfrm,
}

// ports is every kind whose ports have options (IFLA_INFO_SLAVE_DATA), by the
// master's kind.
var ports = [...]*Kind{&bondPort, &bridgePort, &teamPort, &vrfPort}

// Lookup is the kind called name, nil where gip has no table of it.
func Lookup(name []byte) *Kind { return find(kinds[:], name) }

// Port is what gip knows of the ports of masters of the kind called name.
func Port(name []byte) *Kind { return find(ports[:], name) }

func find(list []*Kind, name []byte) *Kind {
	for _, k := range list {
		if k.Name == string(name) {
			return k
		}
	}
	return nil
}
