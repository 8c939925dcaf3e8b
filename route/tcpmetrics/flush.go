package tcpmetrics

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// flushLen is how many bytes of requests to forget are sent at a time.
const flushLen = 4096 - 512

// flush has what passes be forgotten, again and again until nothing is left.
func (q *query) flush() error {
	e := q.e
	q.flushing = true
	for round := 0; ; {
		q.count = 0
		for r, err := range q.g.Dump(q.g.New(uapi.TCP_METRICS_CMD_GET, version, 0, nil)) {
			if err == nil {
				err = q.message(r)
			}
			if err != nil {
				if err = e.DumpFailed(err, "Flush terminated"); err != nil {
					return err
				}
				break
			}
		}
		if q.count == 0 {
			switch {
			case round == 0:
				e.Warn("Nothing to flush.")
			case e.Stats == 0:
			case round == 1:
				e.Puts("*** Flush is complete after 1 round ***\n")
			default:
				e.Puts("*** Flush is complete after " + strconv.Itoa(round) + " rounds ***\n")
			}
			return nil
		}
		round++
		if err := q.send(); err != nil {
			return cli.Status(err, 1, true)
		}
		if e.Stats > 0 {
			e.Puts("\n*** Round " + strconv.Itoa(round) + ", deleting " + strconv.Itoa(q.count) + " entries ***\n")
		}
	}
}

// forget has the entry with these ends be forgotten, with others of its kind.
func (q *query) forget(dst, src *host) error {
	m := nl.New(q.g.ID, unix.NLM_F_REQUEST, []byte{uapi.TCP_METRICS_CMD_DEL, version, 0, 0})
	m.PutBytes(typ(dst.family, uapi.TCP_METRICS_ATTR_ADDR_IPV4), dst.addr)
	if src.family != 0 {
		m.PutBytes(typ(src.family, uapi.TCP_METRICS_ATTR_SADDR_IPV4), src.addr)
	}
	b := m.Bytes()
	if len(q.out)+len(b) > flushLen {
		if err := q.send(); err != nil {
			return err
		}
	}
	nl.Native.PutUint32(b[8:], q.g.NextSeq())
	q.out = append(q.out, b...)
	q.count++
	return nil
}

func (q *query) send() error {
	b := q.out
	q.out = q.out[:0]
	if err := q.g.Send(b); err != nil {
		return cli.Fail(info.Perror("Failed to send flush request\n", err))
	}
	return nil
}
