package ethtool

import (
	"unsafe"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// ioctl hands the kernel one of its structs (SIOCETHTOOL), which begins with its number.
func (t *tool) ioctl(cmd uint32, b []byte) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	nl.Native.PutUint32(b, cmd)
	var req struct {
		name [unix.IFNAMSIZ]byte
		data unsafe.Pointer
		_    [16]byte
	}
	copy(req.name[:unix.IFNAMSIZ-1], t.dev)
	req.data = unsafe.Pointer(unsafe.SliceData(b))
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&req)))
	unix.Close(fd)
	if errno != 0 {
		return errno
	}
	return nil
}

// perror tells what failed and why, and is the status.
func (t *tool) perror(what string, err error, code int) int {
	why := err.Error()
	if errno, ok := err.(unix.Errno); ok {
		why = nl.Strerror(errno)
	}
	t.warn(what + ": " + why)
	return code
}

// driver prints a struct ethtool_drvinfo.
func (t *tool) driver() int {
	b := make([]byte, 196)
	if err := t.ioctl(unix.ETHTOOL_GDRVINFO, b); err != nil {
		return t.perror("Cannot get driver information", err, 71)
	}
	t.printDriver(b)
	return 0
}

var driverFields = [...]struct {
	label string
	at    uint8 // where it is: 32 bytes of text, or behind them a number
}{
	{"driver: ", 4}, {"version: ", 36}, {"firmware-version: ", 68}, {"expansion-rom-version: ", 132}, {"bus-info: ", 100},
	{"supports-statistics: ", 180}, {"supports-test: ", 184}, {"supports-eeprom-access: ", 188},
	{"supports-register-dump: ", 192}, {"supports-priv-flags: ", 176},
}

func (t *tool) printDriver(b nl.Value) {
	for i := range driverFields {
		f := &driverFields[i]
		t.e.Puts(f.label)
		if v := b.From(int(f.at)); f.at < 176 {
			t.e.Bytes("", "%\n", v[:min(32, len(v))].Text())
		} else {
			t.e.Bool("", "%\n", v.U32() != 0, "yes", "no")
		}
	}
}

func (t *tool) statistics() int { return t.counters(unix.ETHTOOL_GSTATS, setStats, "NIC") }

func (t *tool) phyStatistics() int { return t.counters(unix.ETHTOOL_GPHYSTATS, setPhyStats, "PHY") }

const nameLen = 32 // ETH_GSTRING_LEN

// counters prints the counters of a set of names.
func (t *tool) counters(cmd uint32, set int, what string) int {
	const cannot = "Cannot get stats strings information"
	info := make([]byte, 20) // struct ethtool_sset_info with one length
	info[8] = 1 << set
	if err := t.ioctl(unix.ETHTOOL_GSSET_INFO, info); err != nil {
		return t.perror(cannot, err, 96)
	}
	n := int(nl.Native.Uint32(info[16:]))
	if info[8] == 0 || n == 0 {
		t.warn("no stats available")
		return 94
	}
	names := make([]byte, 12+n*nameLen) // struct ethtool_gstrings
	names[4] = byte(set)
	nl.Native.PutUint32(names[8:], uint32(n))
	if err := t.ioctl(unix.ETHTOOL_GSTRINGS, names); err != nil {
		return t.perror(cannot, err, 96)
	}
	values := make([]byte, 8+n*8) // struct ethtool_stats
	nl.Native.PutUint32(values[4:], uint32(n))
	if err := t.ioctl(cmd, values); err != nil {
		return t.perror("Cannot get stats information", err, 97)
	}
	t.printCounters(what, names[12:], values[8:])
	return 0
}

func (t *tool) printCounters(what string, names, values nl.Value) {
	t.e.Str("", "% statistics:\n", what)
	for ; len(names) >= nameLen; names, values = names[nameLen:], values.From(8) {
		t.e.Bytes("", "     %: ", names[:nameLen].Text())
		t.e.Uint("", "%\n", values.U64())
	}
}
