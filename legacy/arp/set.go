package arp

import (
	"errors"
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

// A request is struct arpreq.
type request struct {
	ip     [4]byte
	addr   [14]byte
	typ    uint16 // of the hardware; 0: whatever the link's is
	flags  uint
	mask   [4]byte
	device string
}

// set adds an entry. It has complained where ok is false.
func (t *tool) set(words []string) (ok bool, err error) {
	var r request
	host, words, ok := t.host(&r, words)
	if !ok {
		return false, nil
	}
	if len(words) == 0 {
		t.e.Warn("arp: need hardware address")
		return false, nil
	}
	word := words[0]
	if t.useDevice {
		if !t.ofDevice(&r, word) {
			return false, nil
		}
	} else {
		if !t.hw.Readable() {
			return false, cli.Quit(failed, "gip reads no addresses of hardware type `"+t.hw.Name+"'.")
		}
		// What the address leaves of the place stays as it was: the host's address.
		copy(r.addr[2:], r.ip[:])
		if !t.hw.Read(word, r.addr[:]) {
			t.e.Warn("arp: invalid hardware address")
			return false, nil
		}
		r.typ = t.hw.Type
	}
	r.flags = permanent | complete
	if _, _, ok, err = t.modifiers(&r, host, words[1:], true); !ok || err != nil {
		return false, err
	}
	if t.verbose {
		t.e.Warn("arp: SIOCSARP()")
	}
	if err := t.add(&r); err != nil {
		t.e.Warn("SIOCSARP: " + inet.Words(err))
		return false, nil
	}
	return true, nil
}

// host reads the host that words begin with.
func (t *tool) host(r *request, words []string) (host string, rest []string, ok bool) {
	if len(words) == 0 {
		t.e.Warn("arp: need host name")
		return "", nil, false
	}
	host = words[0][:min(len(words[0]), 127)]
	if r.ip, _, ok = t.Resolve(host, false); !ok {
		t.e.Warn(t.Herror(host))
	}
	return host, words[1:], ok
}

// modifiers reads what stands behind an entry: kinds is 1 for a published one, 2 for one
// that is not. host is what a complaint would name, which a netmask takes the place of.
func (t *tool) modifiers(r *request, host string, words []string, set bool) (name string, kinds int, ok bool, err error) {
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		if !set && t.verbose {
			t.e.Warn("args=" + word)
		}
		switch word {
		case "pub":
			kinds |= 1
			if set {
				r.flags |= published
			}
		case "priv":
			kinds |= 2
			r.flags &^= published
		case "temp":
			r.flags &^= permanent
		case "trail", "auto": // flags that the kernel does not look at
		case "dontpub":
			r.flags |= notPub
		case "dev", "netmask":
			if len(words) == 0 {
				return "", 0, false, badUsage()
			}
			value := words[0]
			words = words[1:]
			switch {
			case word == "dev":
				t.device = value[:min(len(value), 15)]
			case value != "255.255.255.255":
				host = value[:min(len(value), 127)]
				if r.mask, _, ok = t.Resolve(host, false); !ok {
					t.e.Warn(t.Herror(host))
					return "", 0, false, nil
				}
				r.flags |= masked
			}
		default:
			return "", 0, false, badUsage()
		}
	}
	r.device = t.device
	return host, kinds, true, nil
}

// del deletes an entry, published or not.
func (t *tool) del(words []string) (ok bool, err error) {
	var r request
	host, words, ok := t.host(&r, words)
	if !ok {
		return false, nil
	}
	if t.hwSet {
		r.typ = t.hw.Type
	}
	r.flags = permanent
	host, kinds, ok, err := t.modifiers(&r, host, words, false)
	if !ok || err != nil {
		return false, err
	}
	if kinds == 0 {
		kinds = 3
	}
	if kinds&2 != 0 {
		if err = t.remove(&r, "dontpub"); err == nil {
			return true, nil
		}
		if !errors.Is(err, errNone) {
			return false, nil
		}
	}
	if kinds&1 != 0 {
		r.flags |= published
		err = t.remove(&r, "pub")
	}
	if errors.Is(err, errNone) {
		t.e.Puts("No ARP entry for " + host + "\n")
	}
	return err == nil, nil
}

var errNone = errors.New("no entry")

// file adds what a file has: lines of a host, a hardware address and perhaps more.
func (t *tool) file(name string) (ok bool, err error) {
	b, ok := names.ReadFile(name)
	if !ok {
		t.e.Warn("arp: cannot open etherfile " + name + " !")
		return false, nil
	}
	number := 0
	for text := string(b); text != ""; {
		line, rest, ended := strings.Cut(text, "\n")
		text = rest
		number++
		if t.verbose {
			end := ""
			if ended {
				end = "\n"
			}
			unix.Write(2, []byte(">> "+line+end))
		}
		if line == "" || line[0] == '#' {
			continue
		}
		where := " on line " + strconv.Itoa(number) + " of etherfile " + name + " !"
		words := split(line)
		if len(words) < 2 {
			t.e.Warn("arp: format error" + where)
			continue
		}
		if strings.Contains(words[0], ":") { // as the file's own manual has it
			words[0], words[1] = words[1], words[0]
		}
		ok, err := t.set(words)
		if err != nil {
			return false, err
		}
		if !ok {
			t.e.Warn("arp: cannot set entry" + where)
		}
	}
	return true, nil
}

// split splits a line at blanks, but for those in quotes.
func split(s string) (words []string) {
	blank := func(c byte) bool { return c == ' ' || c == '\t' }
	for s != "" && len(words) < 31 {
		for s != "" && blank(s[0]) {
			s = s[1:]
		}
		var w []byte
		if s != "" && (s[0] == '"' || s[0] == '\'') {
			quote := s[0]
			for i := 1; ; i++ {
				if i >= len(s) {
					s = ""
					break
				}
				if s[i] == quote && s[i-1] != '\\' {
					s = s[i+1:]
					break
				}
				w = append(w, s[i])
			}
		} else {
			n := 0
			for n < len(s) && !blank(s[n]) {
				n++
			}
			w = append(w, s[:n]...)
			s = s[n:]
		}
		for s != "" && blank(s[0]) {
			s = s[1:]
		}
		words = append(words, string(w))
	}
	return words
}
