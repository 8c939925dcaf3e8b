package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
)

var macvlan = Kind{
	Name:    "macvlan",
	Summary: "a further MAC address on another link",
	Unknown: `macvlan: unknown option "%"?`,
	Rows:    macvlanRows,
	Check:   checkMACVLAN,
	Print:   printMACVLAN,
}

var macvtap = Kind{
	Name:    "macvtap",
	Summary: "a macvlan that a program reads and writes, as a tap",
	Unknown: `macvtap: unknown option "%"?`,
	Rows:    macvlanRows,
	Check:   checkMACVTAP,
	Print:   printMACVLAN,
}

var macvlanRows = attr.Rows{
	{Name: "m|ode", Text: "mode", Attr: uapi.IFLA_MACVLAN_MODE, Args: "MODE", Help: "private | vepa | bridge | passthru | source",
		Type: word{attr.U32, macvlanModes, `Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "%"`}},
	{Name: "f|lag", Attr: uapi.IFLA_MACVLAN_FLAGS, Type: macvlanFlag{}, Only: attr.Set, Args: "MODE_FLAG", Help: "null | nopromisc | nodst"},
	{Name: "ma|caddr", Attr: uapi.IFLA_MACVLAN_MACADDR_MODE, Type: macAddrs{}, Only: attr.Set, Args: "{ { add | del } <macaddr> | set [ <macaddr> [ <macaddr> ... ] ] | flush }", Help: "senders that mode source lets in"},
	{Name: "n|opromisc", Attr: uapi.IFLA_MACVLAN_FLAGS, Type: macvlanBit{uapi.MACVLAN_FLAG_NOPROMISC}, Only: attr.Set, Help: "leave the link below as it is (passthru)"},
	{Name: "nod|st", Attr: uapi.IFLA_MACVLAN_FLAGS, Type: macvlanBit{uapi.MACVLAN_FLAG_NODST}, Only: attr.Set, Help: "do not look for the receiver (source)"},
	{Name: "b|cqueuelen", Text: "bcqueuelen", Attr: uapi.IFLA_MACVLAN_BC_QUEUE_LEN, Type: ruled{attr.U32, `Error: argument of "bcqueuelen" must be a positive integer [0-4294967295], not "%"`}, Args: "BC_QUEUE_LEN", Help: "broadcasts that may wait"},
	{Text: "usedbcqueuelen", Attr: uapi.IFLA_MACVLAN_BC_QUEUE_LEN_USED, Type: attr.U32, Only: attr.Get},
	{Name: "bclim", Attr: uapi.IFLA_MACVLAN_BC_CUTOFF, Type: ruledInt{`Error: illegal value for "bclim": "%"`}, Args: "BCLIM", Help: "receivers from which broadcasts wait"},
}

var macvlanModes = []named{
	{uapi.MACVLAN_MODE_PRIVATE, "private"},
	{uapi.MACVLAN_MODE_VEPA, "vepa"},
	{uapi.MACVLAN_MODE_BRIDGE, "bridge"},
	{uapi.MACVLAN_MODE_PASSTHRU, "passthru"},
	{uapi.MACVLAN_MODE_SOURCE, "source"},
}

func checkMACVLAN(_ *cli.Env, m *nl.Msg, _ bool) error { return noPromisc(m, "macvlan: ") }
func checkMACVTAP(_ *cli.Env, m *nl.Msg, _ bool) error { return noPromisc(m, "macvtap: ") }

// noPromisc refuses the flag in another mode than passthru.
func noPromisc(m *nl.Msg, who string) error {
	if nl.Value(m.Get(uapi.IFLA_MACVLAN_FLAGS)).U16()&uapi.MACVLAN_FLAG_NOPROMISC == 0 ||
		nl.Value(m.Get(uapi.IFLA_MACVLAN_MODE)).U32() == uapi.MACVLAN_MODE_PASSTHRU {
		return nil
	}
	return withHelp(who + "nopromisc flag only valid in passthru mode")
}

// macvlanBit is a flag by its name alone.
type macvlanBit struct{ bit uint16 }

func (t macvlanBit) Parse(_ *cli.Env, _ *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	m.PutU16(r.Attr, nl.Value(m.Get(r.Attr)).U16()|t.bit)
	return nil
}
func (macvlanBit) Print(*cli.Env, *attr.Row, nl.Value) {}

// macvlanFlag is a flag spelled "flag NAME".
type macvlanFlag struct{ attr.WriteOnly }

