package macsec

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// answer is a link with a channel and an association each way.
func answer() []byte {
	m := nl.New(1, 0, []byte{uapi.MACSEC_CMD_GET_TXSC, version, 0, 0})
	m.PutU32(uapi.MACSEC_ATTR_IFINDEX, 7)
	m.Open(uapi.MACSEC_ATTR_SECY)
	m.PutU64(uapi.MACSEC_SECY_ATTR_SCI, 1)
	m.PutU64(uapi.MACSEC_SECY_ATTR_CIPHER_SUITE, uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_128)
	for i := uint16(1); i <= uapi.MACSEC_SECY_ATTR_SCB; i++ {
		if wantSecY&(1<<i) != 0 && !m.Has(i) {
			m.PutU8(i, 1)
		}
	}
	m.Close()
	sas := func(typ uint16) {
		m.Open(typ)
		m.Open(1)
		m.PutU8(uapi.MACSEC_SA_ATTR_AN, 1)
		m.PutBytes(uapi.MACSEC_SA_ATTR_KEYID, make([]byte, 16))
		m.Open(uapi.MACSEC_SA_ATTR_STATS)
		m.PutU32(uapi.MACSEC_SA_STATS_ATTR_IN_PKTS_OK, 5)
		m.Close()
		m.Close()
		m.Close()
	}
	sas(uapi.MACSEC_ATTR_TXSA_LIST)
	m.Open(uapi.MACSEC_ATTR_RXSC_LIST)
	m.Open(1)
	sas(uapi.MACSEC_RXSC_ATTR_SA_LIST)
	m.Close()
	m.Close()
	m.PutFlag(uapi.MACSEC_ATTR_TXSC_STATS)
	m.PutFlag(uapi.MACSEC_ATTR_SECY_STATS)
	m.PutFlag(uapi.MACSEC_ATTR_OFFLOAD)
	return m.Header()
}

// FuzzPrint has any bytes as a link be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add(answer(), false)
	f.Add(answer()[:100], true)
	f.Fuzz(func(t *testing.T, b []byte, json bool) {
		e := cli.NewEnv("ip")
		e.Names.Socket, e.WantJSON, e.Stats = nil, json, 1
		e.Dest = func([]byte) {}
		p := printer{e: e}
		e.Begin()
		p.print(nl.Reply{Data: b})
		e.End()
		e.Flush()
	})
}

// TestAnswer has the seed be one that is printed.
func TestAnswer(t *testing.T) {
	e := cli.NewEnv("ip")
	e.Names.Socket, e.Stats = nil, 1
	got := ""
	e.Dest = func(b []byte) { got += string(b) }
	p := printer{e: e}
	if !p.print(nl.Reply{Data: answer()}) {
		t.Fatal("incomplete")
	}
	e.Flush()
	if !strings.HasPrefix(got, "7: if7: protect on ") || !strings.Contains(got, "\n        1: PN 0,SSCI 00000000 state off, key 00000000000000000000000000000000\n") {
		t.Errorf("got %s", got)
	}
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("port 5 address 02:00:00:00:00:01 sa 3 pn 1 key 00 11 salt 0011 ssci ff on")
	f.Add("sci ff on")
	f.Fuzz(func(t *testing.T, s string) {
		for what := adding; what <= deleting; what++ {
			m := nl.New(1, 0, make([]byte, cli.GenlHdr))
			receiving(cli.NewArgs(strings.Fields(s)), m, what)
			sending(cli.NewArgs(strings.Fields(s)), nl.New(1, 0, make([]byte, cli.GenlHdr)), what)
		}
	})
}
