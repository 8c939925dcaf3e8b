package info

import (
	"iter"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

func header(family uint8, index uint32) []byte {
	h := make([]byte, HeaderLen)
	h[0] = family
	nl.Native.PutUint32(h[4:], index)
	return h
}

// mask is what of a link the kernel is to tell (IFLA_EXT_MASK).
func (q *Query) mask(e *cli.Env) uint32 {
	mask := uint32(0)
	if !q.NoVF {
		mask |= uapi.RTEXT_FILTER_VF
	}
	if e.Stats == 0 {
		mask |= uapi.RTEXT_FILTER_SKIP_STATS
	}
	return mask
}

// DumpRequest asks for all links, of which the kernel leaves out what it can.
func (q *Query) DumpRequest(e *cli.Env, c *nl.Conn) *nl.Msg {
	family := q.Family
	if family == unix.AF_INET6 && q.Group != -1 {
		// IPv6's view of a link is without its group. The reference never ends here.
		family = unix.AF_UNSPEC
	}
	m := c.New(unix.RTM_GETLINK, 0, header(family, 0))
	if q.Family != unix.AF_UNSPEC && q.Family != unix.AF_PACKET {
		return m
	}
	m.PutU32(unix.IFLA_EXT_MASK, q.mask(e))
	if q.Master != 0 {
		m.PutU32(unix.IFLA_MASTER, uint32(q.Master))
	}
	if q.Kind != "" {
		m.Open(unix.IFLA_LINKINFO)
		m.PutText(unix.IFLA_INFO_KIND, q.Kind)
		m.Close()
	}
	return m
}

// IndexRequest asks for the link that the filter names by its index.
func (q *Query) IndexRequest(e *cli.Env, c *nl.Conn) *nl.Msg {
	m := c.New(unix.RTM_GETLINK, 0, header(q.Filter.Family, q.Index))
	m.PutU32(unix.IFLA_EXT_MASK, q.mask(e))
	return m
}

// FindDev turns Dev into an index of the filter.
func (q *Query) FindDev(e *cli.Env) error {
	q.Index = e.LinkIndex(q.Dev)
	if int32(q.Index) <= 0 {
		return q.noDev()
	}
	return nil
}

func (q *Query) noDev() error { return cli.Fail(`Device "` + q.Dev + `" does not exist.`) }

// ShowDev prints the one link that is named, which takes one request.
func (q *Query) ShowDev(e *cli.Env, p *Printer) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_GETLINK, 0, header(q.Family, 0))
	if badName([]byte(q.Dev)) {
		m.PutStr(unix.IFLA_ALT_IFNAME, q.Dev)
	} else {
		m.PutStr(unix.IFLA_IFNAME, q.Dev)
	}
	m.PutU32(unix.IFLA_EXT_MASK, q.mask(e))
	r, err := c.Get(m)
	if err != nil {
		// A name that is none may still stand for an index (if7), with which the
		// reference goes on: to ask for the name.
		if int32(e.LinkIndex(q.Dev)) <= 0 {
			return q.noDev()
		}
		e.Begin()
		e.End()
		return &cli.Error{Msg: err.Error() + "\n" + Perror("Cannot send link get request", err), Code: 1, Exit: true, Err: err}
	}
	e.Begin()
	e.Obj("")
	p.Print(r)
	e.EndObj()
	e.End()
	return nil
}

// NoLink tells of a link that could not be asked for. As with DumpFailed, nil comes back,
// but where the reference exits.
func NoLink(e *cli.Env, err error) error {
	if nl.Broken(err) == nil {
		e.Warn(err.Error() + "\n" + Perror("Cannot send link request", err))
		return nil
	}
	return err
}

// Perror is C's perror: what could not be done, and the words of the errno in err.
func Perror(what string, err error) string {
	for err != nil {
		if errno, ok := err.(unix.Errno); ok {
			return what + ": " + nl.Strerror(errno)
		}
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			break
		}
		err = u.Unwrap()
	}
	return what + ": Success"
}

// Links is a dump of links. The names in a datagram are taken note of before the first
// of its links comes out, so that links that refer to each other, which were made
// together, need no question about that.
func (q *Query) Links(e *cli.Env, c *nl.Conn) iter.Seq2[nl.Reply, error] {
	return func(yield func(nl.Reply, error) bool) {
		c.Tap = func(b []byte) error {
			const hdr = unix.SizeofNlMsghdr
			for len(b) >= hdr {
				n := int(nl.Native.Uint32(b))
				if n < hdr || n > len(b) {
					break
				}
				Remember(e, nl.Reply{Type: nl.Native.Uint16(b[4:]), Data: b[hdr:n:n]})
				b = b[min((n+3)&^3, len(b)):]
			}
			return nil
		}
		defer func() { c.Tap = nil }()
		for r, err := range c.List(q.DumpRequest(e, c)) {
			if !yield(r, err) {
				return
			}
		}
	}
}

// Remember takes note of the name of the link in r, for links that refer to it.
func Remember(e *cli.Env, r nl.Reply) {
	h := nl.Value(r.Data)
	if r.Type != unix.RTM_NEWLINK || len(h) < HeaderLen {
		return
	}
	for typ, v := range nl.Attrs(h[HeaderLen:]) {
		if typ == unix.IFLA_IFNAME {
			e.Remember(h.From(4).U32(), v.Text(), h.From(8).U32(), h.From(2).U16())
			return
		}
	}
}

// DumpFailed tells what became of a dump that ends in err. The reference's status is
// 0 all the same, and nil comes back, but where it exits.
func DumpFailed(e *cli.Env, err error) error {
	if nl.Broken(err) != nil {
		return err
	}
	if err := e.DumpFailed(err, "Dump terminated"); err != nil {
		e.Warn(err.Error())
	}
	return nil
}
