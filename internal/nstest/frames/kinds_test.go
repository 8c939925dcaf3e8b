package frames

import (
	"encoding/binary"
	"strconv"
	"strings"
	"testing"
)

// A kindSpec is what the kernel may tell of a kind of link, IFLA_INFO_DATA, by the
// numbers in linux/if_link.h and friends. What stands in with goes along with every
// attribute, as the reference shows some only beside others.
type kindSpec struct {
	name, attrs, with string
	also              []spec
}

const (
	gre = "1:32 2:m16 3:m16 4:4 5:4 8:8 9:8 10:f8 12:b32 13:m32 14:e16 15:m16 16:b16 17:b16 18:flag 19:f8 20:32 21:32 22:e8 23:e8 24:16"
	tun = "1:32 4:8 5:8 6:8 7:b32 9:e8 10:f8 15:e16 16:m16 17:b16 18:b16 19:flag 20:32"

	gre4, gre6 = gre + " 6:4 7:4", gre + " 6:6 7:6 11:8"
)

// numbers is bytes in hex of numbers of 32 bits.
var (
	timing    = words(500000, 875, 125, 6, 7, 2, 1, 4)
	timingMax = words(1<<32-1, 999, 1<<31, 1<<32-1, 1<<32-1, 1<<32-1, 1<<32-1, 1<<32-1)
	limits    = append([]byte("controller\x00\x00\x00\x00\x00\x00"), words(1, 16, 1, 8, 4, 1, 64, 1)...)
	rates     = words(125000, 250000, 500000, 800000, 1000000, 2000000, 4294967295)
)

func one(typ int, vals ...[]byte) spec { return spec{typ, vals} }

func nested(prefix []byte, list []spec) (vs [][]byte) {
	var all []byte
	for _, s := range list {
		all = append(all, put(s.typ, s.vals[0])...)
	}
	vs = append(vs, append(append([]byte{}, prefix...), all...), prefix)
	for _, s := range list {
		for _, v := range s.vals {
			vs = append(vs, append(append([]byte{}, prefix...), put(s.typ, v)...))
		}
	}
	return vs
}

