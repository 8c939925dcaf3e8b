package netns

import (
	"errors"
	"syscall"

	"gip/internal/cli"
	"gip/internal/proc"
	"gip/internal/vrf"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip netns [ list ]
       ip netns add NAME
       ip netns attach NAME PID
       ip netns set NAME NETNSID
       ip [-all] netns delete [ NAME ]
       ip netns identify [ PID ]
       ip netns pids NAME
       ip [-all] netns exec [ NAME ] cmd ...
       ip netns monitor
       ip netns list-id [ target-nsid POSITIVE-INT ] [ nsid POSITIVE-INT ]
NETNSID := auto | POSITIVE-INT
`

// Run runs ip netns.
func Run(e *cli.Env, a *cli.Args) error {
	if e.Netns != "" && !e.Isolated {
		// With ip -n the names are looked at from inside.
		if err := Isolate(e.Netns); err != nil {
			return cli.Status(err, 255, true)
		}
		e.Isolated = true
	}
	if !a.More() {
		return list(e)
	}
	cmd, _ := a.Next()
	if !e.All && a.More() && !ValidName(a.Peek()) {
		return cli.Quit(255, `Invalid netns name "`+a.Peek()+`"`)
	}
	switch is := func(name string) bool { return cli.Prefix(cmd, name) }; {
	case is("list"), is("show"), is("lst"):
		return list(e)
	case is("list-id"):
		return listID(e, a)
	case is("help"):
		return cli.Usage(usage)
	case is("add"):
		if !a.More() {
			return cli.Fail("No netns name specified")
		}
		return fail(Create(a.Peek()))
	case is("set"):
		return set(e, a)
	case is("delete"):
		return del(e, a)
	case is("identify"):
		return identify(e, a)
	case is("pids"):
		return pids(e, a)
	case is("exec"):
		return exec(e, a)
	case is("monitor"):
		return monitor(e)
	case is("attach"):
		if a.Len() < 2 {
			return cli.Fail("No netns name and PID specified")
		}
		pid, ok := cli.Int(a.At(1), 0, 32)
		if !ok || pid == 0 {
			return cli.Fail("Invalid PID: " + a.At(1))
		}
		return fail(Attach(a.Peek(), int(pid)))
	}
	return cli.UnknownCommand(cmd, "ip netns")
}

// fail is err with the status of a command that fails.
func fail(err error) error {
	if err == nil {
		return nil
	}
	if c, ok := err.(*cli.Error); ok {
		return c
	}
	return cli.Status(err, 1, false)
}

// list prints the names with their ids. Each is asked for once. (The reference asks
// twice, and so tells twice what is no namespace: so do we.)
func list(e *cli.Env) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	known := learn(e, c)
	mark := e.Len()
	e.Begin()
	err = Each(func(name string) bool {
		var id int32
		var err error
		if len(known) > 0 && known[0].name == name {
			id, err = known[0].id, known[0].err
			known = known[1:]
		} else {
			id, err = ID(c, name)
		}
		tell(e, err)
		e.Obj("")
		e.Str("name", "%", name)
		if id >= 0 {
			e.Int("id", " (id: %)", int64(id))
		}
		e.Text("\n")
		e.EndObj()
		e.Spill()
		return true
	})
	if err != nil {
		e.Cut(mark) // no directory: nothing at all, not even JSON's brackets
		e.JSON = false
		return nil
	}
	e.End()
	return nil
}

func set(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return cli.Fail("No netns name specified")
	}
	if a.Len() < 2 {
		return cli.Fail("No nsid specified")
	}
	id := int64(-1)
	if w := a.At(1); w != "auto" {
		var ok bool
		if id, ok = cli.Int(w, 0, 32); !ok {
			return cli.Invalid(`Invalid "netnsid" value`, w)
		}
		if id < 0 {
			return cli.Invalid(`"netnsid" value should be >= 0`, w)
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	err = SetID(c, a.Peek(), int32(id))
	if _, ok := err.(*Error); ok {
		return cli.Silent(1) // the reference says nothing either
	}
	return err
}

func del(e *cli.Env, a *cli.Args) error {
	if e.All {
		err := Each(func(name string) bool {
			err := Delete(name)
			if err != nil {
				e.Warn(err.Error())
			}
			return err == nil
		})
		return dirError(err)
	}
	if !a.More() {
		return cli.Fail("No netns name specified")
	}
	return fail(Delete(a.Peek()))
}

// dirError is a failure to read the names: that there are none is not one.
func dirError(err error) error {
	if err == nil || err == unix.ENOENT {
		return nil
	}
	return fail(&Error{"Failed to open directory " + Dir(), err})
}

func identify(e *cli.Env, a *cli.Args) error {
	pid := "self"
	switch {
	case a.Len() > 1:
		return cli.Fail("extra arguments specified")
	case a.More():
		if pid = a.Peek(); !isPID(pid) {
			return cli.Fail("Specified string '" + pid + "' is not a pid")
		}
	}
	name, err := last(Identify(pid))
	if err != nil {
		return fail(err)
	}
	e.Puts(name + "\n")
	return nil
}

// Name is the name of the namespace that this process is in, "" where it has none: of
// several the last.
func Name() (string, error) {
	name, err := last(Identify("self"))
	if err != nil {
		err = &Error{err.Error() + "\nFailed to get name of network namespace", errors.Unwrap(err)}
	}
	return name, err
}

func last(list []string, err error) (string, error) {
	if len(list) == 0 {
		return "", err
	}
	return list[len(list)-1], err
}

func pids(e *cli.Env, a *cli.Args) error {
	switch a.Len() {
	case 0:
		return cli.Fail("No netns name specified")
	case 1:
		return fail(PIDs(a.Peek(), func(pid string) { e.Puts(pid + "\n") }))
	}
	return cli.Fail("extra arguments specified")
}

// exec runs a command in a namespace: in place of this process, or in one of its own
// where more is to be done after it.
func exec(e *cli.Env, a *cli.Args) error {
	if !a.More() && !e.All {
		return cli.Fail("No netns name specified")
	}
	if a.Len() < 2 && !e.All || !a.More() {
		return cli.Fail("No command specified")
	}
	if e.All {
		var died error
		err := Each(func(name string) bool {
			e.Puts("\nnetns: " + name + "\n")
			_, died = Spawn(e, append([]string{"ip", "netns", "exec", name}, a.Rest()...))
			return died == nil
		})
		if died != nil {
			return died
		}
		return dirError(err)
	}
	if e.Batch {
		status, err := Spawn(e, append([]string{"ip", "netns", "exec"}, a.Rest()...))
		if err == nil && status != 0 {
			err = cli.Silent(status)
		}
		return err
	}
	e.Flush()
	// A VRF is one of the namespace that is left.
	if err := vrf.Leave(Name); err != nil {
		e.Warn(err.Error()) // and no more
	}
	if err := Enter(a.Peek()); err != nil {
		return cli.Status(err, 255, false)
	}
	return cli.Status(Exec(a.Rest()[1:]), 1, true)
}

// Spawn runs a command line of this program in a process of its own and waits for it:
// Go cannot change namespaces and the like between fork and exec.
func Spawn(e *cli.Env, argv []string) (status int, err error) {
	e.Flush()
	pid, err := syscall.ForkExec("/proc/self/exe", argv, &syscall.ProcAttr{
		Env:   proc.Environ(),
		Files: []uintptr{0, 1, 2},
	})
	if err != nil {
		return 0, cli.Quit(1, "fork: "+err.Error())
	}
	var ws syscall.WaitStatus
	for {
		_, err := syscall.Wait4(pid, &ws, 0, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return 0, cli.Quit(1, "waitpid: "+err.Error())
		}
		break
	}
	if !ws.Exited() {
		return 0, &cli.Error{Code: 1, Exit: true}
	}
	return ws.ExitStatus(), nil
}
