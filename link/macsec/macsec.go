// Package macsec is ip macsec: the channels and the keys of encrypted links.
package macsec

import (
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/kind"
)

const usage = `Usage: ip macsec show [ DEV ]
       ip macsec add DEV tx sa { 0..3 } [ OPTS ] key ID KEY
       ip macsec set DEV tx sa { 0..3 } [ OPTS ]
       ip macsec del DEV tx sa { 0..3 }
       ip macsec { add | set } DEV rx SCI [ on | off ]
       ip macsec del DEV rx SCI
       ip macsec add DEV rx SCI sa { 0..3 } [ OPTS ] key ID KEY
       ip macsec set DEV rx SCI sa { 0..3 } [ OPTS ]
       ip macsec del DEV rx SCI sa { 0..3 }
       ip macsec offload DEV [ off | phy | mac ]
where  OPTS := [ pn <u32> | xpn <u64> ] [ salt SALT ] [ ssci <u32> ] [ on | off ]
       SCI  := { sci <u64> | port { 1..2^16-1 } address <lladdr> }
       ID, KEY, SALT: in hex, of 128, of 128 or 256, and of 96 bits
`

const version = 1 // MACSEC_GENL_VERSION

// Run runs ip macsec.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() || cli.Prefix(a.Peek(), "help") {
		return cli.Usage(usage)
	}
	g, err := e.Genl("macsec")
	if err != nil {
		return err
	}
	defer g.Close()
	word, _ := a.Next()
	switch is := func(name string) bool { return cli.Prefix(word, name) }; {
	case is("show"):
		return show(e, a, g)
	case is("add"):
		return modify(e, a, g, adding)
	case is("set"):
		return modify(e, a, g, setting)
	case is("delete"):
		return modify(e, a, g, deleting)
	case is("offload"):
		return offload(e, a, g)
	}
	return cli.UnknownCommand(word, "ip macsec")
}

// device takes the name of a link.
func device(e *cli.Env, a *cli.Args) (uint32, error) {
	w, _ := a.Next()
	if i := e.LinkIndex(w); i != 0 {
		return i, nil
	}
	return 0, cli.Fail(`Device "` + w + `" does not exist.`)
}

func offload(e *cli.Env, a *cli.Args, g *cli.Genl) error {
	if !a.More() {
		return cli.Usage(usage)
	}
	index, err := device(e, a)
	if err != nil {
		return err
	}
	if !a.More() {
		return cli.Usage(usage)
	}
	w, _ := a.Next()
	where, err := kind.ParseMACsecOffload(e, w)
	if err != nil {
		return cli.Usage(err.Error() + "\n" + usage)
	}
	m := g.New(uapi.MACSEC_CMD_UPD_OFFLOAD, version, 0, nil)
	m.PutU32(uapi.MACSEC_ATTR_IFINDEX, index)
	m.Open(uapi.MACSEC_ATTR_OFFLOAD)
	m.PutU8(uapi.MACSEC_OFFLOAD_ATTR_TYPE, where)
	m.Close()
	return g.Do(m)
}

// What is done to a channel or an association.
const (
	adding = iota
	setting
	deleting
)

// What is done it to, by the command for each (MACSEC_CMD_ADD_RXSC, ...).
var (
	txSA = [3]uint8{uapi.MACSEC_CMD_ADD_TXSA, uapi.MACSEC_CMD_UPD_TXSA, uapi.MACSEC_CMD_DEL_TXSA}
	rxSA = [3]uint8{uapi.MACSEC_CMD_ADD_RXSA, uapi.MACSEC_CMD_UPD_RXSA, uapi.MACSEC_CMD_DEL_RXSA}
	rxSC = [3]uint8{uapi.MACSEC_CMD_ADD_RXSC, uapi.MACSEC_CMD_UPD_RXSC, uapi.MACSEC_CMD_DEL_RXSC}
)

func modify(e *cli.Env, a *cli.Args, g *cli.Genl, what int) error {
	if !a.More() {
		return cli.Usage(usage)
	}
	index, err := device(e, a)
	if err != nil {
		return err
	}
	word, _ := a.Next()
	if word != "tx" && word != "rx" {
		return cli.Usage(usage)
	}
	m := g.New(0, version, 0, nil)
	m.PutU32(uapi.MACSEC_ATTR_IFINDEX, index)
	cmds := &txSA
	if word == "rx" {
		cmds, err = receiving(a, m, what)
	} else {
		err = sending(a, m, what)
	}
	if err != nil {
		return err
	}
	m.Header()[0] = cmds[what]
	return g.Do(m)
}

// sending reads the association that is sent with.
func sending(a *cli.Args, m *nl.Msg, what int) error {
	an, given, err := number(a)
	if err != nil {
		return err
	}
	if !given {
		return cli.Usage(usage)
	}
	return association(a, m, an, what)
}

// receiving reads a channel that is received by, or one of its associations, and
// gives the commands for that.
func receiving(a *cli.Args, m *nl.Msg, what int) (*[3]uint8, error) {
	c, err := kind.ReadSCI(a, false)
	if err != nil {
		return nil, err
	}
	if !c.Whole && !(c.Port && c.Addr) {
		return nil, cli.Usage("expected sci\n" + usage)
	}
	an, given, err := number(a)
	if err != nil {
		return nil, err
	}
	m.Open(uapi.MACSEC_ATTR_RXSC_CONFIG)
	m.PutBytes(uapi.MACSEC_RXSC_ATTR_SCI, c.ID[:])
	if given {
		m.Close()
		return &rxSA, association(a, m, an, what)
	}
	for what != deleting && a.More() {
		w, _ := a.Next()
		if w != "on" && w != "off" {
			return nil, unknown(w)
		}
		if err := active(m, w, uapi.MACSEC_RXSC_ATTR_ACTIVE); err != nil {
			return nil, err
		}
	}
	m.Close()
	return &rxSC, nil
}

func unknown(w string) error {
	return cli.Usage(`macsec: unknown command "` + w + "\"?\n" + usage)
}

// active puts whether something is in use, which may be said once.
func active(m *nl.Msg, w string, typ uint16) error {
	if m.Has(typ) {
		return cli.Garbage("on/off", w)
	}
	v := uint8(0)
	if w == "on" {
		v = 1
	}
	m.PutU8(typ, v)
	return nil
}

// number takes an association's, where the words go on with one.
func number(a *cli.Args) (an uint8, given bool, err error) {
	if !a.Accept("sa") {
		return 0, false, nil
	}
	w, err := a.Next()
	if err != nil {
		return 0, false, err
	}
	v, ok := cli.Uint(w, 0, 8)
	if !ok || v > 3 {
		return 0, false, cli.Invalid("expected an { 0..3 }", w)
	}
	return uint8(v), true, nil
}
