package encap

import (
	"gip/internal/bpf"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

const bpfHelp = `Usage: ip route ... encap bpf [ in BPF ] [ out BPF ] [ xmit BPF ] [...]
BPF := { object FILE [ section NAME ] [ program NAME ] [ verbose ] | pinned FILE }
`

// A program's type (enum bpf_prog_type).
const (
	progIn        = uapi.BPF_PROG_TYPE_LWT_IN
	progOut       = uapi.BPF_PROG_TYPE_LWT_OUT
	progXmit      = uapi.BPF_PROG_TYPE_LWT_XMIT
	progSeg6Local = uapi.BPF_PROG_TYPE_LWT_SEG6LOCAL
)

func (p *parser) bpf() error {
	headroom := false
	for p.a.More() {
		var err error
		switch p.a.Peek() {
		case "in":
			err = p.hook(lwtBPFIn, progIn)
		case "out":
			err = p.hook(lwtBPFOut, progOut)
		case "xmit":
			err = p.hook(lwtBPFXmit, progXmit)
		case "headroom":
			p.a.Skip(1)
			w, err := p.a.Next()
			if err != nil {
				return err
			}
			v, ok := cli.Uint(w, 0, 32)
			if !ok || v == 0 {
				return cli.Invalid("headroom is invalid\n", w)
			}
			if !headroom {
				if err := p.u32(lwtBPFHeadroom, uint32(v)); err != nil {
					return err
				}
			}
			headroom = true
		case "help":
			return cli.Usage(bpfHelp)
		default:
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) hook(typ uint16, prog uint32) error {
	p.a.Skip(1)
	if !p.a.More() {
		return cli.Incomplete()
	}
	return p.program(typ, prog)
}

// program adds a program: one that is pinned to a file, or in an object file.
func (p *parser) program(typ uint16, prog uint32) error {
	p.m.Open(typ | nl.Nested)
	fd, name, err := bpf.Take(p.a, prog, 0)
	if err != nil {
		if bad, ok := err.(*bpf.Error); ok {
			if bad.Text != "" {
				p.e.Warn(bad.Text)
			}
			return cli.Quit(255, "Failed to parse eBPF program: "+nl.Strerror(bad.Errno))
		}
		return err
	}
	if err := p.u32(lwtBPFProgFD, uint32(fd)); err != nil {
		return err
	}
	if err := p.bytes(lwtBPFProgName, append([]byte(name), 0)); err != nil {
		return err
	}
	p.m.Close()
	return nil
}
