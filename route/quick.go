package route

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// Nearly every route of a long list is a plain one, of few attributes. quick writes
// those in one go; print knows all. What both write is the same, which a test holds
// against each other.

// quickNames is the names that the routes before had: their neighbours mostly have
// the same.
type quickNames struct {
	known        bool // whether routes may be quick at all was looked at
	ok           bool
	dev          uint32
	proto, scope uint8
	devName      string // "" where it is not known, or not quick
	protoName    string
	scopeName    string
	table        uint32
	tableName    string
	typeName     string // of a unicast route; only with -d
	all          bool   // -d: what goes without saying is said
}

const quickName = 64 // the longest name that quick has room for

// plain is name, if it is short and stands in JSON as it is.
func plain(name string) string {
	if len(name) > quickName {
		return ""
	}
	for i := 0; i < len(name); i++ {
		if c := name[i]; c < 0x20 || c == 0x7f || c == '"' || c == '\\' {
			return ""
		}
	}
	return name
}

// eligible reports whether options and filter leave room for quick.
func (p *Printer) eligible() bool {
	e, f := p.e, p.f
	return e.Stats == 0 && !e.Resolve && !e.Coloured() && !e.Pretty &&
		f.cloned != 1 && !f.flush && !f.prefixes && f.types == 0 && f.realmMask == 0 &&
		!(f.hasProto || f.hasScope || f.hasTOS || f.hasIif || f.hasOif || f.hasMark || f.hasMetric)
}

// msgLen is how long a netlink header is, struct nlmsghdr.
const msgLen = 16

// take writes the plain routes that b, a datagram of answers to request seq, begins with,
// and gives how many bytes they take.
func (p *Printer) take(b []byte, seq uint32) (done int) {
	if !p.ready() {
		return 0
	}
	for len(b) >= msgLen+hdrLen {
		n := int(nl.Native.Uint32(b))
		if n < msgLen+hdrLen || n > len(b) || nl.Native.Uint16(b[4:]) != unix.RTM_NEWROUTE ||
			nl.Native.Uint16(b[6:])&uapi.NLM_F_DUMP_INTR != 0 || nl.Native.Uint32(b[8:]) != seq {
			break
		}
		r := b[msgLen:n:n]
		if p.last.same(r, p.e.JSON) {
			p.again(r)
		} else if !p.plain(r) {
			break
		}
		n = min((n+3)&^3, len(b))
		b, done = b[n:], done+n
	}
	return done
}

// ready reports whether routes may be quick at all.
func (p *Printer) ready() bool {
	q := &p.names
	if !q.known {
		q.known, q.ok = true, p.eligible()
		if q.all = p.e.Details > 0; q.all {
			q.typeName = "unicast"
			if p.e.Numeric {
				q.typeName = "1"
			}
		}
	}
	return q.ok
}

// quick writes the route in b, a message of type typ behind its netlink header, if it
// is plain.
func (p *Printer) quick(typ uint16, b []byte) bool {
	return p.ready() && typ == unix.RTM_NEWROUTE && len(b) >= hdrLen && p.plain(b)
}

