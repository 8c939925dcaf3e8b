package inet

import (
	"strings"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A Device is what these programs tell of a link.
type Device struct {
	Name    string
	Index   uint32
	Flags   uint16 // IFF_UP, ..., of which the programs know the lower half
	Type    uint16 // ARPHRD_ETHER, ...
	AddrLen int    // of the hardware address
	Addr    [8]byte
	Map     Map

	mtu, queue int32
	stats      [statCount]uint64
}

// A Map is where a device is: struct rtnl_link_ifmap.
type Map struct {
	Start, End, Base uint64
	IRQ              uint16
	DMA, Port        uint8
}

// The counters of /proc/net/dev, in its order.
const (
	rxBytes = iota
	rxPackets
	rxErrors
	rxDropped
	rxFIFO
	rxFrame
	rxCompressed
	rxMulticast
	txBytes
	txPackets
	txErrors
	txDropped
	txFIFO
	collisions
	txCarrier
	txCompressed
	statCount
)

// Short is a name as the kernel's old requests have room for it.
func Short(name string) string { return name[:min(len(name), unix.IFNAMSIZ-1)] }

// Base is the name of the link that an alias (eth0:1) is of. alias is whether it is one.
func Base(name string) (base string, alias bool) {
	base, _, alias = strings.Cut(name, ":")
	return base, alias
}

// FindDevice is the link called name, or the one that the alias name is of.
func FindDevice(c *nl.Conn, name string) (*Device, error) {
	base, _ := Base(name)
	if base == "" {
		return nil, unix.ENODEV
	}
	m := c.New(unix.RTM_GETLINK, 0, make([]byte, unix.SizeofIfInfomsg))
	m.PutStr(unix.IFLA_IFNAME, Short(base))
	r, err := c.Get(m)
	if err != nil {
		return nil, err
	}
	var tb [uapi.IFLA_MAX + 1]nl.Value
	d := new(Device)
	if !d.read(r, tb[:]) {
		return nil, unix.ENODEV
	}
	return d, nil
}

// allDevices are the links in the kernel's order.
func allDevices(c *nl.Conn) (ds []Device, err error) {
	var tb [uapi.IFLA_MAX + 1]nl.Value
	for r, err := range c.Dump(c.New(unix.RTM_GETLINK, 0, make([]byte, unix.SizeofIfInfomsg))) {
		if err == nl.ErrInterrupted {
			break
		}
		if err != nil {
			return nil, err
		}
		var d Device
		if d.read(r, tb[:]) {
			ds = append(ds, d)
		}
	}
	return ds, nil
}

// read reads a link's record.
func (d *Device) read(r nl.Reply, tb nl.Table) bool {
	if r.Type != unix.RTM_NEWLINK || !r.Attrs(tb, unix.SizeofIfInfomsg) {
		return false
	}
	h := nl.Value(r.Data)
	d.Name = tb[unix.IFLA_IFNAME].Str()
	d.Type, d.Index, d.Flags = h.From(2).U16(), h.From(4).U32(), uint16(h.From(8).U32())
	d.mtu, d.queue = int32(tb[unix.IFLA_MTU].U32()), int32(tb[unix.IFLA_TXQLEN].U32())
	d.AddrLen = len(tb[unix.IFLA_ADDRESS])
	copy(d.Addr[:], tb[unix.IFLA_ADDRESS])
	m := tb[unix.IFLA_MAP]
	d.Map = Map{m.U64(), m.From(8).U64(), m.From(16).U64(), m.From(24).U16(), m.From(26).U8(), m.From(27).U8()}
	s := tb[unix.IFLA_STATS64]
	at := func(i int) uint64 { return s.From(8 * i).U64() }
	// struct rtnl_link_stats64; /proc/net/dev puts some of it together.
	d.stats = [statCount]uint64{
		rxPackets: at(0), txPackets: at(1), rxBytes: at(2), txBytes: at(3), rxErrors: at(4), txErrors: at(5),
		rxDropped: at(6) + at(15), txDropped: at(7), rxMulticast: at(8), collisions: at(9),
		rxFrame: at(10) + at(11) + at(12) + at(13), rxFIFO: at(14),
		txCarrier: at(16) + at(17) + at(19) + at(20), txFIFO: at(18), rxCompressed: at(21), txCompressed: at(22),
	}
	return true
}
