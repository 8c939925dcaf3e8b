package nstest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A lone line that takes this long hangs: it is killed, and the play goes on.
const lineLimit = 30 * time.Second

// childMain plays a job and writes the answer. It is process 1 of its namespace.
func childMain() int {
	runtime.LockOSThread()
	out := os.NewFile(3, "answer")
	unix.CloseOnExec(3)
	var j job
	a := &answer{}
	if err := json.NewDecoder(os.Stdin).Decode(&j); err != nil {
		a.Error = err.Error()
	} else if err := setup(&j); err != nil {
		a.Error = err.Error()
	} else if j.Ask {
		askAll(&j, a)
	} else {
		playAll(&j, a)
	}
	if json.NewEncoder(out).Encode(a) != nil {
		return 70
	}
	return 0
}

// linkwatch is how long the kernel may put off telling itself of a carrier's change.
const linkwatch = 1100 * time.Millisecond

func playAll(j *job, a *answer) {
	for _, k := range j.Kinds {
		if kindKnown(k) {
			a.Kinds = append(a.Kinds, k)
		}
	}
	start := time.Now()
	sig := signature()
	moved := start // when the links last did something
	for i, l := range j.Lines {
		if l.Wait {
			// Not to be seen from here: the kernel tells itself of a carrier's
			// change, and puts that off for up to a second (linkwatch).
			time.Sleep(time.Until(moved.Add(linkwatch)))
			settle(5*time.Second, true)
			sig = signature()
		}
		if l.Trace {
			a.Results = append(a.Results, traceLine(i, l.Command, l.Dump))
			continue
		}
		r := playLine(i, l.Command)
		if now := signature(); now != sig {
			sig = settle(time.Second, false)
			moved = time.Now()
		}
		if l.State && j.State != "" {
			r.State = readState(j)
		}
		a.Results = append(a.Results, r)
	}
	if len(j.Lines) == 0 || j.State == "" {
		return
	}
	// Addresses become usable one to two seconds after their link came up: a
	// short play ends before all that, a long one must not end amid it. That a link has
	// no carrier may come any time within a second.
	dark := lookAll().dark
	if dark {
		time.Sleep(time.Until(moved.Add(linkwatch)))
	}
	if dark || time.Since(start) > 700*time.Millisecond {
		settle(4*time.Second, true)
	}
	a.State = readState(j)
}

// playLine runs one line. Its output goes to files, so that what it leaves in
// the background cannot keep us waiting.
func playLine(i int, line string) Result {
	// A line's process numbers depend on its place only, not on how many threads
	// were started before.
	os.WriteFile("/proc/sys/kernel/ns_last_pid", []byte(strconv.Itoa(1000+i%280*100)), 0)
	r, err := capture("", "/bin/sh", "-c", line)
	if err != nil {
		r.Err += "nstest: " + err.Error() + "\n"
		r.Status = -1
	}
	return r
}

// capture runs a program with the given standard input and gives what it wrote.
func capture(stdin, name string, args ...string) (Result, error) {
	var r Result
	open := func(n string) (*os.File, error) {
		p := filepath.Join(playDir, n)
		os.Remove(p)
		return os.OpenFile(p, os.O_RDWR|os.O_CREATE|os.O_APPEND|os.O_EXCL, 0o644)
	}
	in, err := os.Open("/dev/null")
	if stdin != "" {
		if in, err = open("in"); err == nil {
			_, err = in.WriteString(stdin)
			in.Seek(0, 0)
		}
	}
	if err != nil {
		return r, err
	}
	defer in.Close()
	out, err := open("out")
	if err != nil {
		return r, err
	}
	defer out.Close()
	errf, err := open("err")
	if err != nil {
		return r, err
	}
	defer errf.Close()
	pid, err := syscall.ForkExec(name, append([]string{filepath.Base(name)}, args...), &syscall.ProcAttr{
		Env:   environ(),
		Files: []uintptr{in.Fd(), out.Fd(), errf.Fd()},
		Sys:   &syscall.SysProcAttr{Setpgid: true},
	})
	if err != nil {
		return r, err
	}
	var mu sync.Mutex
	t := time.AfterFunc(lineLimit, func() {
		mu.Lock()
		defer mu.Unlock()
		r.TimedOut = true
		syscall.Kill(-pid, syscall.SIGKILL)
	})
	var ws syscall.WaitStatus
	for {
		if _, err = syscall.Wait4(pid, &ws, 0, nil); !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	t.Stop()
	mu.Lock()
	defer mu.Unlock()
	if err != nil {
		return r, err
	}
	for { // orphans are ours too
		if p, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); p <= 0 || err != nil {
			break
		}
	}
	r.Status = ws.ExitStatus()
	if ws.Signaled() {
		r.Status = 128 + int(ws.Signal())
	}
	read := func(f *os.File) string {
		b, err := os.ReadFile(filepath.Join(playDir, filepath.Base(f.Name())))
		if err != nil {
			return err.Error()
		}
		return string(b)
	}
	r.Out, r.Err = read(out), read(errf)
	return r, nil
}

// The lines that tell the kernel's state, as batches of one family each.
var stateLines = []struct {
	prog string
	args []string
	in   string
}{
	{"ip", []string{"-d"}, "address show\nroute show table all\nrule show\nneigh show nud all\nneigh show proxy\nnexthop show\nnetconf show\naddrlabel list\nxfrm state\nxfrm policy\n"},
	{"ip", []string{"-d", "-6"}, "rule show\nmroute show\n"},
	{"bridge", []string{"-d"}, "link show\nfdb show\nvlan show\nvlan tunnelshow\nmdb show\nvni show\n"},
}

func readState(j *job) string {
	var b strings.Builder
	names := []string{""}
	if ds, err := os.ReadDir("/run/netns"); err == nil {
		for _, d := range ds {
			names = append(names, d.Name())
		}
		r, _ := capture("", filepath.Join(j.State, "ip"), "netns", "list")
		fmt.Fprintf(&b, "[netns]\n%s%s", r.Out, r.Err)
	}
	for _, n := range names {
		var sel []string
		if n != "" {
			sel = []string{"-n", n}
		}
		for _, s := range stateLines {
			args := append(append(append([]string{}, sel...), s.args...), "-force", "-batch", "-")
			r, err := capture(s.in, filepath.Join(j.State, s.prog), args...)
			fmt.Fprintf(&b, "[%s%s %s]\n%s", prefix(n), s.prog, strings.Join(s.args, " "), r.Out)
			if err != nil {
				fmt.Fprintln(&b, err)
			}
			if strings.HasPrefix(r.Err, "Cannot open network namespace") || strings.HasPrefix(r.Err, "setting the network namespace") {
				b.WriteString(r.Err)
				break
			}
		}
	}
	for _, x := range j.Extra {
		os.Remove(binDir + "/state")
		r, _ := capture("", "/bin/sh", "-c", "PATH="+j.State+":$PATH; "+x)
		fmt.Fprintf(&b, "[%s]\n%s%s", x, r.Out, r.Err)
	}
	return b.String()
}

func prefix(ns string) string {
	if ns == "" {
		return ""
	}
	return "-n " + ns + " "
}
