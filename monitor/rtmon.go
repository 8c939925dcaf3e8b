package monitor

import (
	"time"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

const rtmonUsage = `Usage: rtmon [ OPTIONS ] file FILE [ all | OBJECTS ]
OPTIONS := { -f[amily] { inet | inet6 | link | help } | -4 | -6 | -0 | -V[ersion] }
OBJECTS := [ link ] [ address ] [ route ]
saves what ip monitor file FILE shows
`

// rtmonVersion is upstream's version that rtmon is to be taken for.
const rtmonVersion = "7.3.0"

// RunRtmon is the program rtmon: it saves the links there are, and events until it is
// ended.
func RunRtmon(e *cli.Env, words []string) error {
	r := recorder{e: e, groups: everything}
	a := cli.NewArgs(words)
	for a.More() {
		if done, err := r.word(a); done || err != nil {
			return err
		}
	}
	if !r.given {
		return cli.Quit(255, `Not enough information: argument "file" is required`)
	}
	return r.run()
}

const everything = ^uint32(0)

// A recorder writes messages to a file, each event with the time before it.
type recorder struct {
	e                    *cli.Env
	family               uint8
	groups               uint32
	link, address, route bool
	file                 string
	given                bool
}

// word takes a word; done is set where it was all there is to do.
func (r *recorder) word(a *cli.Args) (done bool, err error) {
	w, _ := a.Next()
	is := func(name string) bool { return cli.Prefix(w, name) }
	switch {
	case is("-family"):
		if !a.More() {
			return false, cli.Missing("family type")
		}
		switch w, _ = a.Next(); w {
		case "inet":
			r.family = unix.AF_INET
		case "inet6", "link": // as the reference
			r.family = unix.AF_INET6
		case "help":
			return false, cli.Usage(rtmonUsage)
		default:
			return false, cli.Quit(255, `Protocol ID "`+w+`" is unknown, try "rtmon help".`)
		}
	case w == "-4":
		r.family = unix.AF_INET
	case w == "-6":
		r.family = unix.AF_INET6
	case w == "-0":
		r.family = unix.AF_PACKET
	case is("-Version"):
		r.e.Puts("rtmon utility, iproute2-" + rtmonVersion + "\n")
		return true, nil
	case is("file"):
		if !a.More() {
			return false, cli.Missing("file")
		}
		r.file, _ = a.Next()
		r.given = true
	case is("link"):
		r.link, r.groups = true, 0
	case is("address"):
		r.address, r.groups = true, 0
	case is("route"):
		r.route, r.groups = true, 0
	case w == "all":
		r.groups = everything
	case is("help"):
		return false, cli.Usage(rtmonUsage)
	default:
		return false, cli.Quit(255, `Argument "`+w+`" is unknown, try "rtmon help".`)
	}
	return false, nil
}

func (r *recorder) run() error {
	e := r.e
	mask := r.groups
	add := func(on bool, family uint8, group int) {
		if on && (family == unix.AF_UNSPEC || r.family == unix.AF_UNSPEC || r.family == family) {
			mask |= 1 << (group - 1)
		}
	}
	add(r.link, unix.AF_UNSPEC, unix.RTNLGRP_LINK)
	add(r.address, unix.AF_INET, unix.RTNLGRP_IPV4_IFADDR)
	add(r.address, unix.AF_INET6, unix.RTNLGRP_IPV6_IFADDR)
	add(r.route, unix.AF_INET, unix.RTNLGRP_IPV4_ROUTE)
	add(r.route, unix.AF_INET6, unix.RTNLGRP_IPV6_ROUTE)
	fd, err := unix.Open(r.file, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC|unix.O_CLOEXEC, 0o666)
	if err != nil {
		return cli.Quit(255, info.Perror("Cannot fopen", err))
	}
	e.Dest = func(b []byte) {
		for len(b) > 0 {
			n, err := unix.Write(fd, b)
			if err != nil && err != unix.EINTR {
				return // as the reference, which does not look
			}
			b = b[max(n, 0):]
		}
	}
	c, err := e.Dial(unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer c.Close()
	c.Hold(room)
	if err := c.Bind(mask); err != nil {
		return cli.Quit(1, info.Perror("Cannot bind netlink socket", err))
	}
	asker, err := e.Conn()
	if err != nil {
		return err
	}
	r.stamp()
	var h [info.HeaderLen]byte
	m := asker.New(unix.RTM_GETLINK, 0, h[:])
	m.PutU32(unix.IFLA_EXT_MASK, 1) // RTEXT_FILTER_VF
	for msg, err := range asker.Dump(m) {
		if err != nil {
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return err
			}
			break
		}
		r.write(msg)
	}
	err = c.Listen(func(msg nl.Reply, _ int32) error {
		r.stamp()
		r.write(msg)
		return nil
	}, e.Flush, func(err error) { e.Warn(err.Error()) })
	return cli.Status(err, 2, true)
}

// stamp writes a message that says what time it is (NLMSG_TSTAMP).
func (r *recorder) stamp() {
	var b [24]byte
	now := time.Now()
	nl.Native.PutUint32(b[:], uint32(len(b)))
	nl.Native.PutUint16(b[4:], stamped)
	nl.Native.PutUint32(b[16:], uint32(now.Unix()))
	nl.Native.PutUint32(b[20:], uint32(now.Nanosecond()/1000))
	r.e.Write(b[:])
}

// write writes a message, padded.
func (r *recorder) write(m nl.Reply) {
	var zero [3]byte
	r.e.Write(m.Msg)
	r.e.Write(zero[:-len(m.Msg)&3])
	r.e.Spill()
}
