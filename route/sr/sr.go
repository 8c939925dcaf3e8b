// Package sr is ip sr: keys that sign segment routing headers, and the address that
// such packets come from.
package sr

import (
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

const usage = `Usage: ip sr { COMMAND | help }
       ip sr hmac show
       ip sr hmac set KEYID ALGO
       ip sr tunsrc show
       ip sr tunsrc set ADDRESS
where  ALGO := { sha1 | sha256 }
`

const (
	version = uapi.SEG6_GENL_VERSION
	prompt  = "Enter secret for HMAC key ID (blank to delete): "

	sha1   = 1 // SEG6_HMAC_ALGO_SHA1
	sha256 = 2 // SEG6_HMAC_ALGO_SHA256
)

// A command is what is asked for.
type command struct {
	cmd    uint8
	keyID  uint32
	alg    uint8
	secret string
	addr   attr.Prefix
}

// Run runs ip sr.
func Run(e *cli.Env, a *cli.Args) error {
	if !a.More() || cli.Prefix(a.Peek(), "help") {
		return cli.Usage(usage)
	}
	var c command
	if err := c.parse(a, readSecret); err != nil {
		return err
	}
	g, err := e.Genl("SEG6")
	if err != nil {
		return err
	}
	defer g.Close()
	m := g.New(c.cmd, version, 0, nil)
	switch c.cmd {
	case uapi.SEG6_CMD_DUMPHMAC:
		return dump(e, g, m)
	case uapi.SEG6_CMD_GET_TUNSRC:
		r, err := g.Get(m)
		if err != nil {
			return err
		}
		e.Begin()
		printReply(e, r)
		e.End()
		return nil
	}
	c.put(m)
	if err := g.Do(m); err != nil {
		return cli.Status(err, 1, false)
	}
	return nil
}

// parse reads the words; ask is who knows the secret of a key. As in the reference,
// words behind a command that is complete do not matter.
func (c *command) parse(a *cli.Args, ask func() string) error {
	object, _ := a.Next()
	hmac := cli.Prefix(object, "hmac")
	if !hmac && !cli.Prefix(object, "tunsrc") {
		return cli.Invalid("unknown", object)
	}
	word, err := a.Next()
	switch {
	case err != nil:
		return err
	case cli.Prefix(word, "show"):
		if c.cmd = uapi.SEG6_CMD_GET_TUNSRC; hmac {
			c.cmd = uapi.SEG6_CMD_DUMPHMAC
		}
		return nil
	case !cli.Prefix(word, "set"):
		return cli.Invalid("unknown", word)
	case hmac:
		return c.key(a, ask)
	}
	c.cmd = uapi.SEG6_CMD_SET_TUNSRC
	if word, err = a.Next(); err == nil {
		c.addr, err = attr.ParseAddr(word, unix.AF_INET6)
	}
	return err
}

func (c *command) key(a *cli.Args, ask func() string) error {
	c.cmd = uapi.SEG6_CMD_SETHMAC
	w, err := a.Next()
	if err != nil {
		return err
	}
	v, ok := cli.Uint(w, 0, 32)
	if !ok || v == 0 {
		return cli.Invalid("hmac KEYID value is invalid", w)
	}
	c.keyID = uint32(v)
	if w, err = a.Next(); err != nil {
		return err
	}
	switch w {
	case "sha1":
		c.alg = sha1
	case "sha256":
		c.alg = sha256
	default:
		return cli.Invalid("hmac ALGO value is invalid", w)
	}
	c.secret = ask()
	return nil
}

func (c *command) put(m *nl.Msg) {
	if c.cmd == uapi.SEG6_CMD_SET_TUNSRC {
		m.PutBytes(uapi.SEG6_ATTR_DST, c.addr.All()[:16])
		return
	}
	m.PutU32(uapi.SEG6_ATTR_HMACKEYID, c.keyID)
	m.PutU8(uapi.SEG6_ATTR_SECRETLEN, uint8(len(c.secret)))
	m.PutU8(uapi.SEG6_ATTR_ALGID, c.alg)
	if c.secret != "" {
		m.PutText(uapi.SEG6_ATTR_SECRET, c.secret)
	}
}

func dump(e *cli.Env, g *cli.Genl, m *nl.Msg) error {
	e.Begin()
	for r, err := range g.Dump(m) {
		if err != nil {
			if err = e.DumpFailed(err, "Dump terminated"); err != nil {
				return err
			}
			break
		}
		if r.Type == g.ID {
			printReply(e, r)
			e.Spill()
		}
	}
	e.End()
	return nil
}

// printReply prints a key, or the tunnels' address.
func printReply(e *cli.Env, r nl.Reply) {
	var tb [uapi.SEG6_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, cli.GenlHdr) {
		return
	}
	e.Obj("")
	switch r.Data[0] {
	case uapi.SEG6_CMD_DUMPHMAC:
		n := int(t[uapi.SEG6_ATTR_SECRETLEN].U8())
		if n > 63 {
			e.Warn("HMAC secret length " + strconv.Itoa(n) + " > 63, truncated")
			n = 63
		}
		alg := "<unknown>"
		switch t[uapi.SEG6_ATTR_ALGID].U8() {
		case sha1:
			alg = "sha1"
		case sha256:
			alg = "sha256"
		}
		secret := t[uapi.SEG6_ATTR_SECRET]
		e.Uint("hmac", "hmac % ", uint64(t[uapi.SEG6_ATTR_HMACKEYID].U32()))
		e.Str("algo", "algo % ", alg)
		e.Bytes("secret", "secret \"%\"\n", secret[:min(n, len(secret))].Text())
	case uapi.SEG6_CMD_GET_TUNSRC:
		var s [64]byte
		e.Bytes("tunsrc", "tunsrc addr %\n", attr.AppendAddr(s[:0], unix.AF_INET6, t[uapi.SEG6_ATTR_DST]))
	}
	e.EndObj()
}
