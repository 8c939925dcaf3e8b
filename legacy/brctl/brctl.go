// Package brctl is the program brctl of bridge-utils, for scripts that still call it.
// Bridges are made and read with netlink; what they are set to goes, as there, to
// their files in /sys, which know errors that netlink words otherwise.
package brctl

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/proc"
)

// A command is one of brctl's: how many words it must have, and what its help says.
type command struct {
	name string
	args int
	run  func(e *cli.Env, a []string) error
	help string
}

// In the order of the help. A function, since the commands refer to it.
func commands() []command {
	return []command{
		{"addbr", 1, addBridge, "<bridge>\t\tmake a bridge"},
		{"delbr", 1, delBridge, "<bridge>\t\ttake a bridge away"},
		{"addif", 2, addPorts, "<bridge> <device>\tmake a link a port"},
		{"delif", 2, delPorts, "<bridge> <device>\ttake a port off"},
		{"hairpin", 3, hairpin, "<bridge> <port> {on|off}\tsend back where it came from"},
		{"setageing", 2, setAgeing, "<bridge> <time>\t\thow long addresses are kept"},
		{"setbridgeprio", 2, setPriority, "<bridge> <prio>\t\twhich bridge becomes root"},
		{"setfd", 2, setDelay, "<bridge> <time>\t\thow long ports listen and learn"},
		{"sethello", 2, setHello, "<bridge> <time>\t\thow often the root speaks"},
		{"setmaxage", 2, setMaxAge, "<bridge> <time>\t\thow long its word counts"},
		{"setpathcost", 3, setCost, "<bridge> <port> <cost>\twhat the way by a port costs"},
		{"setportprio", 3, setPortPriority, "<bridge> <port> <prio>\twhich port is preferred"},
		{"show", 0, show, "[ <bridge> ]\t\tbridges and their ports"},
		{"showmacs", 1, showMACs, "<bridge>\t\taddresses that were learnt"},
		{"showstp", 1, showSTP, "<bridge>\t\tthe spanning tree"},
		{"stp", 2, stp, "<bridge> {on|off}\ttake part in the spanning tree"},
	}
}

// Run is the program.
func Run(e *cli.Env, words []string) error {
	words, done, err := options(e, words)
	if done || err != nil {
		return err
	}
	if len(words) == 0 {
		help(e)
		return cli.Silent(1)
	}
	for _, c := range commands() {
		if c.name != words[0] {
			continue
		}
		if len(words)-1 < c.args {
			e.Puts("Incorrect number of arguments for command\nUsage: brctl " + c.name + " " + c.help + "\n")
			return cli.Silent(1)
		}
		return c.run(e, words[1:])
	}
	help(e)
	return failed("never heard of command [" + words[0] + "]")
}

func help(e *cli.Env) {
	e.Puts("Usage: brctl [commands]\ncommands:\n")
	for _, c := range commands() {
		e.Puts("\t" + c.name + "          "[:max(10-len(c.name), 0)] + "\t" + c.help + "\n")
	}
}

// options takes the options from among words, wherever they stand (getopt's way).
func options(e *cli.Env, words []string) (rest []string, done bool, err error) {
	for i, w := range words {
		switch {
		case w == "--":
			return append(rest, words[i+1:]...), false, nil
		case len(w) < 2 || w[0] != '-':
			rest = append(rest, w)
			continue
		case w[1] != '-':
			switch w[1] {
			case 'h':
				help(e)
				return nil, true, nil
			case 'V':
				version(e)
				return nil, true, nil
			}
			return nil, true, bad(e, "invalid option -- '"+w[1:2]+"'")
		}
		name, _, value := strings.Cut(w[2:], "=")
		for _, long := range [...]string{"help", "version"} {
			if name == "" || !strings.HasPrefix(long, name) {
				continue
			}
			switch {
			case value:
				return nil, true, bad(e, "option '--"+long+"' doesn't allow an argument")
			case long == "help":
				help(e)
			default:
				version(e)
			}
			return nil, true, nil
		}
		return nil, true, bad(e, "unrecognized option '"+w+"'")
	}
	return rest, false, nil
}

func version(e *cli.Env) { e.Puts("bridge-utils, 1.7\n") }

func bad(e *cli.Env, why string) error {
	help(e)
	return failed(proc.Args()[0] + ": " + why + "\nUnknown option '?'")
}

// failed is a failure, all of which have the status 1 here.
func failed(msg string) error { return cli.Quit(1, msg) }
