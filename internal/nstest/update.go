package nstest

import (
	"fmt"
	"os"
	"strings"
)

// Update plays the scenario with the 7.3 reference and writes its results into
// the file. Where 6.15 stands beside it, the lines it answers otherwise are
// marked, and the file if it ends elsewhere.
func (s *Scenario) Update(ref *Reference) error {
	if !strings.HasPrefix(ref.Version, "7.3") {
		return fmt.Errorf("records come from iproute2 7.3 only, this is %s", ref.Version)
	}
	p, err := s.Play(Side{Ref: ref})
	if err != nil {
		return err
	}
	for i, l := range s.Lines {
		r := p.Results[i]
		if r.TimedOut {
			return fmt.Errorf("%s:%d: does not end: %s", s.Path, l.Number, l.Command)
		}
		// A few seconds more or less are no news.
		if s.Wire() {
			r = Result{Requests: r.Requests}
		}
		if l.Any {
			r.Out, r.Err = "", ""
		}
		for _, t := range []string{r.Out, r.Err} {
			if strings.Contains(t, "Usage: ") && strings.Count(t, "\n") > 2 {
				return fmt.Errorf("%s:%d: the reference's help is not ours to keep: compare status, stream and first words", s.Path, l.Number)
			}
		}
		if l.Sort {
			r.Out = sorted(r.Out)
		}
		if Same(r.Out, l.Want.Out) {
			r.Out = l.Want.Out
		}
		if Same(r.Err, l.Want.Err) {
			r.Err = l.Want.Err
		}
		l.Want = r
	}
	if old := ref.FindOther(); old != nil && !s.Wire() {
		if err := s.markOld(ref, old); err != nil {
			return err
		}
	}
	return os.WriteFile(s.Path, []byte(s.Format()), 0o644)
}

// markOld sets Not615 and Record from a play of the older release; what differs
// by chance differs from play to play, so it takes three plays to differ.
func (s *Scenario) markOld(ref, old *Reference) error {
	otherwise := make([]bool, len(s.Lines))
	elsewhere := true
	for i := range otherwise {
		otherwise[i] = true
	}
	for range 3 {
		again, err := s.Play(Side{Ref: ref})
		if err != nil {
			return err
		}
		// 6.15's own words, with the newer one to read the state for both.
		p, err := s.Play(Side{Ref: &Reference{Bin: ref.Bin, Conf: ref.Conf, Version: old.Version}, Gip: "", old: old.Bin})
		if err != nil {
			return err
		}
		left := false
		for i, l := range s.Lines {
			w, g := again.Results[i], p.Results[i]
			w.State, g.State = "", "" // the file's end tells that
			if s.lineDiff(l, w, g) == "" {
				otherwise[i] = false
			}
			left = left || otherwise[i]
		}
		elsewhere = elsewhere && !Same(again.State, p.State)
		if !left && !elsewhere {
			break
		}
	}
	for i, l := range s.Lines {
		l.Not615 = otherwise[i]
	}
	s.Record = elsewhere
	return nil
}

// MarkKernel marks the lines whose record the 7.3 reference does not reproduce on
// this kernel: there the kernel decides.
func (s *Scenario) MarkKernel(ref *Reference) error {
	if !strings.HasPrefix(ref.Version, "7.3") {
		return fmt.Errorf("records come from iproute2 7.3 only, this is %s", ref.Version)
	}
	differs := make([]bool, len(s.Lines))
	for i := range differs {
		differs[i] = true
	}
	for range 3 {
		p, err := s.Play(Side{Ref: ref})
		if err != nil {
			return err
		}
		left := false
		for i, l := range s.Lines {
			if s.lineDiff(l, l.Want, p.Results[i]) == "" {
				differs[i] = false
			}
			left = left || differs[i]
		}
		if !left {
			return nil
		}
	}
	for i, l := range s.Lines {
		l.Kernel = l.Kernel || differs[i]
	}
	return os.WriteFile(s.Path, []byte(s.Format()), 0o644)
}
