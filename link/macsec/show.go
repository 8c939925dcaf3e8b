package macsec

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/link/kind"
)

func show(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	index := uint32(0)
	if a.More() {
		var err error
		if index, err = device(e, a); err != nil {
			return err
		}
		if a.More() {
			return cli.Usage(usage)
		}
	}
	p := printer{e: e, index: index}
	err := e.Records(g.Conn, g.New(uapi.MACSEC_CMD_GET_TXSC, version, 0, nil), func(r nl.Reply) error {
		switch {
		case r.Type != g.ID:
			return cli.Silent(1)
		case !p.print(r):
			return cli.Fail("incomplete dump message")
		}
		return nil
	})
	e.End()
	return err
}

// A printer prints links' channels.
type printer struct {
	e     *cli.Env
	index uint32 // of the one link that is shown; 0: all

	tb   [uapi.MACSEC_ATTR_MAX + 1]nl.Value
	secy [uapi.MACSEC_SECY_ATTR_MAX + 1]nl.Value
	sc   [uapi.MACSEC_RXSC_ATTR_MAX + 1]nl.Value
	sa   [uapi.MACSEC_SA_ATTR_MAX + 1]nl.Value
	st   [uapi.MACSEC_RXSC_STATS_ATTR_MAX + 1]nl.Value
}

// What an answer must have: bits of MACSEC_ATTR_IFINDEX, ..., and of
// MACSEC_SECY_ATTR_SCI, ....
const (
	wantLink = 1<<uapi.MACSEC_ATTR_IFINDEX | 1<<uapi.MACSEC_ATTR_SECY | 1<<uapi.MACSEC_ATTR_TXSA_LIST |
		1<<uapi.MACSEC_ATTR_RXSC_LIST | 1<<uapi.MACSEC_ATTR_TXSC_STATS | 1<<uapi.MACSEC_ATTR_SECY_STATS
	wantSecY = 1<<uapi.MACSEC_SECY_ATTR_SCI | 1<<uapi.MACSEC_SECY_ATTR_ENCODING_SA | 1<<uapi.MACSEC_SECY_ATTR_CIPHER_SUITE |
		1<<uapi.MACSEC_SECY_ATTR_ICV_LEN | 1<<uapi.MACSEC_SECY_ATTR_PROTECT | 1<<uapi.MACSEC_SECY_ATTR_REPLAY |
		1<<uapi.MACSEC_SECY_ATTR_OPER | 1<<uapi.MACSEC_SECY_ATTR_VALIDATE | 1<<uapi.MACSEC_SECY_ATTR_ENCRYPT |
		1<<uapi.MACSEC_SECY_ATTR_INC_SCI | 1<<uapi.MACSEC_SECY_ATTR_ES | 1<<uapi.MACSEC_SECY_ATTR_SCB
)

func has(t nl.Table, want uint) bool {
	for i := range t {
		if want&(1<<i) != 0 && t[i] == nil {
			return false
		}
	}
	return true
}

// print prints a link, if it is to be shown; false is an answer that lacks something.
func (p *printer) print(r nl.Reply) bool {
	t, s := nl.Table(p.tb[:]), nl.Table(p.secy[:])
	if !r.Attrs(t, cli.GenlHdr) {
		return false
	}
	if r.Data[0] != uapi.MACSEC_CMD_GET_TXSC {
		return true
	}
	if !has(t, wantLink) || !has(s.Index(t[uapi.MACSEC_ATTR_SECY]), wantSecY) {
		return false
	}
	index := t[uapi.MACSEC_ATTR_IFINDEX].U32()
	if p.index != 0 && p.index != index {
		return true
	}
	e := p.e
	e.Obj("")
	e.Uint("ifindex", "%: ", uint64(index))
	e.Color(out.Ifname).Str("ifname", "%: ", e.LinkName(index))
	p.options(s)
	cipher := s[uapi.MACSEC_SECY_ATTR_CIPHER_SUITE].U64()
	extended := cipher == uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_128 || cipher == uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_256

	p.sci("    TXSC: %", s[uapi.MACSEC_SECY_ATTR_SCI])
	e.Uint("encoding_sa", " on SA %\n", uint64(s[uapi.MACSEC_SECY_ATTR_ENCODING_SA].U8()))
	p.counters(t[uapi.MACSEC_ATTR_SECY_STATS], secyCounters[:])
	p.counters(t[uapi.MACSEC_ATTR_TXSC_STATS], txSCCounters[:])
	p.associations(t[uapi.MACSEC_ATTR_TXSA_LIST], extended, txSACounters[:])

	e.Arr("rx_sc")
	for _, v := range nl.Attrs(t[uapi.MACSEC_ATTR_RXSC_LIST]) {
		p.channel(nl.Table(p.sc[:]).Index(v), extended)
	}
	e.EndArr()
	if v := t[uapi.MACSEC_ATTR_OFFLOAD]; v != nil {
		where := nl.Table(p.sc[:]).Index(v)[uapi.MACSEC_OFFLOAD_ATTR_TYPE]
		e.Str("offload", "    offload: % ", kind.MACsecOffload(where.U8()))
		e.NL()
	}
	e.EndObj()
	return true
}

