package kind

import (
	"strings"
	"testing"

	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// Whatever a kernel sends is printed, and nothing breaks.
func FuzzPrint(f *testing.F) {
	f.Add([]byte{5, 0, 1, 0, 1, 0, 0, 0})
	f.Add([]byte{4, 0, 23, 0, 8, 0, 2, 0, 1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, list := range [][]*Kind{kinds[:], ports[:]} {
			for _, k := range list {
				show(k, data, false, 1)
				show(k, data, true, 2)
				if k.Stats != nil {
					e := cli.NewEnv("ip")
					e.Dest = func([]byte) {}
					k.Stats(e, data)
					e.Flush()
				}
			}
		}
	})
}

// Whatever the words are, they are taken or refused.
func FuzzOptions(f *testing.F) {
	f.Add("id 5 remote 10.0.0.1 dstport 0", true)
	f.Add("macaddr set 1:2:3:4:5:6 x", false)
	f.Add("arp_ip_target ,,1.2.3.4,", true)
	f.Add("sample-point .5 tdcv 1 tdco 2 td 3", false)
	f.Add("port 1 address 1:2", true)
	f.Add("6rd-prefix any 6rd-relay_prefix any", true)
	f.Fuzz(func(t *testing.T, line string, creating bool) {
		flags := uint16(0)
		if creating {
			flags = unix.NLM_F_CREATE
		}
		words := strings.Fields(line)
		for _, list := range [][]*Kind{kinds[:], ports[:]} {
			for _, k := range list {
				var hdr [unix.SizeofIfInfomsg]byte
				m := nl.New(unix.RTM_NEWLINK, flags, hdr[:])
				k.Options(cli.NewEnv("ip"), cli.NewArgs(words), m, nil)
				m.Bytes()
			}
		}
	})
}
