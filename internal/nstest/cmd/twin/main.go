// Twin plays command lines with iproute2 and with gip, each in fresh namespaces,
// and prints what differs: output, status, and the kernel's state at the end.
//
//	twin [-g GIP] [-r DIR] [-v] [-u] FILE.twin|DIR ...
//	twin [...] -c 'ip link show' -c '...'
//	twin [...] -                 # command lines from stdin
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gip/internal/nstest"
)

type commands []string

func (c *commands) String() string     { return strings.Join(*c, "\n") }
func (c *commands) Set(s string) error { *c = append(*c, s); return nil }

func main() {
	nstest.Main()
	os.Exit(run())
}

func run() int {
	var cs commands
	gip := flag.String("g", os.Getenv("GIP_BIN"), "the gip `binary` (default $GIP_BIN)")
	dir := flag.String("r", "", "the reference's `directory` (default: the newest found)")
	verbose := flag.Bool("v", false, "print the reference's output of every line too")
	update := flag.Bool("u", false, "write the reference's results into the files instead (7.3 only)")
	kernel := flag.Bool("k", false, "mark the lines whose record this kernel does not reproduce (7.3 only)")
	only := flag.Bool("R", false, "play the reference alone, print its output")
	state := flag.Bool("s", false, "print the state at the end as well")
	wire := flag.Bool("w", false, "compare the requests of the lines of -c and stdin")
	flag.Var(&cs, "c", "a command `line` (may be repeated)")
	flag.Parse()

	var ref *nstest.Reference
	var err error
	if *dir != "" {
		ref, err = nstest.OpenReference(*dir)
	} else {
		ref, err = nstest.FindReference()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "twin:", err)
		return 2
	}
	if !*update && !*only && !*kernel {
		if *gip == "" {
			fmt.Fprintln(os.Stderr, "twin: which gip? (-g BINARY or GIP_BIN)")
			return 2
		}
		if *gip, err = filepath.Abs(*gip); err != nil {
			fmt.Fprintln(os.Stderr, "twin:", err)
			return 2
		}
		if _, err := os.Stat(*gip); err != nil {
			fmt.Fprintln(os.Stderr, "twin:", err)
			return 2
		}
	}
	var todo []*nstest.Scenario
	if len(cs) > 0 {
		todo = append(todo, nstest.FromCommands("-c"+ext(*wire), cs))
	}
	for _, a := range flag.Args() {
		if a == "-" {
			var ls []string
			for sc := bufio.NewScanner(os.Stdin); sc.Scan(); {
				if l := strings.TrimPrefix(sc.Text(), "$ "); l != "" && l[0] != '#' {
					ls = append(ls, l)
				}
			}
			todo = append(todo, nstest.FromCommands("stdin"+ext(*wire), ls))
			continue
		}
		fs, err := nstest.Files([]string{".twin", ".wire"}, a)
		if err != nil {
			fmt.Fprintln(os.Stderr, "twin:", err)
			return 2
		}
		for _, f := range fs {
			s, err := nstest.Read(f)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 2
			}
			todo = append(todo, s)
		}
	}
	needs := &nstest.Needs{Side: nstest.Side{Ref: ref}}
	lines, bad, skipped, status := 0, 0, 0, 0
	for _, s := range todo {
		why, err := needs.Missing(s)
		if err == nil && why != "" {
			skipped++
			fmt.Printf("%s: skipped: %s\n", s.Path, why)
			continue
		}
		var diff string
		switch {
		case err != nil:
		case *update:
			err = s.Update(ref)
		case *kernel:
			err = s.MarkKernel(ref)
		case *only:
			err = show(s, ref, *state)
		default:
			if *verbose {
				err = show(s, ref, *state)
			}
			if err == nil {
				diff, err = s.Twin(ref, *gip, 3, nil)
			}
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "twin:", err)
			status = 2
			continue
		}
		lines += len(s.Lines)
		if diff != "" {
			fmt.Print(diff)
			bad++
			status = max(status, 1)
		}
	}
	fmt.Printf("twin: %d files, %d lines, %d differ, %d skipped (reference %s)\n", len(todo), lines, bad, skipped, ref.Version)
	return status
}

func ext(wire bool) string {
	if wire {
		return ".wire"
	}
	return ""
}

// show prints a scenario with what the reference says now.
func show(s *nstest.Scenario, ref *nstest.Reference, state bool) error {
	p, err := s.Play(nstest.Side{Ref: ref})
	if err != nil {
		return err
	}
	for i, l := range s.Lines {
		l.Want = p.Results[i]
	}
	fmt.Print(s.Format())
	if state {
		fmt.Print(p.State)
	}
	return nil
}
