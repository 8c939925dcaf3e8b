package sr

import (
	"golang.org/x/sys/unix"

	"gip/internal/nl"
)

// readSecret asks for a secret, on the terminal and without showing it where there is
// one, else on standard input.
func readSecret() string {
	in, out := 0, 2
	if fd, err := unix.Open("/dev/tty", unix.O_RDWR|unix.O_CLOEXEC, 0); err == nil {
		defer unix.Close(fd)
		in, out = fd, fd
	}
	shown, err := unix.IoctlGetTermios(in, unix.TCGETS)
	if err == nil {
		hidden := *shown
		hidden.Lflag &^= unix.ECHO | unix.ISIG
		if unix.IoctlSetTermios(in, unix.TCSETSF, &hidden) == nil {
			defer unix.IoctlSetTermios(in, unix.TCSETSF, shown)
		}
	}
	unix.Write(out, []byte(prompt))
	var line []byte
	var b [1]byte
	for {
		n, rerr := unix.Read(in, b[:])
		if rerr == unix.EINTR {
			continue
		}
		if rerr != nil || n < 1 {
			break
		}
		if b[0] == '\n' {
			if err == nil {
				unix.Write(out, b[:])
			}
			break
		}
		line = append(line, b[0])
	}
	return nl.Value(line).Str()
}
