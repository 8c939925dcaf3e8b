// Package netconf is ip netconf: how links forward, filter and answer for others.
package netconf

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = "Usage: ip netconf [ show [ dev STRING ] ]\n"

const (
	headerLen = 1 // struct netconfmsg
	padded    = 4 // the same, and what stands behind it

	indexAll     = 1<<32 - 1 // NETCONFA_IFINDEX_ALL
	indexDefault = 1<<32 - 2 // NETCONFA_IFINDEX_DEFAULT
)

// Run runs ip netconf.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return show(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("show"), is("lst"), is("list"):
		return show(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip netconf")
}

// show passes over words that it does not know, as the reference does.
func show(e *cli.Env, a *cli.Args) error {
	p := Printer{e: e, Family: e.Family}
	for a.More() {
		if word, _ := a.Next(); word != "dev" {
			continue
		}
		word, err := a.Next()
		if err != nil {
			return err
		}
		if p.Index = e.LinkIndex(word); int32(p.Index) <= 0 {
			return cli.Fail(`Device "` + word + `" does not exist.`)
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	h := [headerLen]byte{p.Family}
	if p.Index != 0 && p.Family != unix.AF_UNSPEC {
		// One is asked for, and printed as text even with -j.
		m := c.New(unix.RTM_GETNETCONF, unix.NLM_F_ACK, h[:])
		m.PutU32(uapi.NETCONFA_IFINDEX, p.Index)
		r, err := c.Get(m)
		if err != nil {
			return cli.Status(err, 2, true)
		}
		if err := p.Print(r); err != nil {
			e.Warn(err.Error())
		}
		return nil
	}
	err = e.Records(c, c.New(unix.RTM_GETNETCONF, 0, h[:]), func(r nl.Reply) error {
		if err := p.Print(r); err != nil {
			return cli.Fail(err.Error() + "\nRTNETLINK answers: Success")
		}
		return nil
	})
	if err == nil {
		e.End()
	}
	return err
}

// A Printer prints settings: the lines of ip netconf, and of ip monitor.
type Printer struct {
	Family uint8  // of the records that pass; AF_UNSPEC: of all
	Index  uint32 // of the link whose records pass; 0: all
	Head   func() // where not nil, called before a record that passes

	e  *cli.Env
	tb [uapi.NETCONFA_MAX + 1]nl.Value
}

// NewPrinter prints every record, until Family and Index say otherwise.
func NewPrinter(e *cli.Env) *Printer { return &Printer{e: e} }

var filters = [...]string{"off", "strict", "loose"}

// Print prints a record (RTM_NEWNETCONF, RTM_DELNETCONF), if it passes. What is none, or
// too short for one, is an error.
func (p *Printer) Print(r nl.Reply) error {
	if r.Type != unix.RTM_NEWNETCONF && r.Type != unix.RTM_DELNETCONF {
		return cli.NotA("Not a netconf message", r)
	}
	if err := cli.TooShort(r, padded); err != nil {
		return err
	}
	family := r.Data[0]
	if p.Family != 0 && p.Family != family {
		return nil
	}
	t := nl.Table(p.tb[:])
	r.Attrs(t, headerLen)
	index := t[uapi.NETCONFA_IFINDEX].U32()
	if p.Index != 0 && p.Index != index {
		return nil
	}
	if p.Head != nil {
		p.Head()
	}
	e := p.e
	e.Obj("")
	if r.Type == unix.RTM_DELNETCONF {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	e.Str("family", "% ", attr.FamilyName(family))
	if t[uapi.NETCONFA_IFINDEX] != nil {
		name := ""
		switch index {
		case indexAll:
			name = "all"
		case indexDefault:
			name = "default"
		default:
			name = e.LinkName(index)
		}
		e.Color(out.Ifname).Str("interface", "% ", name)
	}
	p.onOff(uapi.NETCONFA_FORWARDING, "forwarding")
	if v := t[uapi.NETCONFA_RP_FILTER]; v != nil {
		if n := v.U32(); n < uint32(len(filters)) {
			e.Str("rp_filter", "rp_filter % ", filters[n])
		} else {
			e.Uint("rp_filter", "rp_filter % ", uint64(n))
		}
	}
	p.onOff(uapi.NETCONFA_MC_FORWARDING, "mc_forwarding")
	p.onOff(uapi.NETCONFA_PROXY_NEIGH, "proxy_neigh")
	p.onOff(uapi.NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, "ignore_routes_with_linkdown")
	p.onOff(uapi.NETCONFA_INPUT, "input")
	e.EndObj()
	e.Text("\n")
	return nil
}

func (p *Printer) onOff(typ uint16, name string) {
	if v := p.tb[typ]; v != nil {
		e := p.e
		e.Text(name)
		e.OnOff(name, " % ", v.U32() != 0)
	}
}
