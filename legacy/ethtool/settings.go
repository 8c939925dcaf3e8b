package ethtool

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

var questions = [...]struct {
	cmd, last uint8
	show      func(t *tool, tb nl.Table)
}{
	{unix.ETHTOOL_MSG_LINKMODES_GET, unix.ETHTOOL_A_LINKMODES_MAX, (*tool).linkModes},
	{unix.ETHTOOL_MSG_LINKINFO_GET, unix.ETHTOOL_A_LINKINFO_MAX, (*tool).linkInfo},
	{unix.ETHTOOL_MSG_WOL_GET, unix.ETHTOOL_A_WOL_MAX, (*tool).wakeOn},
	{unix.ETHTOOL_MSG_DEBUG_GET, unix.ETHTOOL_A_DEBUG_MAX, (*tool).messages},
	{unix.ETHTOOL_MSG_LINKSTATE_GET, unix.ETHTOOL_A_LINKSTATE_MAX, (*tool).linkState},
}

// settings prints what a device is set to, which takes five questions. The first line
// stands once for a device, or, for all of them, once for each and each question.
func (t *tool) settings() int {
	t.calm = true
	e := t.e
	banner := false
	for i := range questions {
		q := &questions[i]
		t.get(q.cmd, 0, int(q.last), func(dev string, tb nl.Table) {
			n := e.Len()
			if !banner || t.dump() {
				e.Str("", "Settings for %:\n", dev)
			}
			from := e.Len()
			if q.show(t, tb); e.Len() == from {
				e.Cut(n)
			} else {
				banner = true
			}
		})
	}
	if !banner {
		e.Puts("No data available\n")
		return 75
	}
	return 0
}

var speedFields = [...]field{
	{attr: unix.ETHTOOL_A_LINKMODES_LANES, show: found, label: "\tLanes: "},
	{attr: unix.ETHTOOL_A_LINKMODES_DUPLEX, show: word, label: "\tDuplex: ", words: "Half|Full"},
	{attr: unix.ETHTOOL_A_LINKMODES_AUTONEG, show: toggle, label: "\tAuto-negotiation: "},
	{attr: unix.ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG, show: word, label: "\tmaster-slave cfg: ",
		words: "|unknown|preferred master|preferred slave|forced master|forced slave"},
	{attr: unix.ETHTOOL_A_LINKMODES_MASTER_SLAVE_STATE, show: word, label: "\tmaster-slave status: ",
		words: "|unknown|master|slave|resolution error"},
}

func (t *tool) linkModes(tb nl.Table) {
	if v := tb[unix.ETHTOOL_A_LINKMODES_OURS]; v != nil {
		t.ourModes(v)
	}
	if v := tb[unix.ETHTOOL_A_LINKMODES_PEER]; v != nil {
		t.peerModes(v)
	}
	if v := tb[unix.ETHTOOL_A_LINKMODES_SPEED]; v != nil {
		text := "Unknown!"
		if mbits := v.U32(); mbits != 0 && mbits != 1<<16-1 && mbits != 1<<32-1 {
			text = itoa(uint64(mbits)) + "Mb/s"
		}
		t.e.Str("", "\tSpeed: %\n", text)
	}
	t.fields(speedFields[:], tb)
}

// Where a cable is plugged in (PORT_...), where that is no small number.
const (
	portNone  = 0xef
	portOther = 0xff
)

var infoFields = [...]field{
	{attr: unix.ETHTOOL_A_LINKINFO_PORT, show: word, label: "\tPort: ", words: "Twisted Pair|AUI|MII|FIBRE|BNC|Direct Attach Copper"},
	{attr: unix.ETHTOOL_A_LINKINFO_PHYADDR, show: found, label: "\tPHYAD: "},
	{attr: unix.ETHTOOL_A_LINKINFO_TRANSCEIVER, show: word, label: "\tTransceiver: ", words: "internal|external"},
}

func (t *tool) linkInfo(tb nl.Table) {
	e := t.e
	list := infoFields[:]
	p := tb[unix.ETHTOOL_A_LINKINFO_PORT]
	if p != nil && p.U8() >= portNone {
		if list = list[1:]; p.U8() == portNone {
			e.Puts("\tPort: None\n")
		} else if p.U8() == portOther {
			e.Puts("\tPort: Other\n")
		} else {
			list = infoFields[:]
		}
	}
	t.fields(list, tb)
	now, set := tb[unix.ETHTOOL_A_LINKINFO_TP_MDIX], tb[unix.ETHTOOL_A_LINKINFO_TP_MDIX_CTRL]
	if now == nil || set == nil || p == nil || p.U8() != 0 {
		return
	}
	// How the pairs are crossed: 1 not, 2 so, 3 as is found out.
	text := pick("|off (forced)|on (forced)", set.U8())
	if text == "" {
		if text = pick("|off|on", now.U8()); text == "" {
			text = "Unknown"
		}
		if set.U8() == 3 {
			text += " (auto)"
		}
	}
	e.Str("", "\tMDI-X: %\n", text)
}

