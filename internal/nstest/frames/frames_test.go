// Package frames has tests only: what ip prints of links that are made here, of every
// kind and with every attribute there is, whatever this machine's kernel knows.
package frames

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gip/internal/nstest"

	"golang.org/x/sys/unix"
)

var update = flag.Bool("update", false, "record what is printed, by the 7.3 reference only")

func TestMain(m *testing.M) {
	nstest.Main()
	os.Exit(m.Run())
}

var modes = [...]string{"", "-d", "-s", "-s -s -d", "-o -d -s", "-h -d -s -s", "-N -d", "-c -d -s", "-br"}

// crash stands for what the reference prints of a frame that it dies of.
const crash = "! dies"

// message is a frame as a file of ip monitor has it.
func message(f frame) []byte {
	b := make([]byte, unix.NLMSG_HDRLEN, unix.NLMSG_HDRLEN+len(f.body)+3)
	binary.NativeEndian.PutUint32(b, uint32(unix.NLMSG_HDRLEN+len(f.body)))
	binary.NativeEndian.PutUint16(b[4:], unix.RTM_NEWLINK)
	b = append(b, f.body...)
	return append(b, 0, 0, 0)[:(len(b)+3)&^3]
}

// show gives what a side prints of each of the frames, by the mode, and on standard
// error of all that come before one that it dies of.
func show(t *testing.T, side nstest.Side, fs []frame) (all [len(modes)][]string, errs [len(modes)]string) {
	t.Helper()
	dir := t.TempDir()
	for {
		var lines []string
		var of []int
		for i, m := range modes {
			if len(all[i]) == len(fs) {
				continue
			}
			var b []byte
			for j, f := range fs[len(all[i]):] {
				b = append(append(b, nstest.Stamp(j)...), message(f)...)
			}
			file := filepath.Join(dir, fmt.Sprint(i))
			if err := os.WriteFile(file, b, 0o644); err != nil {
				t.Fatal(err)
			}
			of = append(of, i)
			// By lines: what a program that dies has buffered is lost.
			lines = append(lines, fmt.Sprintf("{ stdbuf -oL ip %s monitor link file %s; }", m, file))
		}
		if lines == nil {
			return all, errs
		}
		rs, err := nstest.Run(side, lines)
		if err != nil {
			t.Skip("no sandbox here: ", err)
		}
		for k, r := range rs {
			i := of[k]
			parts := strings.Split(r.Out, "Timestamp: ")[1:]
			dead := len(all[i])+len(parts) < len(fs) || r.Status > 128
			if dead {
				if len(parts) == 0 || r.Status <= 128 {
					t.Fatalf("%s: status %d %.200s after %d of %d frames", modes[i], r.Status, r.Err, len(parts), len(fs)-len(all[i]))
				}
			}
			for _, p := range parts {
				_, p, _ = strings.Cut(p, " us\n")
				all[i] = append(all[i], p)
			}
			if dead {
				all[i][len(all[i])-1] = crash
			}
			errs[i] += strings.ReplaceAll(r.Err, "Segmentation fault\n", "")
		}
	}
}

func frames(t *testing.T) []frame {
	fs := generalFrames(t)
	fs = append(fs, xstatFrames()...)
	fs = append(fs, kindFrames(t)...)
	seen := map[string]bool{}
	for _, f := range fs {
		if seen[f.name] {
			t.Fatal("two frames are called ", f.name)
		}
		seen[f.name] = true
	}
	return fs
}

// asJSON is what a side prints of so many frames at a time as JSON, which no monitor does:
// here the frames are what the kernel tells of its links.
func asJSON(t *testing.T, side nstest.Side, fs []frame) (all []string) {
	t.Helper()
	loopback := message(frame{"", append(append([]byte{}, words(772<<16, 1, 1, 0)...), put(unix.IFLA_IFNAME, text("lo"))...)})
	for at := 0; at < len(fs); at += atOnce {
		var ms [][]byte
		for _, f := range fs[at:min(at+atOnce, len(fs))] {
			ms = append(ms, message(f)[:unix.NLMSG_HDRLEN+len(f.body)])
		}
		kernel := func(_ int, req []byte) [][]byte {
			switch {
			case binary.NativeEndian.Uint16(req[4:]) != unix.RTM_GETLINK:
			case binary.NativeEndian.Uint16(req[6:])&unix.NLM_F_DUMP == unix.NLM_F_DUMP:
				return ms
			case len(req) >= 24 && binary.NativeEndian.Uint32(req[20:]) == 1:
				return [][]byte{loopback}
			}
			return nil
		}
		r, err := nstest.Stage(side, kernel, "ip", "-j", "-d", "-s", "-s", "link", "show")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(r.Out, r.Err, r.Status))
	}
	return all
}

const atOnce = 100

