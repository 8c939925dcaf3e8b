package netstat

import (
	"strconv"
	"strings"

	"gip/internal/names"

	"golang.org/x/sys/unix"
)

// port is a port as it is shown: by its service's name, or its number.
func (t *tool) port(n uint16, service int) string {
	if n == 0 {
		return "*"
	}
	if !t.numericPorts {
		if t.services[0] == nil {
			t.loadServices()
		}
		if s := t.services[service][n]; s != "" {
			return s[:min(len(s), 63)]
		}
	}
	return strconv.Itoa(int(n))
}

// entries calls f with the words of each line of a file that is not a remark.
func entries(path string, f func(w []string)) {
	lines(path, 0, func(line string) {
		line, _, _ = strings.Cut(line, "#")
		if w := strings.Fields(line); len(w) > 1 {
			f(w)
		}
	})
}

// loadServices reads what ports are called. The last of a port's names counts.
func (t *tool) loadServices() {
	for i := range t.services {
		t.services[i] = make(map[uint16]string)
	}
	entries("/etc/services", func(w []string) {
		n, proto, _ := strings.Cut(w[1], "/")
		v, err := strconv.ParseUint(n, 10, 16)
		for i, s := range [...]string{"tcp", "udp", "raw"} {
			if err == nil && s == proto {
				t.services[i][uint16(v)] = w[0]
			}
		}
	})
	entries("/etc/protocols", func(w []string) {
		if v, err := strconv.ParseUint(w[1], 10, 16); err == nil {
			t.services[2][uint16(v)] = w[0]
		}
	})
}

// user is a user as shown: by name, or number.
func (t *tool) user(word string) string {
	if t.numericUsers {
		return word
	}
	if t.users == nil {
		t.users = make(map[uint32]string)
		lines("/etc/passwd", 0, func(line string) {
			w := strings.Split(line, ":")
			if len(w) < 7 {
				return
			}
			if v, err := strconv.ParseUint(w[2], 10, 32); err == nil && t.users[uint32(v)] == "" {
				t.users[uint32(v)] = w[0]
			}
		})
	}
	v, err := strconv.ParseUint(word, 10, 32)
	if s := t.users[uint32(v)]; err == nil && s != "" {
		return s
	}
	return word
}

// eachName calls f with the names in a directory.
func eachName(path string, f func(name string)) error {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	buf := make([]byte, 8192)
	var list []string
	for {
		n, err := unix.ReadDirent(fd, buf)
		if err != nil || n <= 0 {
			return nil
		}
		_, _, list = unix.ParseDirent(buf[:n], -1, list[:0])
		for _, name := range list {
			f(name)
		}
	}
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// loadProcesses finds out whose the sockets are, for -p.
func (t *tool) loadProcesses() {
	if !t.programs || t.processes != nil {
		return
	}
	t.processes = make(map[string]string)
	hidden := false
	var link [64]byte
	eachName("/proc", func(pid string) {
		if !isNumber(pid) {
			return
		}
		name := ""
		err := eachName("/proc/"+pid+"/fd", func(fd string) {
			n, err := unix.Readlink("/proc/"+pid+"/fd/"+fd, link[:])
			if err != nil {
				return
			}
			inode := socketInode(string(link[:n]))
			if inode == "" || t.processes[inode] != "" {
				return
			}
			if name == "" {
				name = program(pid)
			}
			t.processes[inode] = name
		})
		hidden = hidden || err == unix.EACCES
	})
	switch {
	case !hidden:
	case len(t.processes) == 0:
		t.e.Warn("(No info could be read for \"-p\": geteuid()=" + strconv.Itoa(unix.Geteuid()) + " but you should be root.)")
	default:
		t.e.Warn("(Not all processes could be identified, non-owned process info\n will not be shown, you would have to be root to see it all.)")
	}
}

// socketInode is the number of the socket that a descriptor's link names, "" for none.
func socketInode(link string) string {
	s, ok := strings.CutPrefix(link, "socket:[")
	if ok {
		s, ok = strings.CutSuffix(s, "]")
	} else {
		s, ok = strings.CutPrefix(link, "[0000]:")
	}
	if !ok || !isNumber(s) {
		return ""
	}
	return s
}

// program is a process as it is shown.
func program(pid string) string {
	b, _ := names.ReadFile("/proc/" + pid + "/cmdline")
	s, _, _ := strings.Cut(string(b[:min(len(b), 511)]), "\x00")
	if strings.HasPrefix(s, "/") {
		s = s[strings.LastIndexByte(s, '/')+1:]
	}
	s = pid + "/" + s
	return s[:min(len(s), 19)]
}

func second() {
	ts := unix.Timespec{Sec: 1}
	for unix.Nanosleep(&ts, &ts) == unix.EINTR {
	}
}
