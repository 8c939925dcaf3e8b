package ping

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// loop sends and receives until enough has come back, an end that was set is there
// or someone presses ctrl-C, and then prints the summary.
func (p *pinger) loop() error {
	signals, err := catch()
	if err != nil {
		return p.fatal(2, err, "pipe")
	}
	_, err = unix.IoctlGetTermios(1, unix.TCGETS)
	p.terminal = err == nil
	p.tmin = maxInt64
	p.pipe = -1
	p.start = monotonic()
	if p.deadline != 0 {
		p.exitAt = p.start + int64(p.deadline)*1e9
	}
	packet := make([]byte, p.size+4096)
	for {
		if p.exiting || p.limit != 0 && p.received+p.errors >= p.limit || p.deadline != 0 && p.errors != 0 {
			return p.finish()
		}
		next := 0
		for {
			next = p.lastReplies(p.send())
			if next > 0 {
				break
			}
		}
		event, bad := p.wait(signals, next)
		if event {
			p.receive(packet, bad)
		}
	}
}

// lastReplies sets the end for the replies to the last packet.
func (p *pinger) lastReplies(next int) int {
	if p.limit == 0 || p.sent < p.limit || p.deadline != 0 || p.lingering {
		return next
	}
	p.lingering = true
	wait := int64(p.linger) * 1000 // microseconds
	if p.received != 0 {
		wait = max(2*p.tmax, 1000*int64(p.interval))
	}
	p.exitAt = monotonic() + wait*1000
	if wait == 0 {
		p.exitAt = 0 // a timer of 0 never rings
	}
	return max(next, int(wait/1000))
}

// wait sleeps until something comes in, but at most for ms milliseconds. event says
// that there is something on the socket, bad that it is an error.
func (p *pinger) wait(signals, ms int) (event, bad bool) {
	if p.terminal {
		p.e.Flush()
	}
	// The packets' interval is how long iputils sleeps at most.
	ms = min(ms, max(p.interval, minInterval))
	if p.exitAt != 0 {
		left := p.exitAt - monotonic()
		ms = min(ms, max(0, int((left+999_999)/1e6)))
	}
	fds := [2]unix.PollFd{{Fd: int32(p.sock.fd), Events: unix.POLLIN}, {Fd: int32(signals), Events: unix.POLLIN}}
	n, err := unix.Poll(fds[:], ms)
	if p.exitAt != 0 && monotonic() >= p.exitAt {
		p.exiting = true
		return false, false
	}
	if err != nil || n <= 0 {
		return false, false
	}
	if fds[1].Revents != 0 {
		p.signalled(signals)
	}
	return fds[0].Revents != 0, fds[0].Revents&unix.POLLERR != 0
}

// send sends the next packet if it is time, and returns for how many milliseconds
// there is nothing to send.
func (p *pinger) send() int {
	if p.exiting || p.limit != 0 && p.sent >= p.limit && p.deadline == 0 {
		return 1000
	}
	now := monotonic()
	if p.last == 0 {
		p.last = now
		p.tokens = p.interval * (p.preload - 1)
	} else {
		passed := int((now - p.last) / 1e6)
		if p.interval == 0 && passed < minInterval && p.inFlight() >= int64(p.preload) {
			return minInterval - passed
		}
		passed = min(passed+p.tokens, p.interval*p.preload)
		if passed < p.interval {
			return p.interval - passed
		}
		p.last = now
		p.tokens = passed - p.interval
	}
	if p.outstanding && p.sent > 0 && !p.has(uint16(p.sent)) {
		p.stampLine()
		p.e.Puts("no answer yet for icmp_seq=")
		p.puts(p.sent % maxDup)
		p.e.Puts("\n")
		p.e.Flush()
	}
	for {
		err := p.request()
		if err == nil {
			p.stuck = 0
			p.advance()
			if p.flood && !p.quiet {
				p.dot(".")
			}
			return p.interval - p.tokens
		}
		local := 0
		switch err {
		case unix.ENOBUFS, unix.ENOMEM:
			p.tokens = 0
			p.rttAddend += min(p.rtt/8, 50_000)
			if p.adaptive {
				p.updateInterval()
			}
			wait := min(max(p.interval/2, minInterval), 500)
			p.stuck++
			if p.stuck*wait < p.linger {
				return wait
			}
		case unix.EAGAIN:
			p.tokens += p.interval
			return minInterval
		default:
			n, none := p.takeError()
			if n > 0 {
				break
			}
			if local = n; none {
				continue
			}
		}
		p.advance() // as if it had been sent
		if local == 0 && !p.quiet {
			if p.flood {
				p.dot("E")
			} else {
				p.warn(err, "sendmsg")
			}
		}
		p.tokens = 0
		return max(p.interval, minInterval)
	}
}

func (p *pinger) updateInterval() {
	est := int64(p.interval) * 1000
	if p.rtt != 0 {
		est = p.rtt / 8
	}
	p.interval = int((est + p.rttAddend + 500) / 1000)
	if p.interval < minUserInterval && unix.Getuid() != 0 {
		p.interval = minUserInterval
	}
}

// request sends one packet.
func (p *pinger) request() error {
	b := p.out
	seq := uint16(p.sent + 1)
	p.unsee(seq)
	b[0] = icmpEcho
	if p.dst.v6 {
		b[0] = icmp6Echo
	}
	b[1], b[2], b[3] = 0, 0, 0
	binary.BigEndian.PutUint16(b[4:], uint16(p.ident))
	binary.BigEndian.PutUint16(b[6:], seq)
	if p.timing {
		now := clockMicro()
		binary.NativeEndian.PutUint64(b[8:], uint64(now/1e6))
		binary.NativeEndian.PutUint64(b[16:], uint64(now%1e6))
	}
	if p.dst.v6 {
		return p.request6(b)
	}
	binary.BigEndian.PutUint16(b[2:], checksum(b))
	return unix.Sendto(p.sock.fd, b, 0, p.dst.sockaddr(0))
}

// request6 sends by the interface that was asked for, and with the flow label.
func (p *pinger) request6(b []byte) error {
	if p.flow != 0 {
		return sendFlow(p.sock.fd, b, &p.dst, uint32(p.flow))
	}
	to := p.dst.sockaddr(0)
	if p.device == "" {
		return unix.Sendto(p.sock.fd, b, 0, to)
	}
	info := unix.Inet6Pktinfo{Ifindex: p.ifIndex(p.sock.fd, p.device)}
	return unix.Sendmsg(p.sock.fd, b, unix.PktInfo6(&info), to, 0)
}
