// Package netns is network namespaces that have names: a library, and ip netns.
//
// A name is a file that a namespace is mounted on, in Dir. What changes the calling
// thread's namespace (Enter, Exec, Create) wants a goroutine that is locked to its
// thread; the program's is.
package netns

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const (
	runDir = "/run/netns"
	etcDir = "/etc/netns"
)

// Dir is where names are.
func Dir() string { return runDir }

// An Error is something that a system call refused, in the reference's words.
type Error struct {
	Doing string
	Err   error
}

func (e *Error) Error() string { return e.Doing + ": " + words(e.Err) }
func (e *Error) Unwrap() error { return e.Err }

func words(err error) string {
	if e, ok := err.(unix.Errno); ok {
		return nl.Strerror(e)
	}
	return err.Error()
}

// ValidName reports whether name can be the name of a namespace.
func ValidName(name string) bool {
	return name != "" && len(name) <= 255 && strings.IndexByte(name, '/') < 0 && name != "." && name != ".."
}

// Open opens the namespace that s stands for: a name, a path (with a slash), or the
// number of a process.
func Open(s string) (fd int, err error) {
	path := s
	if strings.IndexByte(s, '/') < 0 {
		path = Dir() + "/" + s
	}
	if fd, err = open(path); err == nil {
		return fd, nil
	}
	if _, ok := cli.Int(s, 0, 32); !ok {
		return -1, err
	}
	return open("/proc/" + s + "/ns/net")
}

func open(path string) (int, error) {
	for {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

// Each calls f with every name, in the directory's order, until it returns false. No
// directory is no names; another failure is returned.
func Each(f func(name string) bool) error {
	return EachIn(Dir(), f)
}

// EachIn calls f with every name in a directory, in its order, until f returns false.
func EachIn(dir string, f func(name string) bool) error {
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	buf := make([]byte, 32<<10)
	var list []string
	for {
		n, err := unix.ReadDirent(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		if n <= 0 {
			return nil
		}
		_, _, list = unix.ParseDirent(buf[:n], -1, list[:0])
		for _, name := range list {
			if !f(name) {
				return nil
			}
		}
	}
}

// List is every name. It is empty where there is no directory of names.
func List() ([]string, error) {
	var list []string
	err := Each(func(name string) bool { list = append(list, name); return true })
	if err == unix.ENOENT {
		err = nil
	}
	return list, err
}

// sameFile tells namespaces apart: by device and inode.
type sameFile struct {
	dev, ino uint64
}

func identity(path string) (sameFile, error) {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return sameFile{}, err
	}
	return sameFile{uint64(st.Dev), st.Ino}, nil
}

// Identify is the names of the namespace that the process called pid is in ("self"
// for this one).
func Identify(pid string) ([]string, error) {
	fd, err := open("/proc/" + pid + "/ns/net")
	if err != nil {
		return nil, &Error{"Cannot open network namespace", err}
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, &Error{"Stat of netns failed", err}
	}
	its := sameFile{uint64(st.Dev), st.Ino}
	dir := Dir()
	var list []string
	err = EachIn(dir, func(name string) bool {
		if id, err := identity(dir + "/" + name); err == nil && id == its {
			list = append(list, name)
		}
		return true
	})
	if err != nil && err != unix.ENOENT {
		return nil, &Error{"Failed to open directory " + dir, err}
	}
	return list, nil
}

// PIDs calls f with the number of every process in the namespace called name.
func PIDs(name string, f func(pid string)) error {
	fd, err := open(Dir() + "/" + name)
	if err != nil {
		return &Error{"Cannot open network namespace", err}
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return &Error{"Stat of netns failed", err}
	}
	its := sameFile{uint64(st.Dev), st.Ino}
	err = EachIn("/proc/", func(pid string) bool {
		if isPID(pid) {
			if id, err := identity("/proc/" + pid + "/ns/net"); err == nil && id == its {
				f(pid)
			}
		}
		return true
	})
	if err != nil {
		return &Error{"Open of /proc failed", err}
	}
	return nil
}

func isPID(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func itoa(n int) string { return strconv.Itoa(n) }
