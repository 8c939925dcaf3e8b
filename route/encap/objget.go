package encap

import (
	"unsafe"

	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// objGet opens what is pinned at path (BPF_OBJ_GET).
func objGet(path string) (int, error) {
	name, err := unix.BytePtrFromString(path)
	if err != nil {
		return -1, unix.EINVAL
	}
	var u struct { // union bpf_attr
		path  uint64
		fd    uint32
		flags uint32
		_     [96]byte
	}
	u.path = uint64(uintptr(unsafe.Pointer(name)))
	fd, _, e := unix.RawSyscall(unix.SYS_BPF, uapi.BPF_OBJ_GET, uintptr(unsafe.Pointer(&u)), 16)
	if e != 0 {
		return -1, e
	}
	return int(fd), nil
}
