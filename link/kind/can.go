package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var can = Kind{
	Name:    "can",
	Summary: "a CAN bus",
	Unknown: `can: unknown option "%"`,
	Rows:    canRows,
	Check:   checkCAN,
	Print:   printCAN,
	Stats:   statsCAN,
}

// Attributes that gather what several options say.
const (
	canBits  = uapi.IFLA_CAN_BITTIMING
	canData  = uapi.IFLA_CAN_DATA_BITTIMING
	canXL    = uapi.IFLA_CAN_XL_DATA_BITTIMING
	canModes = uapi.IFLA_CAN_CTRLMODE
)

// The words of struct can_bittiming.
const (
	btBitrate = iota
	btSample
	btTQ
	btProp
	btPhase1
	btPhase2
	btSJW
	btBRP
)

var canRows = attr.Rows{
	{Name: "b|itrate", Attr: canBits, Type: canTiming{btBitrate}, Args: "BITRATE", Help: "bits per second"},
	{Name: "s|ample-point", Attr: canBits, Type: canSample{}, Args: "SAMPLE-POINT", Help: "0.000..0.999"},
	{Name: "t|q", Attr: canBits, Type: canTiming{btTQ}, Args: "TQ", Help: "time quantum in ns"},
	{Name: "p|rop-seg", Attr: canBits, Type: canTiming{btProp}, Args: "PROP_SEG", Help: "in tq"},
	{Name: "ph|ase-seg1", Attr: canBits, Type: canTiming{btPhase1}, Args: "PHASE-SEG1", Help: "in tq"},
	{Name: "phase-seg2", Attr: canBits, Type: canTiming{btPhase2}, Args: "PHASE-SEG2", Help: "in tq"},
	{Name: "sj|w", Attr: canBits, Type: canTiming{btSJW}, Args: "SJW", Help: "in tq"},
	{Name: "d|bitrate", Attr: canData, Type: canTiming{btBitrate}, Args: "BITRATE", Help: "of the data, with fd"},
	{Name: "ds|ample-point", Attr: canData, Type: canSample{}, Args: "SAMPLE-POINT"},
	{Name: "dt|q", Attr: canData, Type: canTiming{btTQ}, Args: "TQ"},
	{Name: "dp|rop-seg", Attr: canData, Type: canTiming{btProp}, Args: "PROP_SEG"},
	{Name: "dph|ase-seg1", Attr: canData, Type: canTiming{btPhase1}, Args: "PHASE-SEG1"},
	{Name: "dphase-seg2", Attr: canData, Type: canTiming{btPhase2}, Args: "PHASE-SEG2"},
	{Name: "dsj|w", Attr: canData, Type: canTiming{btSJW}, Args: "SJW"},
	{Name: "td|cv", Attr: uapi.IFLA_CAN_TDC_TDCV, Type: canNested{uapi.IFLA_CAN_TDC}, Args: "TDCV", Help: "transmitter delay compensation in mtq"},
	{Name: "tdco", Attr: uapi.IFLA_CAN_TDC_TDCO, Type: canNested{uapi.IFLA_CAN_TDC}, Args: "TDCO"},
	{Name: "tdcf", Attr: uapi.IFLA_CAN_TDC_TDCF, Type: canNested{uapi.IFLA_CAN_TDC}, Args: "TDCF"},
	{Name: "xl", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_XL}, Args: "{ on | off }", Help: "CAN XL"},
	{Name: "xbitrate", Attr: canXL, Type: canTiming{btBitrate}, Args: "BITRATE", Help: "of the data, with xl"},
	{Name: "xsample-point", Attr: canXL, Type: canSample{}, Args: "SAMPLE-POINT"},
	{Name: "xtq", Attr: canXL, Type: canTiming{btTQ}, Args: "TQ"},
	{Name: "xprop-seg", Attr: canXL, Type: canTiming{btProp}, Args: "PROP_SEG"},
	{Name: "xphase-seg1", Attr: canXL, Type: canTiming{btPhase1}, Args: "PHASE-SEG1"},
	{Name: "xphase-seg2", Attr: canXL, Type: canTiming{btPhase2}, Args: "PHASE-SEG2"},
	{Name: "xsjw", Attr: canXL, Type: canTiming{btSJW}, Args: "SJW"},
	{Name: "xtdcv", Attr: uapi.IFLA_CAN_TDC_TDCV, Type: canNested{uapi.IFLA_CAN_XL_TDC}, Args: "TDCV"},
	{Name: "xtdco", Attr: uapi.IFLA_CAN_TDC_TDCO, Type: canNested{uapi.IFLA_CAN_XL_TDC}, Args: "TDCO"},
	{Name: "xtdcf", Attr: uapi.IFLA_CAN_TDC_TDCF, Type: canNested{uapi.IFLA_CAN_XL_TDC}, Args: "TDCF"},
	{Name: "pwms", Attr: uapi.IFLA_CAN_PWM_PWMS, Type: canNested{uapi.IFLA_CAN_XL_PWM}, Args: "PWMS", Help: "pulse widths in mtq"},
	{Name: "pwml", Attr: uapi.IFLA_CAN_PWM_PWML, Type: canNested{uapi.IFLA_CAN_XL_PWM}, Args: "PWML"},
	{Name: "pwmo", Attr: uapi.IFLA_CAN_PWM_PWMO, Type: canNested{uapi.IFLA_CAN_XL_PWM}, Args: "PWMO"},
	{Name: "l|oopback", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_LOOPBACK}, Args: "{ on | off }", Help: "hear what is sent"},
	{Name: "li|sten-only", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_LISTENONLY}, Args: "{ on | off }"},
	{Name: "tr|iple-sampling", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_3_SAMPLES}, Args: "{ on | off }"},
	{Name: "o|ne-shot", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_ONE_SHOT}, Args: "{ on | off }", Help: "send once, whatever comes of it"},
	{Name: "be|rr-reporting", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_BERR_REPORTING}, Args: "{ on | off }"},
	{Name: "f|d", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_FD}, Args: "{ on | off }", Help: "CAN FD"},
	{Name: "fd-|non-iso", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_FD_NON_ISO}, Args: "{ on | off }"},
	{Name: "pre|sume-ack", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_PRESUME_ACK}, Args: "{ on | off }"},
	{Name: "c|c-len8-dlc", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_CC_LEN8_DLC}, Args: "{ on | off }"},
	{Name: "tdc-|mode", Attr: canModes, Type: canTDCMode{uapi.CAN_CTRLMODE_TDC_AUTO, uapi.CAN_CTRLMODE_TDC_MANUAL}, Args: "{ auto | manual | off }"},
	{Name: "restricted", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_RESTRICTED}, Args: "{ on | off }"},
	{Name: "xtdc-mode", Attr: canModes, Type: canTDCMode{uapi.CAN_CTRLMODE_XL_TDC_AUTO, uapi.CAN_CTRLMODE_XL_TDC_MANUAL}, Args: "{ auto | manual | off }"},
	{Name: "tms", Attr: canModes, Type: canMode{uapi.CAN_CTRLMODE_XL_TMS}, Args: "{ on | off }"},
	{Name: "r|estart", Attr: uapi.IFLA_CAN_RESTART, Type: putOne{}, Help: "get back on the bus"},
	{Name: "restart-|ms", Attr: uapi.IFLA_CAN_RESTART_MS, Type: canNumber{attr.U32}, Args: "TIME-MS", Help: "get back by itself; 0: never"},
	{Name: "te|rmination", Attr: uapi.IFLA_CAN_TERMINATION, Type: canNumber{attr.U16}, Args: "{ 0..65535 }", Help: "ohms"},
}

// checkCAN drops timings that say neither a rate nor a quantum.
func checkCAN(_ *cli.Env, m *nl.Msg, _ bool) error {
	for _, typ := range [...]uint16{canBits, canData, canXL} {
		v := nl.Value(m.Get(typ))
		if v.U32() == 0 && v.From(4*btTQ).U32() == 0 {
			m.Del(typ)
		}
	}
	return nil
}
