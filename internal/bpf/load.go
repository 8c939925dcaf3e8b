package bpf

import (
	"strconv"
	"strings"
	"syscall"

	"gip/internal/nl"
	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

// loader is the program that loads programs: the linker of object files that it has is
// larger than gip is, and would be in the way of every start.
const loader = "gip-xdp"

// A source is where a program is, as words said it.
type source struct {
	typ, ifindex     uint32
	file             string
	section, program string
	named            bool // by program, not by section
	verbose          bool
}

// words is the loader's command line.
func (s *source) words(pinned bool) []string {
	w := []string{loader,
		"-type", strconv.FormatUint(uint64(s.typ), 10),
		"-ifindex", strconv.FormatUint(uint64(s.ifindex), 10),
		"-section", s.section}
	if s.named {
		w = append(w, "-program", s.program)
	}
	if s.verbose {
		w = append(w, "-verbose", "1")
	}
	if pinned {
		w = append(w, "-pinned", "1")
	}
	return append(w, s.file)
}

// load has the loader load the program, or open the pinned one.
func (s *source) load(pinned bool) (fd int, err error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		errno, _ := err.(unix.Errno)
		return -1, &Error{"socketpair: " + nl.Strerror(errno), errno}
	}
	defer unix.Close(pair[0])
	pid, err := start(s.words(pinned), pair[1])
	unix.Close(pair[1])
	if err != nil {
		if errno, _ := err.(syscall.Errno); errno != syscall.ENOENT {
			return -1, &Error{"Cannot run " + loader + ": " + nl.Strerror(errno), errno}
		}
		return -1, &Error{`Loading BPF programs takes ` + loader + `, which is neither beside gip nor on PATH: "scripts/install" of gip installs both.`, unix.ENOENT}
	}
	fd, err = receive(pair[0])
	var ws syscall.WaitStatus
	for {
		if _, e := syscall.Wait4(pid, &ws, 0, nil); e != syscall.EINTR {
			break
		}
	}
	return fd, err
}

// start runs the loader: the one beside this program, else the first on PATH.
func start(words []string, socket int) (pid int, err error) {
	attr := syscall.ProcAttr{Env: proc.Environ(), Files: []uintptr{0, 1, 2, uintptr(socket)}}
	self := proc.Readlink("/proc/self/exe")
	dirs, _ := proc.Getenv("PATH")
	dirs = self[:strings.LastIndexByte(self, '/')+1] + ":" + dirs
	err = syscall.ENOENT
	for dirs != "" {
		var dir string
		dir, dirs, _ = strings.Cut(dirs, ":")
		if dir == "" {
			continue
		}
		pid, e := syscall.ForkExec(dir+"/"+loader, words, &attr)
		if e == nil {
			return pid, nil
		}
		if e != syscall.ENOENT && e != syscall.ENOTDIR {
			err = e
		}
	}
	return 0, err
}

// receive takes the loader's answer: an error's number, or 0 and a descriptor.
func receive(socket int) (fd int, err error) {
	var code [4]byte
	oob := make([]byte, unix.CmsgSpace(4))
	for {
		n, on, _, _, err := unix.Recvmsg(socket, code[:], oob, unix.MSG_CMSG_CLOEXEC)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil || n < len(code):
			return -1, &Error{loader + " ended without an answer.", unix.EIO}
		}
		if errno := unix.Errno(nl.Native.Uint32(code[:])); errno != 0 {
			return -1, &Error{"", errno} // the loader said what it is
		}
		if head := unix.CmsgLen(0); on >= head+4 {
			return int(nl.Native.Uint32(oob[head:])), nil
		}
		return -1, &Error{loader + " answered without a program.", unix.EIO}
	}
}
