package link

import (
	"gip/internal/cli"
	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// A request is an RTM_NEWLINK or the like while its words are read: the message, and
// what goes into its struct ifinfomsg at the end.
type request struct {
	m             *nl.Msg
	index         uint32
	flags, change uint32
	fds           []int // open until it is sent
}

// header is a struct ifinfomsg of the family asked for.
func header(e *cli.Env) []byte {
	return []byte{e.Family, 15: 0}
}

// fill writes what was read into a struct ifinfomsg.
func (r *request) fill(h []byte) {
	nl.Native.PutUint32(h[4:], r.index)
	nl.Native.PutUint32(h[8:], r.flags)
	nl.Native.PutUint32(h[12:], r.change)
}

func (r *request) finish() { r.fill(r.m.Header()[:unix.SizeofIfInfomsg]) }

func (r *request) creating() bool { return r.m.Flags()&unix.NLM_F_CREATE != 0 }

func (r *request) close() {
	for _, fd := range r.fds {
		unix.Close(fd)
	}
}

// set switches a flag of the link.
func (r *request) set(flag uint32, on bool) {
	r.change |= flag
	if on {
		r.flags |= flag
	} else {
		r.flags &^= flag
	}
}

// validName is what the kernel takes for a link's name (dev_valid_name).
func validName(s string) bool {
	if s == "" || len(s) >= unix.IFNAMSIZ || s == "." || s == ".." {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '/' || c == ' ' || c >= '\t' && c <= '\r' {
			return false
		}
	}
	return true
}

// validAltName is what it takes for another name of a link (ALTIFNAMSIZ).
func validAltName(s string) bool { return s != "" && len(s) < 128 }
