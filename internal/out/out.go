// Package out prints records as iproute2 does: as text, or as JSON.
//
// Every value has a key, for JSON, and a form, for text: the form is printed with
// its % replaced by the value. A value without key ("") is seen in text only, one
// without form ("") in JSON only; the key Elem makes a value an element of the open
// array.
package out

import (
	"strconv"

	"gip/internal/proc"

	"golang.org/x/sys/unix"
)

// Elem, in place of a key, is a value with no name: an element of an array.
const Elem = "\x00"

// A Printer collects output and writes it to standard output in large pieces.
type Printer struct {
	WantJSON bool // -j
	Pretty   bool // -p
	Oneline  bool // -o

	// JSON is whether values go out as JSON now: between Begin and End, with -j.
	JSON bool

	// Dest takes the output in place of standard output, for tests.
	Dest func([]byte)

	b       []byte
	sep     byte // before the next JSON value: a comma, or none
	depth   int
	limit   int // of bytes held back
	colours *[7]string
	colour  Colour
	width   int // of the next value: left-aligned where positive, right where negative
	mark    int // where the next value began
}

// Begin opens the array that a JSON answer is. Text needs no beginning.
func (p *Printer) Begin() {
	if p.BeginPlain(); p.JSON {
		p.Arr("")
	}
}

// End closes what Begin opened.
func (p *Printer) End() {
	if p.JSON {
		p.EndArr()
		p.EndPlain()
	}
}

// BeginPlain and EndPlain are Begin and End for an answer that is no array.
func (p *Printer) BeginPlain() {
	if p.WantJSON {
		p.JSON, p.sep, p.depth = true, 0, 0
	}
}

func (p *Printer) EndPlain() {
	if p.JSON {
		p.b = append(p.b, '\n')
		p.JSON = false
	}
}

// Flush writes what is held back.
func (p *Printer) Flush() {
	b := p.b
	p.b = p.b[:0]
	if p.Dest != nil {
		p.Dest(b)
		return
	}
	for len(b) > 0 {
		n, err := unix.Write(1, b)
		switch {
		case err == unix.EINTR:
		case err == unix.EAGAIN:
			fds := []unix.PollFd{{Fd: 1, Events: unix.POLLOUT}}
			unix.Poll(fds, -1)
		case err == unix.EPIPE:
			proc.SigPipe()
			return
		case err != nil || n <= 0:
			return
		default:
			b = b[n:]
		}
	}
}

// Spill is Flush once enough has come together. Records call it at their end: the
// first bytes go out early, the rest in large pieces.
func (p *Printer) Spill() {
	if len(p.b) > p.limit {
		p.spill()
	}
}

// spill stands apart so that Spill takes no call.
//
//go:noinline
func (p *Printer) spill() {
	if p.limit == 0 {
		p.limit = 4 << 10
		if len(p.b) <= p.limit {
			return
		}
	}
	p.Flush()
	p.limit = 60 << 10
	if cap(p.b) < 64<<10 {
		p.b = make([]byte, 0, 64<<10) // at once: grown little by little it touches five times the pages
	}
}

// Len is how much is held back. Cut drops what came since Len was n.
func (p *Printer) Len() int  { return len(p.b) }
func (p *Printer) Cut(n int) { p.b = p.b[:n] }

// open reports whether the value goes out, having written all that precedes it.
func (p *Printer) open(key, form string) (tail string, ok bool) {
	if p.JSON {
		if key == "" {
			return "", false
		}
		if key != Elem {
			p.Key(key)
		}
		p.eor()
		return "", true
	}
	if form == "" {
		p.colour, p.width = 0, 0
		return "", false
	}
	if p.colour != 0 && p.colours != nil {
		p.b = append(p.b, p.colours[p.colour-1]...)
	}
	// A form is short: its end is found in fewer steps than a call takes, and so are a
	// byte or none added.
	i := 0
	for i < len(form) && form[i] != '%' {
		i++
	}
	if i == len(form) {
		p.b = append(p.b, form...)
		p.done()
		return "", false
	}
	if i > 0 {
		p.b = append(p.b, form[:i]...)
	}
	p.mark = len(p.b)
	return form[i+1:], true
}

// close ends a value that open let out.
func (p *Printer) close(tail string) {
	if p.JSON {
		return
	}
	if p.width != 0 {
		p.pad()
	}
	if len(tail) == 1 {
		p.b = append(p.b, tail[0])
	} else if tail != "" {
		p.b = append(p.b, tail...)
	}
	p.done()
}

func (p *Printer) done() {
	if p.colour != 0 && p.colours != nil {
		p.b = append(p.b, clearColour...)
	}
	p.colour, p.width = 0, 0
}

