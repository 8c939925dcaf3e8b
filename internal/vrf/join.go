package vrf

import (
	"errors"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Join has the sockets that this process makes from now on, and that its children
// make, bound to the VRF called name, whose link's index is given: to none where that
// is 0. netns is the name of the network namespace, where it has one.
func Join(name string, index uint32, netns string) error {
	err := join(name, index, netns)
	if err := DropCapabilities(); err != nil {
		return err
	}
	return err
}

func join(name string, index uint32, netns string) error {
	mount, err := Mount()
	if err != nil {
		return err
	}
	path, err := base()
	if err != nil {
		return failed("Failed to get base cgroup path: ", err)
	}
	if netns != "" {
		netns += "-ns"
		if i := strings.LastIndexByte(path, '/'); path[i+1:] == netns {
			path = path[:i+1]
		}
		netns += "/"
	}
	if index == 0 {
		name = ""
	}
	path = mount + path + "/" + netns + "vrf/" + name
	if err := makePath(path); err != nil {
		return errors.New(err.Error() + "\nFailed to setup vrf cgroup2 directory")
	}
	if index != 0 {
		if err := bind(path, index); err != nil {
			return err
		}
	}
	fd, err := unix.Open(path+"/cgroup.procs", unix.O_RDWR|unix.O_APPEND|unix.O_CLOEXEC, 0)
	if err != nil {
		return errors.New("Failed to open cgroups.procs file: " + Words(err) + ".")
	}
	defer unix.Close(fd)
	if _, err := unix.Write(fd, strconv.AppendInt(nil, int64(unix.Getpid()), 10)); err != nil {
		return errors.New("Failed to join cgroup")
	}
	return nil
}

// Leave is Join for no VRF, if this process is in one. What goes wrong is the
// caller's to tell.
func Leave(netns func() (string, error)) error {
	if name, err := Of("self"); err != nil || name == "" {
		return nil
	}
	ns, err := netns()
	if err != nil {
		return err
	}
	return Join("default", 0, ns)
}

// DropCapabilities takes all capabilities from a process that is nobody's root, unless
// it may hand CAP_NET_ADMIN down: they are those of the program's file then, which are
// not for its user.
func DropCapabilities() error {
	if unix.Getuid() == 0 || unix.Geteuid() == 0 {
		return nil
	}
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&hdr, &data[0]); err != nil {
		return err
	}
	if data[0].Inheritable&(1<<unix.CAP_NET_ADMIN) != 0 {
		return nil
	}
	data = [2]unix.CapUserData{}
	return unix.Capset(&hdr, &data[0])
}