func kinds(t testing.TB) []kindSpec {
	sub := func(typ int, s string) spec { return one(typ, nested(nil, specs(t, s))...) }
	list := func(typ int, vs ...[]byte) spec {
		var all, first []byte
		for i, v := range vs {
			all = append(all, put(i, v)...)
			if i == 0 {
				first = put(i, v)
			}
		}
		return one(typ, all, nil, first)
	}
	var gap []byte // the second and the fourth of a list
	gap = append(append(gap, put(1, []byte{10, 0, 0, 2})...), put(3, []byte{10, 0, 0, 4})...)
	var gap6 []byte
	gap6 = append(append(gap6, put(1, make([]byte, 16))...), put(0, unhex("fc000000000000000000000000000001"))...)
	qos := func(typ int) spec {
		return one(typ, append(put(1, words(1, 2)), put(1, words(1<<32-1, 1<<32-1))...), put(1, words(0, 0)), nil)
	}
	macs := append(put(4, unhex("020000000001")), put(4, unhex("020000000002"))...)
	return []kindSpec{
		{name: "amt", attrs: "1:00000000 2:b16 3:b16 4:32 5:4 6:4 7:4 8:32"},
		{name: "bareudp", attrs: "1:b16 2:b16 3:16 4:flag", also: []spec{one(2, be16(0x8847), be16(0x800), be16(0x86dd), be16(0x1234))}},
		{name: "batadv", attrs: "1:str"},
		{name: "bond", attrs: "1:e8 2:32 3:32 4:32 5:32 6:f8 7:32 9:e32 10:e32 11:32 12:e8 13:e8 14:e8 15:32 16:8 17:f8 18:32 19:32 20:32 21:e8 22:e8 24:16 25:16 26:mac 27:f8 28:32 29:f8 30:8 32:f8 33:f8 34:f8",
			also: []spec{list(8, []byte{10, 0, 0, 1}, []byte{10, 0, 0, 2}, []byte{10, 0, 0, 3}), one(8, gap), sub(23, "1:16 2:16 3:16 4:16 5:mac"),
				list(31, unhex("fc000000000000000000000000000001"), unhex("fc000000000000000000000000000002")), one(31, gap6)}},
		{name: "bridge", attrs: "1:32 2:32 3:32 4:32 5:32 6:16 7:f8 8:b16 9:m16 10:8000020000000001 11:7fff020000000001 12:16 13:32 14:f8 15:f8 16:t 17:t 18:t 19:t 20:mac 21:flag 22:e8 23:f8 24:f8 25:f8 26:32 27:32 28:32 29:32 30:64 31:64 32:64 33:64 34:64 35:64 36:f8 37:f8 38:f8 39:16 41:e8 42:f8 43:8 44:8 45:f8 46:p32 48:32 49:32 50:e32",
			also: []spec{one(8, be16(0x8100), be16(0x88a8), be16(0x9100)), sub(47, "1:4 2:32 3:t 5:6 6:32 7:t"),
				one(47, append(append(put(1, []byte{10, 0, 0, 1}), put(2, u32(9))...), put(3, u64(1234))...))}},
		{name: "can", attrs: "4:e32 6:32 8:01000200 11:16 3:40e20100",
			also: []spec{one(5, canModes()...), one(1, timing, make([]byte, 32), timingMax), one(2, limits), one(8, words(0xffffffff)), one(11, u16(120)),
				one(12, append(append(u16(0), u16(120)...), u16(65535)...), u16(7))}},
		{name: "can", also: []spec{one(9, timing, timingMax), one(10, limits), sub(16, "1:32 2:32 3:32 4:32 5:32 6:32 7:32 8:32 9:32")}},
		{name: "can", also: []spec{one(18, timing, timingMax), one(19, limits), sub(21, "1:32 2:32 3:32 4:32 5:32 6:32 7:32 8:32 9:32"),
			one(22, nested(pwmLow(), specs(t, "2:32 4:32 6:32 7:32 8:32 9:32"))...)}},
		{name: "can", also: []spec{one(1, timing), one(13, rates, rates[:4], nil)}},
		{name: "can", also: []spec{one(9, timing), one(14, rates, rates[:24], nil)}},
		{name: "can", also: []spec{one(18, timing), one(20, rates, rates[:24], nil)}},
		{name: "can", also: []spec{one(5, words(5, 0xffff), words(0, 0)), one(17, nested(nil, specs(t, "1:m32"))...)}},
		{name: "can", also: []spec{one(9, timing), one(10, limits), one(16, tdcPairs(), tdcPairs()[16:], tdcPairs()[:16])}},
		{name: "can", also: []spec{one(18, timing), one(19, limits), one(21, tdcPairs(), tdcPairs()[16:], tdcPairs()[:16])}},
		{name: "dsa", attrs: "1:32"},
		{name: "dummy"}, {name: "ifb"}, {name: "nlmon"}, {name: "vcan"}, {name: "team"}, {name: "netdevsim"}, {name: "virt_wifi"}, {name: "lowpan"}, {name: "ppp", attrs: "1:32"}, {name: "nosuchkind", attrs: "1:32"},
		{name: "erspan", attrs: gre4}, {name: "erspan", attrs: "21:32 22:e8 23:e8 24:16", with: "22:02"},
		{name: "gre", attrs: gre4}, {name: "gretap", attrs: gre4}, {name: "gre", attrs: "4:4 5:4", with: "2:2000 3:2000"},
		{name: "gre", attrs: "2:m16 3:m16", with: "4:0a000001 5:0a000002"}, {name: "gre", attrs: "15:m16 16:b16 17:b16", with: "14:0100"}, {name: "gre", attrs: "15:m16 16:b16 17:b16", with: "14:0200"},
		{name: "ip6erspan", attrs: gre6}, {name: "ip6erspan", attrs: "21:32 23:e8 24:16", with: "22:02"}, {name: "ip6gre", attrs: gre6}, {name: "ip6gretap", attrs: gre6},
		{name: "ip6gre", attrs: "4:4 5:4", with: "2:2000 3:2000"}, {name: "ip6gre", attrs: "12:b32 13:m32", with: "12:0ab12345"}, {name: "ip6gre", attrs: "15:m16 16:b16 17:b16", with: "14:0100"},
		{name: "ip6gre", attrs: "11:8 12:b32 20:32", with: "13:03000000"}, {name: "ip6gre", attrs: "11:8 12:b32 20:32", with: "13:ffffffff"},
		{name: "geneve", attrs: "1:32 2:4 3:8 4:8 5:b16 6:flag 7:6 8:f8 9:f8 10:f8 11:b32 12:f8 13:e8 14:flag 16:flag 17:4 18:6", also: []spec{one(15, append(be16(100), be16(200)...), make([]byte, 4))}},
		{name: "gtp", attrs: "1:32 2:32 3:32 4:f32 5:flag 6:8 7:4 8:6"},
		{name: "hsr", attrs: "1:32 2:32 3:8 4:mac 5:16 6:e8 7:e8 8:32"}, {name: "prp", attrs: "1:32"},
		{name: "ip6tnl", attrs: tun + " 2:6 3:6 8:m32"}, {name: "ip6tnl", attrs: "7:b32 6:8 20:32", with: "8:ffffffff"}, {name: "ip6tnl", attrs: "16:m16 17:b16 18:b16", with: "15:0100"},
		{name: "ip6tnl", attrs: "9:04"}, {name: "ip6tnl", attrs: "9:29"}, {name: "ip6tnl", attrs: "8:m32 7:b32", with: "7:0ab12345"},
		{name: "ipip", attrs: tun + " 2:4 3:4 8:m16"}, {name: "ipip", attrs: "16:m16 17:b16 18:b16", with: "15:0100"}, {name: "ipip", attrs: "9:04"}, {name: "ipip", attrs: "9:89"}, {name: "ipip", attrs: "9:29"},
		{name: "sit", attrs: tun + " 2:4 3:4 8:m16"}, {name: "sit", attrs: "9:04"}, {name: "sit", attrs: "9:29"}, {name: "sit", attrs: "9:89"},
		{name: "sit", attrs: "11:6 12:4 13:16 14:16", with: "11:20020000000000000000000000000000 12:00000000 13:1000 14:0000"},
		{name: "ipoib", attrs: "1:16 2:e16 3:e16"}, {name: "ipvlan", attrs: "1:e16 2:m16"}, {name: "ipvtap", attrs: "1:e16 2:m16"},
		{name: "macsec", attrs: "1:b64 2:b16 3:8 4:64 5:32 6:8 7:f8 8:f8 9:f8 10:f8 11:f8 12:f8 13:e8 15:e8",
			also: []spec{one(4, u64(0x0080C20001000001), u64(0x0080C20001000002), u64(0x0080C20001000003), u64(0x0080C20001000004), u64(0x0080020001000001))}},
		{name: "macsec", attrs: "5:32", with: "12:01"},
		{name: "macvlan", attrs: "1:m32 2:m16 3:e32 4:mac 6:32 7:32 8:32 9:32", also: []spec{one(5, macs, nil)}},
		{name: "macvlan", with: "6:02000000 1:10000000", also: []spec{one(5, macs, macs[:12], nil)}},
		{name: "macvtap", attrs: "1:m32 2:m16 3:e32 4:mac 6:32 7:32 8:32 9:32"},
		{name: "netkit", attrs: "2:f8 3:e32 4:e32 5:e32 6:e32 7:e32 8:16 9:16 10:e32"},
		{name: "netkit", attrs: "3:e32 4:e32 5:e32 6:e32 7:e32", with: "2:01"},
		{name: "ovpn", attrs: "1:e8"}, {name: "rmnet", attrs: "1:16 2:p32"},
		{name: "tun", attrs: "1:32 2:32 3:e8 4:f8 5:f8 6:f8 7:f8 8:32 9:32"}, {name: "tun", attrs: "8:32 9:32", with: "7:01"},
		{name: "veth"}, {name: "vxcan"},
		{name: "vlan", attrs: "1:16 2:p32 5:b16", with: "1:0500", also: []spec{qos(3), qos(4), one(5, be16(0x8100), be16(0x88a8))}},
		{name: "vlan", attrs: "2:p32 5:b16"},
		{name: "vrf", attrs: "1:32"}, {name: "vti", attrs: "1:32 2:4 3:4 4:4 5:4 6:32"}, {name: "vti6", attrs: "1:32 2:4 3:4 4:6 5:6 6:32"},
		{name: "vxlan", attrs: "1:32 2:4 3:32 4:4 5:8 6:8 7:f8 8:32 9:32 11:f8 12:f8 13:f8 14:f8 15:b16 16:6 17:6 18:f8 19:f8 20:f8 21:f8 22:f8 23:flag 24:flag 25:f8 26:b32 27:flag 28:f8 29:e8 30:f8 31:f8 32:e32 33:b64 34:f8",
			also: []spec{one(10, append(be16(100), be16(200)...), make([]byte, 4))}},
		{name: "wwan", attrs: "1:32"}, {name: "xfrm", attrs: "1:32 2:32 3:flag"},
	}
}

