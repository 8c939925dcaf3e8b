package addr

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// neighFilterWords reads what ip neigh show and flush are to choose by.
func neighFilterWords(e *cli.Env, a *cli.Args, f *neighFilter, flush bool) error {
	dev, hasDev, stateGiven := "", false, false
	f.family = e.Family
	for a.More() {
		word, _ := a.Next()
		switch {
		case word == "nomaster":
			f.master = ^uint32(0)
			continue
		case word == "unused":
			f.unused = true
			continue
		case word == "proxy":
			f.proxies = true
			continue
		case word == "dev", word == "master", word == "vrf", word == "nud", cli.Prefix(word, "protocol"):
		default:
			if err := neighTo(a, f, word); err != nil {
				return err
			}
			continue
		}
		w, err := a.Next()
		if err != nil {
			return err
		}
		switch word {
		case "dev":
			if hasDev {
				return cli.Duplicate("dev", w)
			}
			dev, hasDev = w, true
		case "master":
			if f.master = e.LinkIndex(w); f.master == 0 {
				return cli.Invalid("Device does not exist\n", w)
			}
		case "vrf":
			if f.master = e.LinkIndex(w); f.master == 0 || !isVRF(e, w) {
				return cli.Invalid("Not a valid VRF name\n", w)
			}
		case "nud":
			if !stateGiven {
				stateGiven = true
				f.state = 0
			}
			s, ok := parseState(w)
			if !ok {
				if w != "all" {
					return cli.Invalid("nud state is bad", w)
				}
				s = ^uint32(0)
				if flush {
					s &^= unix.NUD_NOARP
				}
			}
			if s == 0 {
				s = stateNone
			}
			f.state |= s
		default:
			v, ok := number(&e.Protos, w, 0, 255)
			if !ok {
				if w != "all" {
					return cli.Invalid("invalid \"protocol\"\n", w)
				}
				v = 0
			}
			f.proto = uint8(v)
		}
	}
	if hasDev {
		i, err := e.Link(dev)
		if err != nil {
			return err
		}
		f.index = i
	}
	return nil
}

func neighTo(a *cli.Args, f *neighFilter, word string) (err error) {
	if word == "to" {
		if word, err = a.Next(); err != nil {
			return err
		}
	}
	if cli.Prefix(word, "help") {
		return cli.Usage(neighUsage)
	}
	if f.to, err = attr.ParsePrefix(word, f.family); err != nil {
		return err
	}
	if f.family == unix.AF_UNSPEC {
		f.family = f.to.Family
	}
	return nil
}

