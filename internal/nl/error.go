package nl

import (
	"errors"

	"golang.org/x/sys/unix"
)

// An Error is a refusal by the kernel, with what its extended acknowledgement says
// (enum nlmsgerr_attrs).
type Error struct {
	Errno     unix.Errno
	Msg       string // NLMSGERR_ATTR_MSG
	Offset    uint32 // NLMSGERR_ATTR_OFFS: of the attribute it is about, in the request
	Missing   uint32 // NLMSGERR_ATTR_MISS_TYPE
	IsMissing bool
	Dump      bool // the request was a dump
	Done      bool // it came at a dump's end (NLMSG_DONE), not at its start
}

// Error is the complaint as the reference words it, of one or two lines without the
// last one's end. It is empty where the reference says nothing: a dump that ends
// with ENOENT or EOPNOTSUPP and no text.
func (e *Error) Error() string {
	s := ""
	if e.IsMissing && (!e.Dump || e.Done) {
		s = "Missing required attribute type " + itoa(int(e.Missing)) + "\n"
	}
	// At a dump's start the reference does not look at the text.
	if e.Msg != "" && (!e.Dump || e.Done) {
		s += "Error: " + e.Msg
		if e.Msg[len(e.Msg)-1] != '.' {
			s += "."
		}
		return s
	}
	if e.Dump && e.Done {
		switch e.Errno {
		case unix.ENOENT, unix.EOPNOTSUPP:
			return s
		case unix.EMSGSIZE:
			return s + "Error: Buffer too small for object."
		}
	}
	return s + "RTNETLINK answers: " + Strerror(e.Errno)
}

func (e *Error) Unwrap() error { return e.Errno }

// Warning is a remark of the kernel's as the reference prints it, without the
// line's end.
func Warning(msg string) string {
	if msg != "" && msg[len(msg)-1] == '.' {
		return "Warning: " + msg
	}
	return "Warning: " + msg + "."
}

// ErrInterrupted ends a dump whose result may be inconsistent (NLM_F_DUMP_INTR).
// The reference says so and goes on: it is no failure.
var ErrInterrupted = errors.New("Dump was interrupted and may be inconsistent.")

// ErrTruncated is an event too long for the buffer, which is dropped.
var ErrTruncated = errors.New("Message truncated")

// A SendError is a request that the socket did not take.
type SendError struct{ Errno unix.Errno }

func (e *SendError) Error() string { return "Cannot talk to rtnetlink: " + Strerror(e.Errno) }
func (e *SendError) Unwrap() error { return e.Errno }

// A RecvError is a failure to read an answer.
type RecvError struct{ Errno unix.Errno }

func (e *RecvError) Error() string {
	return "netlink receive error " + Strerror(e.Errno) + " (" + itoa(int(e.Errno)) + ")"
}
func (e *RecvError) Unwrap() error { return e.Errno }

// A MalformedError is a message whose length cannot be.
type MalformedError struct{ Len int }

func (e *MalformedError) Error() string { return "!!!malformed message: len=" + itoa(e.Len) }

// A RemnantError is what is left of a datagram, Len bytes, and can be no message.
type RemnantError struct{ Len int }

func (e *RemnantError) Error() string { return "!!!Remnant of size " + itoa(e.Len) }

// Broken gives the MalformedError or RemnantError that lies behind err, or nil. The
// reference says no more, and exits with 1.
func Broken(err error) error {
	var m *MalformedError
	if errors.As(err, &m) {
		return m
	}
	var r *RemnantError
	if errors.As(err, &r) {
		return r
	}
	return nil
}

// A TruncatedError is an acknowledgement too short to be one.
type TruncatedError struct{ Done bool }

func (e *TruncatedError) Error() string {
	if e.Done {
		return "DONE truncated"
	}
	return "ERROR truncated"
}
