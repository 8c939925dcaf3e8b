package names

import (
	"strings"

	"golang.org/x/sys/unix"
)

// Where the tables are: the machine's own first.
const (
	etcDir = "/etc/iproute2/"
	usrDir = "/usr/share/iproute2/"
)

// readFile reads a small file with bare system calls: package os would set up its
// poller for it, which takes as long as a whole short command.
func readFile(path string) ([]byte, bool) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, false
	}
	defer unix.Close(fd)
	b := make([]byte, 0, 2048)
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := unix.Read(fd, b[len(b):cap(b)])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return b, err == nil
		}
		b = b[:len(b)+n]
	}
}

// ReadFile is readFile for other rooms: the whole of a small file.
func ReadFile(path string) ([]byte, bool) { return readFile(path) }

func exists(path string) bool {
	var st unix.Stat_t
	return unix.Lstat(path, &st) == nil
}

// confFiles is the names in dir that end in .conf and are not hidden, in the
// directory's order.
func confFiles(dir string) []string {
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	var names []string
	buf := make([]byte, 4096)
	for {
		n, err := unix.ReadDirent(fd, buf)
		if err != nil || n <= 0 {
			break
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names)
	}
	kept := names[:0]
	for _, s := range names {
		if len(s) > 5 && s[0] != '.' && strings.HasSuffix(s, ".conf") {
			kept = append(kept, s)
		}
	}
	return kept
}

func warn(s string) { unix.Write(2, []byte(s)) }
