package main

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unsafe"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

const maxWords = 512 // in one line of a batch, as upstream

func cannotOpen(name string, errno unix.Errno) error {
	return &cli.Error{Msg: `Cannot open file "` + name + `" for reading: ` + nl.Strerror(errno), Code: 1}
}

// runBatch runs the lines of a file, of standard input for "-", one at a time as
// they arrive. A line that fails ends it, unless -force; a mistake that exits on the
// spot ends it all the same. calm, where not nil, tells of a line that it changes
// nothing but routes.
func runBatch(e *cli.Env, name string, calm func(words []string) bool, line func(a *cli.Args) error) error {
	e.Batch = true
	fd := 0
	if name != "-" {
		var err error
		if fd, err = unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
			errno, _ := err.(unix.Errno)
			return cannotOpen(name, errno)
		}
		defer unix.Close(fd)
	}
	b := batch{e: e, name: name}
	b.r = lineReader{fd: fd, idle: b.idle}
	if !e.Echo && calm != nil {
		e.Later, e.Settle = b.later, b.flush
	}
	err := b.run(calm, line)
	on := b.flush()
	e.Later, e.Settle = nil, nil
	if on && err != nil {
		return err
	}
	if b.failed {
		return cli.Silent(1)
	}
	return nil
}

// batch is a run of lines.
type batch struct {
	e      *cli.Env
	name   string
	r      lineReader
	failed bool
	over   bool // a line failed that ends it

	// Requests that only succeed or fail wait here for others of their kind, and lines
	// has where they stood. Whatever else is done waits for them. With -force they go out
	// together, else one by one: what reads words stays in the processor's cache, from
	// which each call into the kernel would drive it.
	queue *nl.Queue
	lines []int
}

func (b *batch) run(calm func(words []string) bool, line func(a *cli.Args) error) error {
	e := b.e
	var words []string
	var args cli.Args
	for {
		text, ok, err := b.r.command()
		if b.over {
			return nil
		}
		if err != nil {
			e.Warn(err.Error())
			return nil
		}
		if !ok {
			return nil
		}
		if words, err = split(text, words[:0]); err != nil {
			return err
		}
		if len(words) == 0 {
			continue
		}
		// What links are called is asked anew, for the line before may have made
		// and renamed some, but between lines that do no such thing.
		quiet := calm != nil && calm(words)
		if !quiet {
			// Such a line may be remembered, in part, when the next is read.
			if words, err = split(strings.Clone(text), words[:0]); err != nil {
				return err
			}
		}
		if !quiet || !e.Names.Recent {
			if !b.flush() {
				return nil
			}
			e.Names.Forget(0)
			e.Names.Recent = quiet
		}
		args.Reset(words)
		err = line(&args)
		if b.over {
			return nil
		}
		if err == nil {
			continue
		}
		if !b.flush() {
			return nil
		}
		var c *cli.Error
		if errors.As(err, &c) && c.Exit || nl.Broken(err) != nil {
			return err
		}
		if b.tell(err, b.r.lines); b.over {
			return nil
		}
	}
}

// tell says what became of a line.
func (b *batch) tell(err error, line int) {
	if report(b.e, err) == 0 {
		return
	}
	b.e.Warn("Command failed " + b.name + ":" + strconv.Itoa(line))
	b.failed, b.over = true, !b.e.Force
}

// idle is called before input is waited for, and reports whether any more is wanted.
func (b *batch) idle() bool {
	if !b.flush() {
		return false
	}
	b.e.Names.Forget(0)
	b.e.Flush()
	return true
}

// later takes the request of the line that is being run.
func (b *batch) later(m *nl.Msg) error {
	if b.queue == nil {
		c, err := b.e.Conn()
		if err != nil {
			return err
		}
		b.queue = nl.NewQueue(c)
		b.queue.Each = !b.e.Force
	}
	if err := b.queue.Add(m); err != nil {
		return err
	}
	b.lines = append(b.lines, b.r.lines)
	if b.queue.Full() {
		b.flush()
	}
	return nil
}