func ports(t testing.TB) []kindSpec {
	return []kindSpec{
		{name: "bond", attrs: "1:e8 2:e8 3:32 4:mac 5:16 6:16 7:m8 8:m8 9:32 10:16 11:e8 12:e8", also: []spec{one(8, u16(1), u16(0x1ff)), one(4, make([]byte, 20))}},
		{name: "bridge", attrs: "1:e8 2:16 3:32 4:f8 5:f8 6:f8 7:f8 8:f8 9:f8 10:f8 11:f8 12:f8 13:8000020000000001 14:7fff020000000001 15:16 16:16 17:16 18:16 19:f8 20:f8 21:t 22:t 23:t 24:flag 25:e8 27:f8 28:f8 29:f8 30:f8 31:m16 32:f8 33:f8 34:32 35:f8 36:f8 37:32 38:32 39:f8 40:f8 41:32 42:32 43:f8 44:32 45:f8"},
		{name: "team", attrs: "1:32"}, {name: "vrf", attrs: "1:32"}, {name: "nosuch", attrs: "1:32"}, {name: "macvlan", attrs: "1:32"},
	}
}

// canModes is struct can_ctrlmode (which bits are meant, and the bits).
func canModes() [][]byte {
	vs := [][]byte{words(0xffffffff, 0x25), words(0, 0)}
	for i := range 32 {
		vs = append(vs, words(0xffffffff, 1<<i))
	}
	return append(vs, words(0, 0xffffffff))
}

