// Package tuntap is ip tuntap: links whose other end is a program, and which programs
// those are.
package tuntap

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip tuntap { add | del | show | list | lst | help } [ dev PHYS_DEV ]
                 [ mode { tun | tap } ] [ user USER ] [ group GROUP ]
                 [ one_queue ] [ pi ] [ vnet_hdr ] [ multi_queue ] [ name NAME ]
where  USER  := { STRING | NUMBER }
       GROUP := { STRING | NUMBER }
`

const device = "/dev/net/tun"

// Run runs ip tuntap.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return show(e)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		o, err := parse(a, true)
		if err != nil {
			return err
		}
		return o.add()
	case is("delete"):
		o, err := parse(a, false)
		if err != nil {
			return err
		}
		return o.del()
	case is("show"), is("lst"), is("list"):
		return show(e)
	case is("help"):
		return cli.Usage(usage)
	}
	return cli.Quit(255, `Command "`+word+`" is unknown, try "ip tuntap help".`)
}

// flags is the bits of if_tun.h that have words.
const (
	modeMask  = unix.IFF_TUN | unix.IFF_TAP
	exclusive = unix.IFF_TUN_EXCL
)

// open opens the device and makes its file that of the link, which is made where it
// is not there.
func (o *options) open(flags uint16) (fd int, err error) {
	if fd, err = unix.Open(device, unix.O_RDWR|unix.O_CLOEXEC, 0); err != nil {
		return -1, failed("open", err)
	}
	r, err := unix.NewIfreq(o.name)
	if err == nil {
		r.SetUint16(flags)
		err = unix.IoctlIfreq(fd, unix.TUNSETIFF, r)
	}
	if err != nil {
		unix.Close(fd)
		return -1, failed("ioctl(TUNSETIFF)", err)
	}
	return fd, nil
}

func (o *options) add() error {
	fd, err := o.open(o.flags | exclusive)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	if o.user != nobody {
		if err := unix.IoctlSetInt(fd, unix.TUNSETOWNER, int(o.user)); err != nil {
			return failed("ioctl(TUNSETOWNER)", err)
		}
	}
	if o.group != nobody {
		if err := unix.IoctlSetInt(fd, unix.TUNSETGROUP, int(o.group)); err != nil {
			return failed("ioctl(TUNSETGROUP)", err)
		}
	}
	return persist(fd, 1)
}

func (o *options) del() error {
	fd, err := o.open(o.flags)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return persist(fd, 0)
}

// persist has the link stay when its last file is closed, or not.
func persist(fd, v int) error {
	if err := unix.IoctlSetInt(fd, unix.TUNSETPERSIST, v); err != nil {
		return failed("ioctl(TUNSETPERSIST)", err)
	}
	return nil
}

// failed is what C's perror says, with the status 1.
func failed(doing string, err error) error { return cli.Fail(perror(doing, err)) }

func perror(doing string, err error) string {
	errno, _ := err.(unix.Errno)
	return doing + ": " + nl.Strerror(errno)
}
