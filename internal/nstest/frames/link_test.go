package frames

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// A frame is what the kernel tells of a link: struct ifinfomsg and attributes. All are of
// link 7, called x0, so what is printed of one does not depend on the others.
type frame struct {
	name string
	body []byte
}

const ethernet, up = 1, 1 | 2 | 1<<6 | 1<<12 | 1<<16

func head(typ uint16, flags uint32) []byte {
	b := binary.NativeEndian.AppendUint16([]byte{0, 0}, typ)
	return append(b, words(7, uint64(flags), 0)...)
}

// always is what the kernel tells of every link, and the reference relies on.
func always() []byte { return append(put(3, text("x0")), put(13, u32(1000))...) }

func link(name string, attrs ...[]byte) frame { return linkOf(name, ethernet, up, attrs...) }

func linkOf(name string, typ uint16, flags uint32, attrs ...[]byte) frame {
	b := append(head(typ, flags), always()...)
	for _, a := range attrs {
		b = append(b, a...)
	}
	return frame{name, b}
}

// general is IFLA_*, by number, but for those that are below.
const general = "1:mac 2:mac 4:32 5:32 6:str 8:32 10:32 14:0000000000000000000000000000000000000000000000000000000000000000 " +
	"15:32 16:e8 17:e8 20:str 21:32 27:32 30:32 31:32 32:32 33:f8 34:0102030405060708 34:0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 " +
	"35:32 36:02000000fffe0001 37:32 38:str 39:f8 40:32 41:32 44:e32 45:32 46:32 47:32 48:32 49:32 50:32 51:32 54:mac 56:str 57:str " +
	"58:32 59:32 60:32 61:32 63:32 64:32 66:64 67:f8 68:16 69:16"

func stats(n int) []byte {
	var vs []uint64
	for i := range n {
		vs = append(vs, uint64(i+1)*1001)
	}
	return longs(vs...)
}