// canStage tells why no test can stand in for the kernel here, if so: a container may
// forbid it, or the kernel be too old.
func canStage(gip string) error {
	_, err := nstest.Stage(nstest.Side{Gip: gip}, func(int, []byte) [][]byte { return nil }, "ip", "-V")
	return err
}

// fit tells whether a frame can be compared as JSON. Of the others the reference prints
// what is on its stack, or asks the kernel behind the one that stands in.
func fit(f frame) bool {
	switch f.name {
	case "link 5.0/4", "link all", "stats32 25", "family nested":
		return false
	}
	return true
}

// differ shows and tells where two texts part.
func differ(got, want string) (text string, i int) {
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	part := func(s string) string { return s[max(0, i-200):min(len(s), i+100)] }
	return fmt.Sprintf("\n got ...%q\nwant ...%q", part(got), part(want)), i
}

func digest(ss ...string) string {
	h := fnv.New32a()
	for _, s := range ss {
		h.Write([]byte(s + "\x00"))
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

// digests makes records of what is printed: a line for each frame, then one for the JSON
// of so many.
func digests(fs []frame, text [len(modes)][]string, json []string) string {
	var b strings.Builder
	for i, f := range fs {
		d := crash
		if text[0][i] != crash && text[1][i] != crash {
			var ss []string
			for j := range modes {
				ss = append(ss, text[j][i])
			}
			d = digest(ss...)
		}
		b.WriteString(d + " " + f.name + "\n")
	}
	for i, s := range json {
		b.WriteString(digest(s) + " JSON " + fmt.Sprint(i) + "\n")
	}
	return b.String()
}

const records = "testdata/frames.txt"

// TestLinks compares what is printed with iproute2 7.3 where it is here, and with the
// digests of what it printed.
func TestLinks(t *testing.T) {
	fs := frames(t)
	ref, why := nstest.FindReference()
	if ref.Is615() {
		ref = nil
	}
	var want [len(modes)][]string
	var werr [len(modes)]string
	var wantJSON []string
	alive := fs
	dies := func(text [len(modes)][]string) {
		alive = nil
		for i, f := range fs {
			if text[1][i] != crash && fit(f) {
				alive = append(alive, f)
			}
		}
	}
	bin, err := nstest.Build()
	if err != nil {
		t.Fatal(err)
	}
	staged := true
	if why := canStage(bin); why != nil {
		t.Log("nothing is compared as JSON: ", why)
		staged = false
	}
	if ref != nil {
		want, werr = show(t, nstest.Side{Ref: ref}, fs)
		dies(want)
		if staged {
			wantJSON = asJSON(t, nstest.Side{Ref: ref}, alive)
		}
	}
	if *update {
		if ref == nil || !staged {
			t.Fatal("records come from the 7.3 reference: ", why)
		}
		if err := os.WriteFile(records, []byte(digests(fs, want, wantJSON)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, gerr := show(t, nstest.Side{Gip: bin}, fs)
	b, err := os.ReadFile(records)
	if err != nil {
		t.Fatal(err)
	}
	recorded := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	if len(recorded) < len(fs) {
		t.Fatalf("%d frames, %d records (go test -update)", len(fs), len(recorded))
	}
	for i := range fs {
		if strings.HasPrefix(recorded[i], crash) { // whatever gip prints is better
			for j := range modes {
				got[j][i] = crash
			}
		}
	}
	dies(got)
	var gotJSON []string
	if staged {
		gotJSON = asJSON(t, nstest.Side{Gip: bin}, alive)
	}
	bad := 0
	complain := func(format string, args ...any) {
		if bad++; bad <= 40 {
			t.Errorf(format, args...)
		}
	}
	for i, l := range strings.Split(strings.TrimSuffix(digests(fs, got, gotJSON), "\n"), "\n") {
		if i >= len(recorded) || l != recorded[i] {
			complain("%s: is not as recorded", l)
		}
	}
	if ref != nil {
		for i, f := range fs {
			for j, m := range modes {
				if got[j][i] != crash && want[j][i] != crash && got[j][i] != want[j][i] {
					d, _ := differ(got[j][i], want[j][i])
					complain("%s: %s%s", f.name, m, d)
				}
			}
		}
		for i := range wantJSON {
			if gotJSON[i] != wantJSON[i] {
				d, n := differ(gotJSON[i], wantJSON[i])
				at := min(i*atOnce+max(strings.Count(gotJSON[i][:n], `{"ifindex":7,`)-1, 0), len(alive)-1)
				complain("JSON of %s%s", alive[at].name, d)
			}
		}
		for j, m := range modes {
			if gerr[j] != werr[j] {
				d, _ := differ(gerr[j], werr[j])
				complain("%s: stderr%s", m, d)
			}
		}
	}
	t.Logf("%d frames in %d ways, and as JSON: %d differ; %d not as JSON", len(fs), len(modes), bad, len(fs)-len(alive))
}
