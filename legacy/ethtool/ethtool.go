// Package ethtool is the program ethtool, for what scripts ask it most: features,
// settings, drivers, counters. It speaks generic netlink's family of that name, and
// the old ioctl where the kernel has nothing else.
package ethtool

import (
	"strings"

	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

const (
	version = "ethtool version 6.1\n"
	all     = "*" // in place of a device's name: every device, or none
	altName = 128 // names are shorter, with their NUL
	noWild  = "subcommand does not support wildcard dump"
)

// A tool is one run of the program.
type tool struct {
	e        *cli.Env
	g, other *cli.Genl // other: for what is asked while an answer is read
	cmd      string    // as complaints call it
	dev      string
	args     []string // behind the device
	calm     bool     // no word on what a device does not have
	warn     func(string)
	names    []string // of features, by bit
}

// What a command is like.
const (
	json  = 1 << iota
	ioctl // what it asks for is not to be had over netlink
)

// A command is one of ethtool's.
type command struct {
	opts string // its names, with bars between
	like uint8
	page *page             // what it prints,
	run  func(t *tool) int // or what it does, which returns the status
	help string
}

// In ethtool's order.
var commands = [...]command{
	{"", 0, nil, (*tool).settings, "\twhat a device is set to"},
	{"-a|--show-pause", json, &pausePage, nil, "\tpause frames"},
	{"-A|--pause", 0, nil, (*tool).setPause, " [ autoneg on|off ] [ rx on|off ] [ tx on|off ]"},
	{"-c|--show-coalesce", 0, &coalescePage, nil, "\thow interrupts are gathered"},
	{"-C|--coalesce", 0, nil, (*tool).setCoalesce, `
		[ adaptive-rx on|off ] [ adaptive-tx on|off ] [ cqe-mode-rx on|off ] [ cqe-mode-tx on|off ]
		[ sample-interval N ] [ stats-block-usecs N ] [ pkt-rate-low N ] [ pkt-rate-high N ]
		[ rx-usecs|rx-frames|tx-usecs|tx-frames N ], each of these with -irq, -low, -high too`},
	{"-g|--show-ring", 0, &ringPage, nil, "\thow long the rings of packets are"},
	{"-G|--set-ring", 0, nil, (*tool).setRings, `
		[ rx N ] [ rx-mini N ] [ rx-jumbo N ] [ tx N ] [ rx-buf-len N ] [ cqe-size N ] [ tx-push on|off ]`},
	{"-k|--show-features|--show-offload", json, &featurePage, nil, "\tfeatures"},
	{"-K|--features|--offload", 0, nil, (*tool).setFeatures, " FEATURE on|off ..."},
	{"-i|--driver", ioctl, nil, (*tool).driver, "\tthe driver"},
	{"-S|--statistics", json | ioctl, nil, (*tool).statistics, "\tcounters of the device's own"},
	{"--phy-statistics", ioctl, nil, (*tool).phyStatistics, "\tcounters of its transceiver"},
	{"-T|--show-time-stamping", 0, &stampPage, nil, "\thow it stamps packets with the time"},
	{"-P|--show-permaddr", 0, nil, (*tool).permAddr, "\tits permanent address"},
	{"-l|--show-channels", 0, &channelPage, nil, "\thow many queues it has"},
	{"-L|--set-channels", 0, nil, (*tool).setChannels, " [ rx N ] [ tx N ] [ other N ] [ combined N ]"},
	{"--show-priv-flags", 0, &flagPage, nil, "\tflags of the driver's own"},
}

// What ethtool has and gip does not.
const unsupported = "|-s|--change|--set-priv-flags|-d|--register-dump|-e|--eeprom-dump|-E|--change-eeprom|-r|--negotiate|-p|--identify|-t|--test|" +
	"-n|-u|--show-nfc|--show-ntuple|-N|-U|--config-nfc|--config-ntuple|-x|--show-rxfh-indir|--show-rxfh|" +
	"-X|--set-rxfh-indir|--rxfh|-f|--flash|-w|--get-dump|-W|--set-dump|-m|--dump-module-eeprom|--module-info|" +
	"--show-eee|--set-eee|--set-phy-tunable|--get-phy-tunable|--get-tunable|--set-tunable|--reset|--show-fec|" +
	"--set-fec|-Q|--per-queue|--cable-test|--cable-test-tdr|--show-tunnels|--show-module|--set-module|"

// lists reports whether word is among words, which have bars around them.
//
//go:noinline
func lists(words, word string) bool {
	return word != "" && strings.IndexByte(word, '|') < 0 && strings.Contains(words, "|"+word+"|")
}

// find is the command that word names; it is the first, where none is.
func find(word string) *command {
	for i := range commands {
		if c := &commands[i]; lists("|"+c.opts+"|", word) {
			return c
		}
	}
	return &commands[0]
}

func bad() error {
	return cli.Quit(1, "ethtool: bad command line argument(s)\nFor more information run ethtool -h")
}

func refuse(word string) error {
	return cli.Quit(1, "ethtool: "+word+" is not supported by gip")
}

// Run is the program.
func Run(e *cli.Env, words []string) error {
	t := &tool{e: e, warn: e.Warn}
	pauseFlags := uint32(0)
	for ; len(words) > 0; words = words[1:] {
		if w := words[0]; w == "--json" {
			e.WantJSON, e.Pretty = true, true
		} else if w == "-I" || w == "--include-statistics" {
			pauseFlags = unix.ETHTOOL_FLAG_STATS
		} else if w == "--debug" || w == "--monitor" {
			return refuse(w)
		} else {
			break
		}
	}
	if len(words) == 0 {
		return bad()
	}
	opt := words[0]
	c := find(opt)
	switch {
	case c != &commands[0] || lists(unsupported, opt):
		words = words[1:]
	case opt == "--version" || opt == "-h" || opt == "--help":
		if e.WantJSON {
			return bad()
		}
		if e.Puts(version); opt != "--version" {
			help(e)
		}
		return nil
	case strings.HasPrefix(opt, "-"):
		return bad()
	}
	if len(words) == 0 {
		return bad()
	}
	if lists(unsupported, opt) {
		return refuse(opt)
	}
	if e.WantJSON && c.like&json == 0 {
		return bad()
	}
	t.dev, t.args = words[0], words[1:]
	t.cmd, _, _ = strings.Cut(c.opts, "|")
	if err := t.prepare(c.like); err != nil {
		return err
	}
	var code int
	switch {
	case c.page == nil:
		code = c.run(t)
	case t.cmd == "-a":
		code = t.ask(c.page, pauseFlags)
	case t.cmd == "-k":
		code = t.ask(c.page, unix.ETHTOOL_FLAG_COMPACT_BITSETS)
	default:
		code = t.ask(c.page, 0)
	}
	if code != 0 {
		return cli.Silent(code)
	}
	return nil
}

// prepare looks at the words, and opens what the command asks.
func (t *tool) prepare(like uint8) (err error) {
	why := "ethtool netlink support for subcommand missing"
	switch {
	case t.cmd != "-S":
		if len(t.dev) >= altName {
			return cli.Quit(1, "device name '"+t.dev+"' longer than 127 characters")
		}
	case len(t.args) == 0:
		why = "ioctl-only request"
	case t.args[0] == "--groups" || t.args[0] == "--all-groups":
		return refuse("-S " + t.args[0])
	default:
		t.complain("unknown parameter '" + t.args[0] + "'")
		return cli.Silent(1)
	}
	if like&ioctl == 0 {
		if t.cmd == "-P" {
			return nil
		}
		if t.g, err = t.e.Genl("ethtool"); err != nil {
			return cli.Quit(1, "ethtool: gip needs the kernel's ethtool netlink interface, which is not there")
		}
		if t.g.Warn = nil; !t.dump() {
			t.g.Warn = func(s string) { t.warn("netlink warning: " + s) }
		}
		return nil
	}
	switch {
	case t.dump():
		return cli.Quit(1, why+", wildcard dump not supported")
	case len(t.dev) >= unix.IFNAMSIZ:
		return cli.Quit(1, why+", device name longer than 15 not supported")
	case t.e.WantJSON || len(t.args) > 0:
		return bad()
	}
	return nil
}

func help(e *cli.Env) {
	e.Puts("Usage:\n")
	for i := range commands {
		e.Str("", "        ethtool [ FLAGS ] % DEVNAME", commands[i].opts)
		e.Str("", "%\n", commands[i].help)
	}
	e.Puts("        ethtool -h|--help\n        ethtool --version\n\nFLAGS:\n\t--json\t-a and -k in JSON\n" +
		"\t-I|--include-statistics\tcounters too (-a)\n")
}
