package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// unset is an option that is not sent: not given, or given as what upstream does not
// send.
const unset = -1

// setLink sets a port's options. They are sent in an order of their own, and some
// values that make no sense are not sent at all, as upstream has it.
func setLink(e *cli.Env, a *cli.Args) error {
	var dev word
	var values [uapi.IFLA_BRPORT_MAX + 1]int64
	flags, mode := uint16(0), unset
	for i := range values {
		values[i] = unset
	}
	for a.More() {
		w, _ := a.Next()
		var err error
		switch w {
		case "self":
			flags |= uapi.BRIDGE_FLAGS_SELF
		case "master":
			flags |= uapi.BRIDGE_FLAGS_MASTER
		case "nobackup_port":
			values[uapi.IFLA_BRPORT_BACKUP_PORT] = 0
		case "dev":
			err = dev.next(a)
		case "hwmode":
			flags = uapi.BRIDGE_FLAGS_SELF
			mode, err = hwMode(e, a)
		default:
			o := portOption(w)
			if o == nil {
				return cli.Usage(linkUsage)
			}
			values[o.attr], err = o.parse(e, a)
		}
		if err != nil {
			return err
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
	for _, attr := range sent {
		if v := values[attr]; v != unset {
			putOption(m, uint16(attr), v)
		}
	}
	m.Close()
	if flags != 0 {
		m.Open(unix.IFLA_AF_SPEC)
		m.PutU16(uapi.IFLA_BRIDGE_FLAGS, flags)
		if mode != unset {
			m.PutU16(uapi.IFLA_BRIDGE_MODE, uint16(mode))
		}
		m.Close()
	}
	return talk(e, m)
}

// sent is the options in the order they are sent.
var sent = [...]uint8{
	uapi.IFLA_BRPORT_GUARD,
	uapi.IFLA_BRPORT_MODE,
	uapi.IFLA_BRPORT_FAST_LEAVE,
	uapi.IFLA_BRPORT_PROTECT,
	uapi.IFLA_BRPORT_UNICAST_FLOOD,
	uapi.IFLA_BRPORT_MULTICAST_ROUTER,
	uapi.IFLA_BRPORT_MCAST_FLOOD,
	uapi.IFLA_BRPORT_BCAST_FLOOD,
	uapi.IFLA_BRPORT_MCAST_TO_UCAST,
	uapi.IFLA_BRPORT_MCAST_MAX_GROUPS,
	uapi.IFLA_BRPORT_LEARNING,
	uapi.IFLA_BRPORT_LEARNING_SYNC,
	uapi.IFLA_BRPORT_COST,
	uapi.IFLA_BRPORT_PRIORITY,
	uapi.IFLA_BRPORT_STATE,
	uapi.IFLA_BRPORT_NEIGH_SUPPRESS,
	uapi.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS,
	uapi.IFLA_BRPORT_NEIGH_FORWARD_GRAT,
	uapi.IFLA_BRPORT_VLAN_TUNNEL,
	uapi.IFLA_BRPORT_ISOLATED,
	uapi.IFLA_BRPORT_LOCKED,
	uapi.IFLA_BRPORT_MAB,
	uapi.IFLA_BRPORT_BACKUP_PORT,
	uapi.IFLA_BRPORT_BACKUP_NHID,
}

func putOption(m *nl.Msg, attr uint16, v int64) {
	switch attr {
	case uapi.IFLA_BRPORT_MCAST_MAX_GROUPS, uapi.IFLA_BRPORT_COST, uapi.IFLA_BRPORT_BACKUP_PORT, uapi.IFLA_BRPORT_BACKUP_NHID:
		m.PutU32(attr, uint32(v))
	case uapi.IFLA_BRPORT_PRIORITY:
		m.PutU16(attr, uint16(v))
	default:
		m.PutU8(attr, uint8(v))
	}
}

// portOption is the option that can be set by that name, nil for none.
func portOption(name string) *option {
	for i := range portOptions {
		if o := &portOptions[i]; o.name == name && o.attr != uapi.IFLA_BRPORT_MCAST_N_GROUPS {
			return o
		}
	}
	return nil
}

// parse takes the option's value. Numbers are cut to the size that upstream keeps them
// in; what is negative then is not sent.
func (o *option) parse(e *cli.Env, a *cli.Args) (int64, error) {
	if o.size == isSwitch {
		v, err := onOff(a, o.name)
		return int64(v), err
	}
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v := int64(cli.Atoi(w))
	ok := true
	switch o.attr {
	case uapi.IFLA_BRPORT_MULTICAST_ROUTER:
		v = int64(int8(v))
	case uapi.IFLA_BRPORT_PRIORITY:
		v = int64(int16(v))
	case uapi.IFLA_BRPORT_COST:
		if v = int64(uint32(v)); v == 0 {
			v = unset
		}
	case uapi.IFLA_BRPORT_STATE:
		var state int32
		if state, ok = stateWord(w); !ok {
			return 0, e.Fail("Error: invalid STP port state")
		}
		v = int64(int8(state))
	case uapi.IFLA_BRPORT_MCAST_MAX_GROUPS:
		v, ok = cli.Int(w, 0, 32)
	case uapi.IFLA_BRPORT_BACKUP_PORT:
		if v = int64(e.LinkIndex(w)); v == 0 {
			return 0, e.Fail("Error: device " + w + " does not exist")
		}
	case uapi.IFLA_BRPORT_BACKUP_NHID:
		var id uint64
		id, ok = cli.Uint(w, 0, 32)
		v = int64(id)
	}
	if !ok {
		return 0, cli.Invalid("invalid "+o.name, w)
	}
	return max(v, unset), nil
}

func hwMode(e *cli.Env, a *cli.Args) (int, error) {
	switch w, err := a.Next(); {
	case err != nil:
		return 0, err
	case w == "vepa":
		return uapi.BRIDGE_MODE_VEPA, nil
	case w == "veb":
		return uapi.BRIDGE_MODE_VEB, nil
	}
	return 0, e.Fail(`Mode argument must be "vepa" or "veb".`)
}

// stateWord is a state by its number or name. A number is taken whatever it is.
func stateWord(word string) (int32, bool) {
	if v, n := cli.Strtol(word, 10); word != "" && n == len(word) {
		return int32(v), true
	}
	i := stateNumber(word)
	return int32(i), i >= 0
}
