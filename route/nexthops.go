package route

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// nexthopRoom is how many bytes the reference has for all nexthops.
const nexthopRoom = 4096

const nexthopLen = 8 // struct rtnexthop

// parseNexthops reads the list of nexthops at a line's end.
func (r *change) parseNexthops() error {
	m := r.m
	m.Open(unix.RTA_MULTIPATH)
	base := m.Mark()
	for r.a.More() {
		w, _ := r.a.Next()
		if w != "nexthop" {
			return cli.Quit(255, `Error: "nexthop" or end of line is expected instead of "`+w+`"`)
		}
		if !r.a.More() {
			return cli.Quit(255, `Error: unexpected end of line after "nexthop"`)
		}
		at := m.Mark()
		var head [nexthopLen]byte
		m.Raw(head[:])
		if err := r.nexthop(at, base); err != nil {
			return err
		}
		// rtnh_len
		nl.Native.PutUint16(m.Inside()[at-base:], uint16(m.Mark()-at))
	}
	m.Close()
	if m.Mark() > nexthopRoom {
		return cli.Fail("addattr_l ERROR: message exceeded bound of 4096")
	}
	return nil
}

// nexthop reads one, whose struct rtnexthop is at at.
func (r *change) nexthop(at, base int) error {
	m := r.m
	var flags, weight byte
	index := uint32(0)
	room := func(n int) bool { return 4+(m.Mark()-base)+(4+n+3)&^3 <= nexthopRoom }
	full := cli.Quit(255, "rta_addattr_l: Error! max allowed bound 4096 exceeded\nError: cannot parse nexthop")
loop:
	for r.a.More() {
		switch w := r.a.Peek(); {
		case w == "via":
			r.a.Skip(1)
			p, err := viaAddr(r.a, r.hdr[hdrFamily])
			if err != nil {
				return err
			}
			r.isFamily(p.Family)
			if !room(p.Bytes + 2) {
				return full
			}
			addVia(m, &p, r.hdr[hdrFamily])
		case w == "dev":
			w, err := r.value()
			if err != nil {
				return err
			}
			if index = r.e.LinkIndex(w); index == 0 {
				return cli.Quit(255, `Cannot find device "`+w+"\"\nError: cannot parse nexthop")
			}
		case w == "weight":
			w, err := r.value()
			if err != nil {
				return err
			}
			v, ok := cli.Uint(w, 0, 32)
			if !ok || v == 0 || v > 256 {
				return cli.Invalid("\"weight\" is invalid\n", w)
			}
			weight = byte(v - 1)
		case w == "onlink":
			r.a.Skip(1)
			flags |= unix.RTNH_F_ONLINK
		case cli.Prefix(w, "realms"):
			w, err := r.value()
			if err != nil {
				return err
			}
			v, ok := realms(r.e, w)
			if !ok {
				return cli.Invalid("\"realm\" value is invalid\n", w)
			}
			if !room(4) {
				return full
			}
			add32(m, unix.RTA_FLOW, v)
		case w == "encap":
			r.a.Skip(1)
			err := encap.Parse(r.e, r.a, m, unix.RTA_ENCAP, unix.RTA_ENCAP_TYPE, 4+m.Mark()-base, nexthopRoom)
			if err == encap.ErrBound {
				return cli.Quit(255, "Error: cannot parse nexthop")
			}
			if err != nil {
				return err
			}
		case w == "as":
			r.a.Skip(1)
			r.a.Accept("to")
			w, err := r.a.Next()
			if err != nil {
				return err
			}
			p, err := attr.ParseAddr(w, r.hdr[hdrFamily])
			if err != nil {
				return err
			}
			if !room(p.Bytes) {
				return full
			}
			addBytes(m, unix.RTA_NEWDST, p.Addr())
		default:
			break loop
		}
	}
	h := m.Inside()[at-base:]
	h[2], h[3] = flags, weight
	nl.Native.PutUint32(h[4:], index)
	return nil
}
