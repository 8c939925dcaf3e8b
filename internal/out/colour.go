package out

// A Colour is the meaning of a value that is shown in a colour.
type Colour uint8

// The meanings, as the reference has them (enum color_attr).
const (
	None Colour = iota
	Ifname
	MAC
	Inet
	Inet6
	OperUp
	OperDown
)

const clearColour = "\x1b[0m"

var (
	lightColours = [7]string{"\x1b[36m", "\x1b[33m", "\x1b[35m", "\x1b[34m", "\x1b[32m", "\x1b[31m", clearColour}
	darkColours  = [7]string{"\x1b[1;36m", "\x1b[1;33m", "\x1b[1;35m", "\x1b[1;94m", "\x1b[1;32m", "\x1b[1;31m", clearColour}
)

// Paint turns colours on. fgbg is the environment's COLORFGBG: where its last part
// names a light background, the colours are darker.
func (p *Printer) Paint(fgbg string) {
	p.colours = &darkColours
	for i := len(fgbg) - 1; i >= 0; i-- {
		if fgbg[i] == ';' {
			last := fgbg[i+1:]
			if len(last) != 1 || (last[0] < '0' || last[0] > '6') && last[0] != '8' {
				p.colours = &lightColours
			}
			return
		}
	}
}

// Coloured reports whether colours are on.
func (p *Printer) Coloured() bool { return p.colours != nil }

// Color has the next value's whole form printed in c's colour, where colours are on.
func (p *Printer) Color(c Colour) *Printer { p.colour = c; return p }
