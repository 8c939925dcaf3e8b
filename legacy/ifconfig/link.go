package ifconfig

import (
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// target is the link that a change is asked for.
func (t *tool) target() (*inet.Device, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	l, err := inet.FindDevice(t.c, t.name)
	if err != nil {
		if not := inet.Allowed(t.c); not != nil {
			err = not
		}
		return nil, err
	}
	return l, nil
}

// change asks for a change of a link, which put puts.
func (t *tool) change(l *inet.Device, put func(m *nl.Msg)) error {
	var h [unix.SizeofIfInfomsg]byte
	nl.Native.PutUint32(h[4:], l.Index)
	m := t.c.New(unix.RTM_SETLINK, 0, h[:])
	put(m)
	return t.c.Do(m)
}

// set changes the link that the words are about.
func (t *tool) set(put func(m *nl.Msg)) error {
	l, err := t.target()
	if err != nil {
		return err
	}
	return t.change(l, put)
}

// turn sets or clears a flag (IFF_UP, ...) of name, link or alias, and reports whether
// that came off. Of an alias a flag is only whether it is there.
func (t *tool) turn(name string, flag uint16, on bool) bool {
	base, alias := inet.Base(name)
	ip := t.family.socket == ipSocket || alias && !on
	err := t.usable()
	if ip {
		err = nil
	}
	var l *inet.Device
	if err == nil {
		l, err = inet.FindDevice(t.c, base)
	}
	if err != nil {
		t.e.Warn(name + ": ERROR while getting interface flags: " + inet.Words(err))
		t.failed = -1
		return false
	}
	flags := l.Flags &^ flag
	if on {
		flags |= flag
	}
	if ip && alias {
		err = t.aliasFlags(l, name, flags)
	} else {
		var h [unix.SizeofIfInfomsg]byte
		nl.Native.PutUint32(h[4:], l.Index)
		nl.Native.PutUint32(h[8:], uint32(flags&flag))
		nl.Native.PutUint32(h[12:], uint32(flag))
		err = t.c.Do(t.c.New(unix.RTM_SETLINK, 0, h[:]))
	}
	if err != nil {
		t.e.Warn("SIOCSIFFLAGS: " + inet.Words(err))
		t.failed = -1
		return false
	}
	return true
}

// aliasFlags gives an alias of l flags: without IFF_UP it goes.
func (t *tool) aliasFlags(l *inet.Device, name string, flags uint16) error {
	if err := inet.Allowed(t.c); err != nil {
		return err
	}
	list, err := inet.Addrs(t.c, l.Index)
	if err != nil {
		return err
	}
	a := labelled(list, name)
	switch {
	case a == nil:
		return unix.EADDRNOTAVAIL
	case flags&unix.IFF_UP == 0:
		return t.drop(a)
	}
	return nil
}

// still warns where the link has a flag that was to go.
func (t *tool) still(flag uint16, what string) {
	_, alias := inet.Base(t.name)
	err := t.usable()
	if alias {
		err = nil
	}
	var l *inet.Device
	if err == nil {
		l, err = inet.FindDevice(t.c, t.name)
	}
	switch {
	case err != nil:
		t.e.Warn(t.name + ": ERROR while testing interface flags: " + inet.Words(err))
	case l.Flags&flag != 0 && flag != unix.IFF_DYNAMIC: // which the tool takes for a minus
		t.e.Warn("Warning: Interface " + t.name + " still in " + what)
	}
}

// hardware gives the link the address in t.data, one of hw's.
func (t *tool) hardware(hw *inet.HW) error {
	l, err := t.target()
	if err != nil {
		return err
	}
	if l.Type != hw.Type {
		if err := inet.Allowed(t.c); err != nil {
			return err
		}
		if l.Type == unix.ARPHRD_LOOPBACK || l.Type == unix.ARPHRD_INFINIBAND || inet.HWByType(l.Type).Settable() {
			return unix.EINVAL
		}
		return unix.EOPNOTSUPP // links of other types have no such thing to set
	}
	return t.change(l, func(m *nl.Msg) { m.PutBytes(unix.IFLA_ADDRESS, t.data[:min(l.AddrLen, len(t.data))]) })
}

// place changes where the device is, as f has it. what is the word.
func (t *tool) place(what string, f func(m *inet.Map)) {
	var l *inet.Device
	err := t.usable()
	if err == nil {
		l, err = inet.FindDevice(t.c, t.name)
	}
	if err != nil {
		t.result(what+": SIOCGIFMAP", err)
		return
	}
	if err := inet.AllowedAnywhere(t.c); err != nil {
		t.result(what+": SIOCSIFMAP", err)
		return
	}
	// The kernel's old request has room for so much of it.
	l.Map.Base, l.Map.IRQ = uint64(uint16(l.Map.Base)), uint16(uint8(l.Map.IRQ))
	f(&l.Map)
	t.result(what+": SIOCSIFMAP", t.change(l, func(m *nl.Msg) {
		b := m.Put(unix.IFLA_MAP, 32)
		nl.Native.PutUint64(b, l.Map.Start)
		nl.Native.PutUint64(b[8:], l.Map.End)
		nl.Native.PutUint64(b[16:], l.Map.Base)
		nl.Native.PutUint16(b[24:], l.Map.IRQ)
		b[26], b[27] = l.Map.DMA, l.Map.Port
	}))
}
