package nstest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A Kernel stands in for the real one: it is given a request of the netlink protocol
// proto and gives the messages that answer it, with their headers, of which only the
// types count. None is a refusal with ENODEV, of a dump its end.
type Kernel func(proto int, req []byte) [][]byte

// Stage runs a command line of one program in a sandbox, with k in the kernel's place:
// what the program sends on netlink sockets goes to k, and what it reads there comes from
// k, as does what it asks of a link by ioctl (as RTM_GETLINK). So a program can be shown
// what no kernel at hand has.
func Stage(side Side, k Kernel, words ...string) (Result, error) {
	bin, conf := side.Gip, ""
	if side.Ref != nil {
		bin, conf = filepath.Join(side.Ref.Bin, words[0]), side.Ref.Conf
	}
	fromChild, childOut, err := os.Pipe()
	if err != nil {
		return Result{}, err
	}
	defer fromChild.Close()
	childIn, toChild, err := os.Pipe()
	if err != nil {
		return Result{}, err
	}
	defer toChild.Close()
	cmd := command("stage")
	cmd.Args = append(append(cmd.Args, bin, conf), words...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.ExtraFiles = []*os.File{childOut, childIn}
	err = cmd.Start()
	childOut.Close()
	childIn.Close()
	if err != nil {
		return Result{}, fmt.Errorf("sandbox: %w", err)
	}
	kill := func(err error) (Result, error) {
		cmd.Process.Kill()
		cmd.Wait()
		return Result{}, fmt.Errorf("stage: %w %s", err, errs.String())
	}
	var number [4]byte
	if _, err := fromChild.Read(number[:]); err != nil {
		return kill(err)
	}
	s := &stage{kernel: k, pid: cmd.Process.Pid, waiting: map[int][][]byte{}}
	if s.pidfd, err = unix.PidfdOpen(s.pid, 0); err != nil {
		return kill(err)
	}
	defer unix.Close(s.pidfd)
	if s.notes, err = unix.PidfdGetfd(s.pidfd, int(binary.NativeEndian.Uint32(number[:])), 0); err != nil {
		return kill(err)
	}
	defer unix.Close(s.notes)
	toChild.Write([]byte{1})
	if err := s.run(); err != nil {
		return kill(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return Result{}, err
	}
	r := Result{Out: out.String(), Err: errs.String(), Status: cmd.ProcessState.ExitCode()}
	if w, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		r.Status = 128 + int(w.Signal())
	}
	return r, nil
}

// stageMain makes a world, has its calls on sockets told to the parent, and becomes the
// program.
func stageMain() int {
	runtime.LockOSThread()
	fail := func(err error) int {
		fmt.Fprintln(os.Stderr, "nstest:", err)
		return 70
	}
	if len(os.Args) < 4 {
		return 70
	}
	if err := setup(&job{Conf: os.Args[2]}); err != nil {
		return fail(err)
	}
	env := environ()
	const load, jump, give = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_RET | unix.BPF_K
	calls := []uint32{unix.SYS_SENDMSG, unix.SYS_SENDTO, unix.SYS_RECVMSG, unix.SYS_RECVFROM}
	code := []unix.SockFilter{{Code: load}}
	for i, nr := range calls {
		code = append(code, unix.SockFilter{Code: jump, Jt: uint8(len(calls) - i + 5), K: nr})
	}
	code = append(code,
		unix.SockFilter{Code: jump, Jf: 4, K: unix.SYS_IOCTL},
		unix.SockFilter{Code: load, K: noteArgs + 8},
		unix.SockFilter{Code: jump, Jt: 3, K: unix.SIOCGIFNAME},
		unix.SockFilter{Code: jump, Jt: 2, K: unix.SIOCGIFFLAGS},
		unix.SockFilter{Code: jump, Jt: 1, K: unix.SIOCGIFHWADDR},
		unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ALLOW}, unix.SockFilter{Code: give, K: unix.SECCOMP_RET_USER_NOTIF})
	prog := unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fail(err)
	}
	fd, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_NEW_LISTENER|unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return fail(fmt.Errorf("seccomp: %w", errno))
	}
	var number [4]byte
	binary.NativeEndian.PutUint32(number[:], uint32(fd))
	unix.Write(3, number[:])
	unix.Read(4, number[:1])
	unix.CloseOnExec(3)
	unix.CloseOnExec(4)
	return fail(unix.Exec(os.Args[1], os.Args[3:], env))
}

const noteArgs = 16 // where struct seccomp_data has the arguments

// stage is the parent's side of a run.
type stage struct {
	kernel       Kernel
	pid          int
	pidfd, notes int
	waiting      map[int][][]byte // by the socket, what is to be read
}

// A note is struct seccomp_notif: a call that waits for an answer.
type note struct {
	id    uint64
	pid   uint32
	flags uint32
	nr    int32
	arch  uint32
	ip    uint64
	args  [6]uint64
}

// verdict is struct seccomp_notif_resp.
type verdict struct {
	id    uint64
	val   int64
	errno int32
	flags uint32
}

