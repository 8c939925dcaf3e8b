package inet

import (
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/names"

	"golang.org/x/sys/unix"
)

const ipv6Route = "/proc/net/ipv6_route"

const rtfCache = 0x01000000

func (o *Routes) inet6(e *cli.Env) error {
	for _, cache := range [...]bool{false, true} {
		if cache && !o.Cache || !cache && !o.FIB {
			continue
		}
		if err := missing(e, ipv6Route, "INET6 (IPv6)"); err != nil {
			return err
		}
		// Netlink tells neither how often a route is held nor all of its flags.
		b, _ := names.ReadFile(ipv6Route)
		o.table6(e, string(b), cache)
	}
	return nil
}

// table6 shows the lines of /proc/net/ipv6_route that are of the cache, or are not.
func (o *Routes) table6(e *cli.Env, text string, cache bool) {
	what := "table"
	if cache {
		what = "cache"
	}
	e.Puts("Kernel IPv6 routing " + what + "\nDestination                    Next Hop                   Flag Met Ref  Use If\n")
	var row Row
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		w := strings.Fields(line)
		if len(w) < 10 {
			continue
		}
		flags := hexWord(w[8])
		if flags&rtfCache != 0 != cache {
			continue
		}
		row = row[:0]
		o.addr6(&row, w[0])
		row.Add("/")
		row.Int(int64(hexWord(w[1])), 0)
		row.Fill(0, 30)
		row.Add(" ")
		at := len(row)
		o.addr6(&row, w[4])
		row.Fill(at, 26)
		row.Add(" ")
		at = len(row)
		for _, f := range [...]struct {
			bit    uint32
			letter byte
		}{
			{unix.RTF_UP, 'U'}, {unix.RTF_REJECT, '!'}, {unix.RTF_GATEWAY, 'G'}, {unix.RTF_HOST, 'H'}, {0x10000, 'D'}, {0x40000, 'A'},
			{rtfCache, 'C'}, {0x20000, 'a'}, {0x400000, 'e'}, {unix.RTF_MODIFIED, 'm'}, {0x200000, 'n'}, {0x2000000, 'f'},
		} {
			if flags&f.bit != 0 {
				row = append(row, f.letter)
			}
		}
		row.Fill(at, 4)
		row.Add(" ")
		row.Int(int64(int32(hexWord(w[5]))), 3)
		row.Add(" ")
		row.Int(int64(int32(hexWord(w[6]))), 0)
		row.Add(" ")
		row.Int(int64(int32(hexWord(w[7]))), -6)
		row.Add(" ")
		row.Add(w[9])
		row.Add("\n")
		e.Write(row)
		e.Spill()
	}
}

// hexWord is the number that w is in hex, as far as it goes.
func hexWord(w string) uint32 {
	v, _, _ := cli.Strtoul(w, 16)
	return uint32(v)
}

// addr6 adds the address that w is in 32 hex digits.
func (o *Routes) addr6(r *Row, w string) {
	var ip [16]byte
	zero := true
	for i := range ip {
		if 2*i+2 <= len(w) {
			ip[i] = byte(hexWord(w[2*i : 2*i+2]))
		}
		zero = zero && ip[i] == 0
	}
	r.Add(o.Name6(&ip, zero))
}

// Name6 is an IPv6 address as these programs show it.
func (o *Routes) Name6(ip *[16]byte, zero bool) string {
	if !o.Numeric {
		if zero {
			return "[::]"
		}
		if name := o.name(ip[:], true); name != "" {
			return short4(name, ip)
		}
	}
	return short4(string(attr.AppendIP6(nil, ip[:])), ip)
}

// short4 is what an address that holds one of IPv4 is shown as: that.
func short4(s string, ip *[16]byte) string {
	for i, c := range ip[:12] {
		if i < 10 && c != 0 || i >= 10 && c != 0xff {
			return s
		}
	}
	if dot := strings.IndexByte(s, '.'); dot >= 0 {
		if colon := strings.LastIndexByte(s[:dot], ':'); colon >= 0 {
			return s[colon+1:]
		}
	}
	return s
}

func appendIP(r Row, ip []byte) Row { return attr.AppendIP4(r, ip) }
