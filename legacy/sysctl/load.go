package sysctl

import (
	"strings"

	"gip/internal/match"

	"golang.org/x/sys/unix"
)

// load adds the settings in the files that name, a pattern, stands for (braces and a
// tilde, which shells have resolved, mean nothing here). Their lines
// are numbered on from one file to the next.
func (p *program) load(l *settings, name string) int {
	number := 0
	files := match.Glob(name)
	if len(files) == 0 {
		files = []string{name}
	}
	for _, file := range files {
		b, err := slurp(file)
		if err != nil {
			p.failed(`cannot open "`+file+`"`, err)
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
func slurp(file string) (b []byte, err error) {
	fd := 0
	if file != "-" {
		if fd, err = unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
			return nil, err
		}
	}
	buf := make([]byte, 8192)
	for {
		n, err := unix.Read(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			unix.Close(fd)
			return b, nil
		}
		b = append(b, buf[:n]...)
	}
}

// apply sets what stands in files, and says which they are if told.
func (p *program) apply(files []string, told bool) (rc int) {
	var l settings
	for _, f := range files {
		if told {
			p.e.Str("", "* Applying % ...\n", f)
		}
		rc |= p.load(&l, f)
	}
	return rc | p.writeAll(l)
}

// system sets what stands in all files of the system's directories. Of files with the
// same name the first counts.
func (p *program) system() int {
	p.on['e'] = true
	var names, files []string // NAME/DIRECTORY, to be sorted
	for _, dir := range [...]string{"/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d"} {
		found, _ := match.List(dir)
		for _, n := range found {
			known := !strings.HasSuffix(n, ".conf")
			for _, other := range names {
				known = known || strings.HasPrefix(other, n+"/")
			}
			if !known {
				names = append(names, n+"/"+dir)
			}
		}
	}
	match.Sort(names)
	for _, n := range names {
		name, dir, _ := strings.Cut(n, "/")
		files = append(files, dir+"/"+name)
	}
	if m, err := mode(confFile); err == nil && m&unix.S_IFMT == unix.S_IFREG {
		files = append(files, confFile)
	}
	return p.apply(files, !p.on['q'])
}
