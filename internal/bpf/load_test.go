package bpf

import (
	"os/exec"
	"strings"
	"testing"

	"gip/internal/cli"
)

// Without the loader, the complaint says what is missing and where it comes from.
func TestNoLoader(t *testing.T) {
	if p, err := exec.LookPath(loader); err == nil {
		t.Skip("there is one: ", p)
	}
	_, _, err := Take(cli.NewArgs(strings.Fields("object x.o section y verbose up")), 6, 0)
	if err == nil || !strings.Contains(err.Error(), "gip-xdp") || !strings.Contains(err.Error(), "scripts/install") {
		t.Errorf("the complaint is %v", err)
	}
}

// The loader's command line says what the words did.
func TestWords(t *testing.T) {
	s := source{typ: 6, ifindex: 3, file: "x.o", section: "prog", program: "", named: true, verbose: true}
	const want = "gip-xdp -type 6 -ifindex 3 -section prog -program  -verbose 1 x.o"
	if got := strings.Join(s.words(false), " "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
