// Package ioam is ip ioam: what is noted in packets on their way, by whom and of what.
package ioam

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/uapi"
	"gip/link/info"
)

const usage = `Usage: ip ioam { COMMAND | help }
       ip ioam namespace show
       ip ioam namespace add ID [ data DATA32 ] [ wide DATA64 ]
       ip ioam namespace del ID
       ip ioam schema show
       ip ioam schema add ID DATA
       ip ioam schema del ID
       ip ioam namespace set ID schema { ID | none }
       ip ioam monitor
`

const version = uapi.IOAM6_GENL_VERSION

// Run runs ip ioam.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() || a.Peek() == "help" {
		return cli.Usage(usage)
	}
	m := nl.New(0, 0, []byte{0, version, 0, 0})
	object, _ := a.Next()
	var err error
	switch object {
	case "namespace":
		err = namespace(a, m)
	case "schema":
		err = schema(a, m)
	case "monitor":
	default:
		err = cli.Invalid("Unknown", object)
	}
	if err != nil {
		return err
	}
	g, err := e.Genl("IOAM6")
	if err != nil {
		return err
	}
	defer g.Close()
	m.SetType(g.ID)
	switch m.Header()[0] {
	case 0:
		return monitor(e, g)
	case uapi.IOAM6_CMD_DUMP_NAMESPACES, uapi.IOAM6_CMD_DUMP_SCHEMAS:
		return dump(e, g, m)
	}
	if err := g.Do(m); err != nil {
		return cli.Status(err, 1, false)
	}
	return nil
}

// number reads a number of that many bits in base; why is the complaint.
func number(a *cli.Args, base, bits int, why string) (uint64, error) {
	w, err := a.Next()
	if err != nil {
		return 0, err
	}
	v, ok := cli.Uint(w, base, bits)
	if !ok {
		return 0, cli.Invalid(why, w)
	}
	return v, nil
}

// namespace reads a request about namespaces. As in the reference, words behind a
// request that is complete do not matter.
func namespace(a *cli.Args, m *nl.Msg) error {
	word, err := a.Next()
	if err != nil {
		return err
	}
	var cmd uint8
	switch word {
	case "show":
		m.Header()[0] = uapi.IOAM6_CMD_DUMP_NAMESPACES
		return nil
	case "add":
		cmd = uapi.IOAM6_CMD_ADD_NAMESPACE
	case "del":
		cmd = uapi.IOAM6_CMD_DEL_NAMESPACE
	case "set":
		cmd = uapi.IOAM6_CMD_NS_SET_SCHEMA
	default:
		return cli.Invalid("Unknown", word)
	}
	id, err := number(a, 0, 16, "Invalid namespace ID")
	if err != nil {
		return err
	}
	m.Header()[0] = cmd
	m.PutU16(uapi.IOAM6_ATTR_NS_ID, uint16(id))
	switch word {
	case "add":
		return data(a, m)
	case "set":
		return setSchema(a, m)
	}
	return nil
}

// data reads what a namespace's nodes note: a number of 32 bits, one of 64, or both in
// this order.
func data(a *cli.Args, m *nl.Msg) error {
	if a.Accept("data") {
		v, err := number(a, 0, 32, "Invalid data")
		if err != nil {
			return err
		}
		m.PutU32(uapi.IOAM6_ATTR_NS_DATA, uint32(v))
	}
	why := "Invalid argument"
	if m.Has(uapi.IOAM6_ATTR_NS_DATA) {
		why = "Unexpected argument"
	}
	if a.Accept("wide") {
		v, err := number(a, 16, 64, "Invalid wide data")
		if err != nil {
			return err
		}
		m.PutU64(uapi.IOAM6_ATTR_NS_DATA_WIDE, v)
		if why = "Unexpected argument"; m.Has(uapi.IOAM6_ATTR_NS_DATA) {
			return nil
		}
	}
	if a.More() {
		return cli.Invalid(why, a.Peek())
	}
	return nil
}

func setSchema(a *cli.Args, m *nl.Msg) error {
	word, err := a.Next()
	if err != nil {
		return err
	}
	if word != "schema" {
		return cli.Invalid("Unknown", word)
	}
	if a.Accept("none") {
		m.PutFlag(uapi.IOAM6_ATTR_SC_NONE)
		return nil
	}
	v, err := number(a, 0, 32, "Invalid schema ID")
	m.PutU32(uapi.IOAM6_ATTR_SC_ID, uint32(v))
	return err
}

