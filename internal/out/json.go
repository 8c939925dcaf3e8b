package out

import "slices"

// Obj, Arr and their ends nest JSON; text does not see them. key "" has no name.
//
//go:noinline
func (p *Printer) Obj(key string) { p.nest(key, '{') }

//go:noinline
func (p *Printer) EndObj()        { p.unnest('}') }
func (p *Printer) Arr(key string) { p.nest(key, '[') }
func (p *Printer) EndArr()        { p.unnest(']') }

func (p *Printer) nest(key string, c byte) {
	if !p.JSON {
		return
	}
	if key != "" && key != Elem {
		p.Key(key)
	}
	p.eor()
	p.b = append(p.b, c)
	p.depth++
	p.sep = 0
	if c == '[' && p.Pretty {
		p.b = append(p.b, ' ')
	}
}

func (p *Printer) unnest(c byte) {
	if !p.JSON {
		return
	}
	if c == ']' {
		if p.Pretty && p.sep != 0 {
			p.b = append(p.b, ' ')
		}
		p.sep = 0
	}
	p.depth--
	if p.sep != 0 {
		p.eol()
	}
	p.b = append(p.b, c)
	p.sep = ','
}

// Element is room for n bytes of a whole record that is formatted elsewhere: text,
// or an element of the open array in JSON that is not pretty. Wrote says how many
// were taken.
func (p *Printer) Element(n int) []byte {
	if p.JSON {
		p.eor()
	}
	p.b = slices.Grow(p.b, n)
	return p.b[len(p.b) : len(p.b)+n]
}

// Wrote ends what Element began.
func (p *Printer) Wrote(n int) { p.b = p.b[:len(p.b)+n] }

// eor separates a value from the one before it.
func (p *Printer) eor() {
	if p.sep != 0 {
		p.b = append(p.b, p.sep)
	}
	p.sep = ','
}

// eol starts a line of pretty JSON.
func (p *Printer) eol() {
	if !p.Pretty {
		return
	}
	p.b = append(p.b, '\n')
	for i := 0; i < p.depth; i++ {
		p.b = append(p.b, "    "...)
	}
}

// Key writes the name of the value that follows.
func (p *Printer) Key(key string) {
	if !p.JSON {
		return
	}
	p.eor()
	p.eol()
	p.sep = 0
	p.quote(key)
	p.b = append(p.b, ':')
	if p.Pretty {
		p.b = append(p.b, ' ')
	}
}

const hexDigits = "0123456789abcdef"

func (p *Printer) quote(s string) {
	p.b = append(p.b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == 0x7f || c == '"' || c == '\\' {
			p.b = append(p.b, s[from:i]...)
			p.escape(c)
			from = i + 1
		}
	}
	p.b = append(append(p.b, s[from:]...), '"')
}

func (p *Printer) quoteBytes(s []byte) {
	p.b = append(p.b, '"')
	from := 0
	for i, c := range s {
		if c < 0x20 || c == 0x7f || c == '"' || c == '\\' {
			p.b = append(p.b, s[from:i]...)
			p.escape(c)
			from = i + 1
		}
	}
	p.b = append(append(p.b, s[from:]...), '"')
}

func (p *Printer) escape(c byte) {
	switch c {
	case '\t':
		c = 't'
	case '\n':
		c = 'n'
	case '\r':
		c = 'r'
	case '\f':
		c = 'f'
	case '\b':
		c = 'b'
	case '"', '\\':
	default:
		p.b = append(p.b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		return
	}
	p.b = append(p.b, '\\', c)
}
