package bridge

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// routerPorts prints the ports that have multicast routers behind them.
func (p *mdbPrinter) routerPorts(list nl.Value, index uint32, all bool) {
	if list == nil {
		return
	}
	e := p.e
	bridge := e.LinkName(index)
	if !all {
		port := "*"
		for _, v := range nl.Attrs(list) {
			port = e.LinkName(v.U32())
			break
		}
		e.Arr(bridge)
		e.Obj("")
		e.Str("port", "router port dev %", port)
		e.Str("", " master %\n", bridge)
		e.EndObj()
		e.EndArr()
		return
	}
	if e.Details == 0 {
		return
	}
	e.Arr(bridge)
	if e.Stats == 0 {
		e.Str("", "router ports on %: ", bridge)
	}
	for _, v := range nl.Attrs(list) {
		port := e.LinkName(v.U32())
		e.Obj("")
		switch {
		case e.JSON:
			e.Str("port", "", port)
			if e.Stats > 0 {
				printRouterStats(e, v)
			}
		case e.Stats > 0:
			e.Str("", "router ports on %: ", bridge)
			e.Text(port)
			printRouterStats(e, v)
			e.Text("\n")
		default:
			e.Str("", "% ", port)
		}
		e.EndObj()
	}
	if e.Stats == 0 {
		e.NL()
	}
	e.EndArr()
}

// printRouterStats prints until when and why a port is taken to have a router behind it.
func printRouterStats(e *cli.Env, v nl.Value) {
	var tb [uapi.MDBA_ROUTER_PATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v.From(4))
	if v := t[uapi.MDBA_ROUTER_PATTR_TIMER]; v != nil {
		printTimer(e, " %", v.U32(), 4)
	}
	if v := t[uapi.MDBA_ROUTER_PATTR_TYPE]; v != nil {
		typ := "permanent"
		switch v.U8() {
		case uapi.MDB_RTR_TYPE_TEMP_QUERY, uapi.MDB_RTR_TYPE_TEMP:
			typ = "temp"
		}
		e.Str("type", " %", typ)
	}
}

// printTimer prints hundredths of a second, the seconds at least width wide.
func printTimer(e *cli.Env, form string, n uint32, width int) {
	var s [32]byte
	b := s[:0]
	for lim := uint32(10); width > 1; lim, width = lim*10, width-1 {
		if n/100 < lim {
			b = append(b, ' ')
		}
	}
	b = strconv.AppendUint(b, uint64(n/100), 10)
	b = append(b, '.', '0'+byte(n%100/10), '0'+byte(n%10))
	e.Bytes("timer", form, b)
}
