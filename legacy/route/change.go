package route

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// change4 has the kernel add or delete a route, as it would for SIOCADDRT or SIOCDELRT.
func (q *request) change4(r *route4) error {
	what := "SIOCADDRT"
	if q.action == del {
		what = "SIOCDELRT"
	}
	if err := q.send4(r); err != nil {
		return cli.Quit(inet.StatusKernel, what+": "+inet.Words(err))
	}
	return nil
}

// send4 asks for a route. What the kernel makes of a struct rtentry is made here.
func (q *request) send4(r *route4) error {
	bits := 32
	if !r.host {
		bits, _ = inet.MaskLen(r.mask)
		m := inet.Mask(bits)
		for i := range m {
			if r.to[i]&^m[i] != 0 {
				return unix.EINVAL
			}
		}
	}
	c, err := q.e.Conn()
	if err != nil {
		return err
	}
	table, link, source := uint32(0), uint32(0), []byte(nil)
	gateway := !r.reject && r.gateway != [4]byte{}
	if r.hasDev && !r.reject {
		if link, table, source, err = device(q.e, c, r.dev); err != nil {
			return err
		}
	}
	scope := byte(unix.RT_SCOPE_NOWHERE)
	if gateway && r.viaGateway && plainGateway(c, r.gateway, link, table) {
		scope = unix.RT_SCOPE_UNIVERSE
	}
	if q.action == add {
		if !r.reject && r.viaGateway && !gateway {
			return unix.EINVAL
		}
		if scope == unix.RT_SCOPE_NOWHERE {
			scope = unix.RT_SCOPE_LINK
		}
	}
	h := [unix.SizeofRtMsg]byte{0: unix.AF_INET, 1: byte(bits), 4: unix.RT_TABLE_MAIN, 6: scope, 7: unix.RTN_UNICAST}
	typ, flags := uint16(unix.RTM_DELROUTE), uint16(0)
	if q.action == add {
		typ, flags = unix.RTM_NEWROUTE, unix.NLM_F_CREATE
		h[5] = unix.RTPROT_BOOT
	}
	if r.reject {
		h[6], h[7] = unix.RT_SCOPE_HOST, unix.RTN_UNREACHABLE
	}
	m := c.New(typ, flags, h[:])
	m.PutBytes(unix.RTA_DST, r.to[:])
	if table != 0 {
		m.PutU32(unix.RTA_TABLE, table)
	}
	if r.metric != 0 {
		m.PutU32(unix.RTA_PRIORITY, uint32(int32(r.metric)-1))
	}
	if link != 0 {
		m.PutU32(unix.RTA_OIF, link)
	}
	if source != nil {
		m.PutBytes(unix.RTA_PREFSRC, source)
	}
	if gateway {
		m.PutBytes(unix.RTA_GATEWAY, r.gateway[:])
	}
	if q.action == add && !r.reject && (r.hasMSS || r.hasWindow || r.irt) {
		m.Open(unix.RTA_METRICS)
		if r.hasMSS {
			m.PutU32(unix.RTAX_ADVMSS, uint32(r.mss-40))
		}
		if r.hasWindow {
			m.PutU32(unix.RTAX_WINDOW, uint32(r.window))
		}
		if r.irt {
			m.PutU32(unix.RTAX_RTT, uint32(r.irtt)<<3)
		}
		m.Close()
	}
	return c.Do(m)
}

// device is the index of a link, the table that a VRF has for it, and, for the name of
// one of its addresses (v0:1), that address.
func device(e *cli.Env, c *nl.Conn, name string) (index, table uint32, source []byte, err error) {
	name = name[:min(len(name), unix.IFNAMSIZ-1)]
	base, _, label := strings.Cut(name, ":")
	var tb [uapi.IFLA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	h, err := inet.Link(c, base, t)
	if err != nil {
		return 0, 0, nil, err
	}
	index = h.From(4).U32()
	var ib [unix.IFLA_INFO_SLAVE_DATA + 1]nl.Value
	info := nl.Table(ib[:]).Index(t[unix.IFLA_LINKINFO])
	var vb [2]nl.Value
	switch {
	case info[unix.IFLA_INFO_KIND].Is("vrf"):
		table = nl.Table(vb[:]).Index(info[unix.IFLA_INFO_DATA])[1].U32()
	case info[unix.IFLA_INFO_SLAVE_KIND].Is("vrf"):
		table = nl.Table(vb[:]).Index(info[unix.IFLA_INFO_SLAVE_DATA])[1].U32()
	}
	if !label {
		return index, table, nil, nil
	}
	m := c.New(unix.RTM_GETADDR, 0, []byte{unix.AF_INET, 0, 0, 0, 0, 0, 0, 0})
	var ab [unix.IFA_LABEL + 1]nl.Value
	a := nl.Table(ab[:])
	for r, derr := range c.Dump(m) {
		if derr != nil || !r.Attrs(a, unix.SizeofIfAddrmsg) || nl.Value(r.Data).From(4).U32() != index {
			continue
		}
		if source == nil && a[unix.IFA_LABEL].Is(name) && len(a[unix.IFA_LOCAL]) == 4 {
			source = append([]byte(nil), a[unix.IFA_LOCAL]...)
		}
	}
	if source == nil {
		err = unix.ENODEV
	}
	return index, table, source, err
}

// plainGateway is whether a gateway's address is one that packets are sent to, not the
// host's own or a broadcast's: the route has another scope then. The kernel looks only in
// the table of the route: a VRF's knows the host's own addresses, the main one until a
// first rule is added.
func plainGateway(c *nl.Conn, a [4]byte, link, table uint32) bool {
	if a[0] >= 224 && a[0] < 240 || a == [4]byte{255, 255, 255, 255} {
		return false
	}
	h := [unix.SizeofRtMsg]byte{0: unix.AF_INET, 1: 32}
	m := c.New(unix.RTM_GETROUTE, 0, h[:])
	m.PutBytes(unix.RTA_DST, a[:])
	if table != 0 {
		m.PutU32(unix.RTA_OIF, link)
	}
	r, err := c.Get(m)
	if err != nil || len(r.Data) < unix.SizeofRtMsg || r.Data[7] == unix.RTN_UNICAST {
		return true
	}
	if table != 0 {
		return false
	}
	rules := 0
	for _, err := range c.Dump(c.New(unix.RTM_GETRULE, 0, []byte{unix.AF_INET, 11: 0})) {
		if err == nil {
			rules++
		}
	}
	return rules > 3
}
