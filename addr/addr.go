// Package addr is ip address, and what else belongs to addresses: ip neighbour.
package addr

import (
	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip address { add | change | replace } IFADDR dev IFNAME [ LIFETIME ] [ CONFFLAG-LIST ]
       ip address del IFADDR dev IFNAME [ mngtmpaddr ]
       ip address { save | flush } [ dev IFNAME ] [ scope SCOPE-ID ] [ to PREFIX ]
                                   [ FLAG-LIST ] [ label LABEL ] [ { up | down } ]
       ip address [ show [ dev IFNAME ] [ scope SCOPE-ID ] [ master DEVICE ] [ nomaster ]
                         [ type TYPE ] [ to PREFIX ] [ FLAG-LIST ] [ label LABEL ]
                         [ { up | down } ] [ vrf NAME ] [ proto ADDRPROTO ] ]
       ip address { showdump | restore }
where  IFADDR := PREFIX | ADDR peer PREFIX [ broadcast ADDR ] [ anycast ADDR ]
                 [ label IFNAME ] [ scope SCOPE-ID ] [ metric METRIC ] [ proto ADDRPROTO ]
       SCOPE-ID := [ host | link | global | NUMBER ]
       FLAG-LIST := [ FLAG-LIST ] FLAG
       FLAG := [ permanent | dynamic | secondary | primary | temporary |
                 [-]tentative | [-]deprecated | [-]dadfailed | CONFFLAG-LIST ]
       CONFFLAG-LIST := [ CONFFLAG-LIST ] CONFFLAG
       CONFFLAG := [ home | nodad | mngtmpaddr | noprefixroute | autojoin ]
       LIFETIME := [ valid_lft LFT ] [ preferred_lft LFT ]
       LFT := forever | SECONDS
       ADDRPROTO := [ NAME | NUMBER ]
       TYPE := { amt | bareudp | bond | bond_slave | bridge | bridge_slave | dsa | dummy |
                 erspan | geneve | gre | gretap | gtp | hsr | ifb | ip6erspan | ip6gre |
                 ip6gretap | ip6tnl | ipip | ipoib | ipvlan | ipvtap | macsec | macvlan |
                 macvtap | netdevsim | netkit | nlmon | ovpn | pfcp | rmnet | sit | team |
                 team_slave | vcan | veth | vlan | vrf | vti | vxcan | vxlan | wwan | xfrm |
                 virt_wifi }
`

// Run runs ip address.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return Show(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return modify(e, a, unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	case is("change"), word == "chg":
		return modify(e, a, unix.RTM_NEWADDR, unix.NLM_F_REPLACE)
	case is("replace"):
		return modify(e, a, unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	case is("delete"):
		return modify(e, a, unix.RTM_DELADDR, 0)
	case is("list"), is("show"), is("lst"):
		return Show(e, a)
	case is("flush"):
		return Flush(e, a)
	case is("save"):
		return Save(e, a)
	case is("showdump"):
		return ShowDump(e, a)
	case is("restore"):
		return Restore(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip address")
}
