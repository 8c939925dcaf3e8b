package kind

import (
	"encoding/binary"

	"gip/internal/attr"
	"gip/internal/cli"
)

// An SCI is the name of a secure channel as the command line tells it.
type SCI struct {
	ID                [8]byte // in network order: an address and a port
	Whole, Port, Addr bool    // which were told: it as a number, its parts
}

// ReadSCI takes the words that name a secure channel, up to where it is complete. With
// portOnly a port makes it so, and any other word ends it; without, an address must
// be told too, and other words are complained of.
func ReadSCI(a *cli.Args, portOnly bool) (c SCI, err error) {
	for a.More() && !c.Whole && !(c.Port && (c.Addr || portOnly)) {
		w := a.Peek()
		switch w {
		case "sci":
			if c.Port {
				return c, cli.Invalid("expected address", w)
			}
			if c.Addr {
				return c, cli.Invalid("expected port", w)
			}
		case "port", "address":
		default:
			if portOnly {
				return c, nil
			}
			return c, cli.Invalid("expected sci, port, or address", w)
		}
		a.Skip(1)
		v, err := a.Next()
		if err != nil {
			return c, err
		}
		switch w {
		case "sci":
			n, ok := cli.Uint(v, 16, 64)
			if !ok {
				return c, cli.Invalid("expected sci", v)
			}
			binary.BigEndian.PutUint64(c.ID[:], n)
			c.Whole = true
		case "port":
			n, ok := cli.Uint(v, 0, 16)
			if !ok {
				return c, cli.Invalid("expected port", v)
			}
			if n == 0 {
				return c, cli.Invalid("expected port != 0", v)
			}
			binary.BigEndian.PutUint16(c.ID[6:], uint16(n))
			c.Port = true
		default:
			b, err := attr.ParseLL(v, 6)
			if err != nil {
				return c, cli.Quit(255, err.Error()+"\nError: argument \""+v+"\" is wrong: expected lladdr")
			}
			copy(c.ID[:6], b)
			c.Addr = true
		}
	}
	return c, nil
}
