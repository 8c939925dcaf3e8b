package kind

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
)

var canModeNames = []bit{
	{uapi.CAN_CTRLMODE_LOOPBACK, "LOOPBACK"},
	{uapi.CAN_CTRLMODE_LISTENONLY, "LISTEN-ONLY"},
	{uapi.CAN_CTRLMODE_3_SAMPLES, "TRIPLE-SAMPLING"},
	{uapi.CAN_CTRLMODE_ONE_SHOT, "ONE-SHOT"},
	{uapi.CAN_CTRLMODE_BERR_REPORTING, "BERR-REPORTING"},
	{uapi.CAN_CTRLMODE_FD, "FD"},
	{uapi.CAN_CTRLMODE_FD_NON_ISO, "FD-NON-ISO"},
	{uapi.CAN_CTRLMODE_PRESUME_ACK, "PRESUME-ACK"},
	{uapi.CAN_CTRLMODE_CC_LEN8_DLC, "CC-LEN8-DLC"},
	{uapi.CAN_CTRLMODE_TDC_AUTO, "TDC-AUTO"},
	{uapi.CAN_CTRLMODE_TDC_MANUAL, "TDC-MANUAL"},
	{uapi.CAN_CTRLMODE_RESTRICTED, "RESTRICTED"},
	{uapi.CAN_CTRLMODE_XL, "XL"},
	{uapi.CAN_CTRLMODE_XL_TDC_AUTO, "XL-TDC-AUTO"},
	{uapi.CAN_CTRLMODE_XL_TDC_MANUAL, "XL-TDC-MANUAL"},
	{uapi.CAN_CTRLMODE_XL_TMS, "TMS"},
}

var canStates = []string{"ERROR-ACTIVE", "ERROR-WARNING", "ERROR-PASSIVE", "BUS-OFF", "STOPPED", "SLEEPING"}

// canPart is the bit timing of one part of a frame: the attributes that tell of it,
// and how they are called. mark stands before each name in text.
type canPart struct {
	timing, limits, rates, tdc, pwm uint16

	mark, object, constObject, rateKey, ratesKey string
}

var canParts = [...]canPart{
	{timing: canBits, limits: uapi.IFLA_CAN_BITTIMING_CONST, rates: uapi.IFLA_CAN_BITRATE_CONST,
		object: "bittiming", constObject: "bittiming_const", rateKey: "bittiming_bitrate", ratesKey: "bitrate_const"},
	{timing: canData, limits: uapi.IFLA_CAN_DATA_BITTIMING_CONST, rates: uapi.IFLA_CAN_DATA_BITRATE_CONST, tdc: uapi.IFLA_CAN_TDC,
		mark: "d", object: "data_bittiming", constObject: "data_bittiming_const", rateKey: "data_bittiming_bitrate", ratesKey: "data_bitrate_const"},
	{timing: canXL, limits: uapi.IFLA_CAN_XL_DATA_BITTIMING_CONST, rates: uapi.IFLA_CAN_XL_DATA_BITRATE_CONST, tdc: uapi.IFLA_CAN_XL_TDC, pwm: uapi.IFLA_CAN_XL_PWM,
		mark: "x", object: "xl_data_bittiming", constObject: "xl_data_bittiming_const", rateKey: "xl_data_bittiming_bitrate", ratesKey: "data_bitrate_const"},
}

func canIndent(e *cli.Env) {
	e.NL()
	e.Text("\t ")
}

// canUint writes a number: key in JSON, and in text a blank, mark, name, a blank and
// the number.
func canUint(e *cli.Env, key, mark, name string, v uint32) {
	e.Text(" ")
	e.Text(mark)
	e.Text(name)
	e.Uint(key, " %", uint64(v))
}

func printCAN(e *cli.Env, t nl.Table) {
	if v := t.At(uapi.IFLA_CAN_CTRLMODE); v != nil {
		flags := v.From(4).U32()
		if flags != 0 {
			printBits(e, "ctrlmode", flags, canModeNames)
		}
		if x := t.At(uapi.IFLA_CAN_CTRLMODE_EXT); x != nil && e.JSON {
			printCANSupport(e, x, flags)
		}
	}
	if v := t.At(uapi.IFLA_CAN_STATE); v != nil {
		e.Str("state", "state % ", attr.Enum{T: attr.U32, Names: canStates}.Name(uint64(v.U32()), "UNKNOWN"))
	}
	if v := t.At(uapi.IFLA_CAN_BERR_COUNTER); v != nil {
		e.Obj("berr_counter")
		e.Uint("tx", "(berr-counter tx %", uint64(v.U16()))
		e.Uint("rx", " rx %) ", uint64(v.From(2).U16()))
		e.EndObj()
	}
	if v := t.At(uapi.IFLA_CAN_RESTART_MS); v != nil {
		e.Uint("restart_ms", "restart-ms % ", uint64(v.U32()))
	}
	for i := range canParts {
		canParts[i].print(e, t)
	}
	if list, v := t.At(uapi.IFLA_CAN_TERMINATION_CONST), t.At(uapi.IFLA_CAN_TERMINATION); list != nil && v != nil {
		canIndent(e)
		e.Uint("termination", " termination % [ ", uint64(v.U16()))
		e.Arr("termination_const")
		for ; len(list) >= 2; list = list.From(2) {
			if len(list) >= 4 {
				e.Uint(out.Elem, "%, ", uint64(list.U16()))
			} else {
				e.Uint(out.Elem, "%", uint64(list.U16()))
			}
		}
		e.EndArr()
		e.Text(" ]")
	}
	if v := t.At(uapi.IFLA_CAN_CLOCK); v != nil {
		canIndent(e)
		e.Uint("clock", " clock % ", uint64(v.U32()))
	}
}

