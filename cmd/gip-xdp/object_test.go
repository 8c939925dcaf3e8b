package main

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"testing"
)

const objects = "../../internal/nstest/testdata/twin/link-xdp/*.o"

func TestTailCall(t *testing.T) {
	for _, c := range []struct {
		section string
		id      uint32
		ok      bool
	}{
		{"1/0", 1, true}, {"0x2/7x", 2, true}, {"010/ -3", 8, true}, {"1/", 0, false}, {"prog", 0, false},
		{"xdp/devmap", 0, false}, {"1/x", 0, false}, {"/1", 0, false},
	} {
		if id, ok := tailCall(c.section); ok != c.ok || ok && id != c.id {
			t.Errorf("%q: got %d, %v", c.section, id, ok)
		}
	}
}

// Programs stand in the order of their sections, and of their places in them.
func TestPrograms(t *testing.T) {
	f, err := elf.Open(filepath.Join(filepath.Dir(objects), "plain.o"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := programs(f)
	if len(got) < 3 || got[0] != (program{"xdp_pass", "prog"}) || got[1] != (program{"xdp_two", "prog"}) || got[2] != (program{"xdp_drop", "drop"}) {
		t.Errorf("got %v", got)
	}
}

// FuzzObject reads object files that are none: they are refused, and nothing breaks.
func FuzzObject(f *testing.F) {
	files, _ := filepath.Glob(objects)
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if header(b) != nil {
			return
		}
		o, err := elf.NewFile(bytes.NewReader(b))
		if err != nil {
			return
		}
		if legacy(o) != nil {
			return
		}
		choose(programs(o), &options{section: "prog"})
	})
}
