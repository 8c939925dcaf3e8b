package arp

import (
	"errors"

	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// What the kernel does for SIOCSARP and SIOCDARP is done here by what netlink has for it,
// with the same complaints.

// add adds an entry.
func (t *tool) add(r *request) error {
	c, err := t.e.Conn()
	if err != nil {
		return err
	}
	link, err := t.link(c, r)
	if err != nil {
		if not := inet.Allowed(c); not != nil {
			return not
		}
		return err
	}
	if r.flags&published != 0 {
		if link == 0 {
			if link, err = byAddress(c, r); err != nil {
				return err
			}
		}
		if r.flags&masked != 0 && r.mask == [4]byte{} {
			return t.proxyAll(c, link, 1)
		}
		return c.Do(neighbour(c, unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_REPLACE, link, 0, unix.NTF_PROXY, r))
	}
	state := uint16(unix.NUD_STALE)
	if r.flags&permanent != 0 {
		state = unix.NUD_PERMANENT
	}
	m := neighbour(c, unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_REPLACE, link, state, 0, r)
	copy(m.Put(unix.NDA_LLADDR, 32), r.addr[:]) // as much as any link's addresses
	return c.Do(m)
}

// remove deletes an entry; which names the request in complaints. errNone is told by the
// caller.
func (t *tool) remove(r *request, which string) error {
	if t.verbose {
		t.e.Warn("arp: SIOCDARP(" + which + ")")
	}
	err := t.delete(r)
	if errors.Is(err, unix.ENXIO) || errors.Is(err, unix.ENOENT) {
		return errNone
	}
	if err != nil {
		t.e.Warn("SIOCDARP(" + which + "): " + inet.Words(err))
	}
	return err
}

func (t *tool) delete(r *request) error {
	c, err := t.e.Conn()
	if err != nil {
		return err
	}
	link, err := t.link(c, r)
	if err != nil {
		if not := inet.Allowed(c); not != nil {
			return not
		}
		return err
	}
	if r.flags&published == 0 {
		// One that no packet needs goes, and is said not to be there.
		reply, err := c.Get(neighbour(c, unix.RTM_GETNEIGH, 0, link, 0, 0, r))
		needless := err == nil && nl.Value(reply.Data).From(8).U16()&^unix.NUD_NOARP == 0
		err = c.Do(neighbour(c, unix.RTM_DELNEIGH, 0, link, 0, 0, r))
		if needless {
			return unix.ENXIO
		}
		return err
	}
	if r.flags&masked != 0 && r.mask == [4]byte{} {
		return t.proxyAll(c, link, 0)
	}
	return c.Do(neighbour(c, unix.RTM_DELNEIGH, 0, link, 0, unix.NTF_PROXY, r))
}

// neighbour is a request about an entry.
func neighbour(c *nl.Conn, typ, flags uint16, link uint32, state uint16, proxy uint8, r *request) *nl.Msg {
	h := [unix.SizeofNdMsg]byte{0: unix.AF_INET, 10: proxy}
	nl.Native.PutUint32(h[4:], link)
	nl.Native.PutUint16(h[8:], state)
	m := c.New(typ, flags, h[:])
	m.PutBytes(unix.NDA_DST, r.ip[:])
	return m
}

// link is the link that an entry is of: the one named, or the one that the host is
// directly on. It is 0 where a published entry is of none. The request is checked.
func (t *tool) link(c *nl.Conn, r *request) (uint32, error) {
	if r.flags&published == 0 && r.flags&(masked|notPub) != 0 {
		return 0, unix.EINVAL
	}
	if r.flags&masked != 0 && r.mask != [4]byte{} && r.mask != [4]byte{255, 255, 255, 255} {
		return 0, unix.EINVAL
	}
	if r.device != "" {
		h, err := inet.Link(c, r.device, nil)
		if err != nil {
			return 0, err
		}
		return h.From(4).U32(), t.fits(r, h.From(2).U16())
	}
	if r.flags&published != 0 {
		return 0, nil
	}
	h := [unix.SizeofRtMsg]byte{0: unix.AF_INET, 1: 32}
	m := c.New(unix.RTM_GETROUTE, 0, h[:])
	m.PutBytes(unix.RTA_DST, r.ip[:])
	reply, err := c.Get(m)
	if err != nil {
		return 0, err
	}
	var tb [unix.RTA_VIA + 1]nl.Value
	a := nl.Table(tb[:])
	if !reply.Attrs(a, unix.SizeofRtMsg) || a[unix.RTA_GATEWAY] != nil || a[unix.RTA_VIA] != nil {
		return 0, unix.ENETUNREACH
	}
	link := a[unix.RTA_OIF].U32()
	typ, _ := t.e.LinkType(link)
	return link, t.fits(r, typ)
}

// fits is whether a link of type typ can have the entry.
func (t *tool) fits(r *request, typ uint16) error {
	if r.flags&complete != 0 && r.typ != 0 && r.typ != typ {
		return unix.EINVAL
	}
	return nil
}

// byAddress is the link that has the entry's hardware address.
func byAddress(c *nl.Conn, r *request) (link uint32, err error) {
	var tb [uapi.IFLA_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	err = unix.ENODEV
	for reply, derr := range c.Dump(c.New(unix.RTM_GETLINK, 0, make([]byte, unix.SizeofIfInfomsg))) {
		if derr != nil && derr != nl.ErrInterrupted {
			return 0, derr
		}
		if derr != nil || err == nil || !reply.Attrs(t, unix.SizeofIfInfomsg) {
			continue
		}
		h, addr := nl.Value(reply.Data), t[unix.IFLA_ADDRESS]
		if h.From(2).U16() == r.typ && len(addr) <= len(r.addr) && string(addr) == string(r.addr[:len(addr)]) {
			link, err = h.From(4).U32(), nil
		}
	}
	return link, err
}

// proxyAll has a link, or all, answer for every host, or no longer.
func (t *tool) proxyAll(c *nl.Conn, link uint32, on byte) error {
	if link == 0 { // all are no link, whose settings netlink could change
		fd, err := unix.Open("/proc/sys/net/ipv4/conf/all/proxy_arp", unix.O_WRONLY|unix.O_CLOEXEC, 0)
		if err == nil {
			_, err = unix.Write(fd, []byte{'0' + on})
			unix.Close(fd)
		}
		return err
	}
	var h [unix.SizeofIfInfomsg]byte
	nl.Native.PutUint32(h[4:], link)
	m := c.New(unix.RTM_SETLINK, 0, h[:])
	m.Open(unix.IFLA_AF_SPEC)
	m.Open(unix.AF_INET)
	m.Open(uapi.IFLA_INET_CONF)
	m.PutU32(uapi.IPV4_DEVCONF_PROXY_ARP, uint32(on))
	m.Close()
	m.Close()
	m.Close()
	err := c.Do(m)
	if inet.Is(err, unix.EAFNOSUPPORT) {
		return unix.ENXIO // no IPv4 on it
	}
	return err
}

// ofDevice takes the hardware address of a link for the entry's.
func (t *tool) ofDevice(r *request, word string) bool {
	c, err := t.e.Conn()
	var tb [unix.IFLA_ADDRESS + 1]nl.Value
	a := nl.Table(tb[:])
	var h nl.Value
	if err == nil {
		base, _ := inet.Base(name(word))
		h, err = inet.Link(c, base, a)
	}
	if err != nil {
		t.e.Warn("arp: cant get HW-Address for `" + word + "': " + inet.Words(err) + ".")
		return false
	}
	r.typ = h.From(2).U16()
	if t.hwSet && r.typ != t.hw.Type {
		t.e.Warn("arp: protocol type mismatch.")
		return false
	}
	copy(r.addr[:], a[unix.IFLA_ADDRESS])
	if t.verbose {
		hw := inet.HWByType(r.typ)
		if !hw.Printed() {
			hw = inet.HWByName("unspec")
		}
		t.e.Warn("arp: device `" + word + "' has HW address " + hw.Name + " `" + string(hw.AppendAddr(nil, r.addr[:])) + "'.")
	}
	return true
}