// plain writes the route in b, if it is one that quick knows.
func (p *Printer) plain(b nl.Value) bool {
	q := &p.names
	family, size := b[hdrFamily], 0
	switch family {
	case unix.AF_INET:
		size = 4
	case unix.AF_INET6:
		size = 16
	default:
		return false
	}
	if p.f.family != unix.AF_UNSPEC && p.f.family != family ||
		b[hdrType] != unix.RTN_UNICAST || b[hdrTOS]|b[hdrSrcLen] != 0 || b[hdrFlags]|b[hdrFlags+1]|b[hdrFlags+2]|b[hdrFlags+3] != 0 {
		return false
	}
	var dst, gateway, src, metric nl.Value
	oif, table, pref, seen := uint32(0), uint32(b[hdrTable]), -1, uint64(0)
	for a := b[hdrLen:]; len(a) >= 4; {
		n := int(a.U16())
		if n < 4 || n > len(a) {
			return false
		}
		v, kind := a[4:n], nl.Native.Uint16(a[2:])
		if seen&(1<<kind) != 0 {
			return false // of two the first counts: the long way knows
		}
		seen |= 1 << kind
		switch kind {
		case unix.RTA_TABLE:
			table = v.U32()
		case unix.RTA_DST:
			dst = v
		case unix.RTA_GATEWAY:
			gateway = v
		case unix.RTA_PREFSRC:
			src = v
		case unix.RTA_OIF:
			oif = v.U32()
		case unix.RTA_PRIORITY:
			metric = v
		case unix.RTA_PREF:
			if len(v) != 1 || v[0] != 0 {
				return false
			}
			pref = 0
		case unix.RTA_CACHEINFO:
			// Of a struct rta_cacheinfo, all but what only -s shows.
			if len(v) < 32 || v.From(8).U64() != 0 || v.From(20).U64() != 0 || v.From(28).U32() != 0 {
				return false
			}
		default:
			return false
		}
		a = a[min((n+3)&^3, len(a)):]
	}
	if main := table == unix.RT_TABLE_MAIN; p.f.table != 0 && (p.f.table != table || size == 16 && !main) {
		return false
	} else if size == 16 && !main {
		p.f.manyTables = true
	}
	if oif == 0 || table == 0 || !p.remember(oif, table, b[hdrProto], b[hdrScope]) {
		return false
	}
	for _, v := range [...]nl.Value{dst, gateway, src} {
		if v != nil && len(v) != size {
			return false
		}
	}
	length := int(b[hdrDstLen])
	if length > size*8 || dst == nil && length != 0 || metric != nil && len(metric) != 4 {
		return false
	}
	w := words{to: (*[room]byte)(p.e.Element(room)), text: !p.e.JSON}
	w.begin(q)
	head := w.n
	if dst == nil {
		w.put("default")
	} else {
		w.addr(dst)
	}
	tail := w.n
	if dst != nil && length != size*8 {
		w.put("/")
		w.number(uint32(length))
	}
	w.close()
	if gateway != nil {
		w.open("via ", `,"gateway":"`)
		w.addr(gateway)
		w.close()
	}
	w.open("dev ", `,"dev":"`)
	w.put(q.devName)
	w.close()
	if p.f.table == 0 && (q.all || table != unix.RT_TABLE_MAIN) {
		w.open("table ", `,"table":"`)
		w.put(q.tableName)
		w.close()
	}
	if q.all || q.proto != unix.RTPROT_BOOT {
		w.open("proto ", `,"protocol":"`)
		w.put(q.protoName)
		w.close()
	}
	if q.all || q.scope != unix.RT_SCOPE_UNIVERSE {
		w.open("scope ", `,"scope":"`)
		w.put(q.scopeName)
		w.close()
	}
	if src != nil {
		w.open("src ", `,"prefsrc":"`)
		w.addr(src)
		w.close()
	}
	if metric != nil {
		w.open("metric ", `,"metric":`)
		w.number(metric.U32())
		w.put2(" ", "")
	}
	w.put2("", `,"flags":[]`)
	if pref == 0 {
		w.put2("pref medium", `,"pref":"medium"`)
	}
	w.put2("\n", "}")
	p.last.keep(b, dst, w.to[:head], w.to[tail:w.n], p.e.JSON)
	p.e.Wrote(w.n)
	p.e.Spill()
	return true
}

// begin writes what stands before the destination.
func (w *words) begin(q *quickNames) {
	switch {
	case !q.all:
		w.put2("", `{"dst":"`)
	case w.text:
		w.put(q.typeName)
		w.put(" ")
	default:
		w.put(`{"type":"`)
		w.put(q.typeName)
		w.put(`","dst":"`)
	}
}

