package route

import (
	"encoding/binary"
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/legacy/inet"
)

const usage4 = `Usage: inet_route [-vF] del {-host|-net} Target[/prefix] [gw Gw] [metric M] [[dev] If]
       inet_route [-vF] add {-host|-net} Target[/prefix] [gw Gw] [metric M]
                              [netmask N] [mss Mss] [window W] [irtt I]
                              [mod] [dyn] [reinstate] [[dev] If]
       inet_route [-vF] add {-host|-net} Target[/prefix] [metric M] reject
       inet_route [-FC] flush      NOT supported
`

// A route4 is a route as the words have it: struct rtentry.
type route4 struct {
	to, mask, gateway      [4]byte
	host, viaGateway       bool
	reject                 bool
	metric                 int16 // one more than it is; 0: not given
	mss, window            uint64
	hasMSS, hasWindow, irt bool
	irtt                   uint16
	dev                    string
	hasDev                 bool
}

// inet changes routes of IPv4.
func (q *request) inet(words []string) error {
	switch {
	case q.action == flush:
		return wrong(usage4, "Flushing `inet' routing table not supported")
	case q.cache:
		return wrong(usage4, "Modifying `inet' routing cache not supported")
	case q.action == help || len(words) == 0:
		q.e.Puts(usage4)
		return nil
	}
	var r route4
	if err := q.words4(&r, words); err != nil {
		return err
	}
	return q.change4(&r)
}

// cut is word as far as the original has room for it.
func cut(word string) string { return word[:min(len(word), 127)] }

// words4 reads a route.
func (q *request) words4(r *route4, words []string) error {
	kind := ""
	if words[0] == "#net" || words[0] == "#host" {
		kind = words[0]
		words = words[1:]
	}
	if len(words) == 0 {
		return wrong(usage4, "")
	}
	target, netmask := cut(words[0]), "default"
	words = words[1:]
	if host, n, ok := strings.Cut(target, "/"); ok {
		target = host
		bits, k, over := cli.Strtoul(n, 0)
		if k != len(n) {
			return wrong(usage4, "")
		}
		if over {
			bits = 1<<64 - 1
		}
		netmask = "/" + strconv.Itoa(int(int32(bits)))
		r.mask = inet.Mask(int(bits & 31)) // the processor's shift leaves nothing of /32
	}
	to, isNet, ok := q.resolver.Resolve(target, kind == "#host")
	if !ok {
		return cli.Quit(inet.StatusLookup, q.resolver.Herror(target))
	}
	r.to = to
	r.host = kind == "#host" || kind == "" && !isNet
	if err := q.options4(r, words, &netmask); err != nil {
		return err
	}
	if r.reject && !r.hasDev {
		r.dev, r.hasDev = "lo", true
	}
	if r.mask == [4]byte{} {
		return nil
	}
	rest := ^binary.BigEndian.Uint32(r.mask[:])
	if r.host {
		s := strconv.FormatUint(uint64(rest), 16)
		return wrong(usage4, "route: netmask "+"00000000"[len(s):]+s+" doesn't make sense with host route")
	}
	if rest&(rest+1) != 0 {
		return wrong(usage4, "route: bogus netmask "+netmask)
	}
	if binary.BigEndian.Uint32(r.to[:])&rest != 0 {
		return wrong(usage4, "route: netmask doesn't match route address")
	}
	return nil
}

// options4 reads what stands behind the target.
func (q *request) options4(r *route4, words []string, netmask *string) error {
	bad := wrong(usage4, "")
	for len(words) > 0 {
		word, value := words[0], ""
		words = words[1:]
		takes := false
		switch word {
		case "metric", "netmask", "gw", "gateway", "mss", "mtu", "window", "irtt", "device", "dev":
			if len(words) == 0 {
				return bad
			}
			value, words, takes = words[0], words[1:], true
		}
		switch word {
		case "metric":
			if !digit(value) {
				return bad
			}
			r.metric = int16(cli.Atoi(value) + 1)
		case "netmask":
			if r.mask != [4]byte{} {
				return bad
			}
			*netmask = cut(value)
			m, _, ok := q.resolver.Resolve(*netmask, false)
			if !ok {
				return cli.Quit(inet.StatusLookup, q.resolver.Herror(*netmask))
			}
			r.mask = m
		case "gw", "gateway":
			if r.viaGateway {
				return bad
			}
			value = cut(value)
			a, isNet, ok := q.resolver.Resolve(value, true)
			switch {
			case !ok:
				return cli.Quit(inet.StatusLookup, q.resolver.Herror(value))
			case isNet:
				return wrong(usage4, "route: "+value+": cannot use a NETWORK as gateway!")
			}
			r.gateway, r.viaGateway = a, true
		case "mss", "mtu":
			r.mss, r.hasMSS = uint64(cli.Atoi(value)), true
			if r.mss < 64 || r.mss > 65536 {
				return wrong(usage4, "route: Invalid MSS/MTU.")
			}
		case "window":
			r.window, r.hasWindow = uint64(cli.Atoi(value)), true
			if r.window < 128 {
				return wrong(usage4, "route: Invalid window.")
			}
		case "irtt":
			r.irtt, r.irt = uint16(cli.Atoi(value)), true
		case "reject":
			r.reject = true
		case "mod", "dyn", "reinstate": // flags that the kernel does not look at
		default:
			if r.hasDev {
				return bad
			}
			r.dev, r.hasDev = word, true
			if takes {
				r.dev = value
			} else if len(words) > 0 {
				return bad
			}
		}
	}
	return nil
}
