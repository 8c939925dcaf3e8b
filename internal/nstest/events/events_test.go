// Package events has tests only: what ip monitor and bridge monitor print of messages
// that are made here, with every attribute there is, whatever this machine's kernel knows.
package events

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gip/internal/nstest"
)

var update = flag.Bool("update", false, "record what is printed, by the 7.3 reference only")

func TestMain(m *testing.M) {
	nstest.Main()
	os.Exit(m.Run())
}

// A group is frames that one program prints.
type group struct {
	program, name string
	frames        []frame
}

func groups() []group {
	return []group{
		{"ip", "route", routes()},
		{"ip", "encap", encaps()},
		{"ip", "nexthop", nexthops()},
		{"ip", "rule", rules()},
		{"ip", "address", addresses()},
		{"ip", "neigh", neighbours()},
		{"ip", "other", others()},
		{"ip", "odd", odd()},
		{"bridge", "fdb", fdbs()},
		{"bridge", "mdb", mdbs()},
		{"bridge", "vlan", vlans()},
		{"bridge", "link", bridgeLinks()},
		{"bridge", "vni", vnis()},
	}
}

// modes are the options that each frame is printed with, before and behind monitor.
func modes(program string) []string {
	ms := []string{"", "-d", "-s", "-s -s -d", "-o", "-c -d"}
	if program == "ip" {
		ms = append(ms, "-N -d", "-4", "-6 -d", "-br", "-iec -s")
	}
	return ms
}

func write(t *testing.T, dir string, g group) string {
	t.Helper()
	var b []byte
	if g.program == "ip" {
		for _, f := range known() {
			b = append(b, f.msg...)
		}
	}
	for i, f := range g.frames {
		b = append(append(b, nstest.Stamp(i)...), f.msg...)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
	}
	name := filepath.Join(dir, g.program+"."+g.name)
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// A printed tells what is printed of a group's frames, by the mode: of each frame, and on
// standard error of all.
type printed map[string]string

// play has a side print all groups in all modes.
func play(t *testing.T, side nstest.Side, gs []group) printed {
	t.Helper()
	dir := t.TempDir()
	var lines []string
	for _, g := range gs {
		file := write(t, dir, g)
		for _, m := range modes(g.program) {
			lines = append(lines, fmt.Sprintf("{ %s %s monitor label file %s; }", g.program, m, file))
			if g.program == "bridge" {
				lines[len(lines)-1] = fmt.Sprintf("{ bridge %s monitor all file %s; }", m, file)
			}
		}
	}
	rs, err := nstest.Run(side, lines)
	if err != nil {
		t.Skip("no sandbox here: ", err)
	}
	all := printed{}
	for _, g := range gs {
		for _, m := range modes(g.program) {
			r := rs[0]
			rs = rs[1:]
			parts := strings.Split(r.Out, "Timestamp: ")
			for i, p := range parts {
				if i == 0 {
					all[g.name+"\t"+m+"\tbefore"] = p
				} else if i <= len(g.frames) {
					_, p, _ = strings.Cut(p, " us\n")
					all[g.name+"\t"+m+"\t"+g.frames[i-1].name] = p
				}
			}
			all[g.name+"\t"+m+"\terrors"] = fmt.Sprint(r.Err, "status ", r.Status)
			if len(parts) != len(g.frames)+1 {
				t.Errorf("%s %s: %d frames, %d printed, status %d %s", g.name, m, len(g.frames), len(parts)-1, r.Status, tail(r.Err))
			}
		}
	}
	return all
}

func tail(s string) string { return s[max(0, len(s)-200):] }

const records = "testdata/events.gz"

// TestEvents compares what is printed with iproute2 7.3 where it is here, and with its
// records.
func TestEvents(t *testing.T) {
	gs := groups()
	n := 0
	for _, g := range gs {
		n += len(g.frames)
	}
	ref, why := nstest.FindReference()
	if ref.Is615() {
		ref = nil
	}
	var want printed
	if ref != nil {
		want = play(t, nstest.Side{Ref: ref}, gs)
	}
	if *update {
		if ref == nil {
			t.Fatal("records come from the 7.3 reference: ", why)
		}
		if err := os.WriteFile(records, pack(format(gs, want)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	bin, err := nstest.Build()
	if err != nil {
		t.Fatal(err)
	}
	got := play(t, nstest.Side{Gip: bin}, gs)
	t.Logf("%d frames, printed %d times", n, len(got))
	if want != nil {
		compare(t, "iproute2 "+ref.Version, want, got)
	}
	b, err := os.ReadFile(records)
	if err != nil {
		t.Fatal(err)
	}
	recorded := parse(t, gs, unpack(t, b))
	compare(t, "recorded", recorded, got)
}

func compare(t *testing.T, who string, want, got printed) {
	bad := 0
	keys := make([]string, 0, len(want))
	for k := range want {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if want[k] != got[k] {
			if bad++; bad <= 60 {
				t.Errorf("%s (%s)\nwant %q\n got %q", strings.ReplaceAll(k, "\t", ": "), who, want[k], got[k])
			}
		}
	}
	for k := range got {
		if _, ok := want[k]; !ok {
			t.Errorf("%s: nothing %s (go test -update)", k, who)
		}
	}
	t.Logf("%s: %d of %d differ", who, bad, len(want))
}

func pack(s string) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	io.WriteString(z, s)
	z.Close()
	return b.Bytes()
}

func unpack(t *testing.T, b []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if b, err = io.ReadAll(z); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// format writes records: of each frame what is printed of it in the first mode, and in
// others where that is something else.
func format(gs []group, p printed) string {
	var b strings.Builder
	each(gs, func(g group, name string) {
		b.WriteString("# " + g.name + "\t" + name + "\n")
		seen := map[string]int{}
		for i, m := range modes(g.program) {
			s := p[g.name+"\t"+m+"\t"+name]
			if at, ok := seen[s]; ok {
				if at != 0 {
					fmt.Fprintf(&b, "%d=%d\n", i, at)
				}
				continue
			}
			seen[s] = i
			fmt.Fprintf(&b, "%d %q\n", i, s)
		}
	})
	return b.String()
}

func each(gs []group, do func(g group, name string)) {
	for _, g := range gs {
		do(g, "before")
		for _, f := range g.frames {
			do(g, f.name)
		}
		do(g, "errors")
	}
}

func parse(t *testing.T, gs []group, text string) printed {
	t.Helper()
	read := map[string]map[int]string{}
	var now map[int]string
	for l := range strings.Lines(text) {
		l = strings.TrimSuffix(l, "\n")
		var i, at int
		var s string
		if k, ok := strings.CutPrefix(l, "# "); ok {
			now = map[int]string{}
			read[k] = now
		} else if _, err := fmt.Sscanf(l, "%d=%d", &i, &at); err == nil {
			now[i] = now[at]
		} else if _, err := fmt.Sscanf(l, "%d %q", &i, &s); err == nil {
			now[i] = s
		} else {
			t.Fatalf("no record: %s", l)
		}
	}
	p := printed{}
	each(gs, func(g group, name string) {
		r, ok := read[g.name+"\t"+name]
		if !ok {
			return
		}
		for i, m := range modes(g.program) {
			s, ok := r[i]
			if !ok {
				s = r[0]
			}
			p[g.name+"\t"+m+"\t"+name] = s
		}
	})
	return p
}
