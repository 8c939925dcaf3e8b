package encap

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// printSegments writes n segments of b, the last first.
func printSegments(e *cli.Env, b nl.Value, n int) {
	if e.JSON {
		e.Arr("segs")
	} else {
		e.Uint("", "segs % [ ", uint64(n))
	}
	for i := n - 1; i >= 0; i-- {
		if s := b.From(16 * i); len(s) >= 16 {
			printAddr(e, out.Inet6, out.Elem, "% ", unix.AF_INET6, s[:16])
		}
	}
	e.EndArr()
	e.Text("] ")
}

// printSRH writes a struct ipv6_sr_hdr.
func printSRH(e *cli.Env, v nl.Value) {
	printSegments(e, v.From(8), int(v.From(4).U8())+1)
	if v.From(5).U8()&srHMACFlag == 0 {
		return
	}
	var key nl.Value
	if at := (int(v.From(1).U8())+1)<<3 - srHMACLen; at >= 0 {
		key = v.From(at + 4)
	}
	if e.JSON {
		e.Hex("hmac", "", uint64(key.BE32()))
	} else {
		e.Text("hmac " + strings.ToUpper(strconv.FormatUint(uint64(key.BE32()), 16)) + " ")
	}
}

func printSeg6(e *cli.Env, t nl.Table) {
	v := t[uapi.SEG6_IPTUNNEL_SRH]
	if v == nil {
		return
	}
	e.Str("mode", "mode % ", pick(seg6Modes[:], int(int32(v.U32())), "<unknown>"))
	if src := t[uapi.SEG6_IPTUNNEL_SRC]; src != nil {
		printAddr(e, out.Inet6, "tunsrc", "tunsrc % ", unix.AF_INET6, src)
	}
	printSRH(e, v.From(4))
	if table := t[seg6Table]; table != nil {
		e.Str("lookup", "lookup % ", e.RtTable(table.U32()))
	}
}

func printSeg6Local(e *cli.Env, t nl.Table) {
	v := t[uapi.SEG6_LOCAL_ACTION]
	if v == nil {
		return
	}
	action := int(int32(v.U32()))
	name := "<invalid>"
	if action >= 0 && action < len(seg6Actions) {
		name = pick(seg6Actions[:], action, "<unknown>")
	}
	e.Str("action", "action % ", name)
	if v := t[uapi.SEG6_LOCAL_SRH]; v != nil {
		e.Obj("srh")
		printSRH(e, v)
		e.EndObj()
	}
	if v := t[uapi.SEG6_LOCAL_TABLE]; v != nil {
		e.Str("table", "table % ", e.RtTable(v.U32()))
	}
	if v := t[uapi.SEG6_LOCAL_VRFTABLE]; v != nil {
		e.Str("vrftable", "vrftable % ", e.RtTable(v.U32()))
	}
	if v := t[uapi.SEG6_LOCAL_NH4]; v != nil {
		printAddr(e, out.None, "nh4", "nh4 % ", unix.AF_INET, v)
	}
	if v := t[uapi.SEG6_LOCAL_NH6]; v != nil {
		printAddr(e, out.None, "nh6", "nh6 % ", unix.AF_INET6, v)
	}
	if v := t[uapi.SEG6_LOCAL_IIF]; v != nil {
		e.Str("iif", "iif % ", e.LinkName(v.U32()))
	}
	if v := t[uapi.SEG6_LOCAL_OIF]; v != nil {
		e.Str("oif", "oif % ", e.LinkName(v.U32()))
	}
	if v := t[uapi.SEG6_LOCAL_BPF]; v != nil {
		printProgram(e, "endpoint", v)
	}
	if v := t[uapi.SEG6_LOCAL_COUNTERS]; v != nil && e.Stats > 0 {
		printCounters(e, v)
	}
	if v := t[uapi.SEG6_LOCAL_FLAVORS]; v != nil {
		printFlavors(e, v)
	}
}

func printCounters(e *cli.Env, v nl.Value) {
	var tb [uapi.SEG6_LOCAL_CNT_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	e.Obj("stats64")
	count(e, "packets", t[uapi.SEG6_LOCAL_CNT_PACKETS].U64())
	count(e, "bytes", t[uapi.SEG6_LOCAL_CNT_BYTES].U64())
	count(e, "errors", t[uapi.SEG6_LOCAL_CNT_ERRORS].U64())
	e.EndObj()
}

func printFlavors(e *cli.Env, v nl.Value) {
	var tb [uapi.SEG6_LOCAL_FLV_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	if v := t[uapi.SEG6_LOCAL_FLV_OPERATION]; v != nil {
		e.Text("flavors ")
		e.Arr("flavors")
		form := "%"
		for i, name := range seg6Flavors {
			if name != "" && v.U32()&(1<<i) != 0 {
				e.Str(out.Elem, form, name)
				form = ",%"
			}
		}
		e.EndArr()
		e.Text(" ")
	}
	if v := t[uapi.SEG6_LOCAL_FLV_LCBLOCK_BITS]; v != nil {
		count(e, "lblen", uint64(v.U8()))
	}
	if v := t[uapi.SEG6_LOCAL_FLV_LCNODE_FN_BITS]; v != nil {
		count(e, "nflen", uint64(v.U8()))
	}
}

// count writes a counter.
func count(e *cli.Env, key string, n uint64) {
	if e.JSON {
		e.Uint(key, "", n)
		return
	}
	e.Text(key + " ")
	e.Count(1, n)
}
