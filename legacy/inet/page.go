package inet

import (
	"unsafe"

	"gip/internal/attr"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// inet writes the IPv4 address that goes by name. The kernel is asked in steps, each of
// which begins with what the one before found.
func (s *Lister) inet(name string, l *Device) {
	list := s.v4
	for len(list) > 0 && list[0].Index != l.Index {
		list = list[1:]
	}
	n := 0
	for n < len(list) && list[n].Index == l.Index {
		n++
	}
	list = list[:n]
	a := Labelled(list, name, [4]byte{})
	if a == nil {
		return
	}
	peer := Labelled(list, name, a.Local).Peer
	broadcast := Labelled(list, name, peer).Broadcast
	s.text("        inet ")
	s.ip(a.Local)
	s.text("  netmask ")
	s.ip(Mask(Labelled(list, name, broadcast).Len))
	if l.Flags&unix.IFF_BROADCAST != 0 {
		s.text("  broadcast ")
		s.ip(broadcast)
	}
	if l.Flags&unix.IFF_POINTOPOINT != 0 {
		s.text("  destination ")
		s.ip(peer)
	}
	s.text("\n")
}

// inet6 writes the IPv6 addresses of a link, in the kernel's order. (The tool has them
// in that of a table hashed with a number the kernel rolls.) An alias has none.
func (s *Lister) inet6(name string, l *Device) {
	if name != l.Name {
		return
	}
	for i := range s.v6 {
		a := &s.v6[i]
		if a.index != l.Index {
			continue
		}
		s.text("        inet6 ")
		if mapped := [12]byte{10: 0xff, 11: 0xff}; [12]byte(a.ip[:]) == mapped {
			s.ip([4]byte(a.ip[12:]))
		} else {
			s.line = attr.AppendIP6(s.line, a.ip[:])
		}
		s.text("  prefixlen ")
		s.num(uint64(a.len))
		s.text("  scopeid ")
		s.hex(uint64(a.scope))
		from := len(s.line)
		if a.scope&scopeCompat != 0 {
			s.text(",compat")
		}
		switch scope := a.scope &^ scopeCompat; {
		case scope == 0:
			s.text(",global")
		case scope&scopeLink != 0:
			s.text(",link")
		case scope&scopeSite != 0:
			s.text(",site")
		default:
			s.text(",host")
		}
		s.line[from] = '<'
		s.text(">\n")
	}
}

func (s *Lister) counters(l *Device, c *[statCount]uint64) {
	squeezed := l.Type == unix.ARPHRD_CSLIP || l.Type == unix.ARPHRD_CSLIP6
	s.fill("RX packets %  bytes %", c[rxPackets], c[rxBytes])
	s.size(c[rxBytes])
	if squeezed {
		s.fill("RX compressed:%\n", c[rxCompressed])
	}
	s.fill("RX errors %  dropped %  overruns %  frame %\n", c[rxErrors], c[rxDropped], c[rxFIFO], c[rxFrame])
	s.fill("TX packets %  bytes %", c[txPackets], c[txBytes])
	s.size(c[txBytes])
	if squeezed {
		s.fill("TX compressed %\n", c[txCompressed])
	}
	s.fill("TX errors %  dropped % overruns %  carrier %  collisions %\n",
		c[txErrors], c[txDropped], c[txFIFO], c[txCarrier], c[collisions])
}

// fill begins a line with form, v in the places of its %.
func (s *Lister) fill(form string, v ...uint64) {
	s.text("        ")
	for i := range len(form) {
		if form[i] == '%' {
			s.num(v[0])
			v = v[1:]
		} else {
			s.line = append(s.line, form[i])
		}
	}
}

// size writes how much n bytes are, in tenths of a unit.
func (s *Lister) size(n uint64) {
	tenths, unit := n*10, "B"
	switch {
	case n > 1<<60:
		tenths, unit = n/115292150460684697, "EiB"
	case n > 1<<50:
		tenths, unit = tenths>>50, "PiB"
	case n > 1<<40:
		tenths, unit = tenths>>40, "TiB"
	case n > 1<<30:
		tenths, unit = tenths>>30, "GiB"
	case n > 1<<20:
		tenths, unit = tenths>>20, "MiB"
	case n > 1<<10:
		tenths, unit = tenths>>10, "KiB"
	}
	s.text(" (")
	s.num(tenths / 10)
	s.text(".")
	s.num(tenths % 10)
	s.text(" " + unit + ")\n")
}

// device writes where the device is, of which the kernel's old request has less room
// for some than its new one.
func (s *Lister) device(m *Map) {
	irq, base := uint8(m.IRQ), uint16(m.Base)
	if irq == 0 && m.Start == 0 && m.DMA == 0 && base < 0x100 {
		return
	}
	s.text("        device ")
	if irq != 0 {
		s.text("interrupt ")
		s.num(uint64(irq))
		s.text("  ")
	}
	if base >= 0x100 {
		s.text("base ")
		s.hex(uint64(base))
		s.text("  ")
	}
	if m.Start != 0 {
		s.text("memory ")
		s.hex(m.Start)
		s.text("-")
		end := len(s.line)
		s.hex(m.End)
		s.line = append(s.line[:end], s.line[end+2:]...)
		s.text("  ")
	}
	if m.DMA != 0 {
		s.text("  dma ")
		s.hex(uint64(m.DMA))
	}
	s.text("\n")
}

// What a serial line's own requests are, which netlink has nothing of.
const (
	SetKeepalive = unix.SIOCDEVPRIVATE + iota
	getKeepalive
	SetOutfill
	getOutfill
)

// Private runs one of a link's own requests, whose value is v before and after it.
func Private(c *nl.Conn, name string, op uintptr, v *uintptr) error {
	var req struct {
		name [unix.IFNAMSIZ]byte
		v    uintptr
		rest [16]byte
	}
	copy(req.name[:], Short(name))
	req.v = *v
	if _, _, e := unix.RawSyscall(unix.SYS_IOCTL, uintptr(c.FD()), op, uintptr(unsafe.Pointer(&req))); e != 0 {
		return e
	}
	*v = req.v
	return nil
}

// slip writes a serial line's times.
func (s *Lister) slip(name string, l *Device) {
	switch l.Type {
	case unix.ARPHRD_SLIP, unix.ARPHRD_CSLIP, unix.ARPHRD_SLIP6, unix.ARPHRD_CSLIP6, unix.ARPHRD_ADAPT:
	default:
		return
	}
	var outfill, keepalive uintptr
	if s.c != nil && Private(s.c, name, getOutfill, &outfill) != nil {
		outfill = 0
	}
	if s.c != nil && Private(s.c, name, getKeepalive, &keepalive) != nil {
		keepalive = 0
	}
	if outfill|keepalive != 0 {
		s.text("  outfill ")
		s.signed(int64(int32(outfill)))
		s.text("  keepalive ")
		s.signed(int64(int32(keepalive)))
	}
}
