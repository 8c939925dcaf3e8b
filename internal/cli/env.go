package cli

import (
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/out"

	"golang.org/x/sys/unix"
)

// Env is what a command runs in: the global options, the printer, the names, the
// socket. There is one for the process; the lines of a batch share it.
type Env struct {
	out.Printer
	*names.Names

	Prog     string // the program that this is: ip, bridge, ...
	Family   uint8  // -4, -6, -0, -M, -B, -f; AF_UNSPEC where none was given
	Brief    bool   // -br
	Stats    int    // -s, counted
	Details  int    // -d, counted
	Human    bool   // -h
	IEC      bool   // -iec
	Stamp    bool   // -t
	StampTS  bool   // -ts: the short form of it
	Resolve  bool   // -r
	Loops    int    // -l: rounds of a flush; 10 where not given
	Rcvbuf   int    // -rc; 0 where not given
	Echo     bool   // -echo
	Force    bool   // -force
	All      bool   // -a
	Batch    bool   // a batch is being run
	Netns    string // -n: the namespace that is worked in
	Isolated bool   // the thread's view of files is that namespace's own (netns.Isolate)
	Colour   ColourWhen
	Compress bool // bridge -compressvlans

	// ShownLinks is whether an ip link show has run: for the rest of a batch the
	// reference takes ip address show for ip link show in places.
	ShownLinks bool

	// Kept is what a program's commands keep from one line of a batch to the next, a
	// matter of their own.
	Kept any

	keeps []any // what Keep handed out

	// NSNames is the names of network namespaces by the ids that this one knows them
	// by, nil before they are first asked for. A batch keeps them, as the reference does.
	NSNames map[int32]string

	// Later, where set, takes a request that only succeeds or fails, to be run with
	// others of its kind: a batch has it. Settle runs what was taken so far, and reports
	// whether what comes behind it counts still.
	Later  func(m *nl.Msg) error
	Settle func() bool

	conn *nl.Conn
}

// ColourWhen is the value of -color.
type ColourWhen uint8

const (
	ColourNever ColourWhen = iota
	ColourAuto
	ColourAlways
)

// NewEnv is an Env with no option given.
func NewEnv(prog string) *Env {
	e := &Env{Prog: prog, Names: names.New(), Loops: 10}
	e.Names.Socket = func() (int, error) {
		c, err := e.Conn()
		if err != nil {
			return -1, err
		}
		return c.FD(), nil
	}
	return e
}

// Conn is the program's rtnetlink socket, opened when first asked for.
func (e *Env) Conn() (*nl.Conn, error) {
	if e.conn != nil {
		return e.conn, nil
	}
	c, err := e.Dial(unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	e.conn = c
	return c, nil
}

// Dial opens a further socket, of another protocol or for a second thing at a time.
func (e *Env) Dial(proto int) (*nl.Conn, error) {
	c, err := nl.Dial(proto, e.Rcvbuf, true)
	if err != nil {
		words := err.Error()
		if errno, ok := err.(unix.Errno); ok {
			words = nl.Strerror(errno)
		}
		return nil, &Error{Msg: "Cannot open netlink socket: " + words, Code: 1, Exit: true, Err: err}
	}
	c.Warn = func(s string) { e.Warn(nl.Warning(s)) }
	return c, nil
}

// Moved has the next request open a socket anew: the thread is in another network
// namespace now.
func (e *Env) Moved() {
	if e.conn != nil {
		e.conn.Close()
		e.conn = nil
	}
	e.Names.Forget(0)
	e.NSNames = nil
}

// Do runs a request that only succeeds or fails, on the program's socket. With
// -echo, show prints what came of it, inside the record that JSON wants; show may
// be nil for requests that have no echo.
func (e *Env) Do(m *nl.Msg, show func(r nl.Reply) error) error {
	c, err := e.Conn()
	if err != nil {
		return err
	}
	if !e.Echo || show == nil {
		return c.Do(m)
	}
	r, err := c.Echo(m)
	if err != nil {
		return err
	}
	e.Begin()
	e.Obj("")
	err = show(r)
	e.EndObj()
	e.End()
	return err
}

// Keep is what lines of a batch leave for those after them, of type T: zero before the
// first. The reference's lists keep their filters so.
func Keep[T any](e *Env) *T {
	for _, k := range e.keeps {
		if t, ok := k.(*T); ok {
			return t
		}
	}
	t := new(T)
	e.keeps = append(e.keeps, t)
	return t
}

// Warn says s on standard error at once, with a newline behind it.
//
//go:noinline
func (e *Env) Warn(s string) {
	if e.Settle == nil || e.Settle() {
		unix.Write(2, []byte(s+"\n"))
	}
}

// Fail is a command's failure: status 1 from ip, 255 from the others.
func (e *Env) Fail(msg string) error {
	if e.Prog == "ip" {
		return &Error{Msg: msg, Code: 1}
	}
	return &Error{Msg: msg, Code: 255}
}

// Link is the index of the link called name; one that does not exist is an error
// with status 1.
func (e *Env) Link(name string) (uint32, error) {
	if i := e.LinkIndex(name); i != 0 {
		return i, nil
	}
	return 0, NoDevice(name)
}

// Slash is what separates lines inside a record: a newline, or a backslash with -o.
func (e *Env) Slash() string {
	if e.Oneline {
		return "\\"
	}
	return "\n"
}
