package inet

import (
	"slices"
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// FuzzPrint has any bytes as a link's record be printed without harm.
func FuzzPrint(f *testing.F) {
	seed := nl.New(unix.RTM_NEWLINK, 0, make([]byte, unix.SizeofIfInfomsg))
	seed.PutStr(unix.IFLA_IFNAME, "eth0")
	seed.PutBytes(unix.IFLA_STATS64, slices.Repeat([]byte{1, 2, 3, 4, 5, 6, 7, 8}, 24))
	seed.PutBytes(unix.IFLA_MAP, slices.Repeat([]byte{7}, 32))
	f.Add(seed.Header(), uint16(1))
	f.Add([]byte{0, 0, 3, 0, 1, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, 1, 2, 3, 4, 5}, uint16(3))
	f.Fuzz(func(t *testing.T, b []byte, typ uint16) {
		e := cli.NewEnv("ifconfig")
		e.Dest = func([]byte) {}
		var l Device
		var tb [uapi.IFLA_MAX + 1]nl.Value
		l.read(nl.Reply{Type: unix.RTM_NEWLINK, Data: b}, tb[:])
		for _, l.Type = range []uint16{l.Type, typ} {
			s := Lister{E: e, v4: []Addr{{Label: l.Name, Len: 24, Index: l.Index}}, v6: []addr6{{index: l.Index, scope: uint8(typ)}}}
			s.show(l.Name, &l)
			s.show(l.Name+":1", &l)
			s.Short = true
			s.show(l.Name, &l)
		}
		e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("02:00:5e", "1.2.3.4")
	f.Add("eth0:12", "-a..b")
	f.Fuzz(func(t *testing.T, a, b string) {
		var data [14]byte
		for i := range HWTypes {
			HWTypes[i].Read(a, data[:])
			HWTypes[i].Read(b, data[:])
		}
		_ = unfit(a)
		if c := compare(a, b); c > 0 != (compare(b, a) < 0) {
			t.Errorf("%q, %q: %d, %d", a, b, c, compare(b, a))
		}
		var ns Names
		for _, w := range strings.Fields(a + " " + b + " " + a) {
			ns.Add(w)
		}
	})
}

func TestOrder(t *testing.T) {
	want := strings.Fields("abc eth eth0 eth0:1 eth0:2 eth0:10 eth1 eth1:0 eth2 eth10 eth10:1 lo v0 v1")
	var ns Names
	for i := range want {
		ns.Add(want[(i*5+3)%len(want)])
		ns.Add(want[(i*5+3)%len(want)])
	}
	if !slices.Equal(ns, want) {
		t.Error(ns)
	}
}

func TestClass(t *testing.T) {
	for a, n := range map[[4]byte]int{
		{10, 1}: 8, {127, 255, 255, 255}: 8, {128}: 16, {191, 255}: 16, {192}: 24, {223, 1}: 24, {224}: -1, {239, 255}: -1, {240}: 32,
		{}: 0, {255, 255, 255, 255}: 0, {0, 1}: 8,
	} {
		if got := ClassLen(a); got != n {
			t.Errorf("%v: %d, want %d", a, got, n)
		}
	}
	for n := range 33 {
		if got, ok := MaskLen(Mask(n)); got != n || !ok {
			t.Errorf("%d: %d, %v", n, got, ok)
		}
	}
	if _, ok := MaskLen([4]byte{255, 0, 255, 0}); ok {
		t.Error("255.0.255.0 is a netmask")
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[uint64]string{
		0: " (0.0 B)\n", 1024: " (1024.0 B)\n", 1025: " (1.0 KiB)\n", 1536000: " (1.4 MiB)\n", 1 << 40: " (1024.0 GiB)\n", 1<<64 - 1: " (16.0 EiB)\n",
	} {
		var s Lister
		if s.size(n); string(s.line) != want {
			t.Errorf("%d: %q, want %q", n, s.line, want)
		}
	}
}