func (p *Printer) pad() {
	n := len(p.b) - p.mark
	if p.width > 0 {
		for ; n < p.width; n++ {
			p.b = append(p.b, ' ')
		}
		return
	}
	fill := -p.width - n
	if fill <= 0 {
		return
	}
	for i := 0; i < fill; i++ {
		p.b = append(p.b, ' ')
	}
	copy(p.b[p.mark+fill:], p.b[p.mark:p.mark+n])
	for i := 0; i < fill; i++ {
		p.b[p.mark+i] = ' '
	}
}

// Left has the next value fill at least n columns of text, blanks behind it.
func (p *Printer) Left(n int) *Printer { p.width = n; return p }

// Right is Left with the blanks before it.
func (p *Printer) Right(n int) *Printer { p.width = -n; return p }

func (p *Printer) Uint(key, form string, v uint64) {
	if tail, ok := p.open(key, form); ok {
		p.b = strconv.AppendUint(p.b, v, 10)
		p.close(tail)
	}
}

func (p *Printer) Int(key, form string, v int64) {
	if tail, ok := p.open(key, form); ok {
		p.b = strconv.AppendInt(p.b, v, 10)
		p.close(tail)
	}
}

func (p *Printer) Str(key, form, v string) {
	if tail, ok := p.open(key, form); ok {
		if p.JSON {
			p.quote(v)
		} else {
			p.b = append(p.b, v...)
		}
		p.close(tail)
	}
}

// Bytes is Str for text in a scratch or received buffer.
func (p *Printer) Bytes(key, form string, v []byte) {
	if tail, ok := p.open(key, form); ok {
		if p.JSON {
			p.quoteBytes(v)
		} else {
			p.b = append(p.b, v...)
		}
		p.close(tail)
	}
}

// Raw is Bytes without JSON's quotes: a number that is formatted already.
func (p *Printer) Raw(key, form string, v []byte) {
	if tail, ok := p.open(key, form); ok {
		p.b = append(p.b, v...)
		p.close(tail)
	}
}

// Hex prints v as C's %#x: 0x2a, and 0 for zero. It is a string in JSON.
func (p *Printer) Hex(key, form string, v uint64) {
	var s [20]byte
	b := s[:0]
	if v != 0 {
		b = append(b, "0x"...)
	}
	p.Bytes(key, form, strconv.AppendUint(b, v, 16))
}

// BareHex prints v as C's %x. It is a string in JSON.
func (p *Printer) BareHex(key, form string, v uint64) {
	var s [20]byte
	p.Bytes(key, form, strconv.AppendUint(s[:0], v, 16))
}

// Bool is true or false in JSON; text has yes or no in place of the %.
func (p *Printer) Bool(key, form string, v bool, yes, no string) {
	if tail, ok := p.open(key, form); ok {
		switch {
		case p.JSON:
			p.b = strconv.AppendBool(p.b, v)
		case v:
			p.b = append(p.b, yes...)
		default:
			p.b = append(p.b, no...)
		}
		p.close(tail)
	}
}

// OnOff is Bool in the words on and off.
func (p *Printer) OnOff(key, form string, v bool) { p.Bool(key, form, v, "on", "off") }

// Opt is true or false in JSON; text has KEY or noKEY and a blank, if show says so.
func (p *Printer) Opt(key string, v, show bool) {
	if p.JSON {
		p.Bool(key, "", v, "", "")
	} else if show {
		if !v {
			p.b = append(p.b, "no"...)
		}
		p.b = append(p.b, key...)
		p.b = append(p.b, ' ')
	}
}

// Null is null in JSON; text has the form, v in place of its %.
func (p *Printer) Null(key, form, v string) {
	if tail, ok := p.open(key, form); ok {
		if p.JSON {
			p.b = append(p.b, "null"...)
		} else {
			p.b = append(p.b, v...)
		}
		p.close(tail)
	}
}

// Text prints s in text mode only.
//
//go:noinline
func (p *Printer) Text(s string) {
	if !p.JSON {
		p.b = append(p.b, s...)
	}
}

// TextBytes is Text for bytes.
func (p *Printer) TextBytes(s []byte) {
	if !p.JSON {
		p.b = append(p.b, s...)
	}
}

// Write appends b to the output whatever the mode, for commands that know no JSON
// and for binary output.
func (p *Printer) Write(b []byte) (int, error) {
	p.b = append(p.b, b...)
	return len(b), nil
}

// Puts is Write for a string.
//
//go:noinline
func (p *Printer) Puts(s string) { p.b = append(p.b, s...) }

// NL ends a line of text inside a record: with a backslash in -oneline.
//
//go:noinline
func (p *Printer) NL() {
	if !p.JSON {
		if p.Oneline {
			p.b = append(p.b, '\\')
		} else {
			p.b = append(p.b, '\n')
		}
	}
}
