package names

import (
	"strconv"
	"strings"
)

// An Entry is a number and its name.
type Entry struct {
	ID   uint32
	Name string
}

// A Table names the numbers of one kind (routing tables, protocols, ...). Its file
// is read when first needed: /etc/iproute2/FILE, else /usr/share/iproute2/FILE, then
// the *.conf of FILE.d in both places. Where there is no file, the names that
// iproute2 ships are known all the same.
type Table struct {
	file    string
	subdir  bool    // has a FILE.d
	dirOnly bool    // has no FILE beside it
	builtin []Entry // known before any file is read
	shipped []Entry // what the file has where it is installed
	eager   bool    // the file is read before builtin is looked at
	limit   uint32  // numbers above are left out of the table (0: none)

	loaded bool
	list   []Entry           // from files, in their order
	index  map[uint32]string // of list, where that is long
	recent Entry             // what Number found last: batches name the same again and again
}

const indexFrom = 24 // entries from which a map is quicker than looking through

func (t *Table) load() {
	if t.loaded {
		return
	}
	t.loaded = true
	t.list = append(t.list, t.builtin...)
	for _, dir := range [...]string{etcDir, usrDir} {
		if t.dirOnly {
			break
		}
		if b, ok := readFile(dir + t.file); ok {
			t.parse(dir+t.file, b)
			goto found
		}
	}
	t.list = append(t.list, t.shipped...)
found:
	if t.subdir {
		etc := confFiles(etcDir + t.file + ".d/")
		for _, f := range confFiles(usrDir + t.file + ".d/") {
			if !exists(etcDir + t.file + ".d/" + f) {
				t.parseFile(usrDir + t.file + ".d/" + f)
			}
		}
		for _, f := range etc {
			t.parseFile(etcDir + t.file + ".d/" + f)
		}
	}
	if len(t.list) >= indexFrom {
		t.index = make(map[uint32]string, len(t.list))
		for _, e := range t.list {
			t.index[e.ID] = e.Name
		}
	}
}

func (t *Table) parseFile(path string) {
	if b, ok := readFile(path); ok {
		t.parse(path, b)
	}
}

// parse reads lines of a number, blanks, a name and perhaps a remark. A line that
// is something else ends the file, and is complained of.
func (t *Table) parse(path string, b []byte) {
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.TrimLeft(line, " \t")
		if line == "" || line[0] == '#' {
			continue
		}
		num, rest, _ := cutBlank(line)
		name, _, _ := cutBlank(rest)
		base, digits := 10, num
		if d, ok := strings.CutPrefix(num, "0x"); ok {
			base, digits = 16, d
		}
		id, err := strconv.ParseInt(digits, base, 64)
		if err != nil || name == "" {
			if text != "" || line != "" {
				warn("Database " + path + " is corrupted at " + line + "\n")
			}
			return
		}
		if id >= 0 && (t.limit == 0 || uint32(id) <= t.limit) {
			t.list = append(t.list, Entry{uint32(id), name})
		}
	}
}

func cutBlank(s string) (word, rest string, ok bool) {
	i := strings.IndexAny(s, " \t\r\v\f")
	if i < 0 {
		return s, "", false
	}
	return s[:i], strings.TrimLeft(s[i:], " \t\r\v\f"), true
}

// Lookup is the name of id, or ok is false where it has none.
func (t *Table) Lookup(id uint32) (name string, ok bool) {
	if !t.loaded && !t.eager {
		if name, ok := find(t.builtin, id); ok {
			return name, true
		}
	}
	t.load()
	if t.index != nil {
		name, ok = t.index[id]
		return name, ok
	}
	return find(t.list, id)
}

// find looks for id from the end: what came later stands over what came before.
func find(list []Entry, id uint32) (string, bool) {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].ID == id {
			return list[i].Name, true
		}
	}
	return "", false
}

// Number is the number that name stands for: of several the first in a table of 256
// places. A name that a later line gave its number away to another name is not known
// any more.
func (t *Table) Number(name string) (id uint32, ok bool) {
	if name == t.recent.Name && name != "" {
		return t.recent.ID, true
	}
	t.load()
	for _, e := range t.list {
		if e.Name != name || ok && e.ID&255 > id&255 {
			continue
		}
		if now, _ := t.Lookup(e.ID); now == name || t.limit == 0 {
			id, ok = e.ID, true
		}
	}
	if ok {
		t.recent = Entry{id, name}
	}
	return id, ok
}
