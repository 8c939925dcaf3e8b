package kind

import (
	"strconv"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
)

// canInvalid is the complaint about a wrong value, the option's name in quotes.
func canInvalid(r *attr.Row, w string) error {
	return cli.Invalid(`invalid "`+cli.Plain(r.Name)+`" value`, w)
}

func canWord(a *cli.Args, r *attr.Row, bits int) (uint64, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(w, 0, bits)
	if !ok {
		return 0, canInvalid(r, w)
	}
	return v, nil
}

// canNumber is a number of its own.
type canNumber struct{ T attr.Int }

func (t canNumber) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	v, err := canWord(a, r, t.T.Bits())
	if err == nil {
		t.T.Put(m, r.Attr, v)
	}
	return err
}
func (canNumber) Print(*cli.Env, *attr.Row, nl.Value) {}

// putOne is a word that makes a number 1.
type putOne struct{ attr.WriteOnly }

func (putOne) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	m.PutU32(r.Attr, 1)
	return nil
}

// setWord sets word i of an attribute of n words, and keeps the others.
func setWord(m *nl.Msg, typ uint16, i, n int, v uint32) {
	b := m.Get(typ)
	if len(b) != 4*n {
		b = m.Put(typ, 4*n)
	}
	nl.Native.PutUint32(b[4*i:], v)
}

// canTiming is one word of a struct can_bittiming.
type canTiming struct{ i int }

func (t canTiming) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	v, err := canWord(a, r, 32)
	if err == nil {
		setWord(m, r.Attr, t.i, 8, uint32(v))
	}
	return err
}
func (canTiming) Print(*cli.Env, *attr.Row, nl.Value) {}

// canSample is the sample point, a fraction that is sent in thousandths.
type canSample struct{ attr.WriteOnly }

func (canSample) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	num := strings.TrimLeft(w, " \t\n\v\f\r")
	if strings.ContainsAny(num, "xX") && !strings.ContainsAny(num, "pP") {
		num += "p0" // C needs no exponent in hex
	}
	f, err := strconv.ParseFloat(num, 32)
	if ne, ok := err.(*strconv.NumError); err != nil && (!ok || ne.Err != strconv.ErrRange) ||
		strings.IndexByte(w, '_') >= 0 {
		return canInvalid(r, w)
	}
	setWord(m, r.Attr, btSample, 8, thousandths(float32(f)))
	return nil
}

// thousandths is C's conversion of f * 1000 to an unsigned word, where it has one.
func thousandths(f float32) uint32 {
	f *= 1000
	if !(f > -1<<62 && f < 1<<62) {
		return 0
	}
	return uint32(int64(f))
}

// canMode is a bit of the control mode, of which those given are sent together.
type canMode struct{ bit uint32 }

func (t canMode) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	if w != "on" && w != "off" {
		return cli.Quit(255, `Error: argument of "`+cli.Plain(r.Name)+`" must be "on" or "off", not "`+w+`"`)
	}
	canBit(m, r.Attr, t.bit, w == "on")
	return nil
}
func (canMode) Print(*cli.Env, *attr.Row, nl.Value) {}

// canBit adds a bit to the mask, and to the flags where it is on. Off does not take
// an earlier on back: so it is in the reference.
func canBit(m *nl.Msg, typ uint16, bit uint32, on bool) {
	old := nl.Value(m.Get(typ))
	setWord(m, typ, 0, 2, old.U32()|bit)
	if on {
		setWord(m, typ, 1, 2, old.From(4).U32()|bit)
	}
}

// canTDCMode is how the transmitter's delay is made up for.
type canTDCMode struct{ auto, manual uint32 }

func (t canTDCMode) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	switch {
	case err != nil:
		return err
	case w == "auto":
		canBit(m, r.Attr, t.auto, true)
	case w == "manual":
		canBit(m, r.Attr, t.manual, true)
	case w == "off":
		canBit(m, r.Attr, t.auto|t.manual, false)
	default:
		return cli.Invalid(`"`+cli.Plain(r.Name)+`" must be either of "auto", "manual" or "off"`, w)
	}
	return nil
}
func (canTDCMode) Print(*cli.Env, *attr.Row, nl.Value) {}

// canNested is a number in a nest. The number 2^32-1 is as if it was not given.
type canNested struct{ nest uint16 }

func (t canNested) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	v, err := canWord(a, r, 32)
	if err != nil {
		return err
	}
	// The nest is built anew: it may not be the last thing in the message.
	var old [64]byte
	n := copy(old[:], m.Get(t.nest))
	m.Del(t.nest)
	mark := m.Mark()
	m.Open(t.nest | nl.Nested)
	for typ, v := range nl.Attrs(old[:n]) {
		m.PutBytes(typ, v)
	}
	if v == 1<<32-1 {
		m.Del(r.Attr)
	} else {
		m.PutU32(r.Attr, uint32(v))
	}
	empty := len(m.Inside()) == 0
	m.Close()
	if empty {
		m.Cut(mark)
	}
	return nil
}
func (canNested) Print(*cli.Env, *attr.Row, nl.Value) {}
