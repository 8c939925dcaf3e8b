package addr

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// Show runs ip address show, and ip address.
func Show(e *cli.Env, a *cli.Args) error {
	q, err := info.ParseQuery(e, a, e.Family, help(e))
	if err != nil {
		return err
	}
	p := info.New(e)
	p.AsLink = e.ShownLinks
	if q.HasDev && q.Group == -1 && e.ShownLinks {
		p.Filter = q.Filter
		return q.ShowDev(e, p)
	}
	if q.HasDev {
		if err := q.FindDev(e); err != nil {
			return err
		}
	}
	p.Filter = q.Filter
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	s := &shower{e: e, q: q, links: p, addrs: NewPrinter(e, q)}
	if q.HasDev {
		err = s.dev(c)
	} else {
		err = s.all(c)
	}
	e.End()
	return err
}

func help(e *cli.Env) func() error {
	return func() error { return Run(e, cli.NewArgs([]string{"help"})) }
}

// A shower prints links with their addresses.
type shower struct {
	e     *cli.Env
	q     *info.Query
	links *info.Printer
	addrs *Printer
	store store
}

// dev shows one link: it is asked for first, so as to have the kernel say that there
// is none.
func (s *shower) dev(c *nl.Conn) error {
	r, err := c.Get(s.q.IndexRequest(s.e, c))
	if err != nil {
		return info.NoLink(s.e, err)
	}
	r.Data = append([]byte(nil), r.Data...)
	info.Remember(s.e, r)
	ok, err := s.fill(c)
	if ok {
		s.one(r)
	}
	return err
}

// all shows every link. The addresses are asked for first and kept, so that the
// links, which are many times their size, can be printed as they arrive.
func (s *shower) all(c *nl.Conn) error {
	if ok, err := s.fill(c); !ok {
		return err
	}
	for r, err := range s.q.Links(s.e, c) {
		if err != nil {
			return info.DumpFailed(s.e, err)
		}
		s.one(r)
		s.e.Spill()
	}
	return nil
}

// fill asks for the addresses; ok is whether the links are to be shown. The reference
// does not ask where only links are shown.
func (s *shower) fill(c *nl.Conn) (ok bool, err error) {
	if s.q.Filter.Family == unix.AF_PACKET {
		return true, nil
	}
	for r, err := range c.List(dumpRequest(c, s.q.Filter.Family, s.q.Index)) {
		if err != nil {
			return err == nl.ErrInterrupted, info.DumpFailed(s.e, err)
		}
		s.store.add(r)
	}
	return true, nil
}

func dumpRequest(c *nl.Conn, family uint8, index uint32) *nl.Msg {
	var h [headerLen]byte
	h[0] = family
	nl.Native.PutUint32(h[4:], index)
	return c.New(unix.RTM_GETADDR, 0, h[:])
}

// one prints a link and its addresses, if it has one that is asked for.
func (s *shower) one(r nl.Reply) {
	if len(r.Data) < info.HeaderLen {
		return
	}
	e, q := s.e, s.q
	index, flags := nl.Value(r.Data[4:]).U32(), nl.Value(r.Data[8:]).U32()
	links := q.Filter.Family == unix.AF_PACKET
	if !links && !s.wanted(index) {
		return
	}
	if q.Group != -1 {
		if t, ok := s.links.Attrs(r); ok && t[uapi.IFLA_GROUP] != nil && int32(t[uapi.IFLA_GROUP].U32()) != q.Group {
			return
		}
	}
	e.Obj("")
	res := info.Short
	if e.Brief || links || !e.Oneline {
		res = s.links.Print(r)
	}
	if res != info.Filtered && !links {
		s.list(index, flags)
	}
	if res == info.Printed && !s.links.AsLink && e.Stats > 0 {
		s.links.Statistics(r)
	}
	e.EndObj()
}

// wanted reports whether a link is shown: for an address that passes, or for having
// none at all where every family is shown.
func (s *shower) wanted(index uint32) bool {
	first := s.store.first(index)
	if first < 0 {
		return s.q.Filter.Family == unix.AF_UNSPEC
	}
	for i := first; i >= 0; i = s.store.next(i) {
		for r := range s.store.run(i) {
			if s.addrs.selects(r) {
				return true
			}
		}
	}
	return false
}

// list prints the addresses of a link.
func (s *shower) list(index, flags uint32) {
	e, q := s.e, s.q
	e.Arr("addr_info")
	for i := s.store.first(index); i >= 0; i = s.store.next(i) {
		for r := range s.store.run(i) {
			if q.Filter.Family != 0 && q.Filter.Family != r.Data[0] || q.Up && flags&unix.IFF_UP == 0 || q.Down && flags&unix.IFF_UP != 0 {
				continue
			}
			e.Obj("")
			s.addrs.Print(r)
			e.EndObj()
		}
	}
	e.EndArr()
	if e.Brief {
		e.Text("\n")
	}
}
