package tunnel

import (
	"strings"
	"testing"
	"unsafe"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// TestSizes holds the structs against those of linux/if_tunnel.h and ip6_tunnel.h.
func TestSizes(t *testing.T) {
	for _, s := range [...]struct {
		name      string
		got, want uintptr
	}{
		{"ip_tunnel_parm", unsafe.Sizeof(parm4{}), 52},
		{"ip6_tnl_parm2", unsafe.Sizeof(parm6{}), 76},
		{"ip_tunnel_prl", unsafe.Sizeof(potential{}), 16},
		{"ip_tunnel_6rd", unsafe.Sizeof(deployment{}), 24},
		{"ifreq", unsafe.Sizeof(ifreq{}), 40},
		{"iphdr in ip_tunnel_parm", unsafe.Offsetof(parm4{}.verIHL), 32},
		{"i_flags in ip6_tnl_parm2", unsafe.Offsetof(parm6{}.gre), 64},
	} {
		if s.got != s.want {
			t.Errorf("%s: %d, want %d", s.name, s.got, s.want)
		}
	}
}

func quiet() *cli.Env {
	e := cli.NewEnv("ip")
	e.Names.Socket = nil
	e.Dest = func([]byte) {}
	return e
}

// FuzzWords has any words be read without harm, in both versions.
func FuzzWords(f *testing.F) {
	f.Add("a mode gre remote 1.2.3.4 local any ikey 1.2.3.4 okey 5 seq csum tos inherit/10 ttl 5 nopmtudisc")
	f.Add("b mode ip6ip6 remote 2001:db8::1 encaplimit x tclass inherit fl abcde dscp inherit hoplimit 3 key 9")
	f.Add("name vti9 isatap sit ipip h")
	f.Fuzz(func(t *testing.T, s string) {
		d := &driver{e: quiet(), fd: -1}
		words := strings.Fields(s)
		if p, err := parse4(d, cli.NewArgs(words), addTunnel); err == nil {
			p.base()
		}
		if p, err := parse6(d, cli.NewArgs(words), addTunnel, fresh); err == nil {
			p.base()
		}
		if len(words) > 0 {
			isMode6(words[0])
		}
	})
}

// FuzzPrint has any bytes as what the kernel says of a tunnel be printed without harm,
// but for what it is asked besides.
func FuzzPrint(f *testing.F) {
	f.Add(make([]byte, 76), false)
	f.Add([]byte("gre1\x00aaaaaaaaaaabbbb\xff\xff\xff\xffkkkkllllE\x11\x00\x00\x00\x00\x40\x00\x05\x2f\x00\x00ssssdddd"), true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := quiet()
		e.WantJSON = json
		d := &driver{e: e, fd: -1}
		var p4 parm4
		var p6 parm6
		copy(unsafe.Slice((*byte)(unsafe.Pointer(&p4)), unsafe.Sizeof(p4)), b)
		copy(unsafe.Slice((*byte)(unsafe.Pointer(&p6)), unsafe.Sizeof(p6)), b)
		e.Begin()
		if p4.protocol != unix.IPPROTO_IPV6 {
			print4(d, &p4)
		}
		print6(d, &p6)
		p4.fits(&p4)
		p6.fits(&p6)
		e.End()
		e.Flush()
	})
}

// FuzzLink has any bytes as a link be looked at without harm.
func FuzzLink(f *testing.F) {
	f.Add([]byte{2, 0, 0, 3, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 3, 0, 'g', 'r', 'e', '0', 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		e := quiet()
		e.Family, e.Stats = unix.AF_INET, 1
		tb := make(nl.Table, 70)
		listed(e, nl.Reply{Type: unix.RTM_NEWLINK, Data: b}, tb, "", func(*link) (bool, error) { return true, nil })
		e.Flush()
	})
}
