package netstat

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// program adds the column of the program that has a socket.
func (t *tool) program(r inet.Row, inode string) inet.Row {
	if !t.programs {
		return r
	}
	name := t.processes[inode]
	if name == "" {
		name = "-"
	}
	r.Add(" ")
	r.Str(name, 20)
	return r
}

func (t *tool) unixSockets() error {
	t.e.Puts("Active UNIX domain sockets " + t.servers() + "\nProto RefCnt Flags       Type       State         I-Node  ")
	t.banner()
	t.e.Puts(" Path\n")
	var row inet.Row
	ok := lines("/proc/net/unix", 1, func(line string) {
		row = t.unixSocket(row[:0], line)
		t.e.Write(row)
		t.e.Spill()
	})
	if !ok {
		return t.lacks("AF UNIX")
	}
	return nil
}

// Flags of a UNIX socket.
const (
	accepts  = 1 << 16
	waits    = 1 << 17
	noSpace  = 1 << 18
	noSocket = 1 // its state: it is connected to none
)

var (
	unixTypes  = [...]string{"", "STREAM", "DGRAM", "RAW", "RDM", "SEQPACKET"}
	unixStates = [...]string{"FREE", "", "CONNECTING", "CONNECTED", "DISCONNECTING"}
)

func (t *tool) unixSocket(r inet.Row, line string) inet.Row {
	w := strings.Fields(line)
	if len(w) < 7 {
		t.e.Warn("warning, got bogus unix line.")
		return r
	}
	flags, typ, state := hexWord(w[3]), hexWord(w[4]), hexWord(w[5])
	if server := state == noSocket && flags&accepts != 0; !t.all && server != t.listening {
		return r
	}
	name := "unix"
	if hexWord(w[2]) != 0 {
		name = "??"
	}
	r.Str(name, 6)
	r.Uint(hexWord(w[1]), 6)
	r.Add(" ")
	at := len(r)
	r.Add("[ ")
	if flags&accepts != 0 {
		r.Add("ACC ")
	}
	if flags&waits != 0 {
		r.Add("W ")
	}
	if flags&noSpace != 0 {
		r.Add("N ")
	}
	r.Add("]")
	r.Fill(at, 11)
	r.Add(" ")
	text := "UNKNOWN"
	if typ > 0 && typ < uint64(len(unixTypes)) {
		text = unixTypes[typ]
	}
	r.Str(text, 11)
	text = "UNKNOWN"
	switch {
	case state == noSocket && flags&accepts != 0:
		text = "LISTENING"
	case state < uint64(len(unixStates)):
		text = unixStates[state]
	}
	r.Str(text, 14)
	r.Str(w[6], 8)
	r = t.program(r, w[6])
	r.Add(" ")
	if len(w) > 7 {
		r.Add(w[7])
	}
	r.Add("\n")
	return r
}

// rareSockets tells of families whose sockets today's kernels lack.
func (t *tool) rareSockets() error {
	for _, f := range [...]struct {
		asked bool
		name  string
		file  string
	}{
		{t.ipx, "AF IPX", "ipx"}, {t.ax25, "AF AX25", "ax25"}, {t.x25, "AF X25", "x25"},
		{t.netrom, "AF NETROM", "nr"}, {t.rose, "AF ROSE", "rose"},
	} {
		if t.asked && !f.asked {
			continue
		}
		switch there := unix.Access("/proc/net/"+f.file, unix.F_OK) == nil; {
		case there && f.asked:
			return cli.Quit(1, "gip shows no sockets of "+f.name+".")
		case there:
			t.e.Warn("gip shows no sockets of " + f.name + ".")
			continue
		}
		if t.asked || t.verbose {
			t.e.Warn("netstat: no support for `" + f.name + "' on this system.")
		}
		if t.asked {
			return cli.Silent(1)
		}
	}
	if t.bluetooth {
		return cli.Quit(1, "netstat: feature `AF BLUETOOTH' not supported.\n"+
			"Please recompile `net-tools' with newer kernel source or full configuration.")
	}
	return nil
}

// showGroups shows the multicast groups of links.
func (t *tool) showGroups() error {
	t.e.Puts("IPv6/IPv4 Group Memberships\nInterface       RefCnt Group\n--------------- ------ ---------------------\n")
	var err error
	if t.inet {
		device := ""
		ok := lines("/proc/net/igmp", 1, func(line string) {
			if !strings.HasPrefix(line, "\t") {
				_, device, _ = strings.Cut(line, "\t")
				device = device[:min(len(device), 15)]
				if i := strings.LastIndexByte(device, ':'); i >= 0 {
					device = device[:i]
				}
				return
			}
			if w := strings.Fields(line); len(w) > 1 {
				var ip [4]byte
				nl.Native.PutUint32(ip[:], uint32(hexWord(w[0])))
				t.group(device, w[1], t.names.Name4(ip))
			}
		})
		if !ok {
			err = t.lacks("AF INET (igmp)")
		}
	}
	if t.inet6 {
		lines("/proc/net/igmp6", 0, func(line string) {
			w := strings.Fields(line)
			if len(w) < 4 || len(w[2]) != 32 {
				return
			}
			var ip [16]byte
			for i := range ip {
				ip[i] = byte(hexWord(w[2][2*i : 2*i+2]))
			}
			t.group(w[1], w[3], t.names.Name6(&ip, false))
		})
	}
	return err
}

func (t *tool) group(device, count, name string) {
	var r inet.Row
	r.Str(device, 15)
	r.Add(" ")
	r.Str(count, 6)
	r.Add(" ")
	r.Add(name)
	r.Add("\n")
	t.e.Write(r)
	t.e.Spill()
}
