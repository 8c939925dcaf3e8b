package link

import (
	"gip/internal/bpf"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// xdp takes the program off a link, which must be the last word, or puts one on that
// is pinned to a file or in an object file.
func (r *request) xdp(e *cli.Env, a *cli.Args, mode string, dev *string) error {
	if !a.More() {
		return cli.Incomplete()
	}
	flags, ifindex := uint32(0), uint32(0)
	if !e.Force {
		flags |= uapi.XDP_FLAGS_UPDATE_IF_NOEXIST
	}
	switch mode {
	case "xdpgeneric":
		flags |= uapi.XDP_FLAGS_SKB_MODE
	case "xdpdrv":
		flags |= uapi.XDP_FLAGS_DRV_MODE
	case "xdpoffload":
		if dev != nil {
			ifindex = e.LinkIndex(*dev)
		}
		if ifindex == 0 {
			return cli.Incomplete()
		}
		flags |= uapi.XDP_FLAGS_HW_MODE
	}
	fd := -1
	if w := a.Peek(); a.Len() == 1 && (w == "off" || w == "none") {
		a.Skip(1)
	} else {
		var err error
		if fd, _, err = bpf.Take(a, uapi.BPF_PROG_TYPE_XDP, ifindex); err != nil {
			if bad, ok := err.(*bpf.Error); ok {
				return cli.Quit(255, bad.Text)
			}
			return err
		}
		r.fds = append(r.fds, fd)
	}
	r.m.Open(uapi.IFLA_XDP)
	nl.Native.PutUint32(r.m.Add(uapi.IFLA_XDP_FD, 4), uint32(fd))
	if flags != 0 {
		nl.Native.PutUint32(r.m.Add(uapi.IFLA_XDP_FLAGS, 4), flags)
	}
	r.m.Close()
	return nil
}
