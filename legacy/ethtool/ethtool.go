// Package ethtool is the program ethtool, for what scripts ask it most: features,
// settings, drivers, counters. It speaks generic netlink's family of that name, and
// the old ioctl where the kernel has nothing else.
package ethtool

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const (
	version   = "6.1"
	all       = "*" // in place of a device's name: every device
	altName   = 128 // names are shorter, with their NUL
	badArgs   = "ethtool: bad command line argument(s)\nFor more information run ethtool -h"
	noWild    = "subcommand does not support wildcard dump"
	noNetlink = "ethtool netlink support for subcommand missing"
)

// A tool is one run of the program.
type tool struct {
	e        *cli.Env
	g, other *cli.Genl // other: for names asked for while an answer is read
	cmd      string    // as complaints call it
	dev      string
	args     []string // behind the device
	stats    bool     // -I
	calm     bool     // no word on what a device does not have
	warn     func(string)
	banner   bool // the settings' first line is out
	ifreq    int  // the socket of the ioctls

	sets [4]struct { // names by set, those asked for last
		id    int
		names []string
	}
}

// What a command is like.
const (
	noDev = 1 << iota
	json
	ioctl // what it asks for is not to be had over netlink
)

// A command is one of ethtool's; without run it is known and refused.
type command struct {
	opts string // its names, with bars between
	like uint8
	run  func(t *tool) int // returns the status
	help string
}

// A function, since help refers to it. In ethtool's order.
func commands() []command {
	return []command{
		{"", 0, (*tool).settings, "what a device is set to"},
		{"-s|--change", 0, (*tool).change, "change that\n" +
			"\t\t[ speed %d ] [ lanes %d ] [ duplex half|full ] [ port tp|aui|bnc|mii|fibre|da ]\n" +
			"\t\t[ mdix auto|on|off ] [ autoneg on|off ] [ advertise %x[/%x] | mode on|off ... [--] ]\n" +
			"\t\t[ phyad %d ] [ wol %d[/%d] | p|u|m|b|a|g|s|f|d... ] [ sopass %x:%x:%x:%x:%x:%x ]\n" +
			"\t\t[ msglvl %d[/%d] | type on|off ... [--] ]\n" +
			"\t\t[ master-slave preferred-master|preferred-slave|forced-master|forced-slave ]"},
		{"-a|--show-pause", json, (*tool).pause, "pause frames"},
		{"-A|--pause", 0, (*tool).setPause, "change that\n\t\t[ autoneg on|off ] [ rx on|off ] [ tx on|off ]"},
		{"-c|--show-coalesce", 0, (*tool).coalesce, "how interrupts are gathered"},
		{"-C|--coalesce", 0, (*tool).setCoalesce, "change that\n" +
			"\t\t[ adaptive-rx on|off ] [ adaptive-tx on|off ] [ cqe-mode-rx on|off ] [ cqe-mode-tx on|off ]\n" +
			"\t\t[ sample-interval N ] [ stats-block-usecs N ] [ pkt-rate-low N ] [ pkt-rate-high N ]\n" +
			"\t\t[ rx-usecs|rx-frames|tx-usecs|tx-frames N ], each of these with -irq, -low, -high too"},
		{"-g|--show-ring", 0, (*tool).rings, "how long the rings of packets are"},
		{"-G|--set-ring", 0, (*tool).setRings, "change that\n" +
			"\t\t[ rx N ] [ rx-mini N ] [ rx-jumbo N ] [ tx N ] [ rx-buf-len N ] [ cqe-size N ] [ tx-push on|off ]"},
		{"-k|--show-features|--show-offload", json, (*tool).features, "features"},
		{"-K|--features|--offload", 0, (*tool).setFeatures, "change them\n\t\tFEATURE on|off ..."},
		{"-i|--driver", ioctl, (*tool).driver, "the driver"},
		{"-d|--register-dump", 0, nil, ""},
		{"-e|--eeprom-dump", 0, nil, ""},
		{"-E|--change-eeprom", 0, nil, ""},
		{"-r|--negotiate", 0, nil, ""},
		{"-p|--identify", 0, nil, ""},
		{"-t|--test", 0, nil, ""},
		{"-S|--statistics", json, (*tool).statistics, "counters of the device's own\n" +
			"\t\t[ --all-groups | --groups [ eth-phy ] [ eth-mac ] [ eth-ctrl ] [ rmon ] ]"},
		{"--phy-statistics", ioctl, (*tool).phyStatistics, "counters of its transceiver"},
		{"-n|-u|--show-nfc|--show-ntuple", 0, nil, ""},
		{"-N|-U|--config-nfc|--config-ntuple", 0, nil, ""},
		{"-T|--show-time-stamping", 0, (*tool).timestamps, "how it stamps packets with the time"},
		{"-x|--show-rxfh-indir|--show-rxfh", 0, nil, ""},
		{"-X|--set-rxfh-indir|--rxfh", 0, nil, ""},
		{"-f|--flash", 0, nil, ""},
		{"-P|--show-permaddr", 0, (*tool).permAddr, "its permanent address"},
		{"-w|--get-dump", 0, nil, ""},
		{"-W|--set-dump", 0, nil, ""},
		{"-l|--show-channels", 0, (*tool).channels, "how many queues it has"},
		{"-L|--set-channels", 0, (*tool).setChannels, "change that\n\t\t[ rx N ] [ tx N ] [ other N ] [ combined N ]"},
		{"--show-priv-flags", 0, (*tool).privFlags, "flags of the driver's own"},
		{"--set-priv-flags", 0, (*tool).setPrivFlags, "change them\n\t\tFLAG on|off ..."},
		{"-m|--dump-module-eeprom|--module-info", 0, nil, ""},
		{"--show-eee", 0, (*tool).eee, "Energy-Efficient Ethernet"},
		{"--set-eee", 0, nil, ""},
		{"--set-phy-tunable", 0, nil, ""},
		{"--get-phy-tunable", 0, nil, ""},
		{"--get-tunable", 0, nil, ""},
		{"--set-tunable", 0, nil, ""},
		{"--reset", 0, nil, ""},
		{"--show-fec", json, nil, ""},
		{"--set-fec", 0, nil, ""},
		{"-Q|--per-queue", 0, nil, ""},
		{"--cable-test", json, nil, ""},
		{"--cable-test-tdr", json, nil, ""},
		{"--show-tunnels", 0, nil, ""},
		{"--show-module", json, nil, ""},
		{"--set-module", 0, nil, ""},
		{"-h|--help", noDev, (*tool).help, "these lines"},
		{"--version", noDev, (*tool).version, "which version this is"},
	}
}

