package route

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// add32 appends, as upstream: an option that stands twice is sent twice.
func add32(m *nl.Msg, typ uint16, v uint32)    { nl.Native.PutUint32(m.Add(typ, 4), v) }
func addBytes(m *nl.Msg, typ uint16, v []byte) { copy(m.Add(typ, len(v)), v) }

// lookup is the number, of a byte, that w names or is.
func lookup(t *names.Table, w string) (uint8, bool) {
	if id, ok := t.Number(w); ok {
		return uint8(id), true
	}
	v, ok := cli.Uint(w, 0, 8)
	return uint8(v), ok
}

// realms reads [FROM/]TO, or a number that is both.
func realms(e *cli.Env, w string) (uint32, bool) {
	from, to, slash := strings.Cut(w, "/")
	if !slash {
		from, to = "", w
	}
	v, ok := uint32(0), true
	if slash {
		var f uint8
		f, ok = lookup(&e.Realms, from)
		v = uint32(f) << 16
	}
	if ok && to != "" {
		var t uint8
		t, ok = lookup(&e.Realms, to)
		v |= uint32(t)
	}
	if ok {
		return v, true
	}
	n, ok := cli.Uint(w, 0, 32)
	return uint32(n), ok
}

// readFamily is the family that w names, none where it names none.
func readFamily(w string) uint8 {
	switch w {
	case "inet":
		return unix.AF_INET
	case "inet6":
		return unix.AF_INET6
	case "link":
		return unix.AF_PACKET
	case "mpls":
		return unix.AF_MPLS
	case "bridge":
		return unix.AF_BRIDGE
	}
	return notAFamily
}

// vrfLink asks for the link called name and returns its index and what its
// LINKINFO holds, where it is a VRF.
func vrfLink(e *cli.Env, name string) (index uint32, data nl.Value, err error) {
	c, err := e.Conn()
	if err != nil {
		return 0, nil, err
	}
	// The request that the vrf is an option of is in the connection's own message.
	var hdr [unix.SizeofIfInfomsg]byte
	hdr[0] = e.Family
	m := nl.New(unix.RTM_GETLINK, 0, hdr[:])
	m.PutStr(unix.IFLA_IFNAME, name)
	r, err := c.Get(m)
	if err != nil {
		return 0, nil, err
	}
	var tb [unix.IFLA_LINKINFO + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, len(hdr)) {
		return 0, nil, nil
	}
	var ib [unix.IFLA_INFO_DATA + 1]nl.Value
	info := nl.Table(ib[:]).Index(t[unix.IFLA_LINKINFO])
	if !info[unix.IFLA_INFO_KIND].Is("vrf") {
		return 0, nil, nil
	}
	return nl.Value(r.Data[4:]).U32(), info[unix.IFLA_INFO_DATA], nil
}

// vrfTable is the routing table of the VRF called name, 0 where it is none. Where
// no link is called default, the main table is.
func vrfTable(e *cli.Env, name string) uint32 {
	_, data, err := vrfLink(e, name)
	if err != nil {
		if k, ok := err.(*nl.Error); ok && k.Errno == unix.ENODEV && name == "default" {
			if id, ok := e.Tables.Number("main"); ok {
				return id
			}
		}
		return 0
	}
	var tb [uapi.IFLA_VRF_TABLE + 1]nl.Value
	return nl.Table(tb[:]).Index(data)[uapi.IFLA_VRF_TABLE].U32()
}

// isVRF reports whether the link called name is a VRF.
func isVRF(e *cli.Env, name string) bool {
	index, _, err := vrfLink(e, name)
	return err == nil && index != 0
}

// appendG writes v as C's %g.
func appendG(s []byte, v float64) []byte { return strconv.AppendFloat(s, v, 'g', 6, 64) }
