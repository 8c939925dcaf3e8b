package info

import (
	"runtime"
	"unsafe"

	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

var xdpModes = [...]string{
	uapi.XDP_ATTACHED_DRV:   "xdp",
	uapi.XDP_ATTACHED_SKB:   "xdpgeneric",
	uapi.XDP_ATTACHED_HW:    "xdpoffload",
	uapi.XDP_ATTACHED_MULTI: "xdpmulti",
}

// The programs that may be attached side by side.
var xdpPrograms = [...]struct {
	typ  uint16
	mode uint8
	name string
}{
	{unix.IFLA_XDP_SKB_PROG_ID, uapi.XDP_ATTACHED_SKB, "generic"},
	{unix.IFLA_XDP_DRV_PROG_ID, uapi.XDP_ATTACHED_DRV, "drv"},
	{unix.IFLA_XDP_HW_PROG_ID, uapi.XDP_ATTACHED_HW, "offload"},
}

// xdp prints what express-data-path program a link has: its mode on the first line,
// and the programs in lines of their own. JSON has it all in the first.
func (p *Printer) xdp(v nl.Value, programs bool) {
	e := p.e
	var tb [uapi.IFLA_XDP_MAX + 1]nl.Value
	t := nl.Table(tb[:]).Index(v)
	mode := t[unix.IFLA_XDP_ATTACHED].U8()
	if mode == 0 {
		return
	}
	if e.JSON {
		if !programs {
			p.xdpJSON(t, mode)
		}
		return
	}
	if !programs {
		if int(mode) < len(xdpModes) {
			e.Text(xdpModes[mode])
		} else {
			e.Uint("", "xdp[%]", uint64(mode))
		}
	}
	p.xdpProgram(t[unix.IFLA_XDP_PROG_ID], "", programs)
	if mode == uapi.XDP_ATTACHED_MULTI {
		for i := range xdpPrograms {
			if programs {
				p.xdpProgram(t[xdpPrograms[i].typ], xdpPrograms[i].name, true)
			}
		}
	}
	if !programs {
		e.Text(" ")
	}
}

func (p *Printer) xdpProgram(v nl.Value, name string, program bool) {
	e := p.e
	id := v.U32()
	if id == 0 {
		return
	}
	if program {
		e.NL()
		e.Str("", "    prog/xdp% ", name)
		p.bpf(id)
	} else if !p.AsLink {
		e.Uint("", "/id:%", uint64(id))
	}
}

func (p *Printer) xdpJSON(t nl.Table, mode uint8) {
	e := p.e
	e.Obj("xdp")
	e.Uint("mode", "", uint64(mode))
	if id := t[unix.IFLA_XDP_PROG_ID].U32(); id != 0 {
		p.bpf(id)
	}
	e.Arr("attached")
	one := func(v nl.Value, mode uint8) {
		e.Obj("")
		e.Uint("mode", "", uint64(mode))
		p.bpf(v.U32())
		e.EndObj()
	}
	side := false
	for i := range xdpPrograms {
		if v := t[xdpPrograms[i].typ]; v != nil {
			side = true
			one(v, xdpPrograms[i].mode)
		}
	}
	if v := t[unix.IFLA_XDP_PROG_ID]; v != nil && !side { // of an older kernel
		one(v, mode)
	}
	e.EndArr()
	e.EndObj()
}

// Offsets in struct bpf_prog_info.
const (
	bpfTag      = 8
	bpfJitedLen = 16
	bpfLoadTime = 40
	bpfUID      = 48
	bpfName     = 64
	bpfBTF      = 128
	bpfInfoLen  = 232
)

// bpf prints what the kernel tells of the program with that id; one that may not be
// looked at is its id alone.
func (p *Printer) bpf(id uint32) {
	e := p.e
	e.Obj("prog")
	defer e.EndObj()
	e.Uint("id", "id % ", uint64(id))
	ask := [16]byte{}
	nl.Native.PutUint32(ask[:], id)
	fd, ok := bpfCall(unix.BPF_PROG_GET_FD_BY_ID, ask[:])
	if !ok {
		return
	}
	defer unix.Close(fd)
	var raw [bpfInfoLen]byte
	var req [16]byte
	nl.Native.PutUint32(req[:], uint32(fd))
	nl.Native.PutUint32(req[4:], bpfInfoLen)
	nl.Native.PutUint64(req[8:], uint64(uintptr(unsafe.Pointer(&raw))))
	_, ok = bpfCall(unix.BPF_OBJ_GET_INFO_BY_FD, req[:])
	runtime.KeepAlive(&raw)
	if !ok {
		return
	}
	v := nl.Value(raw[:])
	e.Bytes("name", "name % ", v[bpfName:bpfName+16].Text())
	p.hexBytes("tag", "tag % ", v[bpfTag:bpfTag+8])
	jited := v[bpfJitedLen:].U32() != 0
	if e.JSON {
		n := uint64(0)
		if jited {
			n = 1
		}
		e.Uint("jited", "", n)
	} else if jited {
		e.Text("jited ")
	}
	if e.Details == 0 {
		return
	}
	if t := v[bpfLoadTime:].U64(); t != 0 {
		e.Uint("load_time", "load_time % ", t)
		e.Uint("created_by_uid", "created_by_uid % ", uint64(v[bpfUID:].U32()))
	}
	if btf := v[bpfBTF:].U32(); btf != 0 {
		e.Uint("btf_id", "btf_id % ", uint64(btf))
	}
}

func bpfCall(cmd uintptr, attr []byte) (int, bool) {
	fd, _, errno := unix.Syscall(unix.SYS_BPF, cmd, uintptr(unsafe.Pointer(unsafe.SliceData(attr))), uintptr(len(attr)))
	return int(fd), errno == 0
}
