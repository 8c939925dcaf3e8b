package kind

import (
	"bufio"
	enc "encoding/hex"
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// parseWords has the options in words taken: "add x type vlan id 5" or "set lo type
// ...". cur is what a link that is set has. It returns the request's attributes, or the
// complaint.
func parseWords(words []string, cur nl.Table) string {
	flags := uint16(0)
	if words[0] == "add" {
		flags = unix.NLM_F_CREATE | unix.NLM_F_EXCL
	}
	name := words[3]
	k := Lookup([]byte(name))
	if port, ok := strings.CutSuffix(name, "_slave"); ok {
		k = Port([]byte(port))
	}
	if k == nil {
		return "no such kind"
	}
	e := cli.NewEnv("ip")
	a := cli.NewArgs(words[4:])
	var hdr [unix.SizeofIfInfomsg]byte
	m := nl.New(unix.RTM_NEWLINK, flags, hdr[:])
	if a.More() {
		err := k.Options(e, a, m, cur)
		switch err := err.(type) {
		case nil:
		case *cli.Error:
			msg := err.Msg
			if i := strings.Index(msg, "Usage:"); i >= 0 {
				msg = msg[:i] + "USAGE"
			} else if msg != "" {
				msg += "\n"
			}
			return "err " + strconv.Itoa(err.Code) + " " + strings.ReplaceAll(msg, "\n", `\n`)
		default:
			return err.Error()
		}
	}
	last := map[int]string{}
	var types []int
	for typ, v := range nl.Attrs(m.Inside()) {
		if _, ok := last[int(typ)]; !ok {
			types = append(types, int(typ))
		}
		last[int(typ)] = enc.EncodeToString(v)
	}
	sort.Ints(types)
	s := "req"
	for _, t := range types {
		s += " " + strconv.Itoa(t) + "=" + last[t]
	}
	return s
}

// The file's lines are words, a tab, and what the reference makes of them.
func TestOptions(t *testing.T) {
	path := os.Getenv("GIP_KIND_CASES")
	if path == "" {
		path = "testdata/options.txt"
	}
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	n, bad := 0, 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		words, want, _ := strings.Cut(sc.Text(), "\t")
		n++
		if got := parseWords(strings.Fields(words), nil); got != want {
			if bad++; bad <= 400 {
				t.Errorf("%s\n got %s\nwant %s", words, got, want)
			}
		}
	}
	t.Logf("%d lines, %d differ", n, bad)
}

// The file's lines are the options a link has, in hex, words to change them, and what
// the reference sends.
func TestSet(t *testing.T) {
	path := os.Getenv("GIP_KIND_SETS")
	if path == "" {
		path = "testdata/set.txt"
	}
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	n, bad := 0, 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		col := strings.Split(sc.Text(), "\t")
		data, _ := enc.DecodeString(col[0])
		var list [128]nl.Value
		n++
		if got := parseWords(strings.Fields(col[1]), nl.Table(list[:]).Index(data)); got != col[2] {
			if bad++; bad <= 40 {
				t.Errorf("%s\n%s\n got %s\nwant %s", col[0], col[1], got, col[2])
			}
		}
	}
	t.Logf("%d lines, %d differ", n, bad)
}
