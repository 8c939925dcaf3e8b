package bridge

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const vlanUsage = `Usage: bridge vlan [ { show | tunnelshow } [ dev DEV ] [ vid VLAN_ID ] ]
       bridge vlan { add | del } vid VLAN_ID dev DEV [ self ] [ master ]
                   [ pvid ] [ untagged ] [ tunnel_info id TUNNEL_ID ]
       bridge vlan { set } vid VLAN_ID dev DEV [ state STP_STATE ]
                   [ mcast_router MULTICAST_ROUTER ] [ mcast_max_groups MAX_GROUPS ]
                   [ neigh_suppress {on | off} ] [ neigh_forward_grat {on | off} ]
       bridge vlan global { show } [ dev DEV ] [ vid VLAN_ID ]
       bridge vlan global { set } vid VLAN_ID dev DEV [ msti MSTI ]
                   [ mcast_snooping MULTICAST_SNOOPING ]
                   [ mcast_querier MULTICAST_QUERIER ]
                   [ mcast_igmp_version IGMP_VERSION ] [ mcast_mld_version MLD_VERSION ]
                   [ mcast_last_member_count LAST_MEMBER_COUNT ]
                   [ mcast_last_member_interval LAST_MEMBER_INTERVAL ]
                   [ mcast_startup_query_count STARTUP_QUERY_COUNT ]
                   [ mcast_startup_query_interval STARTUP_QUERY_INTERVAL ]
                   [ mcast_membership_interval MEMBERSHIP_INTERVAL ]
                   [ mcast_querier_interval QUERIER_INTERVAL ]
                   [ mcast_query_interval QUERY_INTERVAL ]
                   [ mcast_query_response_interval QUERY_RESPONSE_INTERVAL ]

VLAN_ID and TUNNEL_ID are numbers, or ranges of them: 10-20.
`

// RunVLAN runs bridge vlan.
func RunVLAN(e *cli.Env, a *cli.Args) error {
	e.Stamp = false
	return dispatch(e, a, "vlan", vlanCommands[:], showMembers)
}

var vlanCommands = [...]command{
	{"add", false, func(e *cli.Env, a *cli.Args) error { return changeVLAN(e, a, unix.RTM_SETLINK) }},
	{"delete", false, func(e *cli.Env, a *cli.Args) error { return changeVLAN(e, a, unix.RTM_DELLINK) }},
	{"show", false, showMembers},
	{"lst", false, showMembers},
	{"list", false, showMembers},
	{"tunnelshow", false, func(e *cli.Env, a *cli.Args) error { return showVLANs(e, a, true) }},
	{"set", false, setVLAN},
	{"global", true, globalVLAN},
	{"help", false, func(*cli.Env, *cli.Args) error { return cli.Usage(vlanUsage) }},
}

func showMembers(e *cli.Env, a *cli.Args) error { return showVLANs(e, a, false) }

func globalVLAN(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return showGlobalVLANs(e, a)
	}
	switch w, _ := a.Next(); w {
	case "show", "lst", "list":
		return showGlobalVLANs(e, a)
	case "set":
		return setGlobalVLAN(e, a)
	}
	return cli.Usage(vlanUsage)
}

// vids is a VLAN, or a range of them: -1 is none.
type vids struct {
	from, to int16
	isRange  bool
}

// parse reads 5 or 5-9. What is no number counts for 0, as upstream has it.
func (v *vids) parse(a *cli.Args) error {
	w, err := a.Next()
	from, to, isRange := strings.Cut(w, "-")
	v.from = int16(cli.Atoi(from))
	if isRange {
		v.to, v.isRange = int16(cli.Atoi(to)), true
	}
	return err
}

func (v *vids) badRange(e *cli.Env) error {
	return e.Fail(`Invalid VLAN range "` + strconv.Itoa(int(uint16(v.from))) + "-" + strconv.Itoa(int(uint16(v.to))) + `"`)
}

func badVID(e *cli.Env, vid int16) error {
	return e.Fail(`Invalid VLAN ID "` + strconv.Itoa(int(uint16(vid))) + `"`)
}

const maxVLAN = 4096