// pwmLow is the least that the hardware can, without which the reference dies of the most.
func pwmLow() []byte {
	return append(append(put(1, u32(1)), put(3, u32(2))...), put(5, u32(0))...)
}

// tdcPairs is the least and the most of all three parameters of a transmitter's delay.
func tdcPairs() (b []byte) {
	for i := 1; i <= 6; i++ {
		b = append(b, put(i, u32(uint64(i*10)))...)
	}
	return b
}

// encapsulated adds to what is told of a tunnel's encapsulation what always comes with
// it, and the reference relies on.
func encapsulated(attrs string, data []byte) []byte {
	first := 0
	switch {
	case strings.HasPrefix(attrs, gre):
		first = 14
	case strings.HasPrefix(attrs, tun):
		first = 15
	case strings.HasPrefix(attrs, "15:m16 16:b16"):
		first = 14
	case strings.HasPrefix(attrs, "16:m16 17:b16"):
		first = 15
	default:
		return data
	}
	has := map[int]bool{}
	for b := data; len(b) >= 4; {
		n := int(binary.NativeEndian.Uint16(b))
		has[int(binary.NativeEndian.Uint16(b[2:]))] = true
		b = b[min((n+3)&^3, len(b)):]
	}
	for i := range 4 {
		if has[first] && !has[first+i] {
			data = append(data[:len(data):len(data)], put(first+i, u16(0))...)
		}
	}
	return data
}

// kindFrames is a frame of each value of each attribute of each kind, of all attributes
// together and of all but one.
func kindFrames(t testing.TB) (fs []frame) {
	for _, slave := range []bool{false, true} {
		kindType, dataType, list := 1, 2, kinds(t)
		if slave {
			kindType, dataType, list = 4, 5, ports(t)
		}
		seen := map[string]int{}
		for _, k := range list {
			name := k.name
			if slave {
				name += "_port"
			}
			if seen[name]++; seen[name] > 1 {
				name += "/" + strconv.Itoa(seen[name])
			}
			of := func(what string, data []byte, with bool) {
				data = encapsulated(k.attrs, data)
				b := put(kindType, text(k.name))
				if with {
					b = append(b, put(dataType, data)...)
				}
				fs = append(fs, link(name+" "+what, put(18, b)))
			}
			if seen[name] <= 1 {
				of("without data", nil, false)
				of("empty", nil, true)
			}
			with := allBut(specs(t, k.with), -1)
			all := append(specs(t, k.attrs), k.also...)
			full := func(but int) []byte { return append(append([]byte{}, with...), allBut(all, but)...) }
			for i, s := range all {
				for j, v := range s.vals {
					of(strconv.Itoa(s.typ)+"/"+strconv.Itoa(i)+"."+strconv.Itoa(j), append(append([]byte{}, with...), put(s.typ, v)...), true)
				}
				if len(all) > 1 {
					of("all but "+strconv.Itoa(i), full(i), true)
				}
			}
			of("all", full(-1), true)
			// What the table does not have.
			if seen[name] == 1 && k.with == "" {
				known := map[int]bool{}
				for _, o := range list {
					for _, s := range append(specs(t, o.attrs), o.also...) {
						known[s.typ] = known[s.typ] || o.name == k.name
					}
				}
				for n := 1; n <= 64; n++ {
					if !known[n] {
						of("odd "+strconv.Itoa(n), append(full(-1), put(n, words(1, 1, 1, 1))...), true)
					}
				}
			}
		}
	}
	return fs
}
