package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var amt = Kind{
	Name:     "amt",
	Summary:  "multicast over a network without it (AMT)",
	Unknown:  `amt: unknown command "%"?`,
	FullHelp: true,
	Check:    checkAMT,
	Rows: attr.Rows{
		{Name: "mode", Attr: uapi.IFLA_AMT_MODE, Type: amtMode{}, Args: "MODE", Help: "gateway | relay"},
		{Name: "gateway_port", Attr: uapi.IFLA_AMT_GATEWAY_PORT, Type: attr.BE16, Bad: "gateway_port", Args: "PORT", Help: "UDP port of the gateway"},
		{Name: "relay_port", Attr: uapi.IFLA_AMT_RELAY_PORT, Type: attr.BE16, Bad: "relay_port", Args: "PORT", Help: "UDP port of the relay"},
		{Name: "local", Attr: uapi.IFLA_AMT_LOCAL_IP, Type: amtAddr{}, Args: "ADDR", Help: "address to send from"},
		{Text: "remote", Attr: uapi.IFLA_AMT_REMOTE_IP, Type: amtAddr{}, Only: attr.Get},
		{Name: "discovery", Attr: uapi.IFLA_AMT_DISCOVERY_IP, Type: amtAddr{}, Args: "IP_ADDRESS", Help: "where to ask for a relay"},
		{Name: "dev", Key: "link", Attr: uapi.IFLA_AMT_LINK, Type: exitDev{}, Args: "PHYS_DEV", Help: "link to send on"},
		{Name: "max_tunnels", Attr: uapi.IFLA_AMT_MAX_TUNNELS, Type: attr.U32, Bad: "max_tunnels", Args: "NUMBER", Help: "most gateways of a relay"},
	},
}

type amtMode struct{}

func (amtMode) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	switch {
	case err != nil:
		return err
	case w == "gateway":
		m.PutU32(r.Attr, uapi.AMT_MODE_GATEWAY)
	case w == "relay":
		m.PutU32(r.Attr, uapi.AMT_MODE_RELAY)
	default:
		return refused("")
	}
	return nil
}

func (amtMode) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	switch v.U32() {
	case uapi.AMT_MODE_GATEWAY:
		e.Str("mode", "% ", "gateway")
	case uapi.AMT_MODE_RELAY:
		e.Str("mode", "% ", "relay")
	}
}

// amtAddr is an address, of the family of the address to ask where that was given.
type amtAddr struct{}

func (amtAddr) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if m.Has(r.Attr) {
		return cli.Garbage(cli.Plain(r.Name), w)
	}
	family := uint8(unix.AF_UNSPEC)
	switch len(m.Get(uapi.IFLA_AMT_DISCOVERY_IP)) {
	case 4:
		family = unix.AF_INET
	case 16:
		family = unix.AF_INET6
	}
	p, err := attr.ParseAddr(w, family)
	if err != nil {
		return err
	}
	if p.Family == unix.AF_UNSPEC {
		m.PutU8(r.Attr, 0) // is not sent: see checkAMT
		return nil
	}
	m.PutBytes(r.Attr, p.Addr())
	return nil
}

func (amtAddr) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if len(v) >= 4 {
		printAddr(e, r.K(), r.F(), v[:4])
	}
}

// checkAMT drops addresses that only stand for an any without a family.
func checkAMT(_ *cli.Env, m *nl.Msg, _ bool) error {
	for _, typ := range [...]uint16{uapi.IFLA_AMT_LOCAL_IP, uapi.IFLA_AMT_DISCOVERY_IP} {
		if len(m.Get(typ)) == 1 {
			m.Del(typ)
		}
	}
	return nil
}
