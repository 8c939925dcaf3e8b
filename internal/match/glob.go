package match

import (
	"strings"

	"golang.org/x/sys/unix"
)

// Magic reports whether pat has a pattern's signs.
func Magic(pat string) bool { return strings.ContainsAny(pat, "*?[") }

// Glob is the files whose names the pattern pat fits, sorted: C's glob without flags.
// Stars match no slash and no dot at a name's beginning.
func Glob(pat string) []string {
	paths := []string{""}
	for part, rest, more := "", pat, true; more; {
		part, rest, more = strings.Cut(rest, "/")
		var next []string
		for _, p := range paths {
			switch {
			case !Magic(part):
				next = append(next, p+plain(part))
			default:
				next = matching(next, p, part)
			}
		}
		if paths = next; more {
			for i := range paths {
				paths[i] += "/"
			}
		}
	}
	found := paths[:0]
	for _, p := range paths {
		var st unix.Stat_t
		if unix.Lstat(p, &st) == nil {
			found = append(found, p)
		}
	}
	Sort(found)
	return found
}

// plain is a part of a pattern that has no signs, without its backslashes.
func plain(part string) string {
	if strings.IndexByte(part, '\\') < 0 {
		return part
	}
	var b []byte
	for i := 0; i < len(part); i++ {
		if part[i] == '\\' && i+1 < len(part) {
			i++
		}
		b = append(b, part[i])
	}
	return string(b)
}

// matching adds to list the names in dir that fit.
func matching(list []string, dir, pat string) []string {
	names, err := List(dir)
	if err != nil {
		return list
	}
	if pat[0] == '.' {
		names = append(names, ".", "..")
	}
	for _, n := range names {
		if (n[0] != '.' || pat[0] == '.') && Match(pat, n) {
			list = append(list, dir+n)
		}
	}
	return list
}

// List is the names in a directory, "" being the working one, in its own order.
func List(dir string) (names []string, err error) {
	if dir == "" {
		dir = "."
	}
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	buf := make([]byte, 8192)
	for {
		n, err := unix.ReadDirent(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return names, nil
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names)
	}
}
