package netns

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// monitor tells of names that come and go, until it is stopped (inotify).
func monitor(e *cli.Env) error {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	if err != nil {
		return fail(&Error{"inotify_init failed", err})
	}
	dir := Dir()
	if err := makeDir(dir); err != nil {
		return fail(err)
	}
	if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_CREATE|unix.IN_DELETE); err != nil {
		return fail(&Error{"inotify_add_watch failed", err})
	}
	buf := make([]byte, 4096)
	for {
		n, err := unix.Read(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return fail(&Error{"read failed", err})
		}
		for b := buf[:max(n, 0)]; len(b) >= unix.SizeofInotifyEvent; {
			mask, size := nl.Value(b[4:]).U32(), int(nl.Value(b[12:]).U32())
			end := min(unix.SizeofInotifyEvent+size, len(b))
			name := nl.Value(b[unix.SizeofInotifyEvent:end]).Str()
			b = b[end:]
			if mask&unix.IN_CREATE != 0 {
				e.Puts("add " + name + "\n")
			}
			if mask&unix.IN_DELETE != 0 {
				e.Puts("delete " + name + "\n")
			}
		}
		e.Flush()
	}
}
