// Package sandbox is a place to try commands in, of which the machine notices
// nothing: network, mount and process namespaces of its own, in a user namespace where
// one is not root. It is gone when its command ends.
//
// Three processes make it, since a process with threads cannot enter a user namespace:
// the outermost waits and passes the status on; process 1 inside mounts what is needed
// and buries the dead; and the third sets the signals right and becomes the command.
package sandbox

import (
	"strconv"
	"syscall"
	"unsafe"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/proc"
	"gip/netns"

	"golang.org/x/sys/unix"
)

// Usage is the help text.
const Usage = `Usage: gip sandbox [ -- ] [ COMMAND ... ]
Runs COMMAND, or a shell, in a throw-away network of its own: root is not needed, the
machine is not touched, and all is gone at the end. The status is COMMAND's.
`

const (
	inside = "\x01inside" // process 1, followed by the machine's mount namespace
	become = "\x01become" // the command, followed by which signals are ignored
	failed = 125          // status where no sandbox came to be
)

// Run runs gip sandbox; programs are the names that gip answers to.
func Run(e *cli.Env, words []string, programs []string) error {
	if len(words) > 1 {
		switch words[0] {
		case inside:
			return runInside(words[1], words[2:], programs)
		case become:
			return runBecome(words[1], words[2:])
		}
	}
	if len(words) > 0 {
		switch w := words[0]; {
		case w == "--":
			words = words[1:]
		case w == "-h" || w == "-help" || w == "--help":
			e.Puts(Usage)
			return nil
		case w != "" && w[0] == '-':
			return cli.Quit(255, `Option "`+w+`" is unknown, try "gip sandbox --help".`)
		}
	}
	e.Flush()
	mnt, err := namespace()
	if err != nil {
		return trouble("/proc/self/ns/mnt", err)
	}
	// A terminal's interrupt is for the command: it decides what becomes of it.
	ignored := ""
	if ignore(unix.SIGINT) {
		ignored = "i"
	}
	ignore(unix.SIGQUIT)
	group, notty := terminal()
	pid, err := start(append([]string{inside, mnt + "/" + ignored}, words...))
	if err != nil {
		return refused(err)
	}
	err = wait(pid)
	if now, _ := terminal(); notty == nil && now != group {
		ignore(unix.SIGTTOU)
		unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, group)
	}
	return err
}

// terminal is the process group that has the terminal on standard input.
func terminal() (group int, err error) { return unix.IoctlGetInt(0, unix.TIOCGPGRP) }

// start runs the words in new namespaces, with a user namespace only where it takes
// one.
func start(words []string) (pid int, err error) {
	attr := &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWNET | unix.CLONE_NEWPID | unix.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
	}
	if unix.Geteuid() == 0 {
		if pid, err = again(words, attr, proc.Environ()); err == nil || err != syscall.EPERM {
			return pid, err
		}
	}
	attr.Cloneflags |= unix.CLONE_NEWUSER
	attr.UidMappings = []syscall.SysProcIDMap{{HostID: unix.Geteuid(), Size: 1}}
	attr.GidMappings = []syscall.SysProcIDMap{{HostID: unix.Getegid(), Size: 1}}
	return again(words, attr, proc.Environ())
}

// again runs this program once more.
func again(words []string, attr *syscall.SysProcAttr, env []string) (int, error) {
	return syscall.ForkExec("/proc/self/exe", append([]string{"gip", "sandbox"}, words...), &syscall.ProcAttr{
		Env: env, Files: []uintptr{0, 1, 2}, Sys: attr,
	})
}

// wait waits for process pid and buries others that are ours. Its status is ours.
func wait(pid int) error {
	for {
		var ws syscall.WaitStatus
		got, err := syscall.Wait4(-1, &ws, 0, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return trouble("wait", err)
		case got != pid:
		case ws.Signaled():
			return cli.Silent(128 + int(ws.Signal()))
		case ws.Exited():
			if ws.ExitStatus() == 0 {
				return nil
			}
			return cli.Silent(ws.ExitStatus())
		}
	}
}

// runBecome sets right what Run did to the signals and becomes the command.
func runBecome(ignored string, words []string) error {
	restore(unix.SIGQUIT)
	if ignored == "" {
		restore(unix.SIGINT)
	}
	err := netns.Exec(words)
	status := 126
	if x, ok := err.(*netns.ExecError); ok && x.Err == unix.ENOENT {
		status = 127
	}
	return cli.Status(err, status, true)
}

// namespace tells this thread's mount namespace from others.
func namespace() (string, error) {
	var st unix.Stat_t
	if err := unix.Stat("/proc/self/ns/mnt", &st); err != nil {
		return "", err
	}
	return strconv.FormatUint(st.Ino, 10), nil
}

// sigaction is the kernel's struct sigaction: ignoring and the default need no more
// than its first word.
type sigaction struct {
	handler uintptr
	rest    [3]uintptr
}

func setSignal(sig unix.Signal, handler uintptr) (old uintptr) {
	now, was := sigaction{handler: handler}, sigaction{}
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&now)), uintptr(unsafe.Pointer(&was)), 8, 0, 0)
	return was.handler
}

// ignore has sig ignored and reports whether it was before.
func ignore(sig unix.Signal) bool { return setSignal(sig, 1) == 1 }

func restore(sig unix.Signal) { setSignal(sig, 0) }

func words(err error) string {
	switch e := err.(type) {
	case syscall.Errno:
		return nl.Strerror(unix.Errno(e))
	}
	return err.Error()
}

func trouble(what string, err error) error {
	return cli.Quit(failed, "gip sandbox: "+what+": "+words(err))
}
