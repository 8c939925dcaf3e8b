package info

import (
	"gip/internal/attr"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// vfs prints the virtual functions of a link and returns how many there are.
func (p *Printer) vfs(l *link, list nl.Value) (n uint32) {
	p.e.Arr("vfinfo_list")
	for typ, v := range nl.Attrs(list) {
		p.e.Obj("")
		if typ == unix.IFLA_VF_INFO {
			p.vf(l, v)
		} else {
			p.e.Warn("BUG: rta type is " + itoa(int64(typ)))
		}
		p.e.EndObj()
		n++
	}
	p.e.EndArr()
	return n
}

func (p *Printer) vf(l *link, v nl.Value) {
	e := p.e
	var tb [uapi.IFLA_VF_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	e.NL()
	e.Text("    ")
	mac := t[unix.IFLA_VF_MAC]
	e.Int("vf", "vf % ", int64(int32(mac.U32())))
	p.linkType(l.typ)
	p.vfAddr("address", mac.From(4), l.typ)
	if b := t[unix.IFLA_VF_BROADCAST]; b != nil {
		p.peerOrBrd(l.flags)
		p.vfAddr("broadcast", b, l.typ)
	}
	p.vfVlans(t)
	if rate := t[unix.IFLA_VF_TX_RATE].From(4).U32(); rate != 0 {
		e.Uint("tx_rate", ", tx rate % (Mbps)", uint64(rate))
	}
	if v := t[unix.IFLA_VF_RATE]; v != nil {
		least, most := uint64(v.From(4).U32()), uint64(v.From(8).U32())
		e.Obj("rate")
		if most != 0 || e.JSON {
			e.Uint("max_tx", ", max_tx_rate %Mbps", most)
		}
		if least != 0 || e.JSON {
			e.Uint("min_tx", ", min_tx_rate %Mbps", least)
		}
		e.EndObj()
	}
	p.vfSetting("spoofchk", ", spoof checking %", t[unix.IFLA_VF_SPOOFCHK])
	p.vfGUID("node guid", ", NODE_GUID %", t[unix.IFLA_VF_IB_NODE_GUID])
	p.vfGUID("port guid", ", PORT_GUID %", t[unix.IFLA_VF_IB_PORT_GUID])
	if v := t[unix.IFLA_VF_LINK_STATE]; v != nil {
		state := "disable"
		switch v.From(4).U32() {
		case uapi.IFLA_VF_LINK_STATE_AUTO:
			state = "auto"
		case uapi.IFLA_VF_LINK_STATE_ENABLE:
			state = "enable"
		}
		e.Str("link_state", ", link-state %", state)
	}
	p.vfSetting("trust", ", trust %", t[unix.IFLA_VF_TRUST])
	p.vfSetting("query_rss_en", ", query_rss %", t[unix.IFLA_VF_RSS_QUERY_EN])
	if v := t[unix.IFLA_VF_STATS]; v != nil && e.Stats > 0 {
		p.vfStats(v)
	}
}

// vfAddr prints an address out of the 32 bytes that every one has room in.
func (p *Printer) vfAddr(key string, v nl.Value, typ uint16) {
	n := 20
	if typ == uapi.ARPHRD_ETHER {
		n = 6
	}
	p.ll(key, "%", v[:min(n, len(v))], typ)
}

func (p *Printer) vfVlans(t nl.Table) {
	e := p.e
	vlan := func(v nl.Value) {
		if id := v.From(4).U32(); id != 0 {
			e.Int("vlan", ", vlan %", int64(int32(id)))
		}
		if qos := v.From(8).U32(); qos != 0 {
			e.Int("qos", ", qos %", int64(int32(qos)))
		}
	}
	list := t[unix.IFLA_VF_VLAN_LIST]
	if list == nil {
		vlan(t[unix.IFLA_VF_VLAN])
		return
	}
	e.Arr("vlan_list")
	for _, v := range nl.Attrs(list) {
		e.Obj("")
		vlan(v)
		if proto := v.From(12).BE16(); proto != 0 && proto != uapi.ETH_P_8021Q {
			e.Str("protocol", ", vlan protocol %", attr.EtherName(proto, e.Numeric))
		}
		e.EndObj()
	}
	e.EndArr()
}

// vfSetting prints what is on or off, or not to be known (-1).
func (p *Printer) vfSetting(key, form string, v nl.Value) {
	if setting := v.From(4).U32(); v != nil && setting != 1<<32-1 {
		p.e.OnOff(key, form, setting != 0)
	}
}

func (p *Printer) vfGUID(key, form string, v nl.Value) {
	if v == nil {
		return
	}
	guid := v.From(8).U64()
	var raw [8]byte
	for i := range raw {
		raw[i] = byte(guid >> (56 - 8*i))
	}
	var s [24]byte
	p.e.Bytes(key, form, attr.AppendLL(s[:0], raw[:]))
}

func (p *Printer) vfStats(v nl.Value) {
	e := p.e
	var tb [uapi.IFLA_VF_STATS_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	rxDropped, txDropped := t[uapi.IFLA_VF_STATS_RX_DROPPED], t[uapi.IFLA_VF_STATS_TX_DROPPED]
	if e.JSON {
		e.Obj("stats")
		e.Obj("rx")
		e.Uint("bytes", "", t[uapi.IFLA_VF_STATS_RX_BYTES].U64())
		e.Uint("packets", "", t[uapi.IFLA_VF_STATS_RX_PACKETS].U64())
		e.Uint("multicast", "", t[uapi.IFLA_VF_STATS_MULTICAST].U64())
		e.Uint("broadcast", "", t[uapi.IFLA_VF_STATS_BROADCAST].U64())
		if rxDropped != nil {
			e.Uint("dropped", "", rxDropped.U64())
		}
		e.EndObj()
		e.Obj("tx")
		e.Uint("tx_bytes", "", t[uapi.IFLA_VF_STATS_TX_BYTES].U64())
		e.Uint("tx_packets", "", t[uapi.IFLA_VF_STATS_TX_PACKETS].U64())
		if txDropped != nil {
			e.Uint("dropped", "", txDropped.U64())
		}
		e.EndObj()
		e.EndObj()
		return
	}
	line := func(heading string, dropped nl.Value, types ...int) {
		e.NL()
		e.Text(heading)
		if dropped != nil {
			e.Text("  dropped ")
		}
		e.NL()
		e.Text("    ")
		for i, typ := range types {
			e.Count([...]int{10, 8, 7, 7}[i], t[typ].U64())
		}
		if dropped != nil {
			e.Count(8, dropped.U64())
		}
	}
	line("    RX: bytes  packets  mcast   bcast ", rxDropped, uapi.IFLA_VF_STATS_RX_BYTES, uapi.IFLA_VF_STATS_RX_PACKETS,
		uapi.IFLA_VF_STATS_MULTICAST, uapi.IFLA_VF_STATS_BROADCAST)
	line("    TX: bytes  packets ", txDropped, uapi.IFLA_VF_STATS_TX_BYTES, uapi.IFLA_VF_STATS_TX_PACKETS)
}
