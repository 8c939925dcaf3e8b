package bridge

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const vniUsage = `Usage: bridge vni [ show ] [ dev DEV ]
       bridge vni { add | del } vni VNI dev DEV [ { group | remote } IP_ADDRESS ]

VNI is 0-16777215, or more: numbers and ranges of them, with commas between them.
`

// RunVNI runs bridge vni: the VNIs that a VXLAN takes in.
func RunVNI(e *cli.Env, a *cli.Args) error {
	e.Stamp = false
	return dispatch(e, a, "vni", vniCommands[:], showVNIs)
}

var vniCommands = [...]command{
	{"add", true, func(e *cli.Env, a *cli.Args) error { return changeVNI(e, a, unix.RTM_NEWTUNNEL) }},
	{"delete", true, func(e *cli.Env, a *cli.Args) error { return changeVNI(e, a, unix.RTM_DELTUNNEL) }},
	{"del", true, func(e *cli.Env, a *cli.Args) error { return changeVNI(e, a, unix.RTM_DELTUNNEL) }},
	{"show", true, showVNIs},
	{"lst", true, showVNIs},
	{"list", true, showVNIs},
	{"help", true, func(*cli.Env, *cli.Args) error { return cli.Usage(vniUsage) }},
}

// tunnelHeader is a struct tunnel_msg.
func tunnelHeader(index uint32, flags uint8) []byte {
	b := make([]byte, tunnelHeaderLen)
	b[0], b[1] = unix.AF_BRIDGE, flags
	nl.Native.PutUint32(b[4:], index)
	return b
}

const tunnelHeaderLen = 8

// changeVNI has a VXLAN take VNIs in, or no longer.
func changeVNI(e *cli.Env, a *cli.Args, typ uint16) error {
	var dev, vni, dst word
	var addr attr.Prefix
	for a.More() {
		w, _ := a.Next()
		var err error
		switch w {
		case "dev":
			err = dev.next(a)
		case "vni":
			err = vni.once(a, "vni")
		case "group", "remote":
			if err = dst.once(a, "destination"); err == nil {
				addr, err = attr.ParseAddr(dst.text, unix.AF_UNSPEC)
			}
			if err == nil && w == "group" && !addr.Multi {
				err = cli.Invalid("invalid group address", dst.text)
			}
		case "help":
			return cli.Usage(vniUsage)
		}
		if err != nil {
			return err
		}
	}
	if !dev.given || !vni.given {
		return e.Fail("Device and VNI ID are required arguments.")
	}
	index, err := named(e, "vxlan", dev.text)
	if err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(typ, 0, tunnelHeader(index, 0))
	for _, r := range strings.Split(vni.text, ",") {
		if r == "" {
			continue
		}
		from, to, _ := strings.Cut(r, "-")
		m.Open(uapi.VXLAN_VNIFILTER_ENTRY | nl.Nested)
		m.PutU32(uapi.VXLAN_VNIFILTER_ENTRY_START, uint32(cli.Atoi(from)))
		if end := uint32(cli.Atoi(to)); end != 0 {
			m.PutU32(uapi.VXLAN_VNIFILTER_ENTRY_END, end)
		}
		if dst.given {
			typ := uint16(0) // of an address that is none: any, all
			switch addr.Family {
			case unix.AF_INET:
				typ = uapi.VXLAN_VNIFILTER_ENTRY_GROUP
			case unix.AF_INET6:
				typ = uapi.VXLAN_VNIFILTER_ENTRY_GROUP6
			}
			m.PutBytes(typ, addr.Addr())
		}
		m.Close()
	}
	return talk(e, m)
}

const vniWidth = 17

