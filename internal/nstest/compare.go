package nstest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Play is one side's run of a scenario, masked.
type Play struct {
	Results []Result
	State   string
	Kinds   []string
}

// A Side is who plays: a reference (Gip is "") or gip.
type Side struct {
	Ref *Reference // who reads the state; plays itself where Gip is ""; may be nil
	Gip string     // absolute path
	old string     // directory of another reference to play instead of Ref
}

// Play runs the scenario in fresh namespaces.
func (s *Scenario) Play(side Side) (*Play, error) {
	if err := s.danger(); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Path, err)
	}
	j := &job{Gip: side.Gip, Extra: s.State}
	if side.Ref != nil {
		j.Bin, j.State, j.Conf = side.Ref.Bin, side.Ref.Bin, side.Ref.Conf
	}
	if side.old != "" {
		j.Bin = side.old
	}
	for _, n := range s.Laid {
		b, err := os.ReadFile(filepath.Join(filepath.Dir(s.Path), n))
		if err != nil {
			return nil, err
		}
		if j.Laid == nil {
			j.Laid = map[string][]byte{}
		}
		j.Laid[n] = b
	}
	wire := s.Wire()
	if wire {
		j.State = ""
	}
	for _, l := range s.Lines {
		j.Lines = append(j.Lines, jobLine{l.Command, l.Wait, l.State, wire && !l.Setup, l.Dump})
	}
	a, err := run(j)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Path, err)
	}
	m := s.Masker()
	for i := range a.Results {
		r := &a.Results[i]
		r.Out, r.Err, r.State = m.Mask(r.Out), m.Mask(r.Err), tidy(m.Mask(r.State))
	}
	return &Play{a.Results, tidy(m.Mask(a.State)), a.Kinds}, nil
}

// Records gives the play that the file's records describe.
func (s *Scenario) Records() *Play {
	p := &Play{}
	for _, l := range s.Lines {
		p.Results = append(p.Results, l.Want)
	}
	return p
}

// differences tells what differs at each point of a scenario, "" where nothing
// does: its lines, and behind them the sections of the kernel's state at the end.
// Lines for which skip tells true are not looked at.
func (s *Scenario) differences(want, got *Play, skip func(*Line) bool) []string {
	ds := make([]string, len(s.Lines))
	for i, l := range s.Lines {
		if i >= len(got.Results) || i >= len(want.Results) || skip != nil && skip(l) {
			continue
		}
		ds[i] = s.lineDiff(l, want.Results[i], got.Results[i])
	}
	if want.State == "" || got.State == "" {
		return ds
	}
	ws, gs := sections(want.State), sections(got.State)
	for i := range max(len(ws), len(gs)) {
		var w, g string
		if i < len(ws) {
			w = ws[i]
		}
		if i < len(gs) {
			g = gs[i]
		}
		var d strings.Builder
		textDiff(&d, "kernel's state at the end", w, g)
		if d.Len() > 0 {
			ds = append(ds, fmt.Sprintf("%s: %s", s.Path, strings.TrimLeft(d.String(), " ")))
		} else {
			ds = append(ds, "")
		}
	}
	return ds
}

// isHead tells whether a line of a state is a section's head.
func isHead(l string) bool { return strings.HasPrefix(l, "[") && strings.HasSuffix(l, "]\n") }

// sections cuts a state before each head.
func sections(state string) []string {
	var ss []string
	at, pos := 0, 0
	for l := range strings.SplitAfterSeq(state, "\n") {
		if isHead(l) && pos > at {
			ss = append(ss, state[at:pos])
			at = pos
		}
		pos += len(l)
	}
	return append(ss, state[at:])
}

// lineDiff tells what differs in one line's results, "" where nothing does.
func (s *Scenario) lineDiff(l *Line, w, g Result) string {
	var d strings.Builder
	if s.Wire() {
		if l.Setup {
			return ""
		}
		textDiff(&d, "requests", lines(w.Requests), lines(g.Requests))
		if d.Len() > 0 {
			fmt.Fprintf(&d, "  status: want %d, got %d; stderr: want %q, got %q\n", w.Status, g.Status, w.Err, g.Err)
		}
		w, g = Result{}, Result{}
	}
	if l.Sort {
		w.Out, g.Out = sorted(w.Out), sorted(g.Out)
	}
	if !l.Any {
		textDiff(&d, "stdout", w.Out, g.Out)
		textDiff(&d, "stderr", w.Err, g.Err)
	}
	if w.Status != g.Status {
		fmt.Fprintf(&d, "  status: want %d, got %d\n", w.Status, g.Status)
	}
	if g.TimedOut != w.TimedOut {
		fmt.Fprintf(&d, "  killed after %v: want %v, got %v\n", lineLimit, w.TimedOut, g.TimedOut)
	}
	if w.State != "" && g.State != "" {
		textDiff(&d, "state after this line", w.State, g.State)
	}
	if d.Len() == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d: $ %s\n%s", s.Path, l.Number, l.Command, d.String())
}