// run answers calls until there is nobody left to call.
func (s *stage) run() error {
	for {
		fds := []unix.PollFd{{Fd: int32(s.notes), Events: unix.POLLIN}}
		if _, err := unix.Poll(fds, 60_000); err == unix.EINTR {
			continue
		} else if err != nil {
			return err
		}
		if fds[0].Revents&unix.POLLIN == 0 {
			if fds[0].Revents == 0 {
				return errors.New("timed out")
			}
			return nil
		}
		var n note
		if _, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(s.notes), unix.SECCOMP_IOCTL_NOTIF_RECV, uintptr(unsafe.Pointer(&n))); e == unix.ENOENT || e == unix.EINTR {
			continue
		} else if e != 0 {
			return e
		}
		v := verdict{id: n.id}
		if val, err := s.call(&n); err == nil {
			v.val = int64(val)
		} else if errno, ok := err.(unix.Errno); ok {
			v.errno = -int32(errno)
		} else {
			return err
		}
		if _, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(s.notes), unix.SECCOMP_IOCTL_NOTIF_SEND, uintptr(unsafe.Pointer(&v))); e != 0 && e != unix.ENOENT {
			return e
		}
	}
}

func (s *stage) call(n *note) (int, error) {
	fd, at := int(n.args[0]), n.args[1]
	switch n.nr {
	case unix.SYS_SENDTO:
		return s.send(fd, s.read(at, n.args[2]))
	case unix.SYS_SENDMSG:
		var b []byte
		for _, v := range s.vectors(s.read(at, msgLen)) {
			b = append(b, s.read(v[0], v[1])...)
		}
		return s.send(fd, b)
	case unix.SYS_RECVFROM:
		return s.recv(fd, int(n.args[3]), [][2]uint64{{at, n.args[2]}}, nil)
	case unix.SYS_IOCTL:
		return 0, s.linkIoctl(n.args[1], n.args[2])
	}
	head := s.read(at, msgLen)
	k, err := s.recv(fd, int(n.args[2]), s.vectors(head), head)
	s.write(at, head)
	return k, err
}

// linkIoctl answers what is asked of a link with struct ifreq: a name, and what is known
// of it or sought.
func (s *stage) linkIoctl(op, at uint64) error {
	b := s.read(at, unix.IFNAMSIZ+16)
	if len(b) < unix.IFNAMSIZ+16 {
		return unix.EFAULT
	}
	name, value := b[:unix.IFNAMSIZ], b[unix.IFNAMSIZ:]
	req := message(unix.RTM_GETLINK, make([]byte, unix.SizeofIfInfomsg))
	if op == unix.SIOCGIFNAME {
		copy(req[unix.NLMSG_HDRLEN+4:], value[:4])
	} else {
		req = append(req, unix.SizeofRtAttr+unix.IFNAMSIZ, 0, unix.IFLA_IFNAME, 0)
		req = append(req, name...)
	}
	ms := s.kernel(unix.NETLINK_ROUTE, req)
	if len(ms) == 0 {
		return unix.ENODEV
	}
	switch m := ms[0]; op {
	case unix.SIOCGIFFLAGS:
		copy(value, m[unix.NLMSG_HDRLEN+8:][:2])
	case unix.SIOCGIFHWADDR:
		copy(value, m[unix.NLMSG_HDRLEN+2:][:2])
	default:
		copy(name, attribute(m, unix.IFLA_IFNAME))
	}
	s.write(at, b)
	return nil
}

// attribute is an attribute of a message of a link.
func attribute(m []byte, typ uint16) []byte {
	for t, v := range nl.Attrs(m[min(len(m), unix.NLMSG_HDRLEN+unix.SizeofIfInfomsg):]) {
		if t == typ {
			return v
		}
	}
	return nil
}

// Asked reports whether the request req asks for the link m, by its index or its name.
func Asked(req, m []byte) bool {
	if index := req[unix.NLMSG_HDRLEN+4:][:4]; string(index) != "\x00\x00\x00\x00" {
		return string(index) == string(m[unix.NLMSG_HDRLEN+4:][:4])
	}
	name := func(b []byte) string {
		s, _, _ := strings.Cut(string(attribute(b, unix.IFLA_IFNAME)), "\x00")
		return s
	}
	return name(req) != "" && name(req) == name(m)
}

const msgLen = 56 // of struct msghdr

func (s *stage) vectors(head []byte) (v [][2]uint64) {
	if len(head) < msgLen {
		return nil
	}
	at := binary.NativeEndian.Uint64(head[16:])
	for i := range binary.NativeEndian.Uint64(head[24:]) {
		if b := s.read(at+16*i, 16); len(b) == 16 {
			v = append(v, [2]uint64{binary.NativeEndian.Uint64(b), binary.NativeEndian.Uint64(b[8:])})
		}
	}
	return v
}

// read and write reach into the program's memory.
func (s *stage) read(at, n uint64) []byte {
	b := make([]byte, n)
	if n == 0 {
		return b
	}
	local := []unix.Iovec{{Base: &b[0], Len: n}}
	k, _ := unix.ProcessVMReadv(s.pid, local, []unix.RemoteIovec{{Base: uintptr(at), Len: int(n)}}, 0)
	return b[:max(k, 0)]
}

