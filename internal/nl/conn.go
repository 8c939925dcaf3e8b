package nl

import (
	"iter"
	"syscall"
	"unsafe"

	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A Conn is one netlink socket, for one goroutine on one thread.
type Conn struct {
	fd  int
	seq uint32
	buf []byte
	msg Msg

	// Warn is told what the kernel remarks on a request it carries out. Nil drops it.
	Warn func(text string)
	// Tap, where set, is shown every datagram of a dump before it is walked; used to
	// save dumps to files.
	Tap func(datagram []byte) error
}

const (
	bufLen = 32 << 10 // what the kernel caps a dump's datagram at
	// What an answer is read into. A link with hundreds of virtual functions can pass
	// bufLen, but a nest of attributes ends at 64 KiB. Pages that nothing is read into
	// cost nothing.
	readLen    = 256 << 10
	receiveBuf = 1 << 20 // what the reference asks for where -rcvbuf is not given
)

// Dial opens a socket of protocol proto (NETLINK_ROUTE, ...) in the calling
// thread's network namespace, with extended acknowledgements and room for rcvbuf
// bytes of answers (0: as the reference has it). strict has the kernel check, and
// so honour, what a dump asks for.
func Dial(proto int, rcvbuf int, strict bool) (*Conn, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, proto)
	if err != nil {
		return nil, err
	}
	if rcvbuf == 0 {
		rcvbuf = receiveBuf
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, rcvbuf); err != nil {
		unix.Close(fd)
		return nil, err
	}
	// Kernels that lack these answer as well as they can.
	unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_EXT_ACK, 1)
	if strict {
		unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_GET_STRICT_CHK, 1)
	}
	return &Conn{fd: fd}, nil
}

// Strict turns the strict checking of dump requests on or off.
func (c *Conn) Strict(on bool) {
	v := 0
	if on {
		v = 1
	}
	unix.SetsockoptInt(c.fd, unix.SOL_NETLINK, unix.NETLINK_GET_STRICT_CHK, v)
}

// FD is the socket, for ioctls and options that this package does not know.
func (c *Conn) FD() int { return c.fd }

func (c *Conn) Close() { unix.Close(c.fd) }

// New starts a request in memory that c lends: it is overwritten by the next New.
// A request that is built while another one is open must come from the package's
// New.
func (c *Conn) New(typ, flags uint16, hdr []byte) *Msg {
	c.msg.Reset(typ, flags, hdr)
	return &c.msg
}

// A Reply is one message of an answer. It is valid until the next one is read.
type Reply struct {
	Type  uint16
	Flags uint16
	Data  []byte // behind the netlink header
	Msg   []byte // all of it, with the header
}

// Attrs indexes the attributes behind a fixed header of hdr bytes into t. ok is
// false where the reply is too short to have that header.
func (r Reply) Attrs(t Table, hdr int) (ok bool) {
	if len(r.Data) < hdr {
		return false
	}
	if rest := t.index(r.Data[min(pad(hdr), len(r.Data)):]); len(rest) > 0 {
		deficit(rest)
	}
	return true
}

// deficit tells on standard error of what is left of a message and is no attribute, in
// the reference's words.
//
//go:noinline
func deficit(rest Value) {
	n := rest.U16()
	if len(rest) == 1 {
		n = uint16(rest[0])
	}
	s := "!!!Deficit " + itoa(len(rest)) + ", rta_len=" + itoa(int(n)) + "\n"
	unix.Write(2, []byte(s))
}

func (c *Conn) send(m *Msg, flags uint16) error {
	if m.long {
		return ErrTooLong
	}
	b := m.Bytes()
	c.seq++
	Native.PutUint16(b[6:], Native.Uint16(b[6:])|unix.NLM_F_REQUEST|flags)
	Native.PutUint32(b[8:], c.seq)
	return c.write(b)
}