// changeVLAN adds VLANs to a port or takes them from it.
func changeVLAN(e *cli.Env, a *cli.Args, typ uint16) error {
	var dev word
	var info, flags uint16
	var tunnel tunnels
	v := vids{from: -1, to: -1}
	for a.More() {
		w, _ := a.Next()
		var err error
		switch w {
		case "dev":
			err = dev.next(a)
		case "vid":
			err = v.parse(a)
		case "self":
			flags |= uapi.BRIDGE_FLAGS_SELF
		case "master":
			flags |= uapi.BRIDGE_FLAGS_MASTER
		case "pvid":
			info |= uapi.BRIDGE_VLAN_INFO_PVID
		case "untagged":
			info |= uapi.BRIDGE_VLAN_INFO_UNTAGGED
		case "tunnel_info":
			err = tunnel.parse(a)
		default:
			err = passOver(a, cli.Prefix(w, "help"))
		}
		if err != nil {
			return err
		}
	}
	if !dev.given || v.from == -1 {
		return e.Fail("Device and VLAN ID are required arguments.")
	}
	index, err := named(e, "bridge", dev.text)
	if err != nil {
		return err
	}
	if v.from >= maxVLAN {
		return badVID(e, v.from)
	}
	if v.isRange {
		info |= uapi.BRIDGE_VLAN_INFO_RANGE_BEGIN
		if v.to == -1 || v.to >= maxVLAN || v.from >= v.to {
			return v.badRange(e)
		}
		if info&uapi.BRIDGE_VLAN_INFO_PVID != 0 {
			return e.Fail("pvid cannot be configured for a vlan range")
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(typ, 0, linkHeader(index))
	m.Open(unix.IFLA_AF_SPEC)
	if flags != 0 {
		m.PutU16(uapi.IFLA_BRIDGE_FLAGS, flags)
	}
	if tunnel.given {
		tunnel.put(m, &v)
	} else {
		putVLANs(m, &v, info)
	}
	m.Close()
	return talk(e, m)
}

// passOver leaves out a word that is no option. Behind a call for help goes the next
// one too: there must be one.
func passOver(a *cli.Args, help bool) (err error) {
	if help {
		_, err = a.Next()
	}
	return err
}

// putVLANs puts the VLANs as one struct bridge_vlan_info, or as one for either end.
func putVLANs(m *nl.Msg, v *vids, flags uint16) {
	one := func(vid int16, flags uint16) {
		b := m.Add(uapi.IFLA_BRIDGE_VLAN_INFO, 4)
		nl.Native.PutUint16(b, flags)
		nl.Native.PutUint16(b[2:], uint16(vid))
	}
	one(v.from, flags)
	if v.to != -1 {
		one(v.to, flags&^uapi.BRIDGE_VLAN_INFO_RANGE_BEGIN|uapi.BRIDGE_VLAN_INFO_RANGE_END)
	}
}

// tunnels is the tunnels that VLANs are mapped to.
type tunnels struct {
	given    bool
	from, to uint32
}

func (t *tunnels) parse(a *cli.Args) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if !cli.Prefix(w, "id") {
		return cli.Invalid("tunnel id expected", w)
	}
	if w, err = a.Next(); err != nil {
		return err
	}
	t.given = true
	from, to, isRange := strings.Cut(w, "-")
	v, ok := cli.Uint(from, 0, 24)
	t.from = uint32(v)
	if isRange && ok {
		v, ok = cli.Uint(to, 0, 24)
		t.to = uint32(v)
	}
	if !ok {
		return cli.Invalid("invalid tun id", from) // whichever it was
	}
	return nil
}

func (t *tunnels) put(m *nl.Msg, v *vids) {
	one := func(vid int16, id uint32, flags uint16) {
		m.Open(uapi.IFLA_BRIDGE_VLAN_TUNNEL_INFO)
		m.PutU32(uapi.IFLA_BRIDGE_VLAN_TUNNEL_ID, id)
		m.PutU16(uapi.IFLA_BRIDGE_VLAN_TUNNEL_VID, uint16(vid))
		m.PutU16(uapi.IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, flags)
		m.Close()
	}
	if v.to != -1 && int(v.to) > int(uint16(v.from)) {
		one(v.from, t.from, uapi.BRIDGE_VLAN_INFO_RANGE_BEGIN)
		one(v.to, t.to, uapi.BRIDGE_VLAN_INFO_RANGE_END)
		return
	}
	one(v.from, t.from, 0)
}
