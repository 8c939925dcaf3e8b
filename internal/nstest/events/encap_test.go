package events

import (
	"fmt"

	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// srh is a struct ipv6_sr_hdr of n segments, with a key behind them.
func srh(n int, flags byte, behind ...byte) []byte {
	b := []byte{0, byte(2*n + len(behind)/8), 4, byte(n - 1), byte(n - 1), flags, 0, 0}
	for i := range n {
		b = append(b, addr6(byte(i+1))...)
	}
	return append(b, behind...)
}

func hmac(key byte) []byte { return append([]byte{5, 38, 0, 0, 0, 0, 0, key}, make([]byte, 32)...) }

// Attributes of encapsulations that linux/lwtunnel.h has and our constants have not.
const (
	bpfIn, bpfOut, bpfXmit, bpfHeadroom = 1, 2, 3, 4
	bpfFD, bpfName                      = 1, 2
	xfrmIfID, xfrmLink                  = 1, 2
)

func encaps() []frame {
	s := set{name: "encap", typ: unix.RTM_NEWROUTE, head: rtmsg(10, 64, 0, 0, 254, 3, 0, 1, 0)}
	kind := func(name string, typ uint16, as ...attribute) {
		s.add(name, ip6(uapi.RTA_DST, 0), nest(uapi.RTA_ENCAP, as...), u16(uapi.RTA_ENCAP_TYPE, typ), u32(uapi.RTA_OIF, 7))
	}
	each := func(name string, typ uint16, base []attribute, as ...attribute) {
		for i, a := range as {
			kind(fmt.Sprint(name, " ", i), typ, append(base[:len(base):len(base)], a)...)
		}
	}
	for t := range uint16(uapi.LWTUNNEL_ENCAP_MAX + 3) {
		kind(fmt.Sprint("empty ", t), t)
	}
	s.add("type alone", ip6(uapi.RTA_DST, 0), u16(uapi.RTA_ENCAP_TYPE, 1))
	s.add("no type", ip6(uapi.RTA_DST, 0), nest(uapi.RTA_ENCAP, u8(1, 1)))
	each("mpls", uapi.LWTUNNEL_ENCAP_MPLS, nil, raw(uapi.MPLS_IPTUNNEL_DST, 0, 1, 0x11, 0), raw(uapi.MPLS_IPTUNNEL_DST, 0, 1, 0x10, 0, 0, 2, 0x11, 0), u8(uapi.MPLS_IPTUNNEL_TTL, 0), u8(uapi.MPLS_IPTUNNEL_TTL, 255))
	kind("mpls both", uapi.LWTUNNEL_ENCAP_MPLS, u8(uapi.MPLS_IPTUNNEL_TTL, 9), raw(uapi.MPLS_IPTUNNEL_DST, 0, 1, 0x11, 0))
	options := []attribute{
		nest(1<<15|uapi.LWTUNNEL_IP_OPTS_GENEVE, be16(uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS, 5), u8(uapi.LWTUNNEL_IP_OPT_GENEVE_TYPE, 6), be32(uapi.LWTUNNEL_IP_OPT_GENEVE_DATA, 0xdeadbeef)),
		nest(uapi.LWTUNNEL_IP_OPTS_GENEVE, be16(uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS, 65535), u8(uapi.LWTUNNEL_IP_OPT_GENEVE_TYPE, 255), be64(uapi.LWTUNNEL_IP_OPT_GENEVE_DATA, 0x0102030405060708),
			be16(uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS, 1), u8(uapi.LWTUNNEL_IP_OPT_GENEVE_TYPE, 2), be32(uapi.LWTUNNEL_IP_OPT_GENEVE_DATA, 3)),
		nest(uapi.LWTUNNEL_IP_OPTS_VXLAN, u32(uapi.LWTUNNEL_IP_OPT_VXLAN_GBP, 0)), nest(uapi.LWTUNNEL_IP_OPTS_VXLAN, u32(uapi.LWTUNNEL_IP_OPT_VXLAN_GBP, 1<<32-1)),
		nest(uapi.LWTUNNEL_IP_OPTS_ERSPAN, u8(uapi.LWTUNNEL_IP_OPT_ERSPAN_VER, 1), be32(uapi.LWTUNNEL_IP_OPT_ERSPAN_INDEX, 1234)),
		nest(uapi.LWTUNNEL_IP_OPTS_ERSPAN, u8(uapi.LWTUNNEL_IP_OPT_ERSPAN_VER, 2), u8(uapi.LWTUNNEL_IP_OPT_ERSPAN_DIR, 1), u8(uapi.LWTUNNEL_IP_OPT_ERSPAN_HWID, 63)),
		u32(9, 9),
	}
	for _, f := range []struct {
		name string
		typ  uint16
		ip   func(uint16, byte) attribute
	}{{"ip", uapi.LWTUNNEL_ENCAP_IP, ip4}, {"ip6", uapi.LWTUNNEL_ENCAP_IP6, ip6}} {
		all := []attribute{be64(uapi.LWTUNNEL_IP_ID, 1<<63+5), f.ip(uapi.LWTUNNEL_IP_SRC, 1), f.ip(uapi.LWTUNNEL_IP_DST, 2), u8(uapi.LWTUNNEL_IP_TTL, 64), u8(uapi.LWTUNNEL_IP_TOS, 200)}
		each(f.name, f.typ, nil, all...)
		for i := range 16 {
			kind(fmt.Sprint(f.name, " flag ", i), f.typ, append(all[:5:5], u16(uapi.LWTUNNEL_IP_FLAGS, 1<<i))...)
		}
		for i, o := range options {
			kind(fmt.Sprint(f.name, " options ", i), f.typ, append(all[:5:5], u16(uapi.LWTUNNEL_IP_FLAGS, 0xff), nest(uapi.LWTUNNEL_IP_OPTS, o))...)
			kind(fmt.Sprint(f.name, " options nested ", i), f.typ, nest(1<<15|uapi.LWTUNNEL_IP_OPTS, o))
		}
		kind(f.name+" options twice", f.typ, nest(uapi.LWTUNNEL_IP_OPTS, options...))
	}
	for mode := range uint32(7) {
		kind(fmt.Sprint("seg6 mode ", mode), uapi.LWTUNNEL_ENCAP_SEG6, raw(uapi.SEG6_IPTUNNEL_SRH, append(words(mode), srh(2, 0)...)...))
	}
	kind("seg6 mode -1", uapi.LWTUNNEL_ENCAP_SEG6, raw(uapi.SEG6_IPTUNNEL_SRH, append(words(1<<32-1), srh(1, 0)...)...))
	kind("seg6 hmac", uapi.LWTUNNEL_ENCAP_SEG6, raw(uapi.SEG6_IPTUNNEL_SRH, append(words(1), srh(3, 8, hmac(0xab)...)...)...), ip6(uapi.SEG6_IPTUNNEL_SRC, 9))
	kind("seg6 all", uapi.LWTUNNEL_ENCAP_SEG6, raw(uapi.SEG6_IPTUNNEL_SRH, append(words(4), srh(2, 8, hmac(0xab)...)...)...), ip6(uapi.SEG6_IPTUNNEL_SRC, 9), u32(3, 254))
	kind("seg6 unknown", uapi.LWTUNNEL_ENCAP_SEG6, raw(uapi.SEG6_IPTUNNEL_SRH, append(words(1), srh(1, 0)...)...), u32(3, 100), u32(4, 100))
	for a := range uint32(uapi.SEG6_LOCAL_ACTION_MAX + 3) {
		kind(fmt.Sprint("seg6local action ", a), uapi.LWTUNNEL_ENCAP_SEG6_LOCAL, u32(uapi.SEG6_LOCAL_ACTION, a))
	}
	kind("seg6local action -1", uapi.LWTUNNEL_ENCAP_SEG6_LOCAL, u32(uapi.SEG6_LOCAL_ACTION, 1<<32-1))
	program := nest(uapi.SEG6_LOCAL_BPF, u32(uapi.SEG6_LOCAL_BPF_PROG, 9), str(uapi.SEG6_LOCAL_BPF_PROG_NAME, "prog.o:[x]"))
	counters := nest(1<<15|uapi.SEG6_LOCAL_COUNTERS, u64(uapi.SEG6_LOCAL_CNT_PACKETS, 1234567), u64(uapi.SEG6_LOCAL_CNT_BYTES, 1<<40), u64(uapi.SEG6_LOCAL_CNT_ERRORS, 0))
	rest := []attribute{raw(uapi.SEG6_LOCAL_SRH, srh(2, 0)...), raw(uapi.SEG6_LOCAL_SRH, srh(1, 8, hmac(1)...)...), u32(uapi.SEG6_LOCAL_TABLE, 254), u32(uapi.SEG6_LOCAL_TABLE, 100000), u32(uapi.SEG6_LOCAL_VRFTABLE, 255),
		ip4(uapi.SEG6_LOCAL_NH4, 1), ip6(uapi.SEG6_LOCAL_NH6, 2), u32(uapi.SEG6_LOCAL_IIF, 7), u32(uapi.SEG6_LOCAL_OIF, 99), program, nest(uapi.SEG6_LOCAL_BPF, u32(1, 1)),
		counters, nest(uapi.SEG6_LOCAL_COUNTERS), nest(1<<15 | uapi.SEG6_LOCAL_FLAVORS), nest(uapi.SEG6_LOCAL_FLAVORS, u8(uapi.SEG6_LOCAL_FLV_LCBLOCK_BITS, 32), u8(uapi.SEG6_LOCAL_FLV_LCNODE_FN_BITS, 16)), u32(12, 1), u32(13, 1)}
	for _, f := range []uint32{0, 1, 2, 4, 8, 16, 31, 1 << 31} {
		rest = append(rest, nest(uapi.SEG6_LOCAL_FLAVORS, u32(uapi.SEG6_LOCAL_FLV_OPERATION, f)))
	}
	each("seg6local", uapi.LWTUNNEL_ENCAP_SEG6_LOCAL, []attribute{u32(uapi.SEG6_LOCAL_ACTION, 1)}, rest...)
	kind("seg6local everything", uapi.LWTUNNEL_ENCAP_SEG6_LOCAL, append([]attribute{u32(uapi.SEG6_LOCAL_ACTION, 1)}, rest...)...)
	for n := range byte(3) {
		kind(fmt.Sprint("rpl ", n), uapi.LWTUNNEL_ENCAP_RPL, raw(uapi.RPL_IPTUNNEL_SRH, append(append([]byte{0, 4, 3, n, 0, 0, 0, 0}, addr6(1)...), addr6(2)...)...))
	}
	trace := []byte{0, 7, 0, 5, 0x80, 0, 0x10, 0}
	for mode := range uint32(5) {
		io := []attribute{u8(uapi.IOAM6_IPTUNNEL_MODE, uint8(mode)), u32(uapi.IOAM6_IPTUNNEL_FREQ_K, 1), u32(uapi.IOAM6_IPTUNNEL_FREQ_N, 1000000), raw(uapi.IOAM6_IPTUNNEL_TRACE, trace...)}
		kind(fmt.Sprint("ioam6 ", mode), uapi.LWTUNNEL_ENCAP_IOAM6, io...)
		kind(fmt.Sprint("ioam6 dst ", mode), uapi.LWTUNNEL_ENCAP_IOAM6, append(io[:4:4], ip6(uapi.IOAM6_IPTUNNEL_DST, 1))...)
		kind(fmt.Sprint("ioam6 src ", mode), uapi.LWTUNNEL_ENCAP_IOAM6, append(io[:4:4], ip6(uapi.IOAM6_IPTUNNEL_SRC, 2))...)
		kind(fmt.Sprint("ioam6 both ", mode), uapi.LWTUNNEL_ENCAP_IOAM6, append(io[:4:4], ip6(uapi.IOAM6_IPTUNNEL_SRC, 2), ip6(uapi.IOAM6_IPTUNNEL_DST, 1))...)
		for i := range io {
			kind(fmt.Sprint("ioam6 ", mode, " without ", i), uapi.LWTUNNEL_ENCAP_IOAM6, append(append([]attribute{}, io[:i]...), io[i+1:]...)...)
		}
	}
	for i, b := range [][]byte{{0, 0, 0, 0, 0, 0, 0, 0}, {255, 255, 255, 255, 255, 255, 255, 255}, {0, 1, 0xf8, 61, 0, 0, 1, 0}, {1, 0, 0, 1, 0, 0x0f, 0xff, 0}} {
		kind(fmt.Sprint("ioam6 trace ", i), uapi.LWTUNNEL_ENCAP_IOAM6, u8(uapi.IOAM6_IPTUNNEL_MODE, 1), u32(uapi.IOAM6_IPTUNNEL_FREQ_K, 1), u32(uapi.IOAM6_IPTUNNEL_FREQ_N, 1), raw(uapi.IOAM6_IPTUNNEL_TRACE, b...))
	}
	each("xfrm", uapi.LWTUNNEL_ENCAP_XFRM, nil, u32(xfrmIfID, 0), u32(xfrmIfID, 1<<32-1), u32(xfrmLink, 7), u32(xfrmLink, 99))
	kind("xfrm both", uapi.LWTUNNEL_ENCAP_XFRM, u32(xfrmIfID, 5), u32(xfrmLink, 7))
	each("ila", uapi.LWTUNNEL_ENCAP_ILA, nil, be64(uapi.ILA_ATTR_LOCATOR, 0x2001000000000001), be64(uapi.ILA_ATTR_LOCATOR, 0))
	for i := range uint8(9) {
		each(fmt.Sprint("ila ", i), uapi.LWTUNNEL_ENCAP_ILA, nil, u8(uapi.ILA_ATTR_CSUM_MODE, i), u8(uapi.ILA_ATTR_IDENT_TYPE, i), u8(uapi.ILA_ATTR_HOOK_TYPE, i))
	}
	kind("ila all", uapi.LWTUNNEL_ENCAP_ILA, be64(uapi.ILA_ATTR_LOCATOR, 0x2001000000000001), u8(uapi.ILA_ATTR_CSUM_MODE, 1), u8(uapi.ILA_ATTR_IDENT_TYPE, 1), u8(uapi.ILA_ATTR_HOOK_TYPE, 1))
	for t := uint16(bpfIn); t <= bpfXmit; t++ {
		each(fmt.Sprint("bpf ", t), uapi.LWTUNNEL_ENCAP_BPF, nil, nest(t), nest(t|1<<15, str(bpfName, "a name")), nest(t, u32(bpfFD, 5)))
	}
	kind("bpf headroom", uapi.LWTUNNEL_ENCAP_BPF, u32(bpfHeadroom, 14))
	kind("bpf all", uapi.LWTUNNEL_ENCAP_BPF, u32(bpfHeadroom, 14), nest(bpfXmit, str(bpfName, "x")), nest(bpfOut, str(bpfName, "o")), nest(bpfIn, str(bpfName, "")))
	return s.frames
}