// write and recv go around the scheduler: the kernel answers at once. (By package
// syscall's call: unix's is the same in two frames more, and a batch has many.)
func (c *Conn) write(b []byte) error {
	for {
		_, _, e := syscall.RawSyscall6(unix.SYS_SENDTO, uintptr(c.fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), 0, 0, 0)
		if e == unix.EINTR {
			continue
		}
		if e != 0 {
			return &SendError{e}
		}
		return nil
	}
}

func (c *Conn) recvfrom(b []byte, flags uintptr) (int, error) {
	for {
		n, _, e := syscall.RawSyscall6(unix.SYS_RECVFROM, uintptr(c.fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), flags, 0, 0)
		switch {
		case e == unix.EINTR || e == unix.EAGAIN:
			continue
		case e != 0:
			return 0, &RecvError{e}
		}
		return int(n), nil
	}
}

// recv reads one datagram whole. With ahead its length is asked for first, as the
// reference does.
func (c *Conn) recv(ahead bool) ([]byte, error) {
	if len(c.buf) < readLen {
		c.buf = make([]byte, readLen)
	}
	if ahead {
		if _, err := c.recvfrom(c.buf[:0], unix.MSG_PEEK|unix.MSG_TRUNC); err != nil {
			return nil, err
		}
	}
	n, err := c.recvfrom(c.buf, unix.MSG_TRUNC)
	if err != nil {
		return nil, err
	}
	if n > len(c.buf) {
		return nil, &RecvError{unix.EMSGSIZE}
	}
	return c.buf[:n], nil
}

// Do runs m and waits for its acknowledgement.
func (c *Conn) Do(m *Msg) error {
	if len(m.b) <= bufLen/2 {
		return c.short(m)
	}
	return c.doLong(m)
}

// doLong is Do for a request of any length. (Inlined, it would have each short one
// allocate the state of its loop.)
//
//go:noinline
func (c *Conn) doLong(m *Msg) error {
	for _, err := range c.run(m, unix.NLM_F_ACK, 0, nil) {
		if err != nil {
			return err
		}
	}
	return nil
}

// Get runs m and returns the one answer. Of an answer in parts the first counts.
func (c *Conn) Get(m *Msg) (Reply, error) {
	for r, err := range c.run(m, 0, first, nil) {
		return r, err
	}
	return Reply{}, nil
}

// Echo runs m with NLM_F_ECHO and NLM_F_ACK and returns what the kernel made of
// it; the acknowledgement behind it is left unread and skipped by its sequence
// number.
func (c *Conn) Echo(m *Msg) (Reply, error) {
	for r, err := range c.run(m, unix.NLM_F_ACK|unix.NLM_F_ECHO, first, nil) {
		return r, err
	}
	return Reply{}, nil
}

// Answers runs m and yields what comes before its acknowledgement, which is an error
// where the kernel refuses.
//
//go:noinline
func (c *Conn) Answers(m *Msg) iter.Seq2[Reply, error] { return c.run(m, unix.NLM_F_ACK, 0, nil) }

// Dump runs m as a dump and yields its answers as they arrive. An error is yielded
// last. What is not read when the loop is left is read and dropped then. (Inlined, it
// would be in the program some forty times.)
//
//go:noinline
func (c *Conn) Dump(m *Msg) iter.Seq2[Reply, error] { return c.run(m, unix.NLM_F_DUMP, ahead, nil) }

// List is Dump for who changes nothing meanwhile. Dump has the kernel run as far
// ahead as the reference does, which decides what a flush finds in which round; but
// then each datagram has left the processor's cache before it is read.
func (c *Conn) List(m *Msg) iter.Seq2[Reply, error] { return c.ListBut(m, nil) }

// ListBut is List for a million records: take is shown what is left of a datagram, and
// the sequence number that an answer has, and gives how many bytes of whole messages of
// it are done with. Only what take leaves is yielded.
func (c *Conn) ListBut(m *Msg, take func(b []byte, seq uint32) int) iter.Seq2[Reply, error] {
	return c.run(m, unix.NLM_F_DUMP, 0, take)
}

