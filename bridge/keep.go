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
	vlan struct{ index, vid, port uint32 } // port: whose VLANs were listed last
	mdb  struct{ index, vid uint32 }
	vni  uint32
	mst  uint32
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

// filter takes the words of a list: dev and, unless vid is nil, vid. Others are passed
// over, as upstream does. Either may be given once, vid in all of a batch.
func filter(e *cli.Env, a *cli.Args, index, vid *uint32) error {
	var dev word
	for a.More() {
		var err error
		switch w, _ := a.Next(); {
		case w == "dev":
			err = dev.once(a, "dev")
		case w == "vid" && vid != nil:
			if w, err = a.Next(); err == nil && *vid != 0 {
				err = cli.Duplicate("vid", w)
			}
			if err == nil {
				*vid = uint32(cli.Atoi(w))
			}
		}
		if err != nil {
			return err
		}
	}
	var err error
	if dev.given {
		*index, err = device(e, dev.text)
	}
	return err
}
