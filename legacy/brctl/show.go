package brctl

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/match"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A page is what is printed, put together.
type page struct {
	e *cli.Env
	s [64]byte
}

func (p *page) text(s string) { p.e.Puts(s) }

// number prints v at the right of four columns.
func (p *page) number(before string, v uint32) {
	p.text(before)
	p.e.Right(4).Int("", "%", int64(int32(v)))
}

func (p *page) hex(before string, v uint64, digits int) {
	p.text(before)
	p.e.Write(attr.AppendHex(p.s[:0], v, digits))
}

// timer prints hundredths of seconds as seconds.
func (p *page) timer(before string, v uint64) {
	us := uint64(int64(int32(v))) * 10000
	s := int64(us / 1e6)
	h := int64(us-1e6*uint64(s)) / 10000
	p.text(before)
	p.e.Right(4).Int("", "%", int64(int32(s)))
	if p.text("."); h < 10 {
		p.text("0")
	}
	p.e.Int("", "%", h)
}

// id prints a struct ifla_bridge_id.
func (p *page) id(before string, v nl.Value) {
	p.hex(before, uint64(v.BE16()), 4)
	p.hex(".", v.BE64()&(1<<48-1), 12)
}

func show(e *cli.Env, a []string) error {
	ls, err := allLinks(e)
	if err != nil {
		return err
	}
	p := page{e: e}
	head := true
	line := func(name string, l *link) {
		if head {
			p.text("bridge name\tbridge id\t\tSTP enabled\tinterfaces\n")
			head = false
		}
		p.bridge(name, ls, l)
	}
	if len(a) == 0 {
		for i := range ls {
			if ls[i].bridge {
				line(ls[i].name, &ls[i])
			}
		}
		return nil
	}
	for _, name := range a {
		l, lerr := ls.bridge(name)
		if lerr != nil {
			e.Warn(lerr.Error())
			err = cli.Silent(1)
			continue
		}
		line(name, l)
	}
	return err
}

// bridge is the bridge called name.
func (ls links) bridge(name string) (*link, error) {
	l := ls.find(name)
	switch notBridge(l) {
	case unix.ENODEV:
		return nil, failed("bridge " + name + " does not exist!")
	case unix.EOPNOTSUPP:
		return nil, failed("device " + name + " is not a bridge!")
	}
	return l, nil
}

