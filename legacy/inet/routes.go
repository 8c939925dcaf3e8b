package inet

import (
	"errors"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Routes is how a routing table is shown.
type Routes struct {
	E          *cli.Env
	Ext        int  // 1: metric and use, 2: what TCP is told, 3: both
	Numeric    bool // addresses, not names
	FIB, Cache bool // what is shown

	known map[string]string // names that were asked for
}

// Show shows the routes of families, whose names have commas between them. An error has
// the status; what goes wrong is told.
func (o *Routes) Show(families string) error {
	e := o.E
	for _, f := range strings.Split(families, ",") {
		var err error
		switch {
		case f == "":
		case f == "inet":
			err = o.inet(e)
		case f == "inet6":
			err = o.inet6(e)
		case !Known(f):
			err = cli.Quit(StatusOption, "Address family `"+f+"' not supported.")
		case f == "unix" || f == "ec" || f == "ash" || f == "unspec":
			err = cli.Quit(StatusOption, "No routing for address family `"+f+"'.")
		default:
			err = absent(e, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// absent shows the routes of a family that a kernel of today lacks.
func absent(e *cli.Env, family string) error {
	const none = ": No such file or directory"
	file, warn, text := "", "", ""
	switch family {
	case "ax25":
		file, text = "ax25_route", "AX.25 not configured in this system.\n"
		warn = "/proc/net/ax25_route" + none
	case "netrom":
		file, text = "nr_nodes", "NET/ROM not configured in this system.\n"
		warn = "/proc/net/nr_nodes" + none + "\n/proc/net/nr_neigh"
		// What the C library does for the first complaint fails where standard error
		// can only be written, and the second tells of that.
		if flags, err := unix.FcntlInt(2, unix.F_GETFL, 0); err == nil && flags&unix.O_ACCMODE == unix.O_WRONLY {
			warn += ": Invalid argument"
		} else {
			warn += none
		}
	case "rose":
		file, warn = "rose_nodes", "/proc/net/rose_nodes"+none+"\nROSE not configured in this system."
	case "ipx":
		file, text = "ipx", "IPX routing not in file /proc/net/ipx/route or /proc/net/ipx_route found.\n"
		warn = none[2:]
	case "ddp":
		file = "atalk_route"
		warn = "Error opening /proc/net/atalk_route" + none + "\nDDP (AppleTalk) not configured on this system."
	case "x25":
		file, text = "x25", "X.25 not configured in this system.\n"
	}
	if unix.Access("/proc/net/"+file, unix.F_OK) == nil {
		return cli.Quit(StatusNoFamily, "gip shows no routes of address family `"+family+"'.")
	}
	e.Puts(text)
	return cli.Quit(1, warn)
}

// missing is the complaint about a file of /proc, with what is said on standard output.
func missing(e *cli.Env, path, family string) error {
	err := unix.Access(path, unix.R_OK)
	if err == nil {
		return nil
	}
	e.Puts(family + " not configured in this system.\n")
	return cli.Quit(1, path+": "+Words(err))
}

const rtCache = "/proc/net/rt_cache"

func (o *Routes) inet(e *cli.Env) error {
	if o.FIB {
		if err := o.fib(e); err != nil {
			return err
		}
	}
	if !o.Cache {
		return nil
	}
	// It has been empty since Linux 3.6.
	if err := missing(e, rtCache, "INET (IPv4)"); err != nil {
		return err
	}
	e.Puts("Kernel IP routing cache\n")
	o.head(e, "Source          Destination     Gateway         ", "  TOS HHRef HHUptod     SpecDst")
	return nil
}

// head is a table's first line.
func (o *Routes) head(e *cli.Env, columns, more string) {
	switch o.Ext {
	case 1:
		e.Puts(columns + "Flags Metric Ref    Use Iface\n")
	case 2:
		e.Puts(columns + "Flags   MSS Window  irtt Iface\n")
	case 3:
		e.Puts(columns + "Flags Metric Ref    Use Iface    MSS   Window irtt" + more + "\n")
	}
}

// A route is what is shown of one.
type route struct {
	to, gateway, mask    [4]byte
	reject, via, host    bool
	metric, window, irtt uint32
	mss                  uint32
	link                 string
}

// fib shows the main table.
func (o *Routes) fib(e *cli.Env) error {
	e.Puts("Kernel IP routing table\n")
	o.head(e, "Destination     Gateway         Genmask         ", "")
	c, err := e.Conn()
	if err != nil {
		return err
	}
	h := [unix.SizeofRtMsg]byte{unix.AF_INET}
	m := c.New(unix.RTM_GETROUTE, 0, h[:])
	m.PutU32(unix.RTA_TABLE, unix.RT_TABLE_MAIN)
	var tb [unix.RTA_TABLE + 8]nl.Value
	var mb [unix.RTAX_ADVMSS + 1]nl.Value
	t, metrics := nl.Table(tb[:]), nl.Table(mb[:])
	var row Row
	for r, err := range c.List(m) {
		switch {
		case errors.Is(err, unix.ENOENT), err == nl.ErrInterrupted: // no table, or one that changed
		case err != nil:
			return err
		case r.Type == unix.RTM_NEWROUTE && r.Attrs(t, unix.SizeofRtMsg):
			if a, ok := read(e, r.Data, t, metrics); ok && o.Ext != 0 {
				row = o.row(row[:0], &a)
				e.Write(row)
				e.Spill()
			}
		}
	}
	return nil
}

// read takes from a reply what the file /proc/net/route tells of a route. ok is whether
// it is there.
func read(e *cli.Env, h nl.Value, t, metrics nl.Table) (a route, ok bool) {
	table := uint32(h[4])
	if t[unix.RTA_TABLE] != nil {
		table = t[unix.RTA_TABLE].U32()
	}
	typ := h[7]
	if table != unix.RT_TABLE_MAIN || typ == unix.RTN_BROADCAST || typ == unix.RTN_MULTICAST || h[1] > 32 {
		return a, false
	}
	a.mask = Mask(int(h[1]))
	a.host = h[1] == 32
	a.reject = typ == unix.RTN_UNREACHABLE || typ == unix.RTN_PROHIBIT
	copy(a.to[:], t[unix.RTA_DST])
	gateway, via, link := t[unix.RTA_GATEWAY], t[unix.RTA_VIA], t[unix.RTA_OIF].U32()
	// Of more than one next hop the first counts.
	if hop := t[unix.RTA_MULTIPATH]; len(hop) >= unix.SizeofRtNexthop {
		link = hop.From(4).U32()
		for typ, v := range nl.Attrs(hop[unix.SizeofRtNexthop:min(len(hop), max(int(hop.U16()), unix.SizeofRtNexthop))]) {
			switch typ {
			case unix.RTA_GATEWAY:
				gateway = v
			case unix.RTA_VIA:
				via = v
			}
		}
	}
	copy(a.gateway[:], gateway)
	// The kernel looks at the first four bytes of a gateway of IPv6 for that.
	a.via = gateway.U32() != 0 || via.From(2).U32() != 0
	a.link = "*"
	if link != 0 {
		a.link = e.LinkName(link)
	}
	a.metric = t[unix.RTA_PRIORITY].U32()
	metrics.Index(t[unix.RTA_METRICS])
	if v := metrics[unix.RTAX_ADVMSS].U32(); v != 0 {
		a.mss = v + 40
	}
	a.window = metrics[unix.RTAX_WINDOW].U32()
	a.irtt = metrics[unix.RTAX_RTT].U32() >> 3
	return a, true
}

// row is a route's line.
func (o *Routes) row(r Row, a *route) Row {
	o.addr(&r, a.to, a.mask, a.host, true)
	if a.reject {
		r.Str("-", 16)
	} else {
		o.addr(&r, a.gateway, [4]byte{}, true, false)
	}
	at := len(r)
	r = appendIP(r, a.mask[:])
	r.Fill(at, 16)
	at = len(r)
	switch {
	case a.reject:
		r.Add("!")
	case a.via:
		r.Add("UG")
	default:
		r.Add("U")
	}
	if a.host {
		r.Add("H")
	}
	r.Fill(at, 6)
	if o.Ext == 2 {
		if a.reject {
			r.Add("    - -          - -\n")
			return r
		}
		r.Int(int64(int32(a.mss)), -5)
		r.Add(" ")
		r.Int(int64(int32(a.window)), 5)
		r.Add(" ")
		r.Int(int64(int32(a.irtt)), -6)
		r.Add(" ")
		r.Add(a.link)
		r.Add("\n")
		return r
	}
	r.Int(int64(int32(a.metric)), 6)
	switch {
	case o.Ext == 1 && a.reject:
		r.Add(" -        0 -\n")
		return r
	case o.Ext == 1:
		r.Add(" 0        0 ")
		r.Add(a.link)
		r.Add("\n")
		return r
	case a.reject:
		r.Add(" -        0 -        -     -      -\n")
		return r
	}
	r.Add(" 0        0 ")
	r.Str(a.link[:min(len(a.link), 6)], 9)
	r.Int(int64(int32(a.mss)), 5)
	r.Add(" ")
	r.Int(int64(int32(a.window)), 6)
	r.Add(" ")
	r.Int(int64(int32(a.irtt)), 0)
	r.Add("\n")
	return r
}

// addr adds the column of an address: of a host, or of the network that the mask makes.
func (o *Routes) addr(r *Row, a, mask [4]byte, host, dest bool) {
	at := len(*r)
	name := ""
	switch {
	case o.Numeric:
	case a == [4]byte{}:
		if dest && mask == a {
			name = "default"
		}
	default:
		for i := range a {
			host = host || a[i]&^mask[i] != 0
		}
		name = o.name(a[:], host)
	}
	if name == "" {
		*r = appendIP(*r, a[:])
	} else {
		r.Add(name)
	}
	r.Cut(at, 15)
	r.Fill(at, 16)
}

// name is the name of a host or network, asked for once; "" for none.
func (o *Routes) name(ip []byte, host bool) string {
	key := string(ip)
	if !host {
		key += "/"
	}
	name, ok := o.known[key]
	if !ok {
		if host {
			name = HostName(o.E.Names, ip)
		} else {
			name = NetName([4]byte(ip))
		}
		if o.known == nil {
			o.known = make(map[string]string)
		}
		o.known[key] = name
	}
	return name
}

// Name4 is an IPv4 address that need not be a network's, as these programs show it.
func (o *Routes) Name4(ip [4]byte) string {
	if !o.Numeric && ip != [4]byte{} {
		if name := o.name(ip[:], ip[0] != 0); name != "" {
			return name
		}
	}
	return string(appendIP(nil, ip[:]))
}
