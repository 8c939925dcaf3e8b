package ifconfig

import (
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// What of an IPv4 address the kernel's old requests set, by their names.
const (
	local     = "SIOCSIFADDR"
	netmask   = "SIOCSIFNETMASK"
	broadcast = "SIOCSIFBRDADDR"
	peer      = "SIOCSIFDSTADDR"
)

func labelled(list []inet.Addr, label string) *inet.Addr {
	for i := range list {
		if list[i].Label == label {
			return &list[i]
		}
	}
	return nil
}

// setAddr does what the kernel's old requests do to the address that goes by name: the
// first of the link's that has that label. They change it in place, which netlink can
// not: the old one is dropped and the new one added, as they do inside, and as there it
// is lost where the new one does not fit.
func (t *tool) setAddr(name, what string, to [4]byte) error {
	l, err := inet.FindDevice(t.c, name)
	if err != nil {
		if not := inet.Allowed(t.c); not != nil {
			err = not
		}
		return err
	}
	if err := inet.Allowed(t.c); err != nil {
		return err
	}
	list, err := inet.Addrs(t.c, l.Index)
	if err != nil {
		return err
	}
	old := labelled(list, name)
	if old == nil && what != local {
		return unix.EADDRNOTAVAIL
	}
	var a inet.Addr
	if old != nil {
		a = *old
	}
	switch what {
	case local:
		n := inet.ClassLen(to)
		if n < 0 {
			return unix.EINVAL
		}
		if old != nil && old.Local == to {
			return nil
		}
		a.Local, a.Peer, a.Broadcast, a.Scope, a.Len = to, to, [4]byte{}, unix.RT_SCOPE_UNIVERSE, n
		if old == nil {
			a.Index, a.Label = l.Index, l.Name
			if _, alias := inet.Base(name); alias {
				a.Label = name
			}
		}
		a.Valid, a.Preferred = forever, forever
		if to[0] == 127 {
			a.Scope = unix.RT_SCOPE_HOST
		}
		if l.Flags&unix.IFF_POINTOPOINT != 0 {
			a.Len = 32
		} else if l.Flags&unix.IFF_BROADCAST != 0 && a.Len < 31 {
			a.Broadcast = last(to, n)
		}
	case netmask:
		n, ok := inet.MaskLen(to)
		if !ok {
			return unix.EINVAL
		}
		if n == a.Len {
			return nil
		}
		if l.Flags&unix.IFF_BROADCAST != 0 && n < 31 && a.Broadcast == last(a.Local, a.Len) {
			a.Broadcast = last(a.Local, n)
		}
		a.Len = n
	case broadcast:
		if a.Broadcast == to {
			return nil
		}
		a.Broadcast = to
	case peer:
		if a.Peer == to {
			return nil
		}
		if inet.ClassLen(to) < 0 {
			return unix.EINVAL
		}
		a.Peer = to
	}
	if old != nil {
		if err := t.drop(old); err != nil {
			return err
		}
	}
	if a.Local == [4]byte{} {
		return nil // no address is no address
	}
	if err := t.add(&a); what == local {
		return err
	}
	return nil // the old requests do not look
}

const forever = 0xffffffff

// last is the last address of a network of which n bits are the same.
func last(a [4]byte, n int) [4]byte {
	m := inet.Mask(n)
	for i := range a {
		a[i] |= ^m[i]
	}
	return a
}

func (t *tool) addr(typ, flags uint16, a *inet.Addr) *nl.Msg {
	hdr := [unix.SizeofIfAddrmsg]byte{unix.AF_INET, byte(a.Len), 0, a.Scope}
	nl.Native.PutUint32(hdr[4:], a.Index)
	m := t.c.New(typ, flags, hdr[:])
	m.PutBytes(unix.IFA_LOCAL, a.Local[:])
	m.PutBytes(unix.IFA_ADDRESS, a.Peer[:])
	m.PutStr(unix.IFA_LABEL, a.Label)
	return m
}

// drop takes an address away.
func (t *tool) drop(a *inet.Addr) error { return t.c.Do(t.addr(unix.RTM_DELADDR, 0, a)) }

// add makes an address, with all that it had where it is another's successor.
func (t *tool) add(a *inet.Addr) error {
	m := t.addr(unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL, a)
	if a.Broadcast != [4]byte{} {
		m.PutBytes(unix.IFA_BROADCAST, a.Broadcast[:])
	}
	if flags := a.Flags &^ (unix.IFA_F_SECONDARY | unix.IFA_F_PERMANENT | unix.IFA_F_DEPRECATED); flags != 0 {
		m.PutU32(unix.IFA_FLAGS, flags)
	}
	if a.Priority != 0 {
		m.PutU32(unix.IFA_RT_PRIORITY, a.Priority)
	}
	if a.Proto != 0 {
		m.PutU8(ifaProto, a.Proto)
	}
	if a.Valid != forever || a.Preferred != forever {
		b := m.Put(unix.IFA_CACHEINFO, 16)
		nl.Native.PutUint32(b, a.Preferred)
		nl.Native.PutUint32(b[4:], a.Valid)
	}
	return t.c.Do(m)
}

const ifaProto = 11 // IFA_PROTO

// addr6 adds an IPv6 address to the link, or takes it away.
func (t *tool) addr6(typ, flags uint16, l *inet.Device, ip [16]byte, n int) error {
	hdr := [unix.SizeofIfAddrmsg]byte{unix.AF_INET6, byte(n)}
	nl.Native.PutUint32(hdr[4:], l.Index)
	m := t.c.New(typ, flags, hdr[:])
	m.PutBytes(unix.IFA_LOCAL, ip[:])
	m.PutBytes(unix.IFA_ADDRESS, ip[:])
	return t.c.Do(m)
}

// tunnel makes a further link like l, a tunnel of IPv6 in IPv4, whose other end is the
// IPv4 address that ip ends in, and brings it up.
func (t *tool) tunnel(l *inet.Device, ip [16]byte) error {
	if l.Type != unix.ARPHRD_SIT {
		return unix.ENODEV
	}
	if [12]byte(ip[:]) != [12]byte{} || [4]byte(ip[12:]) == [4]byte{} || [4]byte(ip[12:]) == [4]byte{3: 1} {
		return unix.EADDRNOTAVAIL
	}
	var h [unix.SizeofIfInfomsg]byte
	nl.Native.PutUint32(h[8:], unix.IFF_UP)
	nl.Native.PutUint32(h[12:], unix.IFF_UP)
	m := t.c.New(unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL, h[:])
	m.Open(unix.IFLA_LINKINFO)
	m.PutStr(unix.IFLA_INFO_KIND, "sit")
	m.Open(unix.IFLA_INFO_DATA)
	m.PutBytes(uapi.IFLA_IPTUN_REMOTE, ip[12:])
	m.PutU8(uapi.IFLA_IPTUN_TTL, 64)
	m.PutU8(uapi.IFLA_IPTUN_PMTUDISC, 1)
	m.Close()
	m.Close()
	err := t.c.Do(m)
	if inet.Is(err, unix.EEXIST) {
		return unix.ENOBUFS // as the old request has it
	}
	return err
}