// again writes a route that differs from the one before in its destination alone.
// Here is where a long list spends its time: what may be is moved in blocks of a fixed
// size, which takes no call.
func (p *Printer) again(b nl.Value) {
	l := &p.last
	to := (*[room]byte)(p.e.Element(room))
	n := 0
	if l.size == 4 {
		v := (*[4]byte)(b[l.at:])
		if v[0] != l.lead[0] || v[1] != l.lead[1] || l.leadLen == 0 {
			l.begin(v)
		}
		if l.leadLen <= leadBlock {
			move32((*[32]byte)(to[:]), (*[32]byte)(l.leadText[:]))
		} else {
			copy(to[:], l.leadText[:l.leadLen])
		}
		n = l.octets.write(to, l.leadLen, v[2])
		n = l.octets.write(to, n, v[3]) - 1
	} else {
		w := words{to: to, n: copy(to[:], l.head[:l.headLen])}
		w.addr(b[l.at : l.at+l.size])
		n = w.n
	}
	if l.tailLen <= tailBlock {
		move32((*[32]byte)(to[n:]), (*[32]byte)(l.tail[:]))
		move32((*[32]byte)(to[n+32:]), (*[32]byte)(l.tail[32:]))
	} else {
		copy(to[n:], l.tail[:l.tailLen])
	}
	p.e.Wrote(n + l.tailLen)
	p.e.Spill()
}

// What is moved whole, if what there is fits: of before and of behind a destination.
const (
	leadBlock = 32
	tailBlock = 64
)

// move32 copies word by word: the compiler calls memmove for an array's assignment.
func move32(to, from *[32]byte) {
	nl.Native.PutUint64(to[:], nl.Native.Uint64(from[:]))
	nl.Native.PutUint64(to[8:], nl.Native.Uint64(from[8:]))
	nl.Native.PutUint64(to[16:], nl.Native.Uint64(from[16:]))
	nl.Native.PutUint64(to[24:], nl.Native.Uint64(from[24:]))
}

// A lastRoute is the route before and what stood around its destination. Most routes
// of a long list lead to the same gateway as the one before.
type lastRoute struct {
	msg      [lastLen]byte
	mask     [lastLen]byte // what of msg counts: all but the destination
	n        int           // length of msg, 0 where there is none
	at       int           // where in msg the destination is
	size     int
	json     bool
	headLen  int
	head     [quickName + 32]byte
	tailLen  int
	tail     [room]byte
	octets   octets
	lead     [2]byte // an IPv4 destination's first numbers, which most have in common
	leadLen  int
	leadText [quickName + 64]byte // head, and lead as it is written
}

const lastLen = 128 // a multiple of eight

// octets is how each number of an IPv4 address is written, with a dot behind it.
type octets [256]struct {
	text [4]byte
	n    uint8
}

func (o *octets) fill() {
	for i := range o {
		b := append(strconv.AppendUint(o[i].text[:0], uint64(i), 10), '.')
		o[i].n = uint8(len(b))
	}
}

// write puts number c and a dot into to behind n bytes and gives how many there are then.
func (o *octets) write(to *[room]byte, n int, c byte) int {
	t := &o[c]
	*(*[4]byte)(to[n:]) = t.text
	return n + int(t.n)
}

// begin makes the lead of destination v.
func (l *lastRoute) begin(v *[4]byte) {
	if l.octets[0].n == 0 {
		l.octets.fill()
	}
	var to [room]byte
	n := l.octets.write(&to, copy(to[:], l.head[:l.headLen]), v[0])
	l.leadLen = copy(l.leadText[:], to[:l.octets.write(&to, n, v[1])])
	l.lead = [2]byte(v[:])
}

// same reports whether b is the route before but for the destination.
func (l *lastRoute) same(b []byte, json bool) bool {
	if len(b) != l.n || l.json != json || len(b) > lastLen || l.n == 0 {
		return false
	}
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if (nl.Native.Uint64(b[i:])^nl.Native.Uint64(l.msg[i:]))&nl.Native.Uint64(l.mask[i:]) != 0 {
			return false
		}
	}
	if i+4 <= len(b) {
		if (nl.Native.Uint32(b[i:])^nl.Native.Uint32(l.msg[i:]))&nl.Native.Uint32(l.mask[i:]) != 0 {
			return false
		}
		i += 4
	}
	for ; i < len(b); i++ {
		if (b[i]^l.msg[i])&l.mask[i] != 0 {
			return false
		}
	}
	return true
}

