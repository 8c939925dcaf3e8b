package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
)

// refused is a word that turns out not to be an option after all; empty, that only
// the help is shown. Options makes the kind's complaint of it.
type refused string

func (refused) Error() string { return "not an option" }

// exitDev is a link's index; that there is no such link exits with 255.
type exitDev struct{}

func (exitDev) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	i, err := e.Link(w)
	if err != nil {
		return cli.Status(err, 255, true)
	}
	m.PutU32(r.Attr, i)
	return nil
}
func (exitDev) Print(e *cli.Env, r *attr.Row, v nl.Value) { attr.Dev{}.Print(e, r, v) }

// argDev is a link's index; that there is no such link is a wrong argument.
type argDev struct{}

func (argDev) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	i := e.LinkIndex(w)
	if i == 0 {
		return r.Invalid(w)
	}
	m.PutU32(r.Attr, i)
	return nil
}
func (argDev) Print(e *cli.Env, r *attr.Row, v nl.Value) { attr.Dev{}.Print(e, r, v) }

// present is an option that is true by being there.
type present struct{}

func (present) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	m.PutFlag(r.Attr)
	return nil
}
func (present) Print(e *cli.Env, r *attr.Row, _ nl.Value) { printTrue(e, r.K(), r.Label()+" ") }

// printTrue says that something holds, of which nothing is said where it does not.
func printTrue(e *cli.Env, key, text string) {
	e.Bool(key, "", true, "", "")
	e.Text(text)
}

// word is one of a list of words, each with its number, and a complaint of its own
// kind (a % stands for the wrong word). Status 1.
type word struct {
	T     attr.Int
	Words []named
	Bad   string
}

// named is a number's name.
type named struct {
	id   uint32
	name string
}

func lookup(list []named, id uint32, fallback string) string {
	for i := range list {
		if list[i].id == id {
			return list[i].name
		}
	}
	return fallback
}

func number(list []named, name string) (uint32, bool) {
	for i := range list {
		if list[i].name == name {
			return list[i].id, true
		}
	}
	return 0, false
}

func (t word) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := number(t.Words, w)
	if !ok {
		return cli.Fail(fill(t.Bad, w))
	}
	t.T.Put(m, r.Attr, uint64(v))
	return nil
}

func (t word) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Str(r.K(), r.F(), lookup(t.Words, uint32(t.T.Get(v)), "unknown"))
}

// fill is text with w in place of its %.
func fill(text, w string) string {
	for i := 0; i < len(text); i++ {
		if text[i] == '%' {
			return text[:i] + w + text[i+1:]
		}
	}
	return text
}

// signed is a number printed as a signed one of 32 bits.
type signed struct{ T attr.Int }

func (t signed) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Int(w, 0, t.T.Bits())
	if !ok {
		return r.Invalid(w)
	}
	t.T.Put(m, r.Attr, uint64(v))
	return nil
}
func (t signed) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	e.Int(r.K(), r.F(), int64(int32(t.T.Get(v))))
}

// once takes a value that must not be given twice. key is what the option is called
// in the complaint, where it is not by its own name.
type once struct {
	T   attr.Type
	key string
}

func (t once) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	if !a.More() {
		return cli.Incomplete()
	}
	if m.Has(r.Attr) {
		return cli.Garbage(t.name(r), a.Peek())
	}
	return t.T.Parse(e, a, m, r, no)
}

func (t once) name(r *attr.Row) string {
	if t.key != "" {
		return t.key
	}
	return cli.Plain(r.Name)
}

func (t once) Print(e *cli.Env, r *attr.Row, v nl.Value) { t.T.Print(e, r, v) }

// onceByte is a word that stands for a byte and must not be given twice.
type onceByte struct {
	val uint8
	attr.Toggle
}

func (t onceByte) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	if m.Has(r.Attr) {
		return cli.Garbage(a.Last(), a.Last())
	}
	m.PutU8(r.Attr, t.val)
	return nil
}

// Print takes any byte but the default for worth showing.
func (t onceByte) Print(e *cli.Env, r *attr.Row, v nl.Value) {
	if v.U8() > 1 {
		e.Opt(r.Label(), true, true)
		return
	}
	t.Toggle.Print(e, r, v)
}

// onceFlag is an attribute without a value whose word must not be given twice.
type onceFlag struct{ attr.Type }

func (onceFlag) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	if m.Has(r.Attr) {
		return cli.Garbage(a.Last(), a.Last())
	}
	m.PutFlag(r.Attr)
	return nil
}

// bit is the name of one bit.
type bit struct {
	bit  uint32
	name string
}

// printBits writes the names of the bits that are set in v, in angle brackets, and
// what is left in hex. tail is what stands behind them.
func printBits(e *cli.Env, key string, v uint32, names []bit) {
	e.Arr(key)
	e.Text("<")
	for i := range names {
		b := &names[i]
		if v&b.bit == 0 {
			continue
		}
		if v &^= b.bit; v != 0 {
			e.Str(out.Elem, "%,", b.name)
		} else {
			e.Str(out.Elem, "%", b.name)
		}
	}
	if v != 0 {
		e.BareHex(out.Elem, "%", uint64(v))
	}
	e.EndArr()
	e.Text("> ")
}

// AppendHex writes the lower digits of v, with zeroes before them.
func AppendHex(b []byte, v uint64, digits int) []byte {
	for digits--; digits >= 0; digits-- {
		b = append(b, "0123456789abcdef"[v>>(4*digits)&15])
	}
	return b
}
