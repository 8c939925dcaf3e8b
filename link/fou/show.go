package fou

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

func show(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	if a.More() {
		return cli.Fail(`"ip fou show" does not take any arguments.`)
	}
	err := e.Records(g.Conn, g.New(uapi.FOU_CMD_GET, version, 0, nil), func(r nl.Reply) error {
		if r.Type == g.ID {
			printPort(e, r)
		}
		return nil
	})
	e.End()
	if err != nil {
		return cli.Status(err, 255, false)
	}
	return nil
}

// printPort prints a port in the words that make it.
func printPort(e *cli.Env, r nl.Reply) {
	var tb [uapi.FOU_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, cli.GenlHdr) {
		return
	}
	e.Obj("")
	if v := t[uapi.FOU_ATTR_PORT]; v != nil {
		e.Uint("port", "port %", uint64(v.BE16()))
	}
	if t[uapi.FOU_ATTR_TYPE].U8() == uapi.FOU_ENCAP_GUE {
		e.Null("gue", " gue", "")
	} else if v := t[uapi.FOU_ATTR_IPPROTO]; v != nil {
		e.Uint("ipproto", " ipproto %", uint64(v.U8()))
	}
	family := uint8(unix.AF_INET)
	if v := t[uapi.FOU_ATTR_AF]; v != nil {
		family = v.U8()
		e.Str("family", "", attr.FamilyName(family))
		if family == unix.AF_INET6 {
			e.Text(" -6")
		}
	}
	printAddr(e, "local", " local %", family, t[uapi.FOU_ATTR_LOCAL_V4+v6(family)])
	printAddr(e, "peer", " peer %", family, t[uapi.FOU_ATTR_PEER_V4+v6(family)])
	if n := t[uapi.FOU_ATTR_PEER_PORT].BE16(); n != 0 {
		e.Uint("peer_port", " peer_port %", uint64(n))
	}
	if i := t[uapi.FOU_ATTR_IFINDEX].U32(); i != 0 {
		e.Str("dev", " dev %", e.LinkName(i))
	}
	e.Text("\n")
	e.EndObj()
}

// printAddr prints an address that is not all zeroes.
func printAddr(e *cli.Env, key, form string, family uint8, v nl.Value) {
	for _, b := range v[:min(len(v), attr.BitLen(family)/8)] {
		if b != 0 {
			if e.Resolve {
				if name := e.HostName(family, v); name != "" {
					e.Str(key, form, name)
					return
				}
			}
			var s [64]byte
			e.Bytes(key, form, attr.AppendAddr(s[:0], family, v))
			return
		}
	}
}
