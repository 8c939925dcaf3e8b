// gip-xdp loads a BPF program from an object file for gip, which calls it where a
// command names one:
//
//	ip link set DEV xdp object FILE [ section NAME ] [ program NAME ] [ verbose ]
//	ip route add ... encap bpf in object FILE ...
//
// It is a program of its own because a linker of BPF programs is larger than all of
// gip, and would slow the start of every command. What it prints and what it leaves in
// the BPF file system is what iproute2 (with libbpf) does.
//
// Its descriptor 3 is a socket, through which it sends one message: four bytes, the
// error's number or 0 and then the program's descriptor.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// socket is where gip waits for the program.
const socket = 3

// options is what the command line says.
type options struct {
	typ     uint32 // enum bpf_prog_type
	ifindex uint32 // of the device the program is to run on, 0: of none
	section string
	program string // in place of section
	named   bool   // there is a program
	verbose bool
	pinned  bool // open what is pinned to m:FILE
	file    string
}

func main() {
	o, ok := parse(os.Args[1:])
	if kind, err := unix.GetsockoptInt(socket, unix.SOL_SOCKET, unix.SO_TYPE); !ok || err != nil || kind != unix.SOCK_SEQPACKET {
		fmt.Fprintln(os.Stderr, "gip-xdp loads BPF programs for gip (ip link set DEV xdp object FILE); it is not called by hand.")
		os.Exit(2)
	}
	unix.CloseOnExec(socket)
	get := load
	if o.pinned {
		get = pinned
	}
	fd, err := get(&o)
	var message [4]byte
	var rights []byte
	if err != nil {
		binary.NativeEndian.PutUint32(message[:], uint32(number(err)))
		if text := err.Error(); text != "" {
			fmt.Fprintln(os.Stderr, text)
		}
	} else {
		rights = unix.UnixRights(fd)
	}
	if err := unix.Sendmsg(socket, message[:], rights, nil, 0); err != nil {
		fmt.Fprintln(os.Stderr, "gip-xdp: nobody takes the program:", err)
		os.Exit(1)
	}
}

// parse reads the words: options that have a value each, and FILE.
func parse(words []string) (o options, ok bool) {
	u32 := func(s string) uint32 {
		n, err := strconv.ParseUint(s, 10, 32)
		ok = ok && err == nil
		return uint32(n)
	}
	ok = true
	for len(words) > 1 {
		name, value := words[0], words[1]
		words = words[2:]
		switch name {
		case "-type":
			o.typ = u32(value)
		case "-ifindex":
			o.ifindex = u32(value)
		case "-section":
			o.section = value
		case "-program":
			o.program, o.named = value, true
		case "-verbose":
			o.verbose = value == "1"
		case "-pinned":
			o.pinned = value == "1"
		default:
			return o, false
		}
	}
	if len(words) != 1 {
		return o, false
	}
	o.file = words[0]
	return o, ok
}

// A failure is what went wrong: the lines to print, and the error's number.
type failure struct {
	text  string
	errno unix.Errno
}

func (f *failure) Error() string { return f.text }

func fail(errno unix.Errno, text string) error { return &failure{text, errno} }

// number is the number of an error that came from anywhere.
func number(err error) unix.Errno {
	var f *failure
	var errno unix.Errno
	switch {
	case errors.As(err, &f):
		return f.errno
	case errors.As(err, &errno):
		return errno
	}
	return unix.EINVAL
}