// How an answer is read.
const (
	first = 1 << iota // the first message of it is all
	ahead             // the length of each datagram is asked for before it is read
)

// run sends m and yields what comes back until the message that ends it. (Inlined, what
// it returns would be in the program once for each way to call it.)
//
//go:noinline
func (c *Conn) run(m *Msg, flags uint16, how uint8, take func([]byte, uint32) int) iter.Seq2[Reply, error] {
	return func(yield func(Reply, error) bool) {
		if err := c.send(m, flags); err != nil {
			yield(Reply{}, err)
			return
		}
		seq := c.seq
		dump := flags&unix.NLM_F_DUMP == unix.NLM_F_DUMP
		interrupted, stopped := false, false
		for {
			b, err := c.recv(how&ahead != 0)
			if err != nil {
				if !stopped {
					yield(Reply{}, err)
				}
				return
			}
			if dump && c.Tap != nil && !stopped {
				if err := c.Tap(b); err != nil {
					yield(Reply{}, err)
					return
				}
			}
			for len(b) >= hdrLen {
				if take != nil && !stopped {
					if n := take(b, seq); n > 0 {
						b = b[min(n, len(b)):]
						continue
					}
				}
				n := int(Native.Uint32(b))
				if n < hdrLen || n > len(b) {
					if dump {
						break // it is told as what is left
					}
					yield(Reply{}, &MalformedError{n})
					return
				}
				h, body := b[:n:n], b[hdrLen:n:n]
				b = b[min(pad(n), len(b)):]
				if Native.Uint32(h[8:]) != seq {
					continue
				}
				hf := Native.Uint16(h[6:])
				interrupted = interrupted || dump && hf&uapi.NLM_F_DUMP_INTR != 0
				switch typ := Native.Uint16(h[4:]); typ {
				case unix.NLMSG_ERROR, unix.NLMSG_DONE:
					e := c.ack(typ, hf, body, dump)
					switch {
					case stopped:
					case e != nil:
						yield(Reply{}, e)
					case interrupted:
						yield(Reply{}, ErrInterrupted)
					}
					return
				case unix.NLMSG_NOOP:
				default:
					if stopped {
						continue
					}
					if !yield(Reply{typ, hf, body, h}, nil) {
						if !dump {
							return
						}
						stopped = true
					}
					if how&first != 0 {
						return
					}
				}
			}
			if len(b) > 0 {
				if !stopped {
					yield(Reply{}, &RemnantError{len(b)})
				}
				return
			}
		}
	}
}

// ack reads the message that ends an answer: nil, or the kernel's refusal.
func (c *Conn) ack(typ, flags uint16, b []byte, dump bool) error {
	if len(b) < 4 {
		return &TruncatedError{typ == unix.NLMSG_DONE}
	}
	if flags&unix.NLM_F_ACK_TLVS == 0 && Value(b).U32() == 0 {
		return nil
	}
	e := &Error{Errno: unix.Errno(-int32(Value(b).U32())), Dump: dump, Done: typ == unix.NLMSG_DONE}
	if flags&unix.NLM_F_ACK_TLVS != 0 {
		skip := 4
		if !e.Done {
			skip += hdrLen
			if flags&unix.NLM_F_CAPPED == 0 && len(b) >= 8 {
				skip = 4 + pad(int(min(Value(b[4:]).U32(), 1<<20)))
			}
		}
		for t, v := range Attrs(b[min(skip, len(b)):]) {
			switch t {
			case unix.NLMSGERR_ATTR_MSG:
				e.Msg = v.Str()
			case unix.NLMSGERR_ATTR_OFFS:
				e.Offset = v.U32()
			case uapi.NLMSGERR_ATTR_MISS_TYPE:
				e.Missing, e.IsMissing = v.U32(), true
			}
		}
	}
	if e.Errno == 0 {
		if e.Msg != "" && c.Warn != nil {
			c.Warn(e.Msg)
		}
		return nil
	}
	return e
}
