package ping

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// linkLocal reports whether the address means something on one link alone.
func linkLocal(ip []byte) bool {
	return ip[0] == 0xfe && ip[1]&0xc0 == 0x80 || ip[0] == 0xff && ip[1]&0x0f == 2
}

// prepare6 is prepare4 for IPv6.
func (p *pinger) prepare6(last bool) (again bool, err error) {
	fd := p.sock.fd
	if strings.IndexByte(p.dst.name, ':') >= 0 {
		p.numeric = true
	}
	p.src = target{v6: true, addr: p.from6}
	index := uint32(0)
	if p.device != "" {
		if index = p.ifIndex(fd, p.device); index == 0 {
			return false, p.fatal(2, nil, "unknown iface: "+p.device)
		}
	}
	if p.from6 == [16]byte{} {
		if again, err = p.probe6(index, last); again || err != nil {
			return again, err
		}
	} else if p.device != "" && linkLocal(p.src.addr[:]) {
		p.src.scope = index
	}
	if p.device != "" && p.strictSource {
		if err := bindToDevice(fd, p.device); err != nil {
			return false, p.fatal(2, err, "SO_BINDTODEVICE "+p.device)
		}
	}
	if p.dst.addr[0] == 0xff {
		p.multi = true
		if err := p.manyTargets("multicast"); err != nil {
			return false, err
		}
	}
	p.anyOne = [8]byte(p.dst.addr[8:]) == [8]byte{}
	if p.pmtu >= 0 {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MTU_DISCOVER, p.pmtu); err != nil {
			return false, p.fatal(2, err, "IPV6_MTU_DISCOVER")
		}
	}
	port := 0
	if p.ident > 0 && !p.sock.raw {
		port = p.ident
	}
	if p.strictSource || port != 0 {
		if err := unix.Bind(fd, p.src.sockaddr(port)); err != nil {
			return false, p.fatal(2, err, "bind icmp socket")
		}
	}
	if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_RECVERR, 1); err != nil {
		return false, p.fatal(2, err, "IPV6_RECVERR")
	}
	p.buffers(40 + 16 + 64 + 160)
	if p.sock.raw {
		unix.SetsockoptInt(fd, unix.SOL_RAW, unix.IPV6_CHECKSUM, 2)
		if err := filter6(fd); err != nil {
			return false, p.fatal(2, err, "setsockopt(ICMP6_FILTER)")
		}
	}
	if p.noLoop {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_LOOP, 0); err != nil {
			return false, p.fatal(2, err, "can't disable multicast loopback")
		}
	}
	if p.ttl >= 0 {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS, p.ttl); err != nil {
			return false, p.fatal(2, err, "can't set multicast hop limit")
		}
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS, p.ttl); err != nil {
			return false, p.fatal(2, err, "can't set unicast hop limit")
		}
	}
	if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_RECVHOPLIMIT, 1); err != nil {
		return false, p.fatal(2, err, "can't receive hop limit")
	}
	if p.givenFlow {
		if err := p.setFlow(); err != nil {
			return false, err
		}
	}
	p.e.Puts("PING " + p.dst.name + "(" + p.whois(&p.dst) + ") ")
	if p.flow != 0 {
		h := strconv.FormatInt(int64(p.flow), 16)
		p.e.Puts(", flow 0x" + strings.Repeat("0", max(0, 5-len(h))) + h + ", ")
	}
	if p.device != "" || p.strictSource {
		p.e.Puts("from " + p.scoped(&p.src) + " " + p.device + ": ")
	}
	p.puts(int64(p.size))
	p.e.Puts(" data bytes\n")
	return false, p.setup()
}

// filter6 has the kernel drop what is no reply.
func filter6(fd int) error {
	var filter unix.ICMPv6Filter
	for i := range filter.Data {
		filter.Data[i] = ^uint32(0)
	}
	filter.Data[icmp6Reply>>5] &^= 1 << (icmp6Reply & 31)
	return unix.SetsockoptICMPv6Filter(fd, unix.IPPROTO_ICMPV6, unix.ICMPV6_FILTER, &filter)
}

// probe6 is probe4 for IPv6.
func (p *pinger) probe6(index uint32, last bool) (again bool, err error) {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return false, p.fatal(2, err, "socket")
	}
	defer unix.Close(fd)
	hop := p.dst
	if p.device != "" {
		if linkLocal(hop.addr[:]) {
			hop.scope = index
		}
		for _, s := range [...]int{fd, p.sock.fd} {
			if err := sendVia(s, index); err != nil {
				return false, p.fatal(2, err, "setsockopt(IPV6_PKTINFO)")
			}
		}
		for _, s := range [...]int{fd, p.sock.fd} {
			if err := bindToDevice(s, p.device); err != nil {
				return false, p.fatal(2, err, "setsockopt(SO_BINDTODEVICE) "+p.device)
			}
		}
	}
	p.setMark(fd)
	// Of a link's own addresses iputils asks no source.
	err = nil
	if !linkLocal(hop.addr[:]) {
		err = unix.Connect(fd, hop.sockaddr(1025))
	}
	if err != nil {
		if (err == unix.EHOSTUNREACH || err == unix.ENETUNREACH) && !last {
			return true, nil
		}
		return false, p.fatal(2, err, "connect")
	}
	own, err := unix.Getsockname(fd)
	if err != nil {
		return false, p.fatal(2, err, "getsockname")
	}
	if a, ok := own.(*unix.SockaddrInet6); ok {
		p.src.addr, p.src.scope = a.Addr, a.ZoneId
	}
	if p.device != "" && !p.deviceHas(unix.AF_INET6, p.src.ip()) {
		p.warn(nil, "Warning: source address might be selected on device other than: "+p.device)
	}
	return false, nil
}

// sendVia has what is sent leave by interface index (IPV6_PKTINFO).
func sendVia(fd int, index uint32) error {
	info := unix.Inet6Pktinfo{Ifindex: index}
	_, _, e := unix.Syscall6(unix.SYS_SETSOCKOPT, uintptr(fd), unix.IPPROTO_IPV6, unix.IPV6_PKTINFO,
		uintptr(unsafe.Pointer(&info)), unsafe.Sizeof(info), 0)
	if e != 0 {
		return e
	}
	return nil
}

// setFlow reserves the flow label and has it sent; 0 takes a random one.
func (p *pinger) setFlow() error {
	const flowLabelMgr, flowInfoSend = 32, 33 // linux/in6.h
	const flowGet, flowCreate, flowExclusive = 0, 1, 1
	var req [32]byte // struct in6_flowlabel_req
	copy(req[:], p.dst.addr[:])
	binary.BigEndian.PutUint32(req[16:], uint32(p.flow))
	req[20], req[21] = flowGet, flowExclusive
	binary.NativeEndian.PutUint16(req[22:], flowCreate)
	n := uint32(len(req))
	if _, _, e := unix.Syscall6(unix.SYS_SETSOCKOPT, uintptr(p.sock.fd), unix.IPPROTO_IPV6, flowLabelMgr,
		uintptr(unsafe.Pointer(&req)), uintptr(n), 0); e != 0 {
		return p.fatal(2, e, "can't set flowlabel")
	}
	p.flow = int(binary.BigEndian.Uint32(req[16:]))
	if err := unix.SetsockoptInt(p.sock.fd, unix.IPPROTO_IPV6, flowInfoSend, 1); err != nil {
		return p.fatal(2, err, "can't send flowinfo")
	}
	return nil
}
