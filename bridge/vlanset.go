package bridge

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// vlanHeader is a struct br_vlan_msg.
func vlanHeader(index uint32) []byte {
	b := make([]byte, vlanHeaderLen)
	b[0] = unix.AF_BRIDGE
	nl.Native.PutUint32(b[4:], index)
	return b
}

const vlanHeaderLen = 8

// vlanSetter gathers the options of VLANs that exist, whose device and numbers can
// stand anywhere among them.
type vlanSetter struct {
	m   *nl.Msg
	dev word
	v   vids
}

func newVLANSetter(e *cli.Env, entry uint16) (*vlanSetter, error) {
	c, err := e.Conn()
	if err != nil {
		return nil, err
	}
	s := &vlanSetter{m: c.New(unix.RTM_NEWVLAN, 0, vlanHeader(0)), v: vids{from: -1, to: -1}}
	s.m.Open(entry | nl.Nested)
	return s, nil
}

// device takes the value of dev.
func (s *vlanSetter) device(e *cli.Env, a *cli.Args) error {
	if err := s.dev.next(a); err != nil {
		return err
	}
	index, err := named(e, "network", s.dev.text)
	nl.Native.PutUint32(s.m.Header()[4:], index)
	return err
}

// vid takes the value of vid.
func (s *vlanSetter) vid(e *cli.Env, a *cli.Args) error {
	s.v.isRange = false
	if err := s.v.parse(a); err != nil {
		return err
	}
	if s.v.isRange && (s.v.from >= s.v.to || s.v.to >= maxVLAN) {
		return s.v.badRange(e)
	}
	if s.v.from >= maxVLAN {
		return badVID(e, s.v.from)
	}
	return nil
}

func (s *vlanSetter) run(e *cli.Env) error {
	s.m.Close()
	if !s.dev.given || s.v.from == -1 {
		return e.Fail("Device and VLAN ID are required arguments.")
	}
	return talk(e, s.m)
}

// number reads a number of 1, 2, 4 or 8 bytes and adds it.
func number(m *nl.Msg, what, word string, typ uint16, size int) error {
	v, ok := cli.Uint(word, 0, 8*size)
	if !ok {
		return cli.Invalid("invalid "+what, word)
	}
	b := m.Add(typ, size)
	switch size {
	case 1:
		b[0] = uint8(v)
	case 2:
		nl.Native.PutUint16(b, uint16(v))
	case 4:
		nl.Native.PutUint32(b, uint32(v))
	default:
		nl.Native.PutUint64(b, v)
	}
	return nil
}

// setVLAN sets options of a port's VLANs.
func setVLAN(e *cli.Env, a *cli.Args) error {
	s, err := newVLANSetter(e, uapi.BRIDGE_VLANDB_ENTRY)
	if err != nil {
		return err
	}
	for a.More() {
		w, _ := a.Next()
		switch w {
		case "dev":
			err = s.device(e, a)
		case "vid":
			s.v.to = -1
			if err = s.vid(e, a); err != nil {
				return err
			}
			b := s.m.Add(uapi.BRIDGE_VLANDB_ENTRY_INFO, 4)
			nl.Native.PutUint16(b, uapi.BRIDGE_VLAN_INFO_ONLY_OPTS)
			nl.Native.PutUint16(b[2:], uint16(s.v.from))
			if s.v.to != -1 {
				nl.Native.PutUint16(s.m.Add(uapi.BRIDGE_VLANDB_ENTRY_RANGE, 2), uint16(s.v.to))
			}
		case "state", "mcast_router", "mcast_max_groups":
			var value string
			if value, err = a.Next(); err == nil {
				err = s.option(e, w, value)
			}
		case "neigh_suppress":
			err = s.onOff(a, w, uapi.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS)
		case "neigh_forward_grat":
			err = s.onOff(a, w, uapi.BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT)
		default:
			err = passOver(a, cli.Prefix(w, "help"))
		}
		if err != nil {
			return err
		}
	}
	return s.run(e)
}

func (s *vlanSetter) option(e *cli.Env, name, value string) error {
	switch name {
	case "mcast_router":
		return number(s.m, name, value, uapi.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, 1)
	case "mcast_max_groups":
		return number(s.m, name, value, uapi.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS, 4)
	}
	state, _ := stateWord(value)
	if state == -1 {
		return e.Fail("Error: invalid STP state")
	}
	s.m.Add(uapi.BRIDGE_VLANDB_ENTRY_STATE, 1)[0] = uint8(state)
	return nil
}

func (s *vlanSetter) onOff(a *cli.Args, what string, typ uint16) error {
	v, err := onOff(a, what)
	if err == nil {
		s.m.Add(typ, 1)[0] = v
	}
	return err
}

// globalOptions is the options of a bridge's VLAN, all of them numbers, in the order
// they are shown.
var globalOptions = [...]struct {
	name string
	attr uint16
	size uint8
}{
	{"mcast_snooping", uapi.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, 1},
	{"mcast_querier", uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, 1},
	{"mcast_igmp_version", uapi.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, 1},
	{"mcast_mld_version", uapi.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, 1},
	{"mcast_last_member_count", uapi.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, 4},
	{"mcast_last_member_interval", uapi.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, 8},
	{"mcast_startup_query_count", uapi.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, 4},
	{"mcast_startup_query_interval", uapi.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, 8},
	{"mcast_membership_interval", uapi.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, 8},
	{"mcast_querier_interval", uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, 8},
	{"mcast_query_interval", uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, 8},
	{"mcast_query_response_interval", uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, 8},
	{"msti", uapi.BRIDGE_VLANDB_GOPTS_MSTI, 2},
}

// setGlobalVLAN sets options of a bridge's VLANs.
func setGlobalVLAN(e *cli.Env, a *cli.Args) error {
	s, err := newVLANSetter(e, uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS)
	if err != nil {
		return err
	}
words:
	for a.More() {
		w, _ := a.Next()
		for i := range globalOptions {
			if o := &globalOptions[i]; w == o.name {
				value, err := a.Next()
				if err == nil {
					err = number(s.m, w, value, o.attr, int(o.size))
				}
				if err != nil {
					return err
				}
				continue words
			}
		}
		switch w {
		case "dev":
			err = s.device(e, a)
		case "vid":
			if err = s.vid(e, a); err != nil {
				return err
			}
			nl.Native.PutUint16(s.m.Add(uapi.BRIDGE_VLANDB_GOPTS_ID, 2), uint16(s.v.from))
			if s.v.to != -1 {
				nl.Native.PutUint16(s.m.Add(uapi.BRIDGE_VLANDB_GOPTS_RANGE, 2), uint16(s.v.to))
			}
		default:
			err = passOver(a, w == "help")
		}
		if err != nil {
			return err
		}
	}
	return s.run(e)
}
