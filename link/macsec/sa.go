package macsec

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// A sa is a security association's options.
type sa struct {
	pn        uint64
	extended  bool // the packet's number has 64 bits
	ssci      uint32
	salt      [uapi.MACSEC_SALT_LEN]byte
	keyID     [uapi.MACSEC_KEYID_LEN]byte
	key       [uapi.MACSEC_MAX_KEY_LEN]byte
	keyLen    int
	ssciGiven bool
	saltGiven bool
	active    string
}

// association reads the options of association an and puts it. Words behind one that
// is deleted are passed over, as in the reference.
func association(a *cli.Args, m *nl.Msg, an uint8, what int) error {
	var s sa
	m.Open(uapi.MACSEC_ATTR_SA_CONFIG)
	m.PutU8(uapi.MACSEC_SA_ATTR_AN, an)
	if what != deleting {
		if err := s.parse(a); err != nil {
			return err
		}
		switch {
		case what == setting && s.keyLen != 0:
			return cli.Fail("cannot change key on SA")
		case what == adding && s.keyLen == 0:
			return cli.Fail("cannot create SA without key")
		case what == adding && s.pn == 0:
			return cli.Fail("must specify a packet number != 0")
		}
		s.put(m)
	}
	m.Close()
	return nil
}

func (s *sa) parse(a *cli.Args) error {
	for a.More() {
		word, _ := a.Next()
		var err error
		switch word {
		case "pn", "xpn":
			if s.pn != 0 {
				return cli.Garbage(word, word)
			}
			bits := 32
			if word == "xpn" {
				s.extended, bits = true, 64
			}
			s.pn, err = packet(a, bits)
		case "salt":
			if s.saltGiven {
				return cli.Garbage(word, word)
			}
			s.saltGiven = true
			_, err = hexBytes(a, s.salt[:], "expected salt")
		case "ssci":
			if s.ssciGiven {
				return cli.Garbage(word, word)
			}
			s.ssciGiven = true
			s.ssci, err = ssci(a)
		case "key":
			if _, err = hexBytes(a, s.keyID[:], "expected key id"); err == nil {
				s.keyLen, err = hexBytes(a, s.key[:], "expected key")
			}
		case "on", "off":
			if s.active != "" {
				return cli.Garbage("on/off", word)
			}
			s.active = word
		default:
			return unknown(word)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func packet(a *cli.Args, bits int) (uint64, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(w, 0, bits)
	if !ok {
		return 0, cli.Invalid("expected pn", w)
	}
	if v == 0 {
		return 0, cli.Invalid("expected pn != 0", w)
	}
	return v, nil
}

func ssci(a *cli.Args) (uint32, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(w, 16, 32)
	if !ok {
		return 0, cli.Invalid("expected ssci", w)
	}
	return uint32(v), nil
}

// hexBytes takes pairs of hex digits into b, as many as there is room for, and says
// how many.
func hexBytes(a *cli.Args, b []byte, why string) (int, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	if len(w)%2 != 0 {
		return 0, cli.Invalid(why, w)
	}
	n := 0
	for ; n < len(b) && 2*n < len(w); n++ {
		v, ok := cli.Uint(w[2*n:2*n+2], 16, 8)
		if !ok {
			return 0, cli.Invalid(why, w)
		}
		b[n] = byte(v)
	}
	return n, nil
}

// put puts what was given. Only with xpn are salt and ssci sent.
func (s *sa) put(m *nl.Msg) {
	switch {
	case s.extended:
		m.PutU64(uapi.MACSEC_SA_ATTR_PN, s.pn)
		if s.saltGiven {
			m.PutBytes(uapi.MACSEC_SA_ATTR_SALT, s.salt[:])
		}
		if s.ssciGiven {
			attr.BE32.Put(m, uapi.MACSEC_SA_ATTR_SSCI, uint64(s.ssci))
		}
	case s.pn != 0:
		m.PutU32(uapi.MACSEC_SA_ATTR_PN, uint32(s.pn))
	}
	if s.keyLen != 0 {
		m.PutBytes(uapi.MACSEC_SA_ATTR_KEYID, s.keyID[:])
		m.PutBytes(uapi.MACSEC_SA_ATTR_KEY, s.key[:s.keyLen])
	}
	if s.active != "" {
		v := uint8(0)
		if s.active == "on" {
			v = 1
		}
		m.PutU8(uapi.MACSEC_SA_ATTR_ACTIVE, v)
	}
}
