package main

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

// install makes the links by which gip is called as its programs: beside itself, or
// in a directory; of those named there, or of all that take no other's place (see
// wanted). It looks at all of them first: it makes all, or none.
func install(e *cli.Env, words []string) error {
	var soft, force bool
	dir := ""
	var asked []string
	for _, w := range words {
		switch {
		case w == "-s":
			soft = true
		case w == "--force" || w == "-force":
			force = true
		case w == "" || w[0] == '-':
			return cli.Quit(255, `Option "`+w+`" is unknown, try "gip help".`)
		case dir != "" && find(w) == nil:
			return cli.Quit(255, `Error: "`+w+`" is no program of gip's: see gip --list.`)
		case dir != "":
			asked = append(asked, w)
		default:
			dir = strings.TrimRight(w, "/")
			if dir == "" {
				dir = "/."
			}
		}
	}
	self := proc.Readlink("/proc/self/exe")
	if self == "" {
		return cannot("find gip itself", unix.ENOENT)
	}
	if dir == "" {
		dir = self[:strings.LastIndexByte(self, '/')]
	}
	var own unix.Stat_t
	err := unix.Stat(self, &own)
	if err != nil {
		return cannot(self, err)
	}
	target := self
	if st := (unix.Stat_t{}); soft && unix.Stat(dir+"/"+base(self), &st) == nil && st.Ino == own.Ino && st.Dev == own.Dev {
		target = base(self) // the links may move with the directory
	}
	if asked == nil {
		asked = wanted(e, dir, self, &own)
	}
	for _, name := range asked {
		path := dir + "/" + name
		if !force && !isOurs(path, self, &own) {
			return cli.Fail(path + " is there and is not gip's: --force replaces it.")
		}
	}
	for _, name := range asked {
		path := dir + "/" + name
		if path == self {
			continue
		}
		// Made aside and moved: there is never no program of that name.
		tmp := path + ".gip-new"
		unix.Unlink(tmp)
		if soft {
			err = unix.Symlink(target, tmp)
		} else {
			err = unix.Linkat(unix.AT_FDCWD, self, unix.AT_FDCWD, tmp, 0)
		}
		if err == nil {
			err = unix.Rename(tmp, path)
		}
		unix.Unlink(tmp) // renaming a link onto the same file leaves both
		if err == unix.EXDEV {
			return cli.Fail(path + " would be on another file system than " + self + ": -s makes symbolic links.")
		}
		if err != nil {
			return cannot(path, err)
		}
	}
	return nil
}

// wanted is the programs that are installed where none is named: all but those of other
// packages that the system has, in dir or on the PATH, which are told.
func wanted(e *cli.Env, dir, self string, own *unix.Stat_t) (names []string) {
	dirs, _ := proc.Getenv("PATH")
	for i := range programs {
		name := programs[i].name
		there := ""
		if programs[i].old {
			for _, d := range strings.Split(dir+":"+dirs, ":") {
				path := d + "/" + name
				if there == "" && d != "" && unix.Access(path, unix.X_OK) == nil && !isOurs(path, self, own) {
					there = path
				}
			}
		}
		if there == "" {
			names = append(names, name)
		} else {
			e.Warn(name + " is " + there + ` here and stays so: gip --install DIR ` + name + " installs gip's.")
		}
	}
	return names
}

// isOurs reports whether path is free, or gip's: the same file, or a symbolic link to a
// gip.
func isOurs(path, self string, own *unix.Stat_t) bool {
	var st unix.Stat_t
	if err := unix.Lstat(path, &st); err != nil {
		return err == unix.ENOENT
	}
	if st.Dev == own.Dev && st.Ino == own.Ino {
		return true
	}
	if st.Mode&unix.S_IFMT != unix.S_IFLNK {
		return false
	}
	to := proc.Readlink(path)
	return to == self || base(to) == "gip"
}

func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

func cannot(what string, err error) error {
	text := err.Error()
	if errno, ok := err.(unix.Errno); ok {
		text = nl.Strerror(errno)
	}
	return cli.Fail("gip --install: " + what + ": " + text)
}
