package main

import (
	"errors"
	"strconv"
	"strings"

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
// spot ends it all the same.
func runBatch(e *cli.Env, name string, line func(a *cli.Args) error) error {
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
	r := lineReader{fd: fd, idle: e.Flush}
	status := 0
	var words []string
	for {
		text, ok, err := r.command()
		if err != nil {
			e.Warn(err.Error())
			break
		}
		if !ok {
			break
		}
		words, err = split(text, words[:0])
		if err != nil {
			return err
		}
		if len(words) == 0 {
			continue
		}
		e.Names.Forget(0) // the line before may have made and renamed links
		err = line(cli.NewArgs(words))
		if err == nil {
			continue
		}
		var c *cli.Error
		if errors.As(err, &c) && c.Exit {
			return err
		}
		if report(e, err) == 0 {
			continue
		}
		e.Warn("Command failed " + name + ":" + strconv.Itoa(r.lines))
		status = 1
		if !e.Force {
			break
		}
	}
	if status != 0 {
		return cli.Silent(status)
	}
	return nil
}

// split makes words of a line: blanks separate them, quotes of either kind at a
// word's beginning keep them.
func split(s string, words []string) ([]string, error) {
	const blank = " \t\r\n"
	for {
		s = strings.TrimLeft(s, blank)
		if s == "" {
			return words, nil
		}
		if len(words) >= maxWords-1 {
			return nil, cli.Quit(1, "Too many arguments to command")
		}
		var end int
		if s[0] == '\'' || s[0] == '"' {
			if end = strings.IndexByte(s[1:], s[0]); end < 0 {
				return nil, cli.Quit(1, "Unterminated quoted string")
			}
			words = append(words, s[1:1+end])
			s = s[end+2:]
			continue
		}
		if end = strings.IndexAny(s, blank); end < 0 {
			return append(words, s), nil
		}
		words = append(words, s[:end])
		s = s[end+1:]
	}
}

// A lineReader reads commands as lines, as much at a time as there is.
type lineReader struct {
	fd    int
	idle  func() // called before waiting for input
	lines int    // read so far
	buf   []byte
	from  int
	eof   bool
}

// line is the next line with its newline, or what the file ends in.
func (r *lineReader) line() (string, bool) {
	scanned := 0
	for {
		rest := r.buf[r.from:]
		for i := scanned; i < len(rest); i++ {
			if rest[i] == '\n' {
				r.from += i + 1
				r.lines++
				return string(rest[:i+1]), true
			}
		}
		if r.eof {
			if len(rest) == 0 {
				return "", false
			}
			r.from = len(r.buf)
			r.lines++
			return string(rest), true
		}
		scanned = len(rest)
		r.fill()
	}
}

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
		i := strings.Index(s, "\\\n")
		if i < 0 {
			return s, true, nil
		}
		more, ok := r.line()
		if !ok {
			return "", false, errContinuation
		}
		s = s[:i] + uncomment(more)
	}
}

func uncomment(s string) string {
	if i := strings.IndexByte(s, '#'); i >= 0 {
		return s[:i]
	}
	return s
}
