package main

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/proc"
	"gip/internal/vrf"
	"gip/netns"
	"gip/route"

	"golang.org/x/sys/unix"
)

// Upstream's version that gip is to be taken for, and its own, which the build sets.
const upstream = "7.3.0"

var version = "dev"

const ipUsage = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch FILE
where  OBJECT := { address | addrlabel | fou | help | ila | ioam | l2tp | link |
                   macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | stats | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
       OPTIONS := { -V[ersion] | -n[etns] NAME | -a[ll] | -echo |
                    -4 | -6 | -M | -B | -0 |
                    -f[amily] { inet | inet6 | mpls | bridge | link } |
                    -br[ief] | -o[neline] | -d[etails] | -s[tatistics] |
                    -j[son] | -p[retty] | -c[olor][={always|auto|never}] |
                    -h[uman-readable] | -iec | -N[umeric] | -r[esolve] |
                    -t[imestamp] | -ts[hort] | -b[atch] [FILE] | -force |
                    -l[oops] ROUNDS-OF-A-FLUSH | -rc[vbuf] BYTES }
`

func ipHelp(*cli.Env, *cli.Args) error { return cli.Usage(ipUsage) }

// runIP is the program ip. obj, where not empty, is what stood behind "ip" in the
// name it was called by.
func runIP(e *cli.Env, words []string, obj string) error {
	e.Prog = "ip"
	if len(words) < 2 || words[0] != "vrf" || words[1] != "exec" {
		if err := vrf.DropCapabilities(); err != nil {
			return cli.Quit(1, "")
		}
	}
	batch, a, err := ipOptions(e, words)
	if err != nil || a == nil {
		return err
	}
	paint(e)
	if batch != "" {
		family := e.Family
		return runBatch(e, batch, changesRoutes, func(a *cli.Args) error {
			e.Family = family
			return command(e, a, ipObjects[:], 1)
		})
	}
	if obj != "" {
		err := command(e, cli.NewArgs(append([]string{obj}, a.Rest()...)), ipObjects[:], 1)
		if c, ok := err.(*cli.Error); !ok || !strings.HasPrefix(c.Msg, "Object ") {
			return err
		}
	}
	if !a.More() {
		return cli.Usage(ipUsage)
	}
	return command(e, a, ipObjects[:], 1)
}

// changesRoutes reports whether a batch's line does nothing but change routes.
func changesRoutes(words []string) bool {
	return cli.Prefix(words[0], "route") && route.Changes(words[1:])
}

// ipOptions reads the global options. a is nil where one of them was all there is to
// do.
func ipOptions(e *cli.Env, words []string) (batch string, a *cli.Args, err error) {
	a = cli.NewArgs(words)
	value := func(what string) (string, error) {
		if !a.More() {
			return "", cli.Missing(what)
		}
		return a.Next()
	}
	e.Colour = defaultColour()
	for a.More() && strings.HasPrefix(a.Peek(), "-") {
		opt, _ := a.Next()
		if opt == "--" {
			break
		}
		if strings.HasPrefix(opt, "--") {
			opt = opt[1:]
		}
		is := func(name string) bool { return strings.HasPrefix(name, opt) }
		switch {
		case is("-loops"):
			w, err := value("loop count")
			if err != nil {
				return "", nil, err
			}
			e.Loops = cli.Atoi(w)
		case is("-family"):
			w, err := value("family type")
			if err != nil {
				return "", nil, err
			}
			switch w {
			case "help":
				return "", nil, cli.Usage(ipUsage)
			case "inet":
				e.Family = unix.AF_INET
			case "inet6":
				e.Family = unix.AF_INET6
			case "link":
				e.Family = unix.AF_PACKET
			case "mpls":
				e.Family = unix.AF_MPLS
			case "bridge":
				e.Family = unix.AF_BRIDGE
			default:
				return "", nil, cli.Invalid("invalid protocol family", w)
			}
		case opt == "-4":
			e.Family = unix.AF_INET
		case opt == "-6":
			e.Family = unix.AF_INET6
		case opt == "-0":
			e.Family = unix.AF_PACKET
		case opt == "-M":
			e.Family = unix.AF_MPLS
		case opt == "-B":
			e.Family = unix.AF_BRIDGE
		case is("-human"), is("-human-readable"):
			e.Human = true
		case is("-iec"):
			e.IEC = true
		case is("-stats"), is("-statistics"):
			e.Stats++
		case is("-details"):
			e.Details++
		case is("-resolve"):
			e.Resolve = true
		case is("-oneline"):
			e.Oneline = true
		case is("-timestamp"):
			e.Stamp = true
		case is("-tshort"):
			e.Stamp, e.StampTS = true, true
		case is("-Version"):
			e.Puts("ip utility, iproute2-" + upstream + ", gip " + version + "\n")
			return "", nil, nil
		case is("-force"):
			e.Force = true
		case is("-batch"):
			if batch, err = value("batch file"); err != nil {
				return "", nil, err
			}
			if batch == "" {
				return "", nil, cannotOpen("", unix.ENOENT)
			}
		case is("-brief"):
			e.Brief = true
		case is("-json"):
			e.WantJSON = true
		case is("-pretty"):
			e.Pretty = true
		case is("-rcvbuf"):
			w, err := value("rcvbuf size")
			if err != nil {
				return "", nil, err
			}
			n, ok := cli.Uint(w, 0, 32)
			if !ok {
				return "", nil, cli.Quit(255, "Invalid rcvbuf size '"+w+"'")
			}
			e.Rcvbuf = int(n)
		case colourOption(e, opt):
		case is("-help"):
			return "", nil, cli.Usage(ipUsage)
		case is("-netns"):
			w := "(null)" // as the reference calls the name that is missing
			if a.More() {
				w, _ = a.Next()
			}
			if err := netns.Switch(w); err != nil {
				return "", nil, cli.Status(err, 255, true)
			}
			e.Netns = w
			e.Moved()
		case is("-Numeric"):
			e.Numeric = true
		case is("-all"):
			e.All = true
		case opt == "-echo":
			e.Echo = true
		default:
			return "", nil, cli.Quit(255, `Option "`+opt+`" is unknown, try "ip -help".`)
		}
	}
	return batch, a, nil
}

// defaultColour is auto, as Debian builds the reference, unless the environment's
// NO_COLOR says that no colour is wanted.
func defaultColour() cli.ColourWhen {
	if v, _ := proc.Getenv("NO_COLOR"); v != "" {
		return cli.ColourNever
	}
	return cli.ColourAuto
}

// colourOption takes -c[olor][=WHEN].
func colourOption(e *cli.Env, opt string) bool {
	name, when, _ := strings.Cut(opt, "=")
	if !cli.Prefix(name, "-color") {
		return false
	}
	switch when {
	case "", "always":
		e.Colour = cli.ColourAlways
	case "auto":
		e.Colour = cli.ColourAuto
	case "never":
		e.Colour = cli.ColourNever
	default:
		return false
	}
	return true
}

// paint turns colours on where they are wanted.
func paint(e *cli.Env) {
	if e.WantJSON || e.Colour == cli.ColourNever {
		return
	}
	if e.Colour == cli.ColourAlways || cli.Terminal(1) {
		fgbg, _ := proc.Getenv("COLORFGBG")
		e.Paint(fgbg)
	}
}
