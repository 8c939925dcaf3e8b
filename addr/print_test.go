package addr

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

func quietEnv() *cli.Env {
	e := cli.NewEnv("ip")
	e.Dest = func([]byte) {}
	e.Names.Socket = func() (int, error) { return -1, unix.ENODEV }
	return e
}

// sample is an address with all that one can have.
func sample(link uint32) nl.Reply {
	h := [headerLen]byte{unix.AF_INET, 24, 0x80, 0}
	nl.Native.PutUint32(h[4:], link)
	m := nl.New(unix.RTM_NEWADDR, 0, h[:])
	m.PutBytes(unix.IFA_ADDRESS, []byte{10, 0, 0, 1})
	m.PutBytes(unix.IFA_LOCAL, []byte{10, 0, 0, 2})
	m.PutBytes(unix.IFA_BROADCAST, []byte{10, 0, 0, 255})
	m.PutStr(unix.IFA_LABEL, "x0:1")
	m.PutU32(uapi.IFA_FLAGS, 0x80)
	m.PutU32(unix.IFA_RT_PRIORITY, 5)
	m.PutU8(uapi.IFA_PROTO, 2)
	m.Put(unix.IFA_CACHEINFO, 16)
	return nl.Reply{Type: unix.RTM_NEWADDR, Data: m.Header()}
}

func FuzzPrint(f *testing.F) {
	f.Add(sample(1).Data)
	f.Fuzz(func(t *testing.T, b []byte) {
		for i := range 1 << 5 {
			e := quietEnv()
			e.WantJSON, e.Oneline, e.Brief, e.Numeric = i&1 != 0, i&2 != 0, i&4 != 0, i&8 != 0
			q := &info.Query{}
			if i&16 != 0 {
				q.FlagMask, q.Labelled, q.Label = 0x80, true, "*[!a-c]?"
			}
			p := NewPrinter(e, q)
			e.Begin()
			for _, typ := range [...]uint16{unix.RTM_NEWADDR, unix.RTM_DELADDR, uapi.RTM_NEWANYCAST} {
				p.Print(nl.Reply{Type: typ, Data: b})
			}
			e.End()
			var s store
			s.add(nl.Reply{Type: unix.RTM_NEWADDR, Data: b})
			s.add(nl.Reply{Type: unix.RTM_NEWADDR, Data: b})
			for i := range s.n {
				for r := range s.run(int32(i)) {
					p.selects(r)
				}
			}
		}
	})
}

// A link's addresses are found however they come, and cost nothing each.
func TestStore(t *testing.T) {
	var s store
	for _, link := range [...]uint32{1, 1, 2, 3, 1, 3, 1} {
		s.add(sample(link))
	}
	for link, want := range map[uint32]int{1: 4, 2: 1, 3: 2, 4: 0} {
		n := 0
		for i := s.first(link); i >= 0; i = s.next(i) {
			for range s.run(i) {
				n++
			}
		}
		if n != want {
			t.Errorf("link %d has %d addresses, not %d", link, n, want)
		}
	}
	e := quietEnv()
	p := NewPrinter(e, &info.Query{})
	r := sample(1)
	if n := testing.AllocsPerRun(100, func() { p.Print(r); e.Cut(0) }); n != 0 {
		t.Errorf("%v allocations for an address", n)
	}
}
