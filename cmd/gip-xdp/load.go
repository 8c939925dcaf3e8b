package main

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"gip/internal/bpf"

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
	list := programs(f)
	tailCalls(list)
	p, err := choose(list, o)
	if err != nil {
		return -1, err
	}
	if fd, err = o.make(spec, p.name, pins); err == nil {
		tailCalls(list) // once more, for where they would be put into their maps
	}
	return fd, err
}

// unreadable is the failure of a file that cannot be understood.
func unreadable(err error) error {
	return fail(unix.ENOENT, "gip-xdp: "+err.Error()+"\nERROR: opening BPF object file failed")
}

// choose is the program that the options name.
func choose(list []program, o *options) (program, error) {
	for _, p := range list {
		if o.named && p.name == o.program || !o.named && p.section == o.section {
			return p, nil
		}
	}
	if o.named {
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
		return -1, o.rejected(name, err, spec, pins)
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
func (o *options) rejected(name string, err error, spec *ebpf.CollectionSpec, pins string) error {
	errno := number(err)
	code := unix.ErrnoName(errno)
	if code == "" {
		code = fmt.Sprint(int(errno))
	}
	if m := mapError.FindStringSubmatch(err.Error()); m != nil {
		return fail(errno, noMap(m[1], code, err, spec.Maps[m[1]], pins))
	}
	var s strings.Builder
	var refused *ebpf.VerifierError
	if errors.As(err, &refused) {
		fmt.Fprintf(&s, "libbpf: prog '%s': BPF program load failed: -%s\n", name, code)
		if len(refused.Log) > 0 {
			fmt.Fprintln(&s, logged(name, refused.Log))
		}
		fmt.Fprintf(&s, "libbpf: prog '%s': failed to load: -%s\n", name, code)
	} else {
		fmt.Fprintf(&s, "gip-xdp: %v\n", err)
	}
	fmt.Fprintf(&s, "libbpf: failed to load object '%s'", o.file)
	return fail(errno, s.String())
}

// noMap says why there is no map.
func noMap(name, code string, err error, spec *ebpf.MapSpec, pins string) (s string) {
	switch {
	case errors.Is(err, ebpf.ErrMapIncompatible):
		s = "libbpf: couldn't reuse pinned map at '" + pins + "/" + name + "': parameter mismatch\n" +
			"libbpf: map '" + name + "': error reusing pinned map\n"
	case spec != nil && (spec.Key != nil || spec.Value != nil):
		s = "libbpf: Error in bpf_create_map_xattr(" + name + "): -" + code + ". Retrying without BTF.\n"
	}
	return s + "libbpf: map '" + name + "': failed to create: -" + code
}

// tailCalls says of each program that is for a map in iproute2's own form that there is none.
func tailCalls(list []program) {
	for _, p := range list {
		if id, ok := tailCall(p.section); ok {
			say("unable to find map id %d for tail call", id)
		}
	}
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
	if fd, err = bpf.Get(path); err != nil {
		return -1, fail(unix.EPERM, "Couldn't retrieve pinned program '"+o.file+"': "+words(number(err)))
	}
	return fd, nil
}
