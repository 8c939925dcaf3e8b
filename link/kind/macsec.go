package kind

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

var macsec = Kind{
	Name:    "macsec",
	Summary: "encrypted Ethernet (802.1AE) on another link",
	Unknown: `macsec: unknown command "%"?`,
	NoHelp:  true,
	Parse:   parseSCI,
	Rows:    macsecRows,
	Check:   checkMACsec,
	Print:   printMACsec,
	Help: "Usage: ... macsec [ [ address <lladdr> ] port { 1..2^16-1 } | sci <u64> ]\n" +
		explainMACsec,
}

const explainMACsec = "\t\t[ cipher { default | gcm-aes-128 | gcm-aes-256 | gcm-aes-xpn-128 | gcm-aes-xpn-256 } ]\n" +
	"\t\t[ icvlen { 8..16 } ]  bytes of the check value\n" +
	"\t\t[ encrypt { on | off } ]\n" +
	"\t\t[ send_sci { on | off } ]\n" +
	"\t\t[ end_station { on | off } ]\n" +
	"\t\t[ scb { on | off } ]\n" +
	"\t\t[ protect { on | off } ]\n" +
	"\t\t[ replay { on | off} window { 0..2^32-1 } ]\n" +
	"\t\t[ validate { strict | check | disabled } ]\n" +
	"\t\t[ encodingsa { 0..3 } ]\n" +
	"\t\t[ offload { mac | phy | off } ]\n"

var macsecRows = attr.Rows{
	{Name: "cipher", Attr: uapi.IFLA_MACSEC_CIPHER_SUITE, Type: cipher{}},
	{Name: "icvlen", Attr: uapi.IFLA_MACSEC_ICV_LEN, Type: icvLen{}},
	{Name: "encrypt", Attr: uapi.IFLA_MACSEC_ENCRYPT, Type: attr.OnOff{T: attr.U8}},
	{Name: "send_sci", Attr: uapi.IFLA_MACSEC_INC_SCI, Type: attr.OnOff{T: attr.U8}},
	{Name: "end_station", Attr: uapi.IFLA_MACSEC_ES, Type: attr.OnOff{T: attr.U8}},
	{Name: "scb", Attr: uapi.IFLA_MACSEC_SCB, Type: attr.OnOff{T: attr.U8}},
	{Name: "protect", Attr: uapi.IFLA_MACSEC_PROTECT, Type: attr.OnOff{T: attr.U8}},
	{Name: "replay", Attr: uapi.IFLA_MACSEC_REPLAY_PROTECT, Type: attr.OnOff{T: attr.U8}},
	{Name: "window", Attr: uapi.IFLA_MACSEC_WINDOW, Type: attr.U32, Bad: "expected replay window size"},
	{Name: "validate", Attr: uapi.IFLA_MACSEC_VALIDATION, Type: validation{}},
	{Name: "encodingsa", Attr: uapi.IFLA_MACSEC_ENCODING_SA, Type: encodingSA{}},
	{Name: "offload", Attr: uapi.IFLA_MACSEC_OFFLOAD, Type: macsecOffload{}},
}

// parseSCI takes what names the secure channel, which must come first.
func parseSCI(_ *cli.Env, a *cli.Args, m *nl.Msg) error {
	c, err := ReadSCI(a, true)
	if err != nil {
		return err
	}
	switch {
	case c.Whole || c.Port && c.Addr:
		putSCI(m, nl.Value(c.ID[:]).BE64())
	case c.Port:
		m.PutBytes(uapi.IFLA_MACSEC_PORT, c.ID[6:])
	case c.Addr:
		// The reference sends a port of 0 here.
		m.PutU16(uapi.IFLA_MACSEC_PORT, 0)
	}
	return nil
}

// putSCI puts a channel's name. One of 0 counts as a port of 0, as in the reference.
func putSCI(m *nl.Msg, v uint64) {
	if v == 0 {
		m.PutU16(uapi.IFLA_MACSEC_PORT, 0)
		return
	}
	attr.BE64.Put(m, uapi.IFLA_MACSEC_SCI, v)
}

// checkMACsec rules on what the options say together.
func checkMACsec(_ *cli.Env, m *nl.Msg, _ bool) error {
	on := func(typ uint16) bool { return nl.Value(m.Get(typ)).U8() != 0 }
	es, scb, sci := on(uapi.IFLA_MACSEC_ES), on(uapi.IFLA_MACSEC_SCB), on(uapi.IFLA_MACSEC_INC_SCI)
	if sci && (es || scb) || es && scb {
		return cli.Fail("invalid combination of send_sci/end_station/scb")
	}
	// A window of 2^32-1 is none.
	window := nl.Value(m.Get(uapi.IFLA_MACSEC_WINDOW))
	given := window != nil && window.U32() != 1<<32-1
	replay := m.Has(uapi.IFLA_MACSEC_REPLAY_PROTECT)
	switch {
	case given && !replay:
		return cli.Fail("replay window set, but replay protection not enabled. did you mean 'replay on window " +
			strconv.FormatUint(uint64(window.U32()), 10) + "'?")
	case !given && on(uapi.IFLA_MACSEC_REPLAY_PROTECT):
		return cli.Fail("replay protection enabled, but no window set. did you mean 'replay on window VALUE'?")
	}
	if !on(uapi.IFLA_MACSEC_REPLAY_PROTECT) {
		m.Del(uapi.IFLA_MACSEC_WINDOW)
	}
	return nil
}
