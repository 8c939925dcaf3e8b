package bridge

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

const linkUsage = `Usage: bridge link [ show ] [ dev DEV ] [ master DEVICE ]
       bridge link set dev DEV [ OPTION ]... [ self ] [ master ]

Options of a port
  spanning tree
    [ state STATE ] [ cost COST ] [ priority PRIO ]
    [ guard {on | off} ] [ root_block {on | off} ]
  forwarding
    [ flood {on | off} ] [ mcast_flood {on | off} ] [ bcast_flood {on | off} ]
    [ hairpin {on | off} ] [ isolated {on | off} ] [ hwmode {vepa | veb} ]
    [ backup_port DEVICE ] [ nobackup_port ] [ backup_nhid NHID ]
  learning
    [ learning {on | off} ] [ learning_sync {on | off} ]
    [ locked {on | off} ] [ mab {on | off} ]
  multicast
    [ mcast_router MULTICAST_ROUTER ] [ mcast_max_groups MAX_GROUPS ]
    [ mcast_to_unicast {on | off} ] [ fastleave {on | off} ]
  neighbours and tunnels
    [ neigh_suppress {on | off} ] [ neigh_vlan_suppress {on | off} ]
    [ neigh_forward_grat {on | off} ] [ vlan_tunnel {on | off} ]

STATE is disabled, listening, learning, forwarding, blocking, or its number.
`

// RunLink runs bridge link.
func RunLink(e *cli.Env, a *cli.Args) error {
	e.Stamp = false
	return dispatch(e, a, "link", linkCommands[:], showLinks)
}

var linkCommands = [...]command{
	{"set", false, setLink},
	{"change", false, setLink},
	{"show", false, showLinks},
	{"lst", false, showLinks},
	{"list", false, showLinks},
	{"help", false, func(*cli.Env, *cli.Args) error { return cli.Usage(linkUsage) }},
}