// flush runs what waits and tells of what failed. It reports whether the batch goes on.
func (b *batch) flush() bool {
	if b.queue == nil || b.queue.Len() == 0 {
		return !b.over
	}
	lines := b.lines
	b.lines = b.lines[:0]
	if err := b.queue.Run(func(i int, err error) { b.tell(err, lines[i]) }); err != nil {
		for _, line := range lines {
			b.tell(err, line)
		}
	}
	return !b.over
}

// split makes words of a line: blanks separate them, quotes of either kind at a
// word's beginning keep them.
func split(s string, words []string) ([]string, error) {
	for i := 0; ; {
		for i < len(s) && blank(s[i]) {
			i++
		}
		if i == len(s) {
			return words, nil
		}
		if len(words) >= maxWords-1 {
			return nil, cli.Quit(1, "Too many arguments to command")
		}
		from := i
		if quote := s[i]; quote == '\'' || quote == '"' {
			end := strings.IndexByte(s[i+1:], quote)
			if end < 0 {
				return nil, cli.Quit(1, "Unterminated quoted string")
			}
			words = append(words, s[from+1:from+1+end])
			i = from + end + 2
			continue
		}
		// No call for each byte: a batch is long.
		for i < len(s) {
			if c := s[i]; c == ' ' || c < ' ' && (c == '\t' || c == '\r' || c == '\n') {
				break
			}
			i++
		}
		words = append(words, s[from:i])
		if i < len(s) {
			i++
		}
	}
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// A lineReader reads commands as lines, as much at a time as there is.
type lineReader struct {
	fd    int
	idle  func() bool // called before waiting for input: whether there is any use in more
	lines int         // read so far
	buf   []byte
	from  int
	eof   bool
}

// line is the next line with its newline, or what the file ends in. It is there
// until the next is read.
func (r *lineReader) line() (string, bool) {
	scanned := 0
	for {
		rest := r.buf[r.from:]
		if i := bytes.IndexByte(rest[scanned:], '\n'); i >= 0 {
			n := scanned + i + 1
			r.from += n
			r.lines++
			return text(rest[:n]), true
		}
		if r.eof {
			if len(rest) == 0 {
				return "", false
			}
			r.from = len(r.buf)
			r.lines++
			return text(rest), true
		}
		scanned = len(rest)
		r.fill()
	}
}

// text is b as a string, in place.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func (r *lineReader) fill() {
	if r.from > 0 {
		r.buf = append(r.buf[:0], r.buf[r.from:]...)
		r.from = 0
	}
	if r.buf == nil {
		r.buf = make([]byte, 0, 32<<10)
	}
	if len(r.buf) == cap(r.buf) {
		r.buf = append(r.buf, 0)[:len(r.buf)]
	}
	if r.idle != nil && !r.idle() {
		r.eof = true
		return
	}
	for {
		n, err := unix.Read(r.fd, r.buf[len(r.buf):cap(r.buf)])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			r.eof = true
			return
		}
		r.buf = r.buf[:len(r.buf)+n]
		return
	}
}

var errContinuation = errors.New("Missing continuation line")

// command is the next line without its remark, with the lines that a backslash at
// its end continues it in.
func (r *lineReader) command() (string, bool, error) {
	s, ok := r.line()
	if !ok {
		return "", false, nil
	}
	s = uncomment(s)
	for {
		if !strings.HasSuffix(s, "\\\n") {
			return s, true, nil
		}
		s = strings.Clone(s[:len(s)-2]) // reading on overwrites it
		more, ok := r.line()
		if !ok {
			return "", false, errContinuation
		}
		s += uncomment(more)
	}
}

func uncomment(s string) string {
	if i := strings.IndexByte(s, '#'); i >= 0 {
		return s[:i]
	}
	return s
}
