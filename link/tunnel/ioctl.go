package tunnel

import (
	"strconv"
	"unsafe"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// The requests, from linux/if_tunnel.h.
const (
	getTunnel = 0x89f0 + iota // SIOCGETTUNNEL
	addTunnel
	delTunnel
	changeTunnel
	getPRL
	addPRL
	delPRL
	_
	get6RD
	add6RD
	del6RD
)

// ifreq is struct ifreq: the name of the link that is asked, and what it is told.
type ifreq struct {
	name [16]byte
	data unsafe.Pointer
	_    [24 - unsafe.Sizeof(uintptr(0))]byte
}

// A driver is the way to the kernel's tunnels: a socket of the family that the command
// is about, opened when first needed.
type driver struct {
	e  *cli.Env
	fd int
}

func (d *driver) close() {
	if d.fd >= 0 {
		unix.Close(d.fd)
	}
}

// ioctl runs a request. data is the struct that goes with it.
func (d *driver) ioctl(req uintptr, dev string, data unsafe.Pointer) (unix.Errno, error) {
	if d.fd < 0 {
		fd, err := unix.Socket(int(d.e.Family), unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			errno, _ := err.(unix.Errno)
			return errno, cli.Fail("create socket failed: " + nl.Strerror(errno))
		}
		d.fd = fd
	}
	r := ifreq{data: data}
	copy(r.name[:15], dev)
	_, _, errno := unix.RawSyscall(unix.SYS_IOCTL, uintptr(d.fd), req, uintptr(unsafe.Pointer(&r)))
	return errno, nil
}

// told is ioctl with what becomes of a failure: doing, and the tunnel's name.
func (d *driver) told(req uintptr, dev string, data unsafe.Pointer, doing string) error {
	errno, err := d.ioctl(req, dev, data)
	if err == nil && errno != 0 {
		err = cli.Fail(doing + ` tunnel "` + dev + `" failed: ` + nl.Strerror(errno))
	}
	return err
}

func (d *driver) get(dev string, data unsafe.Pointer) error {
	return d.told(getTunnel, dev, data, "get")
}

// set makes the tunnel called name, or changes it. base is the link that stands for
// all tunnels of its kind, which is asked for new ones.
func (d *driver) set(req uintptr, base, name string, data unsafe.Pointer) error {
	if req == changeTunnel && name != "" {
		base = name
	}
	return d.told(req, base, data, "add")
}

func (d *driver) del(base, name string, data unsafe.Pointer) error {
	if name != "" {
		base = name
	}
	return d.told(delTunnel, base, data, "delete")
}

// other runs a request that is neither of these.
func (d *driver) other(req uintptr, dev string, data unsafe.Pointer) error {
	errno, err := d.ioctl(req, dev, data)
	if err == nil && errno != 0 {
		err = cli.Status(&otherError{dev, req, errno}, 1, false)
	}
	return err
}

type otherError struct {
	dev   string
	req   uintptr
	errno unix.Errno
}

func (e *otherError) Error() string {
	return e.dev + ": ioctl " + strconv.FormatUint(uint64(e.req), 16) + " failed: " + nl.Strerror(e.errno)
}
func (e *otherError) Unwrap() error { return e.errno }
