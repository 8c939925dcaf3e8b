package addr

import (
	"strconv"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
)

// put appends an attribute, also where there is one of its type. One that does not
// fit the room that the reference has for the whole request (limit) is left out and
// told, as it does.
func put(e *cli.Env, m *nl.Msg, limit int, typ uint16, v []byte) bool {
	if m.Mark()+4+(len(v)+3)&^3 > limit {
		e.Warn("addattr_l ERROR: message exceeded bound of " + strconv.Itoa(limit))
		return false
	}
	copy(m.Add(typ, len(v)), v)
	return true
}

func u32(v uint32) []byte { return nl.Native.AppendUint32(nil, v) }

// number is the number that word is, or has in table.
func number(t *names.Table, word string, base int, most uint64) (uint32, bool) {
	if id, ok := t.Number(word); ok {
		return id, true
	}
	v, ok := cli.Uint(word, base, 64)
	return uint32(v), ok && v <= most
}
