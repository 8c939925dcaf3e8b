package tunnel

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

// gre is what both versions' structs have of GRE: flags and keys for what comes in and
// for what goes out. Other kinds of tunnels use single bits of it.
type gre struct {
	in, out    uint16 // in network order
	ikey, okey [4]byte
}

const (
	greCsum = 0x8000
	greKey  = 0x2000
	greSeq  = 0x1000

	// These stand in the order of the machine.
	isVTI    = 1
	isISATAP = 1
)

// net16 is v as a uint16 that lies in memory in network order.
func net16(v uint16) uint16 {
	b := [2]byte{byte(v >> 8), byte(v)}
	return nl.Native.Uint16(b[:])
}

// option takes word, if it is one of GRE's.
func (g *gre) option(word string, a *cli.Args) (ok bool, err error) {
	name, in, out := word, true, true
	if word != "" && word[0] == 'i' {
		name, out = word[1:], false
	} else if word != "" && word[0] == 'o' {
		name, in = word[1:], false
	}
	bit := uint16(0)
	switch name {
	case "key":
		key, err := kind.TunnelKey(word, a)
		if err != nil {
			return true, err
		}
		if in {
			g.ikey = key
		}
		if out {
			g.okey = key
		}
		bit = greKey
	case "seq":
		bit = greSeq
	case "csum":
		bit = greCsum
	default:
		return false, nil
	}
	if in {
		g.in |= net16(bit)
	}
	if out {
		g.out |= net16(bit)
	}
	return true, nil
}

// print prints the keys and, of a GRE tunnel, what is done with its packets.
func (g *gre) print(e *cli.Env, proto uint8) {
	key := net16(greKey)
	if g.in&key != 0 && g.out&key != 0 && g.ikey == g.okey {
		e.Uint("key", " key %", uint64(nl.Value(g.ikey[:]).BE32()))
	} else {
		if g.in&key != 0 {
			e.Uint("ikey", " ikey %", uint64(nl.Value(g.ikey[:]).BE32()))
		}
		if g.out&key != 0 {
			e.Uint("okey", " okey %", uint64(nl.Value(g.okey[:]).BE32()))
		}
	}
	if proto != unix.IPPROTO_GRE {
		return
	}
	e.Arr("flags")
	printFlag(e, g.in&net16(greSeq), "rx_drop_ooseq", "  Drop packets out of sequence.")
	printFlag(e, g.in&net16(greCsum), "rx_csum", "  Checksum in received packet is required.")
	printFlag(e, g.out&net16(greSeq), "tx_seq", "  Sequence packets on output.")
	printFlag(e, g.out&net16(greCsum), "tx_csum", "  Checksum output packets.")
	e.EndArr()
}

func printFlag(e *cli.Env, set uint16, name, text string) {
	if set != 0 {
		e.NL()
		e.Str(out.Elem, text, name)
	}
}

// protocol is what a tunnel carries.
func protocol(proto uint8) string {
	switch proto {
	case unix.IPPROTO_IPIP:
		return "ip"
	case unix.IPPROTO_GRE:
		return "gre"
	case unix.IPPROTO_IPV6:
		return "ipv6"
	case unix.IPPROTO_ESP:
		return "esp"
	case unix.IPPROTO_MPLS:
		return "mpls"
	case 0:
		return "any"
	}
	return "unknown"
}
