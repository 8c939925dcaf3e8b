package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var ipoib = Kind{
	Name:    "ipoib",
	Summary: "IP over InfiniBand",
	Unknown: `ipoib: unknown option "%"?`,
	Print:   printIPoIB,
	Rows: attr.Rows{
		{Name: "p|key", Attr: uapi.IFLA_IPOIB_PKEY, Type: attr.U16, Bad: "pkey is invalid", Args: "PKEY", Help: "0x8001-0xffff"},
		{Name: "m|ode", Attr: uapi.IFLA_IPOIB_MODE, Type: word{attr.U16, ipoibModes, `Error: argument of "mode" must be "datagram"or "connected"`}, Args: "{datagram | connected}", Help: "service"},
		{Name: "u|mcast", Attr: uapi.IFLA_IPOIB_UMCAST, Type: attr.U16, Bad: "umcast is invalid", Args: "{0|1}", Help: "multicast ruled by a program"},
	},
}

var ipoibModes = []named{{0, "datagram"}, {1, "connected"}}

// printIPoIB stops at the first attribute that is missing or too short.
func printIPoIB(e *cli.Env, t nl.Table) {
	var s [8]byte
	v := t.At(uapi.IFLA_IPOIB_PKEY)
	if len(v) < 2 {
		return
	}
	b := s[:0]
	if v.U16() != 0 {
		b = append(b, "0x"...)
	}
	e.Bytes("key", "pkey % ", AppendHex(b, uint64(v.U16()), 4))
	if v = t.At(uapi.IFLA_IPOIB_MODE); len(v) < 2 {
		return
	}
	e.Str("mode", "mode % ", lookup(ipoibModes, uint32(v.U16()), "unknown"))
	if v = t.At(uapi.IFLA_IPOIB_UMCAST); len(v) < 2 {
		return
	}
	e.Bytes("umcast", "umcast % ", AppendHex(s[:0], uint64(v.U16()), 4))
}
