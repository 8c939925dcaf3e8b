package link

import (
	"encoding/binary"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// vf takes the settings of one virtual function, as many as follow (IFLA_VF_INFO).
func (r *request) vf(e *cli.Env, a *cli.Args, w *words) error {
	v, err := a.Next()
	if err != nil {
		return err
	}
	n, ok := cli.Int(v, 0, 32)
	if !ok {
		return cli.Invalid(`Invalid "vf" value`+"\n", v)
	}
	if w.dev == nil {
		return cli.Missing("dev")
	}
	r.m.Open(uapi.IFLA_VFINFO_LIST)
	r.m.Open(uapi.IFLA_VF_INFO)
	f := vfWords{r: r, vf: uint32(n), dev: *w.dev, least: -1, most: -1}
	for _, word := range a.Rest() {
		f.newRate = f.newRate || cli.Prefix(word, "max_tx_rate") || cli.Prefix(word, "min_tx_rate")
		f.override = f.override || cli.Prefix(word, "max_tx_rate")
	}
	count := 0
	for ; a.More(); count++ {
		ok, err := f.option(e, a)
		if err != nil {
			return failed(err)
		}
		if !ok {
			break
		}
	}
	if f.newRate {
		if err := f.rates(e); err != nil {
			return err
		}
	}
	if count == 0 {
		return cli.Incomplete()
	}
	r.m.Close()
	r.m.Close()
	if w.name == w.dev {
		w.dev = nil
	}
	return nil
}

// vfWords is what is read of one virtual function.
type vfWords struct {
	r           *request
	vf          uint32
	dev         string
	newRate     bool // by max_tx_rate and min_tx_rate
	override    bool
	least, most int64 // -1: as it is
}

// put puts an attribute that begins with the function's number.
func (f *vfWords) put(typ uint16, size int) []byte {
	b := f.r.m.Add(typ, size)
	nl.Native.PutUint32(b, f.vf)
	return b
}

func (f *vfWords) pair(typ uint16, v uint32) { nl.Native.PutUint32(f.put(typ, 8)[4:], v) }

var vfSwitches = [...]struct {
	name string
	attr uint16
}{
	{"spoofchk", uapi.IFLA_VF_SPOOFCHK}, {"query_rss", uapi.IFLA_VF_RSS_QUERY_EN}, {"trust", uapi.IFLA_VF_TRUST},
}

var vfStates = [...]string{"auto", "enable", "disable"}

func (f *vfWords) option(e *cli.Env, a *cli.Args) (ok bool, err error) {
	word, _ := a.Next()
	is := func(name string) bool { return cli.Prefix(word, name) }
	switch {
	case is("mac"):
		b, err := hardware(a)
		if err != nil {
			return false, err
		}
		if n := hardwareLen(e, f.dev); n > 0 && n != len(b) {
			return false, cli.Fail("Invalid address length " + itoa(len(b)) + " - must be " + itoa(n) + " bytes")
		}
		copy(f.put(uapi.IFLA_VF_MAC, 36)[4:], b)
	case is("vlan"):
		return true, f.vlans(a)
	case is("rate"):
		v, err := unsigned(a, "rate")
		if err != nil {
			return false, err
		}
		if !f.newRate {
			f.pair(uapi.IFLA_VF_TX_RATE, v)
		} else if !f.override {
			f.most = int64(v)
		}
	case is("max_tx_rate"), is("min_tx_rate"):
		name, to := "max tx rate", &f.most
		if !is("max_tx_rate") {
			name, to = "min tx rate", &f.least
		}
		v, err := unsigned(a, name)
		if err != nil {
			return false, err
		}
		*to = int64(int32(v))
	case is("state") && word != "s": // which is spoofchk
		v, err := a.Next()
		if err != nil {
			return false, err
		}
		for i, s := range vfStates {
			if cli.Prefix(v, s) {
				f.pair(uapi.IFLA_VF_LINK_STATE, uint32(i))
				return true, nil
			}
		}
		return false, cli.Invalid(`Invalid "state" value`+"\n", v)
	case is("node_guid"), is("port_guid"):
		v, err := a.Next()
		if err != nil {
			return false, err
		}
		guid, ok := parseGUID(v)
		if !ok {
			return false, cli.Invalid("Invalid GUID format\n", v)
		}
		typ := uint16(uapi.IFLA_VF_IB_NODE_GUID)
		if is("port_guid") {
			typ = uapi.IFLA_VF_IB_PORT_GUID
		}
		nl.Native.PutUint64(f.put(typ, 16)[8:], guid)
	default:
		for _, s := range vfSwitches {
			if !is(s.name) {
				continue
			}
			on, err := attr.ParseOnOff(e, a, s.name)
			v := uint32(0)
			if on {
				v = 1
			}
			f.pair(s.attr, v)
			return true, err
		}
		a.Back()
		return false, nil
	}
	return true, nil
}

func unsigned(a *cli.Args, name string) (uint32, error) {
	v, err := a.Next()
	if err != nil {
		return 0, err
	}
	n, ok := cli.Uint(v, 0, 32)
	if !ok {
		return 0, cli.Invalid(`Invalid "`+name+`" value`+"\n", v)
	}
	return uint32(n), nil
}

// A vfVlan is struct ifla_vf_vlan_info without the function's number.
type vfVlan struct {
	id, qos uint32
	proto   uint16
}

const (
	ethP8021Q  = 0x8100
	ethP8021AD = 0x88a8
)

// vlans puts a VLAN the old way where that can say it, else a list of them.
func (f *vfWords) vlans(a *cli.Args) error {
	v, err := readVlan(a)
	if err != nil {
		return err
	}
	if v.proto == ethP8021Q {
		b := f.put(uapi.IFLA_VF_VLAN, 12)
		nl.Native.PutUint32(b[4:], v.id)
		nl.Native.PutUint32(b[8:], v.qos)
		return nil
	}
	f.r.m.Open(uapi.IFLA_VF_VLAN_LIST)
	for {
		b := f.put(uapi.IFLA_VF_VLAN_INFO, 16)
		nl.Native.PutUint32(b[4:], v.id)
		nl.Native.PutUint32(b[8:], v.qos)
		binary.BigEndian.PutUint16(b[12:], v.proto)
		if !a.AcceptPrefix("vlan") {
			break
		}
		if v, err = readVlan(a); err != nil {
			return err
		}
	}
	f.r.m.Close()
	return nil
}

func readVlan(a *cli.Args) (v vfVlan, err error) {
	word, err := a.Next()
	if err != nil {
		return v, err
	}
	id, ok := cli.Uint(word, 0, 32)
	if !ok || id > 4095 {
		return v, cli.Invalid(`Invalid "vlan" value`+"\n", word)
	}
	v.id, v.proto = uint32(id), ethP8021Q
	if a.AcceptPrefix("qos") {
		if v.qos, err = unsigned(a, "qos"); err != nil {
			return v, err
		}
	}
	if a.AcceptPrefix("proto") {
		if word, err = a.Next(); err != nil {
			return v, err
		}
		switch {
		case strings.EqualFold(word, "802.1Q"):
		case strings.EqualFold(word, "802.1ad"):
			v.proto = ethP8021AD
		default:
			n, ok := attr.ParseEther(word)
			if !ok {
				return v, cli.Invalid("protocol is invalid\n", word)
			}
			if v.proto = n; n != ethP8021Q && n != ethP8021AD {
				return v, cli.Invalid(`Invalid "vlan protocol" value - supported 802.1Q, 802.1ad`+"\n", word)
			}
		}
	}
	return v, nil
}

// parseGUID reads eight bytes in hex with colons between them, two digits each.
func parseGUID(s string) (guid uint64, ok bool) {
	if len(s) != 23 {
		return 0, false
	}
	for i := 0; i < 8; i++ {
		if i < 7 && s[2+i*3] != ':' {
			return 0, false
		}
		v, ok := cli.Uint(s[i*3:i*3+2], 16, 8)
		if !ok {
			return 0, false
		}
		guid |= v << (56 - 8*i)
	}
	return guid, true
}

// rates puts IFLA_VF_RATE; a bound that was not given stays as the kernel has it.
func (f *vfWords) rates(e *cli.Env) error {
	if f.least == -1 || f.most == -1 {
		index := e.LinkIndex(f.dev)
		if index == 0 {
			return cli.Quit(1, "Device "+f.dev+" does not exist")
		}
		t, err := attrs(e, index)
		if err != nil {
			return err
		}
		least, most := uint32(0), uint32(0)
		if t[uapi.IFLA_VFINFO_LIST] != nil && t[uapi.IFLA_NUM_VF] != nil {
			if least, most, err = f.now(t[uapi.IFLA_VFINFO_LIST]); err != nil {
				return err
			}
		}
		if f.least == -1 {
			f.least = int64(int32(least))
		}
		if f.most == -1 {
			f.most = int64(int32(most))
		}
	}
	if f.most != 0 && f.least > f.most {
		return cli.Fail("Invalid min_tx_rate " + itoa(int(f.least)) + " - must be <= max_tx_rate " + itoa(int(f.most)))
	}
	b := f.put(uapi.IFLA_VF_RATE, 12)
	nl.Native.PutUint32(b[4:], uint32(f.least))
	nl.Native.PutUint32(b[8:], uint32(f.most))
	return nil
}

// now is the rates that the function has.
func (f *vfWords) now(list nl.Value) (least, most uint32, err error) {
	for _, v := range nl.Attrs(list) {
		var tb [uapi.IFLA_VF_MAX + 1]nl.Value
		rate := nl.Table(tb[:]).Index(v)[uapi.IFLA_VF_RATE]
		if rate == nil {
			return 0, 0, cli.Quit(1, "VF min/max rate API not supported")
		}
		if rate.U32() == f.vf {
			return rate.From(4).U32(), rate.From(8).U32(), nil
		}
	}
	return 0, 0, cli.Quit(1, "Cannot find VF "+itoa(int(f.vf)))
}