// wakeChars is the letters of what a device may wake up from, by bit.
const wakeChars = "pumbagsf"

func (t *tool) wakeOn(tb nl.Table) {
	e := t.e
	supported, on, secret := "", "", false
	bits(tb[unix.ETHTOOL_A_WOL_MODES]).each(func(i int, _ string, set bool) {
		if i >= len(wakeChars) {
			return
		}
		supported += wakeChars[i : i+1]
		if set {
			on += wakeChars[i : i+1]
		}
		secret = secret || wakeChars[i] == 's'
	})
	if supported == "" {
		supported = "d"
	}
	if on == "" {
		on = "d"
	}
	e.Str("", "\tSupports Wake-on: %\n", supported)
	e.Str("", "\tWake-on: %\n", on)
	if secret {
		e.Puts("        SecureOn password: ")
		t.bytes(tb[unix.ETHTOOL_A_WOL_SOPASS], 6)
	}
}

// bytes prints n bytes of v, and ends the line.
func (t *tool) bytes(v nl.Value, n int) {
	var b []byte
	for i := range n {
		if i > 0 {
			b = append(b, ':')
		}
		b = attr.AppendHex(b, uint64(v.From(i).U8()), 2)
	}
	t.e.Write(append(b, '\n'))
}

func (t *tool) messages(tb nl.Table) {
	e := t.e
	v := tb[unix.ETHTOOL_A_DEBUG_MSGMASK]
	if v == nil {
		return
	}
	var mask uint32
	text := ""
	bits(v).each(func(i int, name string, on bool) {
		if on {
			mask |= 1 << (i & 31)
			text += " " + name
		}
	})
	e.Puts("        Current message level: 0x")
	e.Write(attr.AppendHex(nil, uint64(mask), 8))
	e.Uint("", " (%)\n                              ", uint64(mask))
	e.Str("", "%\n", text)
}

// Why there is no link, by state; behind a colon what that is about, by sub-state from 1.
var extStates = [...]string{
	"Autoneg:No partner detected|Ack not received|Next page exchange failed|" +
		"No partner detected during force mode|FEC mismatch during override|No HCD",
	"Link training failure:KR frame lock not acquired|KR link inhibit timeout|" +
		"KR Link partner did not set receiver ready|Remote side is not ready yet",
	"Logical mismatch:PCS did not acquire block lock|PCS did not acquire AM lock|" +
		"PCS did not get align_status|FC FEC is not locked|RS FEC is not locked",
	"Bad signal integrity:Large number of physical errors|Unsupported rate|Serdes reference clock lost|Serdes ALOS",
	"No cable",
	"Cable issue:Unsupported cable|Cable test failure",
	"EEPROM issue",
	"Calibration failure",
	"Power budget exceeded",
	"Overheat",
	"Module:CMIS module is not in ModuleReady state",
}

// extState is the words for a state, and for what that is about where sub says it.
func extState(s uint8, sub nl.Value) string {
	text, about := itoa(uint64(s)), ""
	if int(s) < len(extStates) {
		text, about, _ = strings.Cut(extStates[s], ":")
	}
	if sub == nil {
		return text
	}
	why := ""
	if i := sub.U8(); i > 0 {
		why = pick(about, i-1)
	}
	if why == "" {
		why = itoa(uint64(sub.U8()))
	}
	return text + ", " + why
}

func (t *tool) linkState(tb nl.Table) {
	e := t.e
	if v := tb[unix.ETHTOOL_A_LINKSTATE_LINK]; v != nil {
		e.Bool("", "\tLink detected: %", v.U8() != 0, "yes", "no")
		if s := tb[unix.ETHTOOL_A_LINKSTATE_EXT_STATE]; s != nil {
			e.Str("", " (%)", extState(s.U8(), tb[unix.ETHTOOL_A_LINKSTATE_EXT_SUBSTATE]))
		}
		e.Puts("\n")
	}
	if v := tb[unix.ETHTOOL_A_LINKSTATE_SQI]; v != nil {
		text := itoa(uint64(v.U32()))
		if m := tb[unix.ETHTOOL_A_LINKSTATE_SQI_MAX]; m != nil {
			text += "/" + itoa(uint64(m.U32()))
		}
		e.Str("", "\tSQI: %\n", text)
	}
}
