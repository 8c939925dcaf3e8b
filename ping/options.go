package ping

import (
	"strconv"
	"strings"

	"gip/internal/attr"
	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

const usage = `
Usage: ping [options] <destination>

Which protocol
  -4                 IPv4 alone
  -6                 IPv6 alone
  -F <flowlabel>     flow label of IPv6
  -Q <tclass>        type of service, traffic class
  -t <ttl>           time to live, hop limit
  -M <pmtud opt>     whether packets may be split: <do|dont|want>
  -m <mark>          mark of outgoing packets, for routing rules
Where from
  -I <interface>     interface by name, or source address
  -B                 keep to the source address that was picked at first
  -b                 a broadcast address is meant
  -L                 multicast does not come back to this host
  -r                 hosts on the link alone, whatever the routes say
What
  -s <size>          bytes of data in a packet (56)
  -p <pattern>       hex digits to fill it with
  -e <identifier>    identifier of the session
When
  -c <count>         end after so many replies
  -i <interval>      seconds between two packets (1)
  -l <preload>       so many packets at once in the beginning
  -W <timeout>       seconds to wait for a reply (10)
  -w <deadline>      seconds to end after in any case
  -A                 as fast as replies come
  -f                 as fast as it goes, a dot for each packet
Output
  -n                 addresses stay numbers
  -q                 the summary alone
  -D                 the time before each line
  -O                 tell of replies that have not come in time
  -U                 times include this program's own
  -a                 beep
  -v                 more
  -h                 this text
  -V                 version
Sockets
  -C                 connect the socket
  -d                 SO_DEBUG
  -S <size>          SO_SNDBUF

Not supported: -N (node information), -R, -T and several destinations (options of
the IPv4 header).
`

// options is what the command line says.
type options struct {
	family   int   // AF_INET, AF_INET6; 0 for both
	limit    int64 // replies; 0: no end
	interval int   // milliseconds
	linger   int   // likewise: how long the last replies are waited for
	deadline int   // seconds; 0 for none
	preload  int
	size     int
	ident    int // -1: any
	ttl      int // -1: not given
	tos      int
	flow     int
	pmtu     int // IP_PMTUDISC_...; -1: not given
	sndbuf   int
	mark     uint32
	device   string
	pattern  string
	from4    [4]byte // source addresses; zero where not given
	from6    [16]byte

	givenFlow, givenMark, givenInterval, strictSource              bool
	audible, adaptive, broadcast, connect, stamp, debug            bool
	flood, noLoop, numeric, outstanding, quiet, dontRoute, latency bool
	verbose, version, filled                                       bool
}

const (
	withValue  = "ceFIilmMpQsStwWTN"
	withoutOne = "h?4b6aABCdDfLnOqrUvVR"

	maxInt32 = 1<<31 - 1
	maxInt64 = 1<<63 - 1
	maxDup   = 1 << 16 // sequence numbers that are kept track of
)

// parse reads the words, of which options may stand behind the destination too.
func (p *pinger) parse(args []string) (dest string, err error) {
	p.options = options{interval: 1000, linger: 10_000, preload: 1, size: 56, ident: -1, ttl: -1, pmtu: -1}
	switch {
	case strings.HasSuffix(p.prog, "4"):
		p.family = unix.AF_INET
	case strings.HasSuffix(p.prog, "6"):
		p.family = unix.AF_INET6
	}
	var dests []string
	for i := 0; i < len(args); i++ {
		w := args[i]
		if w == "--" {
			dests = append(dests, args[i+1:]...)
			break
		}
		if len(w) < 2 || w[0] != '-' {
			dests = append(dests, w)
			continue
		}
		for w = w[1:]; w != ""; {
			c := w[0]
			w = w[1:]
			value := ""
			switch {
			case strings.IndexByte(withValue, c) >= 0:
				if value, w = w, ""; value == "" {
					if i++; i == len(args) {
						return "", p.misuse("option requires an argument -- '" + string(rune(c)) + "'")
					}
					value = args[i]
				}
			case strings.IndexByte(withoutOne, c) < 0:
				return "", p.misuse("invalid option -- '" + string(rune(c)) + "'")
			}
			if err := p.option(c, value); err != nil || p.version {
				return "", err
			}
		}
	}
	if len(dests) == 0 {
		return "", p.fatal(1, unix.EDESTADDRREQ, "usage error")
	}
	if len(dests) > 1 {
		return "", p.fatal(2, nil, "several destinations (source routing) are not supported")
	}
	return dests[0], nil
}

func (p *pinger) misuse(msg string) error {
	p.warn(nil, msg)
	return cli.Quit(2, strings.TrimSuffix(usage, "\n"))
}

// option takes one option.
func (p *pinger) option(c byte, w string) (err error) {
	var n int64
	switch c {
	case '4', '6':
		family := unix.AF_INET
		if c == '6' {
			family = unix.AF_INET6
		}
		if p.family != 0 && p.family != family {
			return p.fatal(2, nil, "only one -4 or -6 option may be specified")
		}
		p.family = family
	case 'a':
		p.audible = true
	case 'A':
		p.adaptive = true
	case 'b':
		p.broadcast = true
	case 'B':
		p.strictSource = true
	case 'c':
		p.limit, err = p.number(w, 1, maxInt64)
	case 'C':
		p.connect = true
	case 'd':
		p.debug = true
	case 'D':
		p.stamp = true
	case 'e':
		n, err = p.number(w, 0, 0xffff)
		p.ident = int(n)
	case 'f':
		p.flood, p.numeric = true, true
	case 'F':
		p.givenFlow = true
		p.flow, err = p.flowLabel(w)
	case 'i':
		var f float64
		if f, err = p.seconds(w, "bad timing interval"); err == nil && f > float64(maxInt32)/1000 {
			err = p.fatal(2, nil, "bad timing interval: "+w)
		}
		p.interval, p.givenInterval = int(f*1000), true
	case 'I':
		err = p.from(w)
	case 'l':
		n, err = p.number(w, 1, maxDup)
		if p.preload = int(n); err == nil && n > 3 && unix.Getuid() != 0 {
			err = p.fatal(2, nil, "cannot set preload to value greater than 3: "+strconv.Itoa(p.preload))
		}
	case 'L':
		p.noLoop = true
	case 'm':
		n, err = p.number(w, 0, 1<<32-1)
		p.mark, p.givenMark = uint32(n), true
	case 'M':
		switch w {
		case "do":
			p.pmtu = unix.IP_PMTUDISC_DO
		case "dont":
			p.pmtu = unix.IP_PMTUDISC_DONT
		case "want":
			p.pmtu = unix.IP_PMTUDISC_WANT
		default:
			err = p.fatal(2, nil, "invalid -M argument: "+w)
		}
	case 'n':
		p.numeric = true
	case 'O':
		p.outstanding = true
	case 'p':
		p.pattern, p.filled = w, true
	case 'q':
		p.quiet = true
	case 'Q':
		p.tos, err = p.service(w)
	case 'r':
		p.dontRoute = true
	case 's':
		n, err = p.number(w, 0, maxInt32)
		p.size = int(n)
	case 'S':
		n, err = p.number(w, 1, maxInt32)
		p.sndbuf = int(n)
	case 't':
		n, err = p.number(w, 0, 255)
		p.ttl = int(n)
	case 'U':
		p.latency = true
	case 'v':
		p.verbose = true
	case 'V':
		p.version = true
		p.e.Puts("ping from iputils 20221126 (gip)\n")
	case 'w':
		n, err = p.number(w, 0, maxInt32)
		p.deadline = int(n)
	case 'W':
		var f float64
		if f, err = p.seconds(w, "bad linger time"); err == nil && (f < 0 || f > float64(maxInt32)/1000) {
			err = p.fatal(2, nil, "bad linger time: "+w)
		}
		p.linger = int(f * 1000)
	case 'N', 'R', 'T':
		err = p.fatal(2, nil, "option -"+string(rune(c))+" is not supported")
	default: // -h, -?
		err = cli.Quit(2, strings.TrimSuffix(usage, "\n"))
	}
	return err
}

// number reads a decimal number as iputils does.
func (p *pinger) number(w string, least, most int64) (int64, error) {
	s := strings.TrimLeft(w, " \t\n\v\f\r")
	v, n, over := cli.Strtoul(w, 10)
	i := int64(v)
	neg := strings.HasPrefix(s, "-")
	if n > 0 && (over || !neg && i < 0 || neg && i > 0) {
		return 0, p.fatal(1, unix.ERANGE, "invalid argument: '"+w+"'")
	}
	if n == 0 || n != len(w) {
		return 0, p.fatal(1, nil, "invalid argument: '"+w+"'")
	}
	if i < least || i > most {
		return 0, p.fatal(1, nil, "invalid argument: '"+w+"': out of range: "+
			strconv.FormatInt(least, 10)+" <= value <= "+strconv.FormatInt(most, 10))
	}
	return i, nil
}

// seconds reads a number with a point. Garbage behind it, or in its place, is only
// told of.
func (p *pinger) seconds(w, what string) (float64, error) {
	if w == "" {
		return 0, p.fatal(2, nil, what+": ")
	}
	f, n := 0.0, len(w)
	for ; n > 0; n-- {
		v, err := strconv.ParseFloat(strings.TrimLeft(w[:n], " \t\n\v\f\r"), 64)
		if err == nil && strings.IndexByte(w[:n], '_') < 0 || v != 0 && v-v != 0 {
			f = v
			break
		}
	}
	if n < len(w) {
		p.warn(nil, "option argument contains garbage: "+w[n:])
		p.warn(nil, "this will become fatal error in the future")
	}
	if f-f != 0 { // neither infinite nor no number
		return 0, p.fatal(2, unix.ERANGE, what+": "+w)
	}
	return f, nil
}

// from takes the value of -I: an address, perhaps with the interface, or an
// interface.
func (p *pinger) from(w string) error {
	if strings.IndexByte(w, ':') >= 0 {
		addr, dev, scoped := strings.Cut(w, "%")
		if scoped {
			p.device = dev
		}
		a, ok := attr.TryAddr(addr, unix.AF_INET6)
		if !ok {
			return p.fatal(2, nil, "invalid source address: "+w)
		}
		p.strictSource = true
		copy(p.from6[:], a.All())
		return nil
	}
	if a, ok := strictIP4(w); ok {
		p.strictSource = true
		p.from4 = a
		return nil
	}
	p.device = w
	return nil
}

func hexOrDecimal(w string) (int64, bool) {
	base := 10
	if strings.HasPrefix(w, "0x") || strings.HasPrefix(w, "0X") {
		w, base = w[2:], 16
	}
	if w == "" {
		return 0, true
	}
	v, n, _ := cli.Strtoul(w, base)
	return int64(int32(v)), n == len(w)
}

func (p *pinger) service(w string) (int, error) {
	v, ok := hexOrDecimal(w)
	if !ok {
		return 0, p.fatal(2, nil, "bad TOS value: "+w)
	}
	if v > 255 {
		return 0, p.fatal(2, nil, "the decimal value of TOS bits must be in range 0-255: "+strconv.FormatInt(v, 10))
	}
	return int(v), nil
}

func (p *pinger) flowLabel(w string) (int, error) {
	v, ok := hexOrDecimal(w)
	if !ok {
		return 0, p.fatal(2, nil, "bad value for flowinfo: "+w)
	}
	if v&^0xfffff != 0 {
		return 0, p.fatal(2, nil, "flow value is greater than 20 bits: "+w)
	}
	return int(v), nil
}

// fill repeats the pattern over the packet's data.
func (p *pinger) fill() error {
	for i := range p.pattern {
		if strings.IndexByte("0123456789abcdefABCDEF", p.pattern[i]) < 0 {
			return p.fatal(2, nil, "patterns must be specified as hex digits: "+p.pattern[i:])
		}
	}
	var pat []byte
	for s := p.pattern; s != "" && len(pat) < 16; {
		n := min(2, len(s))
		v, _ := strconv.ParseUint(s[:n], 16, 8)
		pat = append(pat, byte(v))
		s = s[n:]
	}
	for i := range p.out[8:] {
		if len(pat) == 0 {
			break
		}
		p.out[8+i] = pat[i%len(pat)]
	}
	if !p.quiet {
		const hex = "0123456789abcdef"
		p.e.Puts("PATTERN: 0x")
		for _, c := range pat {
			p.e.Write([]byte{hex[c>>4], hex[c&15]})
		}
		p.e.Puts("\n")
	}
	return nil
}
