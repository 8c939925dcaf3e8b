package route

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// bucketRun runs ip nexthop bucket: the buckets of resilient groups.
func bucketRun(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return bucketList(e, a)
	}
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("list"), is("show"), is("lst"):
		return bucketList(e, a)
	case is("get"):
		return bucketGet(e, a)
	case is("help"):
		return cli.Usage(nexthopUsage)
	}
	return cli.UnknownCommand(word, "ip nexthop")
}

func bucketList(e *cli.Env, a *cli.Args) error {
	f := cli.Keep[nexthopFilter](e)
	for a.More() {
		word, _ := a.Next()
		ok, err := f.option(e, a, word)
		switch {
		case ok:
		case word == "id":
			f.id, err = nexthopID(a)
		case word == "nhid":
			f.nhid, err = nexthopID(a)
		case cli.Prefix(word, "help"):
			err = cli.Usage(nexthopUsage)
		default:
			err = cli.Invalid("", word)
		}
		if err != nil {
			return err
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := nexthopRequest(c, unix.RTM_GETNEXTHOPBUCKET, 0, e.Family)
	f.put(m)
	if f.id != 0 {
		m.PutU32(nhaID, f.id)
	}
	if f.nhid != 0 {
		m.Open(nhaResBucket | nl.Nested)
		m.PutU32(nhaBucketID, f.nhid)
		m.Close()
	}
	return nexthopDump(e, c, m, PrintBucketReply)
}

func bucketGet(e *cli.Env, a *cli.Args) error {
	id, index, given := uint32(0), uint64(0), false
	for a.More() {
		var err error
		switch {
		case a.Accept("id"):
			id, err = nexthopID(a)
		case a.Accept("index"):
			var w string
			if w, err = a.Next(); err != nil {
				break
			}
			if index, given = cli.Uint(w, 0, 16); !given {
				err = cli.Invalid("invalid bucket index value", w)
			}
		default:
			err = cli.Usage(nexthopUsage)
		}
		if err != nil {
			return err
		}
	}
	if id == 0 || !given {
		return cli.Usage(nexthopUsage)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := nexthopRequest(c, unix.RTM_GETNEXTHOPBUCKET, 0, e.Family)
	m.PutU32(nhaID, id)
	m.Open(nhaResBucket | nl.Nested)
	m.PutU16(nhaBucketIndex, uint16(index))
	m.Close()
	return nexthopAnswer(e, c, m, PrintBucketReply)
}

// PrintBucketReply writes the bucket in r as a record of its own. Of one that is
// deleted nothing is said, as in the reference.
func PrintBucketReply(e *cli.Env, r nl.Reply) error {
	if r.Type != unix.RTM_NEWNEXTHOPBUCKET && r.Type != unix.RTM_DELNEXTHOPBUCKET {
		return cli.NotA("Not a nexthop bucket", r)
	}
	var tb [nhaMax + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, nhHdrLen) {
		return cli.TooShort(r, nhHdrLen)
	}
	e.Obj("")
	if v := t[nhaID]; v != nil {
		e.Uint("id", "id % ", uint64(v.U32()))
	}
	if v := t[nhaResBucket]; v != nil {
		var bb [nhaBucketMax + 1]nl.Value
		b := nl.Table(bb[:]).Index(v)
		e.Obj("bucket")
		if v := b[nhaBucketIndex]; v != nil {
			e.Uint("index", "index % ", uint64(v.U16()))
		}
		if v := b[nhaBucketIdleTime]; v != nil {
			seconds(e, "idle_time", v.U64())
		}
		if v := b[nhaBucketID]; v != nil {
			e.Uint("nhid", "nhid % ", uint64(v.U32()))
		}
		e.EndObj()
	}
	PrintFlags(e, nl.Value(r.Data[4:]).U32())
	e.Text("\n")
	e.EndObj()
	e.Spill()
	return nil
}
