package route

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// selectNexthops reads the words of list and flush. An id ends them: that nexthop is
// wanted, and no other.
func selectNexthops(e *cli.Env, a *cli.Args) (f *nexthopFilter, id uint32, one bool, err error) {
	f = cli.Keep[nexthopFilter](e)
	for a.More() {
		word, _ := a.Next()
		is := func(name string) bool { return cli.Prefix(word, name) }
		ok, err := f.option(e, a, word)
		switch {
		case ok:
		case is("groups"):
			f.groups = true
		case word == "id":
			id, err = nexthopID(a)
			return f, id, true, err
		case is("protocol"):
			var w string
			if w, err = a.Next(); err != nil {
				break
			}
			v, ok := cli.Uint(w, 0, 32)
			if !ok {
				err = cli.Invalid("invalid protocol value", w)
			}
			f.proto = uint32(v)
		case is("fdb"):
			f.fdb = true
		case is("help"):
			err = cli.Usage(nexthopUsage)
		default:
			err = cli.Invalid("", word)
		}
		if err != nil {
			return f, 0, false, err
		}
	}
	f.opFlags = nexthopStats(e)
	return f, 0, false, nil
}

func nexthopList(e *cli.Env, a *cli.Args) error {
	f, id, one, err := selectNexthops(e, a)
	switch {
	case err != nil:
		return err
	case one:
		return nexthopShow(e, id)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := nexthopRequest(c, unix.RTM_GETNEXTHOP, 0, e.Family)
	f.put(m)
	return nexthopDump(e, c, m, PrintNexthopReply)
}

// nexthopDump runs m and has show print each answer.
func nexthopDump(e *cli.Env, c *nl.Conn, m *nl.Msg, show func(*cli.Env, nl.Reply) error) error {
	var failed error
	e.Begin()
	for r, err := range c.Dump(m) {
		if err == nil {
			err = show(e, r)
		}
		if failed = err; err != nil {
			break
		}
	}
	e.End()
	return ended(e, failed, "Dump terminated")
}

// nexthopGet runs ip nexthop get.
func nexthopGet(e *cli.Env, a *cli.Args) error {
	id := uint32(0)
	for a.More() {
		if !a.Accept("id") {
			return cli.Usage(nexthopUsage)
		}
		var err error
		if id, err = nexthopID(a); err != nil {
			return err
		}
	}
	if id == 0 {
		return cli.Usage(nexthopUsage)
	}
	return nexthopShow(e, id)
}

// nexthopShow shows the one nexthop.
func nexthopShow(e *cli.Env, id uint32) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := nexthopRequest(c, unix.RTM_GETNEXTHOP, 0, e.Family)
	m.PutU32(nhaID, id)
	m.PutU32(nhaOpFlags, nexthopStats(e))
	return nexthopAnswer(e, c, m, PrintNexthopReply)
}

// nexthopAnswer runs m and has show print the answer.
func nexthopAnswer(e *cli.Env, c *nl.Conn, m *nl.Msg, show func(*cli.Env, nl.Reply) error) error {
	r, err := c.Get(m)
	if err != nil {
		return err
	}
	e.Begin()
	err = show(e, r)
	e.End()
	return err
}

// nexthopFlush runs ip nexthop flush. Where all are to go, groups go first.
func nexthopFlush(e *cli.Env, a *cli.Args) error {
	all := !a.More()
	f, id, one, err := selectNexthops(e, a)
	if err != nil {
		return err
	}
	second, err := e.Dial(unix.NETLINK_ROUTE) // deletes while the dump runs
	if err != nil {
		return err
	}
	defer second.Close()
	if one {
		if err := nexthopDelete(second, id); err != nil {
			return cli.Status(err, 1, false)
		}
		return nil
	}
	if all {
		f.groups, f.dev, f.master = true, 0, 0
	}
	err = f.flush(e, second)
	if err == nil && all {
		f.groups = false
		err = f.flush(e, second)
	}
	if nl.Broken(err) != nil {
		return err
	}
	if f.flushed == 0 {
		e.Puts("Nothing to flush\n")
	} else {
		e.Puts("Flushed " + strconv.Itoa(int(f.flushed)) + " nexthops\n")
	}
	return ended(e, err, "Dump terminated. Failed to flush nexthops")
}

// flush deletes what the filter lets pass. What cannot be deleted is told, and stays.
func (f *nexthopFilter) flush(e *cli.Env, second *nl.Conn) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := nexthopRequest(c, unix.RTM_GETNEXTHOP, 0, e.Family)
	f.put(m)
	for r, err := range c.Dump(m) {
		if err == nl.ErrInterrupted {
			e.Warn(err.Error())
			break
		}
		if err != nil {
			return err
		}
		var tb [nhaID + 1]nl.Value
		t := nl.Table(tb[:])
		if !r.Attrs(t, nhHdrLen) || f.proto != 0 && f.proto != uint32(r.Data[2]) {
			continue
		}
		id := t[nhaID].U32()
		if id == 0 {
			continue
		}
		if err := nexthopDelete(second, id); err != nil {
			e.Warn(err.Error())
			continue
		}
		f.flushed++
	}
	return nil
}

func nexthopDelete(c *nl.Conn, id uint32) error {
	m := nexthopRequest(c, unix.RTM_DELNEXTHOP, 0, unix.AF_UNSPEC)
	m.PutU32(nhaID, id)
	return c.Do(m)
}
