package ping

import (
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	minInterval     = 10 // milliseconds between packets when there is no hurry
	minUserInterval = 2  // the least that others than root may ask for
)

// manyTargets is the rules for packets that many hosts answer.
func (p *pinger) manyTargets(what string) error {
	if unix.Getuid() != 0 {
		if p.interval < 1000 {
			return p.fatal(2, nil, what+" ping with too short interval: "+strconv.Itoa(p.interval))
		}
		if p.pmtu >= 0 && p.pmtu != unix.IP_PMTUDISC_DO {
			return p.fatal(2, nil, what+" ping does not fragment")
		}
	}
	if p.pmtu < 0 {
		p.pmtu = unix.IP_PMTUDISC_DO
	}
	return nil
}

// buffers sizes the socket's buffers for the packets that may be under way. extra
// is what a packet takes beside its data.
func (p *pinger) buffers(extra int) {
	n := p.size + 8
	n += (n + 511) / 512 * extra
	if p.sndbuf == 0 {
		p.sndbuf = n
	}
	unix.SetsockoptInt(p.sock.fd, unix.SOL_SOCKET, unix.SO_SNDBUF, p.sndbuf)
	need := n * p.preload
	unix.SetsockoptInt(p.sock.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, max(need, 65536))
	if got, err := unix.GetsockoptInt(p.sock.fd, unix.SOL_SOCKET, unix.SO_RCVBUF); err == nil && got < need {
		p.warn(nil, "WARNING: probably, rcvbuf is not enough to hold preload")
	}
}

func (p *pinger) setMark(fd int) {
	if !p.givenMark {
		return
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_MARK, int(int32(p.mark))); err != nil {
		p.warn(err, "WARNING: failed to set mark: "+strconv.FormatUint(uint64(p.mark), 10))
	}
}

// setup is what both versions of IP need last.
func (p *pinger) setup() error {
	if p.flood && !p.givenInterval {
		p.interval = 0
	}
	if p.interval < minUserInterval && unix.Getuid() != 0 {
		return p.fatal(2, nil, "cannot flood; minimal interval allowed for user is "+strconv.Itoa(minUserInterval)+"ms")
	}
	if p.interval >= maxInt32/p.preload {
		return p.fatal(2, nil, "illegal preload and/or interval: "+strconv.Itoa(p.interval))
	}
	fd := p.sock.fd
	if p.debug {
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DEBUG, 1)
	}
	if p.dontRoute {
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DONTROUTE, 1)
	}
	if !p.latency {
		if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMP, 1) != nil {
			p.warn(nil, "Warning: no SO_TIMESTAMP support, falling back to SIOCGSTAMP")
		}
	}
	p.setMark(fd)
	wait := unix.Timeval{Sec: 1}
	if p.interval < 1000 {
		wait = unix.Timeval{Usec: 1000 * int64(max(p.interval, minInterval))}
	}
	unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &wait)
	p.timing = p.size >= timevalLen
	if p.sock.raw && p.ident < 0 {
		var b [2]byte
		unix.Getrandom(b[:], 0)
		p.ident = int(b[0])<<8 | int(b[1])
	}
	return nil
}