func (macvlanFlag) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, no bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	t := macvlanBit{}
	switch w {
	case "nopromisc":
		t.bit = uapi.MACVLAN_FLAG_NOPROMISC
	case "nodst":
		t.bit = uapi.MACVLAN_FLAG_NODST
	case "null":
	default:
		return cli.Fail(`Error: argument of "flag" must be "nopromisc", "nodst" or "null", not "` + w + `"`)
	}
	return t.Parse(e, a, m, r, no)
}

// ruled is a number with a complaint of its own. Status 1.
type ruled struct {
	attr.Int
	bad string
}

func (t ruled) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, t.Bits())
	if !ok {
		return cli.Fail(fill(t.bad, w))
	}
	t.Put(m, r.Attr, v)
	return nil
}

// ruledInt is ruled for a signed number.
type ruledInt struct{ bad string }

func (t ruledInt) Parse(_ *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Int(w, 0, 32)
	if !ok {
		return cli.Fail(fill(t.bad, w))
	}
	m.PutU32(r.Attr, uint32(v))
	return nil
}
func (ruledInt) Print(e *cli.Env, r *attr.Row, v nl.Value) { signed{attr.U32}.Print(e, r, v) }

// macAddrs is a change of the list of senders.
type macAddrs struct{ attr.WriteOnly }

func (macAddrs) Parse(e *cli.Env, a *cli.Args, m *nl.Msg, r *attr.Row, _ bool) error {
	w, err := a.Next()
	if err != nil {
		return err
	}
	switch w {
	case "add", "del":
		mode := uint32(uapi.MACVLAN_MACADDR_ADD)
		if w == "del" {
			mode = uapi.MACVLAN_MACADDR_DEL
		}
		m.PutU32(r.Attr, mode)
		if w, err = a.Next(); err != nil {
			return err
		}
		mac, err := sixBytes(w)
		if err != nil {
			return err
		}
		m.PutBytes(uapi.IFLA_MACVLAN_MACADDR, mac)
	case "set":
		m.PutU32(r.Attr, uapi.MACVLAN_MACADDR_SET)
		m.Open(uapi.IFLA_MACVLAN_MACADDR_DATA)
		for a.More() {
			mac, err := sixBytes(a.Peek())
			if err != nil {
				// It may be the next option; the reference complains all the same.
				if s := err.Error(); s != "" {
					e.Warn(s)
				}
				break
			}
			copy(m.Add(uapi.IFLA_MACVLAN_MACADDR, len(mac)), mac)
			a.Skip(1)
		}
		m.Close()
	case "flush":
		m.PutU32(r.Attr, uapi.MACVLAN_MACADDR_FLUSH)
	default:
		return refused("")
	}
	return nil
}

// sixBytes reads a MAC address. Of one too short nothing is said.
func sixBytes(w string) ([]byte, error) {
	b, err := attr.ParseLL(w, 6)
	if err == nil && len(b) != 6 {
		err = cli.Silent(1)
	}
	return b, err
}

func printMACVLAN(e *cli.Env, t nl.Table) {
	v := t.At(uapi.IFLA_MACVLAN_MODE)
	if len(v) < 4 {
		return
	}
	mode := v.U32()
	macvlanRows[:1].Print(e, t)
	flags := t.At(uapi.IFLA_MACVLAN_FLAGS).U16()
	if flags&uapi.MACVLAN_FLAG_NOPROMISC != 0 {
		printTrue(e, "nopromisc", "nopromisc ")
	}
	if flags&uapi.MACVLAN_FLAG_NODST != 0 {
		printTrue(e, "nodst", "nodst ")
	}
	for _, typ := range [...]uint16{uapi.IFLA_MACVLAN_BC_QUEUE_LEN, uapi.IFLA_MACVLAN_BC_QUEUE_LEN_USED, uapi.IFLA_MACVLAN_BC_CUTOFF} {
		if len(t.At(typ)) < 4 {
			drop(t, typ)
		}
	}
	macvlanRows[1:].Print(e, t)

	count := t.At(uapi.IFLA_MACVLAN_MACADDR_COUNT)
	if mode != uapi.MACVLAN_MODE_SOURCE || len(count) < 4 {
		return
	}
	e.Int("macaddr_count", "remotes (%) ", int64(int32(count.U32())))
	list := t.At(uapi.IFLA_MACVLAN_MACADDR_DATA)
	if list == nil {
		return
	}
	e.Arr("macaddr_data")
	for typ, v := range nl.Attrs(list) {
		if typ == uapi.IFLA_MACVLAN_MACADDR && len(v) >= 6 {
			var s [20]byte
			e.Bytes(out.Elem, "% ", attr.AppendLL(s[:0], v[:6]))
		}
	}
	e.EndArr()
}
