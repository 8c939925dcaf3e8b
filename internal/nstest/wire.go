package nstest

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// A request on the wire, as text that two programs share when they ask the same
// of the kernel: the protocol, the type (a generic family by its name), the
// flags, the fixed header in hex, and the attributes as a sorted tree. Sequence
// numbers and ports are dropped, and so are questions: who looks up a name how
// often is each one's own affair. What stands for an open file is masked.
//
//	route 16 0605 00000000... [18=[1="veth"]]

// traceLine runs one line under strace and gives the requests it sent.
func traceLine(i int, line string, dumps bool) Result {
	os.WriteFile("/proc/sys/kernel/ns_last_pid", []byte(strconv.Itoa(1000+i%280*100)), 0)
	file := playDir + "/trace"
	r, err := capture("", "/usr/bin/strace", "-f", "-qq", "-yy", "-o", file, "-s", "0",
		"-e", "trace=socket,sendmsg,sendto", "-e", "write=all", "-e", "signal=none", "/bin/sh", "-c", line)
	if err != nil {
		return Result{Err: err.Error(), Status: -1}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return Result{Err: err.Error(), Status: -1}
	}
	w := &wire{dumps: dumps}
	w.read(string(b))
	r.Requests = w.out
	return r
}

type wire struct {
	dumps    bool
	families map[uint16]string
	out      []string
}

// read picks the netlink messages out of strace's account.
func (w *wire) read(trace string) {
	protos := map[string]string{}
	proto := ""
	var buf []byte
	flush := func() {
		if proto != "" {
			w.messages(proto, buf)
		}
		buf = buf[:0]
	}
	sc := bufio.NewScanner(strings.NewReader(trace))
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		l := sc.Text()
		switch {
		case strings.HasPrefix(l, " | "):
			f := strings.TrimSpace(l[3:])
			_, f, _ = strings.Cut(f, " ")
			if len(f) > 50 {
				f = f[:50]
			}
			h, err := hex.DecodeString(strings.ReplaceAll(f, " ", ""))
			if err != nil {
				h = nil
			}
			buf = append(buf, h...)
		case strings.HasPrefix(l, " * "): // one of a gathered message's buffers
		default:
			flush()
			proto = ""
			_, rest, ok := strings.Cut(l, "<NETLINK:[")
			if !ok || strings.Contains(l, "resumed>") {
				continue
			}
			// [ROUTE:port] of a socket that is bound, else [inode]
			at, _, _ := strings.Cut(rest, "]")
			if _, made, ok := strings.Cut(l, "socket(AF_NETLINK, "); ok {
				_, made, _ = strings.Cut(made, ", NETLINK_")
				made, _, _ = strings.Cut(made, ")")
				protos[at] = strings.ToLower(made)
				continue
			}
			if proto = protos[at]; proto == "" {
				at, _, _ = strings.Cut(at, ":")
				proto = strings.ToLower(at)
			}
		}
	}
	flush()
}

func (w *wire) messages(proto string, b []byte) {
	for len(b) >= 16 {
		n := int(binary.NativeEndian.Uint32(b))
		if n == 0 {
			return // a program that sends its whole buffer: the kernel stops here too
		}
		if n < 16 || n > len(b) {
			w.out = append(w.out, proto+" broken "+hex.EncodeToString(b))
			return
		}
		w.message(proto, b[:n])
		b = b[min((n+3)&^3, len(b)):]
	}
}

func (w *wire) message(proto string, m []byte) {
	typ := binary.NativeEndian.Uint16(m[4:])
	flags := binary.NativeEndian.Uint16(m[6:])
	body := m[16:]
	head, name := 0, strconv.Itoa(int(typ))
	dump := flags&unix.NLM_F_DUMP == unix.NLM_F_DUMP
	switch proto {
	case "route":
		if typ&3 == 2 && typ >= 16 && !(w.dumps && dump) {
			return
		}
		head = routeHead(typ)
	case "generic":
		if typ == unix.GENL_ID_CTRL {
			return
		}
		head = 4
		name = w.family(typ)
		if dump && !w.dumps {
			return
		}
	case "xfrm":
		if head = xfrmHead(typ); head < 0 || dump && !w.dumps {
			return
		}
	default:
		if dump && !w.dumps {
			return
		}
		head = len(body)
	}
	head = min(head, len(body))
	t := fmt.Sprintf("%s %s %04x %s", proto, name, flags, hex.EncodeToString(body[:head]))
	if rest := body[min((head+3)&^3, len(body)):]; len(rest) > 0 {
		t += " " + tree(rest, []uint16{typ})
	}
	w.out = append(w.out, t)
}

