package info

import (
	"gip/internal/attr"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

// The numbers that -d shows, in two runs: those before what the kind says, and those
// behind it.
type number struct {
	typ       uint16
	key, form string
}

var firstNumbers = [...]number{
	{unix.IFLA_PROMISCUITY, "promiscuity", " promiscuity % "},
	{uapi.IFLA_ALLMULTI, "allmulti", "allmulti % "},
	{unix.IFLA_MIN_MTU, "min_mtu", "minmtu % "},
	{unix.IFLA_MAX_MTU, "max_mtu", "maxmtu % "},
}

var lastNumbers = [...]number{
	{unix.IFLA_NUM_TX_QUEUES, "num_tx_queues", "numtxqueues % "},
	{unix.IFLA_NUM_RX_QUEUES, "num_rx_queues", "numrxqueues % "},
	{unix.IFLA_GSO_MAX_SIZE, "gso_max_size", "gso_max_size % "},
	{unix.IFLA_GSO_MAX_SEGS, "gso_max_segs", "gso_max_segs % "},
	{uapi.IFLA_TSO_MAX_SIZE, "tso_max_size", "tso_max_size % "},
	{uapi.IFLA_TSO_MAX_SEGS, "tso_max_segs", "tso_max_segs % "},
	{uapi.IFLA_GRO_MAX_SIZE, "gro_max_size", "gro_max_size % "},
	{uapi.IFLA_GSO_IPV4_MAX_SIZE, "gso_ipv4_max_size", "gso_ipv4_max_size % "},
	{uapi.IFLA_GRO_IPV4_MAX_SIZE, "gro_ipv4_max_size", "gro_ipv4_max_size % "},
}

func (p *Printer) numbers(t nl.Table, list []number) {
	for i := range list {
		if v := t[list[i].typ]; v != nil {
			p.u32(list[i].key, list[i].form, v)
		}
	}
}

// details prints what -d adds.
func (p *Printer) details(t nl.Table) {
	e := p.e
	p.numbers(t, firstNumbers[:])
	if t[uapi.IFLA_NETNS_IMMUTABLE].U8() != 0 {
		e.Bool("netns-immutable", "netns-immutable ", true, "", "")
	}
	if v := t[unix.IFLA_LINKINFO]; v != nil {
		p.kind(v)
	}
	if v := t[unix.IFLA_AF_SPEC]; v != nil && p.AsLink {
		p.afSpec(v)
	}
	p.numbers(t, lastNumbers[:])
	if v := t[unix.IFLA_PHYS_PORT_NAME]; v != nil {
		e.Bytes("phys_port_name", "portname % ", v.Text())
	}
	if v := t[unix.IFLA_PHYS_PORT_ID]; v != nil {
		p.hexBytes("phys_port_id", "portid % ", v)
	}
	if v := t[unix.IFLA_PHYS_SWITCH_ID]; v != nil {
		p.hexBytes("phys_switch_id", "switchid % ", v)
	}
	if v := t[uapi.IFLA_PARENT_DEV_BUS_NAME]; v != nil {
		e.Bytes("parentbus", "parentbus % ", v.Text())
	}
	if v := t[uapi.IFLA_PARENT_DEV_NAME]; v != nil {
		e.Bytes("parentdev", "parentdev % ", v.Text())
	}
	if v := t[uapi.IFLA_DPLL_PIN]; v != nil {
		p.pin(v)
	}
}

const hexDigits = "0123456789abcdef"

// hexBytes prints bytes in hex: as many as the reference's buffer takes.
func (p *Printer) hexBytes(key, form string, v []byte) {
	var s [256]byte
	b := s[:0]
	for _, c := range v[:min(len(v), 127)] {
		b = append(b, hexDigits[c>>4], hexDigits[c&15])
	}
	p.e.Bytes(key, form, b)
}

func (p *Printer) pin(v nl.Value) {
	if id := nl.Table(p.sub[:]).Index(v)[dpllPinID]; id != nil {
		p.u32("dpll_pin", "dpll-pin % ", id)
	}
}

const dpllPinID = 1 // DPLL_A_PIN_ID

// kind prints what kind of link it is, and of port, with their options.
func (p *Printer) kind(v nl.Value) {
	e := p.e
	t := nl.Table(p.li[:]).Index(v)
	e.Obj("linkinfo")
	if v := t[unix.IFLA_INFO_KIND]; v != nil {
		e.NL()
		e.Bytes("info_kind", "    % ", v.Text())
		if k := kind.Lookup(v.Text()); prints(k) {
			p.options("info_data", k, t[unix.IFLA_INFO_DATA])
			if x := t[unix.IFLA_INFO_XSTATS]; x != nil && e.Stats > 0 && k.Stats != nil {
				e.Obj("info_xstats")
				k.Stats(e, x)
				e.EndObj()
			}
		}
	}
	if v := t[unix.IFLA_INFO_SLAVE_KIND]; v != nil {
		e.NL()
		e.Bytes("info_slave_kind", "    %_slave ", v.Text())
		if k := kind.Port(v.Text()); prints(k) {
			p.options("info_slave_data", k, t[unix.IFLA_INFO_SLAVE_DATA])
		}
	}
	e.EndObj()
}

// prints reports whether the kind has anything to say beside its name.
func prints(k *kind.Kind) bool {
	if k == nil {
		return false
	}
	if k.Print != nil {
		return true
	}
	for i := range k.Rows {
		if k.Rows[i].Only != attr.Set {
			return true
		}
	}
	return false
}

func (p *Printer) options(key string, k *kind.Kind, v nl.Value) {
	t := nl.Table(p.data[:]).Index(v)
	p.e.Obj(key)
	switch {
	case v == nil: // as the reference, not even what goes without saying
	case k.Print != nil:
		k.Print(p.e, t)
	default:
		k.Rows.Print(p.e, t)
	}
	p.e.EndObj()
}

var genModes = [...]string{"eui64", "none", "stable_secret", "random"}

// afSpec prints what IPv6 has to say of the link.
func (p *Printer) afSpec(v nl.Value) {
	for typ, v := range nl.Attrs(v) {
		if typ != unix.AF_INET6 {
			continue
		}
		if mode := nl.Table(p.sub[:]).Index(v)[uapi.IFLA_INET6_ADDR_GEN_MODE]; mode != nil {
			if m := mode.U8(); int(m) < len(genModes) {
				p.e.Str("inet6_addr_gen_mode", "addrgenmode % ", genModes[m])
			} else {
				p.e.Bytes("inet6_addr_gen_mode", "addrgenmode % ", []byte{'0', 'x', hexDigits[m>>4], hexDigits[m&15]})
			}
		}
		return
	}
}

// rest prints the lines behind the first two: alias, xdp, statistics, VFs, other names.
func (p *Printer) rest(l *link, name []byte) {
	e, t := p.e, l.t
	more := p.AsLink || e.Details > 0
	if v := t[unix.IFLA_IFALIAS]; v != nil && more {
		e.NL()
		e.Text("    ")
		e.Bytes("ifalias", "alias %", v.Text())
	}
	if v := t[unix.IFLA_XDP]; v != nil && more {
		p.xdp(v, true)
	}
	if p.AsLink && e.Stats > 0 {
		e.NL()
		p.stats(t)
	}
	truncated := false
	if v := t[unix.IFLA_VFINFO_LIST]; v != nil && more && t[unix.IFLA_NUM_VF] != nil {
		truncated = p.vfs(l, v) != t[unix.IFLA_NUM_VF].U32()
	}
	if v := t[unix.IFLA_PROP_LIST]; v != nil {
		p.otherNames(v)
	}
	e.Text("\n")
	if truncated {
		e.Warn("Truncated VF list: " + string(name))
	}
}
