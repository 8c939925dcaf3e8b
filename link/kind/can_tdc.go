package kind

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// canTDC is the words of a transmitter's delay compensation: as they are, and the
// least and the most they may be.
var canTDC = [...]struct {
	typ, least, most uint16
	name             string
}{
	{uapi.IFLA_CAN_TDC_TDCV, uapi.IFLA_CAN_TDC_TDCV_MIN, uapi.IFLA_CAN_TDC_TDCV_MAX, "tdcv"},
	{uapi.IFLA_CAN_TDC_TDCO, uapi.IFLA_CAN_TDC_TDCO_MIN, uapi.IFLA_CAN_TDC_TDCO_MAX, "tdco"},
	{uapi.IFLA_CAN_TDC_TDCF, uapi.IFLA_CAN_TDC_TDCF_MIN, uapi.IFLA_CAN_TDC_TDCF_MAX, "tdcf"},
}

// canPWM is the same of the pulse widths. The keys begin with a blank, as in the
// reference.
var canPWM = [...]struct {
	typ, least, most uint16
	key              string
}{
	{uapi.IFLA_CAN_PWM_PWMS, uapi.IFLA_CAN_PWM_PWMS_MIN, uapi.IFLA_CAN_PWM_PWMS_MAX, " pwms"},
	{uapi.IFLA_CAN_PWM_PWML, uapi.IFLA_CAN_PWM_PWML_MIN, uapi.IFLA_CAN_PWM_PWML_MAX, " pwml"},
	{uapi.IFLA_CAN_PWM_PWMO, uapi.IFLA_CAN_PWM_PWMO_MIN, uapi.IFLA_CAN_PWM_PWMO_MAX, " pwmo"},
}

// tdcMark is what stands before the names of a part's compensation.
func (p *canPart) tdcMark() string {
	if p.mark == "x" {
		return "x"
	}
	return ""
}

func (p *canPart) printTDC(e *cli.Env, t nl.Table) {
	var list [uapi.IFLA_CAN_TDC_MAX + 1]nl.Value
	if v := t.At(p.tdc); p.tdc != 0 && v != nil {
		tb := nl.Table(list[:]).Index(v)
		if tb.Has(uapi.IFLA_CAN_TDC_TDCV) || tb.Has(uapi.IFLA_CAN_TDC_TDCO) || tb.Has(uapi.IFLA_CAN_TDC_TDCF) {
			e.Obj(tdcObject(p.tdcMark()))
			canIndent(e)
			for _, w := range canTDC {
				if v := tb.At(w.typ); v != nil {
					canUint(e, w.name, p.tdcMark(), w.name, v.U32())
				}
			}
			e.EndObj()
		}
	}
	if v := t.At(p.pwm); p.pwm != 0 && v != nil {
		tb := nl.Table(list[:]).Index(v)
		if tb.Has(uapi.IFLA_CAN_PWM_PWMS) || tb.Has(uapi.IFLA_CAN_PWM_PWML) || tb.Has(uapi.IFLA_CAN_PWM_PWMO) {
			e.Obj("pwm")
			canIndent(e)
			for _, w := range canPWM {
				if v := tb.At(w.typ); v != nil {
					canUint(e, w.key, "", w.key[1:], v.U32())
				}
			}
			e.EndObj()
		}
	}
}

func tdcObject(mark string) string {
	if mark == "x" {
		return "xtdc"
	}
	return "tdc"
}

func (p *canPart) printTDCConst(e *cli.Env, t nl.Table) {
	var list [uapi.IFLA_CAN_TDC_MAX + 1]nl.Value
	if v := t.At(p.tdc); p.tdc != 0 && v != nil {
		tb := nl.Table(list[:]).Index(v)
		e.Obj(tdcObject(p.tdcMark()))
		canIndent(e)
		for _, w := range canTDC {
			if tb.Has(w.least) && tb.Has(w.most) {
				canRange(e, w.name, p.tdcMark(), tb.At(w.least).U32(), tb.At(w.most).U32())
			}
		}
		e.EndObj()
	}
	if v := t.At(p.pwm); p.pwm != 0 && v != nil {
		tb := nl.Table(list[:]).Index(v)
		e.Obj("pwm")
		canIndent(e)
		for _, w := range canPWM {
			if tb.Has(w.most) {
				canRange(e, w.key[1:], "", tb.At(w.least).U32(), tb.At(w.most).U32())
			}
		}
		e.EndObj()
	}
}
