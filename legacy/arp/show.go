package arp

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// show shows the entries, or those of a host.
func (t *tool) show(words []string) error {
	host, want := "", [4]byte{}
	if len(words) > 0 {
		host = words[0][:min(len(words[0]), 99)]
		a, _, ok := t.Resolve(host, false)
		if !ok {
			return cli.Quit(failed, t.Herror(host))
		}
		want = a
	}
	entries, shown := 0, 0
	err := t.each(func(a *entry) {
		entries++
		if t.hwSet && a.typ != t.hw.Type || host != "" && a.ip != want || t.device != "" && a.link != t.device {
			return
		}
		shown++
		ip := text(a.ip)
		name := "?"
		if !t.numeric && a.ip != [4]byte{} {
			if s := inet.HostName(t.e.Names, a.ip[:]); s != "" && s != ip {
				name = s
			}
		}
		t.print(a, name, ip)
	})
	if err != nil {
		return err
	}
	number := strconv.Itoa(entries)
	if t.verbose {
		t.e.Puts("Entries: " + number + "\tSkipped: " + strconv.Itoa(entries-shown) + "\tFound: " + strconv.Itoa(shown) + "\n")
	}
	switch {
	case shown > 0:
	case host != "" && !t.all:
		t.e.Puts(words[0] + " (" + text(want) + ") -- no entry\n")
	case t.hwSet || host != "" || t.device != "":
		t.e.Puts("arp: in " + number + " entries no match found.\n")
	}
	return nil
}

func text(a [4]byte) string { return string(attr.AppendIP4(nil, a[:])) }

// each calls f with the entries of the table, then those that are published.
func (t *tool) each(f func(a *entry)) error {
	c, err := t.e.Conn()
	if err != nil {
		return err
	}
	for _, flags := range [...]byte{0, unix.NTF_PROXY} {
		h := [unix.SizeofNdMsg]byte{0: unix.AF_INET, 10: flags}
		var tb [unix.NDA_LLADDR + 1]nl.Value
		n := nl.Table(tb[:])
		for r, err := range c.List(c.New(unix.RTM_GETNEIGH, 0, h[:])) {
			if err == nl.ErrInterrupted {
				continue
			}
			if err != nil {
				return err
			}
			if r.Type != unix.RTM_NEWNEIGH || !r.Attrs(n, unix.SizeofNdMsg) || r.Data[0] != unix.AF_INET {
				continue
			}
			t.one(r.Data, n, f)
		}
	}
	return nil
}

// one makes an entry of what netlink tells of a neighbour.
func (t *tool) one(h nl.Value, n nl.Table, f func(a *entry)) {
	a := entry{link: "*"}
	copy(a.ip[:], n[unix.NDA_DST])
	if link := h.From(4).U32(); link != 0 {
		a.link = t.e.LinkName(link)
		a.typ, _ = t.e.LinkType(link)
	}
	state := h.From(8).U16()
	switch {
	case h.From(10).U8()&unix.NTF_PROXY != 0:
		a.flags = published | permanent
	case state&^unix.NUD_NOARP == 0:
		return
	case state&unix.NUD_PERMANENT != 0:
		a.flags = permanent | complete
	case state&(unix.NUD_REACHABLE|unix.NUD_PROBE|unix.NUD_STALE|unix.NUD_DELAY|unix.NUD_NOARP) != 0:
		a.flags = complete
	}
	a.addr = n[unix.NDA_LLADDR]
	f(&a)
}
