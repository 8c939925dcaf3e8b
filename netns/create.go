package netns

import (
	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

// Create makes a namespace called name. The calling thread is back in its own
// afterwards. Nothing is left behind when it fails.
func Create(name string) error {
	path, err := newFile(name)
	if err != nil {
		return err
	}
	own, err := open(threadNet)
	if err != nil {
		unix.Unlink(path)
		return &Error{"Cannot open init namespace", err}
	}
	defer unix.Close(own)
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		unix.Unlink(path)
		return &Error{`Failed to create a new network namespace "` + name + `"`, err}
	}
	err = bind(threadNet, path)
	if back := unix.Setns(own, unix.CLONE_NEWNET); back != nil {
		return &cli.Error{Msg: (&Error{"setns", back}).Error(), Code: 1, Exit: true}
	}
	if err != nil {
		Delete(name)
	}
	return err
}

// Attach gives the namespace of process pid the name name.
func Attach(name string, pid int) error {
	path, err := newFile(name)
	if err != nil {
		return err
	}
	if err := bind("/proc/"+itoa(pid)+"/ns/net", path); err != nil {
		unix.Unlink(path)
		return err
	}
	return nil
}

// threadNet is the calling thread's namespace, which need not be the process's.
const threadNet = "/proc/thread-self/ns/net"

func bind(from, to string) error {
	if err := unix.Mount(from, to, "none", unix.MS_BIND, ""); err != nil {
		if from == threadNet {
			from = "/proc/self/ns/net" // as the reference calls it
		}
		return &Error{"Bind " + from + " -> " + to + " failed", err}
	}
	return nil
}

// newFile makes the file that a namespace is to be mounted on.
func newFile(name string) (path string, err error) {
	dir := Dir()
	if err := makeDir(dir); err != nil {
		return "", err
	}
	if err := share(dir); err != nil {
		return "", err
	}
	path = dir + "/" + name
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", &Error{`Cannot create namespace file "` + path + `"`, err}
	}
	unix.Close(fd)
	return path, nil
}

func makeDir(dir string) error {
	if err := unix.Mkdir(dir, 0o755); err != nil && err != unix.EEXIST {
		return &Error{"mkdir " + dir + " failed", err}
	}
	return nil
}

// share makes dir a mount point whose mounts propagate to other mount namespaces, so
// that a name deleted in one is gone in all. Done twice at a time the mounts would
// pile up: whoever comes first holds a lock on the directory meanwhile.
func share(dir string) error {
	lock, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return &Error{`Cannot open netns runtime directory "` + dir + `"`, err}
	}
	defer unix.Close(lock) // and with it goes the lock
	for {
		err = unix.Flock(lock, unix.LOCK_EX)
		if err != unix.EINTR {
			break
		}
	}
	if err != nil {
		warn((&Error{`Warning: could not flock netns runtime directory "` + dir + `"`, err}).Error())
	}
	for made := false; ; made = true {
		err := unix.Mount("", dir, "none", unix.MS_SHARED|unix.MS_REC, "")
		if err == nil {
			return nil
		}
		if err != unix.EINVAL || made {
			return &Error{"mount --make-shared " + dir + " failed", err}
		}
		if err := unix.Mount(dir, dir, "none", unix.MS_BIND|unix.MS_REC, ""); err != nil {
			return &Error{"mount --bind " + dir + " " + dir + " failed", err}
		}
		// Private first: shared again, it is in a peer group of its own.
		if err := unix.Mount(dir, dir, "none", unix.MS_PRIVATE|unix.MS_REC, ""); err != nil {
			return &Error{"mount --make-private " + dir + " failed", err}
		}
	}
}

// Delete takes the name off a namespace, which vanishes with its last user.
func Delete(name string) error {
	path := Dir() + "/" + name
	unix.Unmount(path, unix.MNT_DETACH)
	if err := unix.Unlink(path); err != nil {
		return &Error{`Cannot remove namespace file "` + path + `"`, err}
	}
	return nil
}

func warn(s string) { unix.Write(2, []byte(s+"\n")) }
