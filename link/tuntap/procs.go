package tuntap

import (
	"strconv"
	"strings"

	"gip/internal/names"
	"gip/netns"
)

// A file is one that a process has open.
type file struct {
	pid, fd int32
}

// path is where /proc has the file, in the directory fd or fdinfo.
func (f file) path(dir string) string {
	return "/proc/" + strconv.Itoa(int(f.pid)) + "/" + dir + "/" + strconv.Itoa(int(f.fd))
}

// files is every file that is open, in the order of C's glob, unsorted, for
// "/proc/[0-9]*/fd/[0-9]*".
func files() []file {
	var list []file
	for _, pid := range numbers("/proc") {
		for _, fd := range numbers("/proc/" + strconv.Itoa(int(pid)) + "/fd") {
			list = append(list, file{pid, fd})
		}
	}
	return list
}

// numbers is the names in a directory that are numbers, in the order of C's glob.
func numbers(dir string) []int32 {
	var list []int32
	netns.EachIn(dir, func(name string) bool {
		if v, err := strconv.ParseUint(name, 10, 31); err == nil {
			list = append(list, int32(v))
		}
		return true
	})
	return globbed(list)
}

// globbed puts a directory's entries in the order in which glibc has them: it keeps
// them in blocks, each twice as large as the one before, and the last comes first.
func globbed(list []int32) []int32 {
	const first = 64
	if len(list) <= first {
		return list
	}
	done := make([]int32, 0, len(list))
	start, size := 0, first
	for start+size < len(list) {
		start += size
		size *= 2
	}
	for end := len(list); ; {
		done = append(done, list[start:end]...)
		if start == 0 {
			return done
		}
		end = start
		size /= 2
		start -= size
	}
}

// attached is how often the text of /proc/PID/fdinfo/FD says that the file belongs to
// the link called name. It is read as the reference does: what stands before a colon
// is a key, a word behind it the value.
func attached(text, name string) (n int) {
	const blanks = " \t\n\v\f\r"
	for text != "" {
		key, rest, ok := strings.Cut(text, ":")
		if !ok || key == "" {
			break
		}
		rest = strings.TrimLeft(rest, blanks)
		end := strings.IndexAny(rest, blanks)
		if end < 0 {
			end = len(rest)
		}
		if key == "iff" && rest[:end] == name && name != "" {
			n++
		}
		text = strings.TrimLeft(rest[end:], blanks)
	}
	return n
}

// command is what a process is called.
func command(pid int32) string {
	b, ok := names.ReadFile("/proc/" + strconv.Itoa(int(pid)) + "/comm")
	if !ok || pid == 0 {
		return "<NULL>"
	}
	s, _, _ := strings.Cut(string(b), "\n")
	if len(s) > 63 {
		s = s[:63]
	}
	return s
}
