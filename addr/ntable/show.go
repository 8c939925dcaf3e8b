package ntable

import (
	"time"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A printer prints the tables that pass.
type printer struct {
	e       *cli.Env
	index   uint32 // of a link; none: only what belongs to no link
	none    bool
	name    string
	named   bool
	tb      [uapi.NDTA_MAX + 1]nl.Value
	parms   [uapi.NDTPA_MAX + 1]nl.Value
	scratch [64]byte
}

func show(e *cli.Env, a *cli.Args) error {
	p := printer{e: e}
	if err := p.filter(a); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	// The kernel makes a dump's first part as long as what was read from the socket
	// before, and tells of a table again in each part. The reference has asked for all
	// links by now; this is a request for nothing.
	if err := c.Do(nl.New(unix.NLMSG_NOOP, 0, nil)); err != nil {
		return err
	}
	e.Begin()
	for r, err := range c.Dump(c.New(unix.RTM_GETNEIGHTBL, 0, []byte{e.Family, 0, 0, 0})) {
		if err != nil {
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return err
			}
			break
		}
		if err := p.print(r); err != nil {
			return e.DumpFailed(err, "Dump terminated")
		}
		e.Spill()
	}
	e.End()
	return nil
}

func (p *printer) filter(a *cli.Args) error {
	for a.More() {
		word, _ := a.Next()
		if word != "dev" && word != "name" {
			return cli.Invalid("unknown", word)
		}
		w, err := a.Next()
		if err != nil {
			return err
		}
		if word == "name" {
			p.name, p.named = w, true
			continue
		}
		p.none = w == "none"
		if p.index = 0; !p.none {
			if p.index = p.e.LinkIndex(w); p.index == 0 {
				return cli.Invalid(`"DEV" is invalid`, w)
			}
		}
	}
	return nil
}

// passes reports whether the table in tb, and its parms, are asked for.
func (p *printer) passes(family uint8) bool {
	if p.e.Family != unix.AF_UNSPEC && p.e.Family != family {
		return false
	}
	if v := p.tb[uapi.NDTA_NAME]; v != nil && p.named && !v.Is(p.name) {
		return false
	}
	v := p.tb[uapi.NDTA_PARMS]
	if v == nil {
		return true
	}
	if link := nl.Table(p.parms[:]).Index(v)[uapi.NDTPA_IFINDEX]; link != nil {
		return !p.none && (p.index == 0 || p.index == link.U32())
	}
	return p.index == 0
}

func (p *printer) print(r nl.Reply) error {
	e := p.e
	if r.Type != unix.RTM_NEWNEIGHTBL {
		s := append(p.scratch[:0], "Not NEIGHTBL: "...)
		s = append(attr.AppendHex(s, uint64(len(r.Data)+unix.SizeofNlMsghdr), 8), ' ')
		s = append(attr.AppendHex(s, uint64(r.Type), 8), ' ')
		e.Warn(string(attr.AppendHex(s, uint64(r.Flags), 8)))
		return nil
	}
	t := nl.Table(p.tb[:])
	if !r.Attrs(t, hdrLen) {
		return cli.TooShort(r, hdrLen)
	}
	if !p.passes(r.Data[0]) {
		return nil
	}
	e.Obj("")
	e.Str("family", "% ", attr.FamilyName(r.Data[0]))
	if v := t[uapi.NDTA_NAME]; v != nil {
		e.Bytes("name", "% ", v.Text())
	}
	e.NL()
	if t[uapi.NDTA_THRESH1] != nil || t[uapi.NDTA_THRESH2] != nil || t[uapi.NDTA_THRESH3] != nil || t[uapi.NDTA_GC_INTERVAL] != nil {
		e.Text("    ")
		p.numbers(thresholds[:], t)
		e.NL()
	}
	if v := t[uapi.NDTA_CONFIG]; v != nil && e.Stats > 0 {
		p.config(v)
	}
	if t[uapi.NDTA_PARMS] != nil {
		if v := p.parms[uapi.NDTPA_IFINDEX]; v != nil {
			e.Text("    dev ")
			e.Color(out.Ifname).Str("dev", "% ", e.LinkName(v.U32()))
			e.NL()
		}
		e.Text("    ")
		p.numbers(perLink[:], p.parms[:])
		e.NL()
	}
	if v := t[uapi.NDTA_STATS]; v != nil && e.Stats > 0 {
		p.stats(v)
	}
	e.Text("\n")
	e.EndObj()
	return nil
}

// number prints a number under its name.
func (p *printer) number(name string, v uint64) {
	p.e.Text(name)
	p.e.Text(" ")
	if name == "gc_int" {
		name = "gc_interval"
	}
	p.e.Uint(name, "% ", v)
}

func (p *printer) newLine() {
	p.e.NL()
	p.e.Text("    ")
}

func (p *printer) numbers(list []param, t nl.Table) {
	for i := range list {
		l := &list[i]
		if l.line {
			p.newLine()
		}
		v := t[l.attr]
		switch {
		case v == nil:
		case l.bits == 64:
			p.number(l.name, v.U64())
		default:
			p.number(l.name, uint64(v.U32()))
		}
	}
}

// config prints a struct ndt_config.
func (p *printer) config(v nl.Value) {
	e := p.e
	u32 := func(i int) uint64 { return uint64(v.From(4 * i).U32()) }
	e.Uint("key_length", "    config key_len % ", uint64(v.U16()))
	e.Uint("entry_size", "entry_size % ", uint64(v.From(2).U16()))
	e.Uint("entries", "entries % ", u32(1))
	e.NL()
	e.Bytes("last_flush", "        last_flush % ", p.ago(v.From(8).U32()))
	e.Bytes("last_rand", "last_rand % ", p.ago(v.From(12).U32()))
	e.NL()
	e.Uint("hash_rnd", "        hash_rnd % ", u32(4))
	if e.JSON {
		e.Hex("hash_mask", "", u32(5))
	} else {
		e.Bytes("", "hash_mask % ", attr.AppendHex(p.scratch[:0], u32(5), 8))
	}
	e.Uint("hash_chain_gc", "hash_chain_gc % ", u32(6))
	e.Uint("proxy_qlen", "proxy_qlen % ", u32(7))
	e.NL()
}

// ago is the time, by the local clock, of what happened that many milliseconds ago.
func (p *printer) ago(ms uint32) []byte {
	if ms == 0 {
		return append(p.scratch[:0], "(error)"...)
	}
	t := time.Unix(time.Now().Unix()-int64(ms/1000), 0)
	return t.AppendFormat(p.scratch[:0], time.DateTime)
}

// Of a struct ndt_stats, where lines begin.
var counters = [...]param{
	{name: "allocs"}, {name: "destroys"}, {name: "hash_grows"},
	{name: "res_failed", line: true}, {name: "lookups"}, {name: "hits"},
	{name: "rcv_probes_mcast", line: true}, {name: "rcv_probes_ucast"},
	{name: "periodic_gc_runs", line: true}, {name: "forced_gc_runs"},
	{name: "table_fulls", line: true},
}

func (p *printer) stats(v nl.Value) {
	p.e.Text("    stats ")
	for i := range counters {
		if counters[i].line {
			p.newLine()
		}
		p.number(counters[i].name, v.From(8*i).U64())
	}
	p.e.NL()
}
