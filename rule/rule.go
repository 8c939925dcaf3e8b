// Package rule is ip rule: which table a packet is routed by. It is ip mrule, too.
package rule

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip rule { add | del } SELECTOR ACTION
       ip rule { flush | save | restore }
       ip rule [ list [ SELECTOR ] ]
where  SELECTOR := [ not ] [ from PREFIX ] [ to PREFIX ] [ tos TOS ]
                   [ fwmark FWMARK[/MASK] ] [ iif STRING ] [ oif STRING ]
                   [ pref NUMBER ] [ l3mdev ] [ uidrange NUMBER-NUMBER ]
                   [ ipproto PROTOCOL ]
                   [ sport [ NUMBER[/MASK] | NUMBER-NUMBER ] ]
                   [ dport [ NUMBER[/MASK] | NUMBER-NUMBER ] ]
                   [ dscp DSCP[/MASK] ] [ flowlabel FLOWLABEL[/MASK] ] [ tun_id ID ]
       ACTION := [ table TABLE_ID ] [ protocol PROTO ] [ nat ADDRESS ]
                 [ realms [SRCREALM/]DSTREALM ] [ goto NUMBER ] [ nop ]
                 [ type TYPE ] SUPPRESSOR
       SUPPRESSOR := [ suppress_prefixlength NUMBER ] [ suppress_ifgroup DEVGROUP ]
       TABLE_ID := [ local | main | default | NUMBER ]
`

// Families of multicast routing's rules.
const (
	familyMR4 = 128 // RTNL_FAMILY_IPMR
	familyMR6 = 129 // RTNL_FAMILY_IP6MR
)

// Run runs ip rule.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return list(e, a, false)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("list"), is("lst"), is("show"):
		return list(e, a, false)
	case is("save"):
		return save(e, a)
	case is("restore"):
		return restore(e)
	case is("add"):
		return modify(e, a, unix.RTM_NEWRULE)
	case is("delete"):
		return modify(e, a, unix.RTM_DELRULE)
	case is("flush"):
		return list(e, a, true)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip rule")
}

// RunMulti runs ip mrule: rules of multicast routing.
func RunMulti(e *cli.Env, a *cli.Args) error {
	switch e.Family {
	case unix.AF_UNSPEC, unix.AF_INET:
		e.Family = familyMR4
	case unix.AF_INET6:
		e.Family = familyMR6
	case familyMR4, familyMR6:
	default:
		return cli.Quit(255, "Multicast rules are only supported for IPv4/IPv6, was: "+strconv.Itoa(int(e.Family)))
	}
	return Run(e, a)
}

const headerLen = 12 // struct fib_rule_hdr

// family is that of the rules that are asked for.
func family(e *cli.Env) uint8 {
	if e.Family == unix.AF_UNSPEC {
		return unix.AF_INET
	}
	return e.Family
}

func dumpRequest(c *nl.Conn, family uint8) *nl.Msg {
	var h [headerLen]byte
	h[0] = family
	return c.New(unix.RTM_GETRULE, 0, h[:])
}

// list runs ip rule show, and flush, which deletes the rules in place of showing
// them.
func list(e *cli.Env, a *cli.Args, flush bool) error {
	p := NewPrinter(e)
	if err := p.f.parse(e, a); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var second *nl.Conn // deletes while the dump runs
	if flush {
		if second, err = e.Dial(unix.NETLINK_ROUTE); err != nil {
			return err
		}
		defer second.Close()
	}
	e.Begin()
	for r, err := range c.Dump(dumpRequest(c, family(e))) {
		if err == nil && flush {
			if err = p.delete(second, r); err != nil {
				e.End()
				return &cli.Error{Msg: err.Error() + "\nDump terminated", Code: 255, Err: err}
			}
			continue
		}
		if err != nil {
			e.End()
			return e.DumpReturns(err, "Dump terminated", 255)
		}
		p.Print(r)
		e.Spill()
	}
	e.End()
	return nil
}

// delete deletes the rule in r, if it passes. One of priority 0 has no such
// attribute, and stays.
func (p *Printer) delete(c *nl.Conn, r nl.Reply) error {
	ru, ok := p.read(r)
	if !ok {
		return nil
	}
	if v := ru.t[uapi.FRA_PROTOCOL]; v != nil && p.f.protoMask && v.U8() != p.f.proto {
		return nil
	}
	if ru.t[uapi.FRA_PRIORITY] == nil {
		return nil
	}
	return c.Do(c.New(unix.RTM_DELRULE, 0, r.Data))
}
