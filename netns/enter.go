package netns

import (
	"strings"
	"syscall"

	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

// Switch moves the calling thread into the network namespace called name. What it
// sees of files stays as it is: see Isolate.
func Switch(name string) error {
	fd, err := open(Dir() + "/" + name)
	if err != nil {
		return &Error{`Cannot open network namespace "` + name + `"`, err}
	}
	defer unix.Close(fd)
	if err := unix.Setns(fd, unix.CLONE_NEWNET); err != nil {
		return &Error{`setting the network namespace "` + name + `" failed`, err}
	}
	return nil
}

// Isolate gives the calling thread a view of the files of its own, in which /sys
// tells of its network namespace and the files of /etc/netns/NAME stand in /etc.
func Isolate(name string) error {
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return &Error{"unshare failed", err}
	}
	// Nothing that is mounted here may reach whom the view came from.
	if err := unix.Mount("", "/", "none", unix.MS_SLAVE|unix.MS_REC, ""); err != nil {
		return &Error{`"mount --make-rslave /" failed`, err}
	}
	flags := uintptr(0)
	if err := unix.Unmount("/sys", unix.MNT_DETACH); err != nil {
		// A read-only sysfs can be covered by a read-only one alone.
		var st unix.Statfs_t
		if unix.Statfs("/sys", &st) == nil && st.Flags&unix.ST_RDONLY != 0 {
			flags = unix.MS_RDONLY
		}
	}
	if err := unix.Mount(name, "/sys", "sysfs", flags, ""); err != nil {
		return &Error{"mount of /sys failed", err}
	}
	bindEtc(name)
	return nil
}

// bindEtc mounts what is in /etc/netns/NAME on what has the same names in /etc. What
// fails is told, and left out.
func bindEtc(name string) {
	if len(name) >= 255 {
		return
	}
	dir := etcDir + "/" + name
	EachIn(dir, func(file string) bool {
		from, to := dir+"/"+file, "/etc/"+file
		if err := unix.Mount(from, to, "none", unix.MS_BIND, ""); err != nil {
			warn((&Error{"Bind " + from + " -> " + to + " failed", err}).Error())
		}
		return true
	})
}

// Enter is Switch and Isolate.
func Enter(name string) error {
	if err := Switch(name); err != nil {
		return err
	}
	return Isolate(name)
}

// An ExecError is a command that could not be started.
type ExecError struct {
	Cmd string
	Err error
}

func (e *ExecError) Error() string { return `exec of "` + e.Cmd + `" failed: ` + words(e.Err) }
func (e *ExecError) Unwrap() error { return e.Err }

// Exec makes this process the command args[0], found in PATH, with args and the
// environment. It returns only if that fails.
//
// Of the signals that are ignored, the command sees SIGINT and SIGHUP ignored too; the
// others (SIGPIPE, SIGQUIT, SIGTERM) it sees at their default, since Go's runtime takes
// them over before any code of ours runs and does not tell what they were.
func Exec(args []string) error {
	env := proc.Environ()
	if args[0] == "" {
		return &ExecError{"", unix.ENOENT}
	}
	if strings.IndexByte(args[0], '/') >= 0 {
		return &ExecError{args[0], execFile(args[0], args, env)}
	}
	path, ok := proc.Getenv("PATH")
	if !ok {
		path = "/bin:/usr/bin"
	}
	denied := false
	for {
		dir, rest, more := strings.Cut(path, ":")
		file := args[0]
		if dir != "" {
			file = dir + "/" + args[0]
		}
		// To look costs less than to try.
		err := unix.Access(file, unix.F_OK)
		if err != unix.ENOENT {
			err = execFile(file, args, env)
		}
		switch err {
		case unix.EACCES:
			denied = true
		case unix.ENOENT, unix.ENOTDIR, unix.ESTALE, unix.ENODEV, unix.ETIMEDOUT:
		default:
			return &ExecError{args[0], err}
		}
		if !more {
			break
		}
		path = rest
	}
	if denied {
		return &ExecError{args[0], unix.EACCES}
	}
	return &ExecError{args[0], unix.ENOENT}
}

// execFile runs one file; what the kernel does not know how to run is a script.
func execFile(file string, args, env []string) error {
	err := syscall.Exec(file, args, env)
	if err == syscall.ENOEXEC {
		err = syscall.Exec("/bin/sh", append([]string{"/bin/sh", file}, args[1:]...), env)
	}
	if e, ok := err.(syscall.Errno); ok {
		return unix.Errno(e)
	}
	return err
}