// textDiff writes the lines of two texts that differ, each state's section with
// its head.
func textDiff(b *strings.Builder, what, want, got string) {
	if Same(want, got) {
		return
	}
	fmt.Fprintf(b, "  %s:\n", what)
	w, g := strings.SplitAfter(want, "\n"), strings.SplitAfter(got, "\n")
	section, told := "", ""
	es := edits(w, g)
	for i, e := range es {
		if e.op == ' ' {
			if isHead(e.text) {
				section = e.text
			}
			continue
		}
		if section != told {
			fmt.Fprintf(b, "     %s", section)
			told = section
		}
		if o, ok := partner(es, i); ok {
			e.text = around(e.text, o)
		}
		t, whole := strings.CutSuffix(e.text, "\n")
		if !whole || !plain(t) {
			t = strconv.Quote(e.text)
		}
		fmt.Fprintf(b, "    %c%s\n", e.op, t)
	}
}

func lines(ls []string) string {
	if len(ls) == 0 {
		return ""
	}
	return strings.Join(ls, "\n") + "\n"
}

func sorted(s string) string {
	ls := strings.SplitAfter(s, "\n")
	slices.Sort(ls)
	return strings.Join(ls, "")
}

// partner finds the line that stands in the place of the i-th in the other text:
// in a block of so many missing lines and as many not wanted.
func partner(es []edit, i int) (string, bool) {
	a := i
	for a > 0 && es[a-1].op != ' ' {
		a--
	}
	m := a
	for m < len(es) && es[m].op == '-' {
		m++
	}
	z := m
	for z < len(es) && es[z].op == '+' {
		z++
	}
	switch {
	case m-a != z-m || i >= z:
		return "", false
	case i < m:
		return es[i+m-a].text, true
	}
	return es[i-(m-a)].text, true
}

// around cuts from a long line what it has in common with another, but for some
// words before and after.
func around(s, o string) string {
	const long, context = 160, 40
	if len(s) < long && len(o) < long {
		return s
	}
	n := min(len(s), len(o))
	head, tail := 0, 0
	for head < n && s[head] == o[head] {
		head++
	}
	for tail < n-head && s[len(s)-1-tail] == o[len(o)-1-tail] {
		tail++
	}
	cut := s
	if tail > context+4 {
		cut = cut[:len(s)-tail+context] + "...\n"
	}
	if head > context+4 {
		cut = "..." + cut[head-context:]
	}
	return cut
}

type edit struct {
	op   byte // ' ', '-' wanted and missing, '+' not wanted
	text string
}

// edits finds a shortest edit script by the longest common subsequence; long
// texts are compared line against line.
func edits(w, g []string) []edit {
	trim := func(s []string) []string {
		if n := len(s); n > 0 && s[n-1] == "" {
			return s[:n-1]
		}
		return s
	}
	w, g = trim(w), trim(g)
	var es []edit
	for len(w) > 0 && len(g) > 0 && Same(w[0], g[0]) {
		es = append(es, edit{' ', w[0]})
		w, g = w[1:], g[1:]
	}
	if len(w)*len(g) > 4<<20 {
		for i := range max(len(w), len(g)) {
			if i < len(w) && i < len(g) && Same(w[i], g[i]) {
				continue
			}
			if i < len(w) {
				es = append(es, edit{'-', w[i]})
			}
			if i < len(g) {
				es = append(es, edit{'+', g[i]})
			}
		}
		return es
	}
	n := len(g) + 1
	lcs := make([]int, (len(w)+1)*n)
	for i := len(w) - 1; i >= 0; i-- {
		for k := len(g) - 1; k >= 0; k-- {
			if Same(w[i], g[k]) {
				lcs[i*n+k] = lcs[(i+1)*n+k+1] + 1
			} else {
				lcs[i*n+k] = max(lcs[(i+1)*n+k], lcs[i*n+k+1])
			}
		}
	}
	i, k := 0, 0
	for i < len(w) || k < len(g) {
		switch {
		case i < len(w) && k < len(g) && Same(w[i], g[k]):
			es = append(es, edit{' ', w[i]})
			i, k = i+1, k+1
		case k == len(g) || i < len(w) && lcs[(i+1)*n+k] >= lcs[i*n+k+1]:
			es = append(es, edit{'-', w[i]})
			i++
		default:
			es = append(es, edit{'+', g[k]})
			k++
		}
	}
	return es
}

// Twin plays the scenario with both sides until they have agreed at each point,
// plays times at most, and gives the differences that are left. What the kernel
// does in its own time (carriers, timers, the end of namespaces) gives now this,
// now that: at each point one of gip's plays must be as one of the reference's.
// What a program does differently it does each time.
func (s *Scenario) Twin(ref *Reference, gip string, plays int, skip func(*Line) bool) (string, error) {
	var wants, gots []*Play
	var left []string
	for n := range plays {
		var want, got *Play
		var werr, gerr error
		done := make(chan struct{})
		go func() { want, werr = s.Play(Side{Ref: ref}); close(done) }()
		got, gerr = s.Play(Side{Ref: ref, Gip: gip})
		<-done
		if werr != nil || gerr != nil {
			return "", errors.Join(werr, gerr)
		}
		now := s.differences(want, got, skip)
		if n == 0 {
			left = now
		}
		agree(left, now)
		for i := range wants {
			agree(left, s.differences(wants[i], got, skip))
			agree(left, s.differences(want, gots[i], skip))
		}
		if strings.Join(left, "") == "" {
			return "", nil
		}
		wants, gots = append(wants, want), append(gots, got)
	}
	return strings.Join(left, ""), nil
}

// agree takes from the differences that are left those that are not there now.
func agree(left, now []string) {
	for i := range left {
		if i < len(now) && now[i] == "" {
			left[i] = ""
		}
	}
}
