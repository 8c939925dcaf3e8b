// Package route is the program route of net-tools.
package route

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/proc"
	"gip/legacy/getopt"
	"gip/legacy/inet"
)

const usage = `Usage: route [-nNvee] [-FC] [<AF>]           routes are shown
       route [-v] [-FC] {add|del|flush} ...  routes of a family are changed
       route {-h|--help} [<AF>]              how those of a family are
       route {-V|--version}                  which program this is

        -v, --verbose            taken and not minded
        -n, --numeric            numbers in place of names
        -N, --symbolic           the same
        -e, --extend             what TCP is told of a way; twice: that too
        -F, --fib                the routing table (default)
        -C, --cache              the routing cache
        -A, --protocol <af>      of an address family

  <AF>: -4, -6, '-A <af>' or '--<af>'; inet is the default
  Address families that have routes:
`

const version = "net-tools 2.10\n+NEW_ADDRT +RTF_IRTT +RTF_REJECT +I18N +SELINUX\n" + inet.FeaturesAF + "HW: " + inet.FeaturesHW

// what is asked for.
type request struct {
	e        *cli.Env
	resolver inet.Resolver
	action   action
	cache    bool
}

type action uint8

const (
	show action = iota
	add
	del
	flush
	help
)

// Run is the program.
func Run(e *cli.Env, words []string) error {
	words = append([]string(nil), words...)
	for i, w := range words {
		if w == "-net" || w == "-host" { // options would begin with -n and -h
			words[i] = "#" + w[1:]
		}
	}
	own := []getopt.Long{
		{Name: "extend", Opt: 'e'}, {Name: "verbose", Opt: 'v'}, {Name: "version", Opt: 'V'}, {Name: "numeric", Opt: 'n'},
		{Name: "symbolic", Opt: 'N'}, {Name: "protocol", Arg: getopt.Required, Opt: 'A'}, {Name: "cache", Opt: 'C'},
		{Name: "fib", Opt: 'F'}, {Name: "help", Opt: 'h'},
	}
	p := getopt.Parser{Name: proc.Args()[0], Short: "A:eCFhnN64Vv?", Long: inet.WithFamilies(own), Warn: e.Warn, Words: words}
	routes := inet.Routes{E: e, Ext: 1}
	var families inet.Families
	asked := false
	for {
		ok := true
		switch c := p.Next(); c {
		case -1:
			return run(e, &families, &routes, asked, p.Rest)
		case 1:
			ok = families.Option(e, "route", p.Found)
		case 'A':
			ok = families.Add(e, p.Value)
		case '6':
			ok = families.Add(e, "inet6")
		case '4':
			ok = families.Add(e, "inet")
		case 'n', 'N':
			routes.Numeric = true
		case 'e':
			routes.Ext++
		case 'C':
			routes.Cache = true
		case 'F':
			routes.FIB = true
		case 'V':
			e.Puts(version)
			return nil
		case 'h', '?':
			asked = true
		}
		if !ok {
			return cli.Silent(inet.StatusNoFamily)
		}
	}
}

func run(e *cli.Env, families *inet.Families, routes *inet.Routes, asked bool, words []string) error {
	q := request{e: e, cache: routes.Cache}
	switch {
	case asked && !families.Any():
		inet.RoutedFamilies(e)
		e.Puts(usage)
		return nil
	case asked:
		q.action = help
	case len(words) > 0:
		switch words[0] {
		case "add":
			q.action = add
		case "del", "delete":
			q.action = del
		case "flush":
			q.action = flush
		default:
			return badUsage(e)
		}
	}
	list := families.String("inet")
	if q.action == show {
		if !routes.FIB && !routes.Cache {
			routes.FIB = true
		}
		routes.Ext &= 3
		return routes.Show(list)
	}
	if len(words) > 0 {
		words = words[1:]
	}
	switch list {
	case "inet":
		return q.inet(words)
	case "inet6":
		return q.inet6(words)
	case "ipx": // so says the original, too
		return cli.Quit(inet.StatusNoFamily, "IPX: this needs to be written")
	case "netrom":
		return cli.Quit(inet.StatusNoFamily, "NET/ROM: this needs to be written")
	case "x25":
		return cli.Quit(inet.StatusNoFamily, "gip changes no routes of address family `x25'.")
	}
	if inet.Known(list) {
		return cli.Quit(inet.StatusOption, "No routing for address family `"+list+"'.")
	}
	if strings.Contains(list, ",") {
		e.Warn("Please don't supply more than one address family.")
	}
	return cli.Quit(inet.StatusOption, "Address family `"+list+"' not supported.")
}

// badUsage is the help as it answers a word that there is none of.
func badUsage(e *cli.Env) error {
	e.Warn(strings.TrimSuffix(usage, "\n"))
	inet.RoutedFamilies(e)
	return cli.Silent(inet.StatusOption)
}

// wrong is the help of a family, with a word before it of what is wrong.
func wrong(usage, why string) error {
	if why != "" {
		why += "\n"
	}
	return cli.Quit(inet.StatusOption, why+strings.TrimSuffix(usage, "\n"))
}

// digit is whether a number begins word.
func digit(word string) bool { return word != "" && word[0] >= '0' && word[0] <= '9' }
