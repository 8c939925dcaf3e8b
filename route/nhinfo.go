package route

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// nexthops remembers the nexthop objects that were asked for, on a socket of their
// own: a dump is under way on the other.
type nexthops struct {
	c    *nl.Conn
	byID map[uint32]nexthopObject
}

type nexthopObject struct {
	data []byte // the message behind its netlink header; nil where there is none
}

const (
	nhHdrLen   = 8 // struct nhmsg
	nhGroupLen = 8 // struct nexthop_grp
)

func (p *Printer) nexthopInfo(id uint32) {
	if p.infos == nil {
		c, err := p.e.Dial(unix.NETLINK_ROUTE)
		if err != nil {
			p.e.Warn(err.Error())
			return
		}
		p.infos = &nexthops{c: c, byID: make(map[uint32]nexthopObject)}
	}
	n, ok := p.infos.byID[id]
	if !ok {
		var hdr [nhHdrLen]byte
		hdr[0] = p.e.Family
		m := p.infos.c.New(unix.RTM_GETNEXTHOP, 0, hdr[:])
		m.PutU32(nhaID, id)
		flags := uint32(0)
		if p.e.Stats > 0 {
			flags = nhaFlagStats
			if p.e.Stats > 1 {
				flags |= nhaFlagHWStats
			}
		}
		m.PutU32(nhaOpFlags, flags)
		r, err := p.infos.c.Get(m)
		if err != nil {
			p.e.Warn(err.Error())
			return // and it is asked for again
		}
		if place, s := nexthopFault(r.Data); s != "" {
			p.e.Warn(place + s)
			return
		}
		n = nexthopObject{append([]byte(nil), r.Data...)}
		p.infos.byID[id] = n
	}
	if len(n.data) < nhHdrLen {
		return
	}
	p.e.Text("\n\tnh_info ")
	printNexthop(p.e, "nh_info", n.data, false)
}

// nexthopFault is what the reference says of a nexthop, a struct nhmsg and its attributes
// in data, that it cannot show: first what it writes where the nexthop would stand, then
// the error. Both are empty where it can.
func nexthopFault(data []byte) (place, complaint string) {
	id := uint32(0)
	for typ, v := range nl.Attrs(data[min(nhHdrLen, len(data)):]) {
		s := ""
		switch {
		case typ == nhaID:
			id = v.U32()
		case typ == nhaGateway && len(v) > 16:
			s = " invalid gateway length " + strconv.Itoa(len(v)) + ">\n"
		case typ == nhaGroup && (len(v) == 0 || len(v)%nhGroupLen != 0):
			s = " invalid nexthop group>"
		}
		if s != "" {
			return "<nexthop id " + strconv.FormatUint(uint64(id), 10) + s, "Error parsing nexthop: " + nl.Strerror(unix.EINVAL)
		}
	}
	return "", ""
}

