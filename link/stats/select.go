package stats

// A selection is what has been asked for so far: the suites, and the path that is
// being told.
type selection struct {
	which uint16
	path  [levels]string
	given [levels]bool
}

// choose takes name as the path's level l. What was told of a longer path before is
// asked for by that.
func (s *selection) choose(l int, name string) error {
	for i := range l {
		if !s.given[i] {
			return fail("Error: " + levelNames[l] + " " + name + " requested without selecting a " + levelNames[i] + " first")
		}
	}
	if s.given[l] {
		if err := s.enable(); err != nil {
			return err
		}
	}
	s.path[l], s.given[l] = name, true
	for i := l + 1; i < levels; i++ {
		s.path[i], s.given[i] = "", false
	}
	return nil
}

// enable asks for the suites below the path.
func (s *selection) enable() error {
	fits := uint16(1<<len(suites) - 1)
	above := "top-level"
	for l := range levels {
		if !s.given[l] {
			break
		}
		leaf, next := true, uint16(0)
		for i := range suites {
			if fits&(1<<i) == 0 {
				continue
			}
			if name := suites[i].path[l]; name != "" {
				leaf = false
				if name == s.path[l] {
					next |= 1 << i
				}
			}
		}
		switch {
		case leaf:
			return fail("Error: " + levelNames[l] + " " + s.path[l] + " requested inside leaf " + levelNames[l-1] + " " + above)
		case next == 0:
			return fail("Error: no " + levelNames[l] + " named " + s.path[l] + " found inside " + above)
		}
		fits, above = next, s.path[l]
	}
	s.which |= fits
	return nil
}