func generalFrames(t testing.TB) (fs []frame) {
	all := specs(t, general)
	for _, s := range all {
		for j, v := range s.vals {
			fs = append(fs, link(fmt.Sprintf("link %d.%d/%d", s.typ, j, len(v)), put(s.typ, v)))
		}
	}
	fs = append(fs, link("link"), link("link all", allBut(all, -1)))
	for i := range 32 {
		fs = append(fs, linkOf("flag "+strconv.Itoa(i), ethernet, 1<<i), linkOf("flags but "+strconv.Itoa(i), ethernet, ^uint32(1<<i)))
	}
	fs = append(fs, linkOf("no flags", ethernet, 0), linkOf("all flags", ethernet, 1<<32-1), linkOf("peer", 65534, up|16, put(1, []byte{10, 0, 0, 1}), put(2, []byte{10, 0, 0, 2})))
	for _, typ := range []uint16{0, 2, 3, 4, 5, 6, 7, 8, 15, 19, 23, 24, 27, 32, 256, 257, 258, 259, 260, 264, 270, 271, 272, 280, 290, 512, 513, 516, 517, 518, 519, 768, 769, 770, 771, 772, 773, 774, 775, 776, 777, 778, 779, 780, 781, 782, 783, 784, 785, 786, 787, 788, 790, 799, 800, 801, 802, 803, 804, 805, 820, 821, 822, 823, 824, 825, 826, 827, 0xfffe, 0xffff} {
		name := "type " + strconv.Itoa(int(typ))
		fs = append(fs, linkOf(name+" 4", typ, up, put(1, []byte{10, 0, 0, 1}), put(2, []byte{10, 0, 0, 2})),
			linkOf(name+" 16", typ, up, put(1, unhex("fc000000000000000000000000000001")), put(2, make([]byte, 16))),
			linkOf(name+" 20", typ, up, put(1, unhex("80000048fe8000000000000002c90300001ef2b1")), put(2, make([]byte, 20))))
	}
	add := func(name string, attrs ...[]byte) { fs = append(fs, link(name, attrs...)) }
	mac, other := put(1, unhex("020000000001")), put(54, unhex("020000000002"))
	add("permaddr same", mac, put(54, unhex("020000000001")))
	add("permaddr other", mac, other)
	add("permaddr long", mac, put(54, unhex("02000000000102")))
	add("link down", put(5, u32(9)), put(37, u32(1<<32-1)))
	add("link 0 elsewhere", put(5, u32(0)), put(37, u32(3)))
	add("own link", put(5, u32(7)))
	add("lo master", put(10, u32(1)))
	for _, n := range []int{24, 23, 25} {
		add("stats "+strconv.Itoa(n), put(23, stats(n)), put(35, u32(5)))
		add("stats bare "+strconv.Itoa(n), put(23, stats(n)))
		add("stats32 "+strconv.Itoa(n), put(7, words(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24)[:4*n-4]))
	}
	add("stats both", put(23, stats(25)), put(7, make([]byte, 96)))
	add("stats zero", put(23, make([]byte, 200)), put(35, u32(0)))
	for i := range 25 {
		b := make([]byte, 200)
		for j := range 8 {
			b[8*i+j] = 0xff
		}
		add("stats huge "+strconv.Itoa(i), put(23, b), put(35, u32(1<<32-1)))
		copy(b[8*i:], u64(1234567))
		add("stats big "+strconv.Itoa(i), put(23, b))
	}
	fs = append(fs, familyFrames(t)...)
	fs = append(fs, virtualFrames(t)...)
	for _, f := range nested(nil, specs(t, "1:32 2:e8 3:e32 4:32")) {
		add(fmt.Sprintf("dpll %x", f), put(65, f))
	}
	for i, v := range nested(nil, specs(t, "1:8 2:e8 3:m32 4:32 5:32 6:32 7:32 8:32")) {
		add("xdp "+strconv.Itoa(i), put(43, v))
	}
	for mode := range 7 {
		ids := [][]byte{put(4, u32(5)), put(5, u32(6)), put(6, u32(7)), put(7, u32(8))}
		for set := range 16 {
			b := put(2, u8(uint64(mode)))
			for i, id := range ids {
				if set&(1<<i) != 0 {
					b = append(b, id...)
				}
			}
			add(fmt.Sprintf("xdp mode %d ids %d", mode, set), put(43, b))
		}
	}
	names := func(ns ...string) (b []byte) {
		for _, n := range ns {
			b = append(b, put(53, text(n))...)
		}
		return b
	}
	add("altnames", put(52, names("one")))
	add("altnames 2", put(52, names("one", strings.Repeat("x", 127))))
	add("altnames 0", put(52))
	add("altnames odd", put(52, append(names("one"), put(54, text("two"))...)))
	for i := range 33 {
		add("down reason "+strconv.Itoa(i), put(39, u8(1)), put(55, put(1, u32(1<<32-1)), put(2, u32(1<<i))), put(2, unhex("ffffffffffff")))
	}
	add("down reason", put(39, u8(0)), put(55, put(1, u32(1)), put(2, u32(3))), mac)
	add("down reason bare", put(55, put(2, u32(3))), put(2, unhex("ffffffffffff")))
	return fs
}

// familyFrames is IFLA_AF_SPEC.
func familyFrames(t testing.TB) (fs []frame) {
	add := func(name string, b ...[]byte) { fs = append(fs, link("family "+name, put(26, b...))) }
	for _, v := range values(t, "e8") {
		add(fmt.Sprint("inet6 ", v), put(10, put(8, v)))
	}
	add("inet6 all", put(2, put(1, make([]byte, 132))), put(10, put(1, u32(1<<31)), put(2, make([]byte, 240)), put(3, make([]byte, 304)), put(5, words(1, 2, 3, 4)), put(6, make([]byte, 56)), put(7, make([]byte, 16)), put(8, u8(0))))
	add("inet6 none", put(10))
	add("nested", put(10|1<<15, put(8, u8(1))))
	add("mctp", put(45, put(1, u32(5)), put(2, u8(1))))
	add("bridge", put(7, u16(1)))
	return fs
}

