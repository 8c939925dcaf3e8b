package l2tp

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

func printed(b []byte, json, session bool) string {
	e := cli.NewEnv("ip")
	e.Names.Socket, e.WantJSON = nil, json
	got := ""
	e.Dest = func(b []byte) { got += string(b) }
	var p params
	e.Begin()
	// A second one shows what it lacks as the first has it.
	for range 2 {
		if p.read(nl.Reply{Data: b}) {
			if session {
				p.printSession(e)
			} else {
				p.printTunnel(e)
			}
		}
	}
	e.End()
	e.Flush()
	return got
}

// FuzzPrint has any bytes as a tunnel or a session be printed without harm.
func FuzzPrint(f *testing.F) {
	m := nl.New(1, 0, []byte{uapi.L2TP_CMD_TUNNEL_GET, version, 0, 0})
	m.PutU32(uapi.L2TP_ATTR_CONN_ID, 1)
	m.PutBytes(uapi.L2TP_ATTR_IP6_SADDR, make([]byte, 16))
	m.PutBytes(uapi.L2TP_ATTR_COOKIE, make([]byte, 40))
	m.PutStr(uapi.L2TP_ATTR_IFNAME, "l2tpeth0")
	m.PutU64(uapi.L2TP_ATTR_RECV_TIMEOUT, 1<<40)
	f.Add(m.Header(), false, true)
	f.Add([]byte{1, 1, 0, 0, 5, 0, 24, 0, 1}, true, false)
	f.Fuzz(func(t *testing.T, b []byte, json, session bool) { printed(b, json, session) })
}

// FuzzWords has any words be read without harm, and what they say fit a request.
func FuzzWords(f *testing.F) {
	f.Add("tunnel tid 1 ptid 2 local 10.0.0.1 remote ::1 udp_sport 5 udp_dport 0x6 udp_csum on udp6_csum_rx off")
	f.Add("session sid 7 psid 8 name a cookie 0102030405060708 peer_cookie aabbccdd seq both l2spec_type None")
	f.Fuzz(func(t *testing.T, s string) {
		e := cli.NewEnv("ip")
		var p params
		if p.parse(e, cli.NewArgs(strings.Fields(s))) != nil {
			return
		}
		m := nl.New(1, 0, make([]byte, cli.GenlHdr))
		p.putTunnel(m)
		p.putSession(m)
	})
}

// TestPrint is what upstream prints of the same attributes.
func TestPrint(t *testing.T) {
	m := nl.New(1, 0, []byte{uapi.L2TP_CMD_TUNNEL_GET, version, 0, 0})
	m.PutU32(uapi.L2TP_ATTR_CONN_ID, 1)
	m.PutU32(uapi.L2TP_ATTR_PEER_CONN_ID, 2)
	m.PutBytes(uapi.L2TP_ATTR_IP_SADDR, []byte{10, 0, 0, 1})
	m.PutBytes(uapi.L2TP_ATTR_IP_DADDR, []byte{10, 0, 0, 2})
	m.PutU16(uapi.L2TP_ATTR_UDP_SPORT, 5000)
	m.PutU16(uapi.L2TP_ATTR_UDP_DPORT, 6000)
	m.PutU32(uapi.L2TP_ATTR_SESSION_ID, 3)
	m.PutU32(uapi.L2TP_ATTR_PEER_SESSION_ID, 4)
	m.PutStr(uapi.L2TP_ATTR_IFNAME, "l2tpeth0")
	m.PutBytes(uapi.L2TP_ATTR_COOKIE, []byte{1, 2, 3, 4})
	m.PutU8(uapi.L2TP_ATTR_SEND_SEQ, 1)
	tunnel := "Tunnel 1, encap UDP\n  From 10.0.0.1 to 10.0.0.2\n  Peer tunnel 2\n" +
		"  UDP source / dest ports: 5000/6000\n  UDP checksum: disabled\n"
	if got := printed(m.Header(), false, false); got != tunnel+tunnel {
		t.Errorf("got %q", got)
	}
	session := "Session 3 in tunnel 1\n  Peer session 4, tunnel 2\n  interface name: l2tpeth0\n" +
		"  offset 0, peer offset 0\n  cookie 01020304\n  sequence numbering: send\n"
	if got := printed(m.Header(), false, true); got != session+session {
		t.Errorf("got %q", got)
	}
}
