// Bench times iproute2, gip and a floor that only moves the same netlink messages side
// by side, and prints a table in Markdown. scripts/bench builds what it needs and runs
// it in namespaces of its own; by itself it would work in the caller's.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"runtime"
	"strings"
	"syscall"
	"time"
)

type bench struct {
	ref, gip string // directories
	floor    string // the program, "" where there is none
	dir      string // for files that are needed for a while
	quick    bool
	least    bool     // take the least in place of the median
	missed   []string // what could not be had
}

func main() {
	runtime.LockOSThread() // namespaces are the thread's
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	var b bench
	flag.StringVar(&b.ref, "ref", "", "the reference's `directory`")
	flag.StringVar(&b.gip, "gip", "", "gip's `directory`, with links ip and bridge")
	flag.StringVar(&b.floor, "floor", "", "the floor `program`")
	flag.StringVar(&b.dir, "dir", "", "a `directory` for files")
	flag.BoolVar(&b.quick, "q", false, "small sizes, few rounds")
	flag.BoolVar(&b.least, "m", false, "take the least of the rounds, not the median")
	only := flag.String("j", "*", "comma-separated `patterns` of groups to run")
	list := flag.Bool("l", false, "list the groups")
	told := flag.String("command", "", "the `words` that the report says it was made by")
	flag.Parse()
	if *list {
		for _, g := range groups {
			fmt.Printf("%-9s %s\n", g.name, g.jobs[0].title(g.size))
		}
		return nil
	}
	if b.ref == "" || b.gip == "" || b.dir == "" {
		return fmt.Errorf("-ref, -gip and -dir are needed: run scripts/bench")
	}
	if null, err = os.OpenFile(os.DevNull, os.O_RDWR, 0); err != nil {
		return err
	}
	if b.floor == "" {
		b.missed = append(b.missed, "the floor: it needs a C compiler (`cc`)")
	}
	var results []*result
	for _, g := range groups {
		if !selected(*only, g.name) {
			continue
		}
		if b.quick {
			g.size = g.quick
		}
		fmt.Fprintf(os.Stderr, "%s: %s ...\n", time.Now().Format("15:04:05"), g.name)
		if err := b.prepare(&g); err != nil {
			b.missed = append(b.missed, fmt.Sprintf("group %s: %v", g.name, err))
			continue
		}
		time.Sleep(500 * time.Millisecond) // for what the kernel puts off
		for i := range g.jobs {
			r, err := b.measure(&g, &g.jobs[i])
			if err != nil {
				b.missed = append(b.missed, fmt.Sprintf("%s: %v", g.jobs[i].title(g.size), err))
				continue
			}
			results = append(results, r)
		}
	}
	if len(results) == 0 && len(b.missed) == 0 {
		return fmt.Errorf("no group is called %s (-l lists them)", *only)
	}
	b.report(*told, results)
	return nil
}

func selected(patterns, name string) bool {
	for p := range strings.SplitSeq(patterns, ",") {
		if ok, _ := path.Match(p, name); ok {
			return true
		}
	}
	return false
}

func (j *job) title(size int) string {
	if strings.Contains(j.name, "%d") {
		return fmt.Sprintf(j.name, size)
	}
	return j.name
}

// A result is what a job took, of the reference, gip and the floor.
type result struct {
	*job
	size   int
	rounds int
	wall   [3]time.Duration
	cpu    [3]time.Duration
	first  [2]time.Duration
	peak   [2]int // KiB
}

// measure runs a job's commands in turn, the first being another each time, and takes
// the middle of each.
func (b *bench) measure(g *group, j *job) (*result, error) {
	c := b.commands(g, j)
	r := &result{job: j, size: g.size}
	around := func(lines string) error {
		if lines == "" {
			return nil
		}
		return b.batch(lines, "")
	}
	before := func() error {
		if err := around(j.before); err != nil || !j.fill {
			return err
		}
		return b.batchFile(b.dir+"/BATCH", "")
	}
	// Once for the caches, and to see that both do the same.
	if j.before == "" && !j.noPeak && !j.odd && j.args != "-V" {
		a, err := c[0].output()
		if err != nil {
			return nil, err
		}
		o, err := c[1].output()
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(a, o) {
			return nil, fmt.Errorf("what gip prints is not what the reference prints")
		}
	}
	var wall, cpu [3][]time.Duration
	budget, least, most := 6*time.Second, 5, 400
	if b.quick {
		budget, least, most = time.Second, 3, 40
	}
	for begin := time.Now(); r.rounds < least || r.rounds < most && time.Since(begin) < budget; r.rounds++ {
		for i := range c {
			k := (i + r.rounds) % len(c)
			if c[k] == nil {
				continue
			}
			if err := before(); err != nil {
				return nil, err
			}
			s, err := c[k].run()
			if err != nil {
				return nil, err
			}
			if err := around(j.after); err != nil {
				return nil, err
			}
			wall[k], cpu[k] = append(wall[k], s.wall), append(cpu[k], s.cpu)
		}
	}
	for k := range c {
		r.wall[k], r.cpu[k] = b.middle(wall[k]), b.middle(cpu[k])
	}
	for k := range r.peak {
		if j.noPeak {
			continue
		}
		if err := before(); err != nil {
			return nil, err
		}
		var err error
		if r.peak[k], err = c[k].peak(); err != nil {
			return nil, fmt.Errorf("peak memory: %w", err)
		}
		if err := around(j.after); err != nil {
			return nil, err
		}
	}
	if j.first {
		var first [2][]time.Duration
		for range 5 {
			for k := range first {
				t, err := c[k].firstByte()
				if err != nil {
					return nil, err
				}
				first[k] = append(first[k], t)
			}
		}
		r.first = [2]time.Duration{b.middle(first[0]), b.middle(first[1])}
	}
	return r, nil
}

func version(program string) string {
	out, err := command{program, "-V"}.output()
	if err != nil {
		return "?"
	}
	s, _, _ := strings.Cut(string(out), "\n")
	return s
}

func kernel() string {
	var u syscall.Utsname
	syscall.Uname(&u)
	var s []byte
	for _, c := range u.Release {
		if c == 0 {
			break
		}
		s = append(s, byte(c))
	}
	return string(s)
}
