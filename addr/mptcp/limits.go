package mptcp

import (
	"gip/internal/cli"
	"gip/internal/nl"
)

// limits sets or shows how many paths connections may have. What the words say goes
// out with either request.
func limits(e *cli.Env, a *cli.Args, g *cli.Genl, cmd uint8) error {
	m := g.New(cmd, version, 0, nil)
	if err := parseLimits(a, m); err != nil {
		return err
	}
	if cmd == cmdSetLimits {
		return g.Do(m)
	}
	r, err := g.Get(m)
	if err == nil {
		printLimits(e, g.ID, r)
	}
	return err
}

func parseLimits(a *cli.Args, m *nl.Msg) error {
	for a.More() {
		word, _ := a.Next()
		typ, why := uint16(attrSubflows), "invalid subflows\n"
		switch {
		case cli.Prefix(word, "subflows"):
		case cli.Prefix(word, "add_addr_accepted"):
			typ, why = attrRcvAddAddrs, "invalid add_addr_accepted\n"
		default:
			return cli.Invalid("unknown limit", word)
		}
		w, err := a.Next()
		if err != nil {
			return err
		}
		v, ok := cli.Uint(w, 0, 32)
		if !ok {
			return cli.Invalid(why, w)
		}
		m.PutU32(typ, uint32(v))
	}
	return nil
}

// printLimits prints text whatever is asked for, as the reference does.
func printLimits(e *cli.Env, id uint16, r nl.Reply) {
	var tb [attrMax + 1]nl.Value
	t := nl.Table(tb[:])
	if r.Type != id || !r.Attrs(t, cli.GenlHdr) {
		return
	}
	if v := t[attrRcvAddAddrs]; v != nil {
		e.Int("add_addr_accepted", "add_addr_accepted % ", int64(int32(v.U32())))
	}
	if v := t[attrSubflows]; v != nil {
		e.Int("subflows", "subflows % ", int64(int32(v.U32())))
	}
	e.NL()
}
