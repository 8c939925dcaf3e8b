package main

import (
	"cmp"
	"debug/elf"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"gip/internal/nl"

	"golang.org/x/sys/unix"
)

// words is what the C library says of an error.
func words(errno unix.Errno) string { return nl.Strerror(errno) }

// errContext is the last line where the file is none of BPF.
const errContext = "Cannot initialize ELF context!"

// open reads an object file's bytes and rules on its header.
func open(path string) ([]byte, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fail(unix.EPERM, "Error opening object "+path+": "+words(errnoOf(err))+"\n"+errContext)
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, fail(unix.EPERM, "Error doing fstat: "+words(errnoOf(err))+"\n"+errContext)
	}
	b, err := unix.Mmap(fd, 0, int(st.Size), unix.PROT_READ, unix.MAP_PRIVATE)
	if err != nil {
		return nil, fail(unix.EPERM, "Error mapping object "+path+": "+words(errnoOf(err))+"\n"+errContext)
	}
	file := slices.Clone(b) // what is mapped may change
	unix.Munmap(b)
	return file, header(file)
}

// header is what is wrong with an object file's first bytes.
func header(b []byte) error {
	if len(b) < elf.EI_NIDENT+8 || string(b[:4]) != elf.ELFMAG {
		return fail(unix.EINVAL, errContext)
	}
	var order binary.ByteOrder
	switch elf.Data(b[elf.EI_DATA]) {
	case elf.ELFDATA2LSB:
		order = binary.LittleEndian
	case elf.ELFDATA2MSB:
		order = binary.BigEndian
	default:
		return fail(unix.EINVAL, errContext)
	}
	typ, machine := elf.Type(order.Uint16(b[16:])), elf.Machine(order.Uint16(b[18:]))
	if typ != elf.ET_REL || machine != elf.EM_NONE && machine != elf.EM_BPF || order.Uint32(b[20:]) != uint32(elf.EV_CURRENT) {
		return fail(unix.EINVAL, "ELF format error, ELF file not for eBPF?\n"+errContext)
	}
	big := binary.NativeEndian.Uint16([]byte{0, 1}) == 1
	switch elf.Data(b[elf.EI_DATA]) {
	case elf.ELFDATA2LSB:
		if big {
			return fail(unix.EIO, "We are big endian, eBPF object is little endian!\n"+errContext)
		}
	case elf.ELFDATA2MSB:
		if !big {
			return fail(unix.EIO, "We are little endian, eBPF object is big endian!\n"+errContext)
		}
	}
	return nil
}

// legacy rules on the section "maps", in which maps were described before BTF, as
// iproute2 does before libbpf refuses the file.
func legacy(f *elf.File) error {
	const ancillary = "Error fetching ELF ancillary data!"
	bad := func(text string) error {
		return fail(unix.EINVAL, text+"\nError fixing up map structure, incompatible struct bpf_elf_map used?\n"+ancillary)
	}
	n := len(f.Sections)
	if n > 0 && f.Sections[n-1].Size == 0 {
		return fail(unix.ENOENT, ancillary)
	}
	at := slices.IndexFunc(f.Sections, func(s *elf.Section) bool {
		return s.Name == "maps" && s.Type == elf.SHT_PROGBITS && s.Size > 0
	})
	if at < 0 {
		return nil
	}
	const most, whole, least = 64, 36, 16 // maps, and bytes of a struct bpf_elf_map
	size := f.Sections[at].Size
	if size > most*whole {
		return fail(unix.ENOMEM, "Too many BPF maps in ELF section!\nError parsing section "+strconv.Itoa(at)+"! Perhaps check with readelf -a?\n"+ancillary)
	}
	syms, _ := f.Symbols()
	starts := map[uint64]bool{}
	count := uint64(0)
	for _, s := range syms {
		t := elf.ST_TYPE(s.Info)
		if elf.ST_BIND(s.Info) == elf.STB_GLOBAL && (t == elf.STT_NOTYPE || t == elf.STT_OBJECT) && int(s.Section) == at {
			count++
			starts[s.Value] = true
		}
	}
	if count == 0 || count > most {
		return bad(strconv.FormatUint(count, 10) + " maps not supported in current map section!")
	}
	if size%count != 0 || size%4 != 0 {
		return bad("Number BPF map symbols are not multiple of struct bpf_elf_map!")
	}
	length := size / count
	for off := uint64(0); off < size; off += length {
		if !starts[off] {
			return bad("Different struct bpf_elf_map in use!")
		}
	}
	switch {
	case length > whole:
		return bad("struct bpf_elf_map not supported, coming from future version?")
	case length < least:
		return bad("struct bpf_elf_map too small, not supported!")
	}
	return fail(unix.ENOENT, "libbpf: elf: legacy map definitions in 'maps' section are not supported by libbpf v1.0+\nERROR: opening BPF object file failed")
}

// A program is a function of an object file that may be loaded by itself.
type program struct{ name, section string }

// programs lists an object file's, in their order there.
func programs(f *elf.File) []program {
	syms, _ := f.Symbols()
	type place struct {
		program
		section int
		offset  uint64
	}
	var list []place
	for _, s := range syms {
		i := int(s.Section)
		if i <= 0 || i >= len(f.Sections) || elf.ST_TYPE(s.Info) != elf.STT_FUNC {
			continue
		}
		sec := f.Sections[i]
		if sec.Flags&elf.SHF_EXECINSTR == 0 || sec.Type != elf.SHT_PROGBITS || sec.Name == ".text" {
			continue
		}
		list = append(list, place{program{s.Name, sec.Name}, i, s.Value})
	}
	slices.SortStableFunc(list, func(a, b place) int {
		if a.section != b.section {
			return a.section - b.section
		}
		return cmp.Compare(a.offset, b.offset)
	})
	ps := make([]program, len(list))
	for i := range list {
		ps[i] = list[i].program
	}
	return ps
}

// tailCall is the number of the map that a section named MAP/KEY says its programs go
// into: what iproute2's own form of maps had.
func tailCall(section string) (id uint32, ok bool) {
	left, right, _ := strings.Cut(section, "/")
	n, err := strconv.ParseInt(left, 0, 64)
	if err != nil || right == "" {
		return 0, false
	}
	right = strings.TrimLeft(right, " \t\n\v\f\r")
	right = strings.TrimLeft(right, "+-")
	return uint32(n), right != "" && right[0] >= '0' && right[0] <= '9'
}
