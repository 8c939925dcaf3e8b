// Package ping is the program ping, as iputils has it: echo requests over ICMP
// datagram sockets, or raw ones where those are not allowed, for IPv4 and IPv6.
package ping

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/proc"
	"gip/internal/resolve"

	"golang.org/x/sys/unix"
)

// A pinger is one run of the program.
type pinger struct {
	e    *cli.Env
	prog string // as the program was called: complaints begin with it
	options
	stats

	sock   socket
	dst    target
	src    target // its own address
	multi  bool   // answers come from others than dst
	anyOne bool   // likewise: dst is the routers of a subnet
	timing bool   // a packet has room for the time it was sent

	out   []byte // the request: 8 bytes of header, then data
	hosts resolve.Hosts
	named struct { // the name found last, by address
		addr string
		text string
	}
}

// A socket is where requests go out and answers come in.
type socket struct {
	fd  int // -1 where it could not be had
	raw bool
}

// A target is an address and what it is called.
type target struct {
	name  string // as it is told of
	v6    bool
	addr  [16]byte // of IPv4 the first four bytes
	scope uint32
}

func (t *target) ip() []byte {
	if t.v6 {
		return t.addr[:]
	}
	return t.addr[:4]
}

func (t *target) sockaddr(port int) unix.Sockaddr {
	if t.v6 {
		return &unix.SockaddrInet6{Port: port, ZoneId: t.scope, Addr: t.addr}
	}
	return &unix.SockaddrInet4{Port: port, Addr: [4]byte(t.addr[:4])}
}

// Run runs ping.
func Run(e *cli.Env, args []string) error {
	p := &pinger{e: e, prog: "ping"}
	if words := proc.Args(); len(words) > 0 {
		p.prog = words[0]
	}
	dest, err := p.parse(args)
	if err != nil || dest == "" && p.version {
		return err
	}
	p.out = make([]byte, p.size+8)
	if p.filled {
		if err := p.fill(); err != nil {
			return err
		}
	} else {
		for i := range p.out[8:] {
			p.out[8+i] = byte(i)
		}
	}
	return p.run(dest)
}

// run opens sockets for both versions of IP, then looks the name up and takes the
// first of its addresses that there is a route to.
func (p *pinger) run(dest string) error {
	s4, s6 := socket{fd: -1}, socket{fd: -1}
	var err error
	if p.family != unix.AF_INET6 {
		if s4, err = p.open(unix.AF_INET, p.family == unix.AF_INET); err != nil {
			return err
		}
	}
	if p.family != unix.AF_INET {
		if s6, err = p.open(unix.AF_INET6, s4.fd < 0); err != nil {
			return err
		}
	}
	if p.family == 0 && s4.fd < 0 {
		p.family = unix.AF_INET6
	} else if p.family == 0 && s6.fd < 0 {
		p.family = unix.AF_INET
	}
	if p.verbose {
		p.tellSockets(s4, s6)
	}
	if p.tos != 0 {
		if s4.fd >= 0 {
			if err := unix.SetsockoptInt(s4.fd, unix.IPPROTO_IP, unix.IP_TOS, p.tos); err != nil {
				return p.fatal(2, err, "setsockopt")
			}
		}
		if s6.fd >= 0 {
			if err := unix.SetsockoptInt(s6.fd, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, p.tos); err != nil {
				return p.fatal(2, err, "setsockopt")
			}
		}
	}
	list, err := p.resolve(dest, s6)
	if err != nil {
		return err
	}
	for i := range list {
		p.dst = list[i]
		if p.verbose {
			p.tellAddress()
		}
		last := i == len(list)-1
		if p.family != 0 && p.dst.v6 != (p.family == unix.AF_INET6) {
			if last {
				return p.fatal(2, nil, dest+": Address family for hostname not supported")
			}
			continue
		}
		again := false
		if p.dst.v6 {
			p.sock, p.dst.name = s6, dest
			again, err = p.prepare6(last)
		} else {
			p.sock = s4
			again, err = p.prepare4(last)
		}
		if again {
			continue
		}
		if err != nil {
			return err
		}
		return p.loop()
	}
	return nil
}

// open opens a socket for requests. One that can not be had is an error where it
// must be there.
func (p *pinger) open(family int, must bool) (socket, error) {
	proto := unix.IPPROTO_ICMP
	if family == unix.AF_INET6 {
		proto = unix.IPPROTO_ICMPV6
	}
	raw := p.ident == 0
	var fd int
	err := error(unix.EACCES)
	if !raw {
		fd, err = unix.Socket(family, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, proto)
	}
	if raw || err == unix.EACCES || err == unix.EPROTONOSUPPORT || err == unix.EAFNOSUPPORT && family == unix.AF_INET {
		raw = true
		fd, err = unix.Socket(family, unix.SOCK_RAW|unix.SOCK_CLOEXEC, proto)
	}
	if err == nil {
		return socket{fd, raw}, nil
	}
	s := socket{-1, raw}
	if must || p.verbose {
		p.warn(nil, "socktype: "+s.kind())
		p.warn(err, "socket")
	}
	if must {
		if raw && unix.Geteuid() != 0 {
			p.warn(nil, "=> missing cap_net_raw+p capability or setuid?")
		}
		return s, cli.Silent(2)
	}
	return s, nil
}

func (s socket) kind() string {
	if s.raw {
		return "SOCK_RAW"
	}
	return "SOCK_DGRAM"
}

// say is a complaint as glibc's error() words it.
func (p *pinger) say(err error, msg string) string {
	s := p.prog + ": " + msg
	if errno, ok := err.(unix.Errno); ok {
		s += ": " + nl.Strerror(errno)
	}
	return s
}

// warn complains; what was printed before it is seen before it.
func (p *pinger) warn(err error, msg string) {
	p.e.Flush()
	p.e.Warn(p.say(err, msg))
}

// fatal is the complaint that ends the program with that status.
func (p *pinger) fatal(code int, err error, msg string) error {
	p.e.Flush()
	return cli.Quit(code, p.say(err, msg))
}
