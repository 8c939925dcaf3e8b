package route

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// metrics is what RTA_METRICS is to hold.
type metrics struct {
	buf  [metricsRoom]byte
	n    int
	lock uint32 // a bit for each that is locked
	warn []string
}

// metricsRoom is how many bytes the reference has for them, the attribute's own
// header included.
const metricsRoom = 256

type metricKind uint8

const (
	number metricKind = iota
	hops              // up to 255
	rtt               // a time, in units of 1/8 ms where none is given
	rttvar            // likewise of 1/4 ms
	rtoMin            // in ms, and locked without being asked
	boolean
	featureList
	algorithm
)

// In upstream's order, which decides what an abbreviation means. What is wrong with
// a value is said of the name, or of what.
var metricOptions = [...]struct {
	name string
	abbr bool // may be cut short, down to a letter
	what string
	id   uint16
	kind metricKind
}{
	{"mtu", false, "mtu", unix.RTAX_MTU, number},
	{"hoplimit", false, "hoplimit", unix.RTAX_HOPLIMIT, hops},
	{"advmss", false, "mss", unix.RTAX_ADVMSS, number},
	{"reordering", true, "reordering", unix.RTAX_REORDERING, number},
	{"rtt", false, "rtt", unix.RTAX_RTT, rtt},
	{"rto_min", false, "rto_min", unix.RTAX_RTO_MIN, rtoMin},
	{"window", true, "window", unix.RTAX_WINDOW, number},
	{"cwnd", true, "cwnd", unix.RTAX_CWND, number},
	{"initcwnd", true, "initcwnd", unix.RTAX_INITCWND, number},
	{"initrwnd", true, "initrwnd", unix.RTAX_INITRWND, number},
	{"features", true, "features", unix.RTAX_FEATURES, featureList},
	{"quickack", true, "quickack", unix.RTAX_QUICKACK, boolean},
	{"congctl", true, "congctl", unix.RTAX_CC_ALGO, algorithm},
	{"rttvar", true, "rttvar", unix.RTAX_RTTVAR, rttvar},
	{"ssthresh", true, "ssthresh", unix.RTAX_SSTHRESH, number},
}

// metricAt is the place of the metric that w names, -1 where it names none.
func metricAt(w string) int {
	for i := range metricOptions {
		o := &metricOptions[i]
		if w == o.name || o.abbr && cli.Prefix(w, o.name) {
			return i
		}
	}
	return -1
}

// option reads the value of the metric at place i, whose name comes next.
func (x *metrics) option(a *cli.Args, i int) error {
	a.Skip(1)
	o := &metricOptions[i]
	switch o.kind {
	case featureList:
		return x.features(a)
	case boolean:
		a.Back()
		return x.boolean(a, o.id, o.what)
	}
	w, err := a.Next()
	if err != nil {
		return err
	}
	if o.kind == rtoMin {
		x.lock |= 1 << o.id
	} else if w == "lock" {
		x.lock |= 1 << o.id
		if w, err = a.Next(); err != nil {
			return err
		}
	}
	v, ok := uint32(0), true
	switch o.kind {
	case algorithm:
		x.bytes(o.id, w)
		return nil
	case rtt, rttvar, rtoMin:
		var raw bool
		v, raw, ok = parseTime(w)
		if !raw && o.kind == rtt {
			v *= 8
		} else if !raw && o.kind == rttvar {
			v *= 4
		}
	default:
		var n uint64
		n, ok = cli.Uint(w, 0, 32)
		v = uint32(n)
		ok = ok && (o.kind != hops || n <= 255)
	}
	if !ok {
		return cli.Invalid(`"`+o.what+"\" value is invalid\n", w)
	}
	x.add(o.id, v)
	return nil
}

// boolean reads the option that comes next, whose value is 0 or 1.
func (x *metrics) boolean(a *cli.Args, id uint16, name string) error {
	a.Skip(1)
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 32)
	switch {
	case !ok:
		return cli.Invalid(`"`+name+"\" value is invalid\n", w)
	case v > 1:
		return cli.Invalid(`"`+name+"\" value should be 0 or 1\n", w)
	}
	x.add(id, uint32(v))
	return nil
}

