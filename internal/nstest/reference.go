package nstest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Reference is an installed iproute2 to compare with.
type Reference struct {
	Bin     string // directory with ip and bridge
	Version string // as `ip -V` says it: "7.3.0"
	Conf    string // its rt_tables and friends, "" where not known
}

// Is615 tells whether this is the older release, which answers some lines otherwise.
func (r *Reference) Is615() bool { return r != nil && strings.HasPrefix(r.Version, "6.") }

// LabDir is where scripts/reference unpacks things.
func LabDir() string {
	if d := os.Getenv("GIP_LAB"); d != "" {
		return d
	}
	return "/tmp/gip-lab"
}

// FindReference finds the newest reference: GIP_REFERENCE (a directory with ip
// and bridge; "none" for none), or what scripts/reference unpacked. It gives nil
// and the reason where there is none.
func FindReference() (*Reference, error) {
	if d := os.Getenv("GIP_REFERENCE"); d == "none" {
		return nil, fmt.Errorf("GIP_REFERENCE says none")
	} else if d != "" {
		return OpenReference(d)
	}
	for _, suite := range []string{"sid", "trixie"} {
		if r, err := OpenReference(filepath.Join(LabDir(), suite, "bin")); err == nil {
			return r, nil
		}
	}
	return nil, fmt.Errorf("no reference iproute2 found (run scripts/reference, or set GIP_REFERENCE to a directory with ip and bridge)")
}

// FindOther finds the 6.15 reference beside a newer one, nil where there is none.
func (r *Reference) FindOther() *Reference {
	o, err := OpenReference(filepath.Join(filepath.Dir(filepath.Dir(r.Bin)), "trixie", "bin"))
	if err != nil || o.Bin == r.Bin {
		return nil
	}
	return o
}

// OpenReference looks at the reference in a directory.
func OpenReference(bin string) (*Reference, error) {
	out, err := exec.Command(filepath.Join(bin, "ip"), "-V").Output()
	if err != nil {
		return nil, fmt.Errorf("reference in %s: %w", bin, err)
	}
	_, v, ok := strings.Cut(string(out), "iproute2-")
	if !ok {
		return nil, fmt.Errorf("reference in %s says %q", bin, out)
	}
	v, _, _ = strings.Cut(v, ",")
	r := &Reference{Bin: bin, Version: strings.TrimSpace(v)}
	conf := filepath.Join(filepath.Dir(bin), "root/usr/share/iproute2")
	if st, err := os.Stat(conf); err == nil && st.IsDir() {
		r.Conf = conf
	}
	return r, nil
}
