package kind

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var tun = Kind{Name: "tun", Summary: "a link whose other end is a program", Print: printTun}

func printTun(e *cli.Env, t nl.Table) {
	if v := t[uapi.IFLA_TUN_TYPE]; v != nil {
		switch v.U8() {
		case unix.IFF_TUN:
			e.Str("type", "type % ", "tun")
		case unix.IFF_TAP:
			e.Str("type", "type % ", "tap")
		default:
			e.Str("type", "type % ", "UNKNOWN:"+strconv.Itoa(int(v.U8())))
		}
	}
	if v := t[uapi.IFLA_TUN_PI]; v != nil {
		e.OnOff("pi", "pi % ", v.U8() != 0)
	}
	if v := t[uapi.IFLA_TUN_VNET_HDR]; v != nil {
		e.OnOff("vnet_hdr", "vnet_hdr % ", v.U8() != 0)
	}
	if t[uapi.IFLA_TUN_MULTI_QUEUE].U8() == 0 {
		e.Bool("multi_queue", "", false, "", "")
	} else {
		e.Bool("multi_queue", "multi_queue ", true, "", "")
		if v := t[uapi.IFLA_TUN_NUM_QUEUES]; v != nil {
			e.Uint("numqueues", "numqueues % ", uint64(v.U32()))
		}
		if v := t[uapi.IFLA_TUN_NUM_DISABLED_QUEUES]; v != nil {
			e.Uint("numdisabled", "numdisabled % ", uint64(v.U32()))
		}
	}
	if v := t[uapi.IFLA_TUN_PERSIST]; v != nil {
		e.OnOff("persist", "persist % ", v.U8() != 0)
	}
	printOwner(e, "user", "user % ", "/etc/passwd", t[uapi.IFLA_TUN_OWNER])
	printOwner(e, "group", "group % ", "/etc/group", t[uapi.IFLA_TUN_GROUP])
}

// printOwner prints who may attach: the name that the file has for the number, or
// that.
func printOwner(e *cli.Env, key, form, file string, v nl.Value) {
	if v == nil {
		return
	}
	id := strconv.FormatUint(uint64(v.U32()), 10)
	b, _ := names.ReadFile(file)
	for text := string(b); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		name, rest, _ := strings.Cut(line, ":")
		_, rest, _ = strings.Cut(rest, ":")
		if number, _, more := strings.Cut(rest, ":"); more && number == id {
			e.Str(key, form, name)
			return
		}
	}
	e.Uint(key, form, uint64(v.U32()))
}
