package sysctl

import (
	"strconv"
	"strings"

	"gip/internal/match"
	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

func itoa(n int) string { return strconv.Itoa(n) }

// load adds the settings in the files that name, a pattern, stands for. Their lines
// are numbered on from one file to the next.
func (p *program) load(l *settings, name string) int {
	number := 0
	for _, file := range files(name) {
		b, err := p.slurp(file)
		if err != nil {
			p.warn(`cannot open "` + file + `": ` + words(err))
			return 1
		}
		for text := string(b); text != ""; {
			_, rest, _ := strings.Cut(text, "\n")
			line := text[:len(text)-len(rest)]
			text = rest
			if number++; len(line) < 2 {
				continue
			}
			if s := p.parse(file, number, line); s != nil {
				*l = append(*l, s)
			}
		}
	}
	return 0
}

// slurp is all that a file holds, "-" being standard input. The error is that of
// opening it.
func (p *program) slurp(file string) (b []byte, err error) {
	fd := 0
	if file != "-" {
		if fd, err = unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
			return nil, err
		}
		defer unix.Close(fd)
	} else if p.stdinRead {
		return nil, nil
	}
	p.stdinRead = p.stdinRead || fd == 0
	var buf [8192]byte
	for {
		n, err := unix.Read(fd, buf[:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return b, nil
		}
		b = append(b, buf[:n]...)
	}
}

// files is the files that a name on the command line stands for: braces and a tilde
// mean what they mean to a shell. It is name itself where there is none.
func files(name string) (list []string) {
	for _, s := range braces(name) {
		if strings.HasPrefix(s, "~") {
			s = home(s)
		}
		list = append(list, match.Glob(s)...)
	}
	if list == nil {
		list = append(list, name)
	}
	return list
}

// home is path with its tilde replaced.
func home(path string) string {
	if path == "~" || strings.HasPrefix(path, "~/") {
		if dir, ok := proc.Getenv("HOME"); ok {
			return dir + path[1:]
		}
	}
	return path
}

// braces spells out a{b,c}d.
func braces(s string) []string {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
			continue
		case s[i] != '{' || strings.HasPrefix(s[i:], "{}"):
			continue
		}
		depth, from, end := 0, i+1, -1
		var parts []string
		for j := i; j < len(s) && end < 0; j++ {
			switch c := s[j]; {
			case c == '\\':
				j++
			case c == '{':
				depth++
			case c == '}':
				if depth--; depth == 0 {
					parts, end = append(parts, s[from:j]), j
				}
			case c == ',' && depth == 1:
				parts, from = append(parts, s[from:j]), j+1
			}
		}
		if end < 0 {
			break
		}
		var list []string
		for _, part := range parts {
			list = append(list, braces(s[:i]+part+s[end+1:])...)
		}
		return list
	}
	return []string{s}
}

// system adds the settings in all files of the system's directories and sets them. Of
// files with the same name the first counts.
func (p *program) system() int {
	var names []string
	where := []string{"/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d"}
	for i, dir := range where {
		found, err := match.List(dir)
		if err != nil {
			continue
		}
		for _, n := range found {
			if !strings.HasSuffix(n, ".conf") || known(names, n) {
				continue
			}
			names = append(names, n+"\x00"+itoa(i))
		}
	}
	match.Sort(names)
	var l settings
	rc := 0
	apply := func(file string) {
		if !p.quiet {
			p.e.Puts("* Applying " + file + " ...\n")
		}
		rc |= p.load(&l, file)
	}
	for _, n := range names {
		name, i, _ := strings.Cut(n, "\x00")
		apply(where[i[0]-'0'] + "/" + name)
	}
	var st unix.Stat_t
	if unix.Stat(confFile, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFREG {
		apply(confFile)
	}
	return rc | p.writeAll(l)
}

// known reports whether a file called name is among names.
func known(names []string, name string) bool {
	for _, n := range names {
		if len(n) > len(name) && n[len(name)] == 0 && n[:len(name)] == name {
			return true
		}
	}
	return false
}
