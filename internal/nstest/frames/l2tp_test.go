package frames

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"gip/internal/nstest"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const l2tpFamily = 0x1c

// l2tp stands in for a kernel that has tunnels and sessions; requests notes what it is
// asked to change.
func l2tp(t testing.TB, requests *[]string) nstest.Kernel {
	genl := func(typ uint16, cmd byte, attrs ...[]byte) []byte {
		b := []byte{16: cmd, 17: 1, 18: 0, 19: 0}
		for _, a := range attrs {
			b = append(b, a...)
		}
		binary.NativeEndian.PutUint32(b, uint32(len(b)))
		binary.NativeEndian.PutUint16(b[4:], typ)
		return b
	}
	answers := func(cmd byte, list string, also ...[]byte) (ms [][]byte) {
		all := specs(t, list)
		for i, s := range all {
			for _, v := range s.vals {
				var b []byte
				for j, o := range all {
					if j == i {
						b = append(b, put(s.typ, v)...)
					} else {
						b = append(b, put(o.typ, o.vals[0])...)
					}
				}
				ms = append(ms, genl(l2tpFamily, cmd, append([][]byte{b}, also...)...))
			}
		}
		return ms
	}
	return func(proto int, req []byte) [][]byte {
		if proto != unix.NETLINK_GENERIC || len(req) < 20 {
			return nil
		}
		typ, dump := binary.NativeEndian.Uint16(req[4:]), binary.NativeEndian.Uint16(req[6:])&unix.NLM_F_DUMP == unix.NLM_F_DUMP
		switch {
		case typ == unix.GENL_ID_CTRL:
			return [][]byte{genl(typ, unix.CTRL_CMD_NEWFAMILY, put(unix.CTRL_ATTR_FAMILY_NAME, text("l2tp")), put(unix.CTRL_ATTR_FAMILY_ID, u16(l2tpFamily)),
				put(unix.CTRL_ATTR_VERSION, u32(1)), put(unix.CTRL_ATTR_HDRSIZE, u32(0)), put(unix.CTRL_ATTR_MAXATTR, u32(uapi.L2TP_ATTR_MAX)))}
		case dump && req[16] == uapi.L2TP_CMD_TUNNEL_GET:
			ms := answers(req[16], "9:32 10:32 2:e16 24:4 25:4 26:16 27:16 13:f8 17:32 7:8")
			ms = append(ms, answers(req[16], "9:32 10:32 2:0000 31:6 32:6 26:16 27:16")...)
			for _, zero := range []string{"33:flag", "34:flag", "33:flag 34:flag"} {
				ms = append(ms, answers(req[16], "9:32 10:32 2:0000 31:6 32:6 26:16 27:16 "+zero)...)
			}
			return ms
		case dump && req[16] == uapi.L2TP_CMD_SESSION_GET:
			ms := answers(req[16], "9:32 10:32 11:32 12:32 1:e16 8:str 18:f8 19:f8 21:f8 22:64 28:16 29:16")
			for _, cookie := range []string{"15:01020304 16:0102030405060708", "15:0102030405060708 16:fffefdfc"} {
				ms = append(ms, answers(req[16], "9:32 10:32 11:32 12:32 8:str "+cookie)...)
			}
			return ms
		}
		*requests = append(*requests, fmt.Sprintf("%x %x", req[:8], req[16:]))
		return [][]byte{append([]byte{36, 0, 0, 0, unix.NLMSG_ERROR, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, req[:16]...)}
	}
}

var l2tpLines = []string{
	"show tunnel", "show session", "show tunnel tunnel_id 1", "show session tid 1 sid 1", "show session session_id 2147483647", "show", "show nothing", "list tunnel", "",
	"add tunnel remote 10.0.0.2 local 10.0.0.1 tunnel_id 1 peer_tunnel_id 2 encap udp udp_sport 5000 udp_dport 6000",
	"add tunnel remote 10.0.0.2 local 10.0.0.1 tunnel_id 1 peer_tunnel_id 2 udp_sport 5000 udp_dport 6000 udp_csum on",
	"add tunnel remote 10.0.0.2 local 10.0.0.1 tid 3 ptid 4 encap ip", "add tunnel remote ::2 local ::1 tid 3 ptid 4 encap ip",
	"add tunnel remote ::1 local ::1 tunnel_id 5 peer_tunnel_id 6 udp_sport 7000 udp_dport 7001 udp6_csum_tx off",
	"add tunnel remote ::1 local ::1 tunnel_id 5 peer_tunnel_id 6 udp_sport 7000 udp_dport 7001 udp6_csum_rx off",
	"add tunnel remote ::1 local ::1 tunnel_id 5 peer_tunnel_id 6 udp_sport 7000 udp_dport 7001 udp6_csum_rx on udp6_csum_tx on",
	"add tunnel remote ::1 local 10.0.0.1 tunnel_id 5 peer_tunnel_id 6 encap ip", "add tunnel local 10.0.0.1 tunnel_id 5 peer_tunnel_id 6 encap ip",
	"add tunnel remote 10.0.0.2 tunnel_id 5 peer_tunnel_id 6 encap ip", "add tunnel remote 10.0.0.2 local 10.0.0.1 peer_tunnel_id 6 encap ip",
	"add tunnel remote 10.0.0.2 local 10.0.0.1 tunnel_id 5 encap ip", "add tunnel remote 10.0.0.2 local 10.0.0.1 tunnel_id 5 peer_tunnel_id 6 encap gre",
	"add tunnel remote 10.0.0.2 local 10.0.0.1 tunnel_id 5 peer_tunnel_id 6 encap udp udp_sport 5", "add tunnel remote 10.0.0.2 local 10.0.0.1 tunnel_id x",
	"add tunnel remote any local any tunnel_id 5 peer_tunnel_id 6 encap ip", "add tunnel tunnel_id 5 what",
	"add session tunnel_id 1 session_id 3 peer_session_id 4", "add session name x0 tunnel_id 1 session_id 3 peer_session_id 4 cookie 01020304 peer_cookie 0102030405060708",
	"add session tid 1 sid 3 psid 4 l2spec_type none", "add session tid 1 sid 3 psid 4 l2spec_type default", "add session tid 1 sid 3 psid 4 l2spec_type other",
	"add session tid 1 sid 3 psid 4 seq both", "add session tid 1 sid 3 psid 4 seq send", "add session tid 1 sid 3 psid 4 seq recv", "add session tid 1 sid 3 psid 4 seq none", "add session tid 1 sid 3 psid 4 seq x",
	"add session tid 1 sid 3 psid 4 cookie 0102", "add session tid 1 sid 3 psid 4 cookie zz", "add session tid 1 sid 3", "add session sid 3 psid 4", "add session tid 1 psid 4",
	"add session tid 1 sid 3 psid 4 name abcdefghijklmnopq", "add session tid 1 sid 3 psid 4 offset 5 peer_offset 6", "add session tid 1 sid 3 psid 4 mtu 5",
	"del tunnel tunnel_id 1", "del tunnel", "del session tunnel_id 1 session_id 2", "del session tunnel_id 1", "del session sid 1", "delete tunnel tid 9", "set tunnel tid 9", "del", "add",
}

// TestL2TP compares what ip l2tp asks for and shows with iproute2 7.3, where that is
// here: hardly a kernel has the family.
func TestL2TP(t *testing.T) {
	ref, why := nstest.FindReference()
	if ref == nil || ref.Is615() {
		t.Skip("no iproute2 7.3 here: ", why)
	}
	bin, err := nstest.Build()
	if err != nil {
		t.Fatal(err)
	}
	if why := canStage(bin); why != nil {
		t.Skip("no test can stand in for the kernel here: ", why)
	}
	n := 0
	for _, line := range l2tpLines {
		for _, options := range []string{"", "-j", "-j -p -d", "-o -s"} {
			if options != "" && !strings.HasPrefix(line, "show") {
				continue
			}
			var told [2]string
			for i, side := range []nstest.Side{{Ref: ref}, {Gip: bin}} {
				var requests []string
				r, err := nstest.Stage(side, l2tp(t, &requests), strings.Fields("ip "+options+" l2tp "+line)...)
				if err != nil {
					t.Fatal(err)
				}
				r.Err, _, _ = strings.Cut(r.Err, "Usage:") // which is in words of our own
				told[i] = fmt.Sprint(r.Out, "\n", r.Err, "\nstatus ", r.Status, "\n", strings.Join(requests, "\n"))
			}
			n++
			if told[0] != told[1] {
				d, _ := differ(told[1], told[0])
				t.Errorf("ip %s l2tp %s%s", options, line, d)
			}
		}
	}
	t.Log(n, "lines")
}