// The flags of a link, in the order they are printed. The numbers of sc and sa are of
// another list, as in the reference: what they tell is whether association 0 is not
// the one sent with.
var flags = [...]struct {
	attr uint16
	name string
}{
	{uapi.MACSEC_SECY_ATTR_PROTECT, "protect"},
	{uapi.MACSEC_SECY_ATTR_VALIDATE, ""},
	{uapi.MACSEC_RXSC_ATTR_ACTIVE, "sc"},
	{uapi.MACSEC_SA_ATTR_ACTIVE, "sa"},
	{uapi.MACSEC_SECY_ATTR_ENCRYPT, "encrypt"},
	{uapi.MACSEC_SECY_ATTR_INC_SCI, "send_sci"},
	{uapi.MACSEC_SECY_ATTR_ES, "end_station"},
	{uapi.MACSEC_SECY_ATTR_SCB, "scb"},
	{uapi.MACSEC_SECY_ATTR_REPLAY, "replay"},
}

func (p *printer) options(t nl.Table) {
	e := p.e
	for i := range flags {
		f, v := &flags[i], t[flags[i].attr]
		if f.name == "" {
			e.Str("validate", "validate % ", kind.MACsecValidation(v.U8()))
			continue
		}
		e.Text(f.name)
		e.OnOff(f.name, " % ", v.U8() != 0)
	}
	if v := t[uapi.MACSEC_SECY_ATTR_WINDOW]; v != nil {
		e.Uint("window", "window % ", uint64(v.U32()))
	}
	e.NL()
	e.Str("cipher_suite", "    cipher suite: %,", kind.MACsecCipher(t[uapi.MACSEC_SECY_ATTR_CIPHER_SUITE].U64()))
	e.Uint("icv_length", " using ICV length %\n", uint64(t[uapi.MACSEC_SECY_ATTR_ICV_LEN].U8()))
}

// sci prints a channel's name: of 16 digits in text, as a C number in JSON.
func (p *printer) sci(form string, v nl.Value) {
	p.hex("sci", form, v.BE64(), 16)
}

func (p *printer) hex(key, form string, v uint64, digits int) {
	if p.e.JSON {
		p.e.Hex(key, "", v)
		return
	}
	var s [16]byte
	p.e.Bytes("", form, kind.AppendHex(s[:0], v, digits))
}

// channel prints one that is received by.
func (p *printer) channel(t nl.Table, extended bool) {
	e := p.e
	e.Obj("")
	p.sci("    RXSC: %,", t[uapi.MACSEC_RXSC_ATTR_SCI])
	e.OnOff("active", " state %\n", t[uapi.MACSEC_RXSC_ATTR_ACTIVE].U8() != 0)
	p.counters(t[uapi.MACSEC_RXSC_ATTR_STATS], rxSCCounters[:])
	p.associations(t[uapi.MACSEC_RXSC_ATTR_SA_LIST], extended, rxSACounters[:])
	e.EndObj()
}

func (p *printer) associations(list nl.Value, extended bool, counters []counter) {
	e := p.e
	e.Arr("sa_list")
	for _, v := range nl.Attrs(list) {
		t := nl.Table(p.sa[:]).Index(v)
		e.Obj("")
		e.Text("        ")
		e.Uint("an", "%:", uint64(t[uapi.MACSEC_SA_ATTR_AN].U8()))
		pn := t[uapi.MACSEC_SA_ATTR_PN]
		if extended {
			e.Uint("pn", " PN %,", pn.U64())
			p.hex("ssci", "SSCI %", uint64(t[uapi.MACSEC_SA_ATTR_SSCI].BE32()), 8)
		} else {
			e.Uint("pn", " PN %,", uint64(pn.U32()))
		}
		e.OnOff("active", " state %,", t[uapi.MACSEC_SA_ATTR_ACTIVE].U8() != 0)
		p.key(t[uapi.MACSEC_SA_ATTR_KEYID])
		p.counters(t[uapi.MACSEC_SA_ATTR_STATS], counters)
		e.EndObj()
	}
	e.EndArr()
}

// key prints a key's name, up to as many digits as the reference has room for.
func (p *printer) key(v nl.Value) {
	var s [64]byte
	b := s[:0]
	for _, c := range v[:min(len(v), 31)] {
		b = kind.AppendHex(b, uint64(c), 2)
	}
	p.e.Bytes("key", " key %\n", b)
}
