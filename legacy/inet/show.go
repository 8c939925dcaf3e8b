package inet

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A Lister lists links and their addresses, as ifconfig and netstat -i do.
type Lister struct {
	E     *cli.Env
	All   bool // those that are down as well
	Short bool // a line for each

	c     *nl.Conn
	links []Device
	v4    []Addr
	v6    []addr6
	line  []byte
}

// ShortHead is the head of the lines.
const ShortHead = "Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n"

// ShowAll shows all links and aliases. It ends at one that is not there (a label may be
// what the kernel knows no link by): then and where nothing can be asked it reports
// false, all having been told.
func (s *Lister) ShowAll() bool {
	names, err := s.load()
	if err != nil {
		s.E.Warn(err.Error())
		return false
	}
	for _, name := range names {
		l, err := s.link(name)
		if err != nil {
			NotFetched(s.E, name, err)
			return false
		}
		if l.Flags&unix.IFF_UP != 0 || s.All {
			s.show(name, l)
		}
	}
	return true
}

// Show shows one link or alias.
func (s *Lister) Show(name string) bool {
	var err error
	if s.c, err = s.E.Conn(); err != nil {
		s.E.Warn(err.Error())
		return false
	}
	l, err := FindDevice(s.c, name)
	if err == nil && !s.Short {
		s.v4, s.v6, err = addrs(s.c, l.Index, unix.AF_UNSPEC)
	}
	if err != nil {
		NotFetched(s.E, name, err)
		return false
	}
	s.show(name, l)
	return true
}

// load asks for all that there is and returns the names of it.
func (s *Lister) load() (names Names, err error) {
	if s.c, err = s.E.Conn(); err != nil {
		return nil, err
	}
	if s.links, err = allDevices(s.c); err != nil {
		return nil, err
	}
	if s.v4, s.v6, err = addrs(s.c, 0, unix.AF_UNSPEC); err != nil {
		return nil, err
	}
	for i := range s.links {
		names.Add(s.links[i].Name)
	}
	for i := range s.v4 {
		names.Add(s.v4[i].Label)
	}
	return names, nil
}

// AllNames are the names of all links and aliases.
func AllNames(e *cli.Env) (Names, error) {
	s := Lister{E: e}
	return s.load()
}

// link is the link that name is of: one of those at hand, or by a further name that it
// has.
func (s *Lister) link(name string) (*Device, error) {
	base, _ := Base(name)
	for i := range s.links {
		if s.links[i].Name == base {
			return &s.links[i], nil
		}
	}
	return FindDevice(s.c, name)
}

// NotFetched says that nothing could be learnt of name.
func NotFetched(e *cli.Env, name string, err error) {
	why := Words(err)
	if why == nl.Strerror(unix.ENODEV) {
		why = "Device not found"
	}
	e.Warn(name + ": error fetching interface information: " + why)
}

func (s *Lister) show(name string, l *Device) {
	s.line = s.line[:0]
	if s.Short {
		s.short(name, l)
	} else {
		s.long(name, l)
	}
	s.E.Write(s.line)
}

func (s *Lister) text(t string)  { s.line = append(s.line, t...) }
func (s *Lister) num(n uint64)   { s.line = strconv.AppendUint(s.line, n, 10) }
func (s *Lister) ip(a [4]byte)   { s.line = attr.AppendIP4(s.line, a[:]) }
func (s *Lister) hex(n uint64)   { s.line = strconv.AppendUint(append(s.line, "0x"...), n, 16) }
func (s *Lister) signed(n int64) { s.line = strconv.AppendInt(s.line, n, 10) }

// column is what was written since from at the right of width columns, or the left for
// a negative width, and a blank.
func (s *Lister) column(from, width int) {
	n := len(s.line) - from
	for ; n < width || n < -width; n++ {
		s.line = append(s.line, ' ')
		if width > 0 {
			copy(s.line[from+1:], s.line[from:])
			s.line[from] = ' '
		}
	}
	s.line = append(s.line, ' ')
}

// counted is the counters that are shown of l by that name: an alias has none. Debian's
// tool misreads those of names that fill all the room there is, and shows zeroes.
func counted(name string, l *Device) (c *[statCount]uint64, ok bool) {
	if name != l.Name {
		return nil, false
	}
	if len(name) == unix.IFNAMSIZ-1 {
		return new([statCount]uint64), true
	}
	return &l.stats, true
}

