// Package nstest is the test ground: fresh namespaces to play command lines in,
// the twin that plays them with iproute2 and with gip, and the captured requests
// of both. Nothing of it is linked into the binary.
package nstest

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Scenario is one file of command lines with the results the reference gave.
//
// The format is plain text, one item a line:
//
//	# comment
//	%need kind vlan bond    the kernel must know these link kinds, or the file is skipped
//	%need tool brctl arp    these programs must be on the system's PATH
//	%need run COMMAND LINE  this line must succeed (played with the reference, in a sandbox of its own)
//	%file NAME              a file from beside the scenario, laid into the working directory
//	%state COMMAND LINE     one more line which tells the kernel's state at the end
//	%record                 iproute2 6.15 ends in another state: with it, only the records decide
//	$ COMMAND LINE          run by sh -c
//	| text                  a line of its standard output
//	! text                  a line of its standard error
//	|"text\n" and !"text"   the same as a Go string: for a trailing blank, a control
//	                        character, or (without \n) a last line that has no newline
//	? 2                     its status, where that is not 0
//	< request               in a .wire file, whose results are these alone: a request it sends
//
// and, before a $ line, what holds for that line only:
//
//	%wait      first wait until no address is tentative and no link is settling
//	%615       iproute2 6.15 answers otherwise: with it, the record decides
//	%kernel    the kernel's version decides the output: compared live only
//	%state     the kernel's state is compared after this line too
//	%sort      the order of its lines is not compared (what the kernel keeps in hash tables)
//	%dump      in a .wire file: its dumps count among its requests too
//	%setup     in a .wire file: only prepares, is not looked at
//	%any       stdout and stderr are not compared (a system tool's own words); the status is
//
// Output follows its command line; the lines of | come before those of !.
// Records are written by -update only, never by hand, and masked (see mask.go).
type Scenario struct {
	Path   string // as given to Read
	Kinds  []string
	Tools  []string
	Probes []string
	State  []string
	Laid   []string // names of files
	Record bool
	Lines  []*Line
	head   []string // comments and directives, to write the file again
	tail   []string
}

// A Line is one command line and what the reference printed.
type Line struct {
	Number  int // in the file, from 1
	Command string
	Want    Result
	Wait    bool
	Not615  bool
	Kernel  bool
	Any     bool
	Dump    bool
	Setup   bool
	Sort    bool
	State   bool
	head    []string // comments and blank lines before it
}

// A Result is what one command line gave.
type Result struct {
	Out, Err string
	Status   int
	State    string   `json:",omitempty"`
	Requests []string `json:",omitempty"`
	TimedOut bool     `json:",omitempty"`
}

// Read reads the scenario in a file.
func Read(path string) (*Scenario, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, string(b))
}

