package monitor

import (
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// deaf is an Env whose output is dropped and whose names nobody knows.
func deaf() *cli.Env {
	e := cli.NewEnv("ip")
	e.Dest = func([]byte) {}
	e.Names.Socket = func() (int, error) { return -1, unix.ENOTSUP }
	return e
}

// FuzzEvent has any message be printed without harm.
func FuzzEvent(f *testing.F) {
	add := func(typ uint16, hdr []byte, put func(m *nl.Msg)) {
		m := nl.New(typ, 0, hdr)
		put(m)
		f.Add(typ, m.Header())
	}
	add(unix.RTM_NEWLINK, []byte{0, 0, 1, 0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, func(m *nl.Msg) {
		m.PutStr(unix.IFLA_IFNAME, "x0")
		m.PutBytes(unix.IFLA_ADDRESS, make([]byte, 90))
		m.PutU32(unix.IFLA_LINK, 9)
	})
	add(unix.RTM_DELADDR, []byte{2, 24, 0, 0, 7, 0, 0, 0}, func(m *nl.Msg) {
		m.PutBE32(unix.IFA_LOCAL, 0x0a000001)
		m.PutU8(unix.IFA_CACHEINFO, 1)
	})
	add(unix.RTM_DELROUTE, []byte{2, 16, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0}, func(m *nl.Msg) {
		m.PutBE32(unix.RTA_DST, 0x0a000000)
		m.PutU32(unix.RTA_OIF, 7)
	})
	add(unix.RTM_NEWROUTE, []byte{128, 32, 32, 0, 252, 17, 0, 5, 0, 0, 0, 0}, func(m *nl.Msg) {
		m.PutBE32(unix.RTA_DST, 0xe0000001)
		m.PutBytes(unix.RTA_MULTIPATH, []byte{8, 0, 0, 1, 7, 0, 0, 0, 0, 0})
		m.PutU64(uapi.RTA_EXPIRES, 1<<63)
		m.PutU8(uapi.RTA_MFC_STATS, 1)
	})
	add(unix.RTM_NEWPREFIX, []byte{10, 0, 0, 0, 7, 0, 0, 0, 3, 64, 3, 0}, func(m *nl.Msg) {
		m.PutBytes(uapi.PREFIX_ADDRESS, make([]byte, 200))
		m.PutU8(uapi.PREFIX_CACHEINFO, 1)
	})
	for _, typ := range []uint16{unix.RTM_NEWNEIGH, unix.RTM_GETNEIGH, unix.RTM_NEWRULE, unix.RTM_NEWNETCONF,
		unix.RTM_NEWSTATS, unix.RTM_DELNSID, unix.RTM_NEWADDRLABEL, uapi.RTM_NEWNEXTHOP, uapi.RTM_NEWNEXTHOPBUCKET, stamped, 999} {
		f.Add(typ, []byte{10, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0, 5, 0, 1, 0, 1, 0, 0, 0})
	}
	f.Fuzz(func(t *testing.T, typ uint16, b []byte) {
		for i := range 1 << 4 {
			if typ == unix.RTM_NEWNSID || typ == unix.RTM_DELNSID {
				return // would ask the kernel for names
			}
			e := deaf()
			e.Oneline, e.Brief, e.Stats = i&1 != 0, i&2 != 0, i>>2&1
			q := asked{labels: i&1 != 0, allNS: true, index: uint32(i >> 3 * 7)}
			msg := append(make([]byte, 16), b...)
			p := newPrinter(e, &q)
			p.print(nl.Reply{Type: typ, Data: msg[16:], Msg: msg}, 3)
			e.Flush()
		}
	})
}

// FuzzWords has any words be taken or refused.
func FuzzWords(f *testing.F) {
	f.Add("link", "dev", "if7")
	f.Add("ne", "all-nsid", "label")
	f.Add("file", "x", "")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		q, err := parse(deaf(), cli.NewArgs([]string{a, b, c}))
		if err != nil {
			return
		}
		q.groups(unix.AF_UNSPEC, func(cl *class, _ string, group int8) error {
			if group < 0 || group > 39 {
				t.Error(cl.name, group)
			}
			return nil
		})
	})
}
