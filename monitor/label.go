package monitor

import (
	"gip/internal/attr"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

func colourOf(family uint8) out.Colour {
	switch family {
	case unix.AF_INET:
		return out.Inet
	case unix.AF_INET6:
		return out.Inet6
	}
	return out.None
}

// label prints a label of addresses. No group of events has them: they can only be in
// a file.
func (p *printer) label(r nl.Reply) {
	const header = 12 // struct ifaddrlblmsg
	e := p.e
	var tb [uapi.IFAL_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, header) {
		return
	}
	p.head("[ADDRLABEL]")()
	if r.Type == unix.RTM_DELADDRLABEL {
		e.Text("Deleted ")
	}
	family := r.Data[0]
	if v := t[uapi.IFAL_ADDRESS]; v != nil {
		var s [256]byte
		e.Text("prefix ")
		e.Color(colourOf(family)).Bytes("", "%", attr.AppendHost(s[:0], e, family, v[:min(len(v), 64)]))
		e.Uint("", "/% ", uint64(r.Data[2]))
	}
	if index := nl.Value(r.Data).From(4).U32(); index != 0 {
		e.Text("dev ")
		e.Color(out.Ifname).Str("", "% ", e.LinkName(index))
	}
	if v := t[uapi.IFAL_LABEL]; len(v) == 4 {
		e.Uint("", "label % ", uint64(v.U32()))
	}
	e.Text("\n")
}