// printCANSupport tells, in JSON only, which modes the hardware has a choice of.
func printCANSupport(e *cli.Env, v nl.Value, flags uint32) {
	var list [uapi.IFLA_CAN_CTRLMODE_MAX + 1]nl.Value
	s := nl.Table(list[:]).Index(v).At(uapi.IFLA_CAN_CTRLMODE_SUPPORTED)
	if s == nil {
		return
	}
	if s.U32() != 0 {
		printBits(e, "ctrlmode_supported", s.U32(), canModeNames)
	}
	if flags &^= s.U32(); flags != 0 {
		printBits(e, "ctrlmode_static", flags, canModeNames)
	}
}

func (p *canPart) print(e *cli.Env, t nl.Table) {
	timing, limits, rates := t.At(p.timing), t.At(p.limits), t.At(p.rates)
	if timing != nil && rates == nil {
		e.Obj(p.object)
		canIndent(e)
		canUint(e, "bitrate", p.mark, "bitrate", timing.U32())
		e.Text(" ")
		e.Text(p.mark)
		var s [24]byte
		e.Bytes("sample_point", "sample-point %", sample(s[:0], timing.From(4*btSample).U32()))
		canIndent(e)
		canUint(e, "tq", p.mark, "tq", timing.From(4*btTQ).U32())
		canUint(e, "prop_seg", p.mark, "prop-seg", timing.From(4*btProp).U32())
		canUint(e, "phase_seg1", p.mark, "phase-seg1", timing.From(4*btPhase1).U32())
		canUint(e, "phase_seg2", p.mark, "phase-seg2", timing.From(4*btPhase2).U32())
		canUint(e, "sjw", p.mark, "sjw", timing.From(4*btSJW).U32())
		canUint(e, "brp", p.mark, "brp", timing.From(4*btBRP).U32())
		p.printTDC(e, t)
		e.EndObj()
	}
	if limits != nil && rates == nil {
		n := limits.From(16)
		e.Obj(p.constObject)
		canIndent(e)
		e.Bytes("name", " %:", limits[:min(16, len(limits))].Text())
		canRange(e, "tseg1", p.mark, n.U32(), n.From(4).U32())
		canRange(e, "tseg2", p.mark, n.From(8).U32(), n.From(12).U32())
		canRange(e, "sjw", p.mark, 1, n.From(16).U32())
		canRange(e, "brp", p.mark, n.From(20).U32(), n.From(24).U32())
		canUint(e, "brp_inc", p.mark, "brp_inc", n.From(28).U32())
		p.printTDCConst(e, t)
		e.EndObj()
	}
	if rates != nil {
		canIndent(e)
		canUint(e, p.rateKey, p.mark, "bitrate", timing.U32())
		canIndent(e)
		e.Arr(p.ratesKey)
		e.Text("    [")
		for i := 0; len(rates) >= 4; i++ {
			if i%6 == 0 && i > 0 {
				canIndent(e)
				e.Text("     ")
			}
			form := "%"
			if len(rates) >= 8 {
				form = "%, "
			}
			e.Right(8).Uint(out.Elem, form, uint64(rates.U32()))
			rates = rates.From(4)
		}
		e.EndArr()
		e.Text(" ]")
	}
}

// sample is a number of thousandths with its point, at most five bytes of it.
func sample(b []byte, v uint32) []byte {
	b = strconv.AppendUint(b, uint64(v/1000), 10)
	b = append(b, '.', '0'+byte(v/100%10), '0'+byte(v/10%10), '0'+byte(v%10))
	return b[:5]
}

// canRange writes the least and the most a number may be.
func canRange(e *cli.Env, name, mark string, least, most uint32) {
	e.Text(" ")
	e.Text(mark)
	e.Text(name)
	e.Obj(name)
	e.Int("min", " %", int64(int32(least)))
	e.Int("max", "..%", int64(int32(most)))
	e.EndObj()
}

// statsCAN writes the counters of the bus, of the size they have now.
func statsCAN(e *cli.Env, v nl.Value) {
	if len(v) != 24 {
		return
	}
	canIndent(e)
	e.Text(" re-started bus-errors arbit-lost error-warn error-pass bus-off")
	canIndent(e)
	for _, c := range canCounters {
		e.Left(10).Uint(c.name, " %", uint64(v.From(int(4*c.id)).U32()))
	}
}

var canCounters = [...]named{{5, "restarts"}, {0, "bus_error"}, {4, "arbitration_lost"}, {1, "error_warning"}, {2, "error_passive"}, {3, "bus_off"}}
