// Package bpf takes the words that say where a BPF program is, and opens it: one that
// is pinned to a file, or one out of an object file, for which it calls gip-xdp.
package bpf

import (
	"runtime"
	"strings"
	"unsafe"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// An Error is why no program is to be had.
type Error struct {
	Text  string     // to print, "" where it was printed already
	Errno unix.Errno // the number that the reference goes on with
}

func (e *Error) Error() string { return e.Text }

// Take takes the words off a and gives the descriptor of the program of type typ
// (enum bpf_prog_type) that they name, and what it is called in a route: FILE:[SECTION].
// ifindex is the device that it is to run on, 0 where that is the kernel.
func Take(a *cli.Args, typ, ifindex uint32) (fd int, note string, err error) {
	word, err := a.Next()
	if err != nil {
		return -1, "", err
	}
	is := func(name string) bool { return cli.Prefix(word, name) }
	object := is("object-file") || word == "obj"
	if !object && !is("object-pinned") && !is("pinned") && !is("fd") {
		return -1, "", &Error{`What mode is "` + word + `"?`, unix.EPERM}
	}
	s := source{typ: typ, ifindex: ifindex, section: "prog"}
	if s.file, err = a.Next(); err != nil {
		return -1, "", err
	}
	// What pinned programs have no use for is taken all the same, as upstream.
	if a.AcceptPrefix("section") {
		if s.section, err = a.Next(); err != nil {
			return -1, "", err
		}
	}
	if a.Accept("program") {
		if s.program, err = a.Next(); err != nil {
			return -1, "", err
		}
		s.named = true
	}
	s.verbose = a.AcceptPrefix("verbose")
	note = s.file[strings.LastIndexByte(s.file, '/')+1:] + ":["
	switch {
	case object:
		fd, err = s.load(false)
		return fd, note + s.section + "]", err
	case len(s.file) > 2 && s.file[:2] == "m:": // below the BPF file system, which is found or mounted
		fd, err = s.load(true)
	default:
		fd, err = pinned(s.file)
	}
	return fd, note + "*fsobj]", err
}

// Get opens what is pinned to path (BPF_OBJ_GET). The error is a unix.Errno.
func Get(path string) (fd int, err error) {
	p, err := unix.BytePtrFromString(path)
	if err != nil {
		return -1, unix.ENOENT
	}
	var attr struct {
		path  uint64
		fd    uint32
		flags uint32
		_     [104]byte // as long as union bpf_attr of the reference
	}
	attr.path = uint64(uintptr(unsafe.Pointer(p)))
	n, _, errno := unix.Syscall(unix.SYS_BPF, uapi.BPF_OBJ_GET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	runtime.KeepAlive(p)
	if errno != 0 {
		return -1, errno
	}
	unix.CloseOnExec(int(n))
	return int(n), nil
}

func pinned(path string) (fd int, err error) {
	if fd, err = Get(path); err != nil {
		errno, _ := err.(unix.Errno)
		return -1, &Error{"Couldn't retrieve pinned program '" + path + "': " + nl.Strerror(errno), unix.EPERM}
	}
	return fd, nil
}
