package vrf

import (
	"errors"
	"runtime"
	"unsafe"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Parts of linux/bpf.h.
const (
	cmdLoad   = 5 // BPF_PROG_LOAD
	cmdAttach = 8 // BPF_PROG_ATTACH

	typeCgroupSock = 9 // BPF_PROG_TYPE_CGROUP_SOCK
	atSockCreate   = 2 // BPF_CGROUP_INET_SOCK_CREATE

	movImm  = 0xb7 // BPF_ALU64 | BPF_MOV | BPF_K
	storeW  = 0x63 // BPF_STX | BPF_MEM | BPF_W
	exit    = 0x95 // BPF_JMP | BPF_EXIT
	context = 1    // the register with the struct bpf_sock, of which bound_dev_if is first
	verdict = 0    // the register with the result: 1 lets the socket be
	scratch = 3
)

// program binds the sockets that it is asked about to the link of that index.
func program(index uint32) (insns [4 * 8]byte) {
	for i, in := range [...]struct {
		op, regs uint8 // source<<4 | destination
		imm      uint32
	}{
		{movImm, scratch, index},
		{storeW, scratch<<4 | context, 0},
		{movImm, verdict, 1},
		{exit, 0, 0},
	} {
		b := insns[8*i:]
		b[0], b[1] = in.op, in.regs
		nl.Native.PutUint32(b[4:], in.imm)
	}
	return insns
}

// loading is union bpf_attr, as much of it as loading needs, and what it points at. It
// is too large for a stack, and so does not move.
type loading struct {
	typ, count         uint32
	insns, license     uint64
	logLevel, logSize  uint32
	log                uint64
	kernVersion, flags uint32

	code [4 * 8]byte
	gpl  [4]byte
	text [256 << 10]byte
}

// bind has a program bind the sockets that are made in the control group path.
func bind(path string, index uint32) error {
	group, err := unix.Open(path, unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return errors.New("Failed to open cgroup path: '" + Words(err) + "'")
	}
	defer unix.Close(group)
	prog, err := load(index)
	if err != nil {
		return err
	}
	defer unix.Close(prog)
	attach := [4]uint32{uint32(group), uint32(prog), atSockCreate, 0}
	if _, _, errno := unix.Syscall(unix.SYS_BPF, cmdAttach, uintptr(unsafe.Pointer(&attach)), unsafe.Sizeof(attach)); errno != 0 {
		return errors.New("Failed to attach prog to cgroup: '" + nl.Strerror(errno) + "'")
	}
	return nil
}

func load(index uint32) (fd int, err error) {
	l := &loading{typ: typeCgroupSock, logLevel: 1, code: program(index), gpl: [4]byte{'G', 'P', 'L'}}
	l.count, l.logSize = uint32(len(l.code)/8), uint32(len(l.text))
	l.insns = address(unsafe.Pointer(&l.code))
	l.license = address(unsafe.Pointer(&l.gpl))
	l.log = address(unsafe.Pointer(&l.text))
	n, _, errno := unix.Syscall(unix.SYS_BPF, cmdLoad, uintptr(unsafe.Pointer(l)), unsafe.Offsetof(l.code))
	if errno == 0 {
		runtime.KeepAlive(l)
		return int(n), nil
	}
	msg := "Failed to load BPF prog: '" + nl.Strerror(errno) + "'\n" + nl.Value(l.text[:]).Str()
	if errno != unix.EPERM {
		msg += "Kernel compiled with CGROUP_BPF enabled?\n"
	}
	return -1, errors.New(msg[:len(msg)-1])
}

func address(p unsafe.Pointer) uint64 { return uint64(uintptr(p)) }
