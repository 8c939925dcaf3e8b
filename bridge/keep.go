package bridge

import "gip/internal/cli"

// kept is what lists were asked to leave out, by whom: 0 is nothing. In a batch the
// reference keeps it from one line to the next, and so a line that names nothing goes
// by those before it.
type kept struct {
	linkDev, linkMaster uint32
	fdb                 struct {
		index, master, vlan, state uint32
		dynamic                    bool
	}
}

// keep is what is kept so far.
func keep(e *cli.Env) *kept {
	k, ok := e.Kept.(*kept)
	if !ok {
		k = new(kept)
		e.Kept = k
	}
	return k
}

// pass reports whether what a list was asked for, if anything, is v.
func pass(asked, v uint32) bool { return asked == 0 || asked == v }
