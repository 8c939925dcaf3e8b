package link

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

// afStats runs ip link afstats: what a protocol counts on each link, of which the
// kernel tells MPLS's. As upstream its failures are told and have the status 0.
func afStats(e *cli.Env, a *cli.Args) error {
	dev, given := "", false
	for a.More() {
		word, _ := a.Next()
		switch {
		case word == "dev":
			w, err := a.Next()
			if err != nil {
				return err
			}
			if given {
				return cli.Garbage("dev", w)
			}
			dev, given = w, true
		case cli.Prefix(word, "help"):
			return cli.Usage(usage)
		default:
			return cli.UnknownCommand(word, "ip link")
		}
	}
	index := uint32(0)
	if given {
		if index = e.LinkIndex(dev); int32(index) <= 0 {
			e.Warn(`Device "` + dev + `" does not exist.`)
			return nil
		}
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	e.Begin()
	var tb [uapi.IFLA_STATS_MAX + 1]nl.Value
	for r, err := range c.Dump(statsRequest(c, uapi.IFLA_STATS_AF_SPEC)) {
		if err != nil {
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				e.Warn(err.Error())
			}
			break
		}
		t := nl.Table(tb[:])
		of := nl.Value(r.Data).From(4).U32()
		if !r.Attrs(t, statsHeaderLen) || index != 0 && index != of {
			continue
		}
		printAFStats(e, t[uapi.IFLA_STATS_AF_SPEC], of)
		e.Spill()
	}
	e.End()
	return nil
}

func printAFStats(e *cli.Env, v nl.Value, index uint32) {
	named := false
	for family, v := range nl.Attrs(v) {
		if e.Family != unix.AF_UNSPEC && family != uint16(e.Family) {
			continue
		}
		if !named {
			e.Uint("ifindex", "%:", uint64(index))
			e.Color(1).Str("ifname", "%", e.LinkName(index))
			e.NL()
			named = true
		}
		if family != unix.AF_MPLS {
			e.Warn("    unknown af(" + strconv.Itoa(int(family)) + ")")
			continue
		}
		var tb [2]nl.Value
		if s := nl.Table(tb[:]).Index(v)[1]; s != nil { // MPLS_STATS_LINK
			e.Text("    mpls:")
			e.NL()
			info.Few(e, s, "        ", "noroute", "noroute")
			e.Text("\n")
		}
	}
}
