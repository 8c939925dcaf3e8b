package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// What iproute2 keeps below a BPF file system: a directory for pinned maps, by three names.
const (
	mountPoint = "/sys/fs/bpf"
	globals    = "globals"
)

// directories is the names below the BPF file system, the first of which is one and the
// others links to it.
var directories = [...]string{"tc", "xdp", "ip"}

// directory is the name for programs of type typ, "" for one that has none.
func directory(typ uint32) string {
	switch typ {
	case unix.BPF_PROG_TYPE_XDP:
		return "xdp"
	case unix.BPF_PROG_TYPE_LWT_IN, unix.BPF_PROG_TYPE_LWT_OUT, unix.BPF_PROG_TYPE_LWT_XMIT, unix.BPF_PROG_TYPE_LWT_SEG6LOCAL:
		return "ip"
	}
	return ""
}

// say prints a line of complaint at once.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// errnoOf is the number in an error of package os or unix, and words of the C library.
func errnoOf(err error) unix.Errno {
	if err == nil {
		return 0
	}
	return number(err)
}

// prepare finds the BPF file system, mounts it where there is none, and makes the
// directories in it. It returns its path with a slash, or "" and has complained.
func prepare() string {
	want, set := os.LookupEnv("TC_BPF_MNT")
	at := ""
	switch {
	case set && isBPF(want):
		at = want
	case !set:
		at = find()
	}
	if at == "" {
		at = mountPoint
		if set {
			at = want
		}
		if !mkdir(at, at) || !mount(at) {
			return ""
		}
	}
	base := at + "/"
	main := directories[0]
	if !mkdir(base+main+"/", base+main+"/") || !makeGlobals(base+main+"/") {
		return ""
	}
	for _, name := range directories {
		if !alias(base+name, base+main+"/") {
			return ""
		}
	}
	return base
}

func isBPF(path string) bool {
	var st unix.Statfs_t
	return unix.Statfs(path, &st) == nil && st.Type == unix.BPF_FS_MAGIC
}

// find is where a BPF file system is mounted.
func find() string {
	for _, path := range [...]string{mountPoint, "/bpf"} {
		if isBPF(path) {
			return path
		}
	}
	b, _ := os.ReadFile("/proc/mounts")
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 2 && f[2] == "bpf" {
			return f[1]
		}
	}
	return ""
}

// mkdir makes a directory, or leaves the one there is.
func mkdir(path, shown string) bool {
	err := unix.Mkdir(path, 0o700)
	if err != nil && err != unix.EEXIST {
		say("mkdir %s failed: %s", shown, words(errnoOf(err)))
		return false
	}
	return true
}

func makeGlobals(dir string) bool {
	return mkdir(dir+"/"+globals+"/", dir+"/"+globals+"/")
}

// mount mounts a BPF file system that other namespaces do not see.
func mount(at string) bool {
	for bound := false; ; bound = true {
		err := unix.Mount("", at, "none", unix.MS_PRIVATE|unix.MS_REC, "")
		if err == nil {
			break
		}
		if err != unix.EINVAL || bound {
			say("mount --make-private %s failed: %s", at, words(errnoOf(err)))
			return false
		}
		if err = unix.Mount(at, at, "none", unix.MS_BIND, ""); err != nil {
			say("mount --bind %s %s failed: %s", at, at, words(errnoOf(err)))
			return false
		}
	}
	if err := unix.Mount("bpf", at, "bpf", 0, "mode=0700"); err != nil {
		say("mount -t bpf bpf %s failed: %s", at, words(errnoOf(err)))
		return false
	}
	return true
}

// alias makes path another name of the directory to.
func alias(path, to string) bool {
	switch err := unix.Symlink(to, path); err {
	case nil:
		return true
	case unix.EEXIST:
		var st unix.Stat_t
		if err := unix.Lstat(path, &st); err != nil {
			say("lstat %s failed: %s", path, words(errnoOf(err)))
			return false
		}
		return st.Mode&unix.S_IFMT == unix.S_IFLNK || makeGlobals(path)
	case unix.EPERM:
		if err := unix.Mkdir(path, 0o700); err != nil {
			say("mkdir %s failed: %s", path, words(errnoOf(err)))
			return false
		}
		if err := unix.Mount(to, path, "none", unix.MS_BIND, ""); err != nil {
			unix.Rmdir(path)
			say("mount --bind %s %s failed: %s", to, path, words(errnoOf(err)))
			return false
		}
		return true
	default:
		say("symlink %s failed: %s", path, words(errnoOf(err)))
		return false
	}
}
