package nstest

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var (
	update = flag.Bool("update", false, "record the scenarios' results, from the 7.3 reference only")
	play   = make(chan struct{}, 2) // so many scenarios at a time
)

func TestMain(m *testing.M) {
	Main()
	os.Exit(m.Run())
}

// sandboxes skips a test where the machine grants no namespaces.
func sandboxes(t *testing.T) {
	t.Helper()
	if _, err := run(&job{}); err != nil {
		t.Skip("no fresh namespaces here: ", err)
	}
}

// TestTwin plays every scenario under testdata/twin. GIP_TWIN_LIST names a file
// that lists the ones to play; the skipped ones are written to GIP_TWIN_SKIPPED.
func TestTwin(t *testing.T) {
	sandboxes(t)
	files, err := Files([]string{".twin"}, "testdata/twin")
	if err != nil {
		t.Fatal(err)
	}
	ref, why := FindReference()
	if ref == nil {
		t.Log("against the records alone: ", why)
	} else {
		t.Log("against iproute2 ", ref.Version, " in ", ref.Bin)
	}
	bin := ""
	if !*update {
		if bin, err = Build(); err != nil {
			t.Fatal(err)
		}
	}
	needs := &Needs{Side: Side{Ref: ref, Gip: bin}}
	if ref != nil {
		needs.Side.Gip = ""
	}
	list := listed(t)
	sk := skippedFile(t)
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(f, "testdata/twin/"), ".twin")
		if list != nil && !list[name] {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play <- struct{}{}
			defer func() { <-play }()
			s, err := Read(f)
			if err != nil {
				t.Fatal(err)
			}
			why, err := needs.Missing(s)
			if err != nil {
				t.Fatal(err)
			}
			if why != "" {
				sk(name)
				t.Skip(why)
			}
			if *update {
				if ref == nil {
					t.Fatal("records come from the reference, and there is none")
				}
				err = s.Update(ref)
			} else {
				err = check(s, ref, bin)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

const plays = 9 // of a scenario, until no difference is left

// check compares gip with the reference as it runs here, and with the records
// where there is none, or only an older one that answers otherwise.
func check(s *Scenario, ref *Reference, bin string) error {
	live, old := ref != nil, ref.Is615()
	if old && s.Record {
		live = false
	}
	if live {
		diff, err := s.Twin(ref, bin, plays, func(l *Line) bool { return old && l.Not615 })
		if err != nil {
			return err
		}
		if diff != "" {
			return fmt.Errorf("want (-) is iproute2 %s, got (+) is gip:\n%s", ref.Version, diff)
		}
	}
	skip := func(l *Line) bool { return l.Kernel || live && !l.Not615 }
	if live {
		if !old {
			return nil
		}
		any := false
		for _, l := range s.Lines {
			any = any || !skip(l)
		}
		if !any {
			return nil
		}
	}
	var left []string
	for n := range plays {
		got, err := s.Play(Side{Gip: bin})
		if err != nil {
			return err
		}
		now := s.differences(s.Records(), got, skip)
		if n == 0 {
			left = now
		}
		if agree(left, now); strings.Join(left, "") == "" {
			return nil
		}
	}
	return fmt.Errorf("want (-) is the record, got (+) is gip:\n%s", strings.Join(left, ""))
}

func listed(t *testing.T) map[string]bool {
	f := os.Getenv("GIP_TWIN_LIST")
	if f == "" {
		return nil
	}
	b, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]bool{}
	for _, n := range strings.Fields(string(b)) {
		m[n] = true
	}
	return m
}

func skippedFile(t *testing.T) func(string) {
	f := os.Getenv("GIP_TWIN_SKIPPED")
	if f == "" {
		return func(string) {}
	}
	if err := os.WriteFile(f, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return func(name string) {
		w, err := os.OpenFile(f, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Error(err)
			return
		}
		fmt.Fprintln(w, name)
		w.Close()
	}
}