func (x *metrics) features(a *cli.Args) error {
	v := uint32(0)
	for {
		if a.Accept("ecn") {
			v |= 1 << 0 // RTAX_FEATURE_ECN
		} else if a.Accept("tcp_usec_ts") {
			v |= 1 << 4 // RTAX_FEATURE_TCP_USEC_TS
		} else {
			break
		}
	}
	if v == 0 {
		w := a.Peek()
		if !a.More() {
			w = "(null)"
		}
		return cli.Invalid("\"features\" value not valid\n", w)
	}
	x.add(unix.RTAX_FEATURES, v)
	return nil
}

func (x *metrics) add(id uint16, v uint32) {
	if 4+x.n+8 > metricsRoom {
		x.warn = append(x.warn, "rta_addattr32: Error! max allowed bound "+strconv.Itoa(metricsRoom)+" exceeded")
		return
	}
	b := x.buf[x.n:]
	nl.Native.PutUint16(b, 8)
	nl.Native.PutUint16(b[2:], id)
	nl.Native.PutUint32(b[4:], v)
	x.n += 8
}

func (x *metrics) bytes(id uint16, v string) {
	n := (4 + len(v) + 3) &^ 3
	if 4+x.n+n > metricsRoom {
		x.warn = append(x.warn, "rta_addattr_l: Error! max allowed bound "+strconv.Itoa(metricsRoom)+" exceeded")
		return
	}
	b := x.buf[x.n:]
	nl.Native.PutUint16(b, uint16(4+len(v)))
	nl.Native.PutUint16(b[2:], id)
	copy(b[4:], v)
	x.n += n
}

// put adds the metrics to m, if there are any. A lock alone is none.
func (x *metrics) put(e *cli.Env, m *nl.Msg) {
	if x.n > 0 && x.lock != 0 {
		x.add(unix.RTAX_LOCK, x.lock)
	}
	for _, s := range x.warn {
		e.Warn(s)
	}
	if x.n > 0 {
		addBytes(m, unix.RTA_METRICS, x.buf[:x.n])
	}
}

// parseTime reads a time as ms; raw is whether it has no unit. With a point in it,
// it is rounded up.
func parseTime(w string) (v uint32, raw, ok bool) {
	var t float64
	n := 0
	if strings.IndexByte(w, '.') >= 0 {
		if t, n = strtod(w); n == 0 || t < 0 {
			return 0, false, false
		}
	} else {
		var u uint64
		var over bool
		if u, n, over = cli.Strtoul(w, 0); n == 0 || over {
			return 0, false, false
		}
		t = float64(u)
	}
	switch unit := w[n:]; {
	case unit == "":
		raw = true
	case strings.EqualFold(unit, "s"), strings.EqualFold(unit, "sec"), strings.EqualFold(unit, "secs"):
		t *= 1000
	case strings.EqualFold(unit, "ms"), strings.EqualFold(unit, "msec"), strings.EqualFold(unit, "msecs"):
	default:
		return 0, false, false
	}
	v = uint32(uint64(t)) // as the machine converts what is too large
	if t >= 1<<63 {
		v = 0
	}
	if float64(v) < t {
		v++
	}
	return v, raw, true
}

// strtod reads the decimal number that s begins with, of n bytes.
func strtod(s string) (v float64, n int) {
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] >= '\t' && s[i] <= '\r') {
		i++
	}
	start := i
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	digits, point := 0, false
	for ; i < len(s); i++ {
		if s[i] == '.' && !point {
			point = true
		} else if s[i] >= '0' && s[i] <= '9' {
			digits++
		} else {
			break
		}
	}
	if digits == 0 {
		return 0, 0
	}
	n = i
	if i < len(s) && s[i]|0x20 == 'e' {
		k := i + 1
		if k < len(s) && (s[k] == '+' || s[k] == '-') {
			k++
		}
		for from := k; k < len(s) && s[k] >= '0' && s[k] <= '9'; k++ {
			if k >= from {
				n = k + 1
			}
		}
	}
	v, _ = strconv.ParseFloat(s[start:n], 64)
	return v, n
}
