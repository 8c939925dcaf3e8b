package tcpmetrics

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A host is an end of a connection, of family 0 where it is not told.
type host struct {
	family uint8
	addr   nl.Value
}

// read finds in t the address v4, or the one behind it; ok is whether it is one, and
// passes the filter.
func (h *host) read(t nl.Table, v4 uint16, f *end) (ok bool) {
	h.family, h.addr = unix.AF_INET, t[v4]
	if h.addr == nil {
		h.family, h.addr = unix.AF_INET6, t[v4+1]
	}
	if h.addr == nil {
		h.family = unix.AF_UNSPEC
		return true
	}
	if f.p.Family != 0 && f.p.Family != h.family || len(h.addr)*8 != attr.BitLen(h.family) {
		return false
	}
	return f.p.Family == 0 || f.p.Bits < 0 || attr.Same(h.addr, f.p.All(), f.p.Bits)
}

// message prints, or in a flush forgets, what r tells of.
func (q *query) message(r nl.Reply) error {
	var tb [uapi.TCP_METRICS_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if r.Type != q.g.ID || !r.Attrs(t, cli.GenlHdr) {
		return &cli.Error{}
	}
	if r.Data[0] != uapi.TCP_METRICS_CMD_GET {
		return nil
	}
	var dst, src host
	if !dst.read(t, uapi.TCP_METRICS_ATTR_ADDR_IPV4, &q.dst) || dst.family == 0 ||
		!src.read(t, uapi.TCP_METRICS_ATTR_SADDR_IPV4, &q.src) {
		return nil
	}
	if q.flushing {
		if err := q.forget(&dst, &src); err != nil || q.e.Stats < 2 {
			return err
		}
	}
	q.print(t, &dst, &src)
	return nil
}

func (q *query) print(t nl.Table, dst, src *host) {
	e := q.e
	e.Obj("")
	if q.cmd != list {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	var s [128]byte
	colour := out.Inet
	if dst.family == unix.AF_INET6 {
		colour = out.Inet6
	}
	e.Color(colour).Bytes("dst", "%", attr.AppendHost(s[:0], e, dst.family, dst.addr))
	if v := t[uapi.TCP_METRICS_ATTR_AGE]; v != nil {
		float(e, "age", " age %sec", float64(v.U64())/1000)
	}
	if v := t[uapi.TCP_METRICS_ATTR_TW_TS_STAMP]; v != nil {
		b := strconv.AppendUint(s[:0], uint64(t[uapi.TCP_METRICS_ATTR_TW_TSVAL].U32()), 10)
		b = strconv.AppendInt(append(b, '/'), int64(int32(v.U32())), 10)
		e.Bytes("tw_ts_stamp", " tw_ts % ago", b)
	}
	if v := t[uapi.TCP_METRICS_ATTR_VALS]; v != nil {
		values(e, v)
	}
	if v := t[uapi.TCP_METRICS_ATTR_FOPEN_MSS]; v != nil {
		e.Uint("fopen_miss", " fo_mss %", uint64(v.U16()))
	}
	if v := t[uapi.TCP_METRICS_ATTR_FOPEN_SYN_DROPS]; v != nil {
		e.Uint("fopen_syn_drops", " fo_syn_drops %", uint64(v.U16()))
		float(e, "fopen_syn_drop_ts", "/%usec ago", float64(t[uapi.TCP_METRICS_ATTR_FOPEN_SYN_DROP_TS].U64())/1e6)
	}
	if v := t[uapi.TCP_METRICS_ATTR_FOPEN_COOKIE]; v != nil {
		b := s[:0]
		for _, c := range v[:min(len(v), 16)] {
			b = attr.AppendHex(b, uint64(c), 2)
		}
		e.Bytes("fo_cookie", " fo_cookie %", b)
	}
	if src.family != 0 {
		e.Bytes("source", " source %", attr.AppendHost(s[:0], e, src.family, src.addr))
	}
	e.Text("\n")
	e.EndObj()
}

// float prints v as C's %g in JSON, with three decimals in text.
func float(e *cli.Env, key, form string, v float64) {
	var s [64]byte
	if e.JSON {
		e.Raw(key, "", strconv.AppendFloat(s[:0], v, 'g', 6, 64))
		return
	}
	e.Raw("", form, strconv.AppendFloat(s[:0], v, 'f', 3, 64))
}

// values prints what was measured. Where round trips are told in milliseconds and in
// microseconds, the latter count.
func values(e *cli.Env, v nl.Value) {
	var tb [uapi.TCP_METRICS_A_METRICS_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	number := func(attr uint16, name, form string) {
		if v := t[attr]; v != nil {
			e.Uint(name, form, uint64(v.U32()))
		}
	}
	number(uapi.TCP_METRICS_A_METRICS_SSTHRESH, "ssthresh", " ssthresh %")
	number(uapi.TCP_METRICS_A_METRICS_CWND, "cwnd", " cwnd %")
	number(uapi.TCP_METRICS_A_METRICS_REODERING, "reordering", " reordering %")
	trip := func(ms, us uint16, shift int, name, form string) {
		n := uint64(t[ms].U32()) * 1000 >> shift
		if v := t[us]; v != nil {
			n = uint64(v.U32() >> shift)
		}
		if n == 0 {
			return
		}
		if e.JSON {
			float(e, name, "", float64(n)/1e6)
		} else {
			e.Uint("", form, n)
		}
	}
	trip(uapi.TCP_METRICS_A_METRICS_RTT, uapi.TCP_METRICS_A_METRICS_RTT_US, 3, "rtt", " rtt %us")
	trip(uapi.TCP_METRICS_A_METRICS_RTTVAR, uapi.TCP_METRICS_A_METRICS_RTTVAR_US, 2, "rttvar", " rttvar %us")
}
