package link

import (
	"errors"
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// FuzzWords has the parser read whatever words there are, with no socket behind it:
// what it puts must be a whole message, and nothing may panic.
func FuzzWords(f *testing.F) {
	for _, s := range []string{
		"v0 type veth peer name v1 netns blue", "dev lo mtu 1400 up", "lo vf 0 vlan 5 proto 802.1ad vlan 6",
		"lo inet forwarding on rp_filter 2", "b0 type bridge mcast 1 group_address 01:80:c2:00:00:05",
		"lo xdp pinned x section y", "group 5 alias x", "d0 type bridge_slave group_fwd_mask 8 hairpin on",
		"link x name y link-netnsid 5 type vlan id 5 ingress-qos-map 1:2", "lo protodown_reason 3 on type",
		"lo vf 0 min_tx_rate 5", "x type vxlan id 5 remote 1.2.3.4", "x type can bitrate 5", "x type macsec",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, line string, create bool) {
		list := strings.Fields(line)
		for i, w := range list {
			if w == "netns" || w == "link-netns" || w == "pinned" || strings.HasPrefix("object-file", w) || strings.HasPrefix(w, "m:") {
				list[i] = "mtu" // these look at the machine
			}
		}
		e := cli.NewEnv("ip")
		e.Names.Socket = func() (int, error) { return -1, errors.New("none") }
		e.Dest = func([]byte) {}
		flags := uint16(0)
		if create {
			flags = unix.NLM_F_CREATE
		}
		r := &request{m: nl.New(unix.RTM_NEWLINK, flags, header(e))}
		defer r.close()
		a := cli.NewArgs(list)
		w := words{netns: -1, linkNetnsID: -1}
		var typ *string
		var err error
		for a.More() && typ == nil && err == nil {
			typ, err = r.option(e, a, &w)
		}
		if err == nil && typ != nil {
			err = r.linkInfo(e, a, *typ)
		}
		if err != nil {
			return
		}
		r.finish()
		b := r.m.Bytes()
		if int(nl.Native.Uint32(b)) != len(b) {
			t.Fatalf("%q: length %d of %d bytes", line, nl.Native.Uint32(b), len(b))
		}
		var tb [uapi.IFLA_MAX + 1]nl.Value
		nl.Table(tb[:]).Index(b[32:])
	})
}
