package ifconfig

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/legacy/inet"

	"golang.org/x/sys/unix"
)

func number(n int) string { return strconv.Itoa(n) }

// private runs a request of a serial line's own.
func (t *tool) private(what string, op uintptr, word string) {
	err := t.usable()
	if err == nil {
		v := uintptr(cli.Atoi(word))
		err = inet.Private(t.c, t.name, op, &v)
	}
	t.result(what, err)
}

func (t *tool) queue(word string) error {
	v, _, _ := cli.Strtoul(word, 0)
	err := t.usable()
	if err == nil {
		err = inet.AllowedAnywhere(t.c)
	}
	if err != nil {
		return err
	}
	l, err := t.target()
	if err != nil {
		return err
	}
	if int32(v) < 0 {
		return unix.EINVAL
	}
	return t.change(l, func(m *nl.Msg) { m.PutU32(unix.IFLA_TXQLEN, uint32(v)) })
}

func (t *tool) rename(to string) error {
	l, err := t.target()
	if err != nil {
		return err
	}
	if to == "" {
		return unix.EINVAL
	}
	return t.change(l, func(m *nl.Msg) { m.PutStr(unix.IFLA_IFNAME, inet.Short(to)) })
}

// Sockets that network cards had.
const ports = "unknown;10base2,bnc,coax;10baseT,utp,tpe;AUI,thick,db15;100baseT;100baseTX;100baseFX"

// media chooses a card's socket.
func (t *tool) media(word string) {
	v, n := cli.Strtol(word, 10)
	ok := n == len(word)
	port := int64(0)
	for list := ports; !ok && list != ""; port++ {
		var names string
		names, list, _ = strings.Cut(list, ";")
		for names != "" && !ok {
			var name string
			name, names, _ = strings.Cut(names, ",")
			if strings.EqualFold(name, word) {
				v, ok = port, true
			}
		}
	}
	if !ok || int32(v) == -1 {
		t.fail("Unknown media type.")
		return
	}
	t.place("port", func(m *inet.Map) { m.Port = uint8(v) })
}

// hw gives the link a hardware address of that type, the next word.
func (t *tool) hw(a *cli.Args, typ string) error {
	hw := inet.HWByName(typ)
	if hw == nil {
		return usage()
	}
	if !hw.Readable() {
		t.fail("hw address type `" + typ + "' has no handler to set address. failed.")
		a.Skip(1)
		return nil
	}
	if !a.More() {
		return usage()
	}
	word, _ := a.Next()
	word = host(word)
	if !hw.Read(word, t.data[:]) {
		t.fail(word + ": invalid " + typ + " address.")
		return nil
	}
	err := t.hardware(hw)
	if inet.Is(err, unix.EBUSY) {
		t.fail("SIOCSIFHWADDR: " + inet.Words(err) + " - you may need to down the interface")
		return nil
	}
	t.result("SIOCSIFHWADDR", err)
	return nil
}
