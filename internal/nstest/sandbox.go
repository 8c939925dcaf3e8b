package nstest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// childEnv names what a re-executed binary is to do.
const childEnv = "GIP_NSTEST_CHILD"

// A job is what one child does in its namespaces.
type job struct {
	Bin   string   // directory with ip and bridge of the side being played
	Gip   string   // the gip binary (or a directory like Bin), "" for the reference's side
	State string   // directory with the ip and bridge that read the state, "" for none
	Conf  string   // files for /etc/iproute2
	Extra []string // lines that tell more of the state
	Lines []jobLine
	Laid  map[string][]byte // files for the working directory
	Ask   bool              // the lines are only traced (see ask.go)
	Quiet bool              // and not even that
	Kinds []string          // to probe
}

type jobLine struct {
	Command     string
	Wait, State bool
	Trace, Dump bool
}

type answer struct {
	Results []Result
	State   string
	Kinds   []string // of job.Kinds, those the kernel knows
	Error   string
}

// Main is to be called first thing in every binary that uses this package (from
// main, or TestMain). It returns, except in a re-executed child.
func Main() {
	switch os.Getenv(childEnv) {
	case "":
		return
	case "play":
		os.Exit(childMain())
	case "stage":
		os.Exit(stageMain())
	case "exec":
		os.Exit(execMain())
	}
	fmt.Fprintln(os.Stderr, "nstest: odd", childEnv)
	os.Exit(70)
}

// command gives the re-execution of this binary in new namespaces.
func command(what string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), childEnv+"="+what)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWNET | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
	}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	return cmd
}

func run(j *job) (*answer, error) {
	in, err := json.Marshal(j)
	if err != nil {
		return nil, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cmd := command("play")
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		w.Close()
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	w.Close()
	var a answer
	derr := json.NewDecoder(r).Decode(&a)
	werr := cmd.Wait()
	switch {
	case a.Error != "":
		return nil, errors.New("sandbox: " + a.Error)
	case derr != nil || werr != nil:
		return nil, fmt.Errorf("sandbox: %w %s", errors.Join(derr, werr), stderr.String())
	}
	return &a, nil
}

// Applets are the names gip stands for in a play.
var Applets = []string{"ip", "bridge", "ping", "rtmon", "brctl", "sysctl", "ethtool", "ifconfig", "route", "arp", "netstat"}

const (
	playDir = "/run/.twin" // ours; the lines' working directory is playDir/w
	binDir  = playDir + "/bin"
	workDir = playDir + "/w"
)

// setup makes the new namespaces a world of their own: /run, /etc, /sys and
// /proc are private, IPv6 addresses of this namespace are not tentative, lo is down.
func setup(j *job) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("private mounts: %w", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", 0, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	if err := unix.Mount("sysfs", "/sys", "sysfs", 0, ""); err != nil {
		return fmt.Errorf("mount /sys: %w", err)
	}
	// What is under /run now may hold what we are to run: keep it in sight.
	if err := unix.Mount("run", "/run", "tmpfs", 0, "mode=755"); err != nil {
		return fmt.Errorf("mount /run: %w", err)
	}
	for _, d := range []string{binDir, workDir, "/run/lock"} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	if err := privateEtc(j.Conf); err != nil {
		return err
	}
	for _, n := range Applets {
		to := j.Gip
		st, err := os.Stat(to)
		if to != "" && err != nil {
			return err // else the system's own would play in its place
		}
		if err != nil || st.IsDir() {
			dir := j.Gip
			if dir == "" {
				dir = j.Bin
			}
			to = filepath.Join(dir, n)
			if _, err := os.Stat(to); err != nil {
				continue // the system's own is further down the PATH
			}
		}
		if err := os.Symlink(to, filepath.Join(binDir, n)); err != nil {
			return err
		}
	}
	for _, c := range []string{"all", "default", "lo"} {
		os.WriteFile("/proc/sys/net/ipv6/conf/"+c+"/accept_dad", []byte("0"), 0)
	}
	for n, b := range j.Laid {
		if err := os.WriteFile(filepath.Join(workDir, n), b, 0o644); err != nil {
			return err
		}
	}
	return os.Chdir(workDir)
}

// privateEtc puts a directory of links in /etc's place, so that a scenario may
// write /etc/iproute2 and /etc/netns; the machine's own files are read-only below it.
func privateEtc(conf string) error {
	old := playDir + "/etc"
	if err := os.Mkdir(old, 0o755); err != nil {
		return err
	}
	if err := unix.Mount("/etc", old, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("bind /etc: %w", err)
	}
	_ = unix.Mount("", old, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, "")
	names, err := os.ReadDir(old)
	if err != nil {
		return err
	}
	if err := unix.Mount("etc", "/etc", "tmpfs", 0, "mode=755"); err != nil {
		return fmt.Errorf("mount /etc: %w", err)
	}
	for _, n := range names {
		if n.Name() == "iproute2" || n.Name() == "netns" {
			continue
		}
		if err := os.Symlink(filepath.Join(old, n.Name()), filepath.Join("/etc", n.Name())); err != nil {
			return err
		}
	}
	if conf == "" {
		return nil
	}
	if err := os.Mkdir("/etc/iproute2", 0o755); err != nil {
		return err
	}
	files, err := os.ReadDir(conf)
	if err != nil {
		return err
	}
	for _, f := range files {
		if b, err := os.ReadFile(filepath.Join(conf, f.Name())); err == nil {
			if err := os.WriteFile(filepath.Join("/etc/iproute2", f.Name()), b, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// environ is what the played lines see: the same on every machine.
func environ() []string {
	return []string{
		"PATH=" + binDir + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME=" + workDir, "LC_ALL=C", "TZ=UTC", "TERM=dumb", "SHELL=/bin/sh",
		"UML_GUEST=" + os.Getenv("UML_GUEST"),
	}
}

// Look finds a program on the PATH the system's tools have in a play.
func Look(tool string) bool {
	for _, d := range strings.Split("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ":") {
		if unix.Access(filepath.Join(d, tool), unix.X_OK) == nil {
			return true
		}
	}
	return false
}
