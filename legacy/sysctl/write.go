package sysctl

import (
	"bytes"
	"strconv"
	"strings"

	"gip/internal/match"

	"golang.org/x/sys/unix"
)

// A setting is a variable and what it is to be.
type setting struct {
	path    string
	value   string
	forgive bool // a variable that may not be changed is no failure
	exclude bool // no setting: patterns shall leave this variable alone
}

type settings []*setting

// write sets the variable at path, and returns a status.
func (p *program) write(s *setting, path string) int {
	m, err := mode(path)
	if err != nil {
		return p.cannotStat(path, err)
	}
	if !p.isVariable(path) {
		return 1
	}
	key := p.swap(strings.TrimPrefix(path, root), '.')
	what := `setting key "` + key + `"`
	if m&unix.S_IWUSR == 0 || m&unix.S_IFMT == unix.S_IFDIR {
		// The words are of the last error there was, which the look at the path left.
		p.failed(what, unix.EINVAL)
		return 0
	}
	rc := 0
	if !p.on[optDryRun] {
		fd, err := unix.Open(path, unix.O_WRONLY|unix.O_TRUNC|unix.O_CLOEXEC, 0)
		if err != nil {
			rc = p.refused(s, key, err)
		} else {
			err = put(fd, append([]byte(s.value), '\n'))
			unix.Close(fd)
			if err != nil {
				p.failed(what, err)
				return 1
			}
		}
	}
	if rc == 0 && !p.on['q'] || p.on[optDryRun] {
		text := s.value + "\n"
		switch {
		case p.on['N']:
		case p.on['b']:
			text = s.value
		case !p.on['n']:
			text = key + " = " + text
		}
		p.e.Puts(text)
	}
	return rc
}

// refused tells of a variable that cannot be opened.
func (p *program) refused(s *setting, key string, err error) int {
	rc, after := 1, ""
	if s.forgive {
		rc, after = 0, ", ignoring"
	}
	switch err {
	case unix.ENOENT:
		if p.on['e'] {
			return 0
		}
		p.warn(`"` + key + `" is an unknown key` + after)
	case unix.EPERM, unix.EROFS, unix.EACCES:
		p.warn(`permission denied on key "` + key + `"` + after)
	default:
		p.failed(`setting key "`+key+`"`+after, err)
	}
	return rc
}

const pieceLen = 4096

// put writes a value with its newline at once. One that is too long for the kernel
// goes in pieces, which end at commas.
func put(fd int, b []byte) error {
	if _, err := unix.Write(fd, b); err != unix.EINVAL {
		return err
	}
	first := true
	for len(b) > 0 {
		piece := b[:min(len(b), pieceLen)]
		end := len(b) - 1
		if len(b) > pieceLen {
			if end = bytes.LastIndexByte(piece, ','); end < 0 {
				return unix.EINVAL
			}
			b[end] = '\n'
		}
		if !first {
			unix.Seek(fd, 1, unix.SEEK_CUR)
		}
		first = false
		n, err := unix.Write(fd, b[:end+1])
		if err != nil || n < 1 || n >= len(b) {
			return err
		}
		b = b[n:]
	}
	return nil
}

func (p *program) writeAll(l settings) int {
	rc := 0
	for _, s := range l {
		switch {
		case s.exclude:
		case match.Magic(s.path):
			for _, path := range match.Glob(s.path) {
				if !l.names(path) {
					rc |= p.write(s, path)
				}
			}
		default:
			rc |= p.write(s, s.path)
		}
	}
	return rc
}

// names reports whether path is spelled out in l.
func (l settings) names(path string) bool {
	for _, s := range l {
		if s.path == path {
			return true
		}
	}
	return false
}

const blanks = " \t\n\v\f\r"

// parse reads a line, "[-]key = value" or, to exclude a variable, "-key". It is nil
// where there is nothing to do.
func (p *program) parse(file string, number int, line string) *setting {
	if i := strings.IndexByte(line, 0); i >= 0 {
		line = line[:i]
	}
	line = strings.TrimLeft(line, blanks)
	if len(line) < 2 || line[0] == '#' || line[0] == ';' || p.pattern != nil && !p.pattern.matches(line) {
		return nil
	}
	s := new(setting)
	key, value, assigns := strings.Cut(line, "=")
	minus := strings.HasPrefix(key, "-")
	if minus {
		key = key[1:]
	}
	switch {
	case assigns:
		s.forgive = minus
		s.value = strings.Trim(value, blanks)
	case minus:
		s.exclude = true
		s.value = "(null)"
	default:
		p.warn(file + "(" + strconv.Itoa(number) + "): invalid syntax, continuing...")
		return nil
	}
	key = stripped(key)
	// As there, which looks at a second dash only for the path.
	s.path = root + p.swap(strings.TrimPrefix(key, "-"), '/')
	return s
}

// stripped is a key without blanks behind it; of nothing else one is left.
func stripped(key string) string {
	if s := strings.TrimRight(key, blanks); s != "" {
		return s
	}
	return key[:min(len(key), 1)]
}
