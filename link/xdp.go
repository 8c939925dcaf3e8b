package link

import (
	"runtime"
	"unsafe"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// xdp takes the program off a link, which must be the last word, or puts one on that
// is pinned to a file. Loading one from an object file needs a linker of BPF programs,
// which gip does not have, and says so.
func (r *request) xdp(e *cli.Env, a *cli.Args, mode string, dev *string) error {
	if !a.More() {
		return cli.Incomplete()
	}
	flags := uint32(0)
	if !e.Force {
		flags |= uapi.XDP_FLAGS_UPDATE_IF_NOEXIST
	}
	switch mode {
	case "xdpgeneric":
		flags |= uapi.XDP_FLAGS_SKB_MODE
	case "xdpdrv":
		flags |= uapi.XDP_FLAGS_DRV_MODE
	case "xdpoffload":
		if dev == nil || e.LinkIndex(*dev) == 0 {
			return cli.Incomplete()
		}
		flags |= uapi.XDP_FLAGS_HW_MODE
	}
	fd := -1
	if w := a.Peek(); a.Len() == 1 && (w == "off" || w == "none") {
		a.Skip(1)
	} else {
		var err error
		if fd, err = program(a); err != nil {
			return err
		}
		r.fds = append(r.fds, fd)
	}
	r.m.Open(uapi.IFLA_XDP)
	nl.Native.PutUint32(r.m.Add(uapi.IFLA_XDP_FD, 4), uint32(fd))
	if flags != 0 {
		nl.Native.PutUint32(r.m.Add(uapi.IFLA_XDP_FLAGS, 4), flags)
	}
	r.m.Close()
	return nil
}

// program takes the words that say where a program is, and opens it.
func program(a *cli.Args) (fd int, err error) {
	word, _ := a.Next()
	is := func(name string) bool { return cli.Prefix(word, name) }
	object := is("object-file") || word == "obj"
	if !object && !is("object-pinned") && !is("pinned") && !is("fd") {
		return -1, cli.Quit(255, `What mode is "`+word+`"?`)
	}
	file, err := a.Next()
	if err != nil {
		return -1, err
	}
	// What pinned programs have no use for is taken all the same, as upstream.
	if a.AcceptPrefix("section") {
		if _, err = a.Next(); err != nil {
			return -1, err
		}
	}
	if a.Accept("program") {
		if _, err = a.Next(); err != nil {
			return -1, err
		}
	}
	a.AcceptPrefix("verbose")
	if object {
		f, err := unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if errno, ok := err.(unix.Errno); ok {
			return -1, cli.Quit(255, "Error opening object "+file+": "+nl.Strerror(errno)+"\nCannot initialize ELF context!")
		}
		unix.Close(f)
		return -1, cli.Quit(255, "Loading BPF programs from object files is not supported by gip: pin them, and name the pinned file.")
	}
	if len(file) > 2 && file[:2] == "m:" {
		return -1, cli.Quit(255, `Pinned files by "m:" are not supported by gip: name the whole path.`)
	}
	if fd, err = pinned(file); err != nil {
		errno, _ := err.(unix.Errno)
		return -1, cli.Quit(255, "Couldn't retrieve pinned program '"+file+"': "+nl.Strerror(errno))
	}
	return fd, nil
}

// pinned opens the program that is pinned to path (BPF_OBJ_GET).
func pinned(path string) (fd int, err error) {
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
	n, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_OBJ_GET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	runtime.KeepAlive(p)
	if errno != 0 {
		return -1, errno
	}
	unix.CloseOnExec(int(n))
	return int(n), nil
}
