package attr

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const hexDigits = "0123456789abcdef"

// AppendLL writes bytes in hex with colons between them.
func AppendLL(s, v []byte) []byte {
	for i, c := range v {
		if i > 0 {
			s = append(s, ':')
		}
		s = append(s, hexDigits[c>>4], hexDigits[c&15])
	}
	return s
}

// AppendLLType writes the address of a link whose hardware is typ (ARPHRD_ETHER,
// ...): that of a tunnel is an IP address.
func AppendLLType(s, v []byte, typ uint16) []byte {
	switch typ {
	case uapi.ARPHRD_TUNNEL, uapi.ARPHRD_SIT, uapi.ARPHRD_IPGRE:
		if len(v) == 4 {
			return AppendIP4(s, v)
		}
	case uapi.ARPHRD_TUNNEL6, uapi.ARPHRD_IP6GRE:
		if len(v) == 16 {
			return AppendIP6(s, v)
		}
	}
	return AppendLL(s, v)
}

// ParseLL reads a link-layer address of at most most bytes: numbers in hex with
// colons between them, or an IPv4 address. The error says so; its status is the
// caller's matter (cli.Status), mostly 1.
func ParseLL(word string, most int) ([]byte, error) {
	bad := func(w string) error { return cli.Fail(`"` + w + `" is invalid lladdr.`) }
	if strings.IndexByte(word, '.') >= 0 {
		p, ok := TryAddr(word, unix.AF_INET)
		if !ok {
			return nil, bad(word)
		}
		if most < 4 {
			return nil, cli.Silent(1)
		}
		return append([]byte(nil), p.data[:4]...), nil
	}
	var b []byte
	for rest, more := word, true; more; {
		var part string
		part, rest, more = strings.Cut(rest, ":")
		v, n, over := cli.Strtoul(part, 16)
		if n == 0 || n != len(part) || over || v > 255 || part[0] == '-' || part[0] <= '+' || len(b) == most {
			return nil, bad(word)
		}
		b = append(b, byte(v))
	}
	return b, nil
}

// LLAddr is a link-layer address of up to 32 bytes.
type LLAddr struct{}

func (LLAddr) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	b, err := ParseLL(w, 32)
	if err != nil {
		return err
	}
	m.PutBytes(r.Attr, b)
	return nil
}

func (LLAddr) Print(e *cli.Env, r *Row, v nl.Value) {
	var s [128]byte
	e.Bytes(r.K(), r.F(), AppendLL(s[:0], v))
}
