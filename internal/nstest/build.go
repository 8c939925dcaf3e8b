package nstest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// Build gives the gip under test: GIP_BIN, or built now with gip-xdp beside it.
var Build = sync.OnceValues(func() (string, error) {
	if b := os.Getenv("GIP_BIN"); b != "" {
		return filepath.Abs(b)
	}
	dir, err := os.MkdirTemp("", "gip-nstest")
	if err != nil {
		return "", err
	}
	for _, n := range []string{"gip", "gip-xdp"} {
		cmd := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(dir, n), "gip/cmd/"+n)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("go build gip/cmd/%s: %w\n%s", n, err, out)
		}
	}
	return filepath.Join(dir, "gip"), nil
})
