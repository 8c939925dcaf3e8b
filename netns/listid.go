package netns

import (
	"slices"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// listID prints the ids that this namespace knows others by, or another namespace
// does (RTM_GETNSID).
func listID(e *cli.Env, a *cli.Args) error {
	// Asking for names needs a second socket while a dump is under way.
	asker, err := e.Dial(unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer asker.Close()
	learn(e, asker)
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
		}
		if err = e.DumpFailed(err, "Dump terminated"); err != nil {
			e.End()
			return err
		}
	}
	e.End()
	return nil
}

// learned is what one name came to when it was asked for.
type learned struct {
	name string
	id   int32
	err  error
}

// learn asks for the id of every name, once in a program's life as upstream does, and
// keeps what it finds in e. What it asked is returned, for who would ask again.
func learn(e *cli.Env, c *nl.Conn) []learned {
	if e.NSNames != nil {
		return nil
	}
	var list []learned
	err := Each(func(name string) bool {
		list = append(list, learned{name: name})
		return true
	})
	for some := range slices.Chunk(list, askedAtOnce) {
		ask(c, some)
	}
	names := make(map[int32]string)
	for _, l := range list {
		tell(e, l.err)
		if _, ok := names[l.id]; !ok && l.id >= 0 {
			names[l.id] = l.name // of two names for one namespace the first
		}
	}
	if err == nil {
		e.NSNames = names
	}
	return list
}

// tell says what the kernel says of a name that is no namespace's.
func tell(e *cli.Env, err error) {
	if k, ok := err.(*nl.Error); ok {
		e.Warn(k.Error())
	}
}

// nameOf is NameOf with the kernel's complaints told.
func nameOf(e *cli.Env, c *nl.Conn, id int32) (found string) {
	if id < 0 {
		return ""
	}
	Each(func(name string) bool {
		have, err := ID(c, name)
		tell(e, err)
		if err == nil && have == id {
			found = name
		}
		return found == ""
	})
	return found
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
	// As upstream: a name is told once from memory, then found anew.
	name := e.NSNames[known]
	delete(e.NSNames, known)
	if name == "" && r.Type == unix.RTM_NEWNSID {
		name = nameOf(e, asker, id)
		if _, ok := e.NSNames[id]; !ok && name != "" && e.NSNames != nil {
			e.NSNames[id] = name
		}
	}
	if name != "" {
		e.Str("name", "(iproute2 netns name: %)", name)
	}
	e.Text("\n")
	e.EndObj()
	return nil
}

// Learn asks for the ids that c's namespace knows the names by, unless e knows them.
func Learn(e *cli.Env, c *nl.Conn) { learn(e, c) }
