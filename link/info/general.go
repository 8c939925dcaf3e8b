package info

import (
	"strconv"

	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

func itoa(n int64) string                      { return strconv.FormatInt(n, 10) }
func appendUint(b []byte, n uint64) []byte     { return strconv.AppendUint(b, n, 10) }
func (p *Printer) u32(k, f string, v nl.Value) { p.e.Uint(k, f, uint64(v.U32())) }

// s32 prints a number that the reference takes for signed in JSON.
func (p *Printer) s32(key, form string, v nl.Value) {
	if p.e.JSON {
		p.e.Int(key, form, int64(int32(v.U32())))
	} else {
		p.u32(key, form, v)
	}
}

// The flags of a link in the order they are told.
var flagNames = [...]struct {
	bit        uint32
	name, more string
}{
	{unix.IFF_LOOPBACK, "LOOPBACK", "LOOPBACK,"},
	{unix.IFF_BROADCAST, "BROADCAST", "BROADCAST,"},
	{unix.IFF_POINTOPOINT, "POINTOPOINT", "POINTOPOINT,"},
	{unix.IFF_MULTICAST, "MULTICAST", "MULTICAST,"},
	{unix.IFF_NOARP, "NOARP", "NOARP,"},
	{unix.IFF_ALLMULTI, "ALLMULTI", "ALLMULTI,"},
	{unix.IFF_PROMISC, "PROMISC", "PROMISC,"},
	{unix.IFF_MASTER, "MASTER", "MASTER,"},
	{unix.IFF_SLAVE, "SLAVE", "SLAVE,"},
	{unix.IFF_DEBUG, "DEBUG", "DEBUG,"},
	{unix.IFF_DYNAMIC, "DYNAMIC", "DYNAMIC,"},
	{unix.IFF_AUTOMEDIA, "AUTOMEDIA", "AUTOMEDIA,"},
	{unix.IFF_PORTSEL, "PORTSEL", "PORTSEL,"},
	{unix.IFF_NOTRAILERS, "NOTRAILERS", "NOTRAILERS,"},
	{unix.IFF_UP, "UP", "UP,"},
	{uapi.IFF_LOWER_UP, "LOWER_UP", "LOWER_UP,"},
	{uapi.IFF_DORMANT, "DORMANT", "DORMANT,"},
	{uapi.IFF_ECHO, "ECHO", "ECHO,"},
}

func (p *Printer) flags(flags uint32, lowerDown bool) {
	e := p.e
	e.Text("<")
	e.Arr("flags")
	if flags&unix.IFF_UP != 0 && flags&unix.IFF_RUNNING == 0 {
		e.Str(out.Elem, "%,", "NO-CARRIER")
	}
	flags &^= unix.IFF_RUNNING
	for i := range flagNames {
		f := &flagNames[i]
		if flags&f.bit == 0 {
			continue
		}
		flags &^= f.bit
		switch {
		case e.JSON:
			e.Str(out.Elem, "", f.name)
		case flags != 0:
			e.Text(f.more)
		default:
			e.Text(f.name)
		}
	}
	if flags != 0 {
		e.BareHex(out.Elem, "%", uint64(flags))
	}
	if lowerDown {
		e.Str(out.Elem, ",%", "M-DOWN")
	}
	e.EndArr()
	e.Text("> ")
}

var (
	operStates = [...]string{"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"}
	linkModes  = [...]string{"DEFAULT", "DORMANT"}
	linkEvents = [...]string{"NONE", "REBOOT", "FEATURE CHANGE", "BONDING FAILOVER", "NOTIFY PEERS", "RESEND IGMP", "BONDING OPTION"}
)

const (
	operDown = 2
	operUp   = 6
)

func (p *Printer) operState(state uint8) {
	e := p.e
	if int(state) >= len(operStates) {
		if e.JSON {
			e.Uint("operstate_index", "", uint64(state))
		} else {
			e.Hex("", "state %", uint64(state))
		}
		return
	}
	c := out.None
	switch state {
	case operUp:
		c = out.OperUp
	case operDown:
		c = out.OperDown
	}
	if e.Brief {
		e.Left(14)
	} else {
		e.Text("state ")
	}
	e.Color(c).Str("operstate", "% ", operStates[state])
}

// general prints the first line's rest: mtu to event.
func (p *Printer) general(l *link) {
	e, t := p.e, l.t
	if v := t[unix.IFLA_MTU]; v != nil {
		p.s32("mtu", "mtu % ", v)
	}
	if v := t[unix.IFLA_XDP]; v != nil {
		p.xdp(v, false)
	}
	if v := t[unix.IFLA_QDISC]; v != nil {
		e.Bytes("qdisc", "qdisc % ", v.Text())
	}
	if v := t[unix.IFLA_MASTER]; v != nil {
		e.Str("master", "master % ", e.LinkName(v.U32()))
	}
	if v := t[unix.IFLA_OPERSTATE]; v != nil {
		p.operState(v.U8())
	}
	if v := t[unix.IFLA_LINKMODE]; v != nil && p.AsLink {
		if mode := v.U8(); int(mode) < len(linkModes) {
			e.Str("linkmode", "mode % ", linkModes[mode])
		} else {
			e.Uint("linkmode_index", "mode % ", uint64(mode))
		}
	}
	if v := t[unix.IFLA_GROUP]; v != nil {
		e.Str("group", "group % ", e.Group(v.U32()))
	}
	if v := t[unix.IFLA_TXQLEN]; v != nil && p.Queue {
		e.Uint("txqlen", "qlen %", uint64(v.U32()))
	}
	if v := t[unix.IFLA_EVENT]; v != nil {
		if event := v.U32(); int64(event) >= int64(len(linkEvents)) {
			e.Int("event", "event % ", int64(int32(event)))
		} else if event != 0 {
			e.Str("event", "event % ", linkEvents[event])
		}
	}
}

// hardware prints the line that starts with link/.
func (p *Printer) hardware(l *link) {
	e, t := p.e, l.t
	e.NL()
	p.linkType(l.typ)
	addr := t[unix.IFLA_ADDRESS]
	if addr != nil {
		p.ll("address", "%", addr, l.typ)
	}
	if v := t[unix.IFLA_BROADCAST]; v != nil {
		p.peerOrBrd(l.flags)
		p.ll("broadcast", "%", v, l.typ)
	}
	if v := t[unix.IFLA_PERM_ADDRESS]; v != nil && (addr == nil || string(v) != string(addr)) {
		e.Text(" permaddr ")
		p.ll("permaddr", "%", v, l.typ)
	}
}

func (p *Printer) peerOrBrd(flags uint32) {
	if flags&unix.IFF_POINTOPOINT != 0 {
		p.e.Text(" peer ")
		p.e.Bool("link_pointtopoint", "", true, "", "")
	} else {
		p.e.Text(" brd ")
	}
}

// namespaces prints where the link's other end is, or where it has gone.
func (p *Printer) namespaces(t nl.Table) {
	e := p.e
	if v := t[unix.IFLA_LINK_NETNSID]; v != nil {
		switch id := int32(v.U32()); {
		case e.JSON:
			e.Int("link_netnsid", "", int64(id))
		case id < 0:
			e.Text(" link-netnsid unknown")
		default:
			p.netns(" link-netns %", " link-netnsid %", id)
		}
	}
	if e.JSON {
		return
	}
	if v := t[unix.IFLA_NEW_NETNSID]; v != nil {
		p.netns(" new-netns %", " new-netnsid %", int32(v.U32()))
	}
	if v := t[unix.IFLA_NEW_IFINDEX]; v != nil {
		e.Int("", " new-ifindex %", int64(int32(v.U32())))
	}
}

func (p *Printer) netns(named, numbered string, id int32) {
	if name, ok := nsName(p.e, id); ok {
		p.e.Str("", named, name)
	} else {
		p.e.Int("", numbered, int64(id))
	}
}

// protoDown prints whether and why a protocol holds the link down.
func (p *Printer) protoDown(t nl.Table) {
	e := p.e
	if t[unix.IFLA_PROTO_DOWN].U8() != 0 {
		e.Bool("proto_down", " protodown on ", true, "", "")
	}
	v := t[unix.IFLA_PROTO_DOWN_REASON]
	// The reference looks for the value's number among the link's own attributes,
	// where it is that of the broadcast address; and reads 8 of its 32 bits.
	if v == nil || t[uapi.IFLA_PROTO_DOWN_REASON_VALUE] == nil {
		return
	}
	reason := nl.Table(p.sub[:]).Index(v)[uapi.IFLA_PROTO_DOWN_REASON_VALUE].U8()
	if reason == 0 {
		return
	}
	e.Arr("proto_down_reason")
	e.Text("protodown_reason <")
	form := "%"
	for bit := uint32(0); reason != 0; bit, reason = bit+1, reason>>1 {
		if reason&1 != 0 {
			e.Str(out.Elem, form, e.DownReason(bit))
			form = ",%"
		}
	}
	e.EndArr()
	e.Text(">")
}
