package mptcp

import (
	"errors"
	"strconv"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/out"
	"gip/internal/proc"
	"gip/link/info"

	"golang.org/x/sys/unix"
)

var events = [...]string{
	1: "CREATED", 2: "ESTABLISHED", 3: "CLOSED", 6: "ANNOUNCED", 7: "REMOVED",
	10: "SF_ESTABLISHED", 11: "SF_CLOSED", 13: "SF_PRIO",
	15: "LISTENER_CREATED", 16: "LISTENER_CLOSED",
}

var errStopped = errors.New("stopped")

// monitor prints events as they come, until it is told to stop, which is no failure:
// JSON ends as it should.
func monitor(e *cli.Env, g *cli.Genl) error {
	if err := g.JoinGroup("mptcp_pm_events"); err != nil {
		msg := info.Perror("can't subscribe to mptcp events", err)
		if k := (*nl.Error)(nil); errors.As(err, &k) {
			msg = k.Error() + "\nError talking to the kernel\n" + msg
		}
		return &cli.Error{Msg: msg, Code: 255, Err: err}
	}
	// What waits is a read: the signal has the kernel answer it, by a request for
	// nothing but an acknowledgement.
	proc.Signals(func(unix.Signal) {
		unix.Write(g.FD(), nl.New(unix.NLMSG_NOOP, unix.NLM_F_REQUEST|unix.NLM_F_ACK, nil).Bytes())
	}, unix.SIGINT, unix.SIGTERM)
	e.Begin()
	err := g.Listen(func(r nl.Reply, _ int32) error {
		if r.Type == unix.NLMSG_ERROR {
			return errStopped
		}
		if r.Type == g.ID {
			printEvent(e, r)
		}
		return nil
	}, e.Flush, func(err error) { e.Warn(err.Error()) })
	e.End()
	if err == errStopped {
		return nil
	}
	return cli.Status(err, 254, false)
}

func printEvent(e *cli.Env, r nl.Reply) {
	var tb [evMax + 1]nl.Value
	t := nl.Table(tb[:])
	if !r.Attrs(t, cli.GenlHdr) {
		return
	}
	e.Obj("")
	defer func() { e.NL(); e.EndObj() }()
	if e.Stamp || e.StampTS {
		e.Timestamp()
	}
	cmd := int(r.Data[0])
	if cmd >= len(events) || events[cmd] == "" {
		e.Str("event", "[%]", "UNKNOWN "+strconv.Itoa(cmd))
		return
	}
	e.Right(16).Str("event", "[%]", events[cmd])
	if v := t[evToken]; v != nil {
		hex(e, "token", " token=%", uint64(v.U32()), 8)
	}
	number := func(typ uint16, name, form string) {
		if v := t[typ]; v != nil {
			e.Uint(name, form, v.Uint())
		}
	}
	number(evRemID, "remid", " remid=%")
	number(evLocID, "locid", " locid=%")
	printAddr(e, "saddr4", unix.AF_INET, t[evSaddr4])
	printAddr(e, "daddr4", unix.AF_INET, t[evDaddr4])
	printAddr(e, "saddr6", unix.AF_INET6, t[evSaddr6])
	printAddr(e, "daddr6", unix.AF_INET6, t[evDaddr6])
	if v := t[evSport]; v != nil {
		e.Uint("sport", " sport=%", uint64(v.BE16()))
	}
	if v := t[evDport]; v != nil {
		e.Uint("dport", " dport=%", uint64(v.BE16()))
	}
	number(evBackup, "backup", " backup=%")
	number(evError, "error", " error=%")
	number(evTimeout, "timeout", " timeout=%")
	if v := t[evIndex]; v != nil {
		e.Int("ifindex", " ifindex=%", int64(int32(v.U32())))
		if i := v.U32(); i != 0 {
			e.Text(" dev=")
			e.Color(out.Ifname).Str("dev", "%", e.LinkName(i))
		}
	}
	number(evResetReason, "reset_reason", " reset_reason=%")
	if v := t[evResetFlags]; v != nil {
		e.Hex("reset_flags", " reset_flags=%", uint64(v.U32()))
	}
	printEventFlags(e, t)
}

func printEventFlags(e *cli.Env, t nl.Table) {
	bits := t[evFlags].U16()
	if bits&evFlagServerSide != 0 || t[evServerSide].U8() != 0 {
		e.Bool("server_side", " server_side", true, "", "")
	}
	if bits&evFlagDenyJoin != 0 {
		e.Bool("deny_join_id0", " deny_join_id0", true, "", "")
	}
	if bits &^= evFlagServerSide | evFlagDenyJoin; bits != 0 {
		e.Hex("flags", " flags=%", uint64(bits))
	}
}

func printAddr(e *cli.Env, key string, family uint8, v nl.Value) {
	if v == nil {
		return
	}
	var s [64]byte
	e.Text(" ")
	e.Text(key)
	e.Text("=")
	e.Color(colour(family)).Bytes(key, "%", attr.AppendAddr(s[:0], family, v))
}

// hex prints v with at least n digits; JSON has it as C's %#x.
func hex(e *cli.Env, key, form string, v uint64, n int) {
	if e.JSON {
		e.Hex(key, "", v)
		return
	}
	var s [32]byte
	e.Bytes("", form, attr.AppendHex(s[:0], v, n))
}
