// Package vrf is which VRF the sockets of a process are bound to: the one that its
// control group (of cgroup2) is named after, to which a program binds every socket that
// is made in the group.
//
// The group of a VRF is vrf/NAME below the one that the process was in, or below the
// directory NETNS-ns there, where the network namespace has a name.
package vrf

import (
	"errors"
	"strings"

	"gip/internal/names"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Of is the VRF of a process ("self" for this one), "" where it is in none.
func Of(pid string) (string, error) {
	name := ""
	err := groups(pid, func(line string) bool {
		_, rest, ok := strings.Cut(line, "/vrf/")
		if ok {
			name = rest[:min(len(rest), 31)]
		}
		return !ok
	})
	return name, err
}

// groups calls f with each line that /proc has of the process's groups without
// controllers, until f returns false.
func groups(pid string, f func(line string) bool) error {
	path := "/proc/" + pid + "/cgroup"
	b, ok := names.ReadFile(path)
	if !ok {
		return missing(path)
	}
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if strings.Contains(line, "::/") && !f(line) {
			break
		}
	}
	return nil
}

// missing is why the file cannot be read.
func missing(path string) error {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	unix.Close(fd)
	return unix.EIO
}

// base is the control group of this process, "" for the topmost, without what was
// added for a VRF.
func base() (path string, err error) {
	err = groups("self", func(line string) bool {
		path = line[strings.Index(line, "::/")+2:]
		path, _, _ = strings.Cut(path, "/vrf")
		if path == "/" {
			path = ""
		}
		return false
	})
	return path, err
}

// Mount is where control groups are mounted. Where they are not, they are now.
func Mount() (string, error) {
	b, ok := names.ReadFile("/proc/mounts")
	if !ok {
		return "", failed("Failed to open mounts file: ", missing("/proc/mounts"))
	}
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if f := strings.Fields(line); len(f) > 2 && f[2] == "cgroup2" {
			return f[1], nil
		}
	}
	const dir = "/var/run/cgroup2"
	if err := makePath(dir); err != nil {
		return "", errors.New(err.Error() + "\nFailed to setup cgroup2 directory")
	}
	switch err := unix.Mount("none", dir, "cgroup2", 0, ""); err {
	case nil, unix.EBUSY:
		return dir, nil
	case unix.ENODEV:
		return "", errors.New("Failed to mount cgroup2. Are CGROUPS enabled in your kernel?")
	default:
		return "", failed("Failed to mount cgroup2: ", err)
	}
}

// makePath makes a directory, and those that it is in.
func makePath(path string) error {
	for i := 1; i <= len(path); i++ {
		if i < len(path) && path[i] != '/' {
			continue
		}
		if i == len(path) && path[i-1] == '/' {
			break
		}
		if err := unix.Mkdir(path[:i], 0o755); err != nil && err != unix.EEXIST {
			return failed("mkdir failed for "+path[:i]+": ", err)
		}
	}
	return nil
}

func failed(doing string, err error) error { return errors.New(doing + Words(err)) }

// Words is what an errno says.
func Words(err error) string {
	if errno, ok := err.(unix.Errno); ok {
		return nl.Strerror(errno)
	}
	return err.Error()
}
