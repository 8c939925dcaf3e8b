package nstest

import (
	"encoding/binary"
	"hash/maphash"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

var seed = maphash.MakeSeed()

// look sums up what moves by itself in the namespaces of the sandbox: the
// links' flags and states, the addresses' flags.
type look struct {
	sum       uint64
	tentative bool
	dark      bool // a link is up and has no carrier
}

func signature() uint64 { return lookAll().sum }

// settle waits until two looks some milliseconds apart are the same (and, if
// asked, no address is tentative), and gives the last one. It gives up in silence.
func settle(limit time.Duration, dad bool) uint64 {
	end := time.Now().Add(limit)
	was := lookAll()
	same := 0
	for time.Now().Before(end) {
		time.Sleep(6 * time.Millisecond)
		now := lookAll()
		if now.sum == was.sum && (!dad || !now.tentative) {
			if same++; same == 2 {
				break
			}
		} else {
			same = 0
		}
		was = now
	}
	return was.sum
}

func lookAll() look {
	l := lookHere()
	ds, err := os.ReadDir("/run/netns")
	if err != nil || len(ds) == 0 {
		return l
	}
	home, err := unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return l
	}
	defer unix.Close(home)
	for _, d := range ds {
		fd, err := unix.Open(filepath.Join("/run/netns", d.Name()), unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			continue
		}
		if unix.Setns(fd, unix.CLONE_NEWNET) == nil {
			o := lookHere()
			l.sum = l.sum*31 + o.sum
			l.tentative = l.tentative || o.tentative
			l.dark = l.dark || o.dark
			if unix.Setns(home, unix.CLONE_NEWNET) != nil {
				panic("nstest: no way home")
			}
		}
		unix.Close(fd)
	}
	return l
}

func lookHere() look {
	var l look
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return l
	}
	defer unix.Close(fd)
	var h maphash.Hash
	h.SetSeed(seed)
	dump(fd, unix.RTM_GETLINK, unix.SizeofIfInfomsg, func(m []byte) {
		h.Write(m[:12]) // type, index, flags
		attrs(m[16:], func(t uint16, v []byte) {
			if t == unix.IFLA_CARRIER && len(v) > 0 && v[0] == 0 && m[8]&unix.IFF_UP != 0 {
				l.dark = true
			}
			if t == unix.IFLA_OPERSTATE || t == unix.IFLA_CARRIER || t == unix.IFLA_IFNAME {
				h.Write(v)
			}
		})
	})
	dump(fd, unix.RTM_GETADDR, unix.SizeofIfAddrmsg, func(m []byte) {
		h.Write(m[:8])
		l.tentative = l.tentative || m[2]&unix.IFA_F_TENTATIVE != 0 && m[2]&unix.IFA_F_DADFAILED == 0
	})
	l.sum = h.Sum64()
	return l
}

func attrs(b []byte, f func(uint16, []byte)) {
	for len(b) >= 4 {
		n := int(binary.NativeEndian.Uint16(b))
		if n < 4 || n > len(b) {
			return
		}
		f(binary.NativeEndian.Uint16(b[2:])&0x3fff, b[4:n])
		b = b[min((n+3)&^3, len(b)):]
	}
}

func dump(fd int, typ uint16, header int, f func([]byte)) {
	dumpWith(fd, typ, make([]byte, header), f)
}

func dumpWith(fd int, typ uint16, head []byte, f func([]byte)) {
	header := len(head)
	req := append(make([]byte, 16), head...)
	binary.NativeEndian.PutUint32(req, uint32(len(req)))
	binary.NativeEndian.PutUint16(req[4:], typ)
	binary.NativeEndian.PutUint16(req[6:], unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	if unix.Sendto(fd, req, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}) != nil {
		return
	}
	buf := make([]byte, 64<<10)
	for {
		n, _, err := unix.Recvfrom(fd, buf, 0)
		if err != nil {
			return
		}
		for b := buf[:n]; len(b) >= 16; {
			l := int(binary.NativeEndian.Uint32(b))
			t := binary.NativeEndian.Uint16(b[4:])
			if l < 16 || l > len(b) || t == unix.NLMSG_DONE || t == unix.NLMSG_ERROR {
				return
			}
			if l >= 16+header {
				f(b[16:l])
			}
			b = b[min((l+3)&^3, len(b)):]
		}
	}
}

// kindKnown asks the kernel to make a link of a kind with nothing else said:
// one that does not know the kind says so in its own words.
func kindKnown(kind string) bool {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_EXT_ACK, 1)
	attr := func(t uint16, v []byte) []byte {
		b := make([]byte, (4+len(v)+3)&^3)
		binary.NativeEndian.PutUint16(b, uint16(4+len(v)))
		binary.NativeEndian.PutUint16(b[2:], t)
		copy(b[4:], v)
		return b
	}
	req := make([]byte, 32)
	req = append(req, attr(unix.IFLA_LINKINFO, attr(unix.IFLA_INFO_KIND, append([]byte(kind), 0)))...)
	binary.NativeEndian.PutUint32(req, uint32(len(req)))
	binary.NativeEndian.PutUint16(req[4:], unix.RTM_NEWLINK)
	binary.NativeEndian.PutUint16(req[6:], unix.NLM_F_REQUEST|unix.NLM_F_ACK|unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	if unix.Sendto(fd, req, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}) != nil {
		return false
	}
	buf := make([]byte, 8<<10)
	n, _, err := unix.Recvfrom(fd, buf, 0)
	if err != nil || n < 20 {
		return false
	}
	if int32(binary.NativeEndian.Uint32(buf[16:])) != -int32(unix.EOPNOTSUPP) {
		return true
	}
	known := true
	off := 20 + 16
	if binary.NativeEndian.Uint16(buf[6:])&0x100 == 0 { // not NLM_F_CAPPED: the request is echoed
		off = 20 + (int(binary.NativeEndian.Uint32(buf[20:]))+3)&^3
	}
	attrs(buf[min(off, n):n], func(t uint16, v []byte) {
		if t == 1 && string(v) == "Unknown device type\x00" {
			known = false
		}
	})
	return known
}
