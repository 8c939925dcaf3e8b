package info

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
)

// Few prints counters of which there are nine, those of struct rtnl_hw_stats64 and
// of struct mpls_link_stats: packets, bytes, errors and drops, received and sent side
// by side, and a last one received, of which key is the name in JSON and last the
// one in text.
func Few(e *cli.Env, v nl.Value, indent, key, last string) {
	n := func(i int) uint64 { return v.From(8 * i).U64() }
	rx := [...]uint64{n(2), n(0), n(4), n(6), n(8)}
	tx := [...]uint64{n(3), n(1), n(5), n(7)}
	names := [...]string{"bytes", "packets", "errors", "dropped", last}
	ways := [...]struct {
		key, head string
		counts    []uint64
	}{{"rx", "RX: ", rx[:]}, {"tx", "TX: ", tx[:]}}
	if e.JSON {
		names[4] = key
		for _, way := range ways {
			e.Obj(way.key)
			for i, v := range way.counts {
				e.Uint(names[i], "", v)
			}
			e.EndObj()
		}
		return
	}
	width := [...]int{len("*X: bytes"), 7, 6, 7, 7}
	for _, way := range ways {
		for i, v := range way.counts {
			if !e.Human {
				width[i] = max(width[i], len(strconv.FormatUint(v, 10)))
			}
		}
	}
	for at, way := range ways {
		e.Text(indent + way.head)
		for i := range way.counts {
			w := width[i]
			if i == 0 {
				w -= len(way.head)
			} else {
				e.Text(" ")
			}
			e.Right(w).Str("", "%", names[i])
		}
		e.NL()
		e.Text(indent)
		for i, v := range way.counts {
			e.Count(width[i], v)
		}
		if at == 0 {
			e.NL()
		}
	}
}
