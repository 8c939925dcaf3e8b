package link

import (
	"strings"

	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/link/info"
	"gip/link/kind"

	"golang.org/x/sys/unix"
)

// modify runs ip link add, set, replace and delete: one command is one request.
func modify(e *cli.Env, a *cli.Args, typ, flags uint16) error {
	r := &request{m: nl.New(typ, flags, header(e))} // of its own: look-ups borrow the socket's
	defer r.close()
	linkType, err := r.parse(e, a)
	if err != nil {
		return err
	}
	if linkType != nil {
		if err := r.linkInfo(e, a, *linkType); err != nil {
			return err
		}
	} else if flags&unix.NLM_F_CREATE != 0 {
		return cli.Fail(`Not enough information: "type" argument is required`)
	}
	r.finish()
	err = e.Do(r.m, func(reply nl.Reply) error {
		echo(e, reply)
		return nil
	})
	e.Names.Forget(r.index)
	return err
}

// echo prints what came of the request, as ip address show does: for what the kernel
// only changes it says nothing. As upstream, links of other groups are left out.
func echo(e *cli.Env, reply nl.Reply) {
	p := info.New(e)
	p.Filter = info.Filter{}
	p.AsLink, p.Queue = e.ShownLinks, false
	p.Print(reply)
}

// linkInfo puts IFLA_LINKINFO: the kind, and the options behind it.
func (r *request) linkInfo(e *cli.Env, a *cli.Args, typ string) error {
	r.m.Open(uapi.IFLA_LINKINFO)
	r.m.PutStr(uapi.IFLA_INFO_KIND, typ)
	k := byName(typ)
	switch {
	case !a.More():
	case k != nil && (k.Takes() || k.Help != ""):
		data := uint16(uapi.IFLA_INFO_DATA)
		if i := strings.IndexByte(typ, '_'); i >= 0 && typ[i:] == portSuffix {
			data = uapi.IFLA_INFO_SLAVE_DATA
		}
		r.m.Open(data)
		if err := r.options(e, a, k); err != nil {
			return err
		}
		r.m.Close()
	case cli.Prefix(a.Peek(), "help"):
		return cli.Usage(usage)
	default:
		return cli.Fail(`Garbage instead of arguments "` + a.Peek() + ` ...". Try "ip link help".`)
	}
	r.m.Close()
	return nil
}

// options takes those of kind k, of which the other end of a pair may be one.
func (r *request) options(e *cli.Env, a *cli.Args, k *kind.Kind) error {
	var cur nl.Table
	if k.Reads && !r.creating() {
		var err error
		if cur, err = r.current(e); err != nil {
			return err
		}
	}
	err := k.Options(e, a, r.m, cur)
	peer, ok := err.(kind.Peer)
	if !ok {
		if c, ok := err.(*cli.Error); ok && !c.Exit && c.Code == 22 {
			return &cli.Error{Msg: c.Msg, Code: 1}
		}
		return err
	}
	// The peer's words are those of a link; its struct ifinfomsg stands in the nest.
	r.m.Open(peer.Attr)
	off := len(r.m.Header())
	r.m.Raw(make([]byte, unix.SizeofIfInfomsg))
	other := &request{m: r.m}
	typ, err := other.parse(e, a)
	r.fds = append(r.fds, other.fds...)
	if err != nil {
		return failed(err)
	}
	if typ != nil {
		return cli.Duplicate("type", *typ)
	}
	other.fill(r.m.Header()[off:])
	r.m.Close()
	return nil
}

// current asks the kernel for the options that the link has (RTM_GETLINK). The
// request that is being built borrows the socket's message, so this one has its own.
func (r *request) current(e *cli.Env) (nl.Table, error) {
	c, err := e.Conn()
	if err != nil {
		return nil, err
	}
	h := make([]byte, unix.SizeofIfInfomsg)
	nl.Native.PutUint32(h[4:], r.index)
	reply, err := c.Get(nl.New(unix.RTM_GETLINK, 0, h))
	if err != nil {
		return nil, cli.Fail(err.Error() + "\nFailed to get existing tunnel info.")
	}
	data := append([]byte(nil), reply.Data...)
	t := make(nl.Table, uapi.IFLA_MAX+1)
	if !(nl.Reply{Data: data}).Attrs(t, unix.SizeofIfInfomsg) {
		return nil, cli.Fail("Failed to get existing tunnel info.")
	}
	li := make(nl.Table, uapi.IFLA_INFO_MAX+1).Index(t[uapi.IFLA_LINKINFO])
	if li[uapi.IFLA_INFO_DATA] == nil {
		return nil, cli.Fail("Failed to get existing tunnel info.")
	}
	return make(nl.Table, 128).Index(li[uapi.IFLA_INFO_DATA]), nil
}
