package nstest

import (
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What no two runs share is masked, on both sides alike: MAC addresses the
// kernel rolled, IPv6 interface identifiers made of them, namespace inodes,
// wall-clock times and ping's times. What a scenario names itself is left alone.
var (
	macRE    = regexp.MustCompile(`\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b`)
	idRE     = regexp.MustCompile(`\b[0-9a-f]{4}\.(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}\b`) // a bridge's
	eui64RE  = regexp.MustCompile(`:([0-9a-f]{1,4}):([0-9a-f]{0,2})ff:fe([0-9a-f]{2}):([0-9a-f]{1,4})\b`)
	solicRE  = regexp.MustCompile(`\bff02::1:ff([0-9a-f]{2}):([0-9a-f]{1,4})\b`)
	nudRE    = regexp.MustCompile(` (REACHABLE|DELAY|STALE|PROBE) \n$`)
	fixedRE  = regexp.MustCompile(` (PERMANENT|NOARP) \n$`)
	permRE   = regexp.MustCompile(`\b(permaddr"?:? ?"?)(?:[0-9a-f]{1,4}:){3}:`) // a tunnel's, rolled
	inodeRE  = regexp.MustCompile(`\b(net|mnt|pid|user):\[\d+\]`)
	stampRE  = regexp.MustCompile(`(?m)^Timestamp: .*$|\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\]`)
	pingRE   = regexp.MustCompile(`\btime=[0-9.]+ ms|\btime <?\d+ms|, time \d+ms`)
	rttRE    = regexp.MustCompile(`(?m)^(rtt min/avg/max/mdev = )[0-9./]+ ms(, (?:pipe \d+|ipg/ewma .*))?$`)
	upRE     = regexp.MustCompile(`(?m)^(\d+: .*[<,]LOWER_UP[,>].* state )UNKNOWN `)
	lacpRE   = regexp.MustCompile(`\b(ad_(?:actor|partner)_oper_port_state) \d+ (ad_(?:actor|partner)_oper_port_state_str) <[^>]*>`)
	uptimeRE = regexp.MustCompile(`\b(hello_timer|tcn_timer|topology_change_timer|gc_timer|hold_timer|message_age_timer|forward_delay_timer)("?:? +|":)([0-9]+\.[0-9]+|[0-9]+)`)
)

// ticking finds the numbers that count by themselves: seconds of lifetimes,
// ages and the like. They are left as they are and compared with a tolerance.
var ticking = regexp.MustCompile(
	`(?:\b(?:valid_lft|preferred_lft|expires|age|lastuse|updated|probes|timer) +-?)(\d+(?:\.\d+)?)(?:sec|\b)` +
		`|\bused (\d+/\d+(?:/\d+)?)` +
		`|"(?:valid_life_time|preferred_life_time|expires|age|used|updated|confirmed|timer|idle_time|unbalanced_time|last_used|ip_route_expires)": ?"? *(\d+(?:\.\d+)?)` +
		`|\b(?:idle_time|unbalanced_time) (\d+(?:\.\d+)?)` +
		`|\b(\d+\.\d\d)\b`)

// A Masker masks what a scenario's text does not name.
type Masker struct{ text string }

// Masker gives the scenario's masker.
func (s *Scenario) Masker() *Masker {
	var b strings.Builder
	for _, l := range s.Lines {
		b.WriteString(strings.ToLower(l.Command))
		b.WriteByte('\n')
	}
	return &Masker{b.String()}
}

func (m *Masker) names(s string) bool { return strings.Contains(m.text, s) }

// Mask masks a text.
func (m *Masker) Mask(s string) string {
	if s == "" {
		return s
	}
	s = idRE.ReplaceAllStringFunc(s, func(a string) string {
		mac := ""
		for f := range strings.SplitSeq(a[5:], ":") {
			mac += ":" + "0"[:2-len(f)] + f
		}
		if m.names(mac[1:]) || mac == ":00:00:00:00:00:00" {
			return a
		}
		return a[:5] + "<mac>"
	})
	s = macRE.ReplaceAllStringFunc(s, func(a string) string {
		switch {
		case m.names(a):
		case strings.HasPrefix(a, "33:33:ff:"):
			return "33:33:ff:<mac>"
		case a[1]&1 == 0 && strings.IndexByte("0123456789", a[1]) >= 0 || a[1] == 'a' || a[1] == 'c' || a[1] == 'e':
			if a != "00:00:00:00:00:00" && !strings.HasPrefix(a, "01:80:c2") {
				return "<mac>"
			}
		}
		return a
	})
	s = eui64RE.ReplaceAllStringFunc(s, func(a string) string {
		p := eui64RE.FindStringSubmatch(a)
		hex := func(s string) uint64 { v, _ := strconv.ParseUint(s, 16, 16); return v }
		h, l := hex(p[1]), hex(p[4])
		mac := net.HardwareAddr{byte(h>>8) ^ 2, byte(h), byte(hex(p[2])), byte(hex(p[3])), byte(l >> 8), byte(l)}
		if m.names(mac.String()) || m.names(a) {
			return a
		}
		return ":<eui64>"
	})
	s = solicRE.ReplaceAllStringFunc(s, func(a string) string {
		if m.names(a) {
			return a
		}
		return "ff02::1:ff<mac>"
	})
	s = permRE.ReplaceAllString(s, "$1<addr>")
	s = inodeRE.ReplaceAllString(s, "$1:[<inode>]")
	s = stampRE.ReplaceAllString(s, "<stamp>")
	s = pingRE.ReplaceAllStringFunc(s, func(a string) string {
		switch {
		case a[0] == ',':
			return ", time <t>ms"
		case a[4] == '=':
			return "time=<t> ms"
		}
		return "time <t>ms"
	})
	s = rttRE.ReplaceAllString(s, "$1<t> ms$2")
	return uptimeRE.ReplaceAllStringFunc(s, func(a string) string {
		p := uptimeRE.FindStringSubmatch(a)
		if blanks := len(p[2]); blanks > 1 && p[2][0] == ' ' { // a column: the longer the number, the fewer
			p[2] = strings.Repeat(" ", max(1, blanks+len(p[3])-len("0.00")))
		}
		return p[1] + p[2] + "<t>"
	})
}

// Same tells whether two masked texts are the same but for a few ticks.
func Same(a, b string) bool {
	if a == b {
		return true
	}
	as, an := skeleton(a)
	bs, bn := skeleton(b)
	if as != bs || len(an) != len(bn) {
		return false
	}
	for i := range an {
		most := 5.0
		if an[i] > 1000 { // a lifetime: a slow machine is far behind
			most = 60
		}
		if d := an[i] - bn[i]; d > most || d < -most {
			return false
		}
	}
	return true
}

// skeleton replaces the ticking numbers of a text by a mark.
func skeleton(s string) (string, []float64) {
	var b strings.Builder
	var ns []float64
	at := 0
	for _, m := range ticking.FindAllStringSubmatchIndex(s, -1) {
		for g := 2; g < len(m); g += 2 {
			if m[g] < 0 {
				continue
			}
			b.WriteString(s[at:m[g]])
			b.WriteString("<n>")
			at = m[g+1]
			for f := range strings.SplitSeq(s[m[g]:m[g+1]], "/") {
				v, _ := strconv.ParseFloat(f, 64)
				ns = append(ns, v)
			}
		}
	}
	b.WriteString(s[at:])
	return b.String(), ns
}

// tidy drops from a masked state what comes by itself and when it likes (the
// groups' neighbours), and sorts the routes every link brings along. Whether a
// link with a carrier says UP or UNKNOWN is one: a bridge stays UNKNOWN if its
// port's carrier was told before the bridge came up. So is how far a bond's port is
// on its way into an aggregate, which takes some seconds.
func tidy(s string) string {
	s = upRE.ReplaceAllString(s, "${1}UP ")
	s = lacpRE.ReplaceAllString(s, "$1 <lacp> $2 <lacp>")
	var keep, own []string
	flush := func() {
		slices.Sort(own)
		keep, own = append(keep, own...), nil
	}
	for l := range strings.SplitAfterSeq(s, "\n") {
		switch {
		case strings.HasSuffix(l, " proxy \n") && !strings.Contains(l, " dev "): // may be another namespace's
		case strings.HasSuffix(l, " INCOMPLETE \n"), strings.HasSuffix(l, " FAILED \n"):
		case nudRE.MatchString(l): // the table is hashed, the state on its way
			own = append(own, nudRE.ReplaceAllString(l, " <nud> \n"))
		case strings.HasSuffix(l, " NOARP \n") && (strings.HasPrefix(l, "ff02::") || strings.HasPrefix(l, "224.")):
		case fixedRE.MatchString(l):
			own = append(own, l)
		case strings.HasPrefix(l, "unicast fe80::/64 "), strings.HasPrefix(l, "multicast ff00::/8 "),
			strings.HasPrefix(l, "local fe80::"), strings.HasPrefix(l, "anycast fe80::"):
			own = append(own, l)
		default:
			if strings.HasPrefix(l, "[") {
				flush()
			}
			keep = append(keep, l)
		}
	}
	flush()
	return strings.Join(keep, "")
}
