package encap

import (
	"encoding/binary"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// ipWords is how ip and ip6 differ. The attributes have the same numbers.
type ipWords struct {
	family   uint8
	tos, ttl string
	tosType  uint16
	ttlType  uint16
}

var (
	ip4Words = ipWords{unix.AF_INET, "tos", "ttl", uapi.LWTUNNEL_IP_TOS, uapi.LWTUNNEL_IP_TTL}
	ip6Words = ipWords{unix.AF_INET6, "tc", "hoplimit", uapi.LWTUNNEL_IP6_TC, uapi.LWTUNNEL_IP6_HOPLIMIT}
)

func (p *parser) ip(t *ipWords) error {
	var id, dst, src, tos, ttl, opts, key, csum, seq bool
	flags := byte(0)
	for p.a.More() {
		name := p.a.Peek()
		var err error
		switch name {
		case "id":
			err = p.value(&id, name, func(w string) error {
				v, err := number(w, 64, "\"id\" value is invalid\n")
				if err != nil {
					return err
				}
				return p.bytes(uapi.LWTUNNEL_IP_ID, binary.BigEndian.AppendUint64(nil, v))
			})
		case "dst":
			err = p.value(&dst, name, func(w string) error { return p.addr(uapi.LWTUNNEL_IP_DST, w, t.family) })
		case "src":
			err = p.value(&src, name, func(w string) error { return p.addr(uapi.LWTUNNEL_IP_SRC, w, t.family) })
		case t.tos:
			err = p.value(&tos, name, func(w string) error {
				v, ok := DSField(p.e, w)
				if !ok {
					return cli.Invalid("\""+name+"\" value is invalid\n", w)
				}
				return p.u8(t.tosType, v)
			})
		case t.ttl:
			err = p.value(&ttl, name, func(w string) error {
				v, err := number(w, 8, "\""+name+"\" value is invalid\n")
				if err != nil {
					return err
				}
				return p.u8(t.ttlType, uint8(v))
			})
		case "geneve_opts":
			err = p.options(&opts, name, p.geneve)
		case "vxlan_opts":
			err = p.options(&opts, name, p.vxlan)
		case "erspan_opts":
			err = p.options(&opts, name, p.erspan)
		case "key":
			err = p.flag(&key, name, &flags, tunnelKey)
		case "csum":
			err = p.flag(&csum, name, &flags, tunnelCsum)
		case "seq":
			err = p.flag(&seq, name, &flags, tunnelSeq)
		default:
			return p.flags(flags)
		}
		if err != nil {
			return err
		}
	}
	return p.flags(flags)
}

func (p *parser) value(seen *bool, name string, set func(w string) error) error {
	p.a.Skip(1)
	w, err := p.once(seen, name)
	if err != nil {
		return err
	}
	return set(w)
}

func (p *parser) flag(seen *bool, name string, flags *byte, bit byte) error {
	if *seen {
		return cli.Garbage(name, name)
	}
	p.a.Skip(1)
	*seen = true
	*flags |= bit
	return nil
}

func (p *parser) flags(v byte) error {
	if v == 0 {
		return nil
	}
	return p.bytes(uapi.LWTUNNEL_IP_FLAGS, []byte{0, v})
}

// DSField is the TOS byte that w names, or is in hex.
func DSField(e *cli.Env, w string) (uint8, bool) {
	if v, ok := e.DSFields.Number(w); ok {
		return uint8(v), true
	}
	v, ok := cli.Uint(w, 16, 8)
	return uint8(v), ok
}

// options reads the value of geneve_opts and the like, of which one may stand.
func (p *parser) options(seen *bool, name string, read func(w string) (bool, error)) error {
	if *seen {
		return cli.Garbage("opts", name)
	}
	*seen = true
	p.a.Skip(1)
	w, err := p.a.Next()
	if err != nil {
		return err
	}
	p.m.Open(uapi.LWTUNNEL_IP_OPTS | nl.Nested)
	ok, err := read(w)
	if err != nil {
		return err
	}
	if !ok {
		// Upstream has cut the word where it took it apart.
		cut := ":"
		if name == "geneve_opts" {
			cut = ",:"
		}
		if i := strings.IndexAny(w, cut); i >= 0 && name != "vxlan_opts" {
			w = w[:i]
		}
		return cli.Invalid("\""+name+"\" value is invalid\n", w)
	}
	p.m.Close()
	return nil
}

// geneve reads options separated by commas, each CLASS:TYPE:DATA.
func (p *parser) geneve(w string) (bool, error) {
	for more := true; more; {
		var one string
		one, w, more = strings.Cut(w, ",")
		p.m.Open(uapi.LWTUNNEL_IP_OPTS_GENEVE | nl.Nested)
		if ok, err := p.fields(one, []int{16, 8, -1}); !ok || err != nil {
			return ok, err
		}
		p.m.Close()
	}
	return true, nil
}

func (p *parser) vxlan(w string) (bool, error) {
	p.m.Open(uapi.LWTUNNEL_IP_OPTS_VXLAN | nl.Nested)
	v, ok := cli.Uint(w, 0, 32)
	if !ok {
		return false, nil
	}
	if err := p.u32(uapi.LWTUNNEL_IP_OPT_VXLAN_GBP, uint32(v)); err != nil {
		return false, err
	}
	p.m.Close()
	return true, nil
}

// erspan reads VERSION:INDEX:DIR:HWID.
func (p *parser) erspan(w string) (bool, error) {
	p.m.Open(uapi.LWTUNNEL_IP_OPTS_ERSPAN | nl.Nested)
	ok, err := p.fields(w, []int{8, 32, 8, 8})
	if !ok || err != nil {
		return ok, err
	}
	p.m.Close()
	return true, nil
}

// fields reads values separated by colons into the attributes 1, 2, ...: numbers of
// so many bits in network order, or bytes in hex for -1. An empty one is left out.
func (p *parser) fields(w string, sizes []int) (bool, error) {
	for i, more := 1, true; more; i++ {
		var f string
		f, w, more = strings.Cut(w, ":")
		if i > len(sizes) {
			p.e.Warn(`Unknown "geneve_opts" type`)
			return false, nil
		}
		if f == "" {
			continue
		}
		var b []byte
		if n := sizes[i-1]; n > 0 {
			v, ok := cli.Uint(f, 0, n)
			if !ok {
				return false, nil
			}
			b = binary.BigEndian.AppendUint64(nil, v)[8-n/8:]
		} else {
			var ok bool
			if b, ok = unhex(f); !ok {
				return false, nil
			}
		}
		if err := p.bytes(uint16(i), b); err != nil && err != ErrBound {
			return false, err
		}
	}
	return true, nil
}

// unhex is the bytes that pairs of digits stand for; an odd last digit is dropped.
func unhex(w string) ([]byte, bool) {
	var b []byte
	for i := 0; i+1 < len(w); i += 2 {
		v, n, _ := cli.Strtoul(w[i:i+2], 16)
		if n != 2 || w[i] < '0' {
			return nil, false
		}
		b = append(b, byte(v))
	}
	return b, true
}
