package route

import (
	"gip/internal/attr"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// filter says which routes of a dump are meant. What all of them have in common is
// not printed.
type filter struct {
	family uint8 // -4, -6, ...
	table  uint32
	// cloned is 0 for routes, 1 for those of the cache, 2 for both.
	cloned uint8
	flush  bool

	hasProto, hasScope, hasTOS, hasIif, hasOif, hasMark, hasMetric bool

	proto, scope, tos      uint8
	iif, oif, mark, metric uint32
	types                  uint64 // a bit for each; none is all
	realm, realmMask       uint32
	prefsrc, via           attr.Prefix
	rdst, mdst, rsrc, msrc attr.Prefix // root and match
	prefixes               bool        // one of those is set
	manyTables             bool        // an IPv6 route of another table than main was seen
}

func newFilter(family uint8) *filter {
	f := &filter{family: family}
	f.mdst.Bits, f.msrc.Bits = -1, -1
	return f
}

const maxAddr = 32 // a prefix length of a byte says no more

// pass reports whether the route of header h and attributes t is meant.
func (f *filter) pass(h []byte, t nl.Table, table uint32) bool {
	family, flags := h[hdrFamily], nl.Value(h[hdrFlags:]).U32()
	if f.family != unix.AF_UNSPEC && family != f.family {
		return false
	}
	v6 := family == unix.AF_INET6
	if v6 && table != unix.RT_TABLE_MAIN {
		f.manyTables = true
	}
	if cloned := flags&unix.RTM_F_CLONED != 0; f.cloned == 0 && cloned || f.cloned == 1 && !cloned {
		return false
	}
	if f.table != 0 {
		if v6 && !f.manyTables {
			local := h[hdrType] == unix.RTN_LOCAL
			if f.table != unix.RT_TABLE_LOCAL && f.table != unix.RT_TABLE_MAIN || local != (f.table == unix.RT_TABLE_LOCAL) {
				return false
			}
		} else if f.table != table {
			return false
		}
	}
	switch {
	case f.hasProto && f.proto != h[hdrProto],
		f.hasScope && f.scope != h[hdrScope],
		f.types != 0 && f.types&bit(h[hdrType]) == 0,
		f.hasTOS && f.tos != h[hdrTOS]:
		return false
	}
	if f.prefixes && !f.addresses(h, t) {
		return false
	}
	switch {
	case f.realmMask != 0 && (t[unix.RTA_FLOW].U32()^f.realm)&f.realmMask != 0,
		f.hasIif && t[unix.RTA_IIF].U32() != f.iif,
		f.hasOif && !f.leaves(t),
		f.hasMark && t[unix.RTA_MARK].U32() != f.mark,
		f.hasMetric && t[unix.RTA_PRIORITY].U32() != f.metric:
		return false
	}
	// The kernel's own last resort comes back for ever.
	return !(f.flush && v6 && h[hdrDstLen] == 0 && h[hdrType] == unix.RTN_UNREACHABLE &&
		t[unix.RTA_PRIORITY] != nil && t[unix.RTA_PRIORITY].U32() == 1<<32-1)
}

// bit is 1<<n as the reference's machine has it: of a signed word of 32 bits.
func bit(n uint8) uint64 { return uint64(int64(int32(1 << (n & 31)))) }

// leaves reports whether the route goes out by the device asked for.
func (f *filter) leaves(t nl.Table) bool {
	if v := t[unix.RTA_OIF]; v != nil {
		return v.U32() == f.oif
	}
	v := t[unix.RTA_MULTIPATH]
	if v == nil {
		return true
	}
	for len(v) >= nexthopLen {
		n := int(v.U16())
		if n < nexthopLen || n > len(v) {
			return false
		}
		if v.From(4).U32() == f.oif {
			return true
		}
		v = v.From((n + 3) &^ 3)
	}
	return false
}

func (f *filter) addresses(h []byte, t nl.Table) bool {
	family, dstLen, srcLen := h[hdrFamily], int(h[hdrDstLen]), int(h[hdrSrcLen])
	if !under(&f.rdst, family, dstLen) || !over(&f.mdst, family, dstLen) ||
		!under(&f.rsrc, family, srcLen) || !over(&f.msrc, family, srcLen) {
		return false
	}
	host := attr.BitLen(family) / 8
	var a [maxAddr]byte
	if f.via.Family != 0 {
		of, v := family, t[unix.RTA_GATEWAY]
		v = v[:min(len(v), host)]
		if via := t[unix.RTA_VIA]; via != nil {
			of, v = uint8(via.U16()), via.From(2)
		}
		if of != f.via.Family {
			return false
		}
		clear(a[:])
		copy(a[:], v)
		if !attr.Same(a[:], f.via.All(), f.via.Bits) {
			return false
		}
	}
	if f.prefsrc.Family != 0 {
		if family != f.prefsrc.Family {
			return false
		}
		clear(a[:])
		v := t[unix.RTA_PREFSRC]
		copy(a[:], v[:min(len(v), host)])
		if !attr.Same(a[:], f.prefsrc.All(), f.prefsrc.Bits) {
			return false
		}
	}
	clear(a[:])
	copy(a[:(dstLen+7)/8], t[unix.RTA_DST])
	if set(&f.rdst) && !attr.Same(a[:], f.rdst.All(), f.rdst.Bits) || set(&f.mdst) && !attr.Same(a[:], f.mdst.All(), dstLen) {
		return false
	}
	clear(a[:])
	copy(a[:(srcLen+7)/8], t[unix.RTA_SRC])
	return !(set(&f.rsrc) && !attr.Same(a[:], f.rsrc.All(), f.rsrc.Bits) ||
		set(&f.msrc) && f.msrc.Bits >= 0 && !attr.Same(a[:], f.msrc.All(), srcLen))
}

func set(p *attr.Prefix) bool { return p.Family != 0 || p.Spec }

// under and over look at the lengths alone: whether a prefix of length bits can lie
// inside p, and p inside it.
func under(p *attr.Prefix, family uint8, length int) bool {
	return !set(p) || (p.Family == 0 || p.Family == family) && p.Bits <= length
}

func over(p *attr.Prefix, family uint8, length int) bool {
	return !set(p) || (p.Family == 0 || p.Family == family) && (p.Bits < 0 || p.Bits >= length)
}