// keep takes note of route b, with destination dst in it, and of what was written
// before and behind that.
func (l *lastRoute) keep(b, dst, head, tail []byte, json bool) {
	l.n, l.leadLen = 0, 0
	if dst == nil || len(b) > lastLen {
		return
	}
	l.n = copy(l.msg[:], b)
	l.at, l.size = cap(b)-cap(dst), len(dst)
	for i := range l.mask {
		l.mask[i] = 0xff
	}
	clear(l.mask[l.at : l.at+l.size])
	l.headLen, l.tailLen, l.json = copy(l.head[:], head), copy(l.tail[:], tail), json
}

// remember has the names of a device, a table, a protocol and a scope at hand; false
// where one of them is none that quick writes.
func (p *Printer) remember(oif, table uint32, proto, scope uint8) bool {
	q := &p.names
	if q.devName == "" || q.dev != oif {
		q.dev, q.devName = oif, plain(p.linkName(oif))
	}
	if q.tableName == "" || q.table != table {
		// Where it is not shown it needs no name.
		q.table, q.tableName = table, "-"
		if p.f.table == 0 {
			q.tableName = p.nameOf(&p.e.Tables, table)
		}
	}
	if q.protoName == "" || q.proto != proto {
		q.proto, q.protoName = proto, p.nameOf(&p.e.Protos, uint32(proto))
	}
	if q.scopeName == "" || q.scope != scope {
		q.scope, q.scopeName = scope, p.nameOf(&p.e.Scopes, uint32(scope))
	}
	return q.devName != "" && q.tableName != "" && q.protoName != "" && q.scopeName != ""
}

// nameOf is the name that id has in t; with -N, its number, which costs memory, so
// it is kept while the same comes again.
func (p *Printer) nameOf(t *names.Table, id uint32) string {
	if p.e.Numeric {
		return strconv.FormatUint(uint64(id), 10)
	}
	name, _ := t.Lookup(id)
	return plain(name)
}

// words is a line of text, or an object of JSON, in the making.
type words struct {
	to   *[room]byte
	n    int
	text bool
}

const room = 512

func (w *words) put(s string) { w.n += copy(w.to[w.n:], s) }

// put2 writes s in text and j in JSON.
//
//go:noinline
func (w *words) put2(s, j string) {
	if w.text {
		w.put(s)
	} else {
		w.put(j)
	}
}

// open begins a value, close ends it.
func (w *words) open(s, j string) { w.put2(s, j) }

//go:noinline
func (w *words) close() {
	c := byte('"')
	if w.text {
		c = ' '
	}
	w.to[w.n] = c
	w.n++
}

func (w *words) addr(v []byte) {
	if len(v) == 4 {
		for i, c := range v {
			if i > 0 {
				w.to[w.n] = '.'
				w.n++
			}
			if c >= 100 {
				w.to[w.n], w.to[w.n+1], w.to[w.n+2] = '0'+c/100, '0'+c/10%10, '0'+c%10
				w.n += 3
			} else if c >= 10 {
				w.to[w.n], w.to[w.n+1] = '0'+c/10, '0'+c%10
				w.n += 2
			} else {
				w.to[w.n] = '0' + c
				w.n++
			}
		}
		return
	}
	w.n = len(attr.AppendIP6(w.to[:w.n], v))
}

func (w *words) number(v uint32) {
	digits := 1
	for n := v; n >= 10; n /= 10 {
		digits++
	}
	for i := w.n + digits - 1; i >= w.n; i-- {
		w.to[i] = byte('0' + v%10)
		v /= 10
	}
	w.n += digits
}