func showLinks(e *cli.Env, a *cli.Args) error {
	var dev, master word
	for a.More() {
		// A word that is neither is passed over, as upstream does.
		w, _ := a.Next()
		if w == "dev" {
			if err := dev.once(a, "dev"); err != nil {
				return err
			}
			w = dev.text
		}
		if w == "master" {
			if err := master.once(a, "master"); err != nil {
				return err
			}
		}
	}
	p := newLinkPrinter(e)
	var err error
	if dev.given {
		if p.keep.linkDev, err = device(e, dev.text); err != nil {
			return err
		}
	}
	if master.given {
		if p.keep.linkMaster, err = device(e, master.text); err != nil {
			return err
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	if err := list(e, c.New(unix.RTM_GETLINK, 0, linkHeader(0)), terminated, p.print); err != nil {
		return err
	}
	e.End()
	return nil
}

// A linkPrinter prints ports.
type linkPrinter struct {
	e    *cli.Env
	keep *kept
	head func(label string) // called before a record that passes
	info *info.Printer
	port [uapi.IFLA_BRPORT_MAX + 1]nl.Value
	spec [uapi.IFLA_BRIDGE_MAX + 1]nl.Value
}

func newLinkPrinter(e *cli.Env) *linkPrinter {
	return &linkPrinter{e: e, keep: keep(e), info: info.New(e)}
}

func (p *linkPrinter) print(r nl.Reply) bool {
	e := p.e
	t, ok := p.info.Attrs(r)
	if !ok {
		e.Warn("Message too short!")
		return false
	}
	h := nl.Value(r.Data)
	index := h.From(4).U32()
	if h[0] != unix.AF_BRIDGE && h[0] != unix.AF_UNSPEC || !pass(p.keep.linkDev, index) {
		return true
	}
	master := t[unix.IFLA_MASTER]
	if master != nil && !pass(p.keep.linkMaster, master.U32()) {
		return true
	}
	name := t[unix.IFLA_IFNAME].Text()
	if t[unix.IFLA_IFNAME] == nil {
		e.Warn("BUG: device with ifindex " + strconv.Itoa(int(int32(index))) + " has nil ifname")
		name = append(make([]byte, 0, 16), names.IfN(index)...)
	}
	if p.head != nil {
		p.head("[LINK]")
	}
	e.Obj("")
	if r.Type == unix.RTM_DELLINK {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	e.Int("ifindex", "%: ", int64(int32(index)))
	down := p.info.PrintName("%: ", name, t)
	p.info.PrintFlags(h.From(8).U32(), down)
	if v := t[unix.IFLA_MTU]; v != nil {
		e.Int("mtu", "mtu % ", int64(int32(v.U32())))
	}
	if master != nil {
		e.Str("master", "master % ", e.LinkName(master.U32()))
	}
	if v := t[unix.IFLA_PROTINFO]; v != nil {
		p.protInfo(v)
	}
	if v := t[unix.IFLA_AF_SPEC]; v != nil {
		if mode := nl.Table(p.spec[:]).Index(v)[uapi.IFLA_BRIDGE_MODE]; mode != nil {
			printHWMode(e, mode.U16())
		}
	}
	e.Text("\n")
	e.EndObj()
	return true
}

// protInfo prints a port's options: of old kernels its state alone.
func (p *linkPrinter) protInfo(v nl.Value) {
	e := p.e
	if len(v) < 4 {
		printState(e, v.U8())
		return
	}
	t := nl.Table(p.port[:]).Index(v)
	if s := t[uapi.IFLA_BRPORT_STATE]; s != nil {
		printState(e, s.U8())
	}
	if s := t[uapi.IFLA_BRPORT_PRIORITY]; s != nil {
		e.Uint("priority", "priority % ", uint64(s.U16()))
	}
	if s := t[uapi.IFLA_BRPORT_COST]; s != nil {
		e.Uint("cost", "cost % ", uint64(s.U32()))
	}
	if e.Details == 0 {
		return
	}
	e.NL()
	e.Text("    ")
	for i := range portOptions {
		o := &portOptions[i]
		s := t.At(o.attr)
		if s == nil || o.size == isSet {
			continue
		}
		form := o.name + " % "
		switch o.size {
		case isSwitch:
			e.OnOff(o.name, form, s.U8() != 0)
		case isDevice:
			e.Str(o.name, form, e.LinkName(s.U32()))
		case 1:
			e.Uint(o.name, form, uint64(s.U8()))
		default:
			e.Uint(o.name, form, uint64(s.U32()))
		}
	}
}

// Sizes of an option's value that mean more than bytes.
const (
	isSwitch = iota + 100 // on or off, in a byte
	isDevice              // an index
	isSet                 // set here, and shown elsewhere
)

// An option is one of a port's. It is shown with -d.
type option struct {
	name string
	attr uint16
	size uint8
}

// In the order they are shown.
var portOptions = [...]option{
	{"hairpin", uapi.IFLA_BRPORT_MODE, isSwitch},
	{"guard", uapi.IFLA_BRPORT_GUARD, isSwitch},
	{"root_block", uapi.IFLA_BRPORT_PROTECT, isSwitch},
	{"fastleave", uapi.IFLA_BRPORT_FAST_LEAVE, isSwitch},
	{"learning", uapi.IFLA_BRPORT_LEARNING, isSwitch},
	{"learning_sync", uapi.IFLA_BRPORT_LEARNING_SYNC, isSwitch},
	{"flood", uapi.IFLA_BRPORT_UNICAST_FLOOD, isSwitch},
	{"mcast_flood", uapi.IFLA_BRPORT_MCAST_FLOOD, isSwitch},
	{"bcast_flood", uapi.IFLA_BRPORT_BCAST_FLOOD, isSwitch},
	{"mcast_router", uapi.IFLA_BRPORT_MULTICAST_ROUTER, 1},
	{"mcast_to_unicast", uapi.IFLA_BRPORT_MCAST_TO_UCAST, isSwitch},
	{"neigh_suppress", uapi.IFLA_BRPORT_NEIGH_SUPPRESS, isSwitch},
	{"neigh_vlan_suppress", uapi.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, isSwitch},
	{"neigh_forward_grat", uapi.IFLA_BRPORT_NEIGH_FORWARD_GRAT, isSwitch},
	{"vlan_tunnel", uapi.IFLA_BRPORT_VLAN_TUNNEL, isSwitch},
	{"backup_port", uapi.IFLA_BRPORT_BACKUP_PORT, isDevice},
	{"backup_nhid", uapi.IFLA_BRPORT_BACKUP_NHID, 4},
	{"isolated", uapi.IFLA_BRPORT_ISOLATED, isSwitch},
	{"locked", uapi.IFLA_BRPORT_LOCKED, isSwitch},
	{"mab", uapi.IFLA_BRPORT_MAB, isSwitch},
	{"mcast_n_groups", uapi.IFLA_BRPORT_MCAST_N_GROUPS, 4},
	{"mcast_max_groups", uapi.IFLA_BRPORT_MCAST_MAX_GROUPS, 4},
	{"state", uapi.IFLA_BRPORT_STATE, isSet},
	{"priority", uapi.IFLA_BRPORT_PRIORITY, isSet},
	{"cost", uapi.IFLA_BRPORT_COST, isSet},
}

var states = [...]string{"disabled", "listening", "learning", "forwarding", "blocking"}

// printState prints a port's state in the spanning tree.
func printState(e *cli.Env, state uint8) {
	if int(state) < len(states) {
		e.Str("state", "state % ", states[state])
	} else {
		e.Uint("state", "state (%) ", uint64(state))
	}
}

// stateNumber is the number of a state that is spelled out; -1 for none.
func stateNumber(word string) int {
	for i := range states {
		if states[i] == word {
			return i
		}
	}
	return -1
}

func printHWMode(e *cli.Env, mode uint16) {
	switch mode {
	case uapi.BRIDGE_MODE_VEB:
		e.Str("hwmode", "hwmode % ", "VEB")
	case uapi.BRIDGE_MODE_VEPA:
		e.Str("hwmode", "hwmode % ", "VEPA")
	default:
		e.Hex("hwmode", "hwmode % ", uint64(mode))
	}
}
