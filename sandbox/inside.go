package sandbox

import (
	"strings"
	"syscall"

	"gip/internal/cli"
	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

const (
	home   = "/run/gip"
	binDir = home + "/bin"
)

// runInside is process 1 of the sandbox: it makes it, and waits for the command.
func runInside(from string, words []string, programs []string) error {
	outer, ignored, _ := strings.Cut(from, "/")
	if err := furnish(outer, programs); err != nil {
		return err
	}
	ignore(unix.SIGINT)
	ignore(unix.SIGQUIT)
	env := environ()
	var attr *syscall.SysProcAttr
	if len(words) == 0 {
		words, env = shell(env)
		if _, err := terminal(); err == nil {
			// A shell wants the terminal to be of a group that it can see.
			attr = &syscall.SysProcAttr{Foreground: true, Ctty: 0}
		}
	}
	pid, err := again(append([]string{become, ignored}, words...), attr, env)
	if err != nil {
		return trouble("exec", err)
	}
	return wait(pid)
}

// furnish mounts what the sandbox needs. It does nothing unless the mount namespace is
// another than outer, and reaches nobody else: were /run of the machine covered, all
// that is in it would be out of sight.
func furnish(outer string, programs []string) error {
	own, err := namespace()
	if err != nil || own == outer || outer == "" || unix.Getpid() != 1 {
		return cli.Quit(failed, "gip sandbox: not in a mount namespace of its own")
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return refused(err)
	}
	exe, err := unix.Open("/proc/self/exe", unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return trouble("/proc/self/exe", err)
	}
	defer unix.Close(exe)
	real := proc.Readlink("/proc/self/exe")
	source := "/proc/self/fd/" + itoa(exe)
	// Not every kernel and container lets one have these; much works without.
	unix.Mount("sysfs", "/sys", "sysfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
	if err := unix.Mount("tmpfs", "/run", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
		return refused(err)
	}
	for _, d := range [...]string{home, binDir, "/run/lock"} {
		if err := unix.Mkdir(d, 0o755); err != nil {
			return trouble(d, err)
		}
	}
	gip := binDir + "/gip"
	fd, err := unix.Open(gip, unix.O_CREAT|unix.O_WRONLY|unix.O_CLOEXEC, 0o755)
	if err != nil {
		return trouble(gip, err)
	}
	unix.Close(fd)
	if err := unix.Mount(source, gip, "", unix.MS_BIND, ""); err != nil {
		unix.Unlink(gip)
		if err := unix.Symlink(real, gip); err != nil {
			return trouble(gip, err)
		}
	}
	for _, p := range programs {
		if err := unix.Symlink("gip", binDir+"/"+p); err != nil {
			return trouble(binDir+"/"+p, err)
		}
	}
	unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
	write("/proc/sys/net/ipv4/ping_group_range", "0 0") // ping without a raw socket
	return nil
}

func write(path, text string) error {
	fd, err := unix.Open(path, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC|unix.O_CLOEXEC, 0o644)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	_, err = unix.Write(fd, []byte(text))
	return err
}

// environ is the environment with gip's programs first in PATH.
func environ() []string {
	path, ok := proc.Getenv("PATH")
	if !ok {
		path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	}
	env := []string{"PATH=" + binDir + ":" + path, "GIP_SANDBOX=1"}
	for _, s := range proc.Environ() {
		if !strings.HasPrefix(s, "PATH=") && !strings.HasPrefix(s, "GIP_SANDBOX=") {
			env = append(env, s)
		}
	}
	return env
}

const prompt = "(gip sandbox) "

// shell is an interactive shell whose prompt says where one is.
func shell(env []string) ([]string, []string) {
	sh, _ := proc.Getenv("SHELL")
	if sh == "" || unix.Access(sh, unix.X_OK) != nil {
		sh = "/bin/sh"
	}
	name := sh[strings.LastIndexByte(sh, '/')+1:]
	rc := home + "/" + name + "rc"
	args := []string{sh}
	switch name {
	case "nologin", "false", "true":
		return shell2("/bin/sh", env)
	case "bash":
		write(rc, "[ -r ~/.bashrc ] && . ~/.bashrc\nunset PROMPT_COMMAND\nPATH="+binDir+":$PATH\nPS1='"+prompt+"\\w\\$ '\n")
		args = append(args, "--rcfile", rc, "-i")
	case "zsh":
		write(home+"/.zshrc", "[ -r ~/.zshrc ] && . ~/.zshrc\nPATH="+binDir+":$PATH\nPS1='"+prompt+"%~ %# '\n")
		env = append(env, "ZDOTDIR="+home)
	default:
		return shell2(sh, env)
	}
	return args, env
}

// shell2 is shell for those that read the file that ENV names.
func shell2(sh string, env []string) ([]string, []string) {
	rc := home + "/shrc"
	mark := "# "
	if unix.Getuid() != 0 {
		mark = "$ "
	}
	write(rc, "PS1='"+prompt+mark+"'\n")
	return []string{sh, "-i"}, append(env, "ENV="+rc)
}

// refused says why there can be no sandbox and what would let there be one.
func refused(err error) error {
	msg := "gip sandbox: cannot make namespaces: " + words(err)
	for _, s := range [...]struct{ name, bad, good string }{
		{"kernel.unprivileged_userns_clone", "0", "1"},
		{"kernel.apparmor_restrict_unprivileged_userns", "1", "0"},
		{"user.max_user_namespaces", "0", "10000"},
		{"user.max_net_namespaces", "0", "10000"},
		{"user.max_mnt_namespaces", "0", "10000"},
		{"user.max_pid_namespaces", "0", "10000"},
	} {
		if read("/proc/sys/"+strings.ReplaceAll(s.name, ".", "/")) == s.bad {
			msg += "\n" + s.name + " is " + s.bad + ". Root may allow it: sysctl -w " + s.name + "=" + s.good
		}
	}
	if err == syscall.EPERM && unix.Geteuid() == 0 {
		msg += "\nA container may forbid it: run it with more capabilities (CAP_SYS_ADMIN) or without its seccomp filter."
	}
	return cli.Quit(failed, msg)
}

func read(path string) string {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return ""
	}
	defer unix.Close(fd)
	var b [32]byte
	n, _ := unix.Read(fd, b[:])
	return strings.TrimSpace(string(b[:max(n, 0)]))
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
