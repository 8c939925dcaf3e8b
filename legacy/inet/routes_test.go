package inet

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// FuzzRoutes has any bytes as routes be printed without harm.
func FuzzRoutes(f *testing.F) {
	f.Add([]byte("\x02\x18\x00\x00\xfe\x03\xfd\x01\x00\x00\x00\x00\x08\x00\x01\x00\x0a\x01\x00\x00\x14\x00\x09\x00\x10\x00\x00\x00\x01\x00\x00\x00\x08\x00\x05\x00\x0a\x01\x00\x02"), 3)
	f.Add([]byte("20010db8000000000000000000000005 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000001 00000001 00000000 00000005 v0\n"), 1)
	f.Add([]byte("0 1 2 3 4 5 6 7 8 9\n"), 2)
	f.Fuzz(func(t *testing.T, b []byte, ext int) {
		e := cli.NewEnv("route")
		e.Dest = func([]byte) {}
		o := Routes{Ext: ext & 3, Numeric: true}
		o.table6(e, string(b), ext&1 != 0)
		var tb [unix.RTA_TABLE + 8]nl.Value
		var mb [unix.RTAX_ADVMSS + 1]nl.Value
		table := nl.Table(tb[:])
		if !(nl.Reply{Data: b}).Attrs(table, unix.SizeofRtMsg) {
			return
		}
		table[unix.RTA_OIF] = nil
		if a, ok := read(e, b, table, mb[:]); ok {
			a.link = "v0"
			if row := o.row(nil, &a); len(row) < 40 || row[len(row)-1] != '\n' {
				t.Errorf("%q", row)
			}
		}
	})
}

func TestRow(t *testing.T) {
	var r Row
	r.Str("ab", 4)
	r.Int(-7, -5)
	r.Str("long", 2)
	r.Uint(3, 0)
	if string(r) != "ab     -7long3" {
		t.Errorf("%q", r)
	}
}

func TestFamilies(t *testing.T) {
	e := cli.NewEnv("route")
	var f Families
	if f.Any() || f.String("inet") != "inet" {
		t.Error("there is one at first")
	}
	if !f.Add(e, "ip,ip6") || !f.Add(e, "unix") || f.String("") != "inet,inet6,unix" || !f.Has("inet6") || f.Has("inet,inet6") {
		t.Errorf("%q", f.list)
	}
	if f.Add(e, "inet,") {
		t.Error("an empty word was taken")
	}
}

func TestShort4(t *testing.T) {
	ip := [16]byte{10: 0xff, 11: 0xff, 12: 1, 13: 2, 14: 3, 15: 4}
	o := Routes{Numeric: true}
	if s := o.Name6(&ip, false); s != "1.2.3.4" {
		t.Error(s)
	}
	ip[0] = 1
	if s := o.Name6(&ip, false); strings.Contains(s, ".") {
		t.Error(s)
	}
}
