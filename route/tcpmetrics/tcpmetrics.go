// Package tcpmetrics is ip tcp_metrics: what TCP remembers of hosts it has spoken to.
package tcpmetrics

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip tcp_metrics/tcpmetrics { COMMAND | help }
       ip tcp_metrics { show | flush } SELECTOR
       ip tcp_metrics delete [ address ] ADDRESS
SELECTOR := [ [ address ] PREFIX ]
`

const version = uapi.TCP_METRICS_GENL_VERSION

const (
	list = iota
	del
	flush
)

var commands = [...]struct {
	name string
	cmd  int
}{
	{"list", list}, {"lst", list}, {"show", list},
	{"delete", del}, {"remove", del},
	{"flush", flush},
}

// Run runs ip tcp_metrics.
func Run(e *cli.Env, a *cli.Args) error {
	q := query{e: e, cmd: list}
	if !a.More() {
		return q.run(a)
	}
	word, _ := a.Next()
	for _, c := range commands {
		if cli.Prefix(word, c.name) {
			q.cmd = c.cmd
			return q.run(a)
		}
	}
	if cli.Prefix(word, "help") {
		return cli.Usage(usage)
	}
	return cli.UnknownCommand(word, "ip tcp_metrics")
}

// A query is what of the memory is shown or forgotten.
type query struct {
	e        *cli.Env
	g        *cli.Genl
	cmd      int
	dst, src end

	flushing bool
	out      []byte // requests to forget, not sent yet
	count    int    // of them in this round
}

// An end is an end of the connections that count.
type end struct {
	p   attr.Prefix // of Family 0 where it does not matter
	one bool        // it is one address
}

func (q *query) run(a *cli.Args) error {
	switch q.e.Family {
	case unix.AF_UNSPEC, unix.AF_INET, unix.AF_INET6:
	default:
		return cli.Fail("Unsupported protocol family: " + strconv.Itoa(int(q.e.Family)))
	}
	q.dst.p = attr.Prefix{Family: q.e.Family, Bits: -1}
	q.src.p = q.dst.p
	if err := q.parse(a); err != nil {
		return err
	}
	if q.cmd == del && !q.dst.one {
		return cli.Missing("address")
	}
	all := q.dst.p.Bits <= 0 && q.src.p.Bits <= 0 && q.e.Family == unix.AF_UNSPEC
	if q.cmd == flush && (q.dst.one || all) {
		q.cmd = del
	}
	g, err := q.e.Genl("tcp_metrics")
	if err != nil {
		return err
	}
	defer g.Close()
	q.g = g
	switch {
	case q.cmd == flush:
		return q.flush()
	case q.cmd == del:
		m := g.New(uapi.TCP_METRICS_CMD_DEL, version, 0, nil)
		q.put(m)
		return g.Do(m)
	case q.dst.one:
		return q.get()
	}
	return q.list()
}

// parse reads which ends count. As in the reference, the word behind an end is passed
// over.
func (q *query) parse(a *cli.Args) error {
	for ; a.More(); a.Skip(1) {
		who, _ := a.Next()
		word, n := who, &q.dst
		switch who {
		case "src", "source":
			n = &q.src
			fallthrough
		case "addr", "address":
			var err error
			if word, err = a.Next(); err != nil {
				return err
			}
		default:
			who = "address"
		}
		if cli.Prefix(word, "help") {
			return cli.Usage(usage)
		}
		if n.p.Bits >= 0 {
			return cli.Garbage(who, word)
		}
		p, err := attr.ParsePrefix(word, q.e.Family)
		if err != nil {
			return err
		}
		n.p = p
		if p.Bytes > 0 && p.Bytes*8 == p.Bits {
			n.one = p.Family == unix.AF_INET || p.Family == unix.AF_INET6
		}
		if !n.one && (n == &q.src || q.cmd == del) {
			return cli.Fail(`Error: a specific IP address is expected rather than "` + word + `"`)
		}
	}
	return nil
}

// put has m be about the addresses that were given.
func (q *query) put(m *nl.Msg) {
	if q.dst.one {
		m.PutBytes(typ(q.dst.p.Family, uapi.TCP_METRICS_ATTR_ADDR_IPV4), q.dst.p.Addr())
	}
	if q.src.one {
		m.PutBytes(typ(q.src.p.Family, uapi.TCP_METRICS_ATTR_SADDR_IPV4), q.src.p.Addr())
	}
}

// typ is the attribute for an address of family: v4, or the one behind it.
func typ(family uint8, v4 uint16) uint16 {
	if family == unix.AF_INET6 {
		return v4 + 1
	}
	return v4
}

// get shows one host, which the reference does as text whatever is asked for.
func (q *query) get() error {
	m := q.g.New(uapi.TCP_METRICS_CMD_GET, version, 0, nil)
	q.put(m)
	r, err := q.g.Get(m)
	if err != nil {
		return err
	}
	return q.e.DumpFailed(q.message(r), "Dump terminated")
}

func (q *query) list() error {
	e := q.e
	e.Begin()
	for r, err := range q.g.Dump(q.g.New(uapi.TCP_METRICS_CMD_GET, version, 0, nil)) {
		if err == nil {
			err = q.message(r)
		}
		if err != nil {
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return err
			}
			break
		}
		e.Spill()
	}
	e.End()
	return nil
}
