// Package l2tp is ip l2tp: tunnels of L2TPv3 and the Ethernet sessions in them.
package l2tp

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip l2tp add tunnel
          remote ADDR local ADDR
          tunnel_id ID peer_tunnel_id ID
          [ encap { ip | udp } ]
          [ udp_sport PORT ] [ udp_dport PORT ] [ udp_csum { on | off } ]
          [ udp6_csum_tx { on | off } ] [ udp6_csum_rx { on | off } ]
       ip l2tp add session [ name NAME ]
          tunnel_id ID session_id ID peer_session_id ID
          [ cookie HEXSTR ] [ peer_cookie HEXSTR ]
          [ seq { none | send | recv | both } ] [ l2spec_type L2SPEC ]
       ip l2tp del tunnel tunnel_id ID
       ip l2tp del session tunnel_id ID session_id ID
       ip l2tp show tunnel [ tunnel_id ID ]
       ip l2tp show session [ tunnel_id ID ] [ session_id ID ]

Where: NAME   := STRING
       ADDR   := { IP_ADDRESS | any }
       PORT   := { 0..65535 }
       ID     := { 1..4294967295 }
       HEXSTR := 8 or 16 hex digits
       L2SPEC := { none | default }
`

const version = 1 // L2TP_GENL_VERSION

// Run runs ip l2tp.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() || cli.Prefix(a.Peek(), "help") {
		return cli.Usage(usage)
	}
	g, err := e.Genl("l2tp")
	if err != nil {
		return err
	}
	defer g.Close()
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("add"):
		return add(e, a, g)
	case is("delete"):
		return del(e, a, g)
	case is("show"), is("lst"), is("list"):
		return show(e, a, g)
	}
	return cli.UnknownCommand(word, "ip l2tp")
}

// add makes a tunnel, a session, or both, whatever becomes of the first.
func add(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	var p params
	if err := p.parse(e, a); err != nil {
		return err
	}
	udp := p.tunnel && p.encap == uapi.L2TP_ENCAPTYPE_UDP
	for _, c := range [...]struct {
		missing bool
		what    string
	}{
		{!p.tunnel && !p.session, "tunnel or session"},
		{p.tunnelID == 0, "tunnel_id"},
		{p.session && p.peerSession == 0, "peer_session_id"},
		{p.session && p.sessionID == 0, "session_id"},
		{p.tunnel && p.peerTunnel == 0, "peer_tunnel_id"},
		{p.tunnel && p.local.family == unix.AF_UNSPEC, "local"},
		{p.tunnel && p.peer.family == unix.AF_UNSPEC, "remote"},
		{udp && p.sport == 0, "udp_sport"},
		{udp && p.dport == 0, "udp_dport"},
	} {
		if c.missing {
			return cli.Missing(c.what)
		}
	}
	if p.tunnel {
		m := g.New(uapi.L2TP_CMD_TUNNEL_CREATE, version, 0, nil)
		p.putTunnel(m)
		err := g.Do(m)
		if !p.session {
			return err
		}
		if err != nil {
			e.Warn(err.Error())
		}
	}
	m := g.New(uapi.L2TP_CMD_SESSION_CREATE, version, 0, nil)
	p.putSession(m)
	return g.Do(m)
}

func (p *params) putTunnel(m *nl.Msg) {
	m.PutU32(uapi.L2TP_ATTR_CONN_ID, p.tunnelID)
	m.PutU32(uapi.L2TP_ATTR_PEER_CONN_ID, p.peerTunnel)
	m.PutU8(uapi.L2TP_ATTR_PROTO_VERSION, 3)
	m.PutU16(uapi.L2TP_ATTR_ENCAP_TYPE, p.encap)
	p.local.put(m, uapi.L2TP_ATTR_IP_SADDR, uapi.L2TP_ATTR_IP6_SADDR)
	p.peer.put(m, uapi.L2TP_ATTR_IP_DADDR, uapi.L2TP_ATTR_IP6_DADDR)
	if p.encap != uapi.L2TP_ENCAPTYPE_UDP {
		return
	}
	m.PutU16(uapi.L2TP_ATTR_UDP_SPORT, p.sport)
	m.PutU16(uapi.L2TP_ATTR_UDP_DPORT, p.dport)
	if p.checksum {
		m.PutU8(uapi.L2TP_ATTR_UDP_CSUM, 1)
	}
	if !p.checksumTX {
		m.PutFlag(uapi.L2TP_ATTR_UDP_ZERO_CSUM6_TX)
	}
	if !p.checksumRX {
		m.PutFlag(uapi.L2TP_ATTR_UDP_ZERO_CSUM6_RX)
	}
}

func (p *params) putSession(m *nl.Msg) {
	m.PutU32(uapi.L2TP_ATTR_CONN_ID, p.tunnelID)
	m.PutU32(uapi.L2TP_ATTR_PEER_CONN_ID, p.peerTunnel)
	m.PutU32(uapi.L2TP_ATTR_SESSION_ID, p.sessionID)
	m.PutU32(uapi.L2TP_ATTR_PEER_SESSION_ID, p.peerSession)
	m.PutU16(uapi.L2TP_ATTR_PW_TYPE, uapi.L2TP_PWTYPE_ETH)
	m.PutU8(uapi.L2TP_ATTR_L2SPEC_TYPE, p.l2spec)
	m.PutU8(uapi.L2TP_ATTR_L2SPEC_LEN, p.l2specLen)
	if p.recvSeq {
		m.PutU8(uapi.L2TP_ATTR_RECV_SEQ, 1)
	}
	if p.sendSeq {
		m.PutU8(uapi.L2TP_ATTR_SEND_SEQ, 1)
	}
	if p.cookie.n > 0 {
		m.PutBytes(uapi.L2TP_ATTR_COOKIE, p.cookie.b[:p.cookie.n])
	}
	if p.peerCookie.n > 0 {
		m.PutBytes(uapi.L2TP_ATTR_PEER_COOKIE, p.peerCookie.b[:p.peerCookie.n])
	}
	if p.named {
		m.PutStr(uapi.L2TP_ATTR_IFNAME, string(p.name))
	}
}

// del deletes a session where one is told, else a tunnel, whichever was asked for.
func del(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	var p params
	if err := p.parse(e, a); err != nil {
		return err
	}
	switch {
	case !p.tunnel && !p.session:
		return cli.Missing("tunnel or session")
	case p.tunnel && p.tunnelID == 0:
		return cli.Missing("tunnel_id")
	case p.session && p.sessionID == 0:
		return cli.Missing("session_id")
	}
	cmd := uint8(uapi.L2TP_CMD_TUNNEL_DELETE)
	if p.sessionID != 0 {
		cmd = uapi.L2TP_CMD_SESSION_DELETE
	}
	m := g.New(cmd, version, 0, nil)
	m.PutU32(uapi.L2TP_ATTR_CONN_ID, p.tunnelID)
	if p.sessionID != 0 {
		m.PutU32(uapi.L2TP_ATTR_SESSION_ID, p.sessionID)
	}
	return g.Do(m)
}

func show(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	var p params
	if err := p.parse(e, a); err != nil {
		return err
	}
	cmd := uint8(uapi.L2TP_CMD_TUNNEL_GET)
	switch {
	case !p.tunnel && !p.session:
		return cli.Missing("tunnel or session")
	case p.session:
		cmd = uapi.L2TP_CMD_SESSION_GET
	}
	m := g.New(cmd, version, 0, nil)
	if p.tunnelID != 0 && (!p.session || p.sessionID != 0) {
		m.PutU32(uapi.L2TP_ATTR_CONN_ID, p.tunnelID)
		if p.session {
			m.PutU32(uapi.L2TP_ATTR_SESSION_ID, p.sessionID)
		}
	}
	err := e.Records(g.Conn, m, func(r nl.Reply) error {
		switch {
		case !p.read(r):
			return cli.Silent(1)
		case p.session:
			p.printSession(e)
		default:
			p.printTunnel(e)
		}
		return nil
	})
	if err == nil {
		e.End()
	}
	return err
}
