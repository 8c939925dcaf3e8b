package sysctl

import (
	"bytes"
	"strings"

	"gip/internal/match"

	"golang.org/x/sys/unix"
)

// read prints the variable called name, or all that a directory holds. It returns a
// status: 0, 1, or -1.
func (p *program) read(name string) int {
	if name == "" {
		p.warn(`"" is an unknown key`)
		return -1
	}
	// Twice, as there, where this complains.
	p.swap(name, '.')
	path := root + p.swap(name, '/')
	shown := p.swap(name, '.')
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		if p.ignore {
			return 0
		}
		p.warn("cannot stat " + path + ": " + words(err))
		return 1
	}
	switch {
	case st.Mode&unix.S_IRUSR == 0:
		return 0
	case !p.isVariable(path):
		return -1
	case st.Mode&unix.S_IFMT == unix.S_IFDIR:
		return p.list(path + "/")
	case p.pattern != nil && !p.pattern.matches(shown):
		return 0
	case p.namesOnly:
		p.e.Puts(shown + "\n")
		p.e.Spill()
		return 0
	}
	b, err := contents(path)
	if len(b) > 0 {
		p.show(shown, b)
		return 0
	}
	switch err {
	case nil:
		return 0
	case errOpen(unix.ENOENT):
		if p.ignore {
			return 0
		}
		p.warn(`"` + shown + `" is an unknown key`)
	case unix.EACCES, errOpen(unix.EACCES):
		p.warn("permission denied on key '" + shown + "'")
	case unix.EIO, errOpen(unix.EIO): // a secret that nobody set
	default:
		if errno, ok := err.(errOpen); ok {
			p.warn(`reading key "` + shown + `": ` + words(unix.Errno(errno)))
		} else {
			p.warn(`reading key "` + shown + `"`)
		}
	}
	return 1
}

// show prints a value, which may be of many lines.
func (p *program) show(name string, b []byte) {
	e := p.e
	for len(b) > 0 {
		line := b
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			line = b[:i+1]
		}
		b = b[len(line):]
		text := line
		if i := bytes.IndexByte(line, 0); i >= 0 {
			text = line[:i]
		}
		switch {
		case !p.noName:
			e.Puts(name + " = ")
			e.Write(text)
			if len(text) == 0 || text[len(text)-1] != '\n' {
				e.Puts("\n")
			}
		case p.noNewline:
			e.Write(bytes.TrimSuffix(text, []byte("\n")))
		default:
			e.Write(text)
		}
	}
	e.Spill()
}

// errOpen is the errno of a file that cannot be opened, which other words are made of
// than of one that cannot be read.
type errOpen unix.Errno

func (e errOpen) Error() string { return unix.Errno(e).Error() }

// contents is what a file under /proc holds, read at once: parts of it would be of
// different moments.
func contents(path string) ([]byte, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		errno, _ := err.(unix.Errno)
		return nil, errOpen(errno)
	}
	defer unix.Close(fd)
	b := make([]byte, 8192)
	for size := 0; ; {
		n, err := unix.Read(fd, b)
		switch {
		case err == unix.EINTR:
		case err != nil:
			return nil, err
		case n <= 0:
			return b[:size], nil
		case n == len(b):
			unix.Seek(fd, 0, unix.SEEK_SET)
			b = make([]byte, 2*len(b))
		default:
			size = n
		}
	}
}

// list prints what a directory, whose name ends in a slash, holds. What becomes of
// those below it does not count.
func (p *program) list(dir string) int {
	names, err := match.List(dir)
	if err != nil {
		p.warn(`unable to open directory "` + dir + `"`)
		return 1
	}
	rc := 0
	for _, n := range names {
		if !p.deprecated && (n == "base_reachable_time" || n == "retrans_time") {
			continue
		}
		var st unix.Stat_t
		if err := unix.Stat(dir+n, &st); err != nil {
			p.warn("cannot stat " + dir + n + ": " + words(err))
		} else if st.Mode&unix.S_IFMT == unix.S_IFDIR {
			p.list(dir + n + "/")
		} else {
			rc |= p.read(strings.TrimPrefix(dir, root) + n)
		}
	}
	return rc
}
