package rule

import (
	"encoding/binary"
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A request is to add or delete a rule, being put together. Words that come twice
// are sent twice.
type request struct {
	e       *cli.Env
	a       *cli.Args
	m       *nl.Msg
	tableOK bool
	l3mdev  bool
	table   uint32
}

const requestRoom = unix.SizeofNlMsghdr + headerLen + 1024

// modify runs ip rule add and delete.
func modify(e *cli.Env, a *cli.Args, cmd uint16) error {
	flags, verb := uint16(0), "del"
	if cmd == unix.RTM_NEWRULE {
		flags, verb = unix.NLM_F_CREATE|unix.NLM_F_EXCL, "add"
	}
	if !a.More() {
		return cli.Fail(`"ip rule ` + verb + `" requires arguments.`)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var hdr [headerLen]byte
	hdr[0] = e.Family
	if cmd == unix.RTM_NEWRULE {
		hdr[7] = actTable
	}
	r := request{e: e, a: a, m: c.New(cmd, flags, hdr[:])}
	for a.More() {
		word, _ := a.Next()
		if err := r.option(word); err != nil {
			return err
		}
	}
	if r.l3mdev && r.table != 0 {
		return &cli.Error{Msg: "table can not be specified for l3mdev rules", Code: int(unix.EINVAL)}
	}
	h := r.m.Header()
	if h[0] == unix.AF_UNSPEC {
		h[0] = unix.AF_INET
	}
	if !r.tableOK && cmd == unix.RTM_NEWRULE {
		h[4] = unix.RT_TABLE_MAIN
	}
	return e.Do(r.m, func(reply nl.Reply) error { NewPrinter(e).Print(reply); return nil })
}

func (r *request) put(typ uint16, v []byte) {
	if r.m.Mark()+4+(len(v)+3)&^3 > requestRoom {
		r.e.Warn("addattr_l ERROR: message exceeded bound of " + strconv.Itoa(requestRoom))
		return
	}
	copy(r.m.Add(typ, len(v)), v)
}

func (r *request) put32(typ uint16, v uint32) { r.put(typ, nl.Native.AppendUint32(nil, v)) }

func (r *request) option(word string) error {
	is := func(name string) bool { return cli.Prefix(word, name) }
	h := r.m.Header()
	switch {
	case word == "not":
		h[8] |= flagInvert
		return nil
	case word == "l3mdev":
		r.put(uapi.FRA_L3MDEV, []byte{1})
		r.tableOK, r.l3mdev = true, true
		return nil
	case word == "from", word == "to":
		return r.prefix(word)
	case is("preference"), is("order"), is("priority"):
		return r.number(uapi.FRA_PRIORITY, "preference value is invalid\n")
	case word == "tos", is("dsfield"):
		w, err := r.a.Next()
		if err != nil {
			return err
		}
		v, ok := number(&r.e.DSFields, w, 16, 255)
		if !ok {
			return cli.Invalid("TOS value is invalid\n", w)
		}
		h[3] = uint8(v)
		return nil
	case word == "fwmark", is("realms"), is("protocol"), is("tun_id"):
		return r.more(word)
	case is("table"), word == "lookup":
		return r.takeTable()
	case is("suppress_prefixlength"), word == "sup_pl", is("suppress_ifgroup"), word == "sup_group":
		return r.suppress(is("suppress_prefixlength") || word == "sup_pl")
	case word == "dev", word == "iif":
		return r.link(uapi.FRA_IIFNAME, `"iif"/"dev" not a valid ifname`)
	case word == "oif":
		return r.link(uapi.FRA_OIFNAME, `"oif" not a valid ifname`)
	case word == "nat", is("map-to"):
		w, err := r.a.Next()
		if err != nil {
			return err
		}
		r.e.Warn("Warning: route NAT is deprecated")
		addr, err := attr.ParseIP4(w)
		if err != nil {
			return err
		}
		r.put(unix.RTA_GATEWAY, addr[:])
		h = r.m.Header()
		h[7] = actNAT
		return nil
	case word == "uidrange", word == "ipproto", word == "sport", word == "dport", word == "dscp", word == "flowlabel":
		return r.selector(word)
	}
	return r.action(word)
}

func (r *request) prefix(word string) error {
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	h := r.m.Header()
	p, err := attr.ParsePrefix(w, h[0])
	if err != nil {
		return err
	}
	if word == "from" {
		h[2] = uint8(p.Bits)
		r.put(uapi.FRA_SRC, p.Addr())
	} else {
		h[1] = uint8(p.Bits)
		r.put(uapi.FRA_DST, p.Addr())
	}
	return nil
}

func (r *request) number(typ uint16, bad string) error {
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	v, ok := num(w, 32)
	if !ok {
		return cli.Invalid(bad, w)
	}
	r.put32(typ, v)
	return nil
}

func (r *request) more(word string) error {
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	switch {
	case word == "fwmark":
		mark, mask, masked, err := parseMark(w)
		if err != nil {
			return err
		}
		r.put32(uapi.FRA_FWMARK, mark)
		if masked {
			r.put32(uapi.FRA_FWMASK, mask)
		}
	case cli.Prefix(word, "realms"):
		v, ok := parseRealms(r.e, w)
		if !ok {
			return cli.Invalid("invalid realms\n", w)
		}
		r.put32(uapi.FRA_FLOW, v)
	case cli.Prefix(word, "protocol"):
		v, ok := number(&r.e.Protos, w, 0, 255)
		if !ok {
			return cli.Invalid("\"protocol\" value is invalid\n", w)
		}
		r.put(uapi.FRA_PROTOCOL, []byte{byte(v)})
	default:
		v, ok := cli.Uint(w, 0, 64)
		if !ok {
			return cli.Invalid("\"tun_id\" value is invalid\n", w)
		}
		r.put(uapi.FRA_TUN_ID, binary.BigEndian.AppendUint64(nil, v))
	}
	return nil
}

func (r *request) takeTable() error {
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	v, ok := number(&r.e.Tables, w, 0, 1<<32-1)
	if !ok {
		return cli.Invalid("invalid table ID\n", w)
	}
	h := r.m.Header()
	r.table, r.tableOK = v, true
	if v < 256 {
		h[4] = uint8(v)
		return nil
	}
	h[4] = 0
	r.put32(uapi.FRA_TABLE, v)
	return nil
}

func (r *request) suppress(length bool) error {
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	if length {
		v, ok := cli.Int(w, 0, 32)
		if !ok || v < 0 {
			return cli.Invalid("suppress_prefixlength value is invalid\n", w)
		}
		r.put32(uapi.FRA_SUPPRESS_PREFIXLEN, uint32(v))
		return nil
	}
	v, ok := r.e.Groups.Number(w)
	if !ok {
		// strtol into an int: what is above its bits is lost.
		n, used, _ := cli.Strtoul(w, 0)
		if v = uint32(n); used == 0 || used != len(w) || int32(v) < 0 {
			return cli.Invalid("Invalid \"suppress_ifgroup\" value\n", w)
		}
	}
	r.put32(uapi.FRA_SUPPRESS_IFGROUP, v)
	return nil
}

func (r *request) link(typ uint16, bad string) error {
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	if !ifName(w) {
		return cli.Invalid(bad, w)
	}
	r.put(typ, append([]byte(w), 0))
	return nil
}

func (r *request) selector(word string) error {
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	switch word {
	case "uidrange":
		from, to, err := parseUIDs(w)
		if err != nil {
			return err
		}
		r.put(uapi.FRA_UID_RANGE, nl.Native.AppendUint32(nl.Native.AppendUint32(nil, from), to))
	case "ipproto":
		v, ok := parseProto(w)
		if !ok {
			return cli.Invalid("Invalid \"ipproto\" value\n", w)
		}
		r.put(uapi.FRA_IP_PROTO, []byte{v})
	case "sport":
		return r.ports(w, uapi.FRA_SPORT_RANGE, uapi.FRA_SPORT_MASK)
	case "dport":
		return r.ports(w, uapi.FRA_DPORT_RANGE, uapi.FRA_DPORT_MASK)
	case "dscp":
		dscp, mask, err := parseDSCP(r.e, w)
		if err != nil {
			return err
		}
		r.put(uapi.FRA_DSCP, []byte{byte(dscp)})
		if mask != dscpMask {
			r.put(uapi.FRA_DSCP_MASK, []byte{byte(mask)})
		}
	case "flowlabel":
		label, mask, err := parseLabel(w)
		if err != nil {
			return err
		}
		r.put(uapi.FRA_FLOWLABEL, binary.BigEndian.AppendUint32(nil, label))
		r.put(uapi.FRA_FLOWLABEL_MASK, binary.BigEndian.AppendUint32(nil, mask))
	}
	return nil
}

func (r *request) ports(w string, typ, maskType uint16) error {
	p, err := parsePorts(w)
	if err != nil {
		return err
	}
	r.put(typ, nl.Native.AppendUint16(nl.Native.AppendUint16(nil, p.from), p.to))
	if p.mask != portMask {
		r.put(maskType, nl.Native.AppendUint16(nil, p.mask))
	}
	return nil
}

// action takes what becomes of a packet: goto, nop, or the type of a route.
func (r *request) action(word string) error {
	if word == "type" {
		w, err := r.a.Next()
		if err != nil {
			return err
		}
		word = w
	}
	typ := uint8(0)
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("help"):
		return cli.Usage(usage)
	case is("goto"):
		if err := r.number(uapi.FRA_GOTO, "invalid target\n"); err != nil {
			return err
		}
		typ = actGoto
	case is("nop"):
		typ = actNop
	default:
		v, ok := routeType(word)
		if !ok {
			return cli.Invalid("Failed to parse rule type", word)
		}
		typ = v
	}
	r.m.Header()[7] = typ
	r.tableOK = true
	return nil
}

// routeType reads a type of route, by name or number.
func routeType(word string) (uint8, bool) {
	switch word {
	case "local":
		return unix.RTN_LOCAL, true
	case "nat":
		return unix.RTN_NAT, true
	case "brd":
		return unix.RTN_BROADCAST, true
	case "throw":
		return unix.RTN_THROW, true
	}
	for _, v := range [...]uint8{unix.RTN_BROADCAST, unix.RTN_ANYCAST, unix.RTN_MULTICAST, unix.RTN_PROHIBIT,
		unix.RTN_UNREACHABLE, unix.RTN_BLACKHOLE, unix.RTN_XRESOLVE, unix.RTN_UNICAST} {
		if cli.Prefix(word, typeNames[v]) {
			return v, true
		}
	}
	v, ok := cli.Uint(word, 0, 64)
	return uint8(v), ok && v <= 255
}
