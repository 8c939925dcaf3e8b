package tunnel

import (
	"unsafe"

	"gip/internal/attr"
	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

// routers runs ip tunnel prl: the routers that an ISATAP tunnel may have, one at a time.
func routers(d *driver, a *cli.Args) (err error) {
	var r potential
	req, dev := uintptr(0), ""
	for count := 0; a.More(); {
		word, _ := a.Next()
		switch word {
		case "prl-default", "prl-nodefault", "prl-delete":
			if r.addr, err = ip4(a); err != nil {
				return err
			}
			req = addPRL
			switch word {
			case "prl-default":
				r.flags |= prlDefault
			case "prl-delete":
				req = delPRL
			}
			count++
		case "dev":
			if dev, err = device(a); err != nil {
				return err
			}
		default:
			return cli.Quit(255, `Invalid PRL parameter "`+word+`"`)
		}
		if count > 1 {
			return cli.Quit(255, "One PRL entry at a time")
		}
	}
	if dev == "" {
		return cli.Quit(255, "Must specify device")
	}
	return d.other(req, dev, unsafe.Pointer(&r))
}

func device(a *cli.Args) (string, error) {
	word, err := a.Next()
	if err == nil && !cli.LinkName(word) {
		err = cli.Invalid(`"dev" not a valid ifname`, word)
	}
	return word, err
}

// rapid runs ip tunnel 6rd: the prefixes of an IPv6 rapid deployment.
func rapid(d *driver, a *cli.Args) (err error) {
	var r deployment
	req, dev := uintptr(0), ""
	for a.More() {
		word, _ := a.Next()
		switch word {
		case "6rd-prefix":
			p, err := prefix(a, unix.AF_INET6)
			if err != nil {
				return err
			}
			req = add6RD
			copy(r.prefix[:], p.All())
			r.prefixLen = uint16(p.Bits)
		case "6rd-relay_prefix":
			p, err := prefix(a, unix.AF_INET)
			if err != nil {
				return err
			}
			req = add6RD
			copy(r.relay[:], p.All())
			r.relayLen = uint16(p.Bits)
		case "6rd-reset":
			req = del6RD
		case "dev":
			if dev, err = device(a); err != nil {
				return err
			}
		default:
			return cli.Quit(255, `Invalid 6RD parameter "`+word+`"`)
		}
	}
	if dev == "" {
		return cli.Quit(255, "Must specify device")
	}
	return d.other(req, dev, unsafe.Pointer(&r))
}

func prefix(a *cli.Args, family uint8) (attr.Prefix, error) {
	word, err := a.Next()
	if err != nil {
		return attr.Prefix{}, err
	}
	return attr.ParsePrefix(word, family)
}
