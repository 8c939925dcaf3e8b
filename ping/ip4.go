package ping

import (
	"unsafe"

	"gip/internal/attr"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// prepare4 finds the source address and readies the socket for IPv4. again says
// that there is no route, and that the next address is to be tried.
func (p *pinger) prepare4(last bool) (again bool, err error) {
	fd := p.sock.fd
	p.src = target{}
	copy(p.src.addr[:], p.from4[:])
	to := [4]byte(p.dst.addr[:4])
	if p.from4 == [4]byte{} {
		if again, err = p.probe4(to, last); again || err != nil {
			return again, err
		}
	} else if p.device != "" {
		if err := p.bindDevice4(fd, to); err != nil {
			return false, err
		}
	}
	if to == [4]byte{} {
		p.dst.addr = p.src.addr
		to = [4]byte(p.dst.addr[:4])
	}
	if p.broadcast || to[0]>>4 == 14 {
		p.multi = true
		if err := p.manyTargets("broadcast"); err != nil {
			return false, err
		}
	}
	if p.pmtu >= 0 {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_MTU_DISCOVER, p.pmtu); err != nil {
			return false, p.fatal(2, err, "IP_MTU_DISCOVER")
		}
	}
	port := 0
	if p.ident > 0 && !p.sock.raw {
		port = p.ident
	}
	if p.strictSource || port != 0 {
		if err := unix.Bind(fd, p.src.sockaddr(port)); err != nil {
			return false, p.fatal(2, err, "bind")
		}
	}
	if p.sock.raw {
		p.filter4(1<<icmpSourceQuench | 1<<icmpUnreachable | 1<<icmpTimeExceeded | 1<<icmpParameter |
			1<<icmpRedirect | 1<<icmpReply)
	}
	unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_RECVERR, 1)
	if !p.sock.raw {
		unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_RECVTTL, 1)
	}
	p.buffers(20 + 16 + 64 + 160)
	if p.broadcast {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BROADCAST, 1); err != nil {
			return false, p.fatal(2, err, "cannot set broadcasting")
		}
	}
	if p.noLoop {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_LOOP, 0); err != nil {
			return false, p.fatal(2, err, "cannot disable multicast loopback")
		}
	}
	if p.ttl >= 0 {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_TTL, p.ttl); err != nil {
			return false, p.fatal(2, err, "cannot set multicast time-to-live")
		}
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TTL, p.ttl); err != nil {
			return false, p.fatal(2, err, "cannot set unicast time-to-live")
		}
	}
	p.e.Puts("PING " + p.dst.name + " (" + p.text(p.dst.ip()) + ") ")
	if p.device != "" || p.strictSource {
		p.e.Puts("from " + p.text(p.src.ip()) + " " + p.device + ": ")
	}
	p.puts(int64(p.size))
	p.e.Puts("(")
	p.puts(int64(p.size) + 28)
	p.e.Puts(") bytes of data.\n")
	if err := p.setup(); err != nil {
		return false, err
	}
	if p.connect {
		if err := unix.Connect(fd, p.dst.sockaddr(1025)); err != nil {
			return false, p.fatal(2, err, "connect failed")
		}
	}
	return false, nil
}

// filter4 has the kernel drop what has none of these types.
func (p *pinger) filter4(types uint32) {
	const icmpFilter = 1
	unix.SetsockoptInt(p.sock.fd, unix.SOL_RAW, icmpFilter, int(int32(^types)))
}

