package link

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// Show runs ip link show.
func Show(e *cli.Env, a *cli.Args) error {
	e.Family = unix.AF_PACKET
	e.ShownLinks = true
	usage := func() error { return Run(e, cli.NewArgs([]string{"help"})) }
	q, err := info.ParseQuery(e, a, e.Family, usage)
	if err != nil {
		return err
	}
	p := info.New(e)
	if q.HasDev && q.Group == -1 {
		p.Filter = q.Filter
		return q.ShowDev(e, p)
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	if q.HasDev {
		if err := q.FindDev(e); err != nil {
			return err
		}
		p.Filter = q.Filter
		e.Begin()
		r, err := c.Get(q.IndexRequest(e, c))
		if err != nil {
			err = info.NoLink(e, err)
		} else {
			one(e, p, r)
		}
		e.End()
		return err
	}
	p.Filter = q.Filter
	e.Begin()
	for r, err := range q.Links(e, c) {
		if err != nil {
			e.End()
			return info.DumpFailed(e, err)
		}
		one(e, p, r)
		e.Spill()
	}
	e.End()
	return nil
}

// one prints a link, unless it is of another group than the one asked for: what other
// filters leave out is an empty object in JSON.
func one(e *cli.Env, p *info.Printer, r nl.Reply) {
	if p.Group != -1 {
		if t, ok := p.Attrs(r); ok && t[uapi.IFLA_GROUP] != nil && int32(t[uapi.IFLA_GROUP].U32()) != p.Group {
			return
		}
	}
	e.Obj("")
	p.Print(r)
	e.EndObj()
}
