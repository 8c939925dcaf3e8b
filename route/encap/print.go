package encap

import (
	"encoding/binary"
	"strconv"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const tableLen = 16 // more than any encapsulation has attributes

// Print writes the encapsulation in v, whose type is in typ.
func Print(e *cli.Env, typ, v nl.Value) {
	if typ == nil {
		return
	}
	et := int(typ.U16())
	name := "unknown"
	if et < len(names) && names[et] != "" {
		name = names[et]
	}
	e.Obj("encap")
	e.Str("encap_type", " encap % ", name)
	var tb [tableLen]nl.Value
	t := nl.Table(tb[:]).Index(v)
	switch et {
	case uapi.LWTUNNEL_ENCAP_MPLS:
		printMPLS(e, t)
	case uapi.LWTUNNEL_ENCAP_IP:
		printIP(e, t, unix.AF_INET)
	case uapi.LWTUNNEL_ENCAP_IP6:
		printIP(e, t, unix.AF_INET6)
	case uapi.LWTUNNEL_ENCAP_ILA:
		printILA(e, t)
	case uapi.LWTUNNEL_ENCAP_BPF:
		printBPF(e, t)
	case uapi.LWTUNNEL_ENCAP_SEG6:
		printSeg6(e, t)
	case uapi.LWTUNNEL_ENCAP_SEG6_LOCAL:
		printSeg6Local(e, t)
	case uapi.LWTUNNEL_ENCAP_RPL:
		if v := t[uapi.RPL_IPTUNNEL_SRH]; v != nil {
			n := int(v.From(3).U8())
			printSegments(e, v.From(8), n)
		}
	case uapi.LWTUNNEL_ENCAP_IOAM6:
		printIOAM6(e, t)
	case uapi.LWTUNNEL_ENCAP_XFRM:
		if v := t[lwtXfrmIfID]; v != nil {
			e.Uint("if_id", "if_id % ", uint64(v.U32()))
		}
		if v := t[lwtXfrmLink]; v != nil {
			e.Str("link_dev", "link_dev % ", e.LinkName(v.U32()))
		}
	}
	e.EndObj()
}

func printAddr(e *cli.Env, c out.Colour, key, form string, family uint8, v []byte) {
	var s [64]byte
	e.Color(c).Bytes(key, form, attr.AppendAddr(s[:0], family, v))
}

func pick(list []string, i int, other string) string {
	if i >= 0 && i < len(list) && list[i] != "" {
		return list[i]
	}
	return other
}

func printMPLS(e *cli.Env, t nl.Table) {
	if v := t[uapi.MPLS_IPTUNNEL_DST]; v != nil {
		printAddr(e, out.None, "dst", " % ", unix.AF_MPLS, v)
	}
	if v := t[uapi.MPLS_IPTUNNEL_TTL]; v != nil {
		e.Uint("ttl", "ttl % ", uint64(v.U8()))
	}
}

func printIP(e *cli.Env, t nl.Table, family uint8) {
	if v := t[uapi.LWTUNNEL_IP_ID]; v != nil {
		e.Uint("id", "id % ", v.BE64())
	}
	c := out.Inet
	if family == unix.AF_INET6 {
		c = out.Inet6
	}
	if v := t[uapi.LWTUNNEL_IP_SRC]; v != nil {
		printAddr(e, c, "src", "src % ", family, v)
	}
	if v := t[uapi.LWTUNNEL_IP_DST]; v != nil {
		printAddr(e, c, "dst", "dst % ", family, v)
	}
	if family == unix.AF_INET {
		if v := t[uapi.LWTUNNEL_IP_TTL]; v != nil {
			e.Uint("ttl", "ttl % ", uint64(v.U8()))
		}
		if v := t[uapi.LWTUNNEL_IP_TOS]; v != nil {
			e.Uint("tos", "tos % ", uint64(v.U8()))
		}
	} else {
		if v := t[uapi.LWTUNNEL_IP6_HOPLIMIT]; v != nil {
			e.Uint("hoplimit", "hoplimit % ", uint64(v.U8()))
		}
		if v := t[uapi.LWTUNNEL_IP6_TC]; v != nil {
			e.Uint("tc", "tc % ", uint64(v.U8()))
		}
	}
	if v := t[uapi.LWTUNNEL_IP_FLAGS]; v != nil {
		f := v.BE16()
		if f&tunnelKey != 0 {
			e.Bool("key", "key ", true, "", "")
		}
		if f&tunnelCsum != 0 {
			e.Bool("csum", "csum ", true, "", "")
		}
		if f&tunnelSeq != 0 {
			e.Bool("seq", "seq ", true, "", "")
		}
	}
	if v := t[uapi.LWTUNNEL_IP_OPTS]; v != nil {
		printOptions(e, v)
	}
}

func printOptions(e *cli.Env, v nl.Value) {
	var tb [uapi.LWTUNNEL_IP_OPTS_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	open := func(name string) {
		e.NL()
		e.Text("\t" + name + " ")
		e.Arr(name)
	}
	var ob [uapi.LWTUNNEL_IP_OPT_ERSPAN_MAX + 1]nl.Value
	switch {
	case t.Has(uapi.LWTUNNEL_IP_OPTS_GENEVE):
		open("geneve_opts")
		printGeneve(e, t[uapi.LWTUNNEL_IP_OPTS_GENEVE])
		e.EndArr()
	case t.Has(uapi.LWTUNNEL_IP_OPTS_VXLAN):
		o := nl.Table(ob[:]).Index(t[uapi.LWTUNNEL_IP_OPTS_VXLAN])
		open("vxlan_opts")
		e.Obj("")
		e.Uint("gbp", "% ", uint64(o[uapi.LWTUNNEL_IP_OPT_VXLAN_GBP].U32()))
		e.EndObj()
		e.EndArr()
	case t.Has(uapi.LWTUNNEL_IP_OPTS_ERSPAN):
		o := nl.Table(ob[:]).Index(t[uapi.LWTUNNEL_IP_OPTS_ERSPAN])
		ver := o[uapi.LWTUNNEL_IP_OPT_ERSPAN_VER].U8()
		var idx uint32
		var dir, hwid uint8
		if ver == 1 {
			idx = o[uapi.LWTUNNEL_IP_OPT_ERSPAN_INDEX].BE32()
		} else {
			dir, hwid = o[uapi.LWTUNNEL_IP_OPT_ERSPAN_DIR].U8(), o[uapi.LWTUNNEL_IP_OPT_ERSPAN_HWID].U8()
		}
		open("erspan_opts")
		e.Obj("")
		e.Uint("ver", "%", uint64(ver))
		e.Uint("index", ":%", uint64(idx))
		e.Uint("dir", ":%", uint64(dir))
		e.Uint("hwid", ":% ", uint64(hwid))
		e.EndObj()
		e.EndArr()
	}
}

// printGeneve writes options of three attributes each, one behind the other in v.
func printGeneve(e *cli.Env, v nl.Value) {
	var tb [uapi.LWTUNNEL_IP_OPT_GENEVE_MAX + 1]nl.Value
	for len(v) > 0 {
		t := nl.Table(tb[:]).Index(v)
		data := t[uapi.LWTUNNEL_IP_OPT_GENEVE_DATA]
		v = v.From(len(data) + 20)
		hex := make([]byte, 0, 2*len(data))
		for _, c := range data {
			hex = append(hex, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		}
		e.Obj("")
		e.Uint("class", "%", uint64(t[uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS].BE16()))
		e.Uint("type", ":%", uint64(t[uapi.LWTUNNEL_IP_OPT_GENEVE_TYPE].U8()))
		if len(v) > 0 {
			e.Bytes("data", ":%,", hex)
		} else {
			e.Bytes("data", ":% ", hex)
		}
		e.EndObj()
	}
}

func printILA(e *cli.Env, t nl.Table) {
	if v := t[uapi.ILA_ATTR_LOCATOR]; v != nil {
		var b [8]byte
		copy(b[:], v)
		var s [24]byte
		w := s[:0]
		for i := 0; i < 4; i++ {
			if i > 0 {
				w = append(w, ':')
			}
			w = strconv.AppendUint(w, uint64(binary.BigEndian.Uint16(b[2*i:])), 16)
		}
		e.Bytes("locator", " % ", w)
	}
	if v := t[uapi.ILA_ATTR_CSUM_MODE]; v != nil {
		e.Str("csum_mode", " csum-mode % ", pick(ilaCsum[:], int(v.U8()), "unknown"))
	}
	if v := t[uapi.ILA_ATTR_IDENT_TYPE]; v != nil {
		e.Str("ident_type", " ident-type % ", pick(ilaIdent[:], int(v.U8()), "unknown"))
	}
	if v := t[uapi.ILA_ATTR_HOOK_TYPE]; v != nil {
		e.Str("hook_type", " hook-type % ", pick(ilaHook[:], int(v.U8()), "unknown"))
	}
}

func printBPF(e *cli.Env, t nl.Table) {
	for i, name := range [...]string{lwtBPFIn: "in", lwtBPFOut: "out", lwtBPFXmit: "xmit"} {
		if name != "" && t[i] != nil {
			printProgram(e, name, t[i])
		}
	}
	if v := t[lwtBPFHeadroom]; v != nil {
		e.Uint("headroom", " % ", uint64(v.U32()))
	}
}

func printProgram(e *cli.Env, key string, v nl.Value) {
	var tb [lwtBPFProgName + 1]nl.Value
	name := nl.Table(tb[:]).Index(v)[lwtBPFProgName]
	e.Text(key + " ")
	switch {
	case name != nil:
		e.Bytes(key, "% ", name.Text())
	default:
		e.Str(key, "", "<unknown>")
	}
}

func printIOAM6(e *cli.Env, t nl.Table) {
	trace := t[uapi.IOAM6_IPTUNNEL_TRACE]
	if t[uapi.IOAM6_IPTUNNEL_MODE] == nil || trace == nil || t[uapi.IOAM6_IPTUNNEL_FREQ_K] == nil || t[uapi.IOAM6_IPTUNNEL_FREQ_N] == nil {
		return
	}
	e.Uint("freqk", "freq %", uint64(t[uapi.IOAM6_IPTUNNEL_FREQ_K].U32()))
	e.Uint("freqn", "/% ", uint64(t[uapi.IOAM6_IPTUNNEL_FREQ_N].U32()))
	mode := int(t[uapi.IOAM6_IPTUNNEL_MODE].U8())
	src, dst := t[uapi.IOAM6_IPTUNNEL_SRC], t[uapi.IOAM6_IPTUNNEL_DST]
	inline := mode == uapi.IOAM6_IPTUNNEL_MODE_INLINE
	if src != nil && inline || dst == nil && !inline {
		return
	}
	e.Str("mode", "mode % ", pick(ioam6Modes[:], mode, "<unknown>"))
	if !inline {
		if src != nil {
			printAddr(e, out.Inet6, "tunsrc", "tunsrc % ", unix.AF_INET6, src)
		}
		printAddr(e, out.Inet6, "tundst", "tundst % ", unix.AF_INET6, dst)
	}
	e.Null("trace", "trace ", "")
	e.Null("prealloc", "prealloc ", "")
	typ := uint64(trace.From(4).BE32() >> 8)
	if e.JSON {
		e.BareHex("type", "", typ)
	} else {
		hex := strconv.FormatUint(typ, 16)
		form := "type 0x"
		if typ == 0 {
			form = "type 00"
		}
		e.Text(form + strings.Repeat("0", max(6-len(hex), 0)) + hex + " ")
	}
	e.Uint("ns", "ns % ", uint64(trace.BE16()))
	e.Uint("size", "size % ", uint64(trace.From(3).U8()&0x7f)*4)
}
