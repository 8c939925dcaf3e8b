package nstest

import (
	"strings"
	"testing"
)

// TestWire compares the requests that the lines of every file under testdata/wire send.
// Against iproute2 6.15, which sends some otherwise, only the records decide.
func TestWire(t *testing.T) {
	sandboxes(t)
	files, err := Files([]string{".wire"}, "testdata/wire")
	if err != nil {
		t.Fatal(err)
	}
	ref, why := FindReference()
	if ref.Is615() {
		ref = nil
	}
	if ref == nil {
		t.Log("against the records alone: ", why)
	}
	bin, err := Build()
	if err != nil {
		t.Fatal(err)
	}
	needs := &Needs{Side: Side{Ref: ref, Gip: bin}}
	if ref != nil {
		needs.Side.Gip = ""
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(f, "testdata/wire/"), ".wire"), func(t *testing.T) {
			t.Parallel()
			play <- struct{}{}
			defer func() { <-play }()
			s, err := Read(f)
			if err != nil {
				t.Fatal(err)
			}
			if why, err := needs.Missing(s); err != nil {
				t.Fatal(err)
			} else if why != "" {
				t.Skip(why)
			}
			if err := check(s, ref, bin); err != nil {
				t.Error(err)
			}
		})
	}
}
