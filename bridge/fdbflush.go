package bridge

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// The flags of entries that flush can pick by, each with a no before it too.
var flushFlags = [...]struct {
	name string
	flag uint8
}{
	{"added_by_user", unix.NTF_USE}, {"extern_learn", unix.NTF_EXT_LEARNED}, {"sticky", uapi.NTF_STICKY},
	{"offloaded", unix.NTF_OFFLOADED}, {"router", unix.NTF_ROUTER},
}

// flushFDB deletes the entries that fit, in one request.
func flushFDB(e *cli.Env, a *cli.Args) error {
	n := entry{vid: -1, vni: -1, srcVNI: -1}
	var brport word
	var stateMask uint16
	var flagsMask uint8
	state := func(set, clear, mask uint16) {
		n.state = n.state&^clear | set
		stateMask |= mask
	}
words:
	for a.More() {
		w, _ := a.Next()
		if w == "nhid" {
			value, err := a.Next()
			if err != nil {
				return err
			}
			v, ok := cli.Uint(value, 0, 32)
			if !ok {
				return cli.Invalid("\"nid\" value is invalid\n", value)
			}
			n.nhid = uint32(v)
			continue
		}
		if ok, err := n.tunnel(e, a, w); err != nil {
			return err
		} else if ok {
			continue
		}
		plain, no := strings.CutPrefix(w, "no")
		for _, f := range flushFlags {
			if plain == f.name {
				flagsMask |= f.flag
				if n.flags |= f.flag; no {
					n.flags &^= f.flag
				}
				continue words
			}
		}
		var err error
		switch w {
		case "dev":
			err = n.dev.next(a)
		case "master":
			n.flags |= unix.NTF_MASTER
		case "self":
			n.flags |= unix.NTF_SELF
		case "permanent":
			state(unix.NUD_PERMANENT, 0, unix.NUD_PERMANENT)
		case "nopermanent":
			state(0, unix.NUD_PERMANENT, unix.NUD_PERMANENT)
		case "static":
			state(unix.NUD_NOARP, 0, unix.NUD_NOARP|unix.NUD_PERMANENT)
		case "nostatic":
			state(0, unix.NUD_NOARP, unix.NUD_NOARP)
		case "dynamic":
			state(0, unix.NUD_NOARP, unix.NUD_NOARP|unix.NUD_PERMANENT)
		case "nodynamic":
			state(unix.NUD_NOARP, 0, unix.NUD_NOARP)
		case "brport":
			if brport.given {
				return cli.Garbage("brport", w)
			}
			err = brport.next(a)
		case "vlan":
			err = n.vlan(a)
		case "help":
			_, err = a.Next()
		default:
			e.Warn(`bridge fdb: unknown command "` + w + `"?`)
			return cli.Usage(fdbUsage)
		}
		if err != nil {
			return err
		}
	}
	if !n.dev.given {
		return e.Fail("Device is a required argument.")
	}
	index, err := named(e, "bridge", n.dev.text)
	if err != nil {
		return err
	}
	port := int16(-1)
	if brport.given {
		i, err := named(e, "bridge port", brport.text)
		if err != nil {
			return err
		}
		port = int16(i)
	}
	if n.vid >= 4096 {
		return e.Fail(`Invalid VLAN ID "` + strconv.Itoa(int(n.vid)) + `"`)
	}
	if n.flags&(unix.NTF_SELF|unix.NTF_MASTER) == 0 {
		n.flags |= unix.NTF_SELF
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	m := c.New(unix.RTM_DELNEIGH, uapi.NLM_F_BULK, neighHeader(index, n.state, n.flags))
	if port > -1 {
		m.PutU32(unix.NDA_IFINDEX, uint32(port))
	}
	if n.vid > -1 {
		m.PutU16(unix.NDA_VLAN, uint16(n.vid))
	}
	if n.srcVNI != -1 {
		m.PutU32(unix.NDA_SRC_VNI, uint32(n.srcVNI))
	}
	if n.nhid > 0 {
		m.PutU32(uapi.NDA_NH_ID, n.nhid)
	}
	if n.vni != -1 {
		m.PutU32(unix.NDA_VNI, uint32(n.vni))
	}
	if n.port != 0 {
		m.PutBE16(unix.NDA_PORT, uint16(n.port))
	}
	if n.dst != nil {
		m.PutBytes(unix.NDA_DST, n.dst)
	}
	if flagsMask != 0 {
		m.PutU8(uapi.NDA_NDM_FLAGS_MASK, flagsMask)
	}
	if stateMask != 0 {
		m.PutU16(uapi.NDA_NDM_STATE_MASK, stateMask)
	}
	return talk(e, m)
}
