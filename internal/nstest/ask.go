package nstest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Ask runs command lines of ip with a side, one after another in one sandbox, and gives
// the requests that each sent, its output and its status. It is for lines by the
// thousand: they share one strace, which costs most of a traced play.
func Ask(side Side, lines []string) ([]Result, error) { return ask(side, lines, false) }

// Run is Ask without a look at the requests, for lines of any program.
func Run(side Side, lines []string) ([]Result, error) { return ask(side, lines, true) }

// ask is Ask; quiet lines are run without strace, which sees no requests.
func ask(side Side, lines []string, quiet bool) ([]Result, error) {
	j := &job{Gip: side.Gip, Ask: true, Quiet: quiet}
	if side.Ref != nil {
		j.Bin, j.Conf = side.Ref.Bin, side.Ref.Conf
	}
	for _, l := range lines {
		j.Lines = append(j.Lines, jobLine{Command: l})
	}
	a, err := run(j)
	if err != nil {
		return nil, err
	}
	return a.Results, nil
}

// askAtOnce is how many lines share a strace: what they take is well below lineLimit.
const askAtOnce = 200

func askAll(j *job, a *answer) {
	for at := 0; at < len(j.Lines); at += askAtOnce {
		rs, err := askSome(j.Lines[at:min(at+askAtOnce, len(j.Lines))], j.Quiet)
		if err != nil {
			a.Error = err.Error()
			return
		}
		a.Results = append(a.Results, rs...)
	}
}

func askSome(ls []jobLine, quiet bool) ([]Result, error) {
	dir := playDir + "/ask"
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	var script strings.Builder
	for i, l := range ls {
		f := dir + "/" + strconv.Itoa(i)
		fmt.Fprintf(&script, "%s >%s.out 2>%s.err; echo $? >%s.status\n", l.Command, f, f, f)
	}
	file := dir + "/script"
	if err := os.WriteFile(file, []byte(script.String()), 0o644); err != nil {
		return nil, err
	}
	words := []string{"/usr/bin/strace", "-f", "--seccomp-bpf", "-qq", "-o", dir + "/trace", "-s", "0",
		"-e", "trace=execve,socket,sendmsg,sendto", "-e", "write=all", "-e", "signal=none", "/bin/sh", file}
	if quiet {
		words = words[len(words)-2:]
	}
	r, err := capture("", words[0], words[1:]...)
	if err != nil {
		return nil, err
	}
	if r.TimedOut || r.Err != "" {
		return nil, fmt.Errorf("strace: %s (killed: %v)", r.Err, r.TimedOut)
	}
	parts := make([]string, len(ls))
	if !quiet {
		trace, err := os.ReadFile(dir + "/trace")
		if err != nil {
			return nil, err
		}
		if parts = splitRuns(string(trace), "/ip\""); len(parts) != len(ls) {
			return nil, fmt.Errorf("of %d lines strace saw %d", len(ls), len(parts))
		}
	}
	rs := make([]Result, len(ls))
	for i := range rs {
		read := func(ext string) string {
			b, _ := os.ReadFile(filepath.Join(dir, strconv.Itoa(i)+ext))
			return string(b)
		}
		var w wire
		w.read(named(parts[i]))
		rs[i].Out, rs[i].Err, rs[i].Requests = read(".out"), read(".err"), w.out
		if rs[i].Status, err = strconv.Atoi(strings.TrimSpace(read(".status"))); err != nil {
			return nil, err
		}
	}
	return rs, nil
}

// named writes into a trace what strace -yy would have: which descriptors are netlink
// sockets. (It asks the kernel each time, and takes twice as long.)
func named(trace string) string {
	var b strings.Builder
	sockets := map[string]bool{}
	for l := range strings.Lines(trace) {
		if _, call, ok := strings.Cut(l, " socket("); ok {
			if at := strings.LastIndex(call, "= "); at >= 0 {
				fd := strings.TrimSpace(call[at+2:])
				sockets[fd] = strings.HasPrefix(call, "AF_NETLINK, ")
				if sockets[fd] {
					l = strings.TrimSuffix(l, "\n") + "<NETLINK:[" + fd + "]>\n"
				}
			}
		}
		for _, name := range [...]string{" sendmsg(", " sendto("} {
			if before, call, ok := strings.Cut(l, name); ok && !strings.HasPrefix(l, " |") {
				if fd, rest, _ := strings.Cut(call, ","); sockets[fd] {
					l = before + name + fd + "<NETLINK:[" + fd + "]>," + rest
				}
			}
		}
		b.WriteString(l)
	}
	return b.String()
}

// splitRuns splits a trace where a program begins whose path ends in name.
func splitRuns(trace, name string) (parts []string) {
	start := -1
	at := 0
	for l := range strings.Lines(trace) {
		if _, call, ok := strings.Cut(l, "execve("); ok && strings.HasSuffix(l, "= 0\n") {
			if path, _, _ := strings.Cut(call, ", "); strings.HasSuffix(path, name) {
				if start >= 0 {
					parts = append(parts, trace[start:at])
				}
				start = at
			}
		}
		at += len(l)
	}
	if start >= 0 {
		parts = append(parts, trace[start:])
	}
	return parts
}
