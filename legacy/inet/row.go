package inet

import "strconv"

// A Row is a line of a table, put together column by column. A column is as wide as its
// text, or filled with blanks to n: behind it, or before it where n is negative.
type Row []byte

// The methods are called in many places: kept out of line they make the binary smaller.

// Str adds a column of text.
//
//go:noinline
func (r *Row) Str(s string, n int) {
	at := len(*r)
	*r = append(*r, s...)
	r.Fill(at, n)
}

// Int adds a column of a number.
//
//go:noinline
func (r *Row) Int(v int64, n int) {
	at := len(*r)
	*r = strconv.AppendInt(*r, v, 10)
	r.Fill(at, n)
}

// Uint is Int for what has no sign.
//
//go:noinline
func (r *Row) Uint(v uint64, n int) {
	at := len(*r)
	*r = strconv.AppendUint(*r, v, 10)
	r.Fill(at, n)
}

// Add adds text.
//
//go:noinline
func (r *Row) Add(s string) { *r = append(*r, s...) }

// Fill makes a column of what came since the row had at bytes.
//
//go:noinline
func (r *Row) Fill(at, n int) {
	before := n < 0
	if before {
		n = -n
	}
	at += n
	for had := len(*r); had < at; had++ {
		*r = append(*r, ' ')
		if b := (*r)[at-n:]; before {
			copy(b[1:], b)
			b[0] = ' '
		}
	}
}

// Cut drops what a column that began at byte at has beyond n.
func (r *Row) Cut(at, n int) { *r = (*r)[:min(len(*r), at+n)] }
