package cli

import "strconv"

// Count prints a statistics counter at the right of width columns of text, a blank
// behind it: with -h in thousands (kMGTPE) or, with -iec, in powers of 1024.
func (e *Env) Count(width int, n uint64) {
	base := uint64(1000)
	if e.IEC {
		base = 1024
	}
	if !e.Human || n < base {
		e.Right(width).Uint("", "% ", n)
		return
	}
	const prefixes = "kMGTPE"
	unit, i := base, 0
	for n/base >= unit && i < len(prefixes)-1 {
		unit *= base
		i++
	}
	digits := 2
	for limit := uint64(10); digits > 0 && n/unit >= limit; limit *= 10 {
		digits--
	}
	var s [32]byte
	b := strconv.AppendFloat(s[:0], float64(n)/float64(unit), 'f', digits, 64)
	b = append(b, prefixes[i])
	if e.IEC {
		b = append(b, 'i')
	}
	e.Right(width).Bytes("", "% ", b)
}