// bridge prints a bridge's line, under the name that it was asked for by.
func (p *page) bridge(name string, ls links, l *link) {
	var tb [uapi.IFLA_BR_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(l.data)
	p.id(name+"\t\t", t[uapi.IFLA_BR_BRIDGE_ID])
	on := "no"
	if t[uapi.IFLA_BR_STP_STATE].U32() != 0 {
		on = "yes"
	}
	p.text("\t" + on + "\t\t")
	before := ""
	ls.ports(l, func(port *link) {
		p.text(before + port.name)
		before = "\n\t\t\t\t\t\t\t"
	})
	p.text("\n")
}

func showSTP(e *cli.Env, a []string) error {
	ls, err := allLinks(e)
	if err != nil {
		return err
	}
	l, err := ls.bridge(a[0])
	if err != nil {
		return err
	}
	p := page{e: e}
	p.stp(l)
	ls.ports(l, p.port)
	return nil
}

func (p *page) stp(l *link) {
	var tb [uapi.IFLA_BR_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(l.data)
	twice := func(label, before string, v nl.Value) {
		p.timer(" "+label+"\t\t", v.Uint())
		p.timer("\t\t\tbridge "+label+before, v.Uint())
		p.text("\n")
	}
	p.id(l.name+"\n bridge id\t\t", t[uapi.IFLA_BR_BRIDGE_ID])
	p.id("\n designated root\t", t[uapi.IFLA_BR_ROOT_ID])
	p.number("\n root port\t\t", uint32(t[uapi.IFLA_BR_ROOT_PORT].U16()))
	p.number("\t\t\tpath cost\t\t", t[uapi.IFLA_BR_ROOT_PATH_COST].U32())
	p.text("\n")
	twice("max age", "\t\t", t[uapi.IFLA_BR_MAX_AGE])
	twice("hello time", "\t", t[uapi.IFLA_BR_HELLO_TIME])
	twice("forward delay", "\t", t[uapi.IFLA_BR_FORWARD_DELAY])
	p.timer(" ageing time\t\t", t[uapi.IFLA_BR_AGEING_TIME].Uint())
	p.timer("\n hello timer\t\t", t[uapi.IFLA_BR_HELLO_TIMER].Uint())
	p.timer("\t\t\ttcn timer\t\t", t[uapi.IFLA_BR_TCN_TIMER].Uint())
	p.timer("\n topology change timer\t", t[uapi.IFLA_BR_TOPOLOGY_CHANGE_TIMER].Uint())
	p.timer("\t\t\tgc timer\t\t", t[uapi.IFLA_BR_GC_TIMER].Uint())
	p.text("\n flags\t\t\t")
	p.flag("TOPOLOGY_CHANGE ", t[uapi.IFLA_BR_TOPOLOGY_CHANGE])
	p.flag("TOPOLOGY_CHANGE_DETECTED ", t[uapi.IFLA_BR_TOPOLOGY_CHANGE_DETECTED])
	p.text("\n\n\n")
}

func (p *page) flag(name string, v nl.Value) {
	if v.U8() != 0 {
		p.text(name)
	}
}

var states = [...]string{"disabled", "listening", "learning", "forwarding", "blocking"}

func (p *page) port(l *link) {
	var tb [uapi.IFLA_BRPORT_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(l.port)
	state := "<INVALID STATE>"
	if i := int(t[uapi.IFLA_BRPORT_STATE].U8()); i < len(states) {
		state = states[i]
	}
	p.text(l.name)
	p.e.Uint("", " (%)", uint64(t[uapi.IFLA_BRPORT_NO].U16()))
	p.hex("\n port id\t\t", uint64(t[uapi.IFLA_BRPORT_ID].U16()), 4)
	p.e.Right(15).Str("", "\t\t\tstate\t\t%\n", state)
	p.id(" designated root\t", t[uapi.IFLA_BRPORT_ROOT_ID])
	p.number("\tpath cost\t\t", t[uapi.IFLA_BRPORT_COST].U32())
	p.id("\n designated bridge\t", t[uapi.IFLA_BRPORT_BRIDGE_ID])
	p.timer("\tmessage age timer\t", t[uapi.IFLA_BRPORT_MESSAGE_AGE_TIMER].Uint())
	p.hex("\n designated port\t", uint64(t[uapi.IFLA_BRPORT_DESIGNATED_PORT].U16()), 4)
	p.timer("\t\t\tforward delay timer\t", t[uapi.IFLA_BRPORT_FORWARD_DELAY_TIMER].Uint())
	p.number("\n designated cost\t", uint32(t[uapi.IFLA_BRPORT_DESIGNATED_COST].U16()))
	p.timer("\t\t\thold timer\t\t", t[uapi.IFLA_BRPORT_HOLD_TIMER].Uint())
	p.text("\n flags\t\t\t")
	p.flag("CONFIG_PENDING ", t[uapi.IFLA_BRPORT_CONFIG_PENDING])
	p.flag("TOPOLOGY_CHANGE_ACK ", t[uapi.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK])
	if t[uapi.IFLA_BRPORT_MODE].U8() != 0 {
		p.number("\n hairpin mode\t\t", 1)
	}
	p.text("\n\n")
}

// fdbLen is the length of a struct __fdb_entry: an address, the port's number, whether
// the address is our own, how long it has not been seen.
const fdbLen = 16

func showMACs(e *cli.Env, a []string) error {
	fd, err := unix.Open("/sys/class/net/"+a[0]+"/brforward", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		ls, lerr := allLinks(e)
		if lerr != nil {
			return lerr
		}
		if why := notBridge(ls.find(a[0])); why != nil {
			err = why
		}
		return failed("read of forward table failed: " + words(err))
	}
	defer unix.Close(fd)
	var all []byte
	for {
		var b [256 * fdbLen]byte
		n, err := unix.Read(fd, b[:])
		if err != nil {
			return failed("read of forward table failed: " + words(err))
		}
		if n == 0 {
			break
		}
		all = append(all, b[:n]...)
	}
	var entries []string
	for ; len(all) >= fdbLen; all = all[fdbLen:] {
		entries = append(entries, string(all[:fdbLen]))
	}
	match.Sort(entries)
	p := page{e: e}
	p.text("port no\tmac addr\t\tis local?\tageing timer\n")
	for _, f := range entries {
		e.Right(3).Uint("", "%\t", uint64(f[6]))
		for i := range 6 {
			p.hex(":"[:min(i, 1)], uint64(f[i]), 2)
		}
		if f[7] != 0 {
			p.text("\tyes\t\t")
		} else {
			p.text("\tno\t\t")
		}
		p.timer("", uint64(nl.Value([]byte(f[8:])).U32()))
		p.text("\n")
	}
	return nil
}