// probe4 asks the kernel, by way of a socket that nothing is sent on, which source
// address it takes.
func (p *pinger) probe4(to [4]byte, last bool) (again bool, err error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return false, p.fatal(2, err, "socket")
	}
	defer unix.Close(fd)
	if p.device != "" {
		if err := p.bindDevice4(fd, to); err != nil {
			return false, err
		}
		if err := p.bindDevice4(p.sock.fd, to); err != nil {
			return false, err
		}
	}
	if p.tos != 0 {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TOS, p.tos); err != nil {
			p.warn(err, "warning: QOS sockopts")
		}
	}
	p.setMark(fd)
	dst := p.dst.sockaddr(1025)
	err = unix.Connect(fd, dst)
	if err == unix.EACCES {
		if !p.broadcast {
			return false, p.fatal(2, nil, "Do you want to ping broadcast? Then -b. If not, check your local firewall rules")
		}
		p.e.Warn("WARNING: pinging broadcast address")
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BROADCAST, 1); err != nil {
			return false, p.fatal(2, err, "cannot set broadcasting")
		}
		err = unix.Connect(fd, dst)
	} else if (err == unix.EHOSTUNREACH || err == unix.ENETUNREACH) && !last {
		return true, nil
	}
	if err != nil {
		return false, p.fatal(2, err, "connect")
	}
	own, err := unix.Getsockname(fd)
	if err != nil {
		return false, p.fatal(2, err, "getsockname")
	}
	if a, ok := own.(*unix.SockaddrInet4); ok {
		copy(p.src.addr[:], a.Addr[:])
	}
	if p.device != "" && !p.deviceHas(unix.AF_INET, p.src.ip()) {
		p.warn(nil, "Warning: source address might be selected on device other than: "+p.device)
	}
	return false, nil
}

func (p *pinger) bindDevice4(fd int, to [4]byte) error {
	err := bindToDevice(fd, p.device)
	if err == nil {
		return nil
	}
	if to[0]>>4 != 14 {
		return p.fatal(2, err, "SO_BINDTODEVICE "+p.device)
	}
	i := p.ifIndex(fd, p.device)
	if i == 0 {
		return p.fatal(2, nil, "unknown iface: "+p.device)
	}
	if err := unix.SetsockoptIPMreqn(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_IF, &unix.IPMreqn{Ifindex: int32(i)}); err != nil {
		return p.fatal(2, err, "IP_MULTICAST_IF")
	}
	return nil
}

// bindToDevice is SO_BINDTODEVICE with the name's NUL, as iputils sends it.
func bindToDevice(fd int, name string) error {
	b := append([]byte(name), 0)
	_, _, e := unix.Syscall6(unix.SYS_SETSOCKOPT, uintptr(fd), unix.SOL_SOCKET, unix.SO_BINDTODEVICE,
		uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0)
	if e != 0 {
		return e
	}
	return nil
}

// ifIndex is the index of the interface with exactly that name; 0 for none.
func (p *pinger) ifIndex(fd int, name string) uint32 {
	var r struct {
		name [unix.IFNAMSIZ]byte
		data [24]byte
	}
	copy(r.name[:unix.IFNAMSIZ-1], name)
	if _, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCGIFINDEX, uintptr(unsafe.Pointer(&r))); e != 0 {
		return 0
	}
	return nl.Native.Uint32(r.data[:])
}

// deviceHas reports whether the address is one of p.device's.
func (p *pinger) deviceHas(family uint8, ip []byte) bool {
	c, err := p.e.Conn()
	if err != nil {
		return true
	}
	index := p.ifIndex(p.sock.fd, p.device)
	found := false
	var tb [unix.IFA_LOCAL + 1]nl.Value
	t := nl.Table(tb[:])
	for r, err := range c.Dump(c.New(unix.RTM_GETADDR, 0, []byte{family, 0, 0, 0, 0, 0, 0, 0})) {
		if err != nil || !r.Attrs(t, 8) || nl.Value(r.Data[4:]).U32() != index {
			continue
		}
		v := t[unix.IFA_LOCAL]
		if v == nil {
			v = t[unix.IFA_ADDRESS]
		}
		found = found || string(v) == string(ip)
	}
	return found
}

// text is an address in numbers.
func (p *pinger) text(ip []byte) string {
	var s [64]byte
	return string(attr.AppendIP(s[:0], ip))
}
