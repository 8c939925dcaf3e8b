//go:build ignore

// Quickstart writes, into the directory it is given, changed copies of a few files of
// Go's runtime and the overlay by which go build takes them for its own, and prints the
// overlay's name. It fails where a file is not the one that it knows; gip is built as any
// Go program then, behaves the same, and starts slower.
//
// gip runs while packages are initialised (cmd/gip/main.go), and is mostly done before
// another program's main begins. With these changes
//   - packages are initialised first, then the runtime starts the threads that collect
//     garbage and watch over goroutines. They are started before that where the program
//     starts a goroutine, or has allocated what the first collection is due at;
//   - until then there is room for one running goroutine, not for one on each processor,
//     and the first one has a stack that need not grow;
//   - the memory that every start touches is asked for in pieces of many pages: a page
//     fault takes as long as giving the process dozens of pages at once;
//   - signals that the runtime has no use for are left as they are.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A change replaces what stands once in a file of the runtime.
type change struct{ file, from, to string }

var changes = []change{
	// Threads.
	{"proc.go", `	// Allow newproc to start new Ms.
	mainStarted = true

	if haveSysmon {
		systemstack(func() {
			newm(sysmon, nil, -1)
		})
	}
`, ""},
	{"proc.go", `	gcenable()
	defaultGOMAXPROCSUpdateEnable() // don't STW before runtime initialized.
`, `	gipAlone = true
	for m := &firstmoduledata; m != nil; m = m.next {
		doInit(m.inittasks)
	}
	gipCompany()
`},
	{"proc.go", `func newproc(fn *funcval) {
`, `func newproc(fn *funcval) {
	gipCompany()
`},
	{"proc.go", `		newg = malg(stackMin)
`, `		size := int32(stackMin)
		if !gipBorn {
			gipBorn = true
			size = 32 << 10
		}
		newg = malg(size)
`},
	{"proc.go", `		procs = defaultGOMAXPROCS(numCPUStartup)
`, `		procs = 1
`},
	{"proc.go", `	defaultGOMAXPROCSInit()
`, ""},
	{"mgc.go", `	releasem(mp)
	mp = nil

	if gp := getg(); gp.bubble != nil {
`, `	releasem(mp)
	mp = nil
	gipCompany()

	if gp := getg(); gp.bubble != nil {
`},
	{"mgc.go", `	if !memstats.enablegc || panicking`, `	if !memstats.enablegc && !gipAlone || panicking`},
	{"proc.go", `// The main goroutine.
func main() {
`, `// gipBorn is whether there is a goroutine, gipAlone whether the first is the only one
// that packages are initialised by.
var gipBorn, gipAlone bool

// gipCompany starts what main would otherwise have started by now.
func gipCompany() {
	if !gipAlone {
		return
	}
	gipAlone = false
	mainStarted = true
	if haveSysmon {
		systemstack(func() {
			newm(sysmon, nil, -1)
		})
	}
	if numCPUStartup > 1 {
		stw := stopTheWorldGC(stwGOMAXPROCS)
		newprocs = min(numCPUStartup, 4)
		startTheWorldGC(stw)
	}
	gcenable()
}

// gipPopulate has the kernel give the process the pages from from to to, to be written
// (MADV_POPULATE_WRITE: nothing comes of it before Linux 5.14).
func gipPopulate(from, to uintptr) {
	from = alignDown(from, 4096)
	madvise(unsafe.Pointer(from), alignUp(to, 4096)-from, 23)
}

// The main goroutine.
func main() {
`},

	// Memory: the variables, the heap's beginning, and what the runtime keeps for good.
	{"runtime1.go", `	argc = c
	argv = v
`, `	gipPopulate(firstmoduledata.noptrdata, firstmoduledata.enoptrbss)
	argc = c
	argv = v
`},
	{"mheap.go", `	sysMap(unsafe.Pointer(v), nBase-v, &gcController.heapReleased, "heap")
`, `	sysMap(unsafe.Pointer(v), nBase-v, &gcController.heapReleased, "heap")
	if firstGrow && !randomizeHeapBase {
		gipPopulate(v, v+448<<10)
	}
`},
	{"malloc.go", `		persistent.base = (*notInHeap)(sysAlloc(persistentChunkSize, &memstats.other_sys, "immortal metadata"))
`, `		persistent.base = (*notInHeap)(sysAlloc(persistentChunkSize, &memstats.other_sys, "immortal metadata"))
		if persistentChunks == nil {
			gipPopulate(uintptr(unsafe.Pointer(persistent.base)), uintptr(unsafe.Pointer(persistent.base))+64<<10)
		}
`},
	{"mem_linux.go", `	p, err := mmap(v, n, _PROT_READ|_PROT_WRITE, _MAP_ANON|_MAP_FIXED|_MAP_PRIVATE, -1, 0)
	if err == _ENOMEM {
		throw("runtime: out of memory")
	}
	if p != v || err != 0 {
		print("runtime: mmap(", v, ", ", n,`, `	flags := int32(_MAP_ANON | _MAP_FIXED | _MAP_PRIVATE)
	if n <= 16<<10 {
		flags |= 0x8000 // MAP_POPULATE
	}
	p, err := mmap(v, n, _PROT_READ|_PROT_WRITE, flags, -1, 0)
	if err == _ENOMEM {
		throw("runtime: out of memory")
	}
	if p != v || err != 0 {
		print("runtime: mmap(", v, ", ", n,`},
	{"proc.go", `	ticks.init() // run as early as possible
`, `	ticks.init() // run as early as possible
	if disableMemoryProfiling {
		MemProfileRate = 0 // before the first allocation, which would be sampled
	}
`},
	{"os_linux.go", `	physHugePageSize = getHugePageSize()
`, ""},

	// Signals: handlers for mistakes of ours and for the collector. The others come in
	// as in any C program, and those that are ignored stay so.
	{"signal_unix.go", `		if t.flags == 0 || t.flags&_SigDefault != 0 {
			continue
		}

		// We don't`, `		if t.flags == 0 || t.flags&_SigDefault != 0 {
			continue
		}
		if i != _SIGSEGV && i != _SIGBUS && i != _SIGFPE && i != _SIGURG {
			continue
		}

		// We don't`},
}

func main() {
	if len(os.Args) != 2 {
		fail("usage: quickstart DIR")
	}
	src := filepath.Join(runtime.GOROOT(), "src", "runtime")
	text := map[string]string{}
	for _, c := range changes {
		if _, ok := text[c.file]; !ok {
			b, err := os.ReadFile(filepath.Join(src, c.file))
			if err != nil {
				fail(err.Error())
			}
			text[c.file] = string(b)
		}
		if strings.Count(text[c.file], c.from) != 1 {
			fail("runtime/" + c.file + " of " + runtime.Version() + " is not the one that is known")
		}
		text[c.file] = strings.Replace(text[c.file], c.from, c.to, 1)
	}
	replace := map[string]string{}
	for file, s := range text {
		to := filepath.Join(os.Args[1], file)
		if err := os.WriteFile(to, []byte(s), 0o644); err != nil {
			fail(err.Error())
		}
		replace[filepath.Join(src, file)] = to
	}
	b, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		fail(err.Error())
	}
	name := filepath.Join(os.Args[1], "overlay.json")
	if err := os.WriteFile(name, b, 0o644); err != nil {
		fail(err.Error())
	}
	fmt.Println(name)
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, "quickstart: "+why)
	os.Exit(1)
}
