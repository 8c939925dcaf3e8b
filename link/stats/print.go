package stats

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// A Printer prints statistics: those of ip stats, and of ip monitor.
type Printer struct {
	Head func() // where not nil, called before a record

	e     *cli.Env
	which uint16 // suites, a bit each
	bare  bool   // their paths are left out
	now   *suite // the one being printed
	tb    [uapi.IFLA_STATS_MAX + 1]nl.Value
	sub   [uapi.IFLA_OFFLOAD_XSTATS_MAX + 1]nl.Value
}

// NewPrinter prints what the monitor shows: whether hardware counts.
func NewPrinter(e *cli.Env) *Printer {
	return &Printer{e: e, which: 1 << hardwareInfo, bare: true}
}

// Print prints a record (RTM_NEWSTATS): the suites of one link. An error is what the
// reference gives up at; its status is the command's.
func (p *Printer) Print(r nl.Reply) error {
	t := nl.Table(p.tb[:])
	if r.Type != unix.RTM_NEWSTATS {
		return nil
	}
	if p.Head != nil {
		p.Head()
	}
	if !r.Attrs(t, headerLen) {
		p.e.Warn(cli.TooShort(r, headerLen).Error())
		return cli.Silent(2)
	}
	e, index := p.e, nl.Value(r.Data).From(4).U32()
	for i := range suites {
		if p.which&(1<<i) == 0 {
			continue
		}
		p.now = &suites[i]
		e.Obj("")
		e.Int("ifindex", "%:", int64(int32(index)))
		e.Color(out.Ifname).Str("ifname", " %:", e.LinkName(index))
		for l, name := range p.now.path {
			if name != "" && !p.bare {
				e.Text(" ")
				e.Text(levelNames[l])
				e.Str(levelNames[l], " %", name)
			}
		}
		err := p.now.print(p, t)
		e.EndObj()
		if err != nil {
			return err
		}
		e.NL()
	}
	return nil
}

// A hardware is whether counting by the hardware was asked for, and is done.
type hardware struct{ request, used hwFlag }

type hwFlag uint8

const (
	unknown hwFlag = iota
	off
	on
)

func (p *Printer) flag(v nl.Value, what string) hwFlag {
	switch n := v.U8(); {
	case v == nil:
	case n > 1:
		p.e.Warn("Invalid value for " + what + ": expected 0 or 1, got " + strconv.Itoa(int(n)) + ".")
	default:
		return off + hwFlag(n)
	}
	return unknown
}

// hardware reads what is said of the L3 statistics in v; ok is false where nothing
// is.
func (p *Printer) hardware(v nl.Value) (h hardware, ok bool, err error) {
	var tb [uapi.IFLA_OFFLOAD_XSTATS_MAX + 1]nl.Value
	v = nl.Table(tb[:]).Index(v)[uapi.IFLA_OFFLOAD_XSTATS_L3_STATS]
	if v == nil {
		return h, false, nil
	}
	t := nl.Table(tb[:]).Index(v)
	request := t[uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST]
	if h.request = p.flag(request, "request"); request != nil && h.request == unknown {
		return h, false, cli.Silent(22)
	}
	h.used = p.flag(t[uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED], "used")
	return h, true, nil
}

func (p *Printer) printFlags(h hardware) {
	if h.request != unknown {
		p.e.OnOff("request", " %", h.request == on)
	}
	if h.used != unknown {
		p.e.OnOff("used", " used %", h.used == on)
	}
}

// printHardware prints for which statistics hardware counts.
func printHardware(p *Printer, t nl.Table) error {
	v := p.inner(t, p.now)[uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO]
	if v == nil {
		return nil
	}
	e := p.e
	e.NL()
	h, ok, err := p.hardware(v)
	if err != nil {
		return err
	}
	e.Obj("info")
	if ok {
		e.Text("    l3_stats")
		e.Obj("l3_stats")
		p.printFlags(h)
		e.EndObj()
	}
	e.EndObj()
	return nil
}

// printL3 prints what hardware counted.
func printL3(p *Printer, t nl.Table) error {
	in := p.inner(t, p.now)
	v, counts := in[uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO], in[uapi.IFLA_OFFLOAD_XSTATS_L3_STATS]
	if v == nil {
		return nil
	}
	h, _, err := p.hardware(v)
	if err != nil {
		return err
	}
	e := p.e
	e.Obj("info")
	p.printFlags(h)
	e.EndObj()
	if counts != nil {
		e.NL()
		e.Obj("stats64")
		info.Few(e, counts, "    ", "multicast", "mcast")
		e.EndObj()
	}
	return nil
}