// routeHead tells the size of the fixed header of a rtnetlink message.
func routeHead(typ uint16) int {
	switch typ &^ 3 {
	case unix.RTM_NEWLINK, unix.RTM_NEWLINKPROP &^ 3:
		return 16
	case unix.RTM_NEWADDR, unix.RTM_NEWNEXTHOP &^ 3, unix.RTM_GETMDB &^ 3:
		return 8
	case unix.RTM_NEWROUTE, unix.RTM_NEWNEIGH, unix.RTM_NEWRULE, unix.RTM_NEWADDRLABEL, unix.RTM_NEWSTATS &^ 3:
		return 12
	case 112, 120: // bridge vlans, tunnels' ids
		return 8
	}
	return 4
}

// xfrmHead tells the size of the fixed header of an XFRM message, -1 for a question.
func xfrmHead(typ uint16) int {
	switch typ {
	case 0x10, 0x1a: // a state
		return 224
	case 0x13, 0x19: // a policy
		return 168
	case 0x11, 0x12: // a state's id
		return 24
	case 0x14, 0x15: // a policy's id
		return 64
	case 0x16:
		return 232
	case 0x1c:
		return 1
	}
	return -1
}

// tree writes attributes sorted, nests as trees.
func tree(b []byte, path []uint16) string {
	as, ok := split(b)
	if !ok {
		return hex.EncodeToString(b)
	}
	var ts []string
	for _, a := range as {
		p := append(slices.Clip(path), a.typ)
		ts = append(ts, fmt.Sprintf("%d=%s", a.typ, value(a.val, p)))
	}
	slices.Sort(ts)
	return "[" + strings.Join(ts, " ") + "]"
}

type rawAttr struct {
	typ uint16
	val []byte
}

// split takes bytes as attributes, if they can be taken so to the last one.
func split(b []byte) ([]rawAttr, bool) {
	var as []rawAttr
	for len(b) > 0 {
		if len(b) < 4 {
			return nil, false
		}
		n := int(binary.NativeEndian.Uint16(b))
		t := binary.NativeEndian.Uint16(b[2:]) & 0x3fff
		if n < 4 || n > len(b) || t > 1024 {
			return nil, false
		}
		as = append(as, rawAttr{t, b[4:n]})
		b = b[min((n+3)&^3, len(b)):]
	}
	return as, true
}

func value(v []byte, path []uint16) string {
	at := func(p ...uint16) bool {
		return len(path) > 1 && path[0]&^3 == unix.RTM_NEWLINK && slices.Equal(path[1:], p)
	}
	fd := at(unix.IFLA_NET_NS_FD) || at(unix.IFLA_LINKINFO, unix.IFLA_INFO_DATA, 1, unix.IFLA_NET_NS_FD) ||
		len(path) == 2 && path[0]&^3 == unix.RTM_NEWNSID && path[1] == unix.NETNSA_FD
	if guid := at(unix.IFLA_VFINFO_LIST, 1, 10) || at(unix.IFLA_VFINFO_LIST, 1, 11); guid && len(v) == 16 {
		v = slices.Concat(v[:4], make([]byte, 4), v[8:]) // upstream sends what is in the gap
	}
	switch {
	case fd:
		return "<fd>"
	case len(v) == 0:
		return "-"
	case at(unix.IFLA_LINKINFO, unix.IFLA_INFO_DATA, 1) && len(v) > 16:
		if _, ok := split(v[16:]); ok { // a pair's other end: a header of its own, then attributes
			return hex.EncodeToString(v[:16]) + tree(v[16:], path[:1])
		}
	}
	if n := len(v); n > 1 && v[n-1] == 0 && !strings.ContainsFunc(string(v[:n-1]), func(r rune) bool { return r < ' ' || r > '~' }) {
		return strconv.Quote(string(v[:n-1]))
	}
	if _, ok := split(v); ok && len(v) >= 4 {
		return tree(v, path)
	}
	return hex.EncodeToString(v)
}

// family names a generic family by its number.
func (w *wire) family(id uint16) string {
	if w.families == nil {
		w.families = map[uint16]string{}
		fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_GENERIC)
		if err == nil {
			defer unix.Close(fd)
			dumpWith(fd, unix.GENL_ID_CTRL, []byte{unix.CTRL_CMD_GETFAMILY, 1, 0, 0}, func(m []byte) {
				var id uint16
				var name string
				attrs(m[4:], func(t uint16, v []byte) {
					switch {
					case t == unix.CTRL_ATTR_FAMILY_ID && len(v) == 2:
						id = binary.NativeEndian.Uint16(v)
					case t == unix.CTRL_ATTR_FAMILY_NAME:
						name = unix.ByteSliceToString(v)
					}
				})
				w.families[id] = name
			})
		}
	}
	if n := w.families[id]; n != "" {
		return n
	}
	return strconv.Itoa(int(id))
}
