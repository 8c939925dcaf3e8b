package nstest

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A Probe is a command line whose requests are compared. Same is the line that it ought
// to be another spelling of, "" for none: it makes the records short.
type Probe struct{ Line, Same string }

// TestProbes compares what lines of ip by the thousand ask the kernel for, or how they are
// refused: with iproute2 7.3 where it is here, and with its records in the file at path.
// A line without a record fails. update writes the file instead, from the reference.
// It gives what the reference says, from here or from the records.
func TestProbes(t testing.TB, path string, update bool, ps []Probe) Told {
	t.Helper()
	if !Look("strace") {
		t.Skip("no strace on this system")
	}
	ref, why := FindReference()
	if ref.Is615() {
		ref = nil
	}
	if update {
		if ref == nil {
			t.Fatal("records come from the 7.3 reference: ", why)
		}
		rs := askProbes(t, Side{Ref: ref}, ps, nil)
		if err := os.WriteFile(path, []byte(formatProbes(ps, rs)), 0o644); err != nil {
			t.Fatal(err)
		}
		return tell(ps, rs)
	}
	bin, err := Build()
	if err != nil {
		t.Fatal(err)
	}
	want := readProbes(t, path, ps)
	got := askProbes(t, Side{Gip: bin}, ps, want)
	compare := func(who string, want []string) {
		bad := 0
		for i, p := range ps {
			if got[i] != want[i] && want[i] != crash {
				if bad++; bad <= 40 {
					t.Errorf("%s\n got %s\nwant %s (%s)", p.Line, got[i], want[i], who)
				}
			}
		}
		t.Logf("%s: %d lines, %d differ", who, len(ps), bad)
	}
	compare("recorded", want)
	if ref != nil {
		compare("iproute2 "+ref.Version, askProbes(t, Side{Ref: ref}, ps, nil))
	}
	return tell(ps, want)
}

// Told is what the reference says, by the line.
type Told map[string]string

func tell(ps []Probe, rs []string) Told {
	m := Told{}
	for i, p := range ps {
		m[p.Line] = rs[i]
	}
	return m
}

// Refused gives those of lines that asked the kernel for nothing.
func (m Told) Refused(lines []string) (bad []string) {
	for _, l := range lines {
		if !strings.HasPrefix(m[l], "<") && m[l] != crash {
			bad = append(bad, l+" ("+m[l]+")")
		}
	}
	return bad
}

// askProbes gives what is told of each probe. Where want says that it is refused, nobody
// looks for requests: the kernel would have answered one, and that is seen too.
func askProbes(t testing.TB, side Side, ps []Probe, want []string) []string {
	t.Helper()
	var lines [2][]string
	group := func(i int) int {
		if want != nil && strings.HasPrefix(want[i], "?") {
			return 1
		}
		return 0
	}
	for i, p := range ps {
		lines[group(i)] = append(lines[group(i)], p.Line)
	}
	var rs [2][]Result
	for g := range lines {
		var err error
		if rs[g], err = ask(side, lines[g], g == 1); err != nil {
			t.Skip("nothing can be traced here: ", err)
		}
	}
	s := make([]string, len(ps))
	for i := range s {
		g := group(i)
		s[i] = told(rs[g][0])
		rs[g] = rs[g][1:]
	}
	return s
}

// told is what a line did: the requests, which do not depend on what the kernel has, or
// the refusal, without the help.
func told(r Result) string {
	if r.Status == 128+int(unix.SIGSEGV) {
		return crash
	}
	var lines []string
	for l := range strings.Lines(r.Err) {
		l = strings.TrimSuffix(l, "\n")
		if strings.HasPrefix(l, "Usage:") {
			lines = append(lines, "USAGE")
			break
		}
		if len(r.Requests) == 0 || !strings.HasPrefix(l, "RTNETLINK answers: ") && !strings.HasPrefix(l, "Error: ") {
			lines = append(lines, l)
		}
	}
	if strings.HasPrefix(r.Out, "Usage:") {
		lines = append(lines, "USAGE on stdout")
	} else if r.Out != "" {
		lines = append(lines, "stdout: "+r.Out)
	}
	s := "< " + strings.Join(r.Requests, " < ")
	if len(r.Requests) == 0 {
		s = "? " + strconv.Itoa(r.Status)
	}
	if len(lines) > 0 {
		s += " " + strconv.Quote(strings.Join(lines, "\n"))
	}
	return s
}

// crash is told of a line that the reference dies of (6rd-reset of ipip and sit): whatever
// gip does is better.
const crash = "! Segmentation fault"

// same stands in the records for: as the line of which this is another spelling.
const same = "="

// formatProbes writes results as records: LINE, a tab, what is told of it.
func formatProbes(ps []Probe, rs []string) string {
	full := map[string]string{}
	var b strings.Builder
	for i, p := range ps {
		full[p.Line] = rs[i]
		s := rs[i]
		if p.Same != "" && s == full[p.Same] {
			s = same
		}
		b.WriteString(p.Line + "\t" + s + "\n")
	}
	return b.String()
}

func readProbes(t testing.TB, path string, ps []Probe) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for l := range strings.Lines(string(b)) {
		line, s, _ := strings.Cut(strings.TrimSuffix(l, "\n"), "\t")
		m[line] = s
	}
	rs := make([]string, len(ps))
	for i, p := range ps {
		s, ok := m[p.Line]
		if !ok {
			t.Errorf("%s: no record (go test -update makes one, from iproute2 7.3)", p.Line)
		}
		if s == same {
			s = m[p.Same]
		}
		rs[i] = s
	}
	return rs
}

// Spellings is the probes of one option: with its value, with a wrong one and without
// any, and with the value each abbreviation of its name and its name with a letter more.
// before is the words in front of the option, after those behind it.
func Spellings(before, name, value, after string) (ps []Probe) {
	line := func(words ...string) string {
		return strings.Join(strings.Fields(before+" "+strings.Join(words, " ")+" "+after), " ")
	}
	full := line(name, value)
	ps = append(ps, Probe{full, ""}, Probe{line(name), ""}, Probe{line(name, "zz"), ""})
	for n := 1; n < len(name); n++ {
		ps = append(ps, Probe{line(name[:n], value), full})
	}
	return append(ps, Probe{line(name+"x", value), full})
}

// Once leaves of lines that stand several times the first.
func Once(ps []Probe) []Probe {
	seen := map[string]bool{}
	n := 0
	for _, p := range ps {
		if !seen[p.Line] {
			seen[p.Line] = true
			ps[n] = p
			n++
		}
	}
	return ps[:n]
}
