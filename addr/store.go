package addr

import (
	"iter"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A store keeps the addresses of a dump by the index of their link, in pieces of memory
// that stay where they are. The kernel tells those of one link and family one after the
// other: such a run is one entry.
type store struct {
	chunks [][]byte         // of each address its length in four bytes, and what stood behind the netlink header
	runs   [][]run          // in pieces of runsLen
	n      int              // how many runs
	pages  map[uint32]*page // first runs, by the link's index / pageLen
	last   *page            // the one looked at last
	lastNo uint32
}

type run struct {
	link       uint32
	chunk      uint32
	start, end uint32 // in the chunk
	next       int32  // the link's next run, -1: none
	last       int32  // of a link's first run: its last
}

const (
	headerLen = unix.SizeofIfAddrmsg
	chunkLen  = 64 << 10 // room for any address: a datagram's is half of it
	runsLen   = 512
	pageLen   = 64
)

// A page has 1 + the first run of each of some links, 0 where there is none.
type page [pageLen]int32

func (s *store) page(link uint32) *page {
	if no := link / pageLen; s.last == nil || s.lastNo != no {
		p := s.pages[no]
		if p == nil {
			return nil
		}
		s.last, s.lastNo = p, no
	}
	return s.last
}

// add keeps the address in r.
func (s *store) add(r nl.Reply) {
	if r.Type != unix.RTM_NEWADDR || len(r.Data) < headerLen {
		return
	}
	link := nl.Value(r.Data[4:]).U32()
	c, n := len(s.chunks)-1, s.n
	if c < 0 || len(s.chunks[c])+4+len(r.Data)+3 > cap(s.chunks[c]) {
		c++
		chunk := make([]byte, 0, max(chunkLen, 4+len(r.Data)+3))
		if c > 0 { // there are many: all its pages at once. Linux before 5.14 refuses, and no harm done.
			unix.Madvise(chunk[:cap(chunk)], unix.MADV_POPULATE_WRITE)
		}
		s.chunks = append(s.chunks, chunk)
		n = 0
	}
	if n == 0 || s.at(int32(n-1)).link != link {
		s.start(link, c)
	}
	b := nl.Native.AppendUint32(s.chunks[c], uint32(len(r.Data)))
	b = append(b, r.Data...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	s.chunks[c] = b
	s.at(int32(s.n - 1)).end = uint32(len(b))
}

func (s *store) at(i int32) *run { return &s.runs[i/runsLen][i%runsLen] }

func (s *store) start(link uint32, chunk int) {
	i := int32(s.n)
	if s.n%runsLen == 0 {
		s.runs = append(s.runs, make([]run, runsLen))
	}
	s.n++
	*s.at(i) = run{link: link, chunk: uint32(chunk), start: uint32(len(s.chunks[chunk])), next: -1, last: i}
	p := s.page(link)
	if p == nil {
		if s.pages == nil {
			s.pages = make(map[uint32]*page)
		}
		p = new(page)
		s.pages[link/pageLen] = p
	}
	at := &p[link%pageLen]
	if first := *at - 1; first >= 0 {
		f := s.at(first)
		s.at(f.last).next = i
		f.last = i
	} else {
		*at = i + 1
	}
}

// first is a link's first run, -1 where it has none; next the one after run i.
func (s *store) first(link uint32) int32 {
	if p := s.page(link); p != nil {
		return p[link%pageLen] - 1
	}
	return -1
}

func (s *store) next(i int32) int32 { return s.at(i).next }

// run walks the addresses of run i.
func (s *store) run(i int32) iter.Seq[nl.Reply] {
	return func(yield func(nl.Reply) bool) {
		u := s.at(i)
		for b := s.chunks[u.chunk][u.start:u.end]; len(b) >= 4; {
			n := int(nl.Native.Uint32(b))
			if !yield(nl.Reply{Type: unix.RTM_NEWADDR, Data: b[4 : 4+n : 4+n]}) {
				return
			}
			b = b[4+(n+3)&^3:]
		}
	}
}
