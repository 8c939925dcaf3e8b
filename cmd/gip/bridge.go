package main

import (
	"strings"

	"gip/internal/cli"
	"gip/netns"

	"golang.org/x/sys/unix"
)

const bridgeUsage = `Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }
       bridge [ -force ] -batch FILE
where  OBJECT := { link | fdb | mdb | mst | vlan | vni | monitor }
       OPTIONS := { -V[ersion] | -n[etns] NAME | -s[tatistics] | -d[etails] |
                    -o[neline] | -t[imestamp] | -com[pressvlans] |
                    -c[olor][={always|auto|never}] | -j[son] | -p[retty] }
`

func bridgeHelp(*cli.Env, *cli.Args) error { return cli.Usage(bridgeUsage) }

// runBridge is the program bridge.
func runBridge(e *cli.Env, words []string) error {
	batch, a, err := bridgeOptions(e, words)
	if err != nil || a == nil {
		return err
	}
	paint(e)
	if batch != "" {
		// None of its lines makes or renames a link.
		calm := func([]string) bool { return true }
		return runBatch(e, batch, calm, func(a *cli.Args) error { return command(e, a, bridgeObjects[:], 255) })
	}
	if !a.More() {
		return cli.Usage(bridgeUsage)
	}
	return command(e, a, bridgeObjects[:], 255)
}

func bridgeOptions(e *cli.Env, words []string) (batch string, a *cli.Args, err error) {
	a = cli.NewArgs(words)
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
		case is("-help"):
			return "", nil, cli.Usage(bridgeUsage)
		case is("-Version"):
			e.Puts("bridge utility, " + upstream + ", gip " + version + "\n")
			return "", nil, nil
		case is("-stats"), is("-statistics"):
			e.Stats++
		case is("-details"):
			e.Details++
		case is("-oneline"):
			e.Oneline = true
		case is("-timestamp"):
			e.Stamp = true
		case is("-family"):
			if !a.More() {
				return "", nil, cli.Usage(bridgeUsage)
			}
			switch w, _ := a.Next(); w {
			case "inet":
				e.Family = unix.AF_INET
			case "inet6":
				e.Family = unix.AF_INET6
			case "help":
				return "", nil, cli.Usage(bridgeUsage)
			default:
				return "", nil, cli.Invalid("invalid protocol family", w)
			}
		case opt == "-4":
			e.Family = unix.AF_INET
		case opt == "-6":
			e.Family = unix.AF_INET6
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
		case colourOption(e, opt):
		case is("-compressvlans"):
			e.Compress = true
		case is("-force"):
			e.Force = true
		case is("-json"):
			e.WantJSON = true
		case is("-pretty"):
			e.Pretty = true
		case is("-batch"):
			if !a.More() {
				return "", nil, cli.Usage(bridgeUsage)
			}
			batch, _ = a.Next()
		default:
			return "", nil, cli.Quit(255, `Option "`+opt+`" is unknown, try "bridge help".`)
		}
	}
	return batch, a, nil
}
