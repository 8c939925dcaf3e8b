package ethtool

import (
	"strings"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Why there is no link, by state; and what that is about, by sub-state from 1, a bar
// between two.
var extStates = [...]struct{ name, about string }{
	{"Autoneg", "No partner detected|Ack not received|Next page exchange failed|" +
		"No partner detected during force mode|FEC mismatch during override|No HCD"},
	{"Link training failure", "KR frame lock not acquired|KR link inhibit timeout|" +
		"KR Link partner did not set receiver ready|Remote side is not ready yet"},
	{"Logical mismatch", "PCS did not acquire block lock|PCS did not acquire AM lock|" +
		"PCS did not get align_status|FC FEC is not locked|RS FEC is not locked"},
	{"Bad signal integrity", "Large number of physical errors|Unsupported rate|Serdes reference clock lost|Serdes ALOS"},
	{"No cable", ""},
	{"Cable issue", "Unsupported cable|Cable test failure"},
	{"EEPROM issue", ""},
	{"Calibration failure", ""},
	{"Power budget exceeded", ""},
	{"Overheat", ""},
	{"Module", "CMIS module is not in ModuleReady state"},
}

func extState(state, sub nl.Value) string {
	i := int(state.U8())
	name, about := itoa(uint64(i)), ""
	if i < len(extStates) {
		name, about = extStates[i].name, extStates[i].about
	}
	if sub == nil {
		return " (" + name + ")"
	}
	why := itoa(uint64(sub.U8()))
	rest := about
	for n := int(sub.U8()); n > 0 && rest != ""; n-- {
		var one string
		if one, rest, _ = strings.Cut(rest, "|"); n == 1 {
			why = one
		}
	}
	return " (" + name + ", " + why + ")"
}

func (t *tool) linkState(tb nl.Table) {
	e := t.e
	if v := tb[unix.ETHTOOL_A_LINKSTATE_LINK]; v != nil {
		e.Bool("", "\tLink detected: %", v.U8() != 0, "yes", "no")
		if s := tb[unix.ETHTOOL_A_LINKSTATE_EXT_STATE]; s != nil {
			e.Puts(extState(s, tb[unix.ETHTOOL_A_LINKSTATE_EXT_SUBSTATE]))
		}
		e.Puts("\n")
	}
	if v := tb[unix.ETHTOOL_A_LINKSTATE_SQI]; v != nil {
		e.Uint("", "\tSQI: %", uint64(v.U32()))
		if m := tb[unix.ETHTOOL_A_LINKSTATE_SQI_MAX]; m != nil {
			e.Uint("", "/%", uint64(m.U32()))
		}
		e.Puts("\n")
	}
}
