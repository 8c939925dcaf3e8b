package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// cipher is a cipher suite.
type cipher struct{}

func (cipher) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if m.Has(r.Attr) {
		return cli.Duplicate("cipher", w)
	}
	var id uint64
	switch w {
	case "default":
		id = uapi.MACSEC_DEFAULT_CIPHER_ID
	case "gcm-aes-128", "GCM-AES-128":
		id = uapi.MACSEC_CIPHER_ID_GCM_AES_128
	case "gcm-aes-256", "GCM-AES-256":
		id = uapi.MACSEC_CIPHER_ID_GCM_AES_256
	case "gcm-aes-xpn-128", "GCM-AES-XPN-128":
		id = uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_128
	case "gcm-aes-xpn-256", "GCM-AES-XPN-256":
		id = uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_256
	default:
		return cli.Invalid("expected: default, gcm-aes-128, gcm-aes-256, gcm-aes-xpn-128 or gcm-aes-xpn-256", w)
	}
	m.PutU64(r.Attr, id)
	return nil
}

func (cipher) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	e.Str("cipher_suite", "cipher % ", MACsecCipher(v.U64()))
}

// MACsecCipher is the name of a cipher suite (MACSEC_CIPHER_ID_GCM_AES_128, ...).
func MACsecCipher(id uint64) string {
	switch id {
	case uapi.MACSEC_DEFAULT_CIPHER_ID, uapi.MACSEC_CIPHER_ID_GCM_AES_128:
		return "GCM-AES-128"
	case uapi.MACSEC_CIPHER_ID_GCM_AES_256:
		return "GCM-AES-256"
	case uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_128:
		return "GCM-AES-XPN-128"
	case uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_256:
		return "GCM-AES-XPN-256"
	}
	return "(unknown)"
}

// icvLen is the length of the check value.
type icvLen struct{}

func (icvLen) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if m.Has(r.Attr) {
		return cli.Duplicate("icvlen", w)
	}
	v, ok := cli.Uint(w, 10, 8)
	if !ok {
		return cli.Invalid("expected ICV length", w)
	}
	if v < 8 || v > 16 {
		return cli.Invalid("ICV length must be in the range {8..16}", w)
	}
	m.PutU8(r.Attr, uint8(v))
	return nil
}
func (icvLen) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	e.Uint("icv_len", "icvlen % ", uint64(v.U8()))
}

// encodingSA is the association that is sent with.
type encodingSA struct{}

func (encodingSA) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	if m.Has(r.Attr) {
		return cli.Garbage("encodingsa", "encodingsa")
	}
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 8)
	if !ok || v > 3 {
		return cli.Invalid("expected an { 0..3 }", w)
	}
	m.PutU8(r.Attr, uint8(v))
	return nil
}
func (encodingSA) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	e.Uint("encoding_sa", "encodingsa % ", uint64(v.U8()))
}

// validation is what is done with frames that fail the check. Abbreviations will do.
type validation struct{}

var validations = []string{"disabled", "check", "strict"}

func (validation) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	for i, n := range validations {
		if cli.Prefix(w, n) {
			m.PutU8(r.Attr, uint8(i))
			return nil
		}
	}
	return cli.Fail(cli.OneOf("validate", validations, w))
}
func (validation) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	e.Str("validation", "validate % ", MACsecValidation(v.U8()))
}

// MACsecValidation is the name of what is done with frames that fail the check
// (MACSEC_VALIDATE_DISABLED, ...).
func MACsecValidation(v uint8) string { return nameOf(validations, v) }

func nameOf(list []string, v uint8) string {
	if int(v) < len(list) {
		return list[v]
	}
	return "(unknown)"
}

// macsecOffload is where the work is done.
type macsecOffload struct{}

var macsecOffloads = []string{"off", "phy", "mac"}

func (macsecOffload) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	i, err := ParseMACsecOffload(e, w)
	if err == nil {
		m.PutU8(r.Attr, i)
	}
	return err
}
func (macsecOffload) Print(e *cli.Env, _ *attr.Row, v nl.Value) {
	e.Str("offload", "offload % ", MACsecOffload(v.U8()))
}

// MACsecOffload is the name of where the work is done (MACSEC_OFFLOAD_OFF, ...).
func MACsecOffload(v uint8) string { return nameOf(macsecOffloads, v) }

// ParseMACsecOffload is the number that w names, or abbreviates, which is warned of.
func ParseMACsecOffload(e *cli.Env, w string) (uint8, error) {
	return oneOf(e, "offload", macsecOffloads, w)
}

// printMACsec prints in another order than the options are told.
func printMACsec(e *cli.Env, t nl.Table) {
	if v := t.At(uapi.IFLA_MACSEC_SCI); v != nil {
		var s [16]byte
		e.Bytes("sci", "sci % ", AppendHex(s[:0], v.BE64(), 16))
	}
	macsecShown.Print(e, t)
}

var macsecShown = attr.Rows{
	{Text: "protect", Attr: uapi.IFLA_MACSEC_PROTECT, Type: attr.OnOff{T: attr.U8}},
	{Attr: uapi.IFLA_MACSEC_CIPHER_SUITE, Type: cipher{}},
	{Attr: uapi.IFLA_MACSEC_ICV_LEN, Type: icvLen{}},
	{Attr: uapi.IFLA_MACSEC_ENCODING_SA, Type: encodingSA{}},
	{Attr: uapi.IFLA_MACSEC_VALIDATION, Type: validation{}},
	{Attr: uapi.IFLA_MACSEC_OFFLOAD, Type: macsecOffload{}},
	{Text: "encrypt", Attr: uapi.IFLA_MACSEC_ENCRYPT, Type: attr.OnOff{T: attr.U8}},
	{Text: "send_sci", Key: "inc_sci", Attr: uapi.IFLA_MACSEC_INC_SCI, Type: attr.OnOff{T: attr.U8}},
	{Text: "end_station", Key: "es", Attr: uapi.IFLA_MACSEC_ES, Type: attr.OnOff{T: attr.U8}},
	{Text: "scb", Attr: uapi.IFLA_MACSEC_SCB, Type: attr.OnOff{T: attr.U8}},
	{Text: "replay", Key: "replay_protect", Attr: uapi.IFLA_MACSEC_REPLAY_PROTECT, Type: attr.OnOff{T: attr.U8}},
	{Text: "window", Attr: uapi.IFLA_MACSEC_WINDOW, Type: signed{attr.U32}},
}
