package link

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
)

// xdp takes a program off a link, which must be the last words. Putting one on needs
// a loader that gip does not have, and says so.
func (r *request) xdp(e *cli.Env, a *cli.Args, mode string, dev *string) error {
	if !a.More() {
		return cli.Incomplete()
	}
	flags := uint32(0)
	if !e.Force {
		flags |= uapi.XDP_FLAGS_UPDATE_IF_NOEXIST
	}
	switch mode {
	case "xdpgeneric":
		flags |= uapi.XDP_FLAGS_SKB_MODE
	case "xdpdrv":
		flags |= uapi.XDP_FLAGS_DRV_MODE
	case "xdpoffload":
		if dev == nil || e.LinkIndex(*dev) == 0 {
			return cli.Incomplete()
		}
		flags |= uapi.XDP_FLAGS_HW_MODE
	}
	if w := a.Peek(); a.Len() != 1 || w != "off" && w != "none" {
		return cli.Quit(255, "Loading XDP programs is not supported by gip: only \""+mode+" off\" is.")
	}
	a.Skip(1)
	r.m.Open(uapi.IFLA_XDP)
	nl.Native.PutUint32(r.m.Add(uapi.IFLA_XDP_FD, 4), 0xffffffff)
	if flags != 0 {
		nl.Native.PutUint32(r.m.Add(uapi.IFLA_XDP_FLAGS, 4), flags)
	}
	r.m.Close()
	return nil
}
