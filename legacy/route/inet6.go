package route

import (
	"strings"
	"unsafe"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

const usage6 = `Usage: inet6_route [-vF] del Target
       inet6_route [-vF] add Target [gw Gw] [metric M] [[dev] If]
       inet6_route [-FC] flush      NOT supported
`

// A route6 is struct in6_rtmsg.
type route6 struct {
	dst, src, gateway [16]byte
	typ               uint32
	dstLen, srcLen    uint16
	metric            uint32
	info              uintptr
	flags             uint32
	ifindex           int32
}

// inet6 changes routes of IPv6.
func (q *request) inet6(words []string) error {
	switch {
	case q.action == flush:
		return wrong(usage6, "Flushing `inet6' routing table not supported")
	case q.action == help:
		q.e.Puts(usage6)
		return nil
	case len(words) == 0:
		return wrong(usage6, "")
	}
	r := route6{flags: unix.RTF_UP, metric: 1}
	if err := q.target6(&r, cut(words[0])); err != nil {
		return err
	}
	dev, hasDev, err := q.options6(&r, words[1:])
	if err != nil {
		return err
	}
	return q.change6(&r, dev, hasDev)
}

func (q *request) target6(r *route6, target string) error {
	if target == "default" {
		return nil
	}
	host, n, ok := strings.Cut(target, "/")
	bits := 128
	if ok {
		bits = cli.Atoi(n)
		if bits < 0 || bits > 128 {
			return wrong(usage6, "")
		}
	}
	if a := attr.Pton(host); len(a) == 16 {
		r.dst = [16]byte(a)
	} else if a, code := q.resolver.Resolve6(host); code == 0 {
		r.dst = a
	} else {
		q.e.Warn("getaddrinfo: " + host + ": -" + string([]byte{'0' + byte(-code)}))
		return cli.Quit(1, q.resolver.Herror(host))
	}
	r.dstLen = uint16(bits)
	if bits == 128 {
		r.flags |= unix.RTF_HOST
	}
	return nil
}

// options6 reads what stands behind the target.
func (q *request) options6(r *route6, words []string) (dev string, hasDev bool, err error) {
	bad := wrong(usage6, "")
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		switch word {
		case "metric":
			if len(words) == 0 || !digit(words[0]) {
				return "", false, bad
			}
			r.metric = uint32(cli.Atoi(words[0]))
			words = words[1:]
		case "gw", "gateway":
			if len(words) == 0 || r.flags&unix.RTF_GATEWAY != 0 {
				return "", false, bad
			}
			host := cut(words[0])
			a := attr.Pton(host)
			if len(a) != 16 {
				return "", false, cli.Quit(inet.StatusLookup, q.resolver.Herror(host))
			}
			r.gateway = [16]byte(a)
			r.flags |= unix.RTF_GATEWAY
			words = words[1:]
		case "mod":
			r.flags |= unix.RTF_MODIFIED
		case "dyn":
			r.flags |= unix.RTF_DYNAMIC
		case "device", "dev":
			if len(words) == 0 {
				return "", false, bad
			}
			dev, hasDev = words[0], true
			words = words[1:]
		default:
			if len(words) > 0 {
				return "", false, bad
			}
			dev, hasDev = word, true
		}
	}
	return dev, hasDev, nil
}

func (q *request) change6(r *route6, dev string, hasDev bool) error {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return cli.Quit(inet.StatusKernel, "socket: "+inet.Words(err))
	}
	c, err := q.e.Conn()
	if err != nil {
		return err
	}
	table := uint32(0)
	if hasDev {
		dev, _ = inet.Base(inet.Short(dev))
		link, t, _, err := device(q.e, c, dev)
		if err != nil {
			return cli.Quit(inet.StatusKernel, "SIOGIFINDEX: "+inet.Words(err))
		}
		r.ifindex, table = int32(link), t
	}
	what := "SIOCADDRT: "
	switch {
	case q.action == del:
		what = "SIOCDELRT: "
		err = c.Do(r.message(c, unix.RTM_DELROUTE, 0, table))
	case r.flags&(unix.RTF_MODIFIED|unix.RTF_DYNAMIC) != 0:
		// Netlink has no room for these flags, which the kernel keeps and the table shows.
		if _, _, errno := unix.RawSyscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCADDRT, uintptr(unsafe.Pointer(r))); errno != 0 {
			err = errno
		}
	default:
		err = c.Do(r.message(c, unix.RTM_NEWROUTE, unix.NLM_F_CREATE, table))
	}
	if err != nil {
		return cli.Quit(inet.StatusKernel, what+inet.Words(err))
	}
	return nil
}

// message is the request that the kernel makes of a struct in6_rtmsg.
func (r *route6) message(c *nl.Conn, typ, flags uint16, table uint32) *nl.Msg {
	h := [unix.SizeofRtMsg]byte{0: unix.AF_INET6, 1: byte(r.dstLen), 4: unix.RT_TABLE_MAIN}
	if r.flags&unix.RTF_HOST != 0 {
		h[8] = unix.RTNH_F_ONLINK // both are one bit
	}
	m := c.New(typ, flags, h[:])
	m.PutBytes(unix.RTA_DST, r.dst[:])
	m.PutU32(unix.RTA_PRIORITY, r.metric)
	if table != 0 {
		m.PutU32(unix.RTA_TABLE, table)
	}
	if r.ifindex != 0 {
		m.PutU32(unix.RTA_OIF, uint32(r.ifindex))
	}
	switch {
	case r.flags&unix.RTF_GATEWAY != 0:
		m.PutBytes(unix.RTA_GATEWAY, r.gateway[:])
	case typ == unix.RTM_DELROUTE:
		// One hop, any: without it all hops of the route would go.
		m.PutBytes(unix.RTA_MULTIPATH, []byte{unix.SizeofRtNexthop, 0, 0, 0, 0, 0, 0, 0})
	}
	return m
}