// Parse reads a scenario's text; path is for messages.
func Parse(path, text string) (*Scenario, error) {
	s := &Scenario{Path: path}
	var cur *Line // whose output is being read
	next := &Line{}
	var rest []string // comments since the last item
	take := func() []string { r := rest; rest = nil; return r }
	sc := bufio.NewScanner(strings.NewReader(text))
	sc.Buffer(nil, 16<<20)
	for n := 1; sc.Scan(); n++ {
		l := sc.Text()
		bad := func(why string) error { return fmt.Errorf("%s:%d: %s: %q", path, n, why, l) }
		switch {
		case l == "" || l[0] == '#':
			rest = append(rest, l)
		case l[0] == '%':
			word, arg, _ := strings.Cut(l[1:], " ")
			f := strings.Fields(arg)
			switch {
			case word == "need" && len(f) > 1 && f[0] == "kind":
				s.Kinds = append(s.Kinds, f[1:]...)
			case word == "need" && len(f) > 1 && f[0] == "tool":
				s.Tools = append(s.Tools, f[1:]...)
			case word == "need" && len(f) > 1 && f[0] == "run":
				s.Probes = append(s.Probes, strings.TrimPrefix(arg, "run "))
			case word == "file" && len(f) == 1:
				s.Laid = append(s.Laid, f[0])
			case word == "state" && arg != "":
				s.State = append(s.State, arg)
			case word == "record" && arg == "":
				s.Record = true
				continue // written again from the field
			case word == "wait" && arg == "":
				next.Wait = true
			case word == "615" && arg == "":
				next.Not615 = true
				continue
			case word == "kernel" && arg == "":
				next.Kernel = true
				continue
			case word == "state" && arg == "":
				next.State = true
			case word == "sort" && arg == "":
				next.Sort = true
			case word == "dump" && arg == "":
				next.Dump = true
			case word == "setup" && arg == "":
				next.Setup = true
			case word == "any" && arg == "":
				next.Any = true
			default:
				return nil, bad("unknown directive")
			}
			rest = append(rest, l)
		case strings.HasPrefix(l, "$ "):
			next.Number, next.Command = n, l[2:]
			if len(s.Lines) == 0 {
				s.head = take()
			} else {
				next.head = take()
			}
			s.Lines = append(s.Lines, next)
			cur, next = next, &Line{}
		case cur != nil && (l[0] == '|' || l[0] == '!'):
			t, err := unquote(l[1:])
			if err != nil {
				return nil, bad(err.Error())
			}
			if l[0] == '|' {
				cur.Want.Out += t
			} else {
				cur.Want.Err += t
			}
		case cur != nil && strings.HasPrefix(l, "< "):
			cur.Want.Requests = append(cur.Want.Requests, l[2:])
		case cur != nil && strings.HasPrefix(l, "? "):
			st, err := strconv.Atoi(l[2:])
			if err != nil {
				return nil, bad("not a status")
			}
			cur.Want.Status = st
		default:
			return nil, bad("neither a command nor a result")
		}
	}
	s.tail = take()
	return s, sc.Err()
}

// Format gives the scenario's text, with the results its lines hold.
func (s *Scenario) Format() string {
	var b strings.Builder
	if s.Record {
		b.WriteString("%record\n")
	}
	lines := func(ls []string) {
		for _, l := range ls {
			b.WriteString(l)
			b.WriteByte('\n')
		}
	}
	lines(s.head)
	for _, l := range s.Lines {
		lines(l.head)
		if l.Not615 {
			b.WriteString("%615\n")
		}
		if l.Kernel {
			b.WriteString("%kernel\n")
		}
		b.WriteString("$ " + l.Command + "\n")
		for _, q := range l.Want.Requests {
			b.WriteString("< " + q + "\n")
		}
		if !l.Any {
			quote(&b, '|', l.Want.Out)
			quote(&b, '!', l.Want.Err)
		}
		if l.Want.Status != 0 {
			fmt.Fprintf(&b, "? %d\n", l.Want.Status)
		}
	}
	lines(s.tail)
	return b.String()
}

func quote(b *strings.Builder, mark byte, text string) {
	for l := range strings.SplitAfterSeq(text, "\n") {
		if l == "" {
			continue
		}
		body, whole := strings.CutSuffix(l, "\n")
		b.WriteByte(mark)
		switch {
		case !whole || !plain(body):
			b.WriteString(strconv.Quote(l))
		case body != "":
			b.WriteByte(' ')
			b.WriteString(body)
		}
		b.WriteByte('\n')
	}
}

func plain(s string) bool {
	if strings.HasSuffix(s, " ") || strings.HasSuffix(s, "\t") {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

func unquote(s string) (string, error) {
	switch {
	case s == "":
		return "\n", nil
	case s[0] == '"':
		return strconv.Unquote(s)
	case s[0] == ' ':
		return s[1:] + "\n", nil
	}
	return "", fmt.Errorf("a blank must follow the mark")
}

// FromCommands makes a scenario of bare command lines.
func FromCommands(name string, commands []string) *Scenario {
	s := &Scenario{Path: name}
	for i, c := range commands {
		s.Lines = append(s.Lines, &Line{Number: i + 1, Command: c})
	}
	return s
}

// Files lists the files with these extensions under dirs (or the files themselves), in order.
func Files(exts []string, paths ...string) ([]string, error) {
	var fs []string
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		if !st.IsDir() {
			fs = append(fs, p)
			continue
		}
		err = filepath.WalkDir(p, func(f string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() && slices.Contains(exts, filepath.Ext(f)) {
				fs = append(fs, f)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return fs, nil
}

// Wire tells whether the file's results are requests.
func (s *Scenario) Wire() bool { return strings.HasSuffix(s.Path, ".wire") }
