package nstest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
)

// Needs answers what this machine has, asking each thing once.
type Needs struct {
	Side Side // who runs the lines of `need run`
	mu   sync.Mutex
	kind map[string]bool
	run  map[string]string
}

// Missing tells why the scenario cannot be played here, "" where it can.
func (n *Needs) Missing(s *Scenario) (string, error) {
	if err := s.danger(); err != nil {
		return err.Error(), nil
	}
	for _, t := range s.Tools {
		if !Look(t) {
			return "no " + t + " on this system", nil
		}
	}
	if s.Wire() && !Look("strace") {
		return "no strace on this system", nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.kind == nil {
		n.kind, n.run = map[string]bool{}, map[string]string{}
	}
	var ask []string
	for _, k := range s.Kinds {
		if _, ok := n.kind[k]; !ok {
			ask = append(ask, k)
		}
	}
	if len(ask) > 0 {
		a, err := run(&job{Kinds: ask})
		if err != nil {
			return "", err
		}
		for _, k := range ask {
			n.kind[k] = slices.Contains(a.Kinds, k)
		}
	}
	for _, k := range s.Kinds {
		if !n.kind[k] {
			return "this kernel has no link kind " + k, nil
		}
	}
	for _, p := range s.Probes {
		why, ok := n.run[p]
		if !ok {
			pl, err := FromCommands("need", []string{p}).Play(n.Side)
			if err != nil {
				return "", err
			}
			if r := pl.Results[0]; r.Status != 0 {
				first, _, _ := strings.Cut(strings.TrimSpace(r.Err), "\n")
				why = fmt.Sprintf("needs `%s`, which fails here: %s", p, first)
			}
			n.run[p] = why
		}
		if why != "" {
			return why, nil
		}
	}
	return "", nil
}

// danger refuses what would take the machine down rather than fail: some kernels
// never return from parsing a route's tunnel options, with the RTNL lock held.
func (s *Scenario) danger() error {
	if os.Getenv("UML_GUEST") != "" {
		return nil
	}
	for _, l := range s.Lines {
		for _, w := range []string{"geneve_opts", "vxlan_opts", "erspan_opts"} {
			if strings.Contains(l.Command, w) {
				return fmt.Errorf("%s may hang this kernel: played in a guest only", w)
			}
		}
	}
	return nil
}