// virtualFrames is IFLA_VFINFO_LIST: what is always told of a function, and each of the
// rest.
func virtualFrames(t testing.TB) (fs []frame) {
	mac := append(u32(3), append(unhex("020000000009"), make([]byte, 26)...)...)
	base := append(append(put(1, mac), put(2, words(3, 0, 0))...), put(3, words(3, 0))...)
	add := func(name string, extra ...[]byte) {
		v := put(1, append([][]byte{base}, extra...)...)
		fs = append(fs, link("vf "+name, put(21, u32(1)), put(22, v)))
		fs = append(fs, linkOf("vf peer "+name, 32, up|16, put(21, u32(2)), put(22, v)))
	}
	add("bare")
	for _, n := range []uint64{1, 100, 4095, 1<<32 - 1} {
		fs = append(fs, link(fmt.Sprint("vf vlan ", n), put(21, u32(1)), put(22, put(1, put(1, mac), put(2, words(3, n, n)), put(3, words(3, n))))))
		add(fmt.Sprint("rate ", n), put(6, words(3, 0, n)))
		add(fmt.Sprint("rates ", n), put(6, words(3, n, n)))
	}
	add("no rate", put(6, words(3, 0, 0)))
	for _, n := range []uint64{0, 1, 2, 3, 1<<32 - 1} {
		for _, typ := range []int{4, 5, 7, 9} {
			add(fmt.Sprint(typ, ".", n), put(typ, words(3, n)))
		}
	}
	for _, typ := range []int{10, 11} {
		add(fmt.Sprint("guid ", typ), put(typ, words(3, 0), u64(0x0102030405060708)))
	}
	add("broadcast", put(13, unhex("ffffffffffff"), make([]byte, 26)))
	for _, proto := range []uint64{0x8100, 0x88a8, 0, 0x1234} {
		one := put(1, words(3, 5, 6), be16(proto), make([]byte, 2))
		add(fmt.Sprint("vlans ", proto), put(12, one))
		add(fmt.Sprint("vlans 2 ", proto), put(12, one, one))
		add(fmt.Sprint("vlans 0 ", proto), put(12, put(1, words(3, 0, 0), be16(proto), make([]byte, 2))))
	}
	add("no vlans", put(12))
	count := func(n uint64, types ...int) (b []byte) {
		for _, typ := range types {
			b = append(b, put(typ, u64(n+uint64(typ)))...)
		}
		return b
	}
	for _, n := range []uint64{0, 1234567, 123456789012345, 1<<64 - 10} {
		add(fmt.Sprint("stats ", n), put(8, count(n, 0, 1, 2, 3, 4, 5)))
		add(fmt.Sprint("stats dropped ", n), put(8, count(n, 0, 1, 2, 3, 4, 5, 7, 8)))
		add(fmt.Sprint("stats dropped rx ", n), put(8, count(n, 0, 1, 2, 3, 4, 5, 7)))
	}
	two := append(put(1, base), put(1, append(append([]byte{}, base...), put(5, words(4, 1))...))...)
	fs = append(fs, link("vfs", put(21, u32(2)), put(22, two)), link("vfs none", put(21, u32(0)), put(22)),
		link("vfs no number", put(22, two)), link("vfs truncated", put(21, u32(5)), put(22, two)), link("vfs odd", put(21, u32(1)), put(22, put(2, base))))
	return fs
}

// xstatFrames is IFLA_INFO_XSTATS.
func xstatFrames() (fs []frame) {
	for _, k := range []string{"can", "bond", "bridge", "vlan", "none"} {
		for _, b := range [][]byte{words(1, 2, 3, 4, 5, 6), words(0, 0, 0, 0, 0, 0), words(1<<32-1, 1234567, 1<<32-1, 1, 1<<31, 1<<32-1), words(1, 2, 3, 4, 5), words(1, 2, 3, 4, 5, 6, 7)} {
			fs = append(fs, link(fmt.Sprint("xstats ", k, len(b), b[0]), put(18, put(1, text(k)), put(2, put(4, u32(1))), put(3, b))))
			fs = append(fs, link(fmt.Sprint("xstats alone ", k, len(b), b[0]), put(18, put(1, text(k)), put(3, b))))
		}
	}
	fs = append(fs, link("only a port", put(18, put(4, text("bond")))), link("linkinfo", put(18)), link("kind and port", put(18, put(1, text("vlan")), put(2, put(1, u16(5))), put(4, text("bridge")), put(5, put(1, u8(3))))))
	return fs
}
