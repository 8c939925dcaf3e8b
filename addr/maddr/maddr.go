// Package maddr is ip maddress: the multicast addresses that links listen to.
package maddr

import (
	"unsafe"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip maddr [ add | del ] MULTIADDR dev STRING
       ip maddr show [ dev STRING ]
`

// Run runs ip maddress.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return list(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return modify(e, a, unix.SIOCADDMULTI)
	case is("delete"):
		return modify(e, a, unix.SIOCDELMULTI)
	case is("list"), is("show"), is("lst"):
		return list(e, a)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip maddr")
}

// ifreq is struct ifreq with a link-layer address: a struct sockaddr.
type ifreq struct {
	name   [unix.IFNAMSIZ]byte
	family uint16
	addr   [14]byte
	_      [8]byte
}

const etherLen = 6

// done ends the process, a batch with it, as the reference does where all went well.
func done() error { return &cli.Error{Exit: true} }

// modify runs add and delete, by ioctl: netlink has neither.
func modify(e *cli.Env, a *cli.Args, op uintptr) error {
	var r ifreq
	for a.More() {
		word, _ := a.Next()
		if word == "dev" {
			w, err := a.Next()
			if err != nil {
				return err
			}
			if r.name[0] != 0 {
				return cli.Duplicate("dev", w)
			}
			if !cli.LinkName(w) {
				return cli.Invalid(`"dev" not a valid ifname`, w)
			}
			copy(r.name[:], w)
			continue
		}
		if cli.Prefix(word, "address") {
			var err error
			if word, err = a.Next(); err != nil {
				return err
			}
		}
		if cli.Prefix(word, "help") {
			return cli.Usage(usage)
		}
		if r.addr[0] != 0 {
			return cli.Duplicate("address", word)
		}
		b, err := attr.ParseLL(word, len(r.addr))
		if err != nil {
			return cli.Status(err, 1, true)
		}
		if n := len(b); n != etherLen {
			return cli.Quit(1, "Error: Invalid address length "+decimal(n)+" - must be 6 bytes")
		}
		copy(r.addr[:], b)
	}
	if r.name[0] == 0 {
		return cli.Quit(255, `Not enough information: "dev" is required.`)
	}
	family := int(e.Family)
	switch family {
	case unix.AF_INET, unix.AF_INET6, unix.AF_PACKET:
	default:
		family = unix.AF_INET
	}
	fd, err := unix.Socket(family, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		errno, _ := err.(unix.Errno)
		return cli.Quit(1, "Cannot create socket: "+nl.Strerror(errno))
	}
	defer unix.Close(fd)
	if _, _, errno := unix.RawSyscall(unix.SYS_IOCTL, uintptr(fd), op, uintptr(unsafe.Pointer(&r))); errno != 0 {
		return cli.Quit(1, "ioctl: "+nl.Strerror(errno))
	}
	return done()
}

func decimal(n int) string {
	if n >= 10 {
		return string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
	}
	return string([]byte{'0' + byte(n)})
}