// printNexthop writes a nexthop object, a struct nhmsg and its attributes in data, under
// key.
func printNexthop(e *cli.Env, key string, data []byte, deleted bool) {
	var tb [nhaMax + 1]nl.Value
	t := nl.Table(tb[:])
	if !(nl.Reply{Data: data}).Attrs(t, nhHdrLen) {
		return
	}
	family, scope, proto := data[0], uint32(data[1]), uint32(data[2])
	e.Obj(key)
	if deleted {
		e.Bool("deleted", "Deleted ", true, "", "")
	}
	e.Uint("id", "id % ", uint64(t[nhaID].U32()))
	if v := t[nhaGroup]; v != nil {
		printGroup(e, v, t[nhaOpFlags].U32()&nhaFlagWideness != 0)
	}
	switch v := t[nhaGroupType].U16(); v {
	case nhGroupMultipath:
	case nhGroupResilient:
		e.Str("type", "type % ", "resilient")
	default:
		e.Str("type", "type % ", "<unknown type>")
	}
	if v := t[nhaResGroup]; v != nil {
		printResilient(e, v)
	}
	if v := t[nhaEncap]; v != nil {
		encap.Print(e, t[nhaEncapType], v)
	}
	if v := t[nhaGateway]; len(v) > 0 {
		var s [64]byte
		e.Text("via ")
		e.Color(colourOf(family)).Bytes("gateway", "% ", attr.AppendHost(s[:0], e, family, v))
	}
	if v := t[nhaOIF].U32(); v != 0 {
		e.Text("dev ")
		e.Color(out.Ifname).Str("dev", "% ", e.LinkName(v))
	}
	if scope != unix.RT_SCOPE_UNIVERSE || e.Details > 0 {
		e.Str("scope", "scope % ", e.Scope(scope))
	}
	if t[nhaBlackhole] != nil {
		e.Null("blackhole", "blackhole ", "")
	}
	if proto != unix.RTPROT_UNSPEC || e.Details > 0 {
		e.Str("protocol", "proto % ", e.RtProto(proto))
	}
	PrintFlags(e, nl.Value(data[4:]).U32())
	if t[nhaFDB] != nil {
		e.Null("fdb", "fdb ", "")
	}
	if v := t[nhaDstPort]; v != nil {
		e.Uint("dst_port", "dst_port % ", uint64(v.BE16()))
	}
	if v := t[nhaHWStatsEnable]; v != nil && (e.Details > 0 || e.Stats > 0) {
		e.Obj("hw_stats")
		e.OnOff("enabled", "hw_stats % ", v.U32() != 0)
		e.OnOff("used", "used % ", t[nhaHWStatsUsed].U32() != 0)
		e.EndObj()
	}
	if v := t[nhaGroupStats]; v != nil && e.Stats > 0 {
		printGroupStats(e, v)
	}
	e.EndObj()
}

// printGroup writes the members of a group, struct nexthop_grp each. wide is
// whether weights have a second byte.
func printGroup(e *cli.Env, v nl.Value, wide bool) {
	e.Arr("group")
	e.Text("group ")
	for form := "%"; len(v) >= nhGroupLen; form = "/%" {
		e.Obj("")
		e.Uint("id", form, uint64(v.U32()))
		weight := uint16(v[4]) + 1
		if wide {
			weight += uint16(v[5]) << 8
		}
		if weight > 1 {
			e.Uint("weight", ",%", uint64(weight))
		}
		e.EndObj()
		v = v.From(nhGroupLen)
	}
	e.Text(" ")
	e.EndArr()
}

func printResilient(e *cli.Env, v nl.Value) {
	var tb [nhaResMax + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	e.Obj("resilient_args")
	e.Uint("buckets", "buckets % ", uint64(t[nhaResBuckets].U16()))
	seconds(e, "idle_timer", uint64(t[nhaResIdleTimer].U32()))
	seconds(e, "unbalanced_timer", uint64(t[nhaResUnbalancedTimer].U32()))
	seconds(e, "unbalanced_time", t[nhaResUnbalancedTime].U64())
	e.EndObj()
}

// seconds writes a time in hundredths of a second.
func seconds(e *cli.Env, key string, n uint64) {
	var s [32]byte
	e.Raw(key, key+" % ", appendG(s[:0], float64(n)/userHZ))
}

func printGroupStats(e *cli.Env, v nl.Value) {
	e.Arr("group_stats")
	e.NL()
	e.Text("  stats:")
	e.NL()
	first := true
	for _, entry := range nl.Attrs(v) {
		if !first {
			e.NL()
		}
		first = false
		var tb [nhaStatsMax + 1]nl.Value
		t := nl.Table(tb[:]).Index(entry)
		e.Obj("")
		e.Uint("id", "    id %", uint64(t[nhaStatsID].U32()))
		e.Uint("packets", " packets %", t[nhaStatsPackets].Uint())
		if e.Stats > 1 {
			e.Uint("packets_hw", " packets_hw %", t[nhaStatsPacketsHW].Uint())
		}
		e.EndObj()
	}
	e.EndArr()
}
