package ping

import (
	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

// catch has ctrl-C and ctrl-\ come out of a pipe, as a byte each: they may reach
// any thread, and what waits is poll.
func catch() (fd int, err error) {
	var ends [2]int
	if err := unix.Pipe2(ends[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil {
		return -1, err
	}
	proc.Signals(func(sig unix.Signal) {
		b := [1]byte{0}
		if sig == unix.SIGQUIT {
			b[0] = 1
		}
		unix.Write(ends[1], b[:])
	}, unix.SIGINT, unix.SIGQUIT, unix.SIGALRM)
	return ends[0], nil
}

func (p *pinger) signalled(fd int) {
	var b [8]byte
	n, _ := unix.Read(fd, b[:])
	for _, c := range b[:max(n, 0)] {
		if c == 1 {
			p.status()
		} else {
			p.exiting = true
		}
	}
}