// A flag is one that is shown, by its letter and its name.
type flag struct {
	bit    uint16
	letter byte
	name   string
}

var byLetter = [...]flag{
	{unix.IFF_ALLMULTI, 'A', ""}, {unix.IFF_BROADCAST, 'B', ""}, {unix.IFF_DEBUG, 'D', ""},
	{unix.IFF_LOOPBACK, 'L', ""}, {unix.IFF_MULTICAST, 'M', ""}, {unix.IFF_DYNAMIC, 'd', ""},
	{unix.IFF_PROMISC, 'P', ""}, {unix.IFF_NOTRAILERS, 'N', ""}, {unix.IFF_NOARP, 'O', ""},
	{unix.IFF_POINTOPOINT, 'P', ""}, {unix.IFF_SLAVE, 's', ""}, {unix.IFF_MASTER, 'm', ""},
	{unix.IFF_RUNNING, 'R', ""}, {unix.IFF_UP, 'U', ""},
}

var byName = [...]flag{
	{unix.IFF_UP, 0, "UP"}, {unix.IFF_BROADCAST, 0, "BROADCAST"}, {unix.IFF_DEBUG, 0, "DEBUG"},
	{unix.IFF_LOOPBACK, 0, "LOOPBACK"}, {unix.IFF_POINTOPOINT, 0, "POINTOPOINT"},
	{unix.IFF_NOTRAILERS, 0, "NOTRAILERS"}, {unix.IFF_RUNNING, 0, "RUNNING"}, {unix.IFF_NOARP, 0, "NOARP"},
	{unix.IFF_PROMISC, 0, "PROMISC"}, {unix.IFF_ALLMULTI, 0, "ALLMULTI"}, {unix.IFF_SLAVE, 0, "SLAVE"},
	{unix.IFF_MASTER, 0, "MASTER"}, {unix.IFF_MULTICAST, 0, "MULTICAST"}, {unix.IFF_DYNAMIC, 0, "DYNAMIC"},
}

func (s *Lister) short(name string, l *Device) {
	s.text(name)
	s.column(0, -15)
	from := len(s.line)
	s.signed(int64(l.mtu))
	s.column(from, 5)
	if c, ok := counted(name, l); ok {
		for _, x := range [...]struct{ which, width int }{
			{rxPackets, 8}, {rxErrors, 6}, {rxDropped, 6}, {rxFIFO, -6},
			{txPackets, 8}, {txErrors, 6}, {txDropped, 6}, {txFIFO, 6},
		} {
			from := len(s.line)
			s.num(c[x.which])
			s.column(from, x.width)
		}
	} else {
		s.text("     - no statistics available -                        ")
	}
	if l.Flags == 0 {
		s.text("[NO FLAGS]")
	}
	for _, f := range byLetter {
		if l.Flags&f.bit != 0 {
			s.line = append(s.line, f.letter)
		}
	}
	s.text("\n")
}

func (s *Lister) long(name string, l *Device) {
	s.text(name + ": flags=")
	s.signed(int64(int16(l.Flags)))
	s.text("<")
	more := ""
	for _, f := range byName {
		if l.Flags&f.bit != 0 {
			s.text(more + f.name)
			more = ","
		}
	}
	switch {
	case more != "":
		s.text(">")
	case l.Flags != 0: // the tool takes the last letter for a comma
		s.line = s.line[:len(s.line)-1]
	}
	s.text("  mtu ")
	s.signed(int64(l.mtu))
	s.slip(name, l)
	s.text("\n")
	s.inet(name, l)
	s.inet6(name, l)
	s.hardware(l)
	if c, ok := counted(name, l); ok {
		s.counters(l, c)
	}
	s.device(&l.Map)
	s.text("\n")
}

func (s *Lister) hardware(l *Device) {
	hw := HWByType(l.Type)
	s.text("        " + hw.Name)
	if hw.Printed() {
		s.text(" ")
		s.line = hw.AppendAddr(s.line, l.Addr[:])
	}
	if l.queue != -1 {
		s.text("  txqueuelen ")
		s.signed(int64(l.queue))
	}
	s.text("  (" + hw.Title + ")\n")
}
