package monitor

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// Of struct prefixmsg, and what it tells: prefix_type is that of the option of the
// neighbour discovery that the prefix came in.
const (
	prefixHeader   = 12
	prefixInfo     = 3 // ND_OPT_PREFIX_INFORMATION
	prefixOnLink   = 1 << 0
	prefixAutoconf = 1 << 1
)

// prefix prints a prefix that a router advertises.
func (p *printer) prefix(r nl.Reply) {
	e := p.e
	var tb [uapi.PREFIX_CACHEINFO + 1]nl.Value
	t := nl.Table(tb[:])
	if p.short(r, prefixHeader, "") {
		return
	}
	if e.Family != unix.AF_UNSPEC && e.Family != unix.AF_INET6 {
		return
	}
	h := nl.Value(r.Data)
	family, index, typ, bits, flags := h[0], h.From(4).U32(), h[8], h[9], h[10]
	switch {
	case family != unix.AF_INET6:
		p.warn("incorrect protocol family: " + strconv.Itoa(int(family)))
		return
	case typ != prefixInfo:
		p.warn("wrong ND type " + strconv.Itoa(int(typ)))
		return
	}
	r.Attrs(t, prefixHeader)
	p.head("[PREFIX]")()
	if v := t[uapi.PREFIX_ADDRESS]; v != nil {
		var s [256]byte
		e.Bytes("", "prefix %", attr.AppendAddr(s[:0], family, v[:min(len(v), 64)]))
		e.Uint("", "/%", uint64(bits))
	}
	e.Str("", "dev % ", e.LinkName(index))
	if flags&prefixOnLink != 0 {
		e.Text("onlink ")
	}
	if flags&prefixAutoconf != 0 {
		e.Text("autoconf ")
	}
	if v := t[uapi.PREFIX_CACHEINFO]; v != nil {
		// In struct prefix_cacheinfo the preferred time comes first.
		e.Uint("", "valid % ", uint64(v.From(4).U32()))
		e.Uint("", "preferred % ", uint64(v.U32()))
	}
	e.Text("\n")
}
