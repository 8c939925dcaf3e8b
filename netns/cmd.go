package netns

import (
	"os"
	"syscall"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

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
	dir := Dir()
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	unix.Close(fd)
	c, err := e.Conn()
	if err != nil {
		return err
	}
	var refused []string
	e.Begin()
	Each(func(name string) bool {
		id, err := ID(c, name)
		if k, ok := err.(*nl.Error); ok {
			refused = append(refused, k.Error())
		}
		e.Obj("")
		e.Str("name", "%", name)
		if id >= 0 {
			e.Int("id", " (id: %)", int64(id))
		}
		e.Text("\n")
		e.EndObj()
		return true
	})
	for range 2 {
		for _, s := range refused {
			e.Warn(s)
		}
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
	names, err := Identify(pid)
	if err != nil {
		return fail(err)
	}
	if len(names) > 0 {
		e.Puts(names[len(names)-1])
	}
	e.Puts("\n")
	return nil
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
		return dirError(Each(func(name string) bool {
			e.Puts("\nnetns: " + name + "\n")
			_, err := spawn(e, append([]string{name}, a.Rest()...))
			return err == nil
		}))
	}
	if e.Batch {
		status, err := spawn(e, a.Rest())
		if err == nil && status != 0 {
			err = cli.Silent(status)
		}
		return err
	}
	e.Flush()
	if err := Enter(a.Peek()); err != nil {
		return cli.Status(err, 255, false)
	}
	return cli.Status(Exec(a.Rest()[1:]), 1, true)
}

// spawn runs "ip netns exec" with words in a process of its own and waits for it.
// Go cannot change namespaces between fork and exec, so it is this program once more.
func spawn(e *cli.Env, words []string) (status int, err error) {
	e.Flush()
	argv := append([]string{"ip", "netns", "exec"}, words...)
	pid, err := syscall.ForkExec("/proc/self/exe", argv, &syscall.ProcAttr{
		Env:   os.Environ(),
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

// monitor tells of names that come and go, until it is stopped (inotify).
func monitor(e *cli.Env) error {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	if err != nil {
		return fail(&Error{"inotify_init failed", err})
	}
	dir := Dir()
	if err := makeDir(dir); err != nil {
		return fail(err)
	}
	if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_CREATE|unix.IN_DELETE); err != nil {
		return fail(&Error{"inotify_add_watch failed", err})
	}
	buf := make([]byte, 4096)
	for {
		n, err := unix.Read(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return fail(&Error{"read failed", err})
		}
		for b := buf[:max(n, 0)]; len(b) >= unix.SizeofInotifyEvent; {
			mask, size := nl.Value(b[4:]).U32(), int(nl.Value(b[12:]).U32())
			end := min(unix.SizeofInotifyEvent+size, len(b))
			name := nl.Value(b[unix.SizeofInotifyEvent:end]).Str()
			b = b[end:]
			if mask&unix.IN_CREATE != 0 {
				e.Puts("add " + name + "\n")
			}
			if mask&unix.IN_DELETE != 0 {
				e.Puts("delete " + name + "\n")
			}
		}
		e.Flush()
	}
}

// listID prints the ids that this namespace knows others by, or another namespace
// does (RTM_GETNSID).
func listID(e *cli.Env, a *cli.Args) error {
	target, id := int64(-1), int64(-1)
	for a.More() {
		word, _ := a.Next()
		var v *int64
		switch word {
		case "target-nsid":
			v = &target
		case "nsid":
			v = &id
		default:
			return cli.Usage(usage)
		}
		if *v >= 0 {
			return cli.Duplicate(word, word)
		}
		w, err := a.Next()
		if err != nil {
			return err
		}
		n, ok := cli.Int(w, 0, 32)
		if !ok {
			return cli.Invalid(`"`+word+`" value is invalid`, w)
		}
		if n < 0 {
			// The reference names the word behind the number.
			next := "(null)"
			if a.More() {
				next = a.Peek()
			}
			return cli.Invalid(`"`+word+`" value should be >= 0`, next)
		}
		*v = n
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	// Asking for names needs a second socket while a dump is under way.
	asker, err := e.Dial(unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer asker.Close()
	m := c.New(unix.RTM_GETNSID, 0, rtgen[:])
	if id >= 0 {
		m.PutU32(uapi.NETNSA_NSID, uint32(id))
	}
	if target >= 0 {
		m.PutU32(uapi.NETNSA_TARGET_NSID, uint32(target))
	}
	if id >= 0 {
		r, err := c.Get(m)
		if err != nil {
			return err
		}
		e.Begin()
		err = PrintID(e, asker, r)
		e.End()
		return err
	}
	e.Begin()
	for r, err := range c.Dump(m) {
		if err == nil {
			err = PrintID(e, asker, r)
		} else {
			err = e.DumpFailed(err, "Dump terminated")
		}
		if err != nil {
			e.End()
			return err
		}
	}
	e.End()
	return nil
}

// PrintID prints one id as list-id and ip monitor do (RTM_NEWNSID, RTM_DELNSID).
// asker is asked for what the namespaces are called.
func PrintID(e *cli.Env, asker *nl.Conn, r nl.Reply) error {
	if r.Type != unix.RTM_NEWNSID && r.Type != unix.RTM_DELNSID {
		return nil
	}
	var tb [uapi.NETNSA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, len(rtgen)) || t[uapi.NETNSA_NSID] == nil {
		return cli.Fail("BUG: NETNSA_NSID is missing print_nsid")
	}
	e.Obj("")
	if r.Type == unix.RTM_DELNSID {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	id := int32(t[uapi.NETNSA_NSID].U32())
	known := id
	if id < 0 {
		e.Text("nsid unassigned ")
	} else {
		e.Int("nsid", "nsid % ", int64(id))
	}
	if v := t[uapi.NETNSA_CURRENT_NSID]; v != nil {
		known = int32(v.U32())
		if known < 0 {
			e.Text("current-nsid unassigned ")
		} else {
			e.Int("current-nsid", "current-nsid % ", int64(known))
		}
	}
	if name := NameOf(asker, known); name != "" {
		e.Str("name", "(iproute2 netns name: %)", name)
	}
	e.Text("\n")
	e.EndObj()
	return nil
}
