package ping

import (
	"encoding/binary"
	"unsafe"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// receive reads what has come in. bad says that an error has.
func (p *pinger) receive(packet []byte, bad bool) {
	var oob [512]byte
	for {
		n, oobn, _, from, err := unix.Recvmsg(p.sock.fd, packet, oob[:], unix.MSG_DONTWAIT)
		if err != nil {
			if err == unix.EAGAIN && !bad || err == unix.EINTR {
				return
			}
			bad = false
			if got, none := p.takeError(); got == 0 && !none {
				if err == unix.EAGAIN {
					return
				}
				p.warn(err, "recvmsg")
				return
			}
		} else {
			p.reply(packet[:n], oob[:oobn], from)
		}
		if p.inFlight() == 0 {
			return
		}
	}
}

// from is who sent a packet.
func from(sa unix.Sockaddr) (t target) {
	switch a := sa.(type) {
	case *unix.SockaddrInet4:
		copy(t.addr[:], a.Addr[:])
	case *unix.SockaddrInet6:
		t.v6, t.addr, t.scope = true, a.Addr, a.ZoneId
	}
	return t
}

// controls walks the control messages behind a packet.
func controls(b []byte, f func(level, typ int, v []byte)) {
	const hdr = unix.SizeofCmsghdr
	for len(b) >= hdr {
		n := int(binary.NativeEndian.Uint64(b))
		if n < hdr || n > len(b) {
			return
		}
		f(int(int32(nl.Value(b[8:]).U32())), int(int32(nl.Value(b[12:]).U32())), b[hdr:n])
		b = b[min((n+7)&^7, len(b)):]
	}
}

// reply takes a packet that came in.
func (p *pinger) reply(b, oob []byte, sa unix.Sockaddr) {
	src := from(sa)
	a := answer{hops: -1, from: &src}
	if !p.dst.v6 {
		a.hops = 0
	}
	controls(oob, func(level, typ int, v []byte) {
		switch {
		case level == unix.SOL_SOCKET && typ == unix.SO_TIMESTAMP && len(v) >= timevalLen:
			a.at = int64(nl.Value(v).U64())*1_000_000 + int64(nl.Value(v[8:]).U64())
		case level == unix.IPPROTO_IP && typ == unix.IP_TTL && len(v) >= 4,
			level == unix.IPPROTO_IPV6 && typ == unix.IPV6_HOPLIMIT && len(v) >= 4:
			a.hops = int(int32(nl.Value(v).U32()))
		}
	})
	if p.latency || a.at == 0 {
		a.at = clockMicro()
	}
	if p.dst.v6 {
		p.reply6(b, &a)
		return
	}
	if p.sock.raw {
		if len(b) < 20 || int(b[0]&15) < 5 || len(b) < int(b[0]&15)*4+8 {
			if p.verbose {
				p.warn(nil, "packet too short ("+num(uint32(len(b)))+" bytes) from "+p.whois(&src))
			}
			return
		}
		a.hops = int(b[8])
		b = b[int(b[0]&15)*4:]
	}
	if len(b) < 8 {
		return
	}
	p.reply4(b, &a)
}

func (p *pinger) reply4(b []byte, a *answer) {
	if b[0] != icmpReply {
		p.notice4(b, a)
		return
	}
	if !p.ours(binary.BigEndian.Uint16(b[4:])) {
		return
	}
	a.icmp = b
	a.wrong = !p.broadcast && !p.multi && a.from.addr != p.dst.addr
	p.endLine(p.count(a))
}

func (p *pinger) reply6(b []byte, a *answer) {
	if len(b) < 8 {
		if p.verbose {
			p.warn(nil, "packet too short: "+num(uint32(len(b)))+" bytes")
		}
		return
	}
	if b[0] != icmp6Reply || !p.ours(binary.BigEndian.Uint16(b[4:])) {
		return
	}
	a.icmp = b
	a.wrong = !p.multi && !p.anyOne && a.from.addr != p.dst.addr
	p.endLine(p.count(a))
}

func (p *pinger) endLine(quiet bool) {
	if !quiet {
		if p.audible {
			p.e.Puts("\a")
		}
		if !p.flood {
			p.e.Puts("\n")
		}
	}
	p.e.Flush()
}

// ours reports whether an identifier is this run's. A datagram socket gets no other.
func (p *pinger) ours(id uint16) bool { return !p.sock.raw || int(id) == p.ident }

// notice4 takes a message that is no reply, such as routers send.
func (p *pinger) notice4(b []byte, a *answer) {
	typ, code := b[0], b[1]
	switch typ {
	case icmpEcho:
		return
	case icmpSourceQuench, icmpRedirect, icmpUnreachable, icmpTimeExceeded, icmpParameter:
		ip := b[8:]
		if len(ip) < 28 || len(ip) < int(ip[0]&15)*4+8 || int(ip[0]&15) < 5 {
			return
		}
		icmp := ip[int(ip[0]&15)*4:]
		if icmp[0] != icmpEcho || string(ip[16:20]) != string(p.dst.ip()) || !p.ours(binary.BigEndian.Uint16(icmp[4:])) {
			return
		}
		seq := binary.BigEndian.Uint16(icmp[6:])
		if typ != icmpRedirect && typ != icmpSourceQuench {
			p.acknowledge(seq) // the error queue tells of it
			return
		}
		if p.quiet || p.flood {
			return
		}
		p.stampLine()
		p.e.Puts("From " + p.whois(a.from) + ": icmp_seq=")
		p.puts(int64(seq))
		p.e.Puts(" ")
	default:
		if !p.verbose || unix.Getuid() != 0 {
			return
		}
		p.stampLine()
		p.e.Puts("From " + p.whois(a.from) + ": ")
	}
	if checksum(b) != 0 {
		p.e.Puts("(BAD CHECKSUM)")
	}
	info := binary.BigEndian.Uint32(b[4:])
	if typ == icmpParameter {
		info >>= 24
	}
	p.e.Puts(message4(typ, code, info, func() string {
		t := target{}
		copy(t.addr[:], b[4:8])
		return p.whois(&t)
	}) + "\n")
	p.e.Flush()
}

// takeError reads the socket's error queue. n is 1 for an error that the network
// reported, -1 for one of this host's, 0 for neither; none says that there was no
// error at all, or one that is not about our packets.
func (p *pinger) takeError() (n int, none bool) {
	var data [8]byte
	var oob [512]byte
	got, oobn, _, sa, err := unix.Recvmsg(p.sock.fd, data[:], oob[:], unix.MSG_ERRQUEUE|unix.MSG_DONTWAIT)
	if err != nil {
		if err == unix.EAGAIN || err == unix.EINTR {
			return -1, false
		}
		return 0, false
	}
	var x []byte // struct sock_extended_err, and who sent it
	controls(oob[:oobn], func(level, typ int, v []byte) {
		if level == unix.IPPROTO_IP && typ == unix.IP_RECVERR || level == unix.IPPROTO_IPV6 && typ == unix.IPV6_RECVERR {
			x = v
		}
	})
	if len(x) < 16 {
		return 0, true
	}
	errno, origin, typ, code, info := unix.Errno(nl.Value(x).U32()), x[4], x[5], x[6], nl.Value(x[8:]).U32()
	switch origin {
	case unix.SO_EE_ORIGIN_LOCAL:
		p.localError(errno, info)
		return -1, false
	case unix.SO_EE_ORIGIN_ICMP, unix.SO_EE_ORIGIN_ICMP6:
	default:
		return 0, false
	}
	echo := byte(icmpEcho)
	if p.dst.v6 {
		echo = icmp6Echo
	}
	to := from(sa)
	if got < 8 || to.addr != p.dst.addr || data[0] != echo || !p.ours(binary.BigEndian.Uint16(data[4:])) {
		return 0, true
	}
	seq := binary.BigEndian.Uint16(data[6:])
	if !p.dst.v6 {
		p.acknowledge(seq)
		if p.sock.raw {
			p.filter4(1<<icmpSourceQuench | 1<<icmpRedirect | 1<<icmpReply)
		}
	}
	p.errors++
	switch {
	case p.quiet:
	case p.flood:
		p.dot("\bE")
	default:
		offender := offender(x[16:])
		p.stampLine()
		p.e.Puts("From " + p.whois(&offender) + " icmp_seq=")
		p.puts(int64(seq))
		p.e.Puts(" ")
		if p.dst.v6 {
			p.e.Puts(message6(typ, code, info))
		} else {
			p.e.Puts(message4(typ, code, info, func() string {
				t := target{}
				binary.BigEndian.PutUint32(t.addr[:], info)
				return p.whois(&t)
			}))
		}
		p.e.Puts("\n")
		p.e.Flush()
	}
	return 1, false
}

// offender reads the sockaddr behind a sock_extended_err.
func offender(b []byte) (t target) {
	switch nl.Value(b).U16() {
	case unix.AF_INET:
		copy(t.addr[:4], nl.Value(b).From(4))
	case unix.AF_INET6:
		t.v6 = true
		copy(t.addr[:], nl.Value(b).From(8))
		t.scope = nl.Value(b).From(24).U32()
	}
	return t
}

func (p *pinger) localError(errno unix.Errno, info uint32) {
	if p.quiet {
		return
	}
	switch {
	case p.flood:
		p.dot("E")
	case errno == unix.EMSGSIZE && p.dst.v6:
		p.warn(nil, "local error: message too long, mtu: "+num(info))
	case errno == unix.EMSGSIZE:
		p.warn(nil, "local error: message too long, mtu="+num(info))
	case p.dst.v6:
		p.warn(errno, "local error")
	default:
		p.warn(nil, "local error: "+nl.Strerror(errno))
	}
	p.errors++
}

// sendFlow is sendto with a flow label, which x/sys has no room for.
func sendFlow(fd int, b []byte, to *target, flow uint32) error {
	var sa [28]byte // struct sockaddr_in6
	binary.NativeEndian.PutUint16(sa[:], unix.AF_INET6)
	binary.BigEndian.PutUint32(sa[4:], flow)
	copy(sa[8:], to.addr[:])
	binary.NativeEndian.PutUint32(sa[24:], to.scope)
	_, _, e := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0,
		uintptr(unsafe.Pointer(&sa)), uintptr(len(sa)))
	if e != 0 {
		return e
	}
	return nil
}
