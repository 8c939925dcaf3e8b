package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var ovpn = Kind{
	Name:     "ovpn",
	Summary:  "an OpenVPN tunnel in the kernel",
	Unknown:  `ovpn: unknown option "%"?`,
	FullHelp: true,
	Rows: attr.Rows{
		{Name: "mode", Attr: uapi.IFLA_OVPN_MODE, Type: ovpnMode{}, Args: "{ p2p | mp }", Help: "one peer (the default) or several"},
	},
}

type ovpnMode struct{}

var ovpnModes = []string{"p2p", "mp"}

// Parse takes abbreviations, with a remark.
func (ovpnMode) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	i, err := oneOf(e, "mode", ovpnModes, w)
	if err == nil {
		m.PutU8(r.Attr, i)
	}
	return err
}

func (ovpnMode) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Str(r.K(), r.F(), attr.Enum{T: attr.U8, Names: ovpnModes}.Name(uint64(v.U8()), "(unknown)"))
}

// oneOf is w's place in list. An abbreviation will do, but is remarked on.
func oneOf(e *cli.Env, what string, list []string, w string) (uint8, error) {
	for i, l := range list {
		if cli.Prefix(w, l) {
			if w != l {
				e.Warn("WARNING: '" + w + "' matches '" + l + "' by prefix.\n" +
					"Matching by prefix is deprecated in this context, please use the full string.")
			}
			return uint8(i), nil
		}
	}
	return 0, cli.Fail(cli.OneOf(what, list, w))
}
