package kind

import (
	"bufio"
	enc "encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
)

// show is what is printed of a kind's attributes.
func show(k *Kind, data []byte, json bool, details int) string {
	e := cli.NewEnv("ip")
	e.WantJSON, e.Details = json, details
	var s []byte
	e.Dest = func(b []byte) { s = append(s, b...) }
	var list [128]nl.Value
	e.BeginPlain()
	e.Obj("")
	k.Show(e, nl.Table(list[:]).Index(data))
	e.EndObj()
	e.EndPlain()
	e.Flush()
	return strings.TrimSuffix(string(s), "\n")
}

func lookupAny(name string) *Kind {
	if port, ok := strings.CutSuffix(name, "_slave"); ok {
		return Port([]byte(port))
	}
	return Lookup([]byte(name))
}

// The file's lines are JSON: a kind, its attributes, and how the reference prints
// them with -d, with -d -j and with -d -d.
func TestPrint(t *testing.T) {
	path := os.Getenv("GIP_KIND_FRAMES")
	if path == "" {
		path = "testdata/frames.txt"
	}
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	n, bad := 0, 0
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var line [5]string
		if err := json.Unmarshal(sc.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		data, _ := enc.DecodeString(line[1])
		k := lookupAny(line[0])
		for i, want := range line[2:] {
			n++
			got := show(k, data, i == 1, 1+i/2)
			if got != want {
				if bad++; bad <= 60 {
					t.Errorf("%s %s\n got %q\nwant %q", line[0], line[1], got, want)
				}
			}
		}
	}
	t.Logf("%d prints, %d differ", n, bad)
}
