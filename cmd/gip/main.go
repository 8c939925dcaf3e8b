// Command gip is ip, bridge and the other programs of one binary: which one is told
// by the name it is called by.
package main

import (
	"errors"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

// The program runs while packages are initialised, not in main: until main begins
// the runtime keeps this goroutine on the process's first thread, which is what
// changing namespaces needs, at no cost. Locking it later starts another thread.
func init() { unix.Exit(run(proc.Args())) }

func main() {}

// run runs the program that args[0] names and returns its exit status.
func run(args []string) int {
	name := "gip"
	if len(args) > 0 {
		name = args[0][strings.LastIndexByte(args[0], '/')+1:]
		args = args[1:]
	}
	e := cli.NewEnv(name)
	err := start(e, name, args)
	return finish(e, err)
}

// start is the one list of programs.
func start(e *cli.Env, name string, args []string) error {
	if p := find(name); p != nil {
		return p.run(e, args)
	}
	if name == "gip" {
		return runGip(e, args)
	}
	// As upstream: ipADDR is ip ADDR, and what is no such object is ip.
	e.Prog = "ip"
	if obj, ok := strings.CutPrefix(name, "ip"); ok && obj != "" {
		return runIP(e, args, obj)
	}
	return runIP(e, args, "")
}

// finish prints what went wrong and picks the status. It is the only place that does.
func finish(e *cli.Env, err error) int {
	code := report(e, err)
	e.Flush()
	return code
}

// report says err on standard error and returns the status it stands for.
func report(e *cli.Env, err error) int {
	if err == nil {
		return 0
	}
	if cli.Terminal(1) {
		e.Flush() // what came first is seen first
	}
	if b := nl.Broken(err); b != nil {
		e.Warn(b.Error())
		return 1
	}
	var c *cli.Error
	if errors.As(err, &c) {
		if c.Msg != "" {
			e.Warn(c.Msg)
		}
		return c.Code
	}
	if msg := err.Error(); msg != "" {
		e.Warn(msg)
	}
	var k *nl.Error
	if errors.As(err, &k) {
		return 2
	}
	return 1
}
