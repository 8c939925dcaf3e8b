package ethtool

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

func quiet(args ...string) *tool {
	e := cli.NewEnv("ethtool")
	e.Dest = func([]byte) {}
	return &tool{e: e, dev: "x", args: args, warn: func(string) {}}
}

// FuzzPrint has any bytes as the kernel's answers be printed without harm.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{20, 0, 1, 128, 8, 0, 1, 0, 1, 0, 0, 0, 7, 0, 2, 0, 'l', 'o', 0, 0,
		28, 0, 2, 128, 8, 0, 2, 0, 64, 0, 0, 0, 12, 0, 4, 0, 255, 255, 255, 255, 255, 255, 255, 255}, false)
	f.Add([]byte{32, 0, 3, 128, 28, 0, 3, 128, 24, 0, 1, 128, 8, 0, 1, 0, 13, 0, 0, 0, 10, 0, 2, 0, 'P', 'a', 'u', 's', 'e', 0}, true)
	f.Fuzz(func(_ *testing.T, b []byte, dump bool) {
		t := quiet()
		if dump {
			t.dev = all
		}
		tb := nl.Table(make([]nl.Value, 64)).Index(b)
		for _, v := range tb {
			t.ourModes(v)
			t.peerModes(v)
			t.bitNames("x:", "", v)
			t.pauseFrames(index(v, 1))
			bits(v).has(13, true)
			t.bytes(v, len(v))
		}
		t.linkModes(tb)
		t.linkInfo(tb)
		t.linkState(tb)
		t.wakeOn(tb)
		t.messages(tb)
		t.fields(coalesceFields[:], tb)
		t.fields(ringFields[:], tb)
		stringSet(b)
		v := nl.Value(b)
		t.printDriver(v)
		t.printCounters("NIC", v, v.From(64))
		s := &status{v, v.From(1), v.From(2), v.From(3)}
		names := append(stringSet(b), "tx-tcp-segmentation", "tx-gso-robust", "rx-gro")
		t.printFeatures(names, s, v)
		t.changes(names, make([]byte, len(names)), bits(tb[2]), bits(tb[3]))
		t.e.Flush()
	})
}

// FuzzWords has any words be read without harm.
func FuzzWords(f *testing.F) {
	f.Add("-k lo --json")
	f.Add("rx 0x10 autoneg on tx-push off rx-usecs -1 tx")
	f.Fuzz(func(_ *testing.T, s string) {
		words := strings.Fields(s)
		for _, w := range words {
			find(w)
			groupOf(w)
			askFor(w, words, func(string) {})
		}
		for _, params := range [...][]param{ringParams[:], coalesceParams[:], pauseParams[:]} {
			m := nl.New(0, 0, nil)
			t := quiet(words...)
			t.parse(params, m)
		}
	})
}

func TestGroups(t *testing.T) {
	for feature, want := range map[string]string{
		"tx-tcp-segmentation": "tso", "tx-tcp-mangleid-segmentation": "tso", "tx-checksum-ipv4": "tx", "rx-gro": "gro",
		"rx-gro-hw": "", "tx-scatter-gather": "sg", "tx-checksum": "", "": "",
	} {
		got := ""
		if i := groupOf(feature); i != noGroup {
			got = groups[i].short
		}
		if got != want {
			t.Errorf("%q: %q, want %q", feature, got, want)
		}
	}
}

func TestExtState(t *testing.T) {
	for _, c := range [...]struct {
		state uint8
		sub   nl.Value
		want  string
	}{
		{4, nil, "No cable"}, {0, nl.Value{6}, "Autoneg, No HCD"}, {0, nl.Value{1}, "Autoneg, No partner detected"},
		{0, nl.Value{7}, "Autoneg, 7"}, {0, nl.Value{0}, "Autoneg, 0"}, {99, nl.Value{2}, "99, 2"},
	} {
		if got := extState(c.state, c.sub); got != c.want {
			t.Errorf("%v, %v: %q, want %q", c.state, c.sub, got, c.want)
		}
	}
}

// What a link tells of where it may not go stands where the feature stood, and only
// where there is no such feature.
func TestNetnsLocal(t *testing.T) {
	zero, one := make(nl.Value, 4), nl.Value{1}
	for _, c := range [...]struct {
		names string
		told  nl.Value
		want  string
	}{
		{"highdma tx-gso-robust loopback", one, "highdma: off [fixed]\nnetns-local: on [fixed]\ntx-gso-robust: off [fixed]\nloopback: off [fixed]\n"},
		{"highdma", zero, "highdma: off [fixed]\nnetns-local: off [fixed]\n"},
		{"highdma netns-local tx-gso-robust", one, "highdma: off [fixed]\nnetns-local: off [fixed]\ntx-gso-robust: off [fixed]\n"},
		{"highdma", nil, "highdma: off [fixed]\n"},
	} {
		x := quiet()
		out := ""
		x.e.Dest = func(b []byte) { out += string(b) }
		names := strings.Fields(c.names)
		x.printFeatures(names, &status{zero, zero, zero, zero}, c.told)
		x.e.Flush()
		if _, out, _ := strings.Cut(out, "receive-hashing: off\n"); out != c.want {
			t.Errorf("%q: %q, want %q", c.names, out, c.want)
		}
	}
}

// Half-duplex modes share a line with the full-duplex ones behind them.
func TestModes(t *testing.T) {
	out := ""
	x := quiet()
	x.e.Dest = func(b []byte) { out += string(b) }
	m := nl.New(0, 0, nil)
	for i, name := range [...]string{"10baseT/Half", "10baseT/Full", "100baseT/Half", "100baseT/Full", "1000baseT/Full"} {
		if i == 4 {
			i++
		}
		m.Open(unix.ETHTOOL_A_BITSET_BITS_BIT)
		m.PutU32(unix.ETHTOOL_A_BITSET_BIT_INDEX, uint32(i))
		m.PutStr(unix.ETHTOOL_A_BITSET_BIT_NAME, name)
		m.Close()
	}
	x.modes(&bitset{list: m.Inside()}, true, aMode, "\tModes: ", "\n")
	x.e.Flush()
	if want := "\tModes: 10baseT/Half 10baseT/Full\n\t       100baseT/Half 100baseT/Full\n\t       1000baseT/Full\n"; out != want {
		t.Errorf("%q, want %q", out, want)
	}
}