func schema(a *cli.Args, m *nl.Msg) error {
	word, err := a.Next()
	if err != nil {
		return err
	}
	switch word {
	case "show":
		m.Header()[0] = uapi.IOAM6_CMD_DUMP_SCHEMAS
		return nil
	case "add":
		m.Header()[0] = uapi.IOAM6_CMD_ADD_SCHEMA
	case "del":
		m.Header()[0] = uapi.IOAM6_CMD_DEL_SCHEMA
	default:
		return cli.Invalid("Unknown", word)
	}
	id, err := number(a, 0, 32, "Invalid schema ID")
	if err != nil {
		return err
	}
	m.PutU32(uapi.IOAM6_ATTR_SC_ID, uint32(id))
	if word == "del" {
		return nil
	}
	if word, err = a.Next(); err != nil {
		return err
	}
	if len(word) > uapi.IOAM6_MAX_SCHEMA_DATA_LEN {
		return cli.Invalid("Schema DATA too big", word)
	}
	m.PutText(uapi.IOAM6_ATTR_SC_DATA, word)
	return nil
}

func dump(e *cli.Env, g *cli.Genl, m *nl.Msg) error {
	e.Begin()
	for r, err := range g.Dump(m) {
		if err != nil {
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return err
			}
			break
		}
		if r.Type == g.ID {
			printReply(e, r)
			e.Spill()
		}
	}
	e.End()
	return nil
}

func printReply(e *cli.Env, r nl.Reply) {
	var tb [uapi.IOAM6_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, cli.GenlHdr) {
		return
	}
	e.Obj("")
	switch r.Data[0] {
	case uapi.IOAM6_CMD_DUMP_NAMESPACES:
		printNamespace(e, t)
	case uapi.IOAM6_CMD_DUMP_SCHEMAS:
		printSchema(e, t)
	}
	e.EndObj()
}

func printNamespace(e *cli.Env, t nl.Table) {
	e.Uint("namespace", "namespace %", uint64(t[uapi.IOAM6_ATTR_NS_ID].U16()))
	if v := t[uapi.IOAM6_ATTR_SC_ID]; v != nil {
		e.Uint("schema", " [schema %]", uint64(v.U32()))
	}
	if v := t[uapi.IOAM6_ATTR_NS_DATA]; v != nil {
		if e.JSON {
			e.BareHex("data", "", uint64(v.U32()))
		} else {
			hashHex(e, ", data %", uint64(v.U32()), 10)
		}
	}
	if v := t[uapi.IOAM6_ATTR_NS_DATA_WIDE]; v != nil {
		if e.JSON {
			e.Hex("wide", "", v.U64())
		} else {
			hashHex(e, ", wide %", v.U64(), 18)
		}
	}
	e.NL()
}

// hashHex prints v as C's %#0nx: n columns with the 0x that all numbers but zero have.
func hashHex(e *cli.Env, form string, v uint64, n int) {
	var s [32]byte
	b := s[:0]
	if v != 0 {
		b = append(b, "0x"...)
		n -= 2
	}
	e.Bytes("", form, attr.AppendHex(b, v, n))
}

func printSchema(e *cli.Env, t nl.Table) {
	e.Uint("schema", "schema %", uint64(t[uapi.IOAM6_ATTR_SC_ID].U32()))
	if v := t[uapi.IOAM6_ATTR_NS_ID]; v != nil {
		e.Uint("namespace", " [namespace %]", uint64(v.U16()))
	}
	e.Null("data", ", data:", "")
	for _, c := range t[uapi.IOAM6_ATTR_SC_DATA] {
		if e.JSON { // each under a name that is empty
			e.Key("")
			e.Uint(out.Elem, "", uint64(c))
			continue
		}
		var s [4]byte
		e.Bytes("", " %", attr.AppendHex(s[:0], uint64(c), 2))
	}
	e.NL()
}

// monitor prints what packets have noted, as they come in.
func monitor(e *cli.Env, g *cli.Genl) error {
	if err := g.JoinGroup("ioam6_events"); err != nil {
		return cli.Quit(1, info.Perror("can't subscribe to ioam6 events", err))
	}
	err := g.Listen(func(r nl.Reply, _ int32) error {
		if r.Type == g.ID {
			printTrace(e, r)
		}
		return nil
	}, e.Flush, func(err error) { e.Warn(err.Error()) })
	return cli.Status(err, 1, true)
}

func printTrace(e *cli.Env, r nl.Reply) {
	var tb [uapi.IOAM6_EVENT_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, cli.GenlHdr) || r.Data[0] != uapi.IOAM6_EVENT_TRACE {
		return
	}
	e.Puts("[TRACE] ")
	if v := t[uapi.IOAM6_EVENT_ATTR_TRACE_NAMESPACE]; v != nil {
		e.Uint("", "Namespace=% ", uint64(v.U16()))
	}
	if v := t[uapi.IOAM6_EVENT_ATTR_TRACE_NODELEN]; v != nil {
		e.Uint("", "NodeLen=% ", uint64(v.U8()))
	}
	if v := t[uapi.IOAM6_EVENT_ATTR_TRACE_TYPE]; v != nil {
		hashHex(e, "Type=% ", uint64(v.U32()), 8)
	}
	e.Puts("Data=")
	for _, c := range t[uapi.IOAM6_EVENT_ATTR_TRACE_DATA] {
		var s [4]byte
		e.Write(attr.AppendHex(s[:0], uint64(c), 2))
	}
	e.Puts("\n")
}