func showVNIs(e *cli.Env, a *cli.Args) error {
	p := newVNIPrinter(e)
	if err := filter(e, a, &p.keep.vni, nil); err != nil {
		return err
	}
	flags := uint8(0)
	if e.Stats > 0 {
		flags = uapi.TUNNEL_MSG_FLAG_STATS
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	e.Text("dev               vni                group/remote\n")
	m := c.New(unix.RTM_GETTUNNEL, 0, tunnelHeader(p.keep.vni, flags))
	if err := list(e, m, "Dump ternminated", p.print); err != nil {
		return err
	}
	e.End()
	return nil
}

// A vniPrinter prints the VNIs that VXLANs take in.
type vniPrinter struct {
	e     *cli.Env
	keep  *kept
	head  func(label string) // called before a record that passes
	tb    [uapi.VXLAN_VNIFILTER_ENTRY_MAX + 1]nl.Value
	stats [uapi.VNIFILTER_ENTRY_STATS_MAX + 1]nl.Value
}

func newVNIPrinter(e *cli.Env) *vniPrinter { return &vniPrinter{e: e, keep: keep(e)} }

func (p *vniPrinter) print(r nl.Reply) bool {
	e := p.e
	if r.Type != unix.RTM_NEWTUNNEL && r.Type != unix.RTM_DELTUNNEL && r.Type != unix.RTM_GETTUNNEL {
		return strange(e, "Unknown vni tunnel rtm msg", r)
	}
	h := nl.Value(r.Data)
	if len(h) < tunnelHeaderLen {
		return tooShort(e, r, tunnelHeaderLen)
	}
	index := h.From(4).U32()
	if h[0] != unix.AF_BRIDGE || !pass(p.keep.vni, index) {
		return true
	}
	if p.head != nil {
		p.head("[TUNNEL]")
	}
	if r.Type == unix.RTM_DELTUNNEL {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	opened := false
	for typ, v := range nl.Attrs(h[tunnelHeaderLen:]) {
		if typ != uapi.VXLAN_VNIFILTER_ENTRY {
			continue
		}
		if opened {
			e.Text(underName)
		} else {
			openPort(e, index, "vnis")
			opened = true
		}
		p.entry(v)
	}
	if opened {
		closePort(e)
	}
	return true
}

func (p *vniPrinter) entry(v nl.Value) {
	e := p.e
	t := nl.Table(p.tb[:]).Index(v)
	from := t[uapi.VXLAN_VNIFILTER_ENTRY_START].U32()
	to := from
	if v := t[uapi.VXLAN_VNIFILTER_ENTRY_END]; v != nil {
		to = v.U32()
	}
	e.Obj("")
	fill(e, vniWidth-numbers(e, "vni", from, to))
	if v := t[uapi.VXLAN_VNIFILTER_ENTRY_GROUP]; v != nil {
		if v.U32() != 0 {
			printDestination(e, v[:4], v[0]>>4 == 14)
		}
	} else if v := t[uapi.VXLAN_VNIFILTER_ENTRY_GROUP6]; len(v) >= 16 {
		if v.U64() != 0 || v.From(8).U64() != 0 {
			printDestination(e, v[:16], v[0] == 0xff)
		}
	}
	if v := t[uapi.VXLAN_VNIFILTER_ENTRY_STATS]; v != nil {
		p.counters(v)
	}
	e.EndObj()
	e.NL()
}

// printDestination prints where a VNI's packets go by default.
func printDestination(e *cli.Env, addr nl.Value, group bool) {
	var s [64]byte
	key := "remote"
	if group {
		key = "group"
	}
	e.Bytes(key, "%", attr.AppendIP(s[:0], addr))
}

// vniCounters is the counters of a VNI in the order they are told.
var vniCounters = [...]struct {
	key  string
	form string
	attr uint16
}{
	{"rx_bytes", "bytes % ", uapi.VNIFILTER_ENTRY_STATS_RX_BYTES},
	{"rx_pkts", "pkts % ", uapi.VNIFILTER_ENTRY_STATS_RX_PKTS},
	{"rx_drops", "drops % ", uapi.VNIFILTER_ENTRY_STATS_RX_DROPS},
	{"rx_errors", "errors % ", uapi.VNIFILTER_ENTRY_STATS_RX_ERRORS},
	{"tx_bytes", "bytes % ", uapi.VNIFILTER_ENTRY_STATS_TX_BYTES},
	{"tx_pkts", "pkts % ", uapi.VNIFILTER_ENTRY_STATS_TX_PKTS},
	{"tx_drops", "drops % ", uapi.VNIFILTER_ENTRY_STATS_TX_DROPS},
	{"tx_errors", "errors % ", uapi.VNIFILTER_ENTRY_STATS_TX_ERRORS},
}

func (p *vniPrinter) counters(v nl.Value) {
	e := p.e
	t := nl.Table(p.stats[:]).Index(v)
	e.Obj("stats")
	for i := range vniCounters {
		c := &vniCounters[i]
		switch i {
		case 0:
			e.NL()
			e.Text(underVID + "RX: ")
		case len(vniCounters) / 2:
			e.NL()
			e.Text(underVID + "TX: ")
		}
		if v := t[c.attr]; v != nil {
			e.Uint(c.key, c.form, v.U64())
		}
	}
	e.EndObj()
}
