package main

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"
)

// load makes of one program in an object file a program of the kernel, with the maps
// that the file describes, and gives its descriptor.
func load(o *options) (fd int, err error) {
	// Before Linux 5.11, programs and maps count as locked memory.
	unix.Setrlimit(unix.RLIMIT_MEMLOCK, &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY})
	base := prepare()
	if base == "" {
		say("Continuing without mounted eBPF fs. Too old kernel?")
	}
	file, err := open(o.file)
	if err != nil {
		return -1, err
	}
	f, err := elf.NewFile(bytes.NewReader(file))
	if err != nil {
		return -1, unreadable(err)
	}
	if err := legacy(f); err != nil {
		return -1, err
	}
	pins := "(null)/" + globals
	if base != "" {
		pins = base + directory(o.typ) + "//" + globals
	}
	if !mkdir(pins, pins) {
		return -1, fail(unix.EPERM, "")
	}
	spec, err := ebpf.LoadCollectionSpecFromReader(bytes.NewReader(file))
	if err != nil {
		return -1, unreadable(err)
	}
	p, err := choose(programs(f), o)
	if err != nil {
		return -1, err
	}
	return o.make(spec, p.name, pins)
}

// unreadable is the failure of a file that cannot be understood.
func unreadable(err error) error {
	return fail(unix.ENOENT, "gip-xdp: "+err.Error()+"\nERROR: opening BPF object file failed")
}

// choose is the program that the options name.
func choose(list []program, o *options) (program, error) {
	var found *program
	for i := range list {
		p := &list[i]
		if id, ok := tailCall(p.section); ok {
			say("unable to find map id %d for tail call", id)
		}
		if found == nil && (o.named && p.name == o.program || !o.named && p.section == o.section) {
			found = p
		}
	}
	switch {
	case found != nil:
		return *found, nil
	case o.named:
		return program{}, fail(unix.ENOENT, "object file doesn't contain prog "+o.program)
	}
	return program{}, fail(unix.ENOENT, "object file doesn't contain sec "+o.section)
}

// make loads the program called name, and the maps.
func (o *options) make(spec *ebpf.CollectionSpec, name, pins string) (fd int, err error) {
	ps := spec.Programs[name]
	if ps == nil {
		return -1, fail(unix.EINVAL, "gip-xdp: the program "+name+" cannot be loaded by itself")
	}
	if typ := ebpf.ProgramType(o.typ); ps.Type != typ {
		ps.Type, ps.AttachTo, ps.Flags = typ, "", 0
	}
	ps.Ifindex = o.ifindex
	if o.ifindex != 0 && len(spec.Maps) > 0 {
		return -1, fail(unix.EOPNOTSUPP, "gip-xdp: programs with maps cannot be loaded into a device")
	}
	spec.Programs = map[string]*ebpf.ProgramSpec{name: ps}
	opts := ebpf.CollectionOptions{Maps: ebpf.MapOptions{PinPath: filepath.Clean(pins)}}
	opts.Programs.LogLevel = ebpf.LogLevelBranch
	if o.verbose {
		opts.Programs.LogLevel |= ebpf.LogLevelInstruction
	}
	c, err := ebpf.NewCollectionWithOptions(spec, opts)
	if err != nil {
		return -1, o.rejected(name, err)
	}
	p := c.Programs[name]
	if o.verbose {
		say("%s", logged(name, strings.Split(strings.TrimSpace(p.VerifierLog), "\n")))
	}
	fd, err = unix.FcntlInt(uintptr(p.FD()), unix.F_DUPFD_CLOEXEC, 0)
	c.Close()
	return fd, err
}

var mapError = regexp.MustCompile(`^map (\S+): `)

// rejected says as libbpf does what the kernel said no to.
func (o *options) rejected(name string, err error) error {
	errno := number(err)
	code := unix.ErrnoName(errno)
	if code == "" {
		code = fmt.Sprint(int(errno))
	}
	var s strings.Builder
	var refused *ebpf.VerifierError
	switch m := mapError.FindStringSubmatch(err.Error()); {
	case m != nil && errors.Is(err, ebpf.ErrMapIncompatible):
		fmt.Fprintf(&s, "gip-xdp: %v\n", err)
	case m != nil:
		fmt.Fprintf(&s, "libbpf: map '%s': failed to create: -%s\n", m[1], code)
	case errors.As(err, &refused):
		fmt.Fprintf(&s, "libbpf: prog '%s': BPF program load failed: -%s\n", name, code)
		if len(refused.Log) > 0 {
			fmt.Fprintln(&s, logged(name, refused.Log))
		}
		fmt.Fprintf(&s, "libbpf: prog '%s': failed to load: -%s\n", name, code)
	default:
		fmt.Fprintf(&s, "gip-xdp: %v\n", err)
	}
	fmt.Fprintf(&s, "libbpf: failed to load object '%s'", o.file)
	return fail(errno, s.String())
}

// logged is what the kernel's verifier said of a program.
func logged(name string, lines []string) string {
	return "libbpf: prog '" + name + "': -- BEGIN PROG LOAD LOG --\n" + strings.Join(lines, "\n") + "\n-- END PROG LOAD LOG --"
}

// pinned opens the program that is pinned to m:FILE, below the BPF file system.
func pinned(o *options) (fd int, err error) {
	path := o.file
	if base := prepare(); base != "" {
		path = base + directory(o.typ) + "//" + path[len("m:"):]
	}
	p, err := ebpf.LoadPinnedProgram(path, nil)
	if err != nil {
		return -1, fail(unix.EPERM, "Couldn't retrieve pinned program '"+o.file+"': "+words(number(err)))
	}
	return unix.FcntlInt(uintptr(p.FD()), unix.F_DUPFD_CLOEXEC, 0)
}
