package sysctl

import (
	"bytes"
	"strings"

	"gip/internal/match"
	"gip/internal/nl"

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
	m, err := mode(path)
	if err != nil {
		return p.cannotStat(path, err)
	}
	switch {
	case m&unix.S_IRUSR == 0:
		return 0
	case !p.isVariable(path):
		return -1
	case m&unix.S_IFMT == unix.S_IFDIR:
		return p.list(path + "/")
	case p.pattern != nil && !p.pattern.matches(shown):
		return 0
	case p.on['N']:
		p.e.Puts(shown + "\n")
		p.e.Spill()
		return 0
	}
	b, opened, err := contents(path)
	if err == nil || len(b) > 0 {
		p.show(shown, b)
		return 0
	}
	switch {
	case err == unix.ENOENT && !opened:
		if p.on['e'] {
			return 0
		}
		p.warn(`"` + shown + `" is an unknown key`)
	case err == unix.EACCES:
		p.warn("permission denied on key '" + shown + "'")
	case err == unix.EIO: // a secret that nobody set
	case opened:
		p.warn(`reading key "` + shown + `"`)
	default:
		p.failed(`reading key "`+shown+`"`, err)
	}
	return 1
}

// mode is that of the file at path.
func mode(path string) (uint32, error) {
	var st unix.Stat_t
	err := unix.Stat(path, &st)
	return st.Mode, err
}

// cannotStat is the status for a variable that is not there, which it complains of.
func (p *program) cannotStat(path string, err error) int {
	if p.on['e'] {
		return 0
	}
	p.failed("cannot stat "+path, err)
	return 1
}

// failed complains of what failed and why.
func (p *program) failed(what string, err error) {
	why := err.Error()
	if errno, ok := err.(unix.Errno); ok {
		why = nl.Strerror(errno)
	}
	p.warn(what + ": " + why)
}

// show prints a value, which may be of many lines.
func (p *program) show(name string, b nl.Value) {
	e := p.e
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n') + 1
		if i == 0 {
			i = len(b)
		}
		text := b[:i].Text() // as there, which ends it at a NUL
		b = b[i:]
		named := !p.on['n'] && !p.on['b']
		if named {
			e.Str("", "% = ", name)
		}
		bare := bytes.TrimSuffix(text, []byte("\n"))
		e.Write(bare)
		if named || !p.on['b'] && len(bare) < len(text) {
			e.Puts("\n")
		}
	}
	e.Spill()
}

// contents is what a file under /proc holds, read at once: parts of it would be of
// different moments.
func contents(path string) (b []byte, opened bool, err error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, false, err
	}
	b = make([]byte, 8192)
	size := 0
	for err == nil {
		var n int
		switch n, err = unix.Read(fd, b); {
		case err == unix.EINTR:
			err = nil
		case err != nil:
		case n <= 0:
			unix.Close(fd)
			return b[:size], true, nil
		case n == len(b):
			unix.Seek(fd, 0, unix.SEEK_SET)
			b = make([]byte, 2*n)
		default:
			size = n
		}
	}
	unix.Close(fd)
	return nil, true, err
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
		if !p.on[optDeprecated] && (n == "base_reachable_time" || n == "retrans_time") {
			continue
		}
		if m, err := mode(dir + n); err != nil {
			p.failed("cannot stat "+dir+n, err)
		} else if m&unix.S_IFMT == unix.S_IFDIR {
			p.list(dir + n + "/")
		} else {
			rc |= p.read(strings.TrimPrefix(dir, root) + n)
		}
	}
	return rc
}
