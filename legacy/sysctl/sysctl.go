// Package sysctl is the program sysctl of procps: what the kernel is tuned by, as
// files under /proc/sys.
package sysctl

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/proc"
	"gip/legacy/getopt"

	"golang.org/x/sys/unix"
)

const (
	root     = "/proc/sys/"
	confFile = "/etc/sysctl.conf"
)

const usage = `
Usage:
 sysctl [options] [variable[=value] ...]

Options:
  -a, --all            each variable there is
  -A                   as -a
  -X                   as -a
      --deprecated     those with -a that newer ones replace, too
      --dry-run        say what would be set, set nothing
  -b, --binary         values alone, no newline behind them
  -e, --ignore         no word about variables that are not there
  -N, --names          names alone
  -n, --values         values alone
  -p, --load[=<file>]  set what stands in files
  -f                   as -p
      --system         set what stands in the files of all the system's directories
  -r, --pattern <expression>
                       only variables that the expression matches
  -q, --quiet          say nothing of what is set
  -w, --write          all words are variable=value
  -o                   of no effect
  -x                   of no effect
  -d                   as -h
  -h, --help           these lines
  -V, --version        which version this is
`

// Options that have no letter.
const (
	optDeprecated = 256 + iota
	optSystem
	optDryRun
)

var longOptions = [...]getopt.Long{
	{Name: "all", Opt: 'a'}, {Name: "deprecated", Opt: optDeprecated}, {Name: "dry-run", Opt: optDryRun},
	{Name: "binary", Opt: 'b'}, {Name: "ignore", Opt: 'e'}, {Name: "names", Opt: 'N'}, {Name: "values", Opt: 'n'},
	{Name: "load", Arg: getopt.Optional, Opt: 'p'}, {Name: "quiet", Opt: 'q'}, {Name: "write", Opt: 'w'},
	{Name: "system", Opt: optSystem}, {Name: "pattern", Arg: getopt.Required, Opt: 'r'},
	{Name: "help", Opt: 'h'}, {Name: "version", Opt: 'V'},
}

// program is what was asked for.
type program struct {
	e       *cli.Env
	on      [optDryRun + 1]bool // options, by letter
	pattern *expr               // nil where none was given
	tell    func(s string)
}

// warn complains, behind what was printed before.
func (p *program) warn(s string) {
	p.e.Flush()
	p.tell("sysctl: " + s)
}

// status is the error that ends the program with a status, which is a sum at times:
// the system keeps eight bits of it.
func status(code int) error {
	if code&0xff == 0 {
		return nil
	}
	return cli.Silent(code & 0xff)
}

// Run is the program.
func Run(e *cli.Env, args []string) error {
	if len(args) == 0 {
		return &cli.Error{Msg: strings.TrimSuffix(usage, "\n"), Code: 1}
	}
	p := program{e: e, tell: e.Warn}
	o := getopt.Parser{Name: proc.Args()[0], Short: "bneNwfp::qoxaAXr:Vdh", Long: longOptions[:], Words: args, Warn: e.Warn}
	var files []string
	for c := o.Next(); c != -1; c = o.Next() {
		switch p.on[c] = true; c {
		case 'p':
			if o.Given {
				files = []string{o.Value}
			}
		case optSystem:
			return status(p.system())
		case 'r':
			var why string
			if p.pattern, why = compile(o.Value); why != "" {
				return cli.Quit(1, "sysctl: "+why)
			}
		case 'V':
			e.Puts("sysctl from procps-ng 4.0.2\n")
			return nil
		case 'h', 'd', '?':
			e.Puts(usage)
			return nil
		}
	}
	words := o.Rest
	switch {
	case p.on['a'] || p.on['A'] || p.on['X']:
		return status(p.list(root))
	case p.on['p'] || p.on['f']:
		if files = append(files, words...); len(files) == 0 {
			files = []string{confFile}
		}
		return status(p.apply(files, false))
	case len(words) == 0:
		return cli.Quit(1, "sysctl: no variables specified\nTry `sysctl --help' for more information.")
	case p.on['N'] && p.on['q']:
		return cli.Quit(1, "sysctl: options -N and -q cannot coexist\nTry `sysctl --help' for more information.")
	}
	rc := 0
	for _, w := range words {
		if !p.on['w'] && strings.IndexByte(w, '=') < 0 {
			rc += p.read(w)
		} else if s := p.parse("command line", 0, w); s != nil {
			rc |= p.write(s, s.path)
		} else {
			rc |= 1
		}
	}
	return status(rc)
}

// swap has dots and slashes change places in a name whose first separator is not yet
// what it is to be (want), so that a dot in a link's name stays apart from those
// between names.
func (p *program) swap(s string, want byte) string {
	i := strings.IndexAny(s, "/.")
	if i < 0 || s[i] == want {
		return s
	}
	warned := false
	b := []byte(s)
	for ; i < len(b); i++ {
		if b[i] != '.' && b[i] != '/' {
			continue
		}
		if !warned && i+1 < len(b) && (b[i+1] == '.' || b[i+1] == '/') {
			p.warn("separators should not be repeated: " + string(b[i:]))
			warned = true
		}
		b[i] ^= '.' ^ '/'
	}
	return string(b)
}

// isVariable reports whether path leads to something under /proc/sys, and complains
// where it does not.
func (p *program) isVariable(path string) bool {
	real := strings.TrimRight(path, "/")
	if strings.Contains(path, "/.") {
		fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
		if err != nil {
			return false
		}
		real = proc.Readlink("/proc/self/fd/" + strconv.Itoa(fd))
		unix.Close(fd)
	}
	if strings.HasPrefix(real, root) {
		return true
	}
	p.warn("Path is not under " + root + ": " + path)
	return false
}
