package addr

import (
	"iter"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A store keeps the addresses of a dump by the index of their link, in one piece of
// memory. The kernel tells those of one link and family one after the other: such a
// run is one entry.
type store struct {
	buf  []byte // of each address its length in four bytes, and what stood behind the netlink header
	runs []run
	by   map[uint32]int32 // first run of a link
}

type run struct {
	link       uint32
	start, end int
	next       int32 // the link's next run, -1: none
	last       int32 // of a link's first run: its last
}

const headerLen = unix.SizeofIfAddrmsg

// add keeps the address in r.
func (s *store) add(r nl.Reply) {
	if r.Type != unix.RTM_NEWADDR || len(r.Data) < headerLen {
		return
	}
	link := nl.Value(r.Data[4:]).U32()
	if n := len(s.runs); n == 0 || s.runs[n-1].link != link {
		s.start(link)
	}
	s.buf = nl.Native.AppendUint32(s.buf, uint32(len(r.Data)))
	s.buf = append(s.buf, r.Data...)
	for len(s.buf)%4 != 0 {
		s.buf = append(s.buf, 0)
	}
	s.runs[len(s.runs)-1].end = len(s.buf)
}

func (s *store) start(link uint32) {
	if s.by == nil {
		s.by = make(map[uint32]int32)
	}
	i := int32(len(s.runs))
	s.runs = append(s.runs, run{link: link, start: len(s.buf), next: -1, last: i})
	if first, ok := s.by[link]; ok {
		s.runs[s.runs[first].last].next = i
		s.runs[first].last = i
	} else {
		s.by[link] = i
	}
}

// first is a link's first run, -1 where it has none; next the one after run i.
func (s *store) first(link uint32) int32 {
	if i, ok := s.by[link]; ok {
		return i
	}
	return -1
}

func (s *store) next(i int32) int32 { return s.runs[i].next }

// run walks the addresses of run i.
func (s *store) run(i int32) iter.Seq[nl.Reply] {
	return func(yield func(nl.Reply) bool) {
		for b := s.buf[s.runs[i].start:s.runs[i].end]; len(b) >= 4; {
			n := int(nl.Native.Uint32(b))
			if !yield(nl.Reply{Type: unix.RTM_NEWADDR, Data: b[4 : 4+n : 4+n]}) {
				return
			}
			b = b[4+(n+3)&^3:]
		}
	}
}
