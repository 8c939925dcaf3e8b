package cli

import (
	"errors"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A Genl is a socket that speaks to one generic netlink family.
type Genl struct {
	*nl.Conn
	ID uint16 // the family's message type, as this kernel numbers it
}

// GenlHdr is the length of struct genlmsghdr: what Reply.Attrs skips, and the
// family's own header behind it.
const GenlHdr = 4

// Genl opens a generic netlink socket and asks the kernel for the family called
// name (CTRL_CMD_GETFAMILY). A kernel without it is an error of the reference's two
// lines with status 1; where a command has another, wrap it with Status.
func (e *Env) Genl(name string) (*Genl, error) {
	c, err := nl.Dial(unix.NETLINK_GENERIC, e.Rcvbuf, false)
	if err != nil {
		return nil, &Error{Msg: "Cannot open generic netlink socket", Code: 1, Exit: true, Err: err}
	}
	c.Warn = func(s string) { e.Warn(nl.Warning(s)) }
	g := &Genl{c, unix.GENL_ID_CTRL}
	m := g.New(unix.CTRL_CMD_GETFAMILY, 0, 0, nil)
	m.PutStr(unix.CTRL_ATTR_FAMILY_NAME, name)
	r, err := g.Get(m)
	if err != nil {
		msg := "Error talking to the kernel"
		if k := (*nl.Error)(nil); errors.As(err, &k) {
			msg = k.Error() + "\n" + msg
		}
		c.Close()
		return nil, &Error{Msg: msg, Code: 1, Exit: true, Err: err}
	}
	var tb [uapi.CTRL_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, GenlHdr) || t[unix.CTRL_ATTR_FAMILY_ID] == nil {
		c.Close()
		return nil, &Error{Msg: "Missing family id TLV", Code: 1, Exit: true}
	}
	g.ID = t[unix.CTRL_ATTR_FAMILY_ID].U16()
	return g, nil
}

// New starts a request for the family: the command, the family's version, and the
// family's own header where it has one.
func (g *Genl) New(cmd, version uint8, flags uint16, hdr []byte) *nl.Msg {
	var h [64]byte
	h[0], h[1] = cmd, version
	n := copy(h[GenlHdr:], hdr)
	return g.Conn.New(g.ID, flags, h[:GenlHdr+n])
}

// JoinGroup subscribes to the family's events called name. As in the reference, its
// error is to be told with perror.
func (g *Genl) JoinGroup(name string) error {
	m := g.Conn.New(unix.GENL_ID_CTRL, 0, []byte{unix.CTRL_CMD_GETFAMILY, 0, 0, 0})
	m.PutU16(unix.CTRL_ATTR_FAMILY_ID, g.ID)
	r, err := g.Get(m)
	if err != nil {
		return err
	}
	var tb [uapi.CTRL_ATTR_MAX + 1]nl.Value
	t := nl.Table(tb[:])
	r.Attrs(t, GenlHdr)
	for _, group := range nl.Attrs(t[unix.CTRL_ATTR_MCAST_GROUPS]) {
		var gb [uapi.CTRL_ATTR_MCAST_GRP_MAX + 1]nl.Value
		if v := nl.Table(gb[:]).Index(group); v[uapi.CTRL_ATTR_MCAST_GRP_NAME].Is(name) {
			return g.Join(int(v[uapi.CTRL_ATTR_MCAST_GRP_ID].U32()))
		}
	}
	return unix.ENOENT
}