// find is the command that word names; a word that is none is a device's name.
func find(word string) (c command, ok bool) {
	for i, c := range commands() {
		for opts := c.opts; i > 0 && opts != ""; {
			opt, rest, _ := strings.Cut(opts, "|")
			if opt == word {
				return c, true
			}
			opts = rest
		}
	}
	return commands()[0], false
}

func bad() error { return cli.Quit(1, badArgs) }

func refuse(word string) error {
	return cli.Quit(1, "ethtool: "+word+" is not supported by gip")
}

// Run is the program.
func Run(e *cli.Env, words []string) error {
	t := &tool{e: e, ifreq: -1, warn: e.Warn}
	wantJSON := false
flags:
	for len(words) > 0 {
		switch words[0] {
		case "--debug", "--monitor":
			return refuse(words[0])
		case "--json":
			wantJSON = true
		case "--include-statistics", "-I":
			t.stats = true
		default:
			break flags
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return bad()
	}
	c, named := find(words[0])
	switch {
	case named:
		t.cmd = words[0]
		words = words[1:]
	case strings.HasPrefix(words[0], "-"):
		return bad()
	}
	if c.like&noDev == 0 {
		if len(words) == 0 {
			return bad()
		}
		t.dev, words = words[0], words[1:]
	}
	t.args = words
	if wantJSON && c.like&json == 0 {
		return bad()
	}
	if c.run == nil {
		return refuse(t.cmd)
	}
	t.cmd, _, _ = strings.Cut(c.opts, "|")
	// Counters come over netlink where groups of them are asked for.
	byIoctl := c.like&ioctl != 0
	why := noNetlink
	if t.cmd == "-S" && len(words) == 0 {
		byIoctl, why = true, "ioctl-only request"
	} else if len(t.dev) >= altName {
		return cli.Quit(1, "device name '"+t.dev+"' longer than 127 characters")
	}
	switch {
	case !byIoctl:
	case t.dev == all:
		return cli.Quit(1, why+", wildcard dump not supported")
	case len(t.dev) >= unix.IFNAMSIZ:
		return cli.Quit(1, why+", device name longer than 15 not supported")
	case wantJSON || len(words) > 0:
		return bad()
	}
	e.WantJSON, e.Pretty = wantJSON, wantJSON
	if !byIoctl && c.like&noDev == 0 && t.cmd != "-P" {
		var err error
		if t.g, err = e.Genl("ethtool"); err != nil {
			return cli.Quit(1, "ethtool: gip needs the kernel's ethtool netlink interface, which is not there")
		}
		if t.g.Warn = nil; !t.dump() {
			t.g.Warn = func(s string) { e.Warn("netlink warning: " + s) }
		}
	}
	if code := c.run(t); code != 0 {
		return cli.Silent(code)
	}
	return nil
}

func (t *tool) version() int {
	t.e.Puts("ethtool version " + version + "\n")
	return 0
}

func (t *tool) help() int {
	e := t.e
	e.Puts("ethtool version " + version + "\nUsage:\n")
	for _, c := range commands() {
		if c.run == nil {
			continue
		}
		dev := "DEVNAME"
		if c.like&noDev != 0 {
			dev = ""
		}
		e.Puts("        ethtool [ FLAGS ] " + c.opts + " " + dev + "\t" + c.help + "\n")
	}
	e.Puts("\nFLAGS:\n\t--json\t\tJSON, from those that know it (-a, -k, -S with groups)\n" +
		"\t-I|--include-statistics\tcounters too (-a)\n")
	return 0
}

// noArgs reports whether no word is left, and complains of the first that is.
func (t *tool) noArgs() bool {
	if len(t.args) == 0 {
		return true
	}
	t.warn("ethtool: unexpected parameter '" + t.args[0] + "'")
	return false
}

// words is what strerror says of err.
func words(err error) string {
	if errno, ok := err.(unix.Errno); ok {
		return nl.Strerror(errno)
	}
	return err.Error()
}
