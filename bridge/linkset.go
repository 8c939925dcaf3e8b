package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// setLink sets a port's options. They are sent in an order of their own, and some
// values that make no sense are not sent at all, as upstream has it.
func setLink(e *cli.Env, a *cli.Args) error {
	var (
		dev       word
		switches  [len(switchOptions)]int8
		router    int8  = -1
		maxGroups int32 = -1
		cost      uint32
		priority  int16 = -1
		state     int8  = -1
		mode      int16 = -1
		backup    int64 = -1
		nhid      uint64
		nhidSet   bool
		flags     uint16
	)
	for i := range switches {
		switches[i] = -1
	}
	for a.More() {
		w, _ := a.Next()
		if i := switchOption(w); i >= 0 {
			v, err := onOff(a, w)
			if err != nil {
				return err
			}
			switches[i] = int8(v)
			continue
		}
		switch w {
		case "self":
			flags |= uapi.BRIDGE_FLAGS_SELF
			continue
		case "master":
			flags |= uapi.BRIDGE_FLAGS_MASTER
			continue
		case "nobackup_port":
			backup = 0
			continue
		case "dev", "mcast_router", "mcast_max_groups", "cost", "priority", "state", "hwmode", "backup_port", "backup_nhid":
		default:
			return cli.Usage(linkUsage)
		}
		value, err := a.Next()
		if err != nil {
			return err
		}
		switch w {
		case "dev":
			dev = word{value, true}
		case "mcast_router":
			router = int8(cli.Atoi(value))
		case "mcast_max_groups":
			v, ok := cli.Int(value, 0, 32)
			if !ok {
				return cli.Invalid("invalid mcast_max_groups", value)
			}
			maxGroups = int32(v)
		case "cost":
			cost = uint32(cli.Atoi(value))
		case "priority":
			priority = int16(cli.Atoi(value))
		case "state":
			v, ok := stateWord(value)
			if state = int8(v); !ok {
				return e.Fail("Error: invalid STP port state")
			}
		case "hwmode":
			flags = uapi.BRIDGE_FLAGS_SELF
			switch value {
			case "vepa":
				mode = uapi.BRIDGE_MODE_VEPA
			case "veb":
				mode = uapi.BRIDGE_MODE_VEB
			default:
				return e.Fail(`Mode argument must be "vepa" or "veb".`)
			}
		case "backup_port":
			i := e.LinkIndex(value)
			if i == 0 {
				return e.Fail("Error: device " + value + " does not exist")
			}
			backup = int64(i)
		case "backup_nhid":
			v, ok := cli.Uint(value, 0, 32)
			if !ok {
				return cli.Invalid("invalid backup_nhid", value)
			}
			nhid, nhidSet = v, true
		}
	}
	if !dev.given {
		return e.Fail("Device is a required argument.")
	}
	index, err := named(e, "bridge", dev.text)
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_SETLINK, 0, linkHeader(index))
	m.Open(unix.IFLA_PROTINFO | nl.Nested)
	put := func(from, to int) {
		for i := from; i < to; i++ {
			if switches[i] >= 0 {
				m.PutU8(switchOptions[i].attr, uint8(switches[i]))
			}
		}
	}
	put(0, beforeRouter)
	if router >= 0 {
		m.PutU8(uapi.IFLA_BRPORT_MULTICAST_ROUTER, uint8(router))
	}
	put(beforeRouter, beforeGroups)
	if maxGroups >= 0 {
		m.PutU32(uapi.IFLA_BRPORT_MCAST_MAX_GROUPS, uint32(maxGroups))
	}
	put(beforeGroups, beforeCost)
	if cost > 0 {
		m.PutU32(uapi.IFLA_BRPORT_COST, cost)
	}
	if priority >= 0 {
		m.PutU16(uapi.IFLA_BRPORT_PRIORITY, uint16(priority))
	}
	if state >= 0 {
		m.PutU8(uapi.IFLA_BRPORT_STATE, uint8(state))
	}
	put(beforeCost, len(switches))
	if backup != -1 {
		m.PutU32(uapi.IFLA_BRPORT_BACKUP_PORT, uint32(backup))
	}
	if nhidSet {
		m.PutU32(uapi.IFLA_BRPORT_BACKUP_NHID, uint32(nhid))
	}
	m.Close()
	if mode >= 0 || flags > 0 {
		m.Open(unix.IFLA_AF_SPEC)
		if flags > 0 {
			m.PutU16(uapi.IFLA_BRIDGE_FLAGS, flags)
		}
		if mode >= 0 {
			m.PutU16(uapi.IFLA_BRIDGE_MODE, uint16(mode))
		}
		m.Close()
	}
	return talk(e, m)
}

// stateWord is a state by its number or name. A number is taken whatever it is.
func stateWord(word string) (int32, bool) {
	if v, n := cli.Strtol(word, 10); word != "" && n == len(word) {
		return int32(v), true
	}
	i := stateNumber(word)
	return int32(i), i >= 0
}

// A switchOptions' entry is an option of on and off. In the order they are sent.
var switchOptions = [...]struct {
	name string
	attr uint16
}{
	{"guard", uapi.IFLA_BRPORT_GUARD},
	{"hairpin", uapi.IFLA_BRPORT_MODE},
	{"fastleave", uapi.IFLA_BRPORT_FAST_LEAVE},
	{"root_block", uapi.IFLA_BRPORT_PROTECT},
	{"flood", uapi.IFLA_BRPORT_UNICAST_FLOOD},
	// beforeRouter
	{"mcast_flood", uapi.IFLA_BRPORT_MCAST_FLOOD},
	{"bcast_flood", uapi.IFLA_BRPORT_BCAST_FLOOD},
	{"mcast_to_unicast", uapi.IFLA_BRPORT_MCAST_TO_UCAST},
	// beforeGroups
	{"learning", uapi.IFLA_BRPORT_LEARNING},
	{"learning_sync", uapi.IFLA_BRPORT_LEARNING_SYNC},
	// beforeCost
	{"neigh_suppress", uapi.IFLA_BRPORT_NEIGH_SUPPRESS},
	{"neigh_vlan_suppress", uapi.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS},
	{"neigh_forward_grat", uapi.IFLA_BRPORT_NEIGH_FORWARD_GRAT},
	{"vlan_tunnel", uapi.IFLA_BRPORT_VLAN_TUNNEL},
	{"isolated", uapi.IFLA_BRPORT_ISOLATED},
	{"locked", uapi.IFLA_BRPORT_LOCKED},
	{"mab", uapi.IFLA_BRPORT_MAB},
}

// How many switches come before an option that is none.
const (
	beforeRouter = 5
	beforeGroups = 8
	beforeCost   = 10
)

func switchOption(word string) int {
	for i := range switchOptions {
		if switchOptions[i].name == word {
			return i
		}
	}
	return -1
}
