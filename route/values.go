package route

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/route/encap"

	"golang.org/x/sys/unix"
)

// address reads a plain address, which may have `to` before it.
func (r *change) address(typ uint16, to bool) error {
	r.a.Skip(1)
	if to {
		r.a.Accept("to")
	}
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	p, err := attr.ParseAddr(w, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	addBytes(r.m, typ, p.Addr())
	return nil
}

func (r *change) isFamily(f uint8) {
	if r.hdr[hdrFamily] == unix.AF_UNSPEC {
		r.hdr[hdrFamily] = f
	}
}

func (r *change) gateway() error {
	if r.via {
		return cli.Invalid("use nexthop syntax to specify multiple via\n", "via")
	}
	r.via = true
	r.a.Skip(1)
	p, err := viaAddr(r.a, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	addVia(r.m, &p, r.hdr[hdrFamily])
	return nil
}

// viaAddr reads [FAMILY] ADDRESS.
func viaAddr(a *cli.Args, family uint8) (p attr.Prefix, err error) {
	w, err := a.Next()
	if err != nil {
		return p, err
	}
	if f := readFamily(w); f != notAFamily {
		family = f
		if w, err = a.Next(); err != nil {
			return p, err
		}
	}
	return attr.ParseAddr(w, family)
}

// addVia adds a gateway: with its family where that is not the route's.
func addVia(m *nl.Msg, p *attr.Prefix, family uint8) {
	if p.Family == family {
		addBytes(m, unix.RTA_GATEWAY, p.Addr())
		return
	}
	b := m.Add(unix.RTA_VIA, p.Bytes+2)
	nl.Native.PutUint16(b, uint16(p.Family))
	copy(b[2:], p.Addr())
}

func (r *change) source() error {
	w, err := r.value()
	if err != nil {
		return err
	}
	p, err := attr.ParsePrefix(w, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	if p.Bytes > 0 {
		addBytes(r.m, unix.RTA_SRC, p.Addr())
	}
	r.hdr[hdrSrcLen] = uint8(p.Bits)
	return nil
}

func (r *change) pref() error {
	w, err := r.value()
	if err != nil {
		return err
	}
	v := uint64(0)
	switch w {
	case "low":
		v = 3
	case "medium":
	case "high":
		v = 1
	default:
		var ok bool
		if v, ok = cli.Uint(w, 0, 8); !ok {
			return cli.Invalid("\"pref\" value is invalid\n", w)
		}
	}
	r.m.Add(unix.RTA_PREF, 1)[0] = uint8(v)
	return nil
}

func (r *change) encap() error {
	r.a.Skip(1)
	return takeEncap(r.e, r.a, r.m, unix.RTA_ENCAP, unix.RTA_ENCAP_TYPE)
}

// takeEncap reads what follows the word encap into attributes typ and typType.
func takeEncap(e *cli.Env, a *cli.Args, m *nl.Msg, typ, typType uint16) error {
	mark, left := m.Mark(), a.Len()
	err := encap.Parse(e, a, m, typ, typType, 4, encapRoom)
	switch {
	case err == encap.ErrBound:
		// Upstream goes on behind the word encap, which makes little of the rest.
		m.Cut(mark)
		for a.Len() < left {
			a.Back()
		}
		return nil
	case err != nil:
		return err
	}
	if m.Mark() > encapRoom {
		m.Cut(mark)
		e.Warn("addraw_l ERROR: message exceeded bound of " + strconv.Itoa(encapRoom))
	}
	return nil
}

func (r *change) destination() error {
	r.a.Accept("to")
	w, err := r.a.Next()
	if err != nil {
		return err
	}
	if w == "" || w[0] < '0' || w[0] > '9' {
		if typ, ok := routeType(w); ok {
			r.hdr[hdrType], r.typeOK = typ, true
			if w, err = r.a.Next(); err != nil {
				return err
			}
		}
	}
	if cli.Prefix(w, "help") {
		return usage()
	}
	if r.to {
		return cli.Garbage("to", w)
	}
	p, err := attr.ParsePrefix(w, r.hdr[hdrFamily])
	if err != nil {
		return err
	}
	r.isFamily(p.Family)
	r.hdr[hdrDstLen], r.to = uint8(p.Bits), true
	if p.Bytes > 0 {
		addBytes(r.m, uapi.RTA_DST, p.Addr())
	}
	return nil
}