func (s *stage) write(at uint64, b []byte) {
	if len(b) == 0 {
		return
	}
	local := []unix.Iovec{{Base: &b[0], Len: uint64(len(b))}}
	unix.ProcessVMWritev(s.pid, local, []unix.RemoteIovec{{Base: uintptr(at), Len: len(b)}}, 0)
}

// send has the kernel answer the requests in b.
func (s *stage) send(fd int, b []byte) (int, error) {
	proto, port, err := s.socket(fd)
	if err != nil {
		return 0, err
	}
	total := len(b)
	for len(b) >= unix.NLMSG_HDRLEN {
		n := int(binary.NativeEndian.Uint32(b))
		if n < unix.NLMSG_HDRLEN || n > len(b) {
			break
		}
		req := b[:n]
		b = b[min((n+3)&^3, len(b)):]
		if binary.NativeEndian.Uint16(req[4:]) < unix.NLMSG_MIN_TYPE { // only ever acknowledged
			ack := message(unix.NLMSG_ERROR, append(make([]byte, 4), req[:unix.NLMSG_HDRLEN]...))
			s.waiting[fd] = append(s.waiting[fd], answerTo(req, port, [][]byte{ack})...)
			continue
		}
		s.waiting[fd] = append(s.waiting[fd], answerTo(req, port, s.kernel(proto, req))...)
	}
	return total, nil
}

// answerTo puts messages that answer req into datagrams.
func answerTo(req []byte, port uint32, ms [][]byte) (ds [][]byte) {
	flags := binary.NativeEndian.Uint16(req[6:])
	dump := flags&unix.NLM_F_DUMP == unix.NLM_F_DUMP
	switch {
	case dump:
		ms = append(ms, message(unix.NLMSG_DONE, make([]byte, 4)))
	case len(ms) == 0:
		b := binary.NativeEndian.AppendUint32(nil, ^uint32(unix.ENODEV)+1)
		ms = [][]byte{message(unix.NLMSG_ERROR, append(b, req[:unix.NLMSG_HDRLEN]...))}
	}
	var d []byte
	for _, m := range ms {
		if len(d) > 0 && len(d)+len(m) > 16<<10 || binary.NativeEndian.Uint16(m[4:]) == unix.NLMSG_DONE && len(d) > 0 {
			ds, d = append(ds, d), nil
		}
		at := len(d)
		d = append(d, m...)
		d = append(d, 0, 0, 0)[:(len(d)+3)&^3]
		if dump {
			binary.NativeEndian.PutUint16(d[at+6:], unix.NLM_F_MULTI)
		}
		copy(d[at+8:], req[8:12]) // the sequence number
		binary.NativeEndian.PutUint32(d[at+12:], port)
	}
	return append(ds, d)
}

func message(typ uint16, body []byte) []byte {
	m := make([]byte, unix.NLMSG_HDRLEN, unix.NLMSG_HDRLEN+len(body))
	binary.NativeEndian.PutUint32(m, uint32(cap(m)))
	binary.NativeEndian.PutUint16(m[4:], typ)
	return append(m, body...)
}

// recv gives the program what waits at the socket. head is the call's struct msghdr.
func (s *stage) recv(fd, flags int, into [][2]uint64, head []byte) (int, error) {
	q := s.waiting[fd]
	if len(q) == 0 {
		return 0, unix.ENOBUFS
	}
	d, n := q[0], 0
	if flags&unix.MSG_PEEK == 0 {
		s.waiting[fd] = q[1:]
	}
	for _, v := range into {
		k := min(len(d)-n, int(v[1]))
		s.write(v[0], d[n:n+k])
		n += k
	}
	if len(head) >= msgLen {
		if name := binary.NativeEndian.Uint64(head); name != 0 {
			s.write(name, append([]byte{unix.AF_NETLINK}, make([]byte, 11)...))
			binary.NativeEndian.PutUint32(head[8:], unix.SizeofSockaddrNetlink)
		}
		binary.NativeEndian.PutUint64(head[40:], 0)
		told := uint32(0)
		if n < len(d) {
			told = unix.MSG_TRUNC
		}
		binary.NativeEndian.PutUint32(head[48:], told)
	}
	if flags&unix.MSG_TRUNC != 0 {
		n = len(d)
	}
	return n, nil
}

// socket tells of one of the program's sockets which protocol it speaks and which port
// it has.
func (s *stage) socket(fd int) (proto int, port uint32, err error) {
	own, err := unix.PidfdGetfd(s.pidfd, fd, 0)
	if err != nil {
		return 0, 0, err
	}
	defer unix.Close(own)
	if proto, err = unix.GetsockoptInt(own, unix.SOL_SOCKET, unix.SO_PROTOCOL); err != nil {
		return 0, 0, err
	}
	sa, err := unix.Getsockname(own)
	if err != nil {
		return 0, 0, err
	}
	a, ok := sa.(*unix.SockaddrNetlink)
	if !ok {
		return 0, 0, errors.New("a call on socket " + strconv.Itoa(fd) + ", which is none of netlink")
	}
	return proto, a.Pid, nil
}
