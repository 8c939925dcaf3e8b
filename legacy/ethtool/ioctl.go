package ethtool

import (
	"unsafe"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// ioctl hands the kernel one of its structs (SIOCETHTOOL), which begins with its number.
func (t *tool) ioctl(cmd uint32, b []byte) error {
	if t.ifreq < 0 {
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			if fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_GENERIC); err != nil {
				return err
			}
		}
		t.ifreq = fd
	}
	nl.Native.PutUint32(b, cmd)
	var req struct {
		name [unix.IFNAMSIZ]byte
		data unsafe.Pointer
		_    [16]byte
	}
	copy(req.name[:unix.IFNAMSIZ-1], t.dev)
	req.data = unsafe.Pointer(unsafe.SliceData(b))
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(t.ifreq), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&req)))
	if errno != 0 {
		return errno
	}
	return nil
}

// perror tells of an ioctl that failed, and is the status.
func (t *tool) perror(what string, err error, code int) int {
	t.warn(what + ": " + words(err))
	return code
}

// driver prints a struct ethtool_drvinfo.
func (t *tool) driver() int {
	var b [196]byte
	if err := t.ioctl(unix.ETHTOOL_GDRVINFO, b[:]); err != nil {
		return t.perror("Cannot get driver information", err, 71)
	}
	t.printDriver(b[:])
	return 0
}

func (t *tool) printDriver(b nl.Value) {
	e := t.e
	text := func(label string, from, n int) {
		v := b.From(from)
		e.Puts(label + ": ")
		e.Write(v[:min(n, len(v))].Text())
		e.Puts("\n")
	}
	text("driver", 4, 32)
	text("version", 36, 32)
	text("firmware-version", 68, 32)
	text("expansion-rom-version", 132, 32)
	text("bus-info", 100, 32)
	has := func(what string, from int) {
		e.Bool("", "supports-"+what+": %\n", b.From(from).U32() != 0, "yes", "no")
	}
	has("statistics", 180)
	has("test", 184)
	has("eeprom-access", 188)
	has("register-dump", 192)
	has("priv-flags", 176)
}

const nameLen = 32 // ETH_GSTRING_LEN

// counters prints the counters of a set of names.
func (t *tool) counters(cmd uint32, set int, what string) int {
	var info [20]byte // struct ethtool_sset_info with one length
	nl.Native.PutUint64(info[8:], 1<<set)
	if err := t.ioctl(unix.ETHTOOL_GSSET_INFO, info[:]); err != nil {
		return t.perror("Cannot get stats strings information", err, 96)
	}
	n := int(nl.Native.Uint32(info[16:]))
	if nl.Native.Uint64(info[8:]) == 0 || n == 0 {
		t.warn("no stats available")
		return 94
	}
	names := make([]byte, 12+n*nameLen) // struct ethtool_gstrings
	nl.Native.PutUint32(names[4:], uint32(set))
	nl.Native.PutUint32(names[8:], uint32(n))
	if err := t.ioctl(unix.ETHTOOL_GSTRINGS, names); err != nil {
		return t.perror("Cannot get stats strings information", err, 96)
	}
	values := make([]byte, 8+n*8) // struct ethtool_stats
	nl.Native.PutUint32(values[4:], uint32(n))
	if err := t.ioctl(cmd, values); err != nil {
		return t.perror("Cannot get stats information", err, 97)
	}
	t.printCounters(what, names[12:], values[8:], n)
	return 0
}

func (t *tool) printCounters(what string, names, values nl.Value, n int) {
	e := t.e
	e.Puts(what + " statistics:\n")
	for i := range n {
		v := names.From(i * nameLen)
		e.Bytes("", "     %: ", v[:min(len(v), nameLen)].Text())
		e.Uint("", "%\n", values.From(i*8).U64())
		e.Spill()
	}
}

func (t *tool) phyStatistics() int { return t.counters(unix.ETHTOOL_GPHYSTATS, setPhyStats, "PHY") }
