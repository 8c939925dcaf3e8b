package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A sample is what one run took.
type sample struct{ wall, cpu time.Duration }

// A command is a program with its words, the path first.
type command []string

func (c command) start(stdout uintptr, trace bool) (pid int, err error) {
	attr := &syscall.ProcAttr{
		Env:   []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"},
		Files: []uintptr{null.Fd(), stdout, os.Stderr.Fd()},
		Sys:   &syscall.SysProcAttr{Ptrace: trace},
	}
	return syscall.ForkExec(c[0], c, attr)
}

// run runs c once, its output going nowhere. A status other than 0 is an error.
func (c command) run() (s sample, err error) {
	at := time.Now()
	pid, err := c.start(null.Fd(), false)
	if err != nil {
		return s, err
	}
	var status syscall.WaitStatus
	var use syscall.Rusage
	if _, err = wait(pid, &status, &use); err != nil {
		return s, err
	}
	s.wall = time.Since(at)
	s.cpu = time.Duration(use.Utime.Nano() + use.Stime.Nano())
	if !status.Exited() || status.ExitStatus() != 0 {
		return s, fmt.Errorf("%s: status %d", strings.Join(c, " "), status.ExitStatus())
	}
	return s, nil
}

func wait(pid int, status *syscall.WaitStatus, use *syscall.Rusage) (int, error) {
	for {
		n, err := syscall.Wait4(pid, status, syscall.WALL, use)
		if err != syscall.EINTR {
			return n, err
		}
	}
}

// firstByte is how long c takes to its first byte of output. The rest is read and
// dropped.
func (c command) firstByte() (time.Duration, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	at := time.Now()
	pid, err := c.start(w.Fd(), false)
	w.Close()
	if err != nil {
		return 0, err
	}
	b := make([]byte, 64<<10)
	_, err = r.Read(b)
	took := time.Since(at)
	for err == nil {
		_, err = r.Read(b)
	}
	var status syscall.WaitStatus
	wait(pid, &status, nil)
	return took, nil
}

// output is what c prints, up to a length that is enough to tell a difference.
func (c command) output() ([]byte, error) {
	f, err := os.CreateTemp("", "out")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	os.Remove(f.Name())
	pid, err := c.start(f.Fd(), false)
	if err != nil {
		return nil, err
	}
	var status syscall.WaitStatus
	if _, err := wait(pid, &status, nil); err != nil {
		return nil, err
	}
	b := make([]byte, 8<<20)
	n, _ := f.ReadAt(b, 0)
	return b[:n], nil
}

// peak is the most memory, in KiB, that c has resident at a time. It is read when
// the process ends: what wait4 tells counts the memory of this program too.
func (c command) peak() (kib int, err error) {
	pid, err := c.start(null.Fd(), true)
	if err != nil {
		return 0, err
	}
	var status syscall.WaitStatus
	if _, err = wait(pid, &status, nil); err != nil {
		return 0, err
	}
	if err = syscall.PtraceSetOptions(pid, unix.PTRACE_O_TRACEEXIT|unix.PTRACE_O_EXITKILL); err != nil {
		return 0, err
	}
	for sig := 0; ; {
		if err := syscall.PtraceCont(pid, sig); err != nil {
			return kib, err
		}
		if _, err := wait(pid, &status, nil); err != nil {
			return kib, err
		}
		switch {
		case status.Exited() || status.Signaled():
			return kib, nil
		case status.StopSignal() == syscall.SIGTRAP:
			kib, sig = max(kib, highWater(pid)), 0
		default:
			sig = int(status.StopSignal())
		}
	}
}

func highWater(pid int) int {
	b, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	if f := strings.Fields(rest); len(f) > 0 {
		n, _ := strconv.Atoi(f[0])
		return n
	}
	return 0
}

var null *os.File

// middle is the median of some times, or the least of them; 0 of none.
func (b *bench) middle(v []time.Duration) time.Duration {
	if len(v) == 0 {
		return 0
	}
	v = slices.Clone(v)
	slices.Sort(v)
	if b.least {
		return v[0]
	}
	return v[len(v)/2]
}
