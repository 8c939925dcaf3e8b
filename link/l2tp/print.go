package l2tp

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

// read takes what a reply says; false is one that the reference does not take.
func (p *params) read(r nl.Reply) bool {
	var tb [uapi.L2TP_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, cli.GenlHdr) {
		return false
	}
	u32 := func(typ uint16, v *uint32) {
		if t[typ] != nil {
			*v = t[typ].U32()
		}
	}
	u16 := func(typ uint16, v *uint16) {
		if t[typ] != nil {
			*v = t[typ].U16()
		}
	}
	flag := func(typ uint16, v *bool) {
		if t[typ] != nil {
			*v = t[typ].U8() != 0
		}
	}
	u16(uapi.L2TP_ATTR_ENCAP_TYPE, &p.encap)
	u32(uapi.L2TP_ATTR_CONN_ID, &p.tunnelID)
	u32(uapi.L2TP_ATTR_PEER_CONN_ID, &p.peerTunnel)
	u32(uapi.L2TP_ATTR_SESSION_ID, &p.sessionID)
	u32(uapi.L2TP_ATTR_PEER_SESSION_ID, &p.peerSession)
	flag(uapi.L2TP_ATTR_UDP_CSUM, &p.checksum)
	p.checksumTX = t[uapi.L2TP_ATTR_UDP_ZERO_CSUM6_TX] == nil
	p.checksumRX = t[uapi.L2TP_ATTR_UDP_ZERO_CSUM6_RX] == nil
	p.cookie.read(t[uapi.L2TP_ATTR_COOKIE])
	p.peerCookie.read(t[uapi.L2TP_ATTR_PEER_COOKIE])
	flag(uapi.L2TP_ATTR_RECV_SEQ, &p.recvSeq)
	flag(uapi.L2TP_ATTR_SEND_SEQ, &p.sendSeq)
	if v := t[uapi.L2TP_ATTR_RECV_TIMEOUT]; v != nil {
		p.reorder = uint32(v.U64())
	}
	if !p.local.read(t[uapi.L2TP_ATTR_IP_SADDR], t[uapi.L2TP_ATTR_IP6_SADDR]) ||
		!p.peer.read(t[uapi.L2TP_ATTR_IP_DADDR], t[uapi.L2TP_ATTR_IP6_DADDR]) {
		return false
	}
	u16(uapi.L2TP_ATTR_UDP_SPORT, &p.sport)
	u16(uapi.L2TP_ATTR_UDP_DPORT, &p.dport)
	if v := t[uapi.L2TP_ATTR_IFNAME]; v != nil {
		p.named, p.name = true, append(p.name[:0], v.Text()...)
	}
	return true
}

func (c *cookie) read(v nl.Value) {
	if v != nil {
		c.n = copy(c.b[:], v)
	}
}

func (a *address) read(v4, v6 nl.Value) bool {
	v, n := v4, 4
	a.family = unix.AF_INET
	if v4 == nil {
		v, n = v6, 16
		a.family = unix.AF_INET6
	}
	if v == nil {
		return true
	}
	return len(v) == n && copy(a.b[:], v) == n
}

func (a *address) print(e *cli.Env, key, form string) {
	var s [48]byte
	e.Bytes(key, form, attr.AppendAddr(s[:0], a.family, a.b[:]))
}

func (p *params) printTunnel(e *cli.Env) {
	e.Obj("")
	e.Uint("tunnel_id", "Tunnel %,", uint64(p.tunnelID))
	encap := "??"
	switch p.encap {
	case uapi.L2TP_ENCAPTYPE_UDP:
		encap = "UDP"
	case uapi.L2TP_ENCAPTYPE_IP:
		encap = "IP"
	}
	e.Str("encap", " encap %", encap)
	e.NL()
	p.local.print(e, "local", "  From % ")
	p.peer.print(e, "peer", "to %")
	e.NL()
	e.Uint("peer_tunnel", "  Peer tunnel %", uint64(p.peerTunnel))
	e.NL()
	if p.encap == uapi.L2TP_ENCAPTYPE_UDP {
		p.printUDP(e)
	}
	e.EndObj()
}

func (p *params) printUDP(e *cli.Env) {
	e.Text("  UDP source / dest ports:")
	e.Uint("local_port", " %", uint64(p.sport))
	e.Uint("peer_port", "/%", uint64(p.dport))
	e.NL()
	if p.local.family == unix.AF_INET {
		e.Bool("checksum", "  UDP checksum: %\n", p.checksum, "enabled", "disabled")
		return
	}
	if e.JSON {
		e.Bool("checksum_tx", "", p.checksumTX, "", "")
		e.Bool("checksum_rx", "", p.checksumRX, "", "")
		return
	}
	word := "disabled"
	switch {
	case p.checksumTX && p.checksumRX:
		word = "enabled"
	case p.checksumTX:
		word = "tx"
	case p.checksumRX:
		word = "rx"
	}
	e.Str("", "  UDP checksum: %\n", word)
}

func (p *params) printSession(e *cli.Env) {
	e.Obj("")
	e.Uint("session_id", "Session %", uint64(p.sessionID))
	e.Uint("tunnel_id", " in tunnel %", uint64(p.tunnelID))
	e.NL()
	e.Uint("peer_session_id", "  Peer session %,", uint64(p.peerSession))
	e.Uint("peer_tunnel_id", " tunnel %", uint64(p.peerTunnel))
	e.NL()
	if p.named {
		e.Color(out.Ifname).Bytes("interface", "  interface name: %", p.name)
		e.NL()
	}
	e.Text("  offset 0, peer offset 0\n")
	p.cookie.print(e, "cookie", "  cookie %")
	p.peerCookie.print(e, "peer_cookie", "  peer cookie %")
	if p.reorder != 0 {
		e.Uint("reorder_timeout", "  reorder timeout: %", uint64(p.reorder))
	}
	if p.sendSeq || p.recvSeq {
		e.NL()
		e.Text("  sequence numbering:")
		if p.sendSeq {
			e.Null("send_seq", " send", "")
		}
		if p.recvSeq {
			e.Null("recv_seq", " recv", "")
		}
	}
	e.Text("\n")
	e.EndObj()
}

// print prints a cookie that is there: four bytes of it, unless it has eight.
func (c *cookie) print(e *cli.Env, key, form string) {
	if c.n == 0 {
		return
	}
	var s [16]byte
	b := s[:0]
	for i, v := range c.b {
		if i < 4 || c.n == 8 {
			b = kind.AppendHex(b, uint64(v), 2)
		}
	}
	e.Bytes(key, form, b)
}