// isVRF reports whether the link called name is a VRF.
func isVRF(e *cli.Env, name string) bool {
	c, err := e.Conn()
	if err != nil {
		return false
	}
	var hdr [unix.SizeofIfInfomsg]byte
	hdr[0] = e.Family
	m := c.New(unix.RTM_GETLINK, 0, hdr[:])
	m.PutStr(unix.IFLA_IFNAME, name)
	r, err := c.Get(m)
	if err != nil {
		return false
	}
	var tb [unix.IFLA_LINKINFO + 1]nl.Value
	var li [uapi.IFLA_INFO_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	return r.Attrs(t, len(hdr)) && nl.Table(li[:]).Index(t[unix.IFLA_LINKINFO])[unix.IFLA_INFO_KIND].Is("vrf")
}

func neighRequest(c *nl.Conn, f *neighFilter) *nl.Msg {
	var h [ndmLen]byte
	h[0] = f.family
	if f.proxies {
		h[10] = unix.NTF_PROXY
	}
	m := c.New(unix.RTM_GETNEIGH, 0, h[:])
	if f.index != 0 {
		m.PutU32(unix.NDA_IFINDEX, f.index)
	}
	if f.master != 0 {
		m.PutU32(unix.NDA_MASTER, f.master)
	}
	return m
}

// neighShow runs ip neigh show.
func neighShow(e *cli.Env, a *cli.Args) error {
	p := NewNeighPrinter(e, 0)
	p.f.state = 0xff &^ unix.NUD_NOARP
	if err := neighFilterWords(e, a, &p.f, false); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	for r, err := range c.List(neighRequest(c, &p.f)) {
		if err == nil {
			err = p.Print(r)
		}
		if err != nil {
			if err := e.DumpFailed(err, "Dump terminated"); err != nil {
				return err
			}
			break
		}
		e.Spill()
	}
	e.End()
	return nil
}

const neighRounds = 10 // of a flush: -loops is not heeded

// neighFlush runs ip neigh flush: neighbours that pass are deleted, again and again
// until none is left.
func neighFlush(e *cli.Env, a *cli.Args) error {
	if !a.More() {
		return cli.Fail("Flush requires arguments.")
	}
	p := NewNeighPrinter(e, 0)
	p.f.state = ^uint32(unix.NUD_PERMANENT | unix.NUD_NOARP)
	if err := neighFilterWords(e, a, &p.f, true); err != nil {
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	f := neighFlusher{e: e, c: c, p: p}
	for round := 0; round < neighRounds; {
		f.count = 0
		if err := f.round(); err != nil {
			return err
		}
		if f.count == 0 {
			f.complete(round)
			return nil
		}
		round++
		if err := f.send(); err != nil {
			return cli.Status(err, 1, true)
		}
		if e.Stats > 0 {
			e.Puts("\n*** Round " + strconv.Itoa(round) + ", deleting " + strconv.Itoa(f.count) + " entries ***\n")
			e.Flush()
		}
		p.f.state &^= unix.NUD_FAILED
	}
	e.Puts("*** Flush not complete bailing out after " + strconv.Itoa(neighRounds) + " rounds\n")
	return cli.Silent(255)
}

type neighFlusher struct {
	e     *cli.Env
	c     *nl.Conn
	p     *NeighPrinter
	out   []byte // requests to delete, not sent yet
	count int    // of neighbours in this round
}

func (f *neighFlusher) complete(rounds int) {
	if f.e.Stats == 0 {
		return
	}
	switch rounds {
	case 0:
		f.e.Puts("Nothing to flush.\n")
	case 1:
		f.e.Puts("*** Flush is complete after 1 round ***\n")
	default:
		f.e.Puts("*** Flush is complete after " + strconv.Itoa(rounds) + " rounds ***\n")
	}
}

func (f *neighFlusher) round() error {
	for r, err := range f.c.Dump(neighRequest(f.c, &f.p.f)) {
		if err != nil {
			return f.e.DumpFailed(err, "Flush terminated")
		}
		if err := f.delete(r); err != nil {
			return &cli.Error{Msg: err.Error() + "\nFlush terminated", Code: 1, Exit: true, Err: err}
		}
	}
	return nil
}

func (f *neighFlusher) delete(r nl.Reply) error {
	if r.Type != unix.RTM_NEWNEIGH {
		return nil
	}
	if err := cli.TooShort(r, ndmLen); err != nil {
		return err
	}
	n, ok := f.p.read(r)
	if !ok {
		return nil
	}
	size := unix.SizeofNlMsghdr + len(r.Data)
	if (len(f.out)+3)&^3+size > flushLen {
		if err := f.send(); err != nil {
			return err
		}
	}
	var h [unix.SizeofNlMsghdr]byte
	nl.Native.PutUint32(h[:], uint32(size))
	nl.Native.PutUint16(h[4:], unix.RTM_DELNEIGH)
	nl.Native.PutUint16(h[6:], unix.NLM_F_REQUEST)
	f.out = append(append(f.out, h[:]...), r.Data...)
	for len(f.out)%4 != 0 {
		f.out = append(f.out, 0)
	}
	f.count++
	if f.e.Stats > 1 {
		f.p.print(&n, r.Type)
	}
	return nil
}

// send sends the requests that have come together, with sequence numbers of 0, so
// that what the kernel says of them is skipped later.
func (f *neighFlusher) send() error {
	b := f.out
	f.out = f.out[:0]
	if err := f.c.Send(b); err != nil {
		return cli.Fail(info.Perror("Failed to send flush request", err))
	}
	return nil
}
