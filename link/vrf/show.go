package vrf

import (
	"strconv"
	"strings"

	"gip/internal/cli"
	"gip/internal/names"
	"gip/internal/nl"
	"gip/internal/uapi"
	"gip/internal/vrf"
	"gip/netns"

	"golang.org/x/sys/unix"
)

// show prints the VRFs and their tables, or the table of the one that is named. A
// failure's status is not that of most others.
func show(e *cli.Env, a *cli.Args) error {
	if a.Len() > 1 {
		return cli.Usage(usage)
	}
	if a.More() {
		_, table, err := find(e, a.Peek())
		if err == nil && table == 0 {
			err = &cli.Error{Msg: "Invalid VRF", Code: 255}
		}
		if err == nil {
			e.Puts(a.Peek() + " " + strconv.FormatUint(uint64(table), 10) + "\n")
		}
		return err
	}
	c, err := e.Conn()
	if err != nil {
		return err
	}
	mark, count := e.Len(), 0
	e.Begin()
	e.Left(16).Str("", "%", "Name")
	e.Right(5).Str("", "  %\n", "Table")
	e.Text("-----------------------\n")
	var tb [uapi.IFLA_MAX + 1]nl.Value
	for r, err := range c.Dump(request(c, e.Family)) {
		if err != nil {
			if err = e.DumpFailed(err, "Dump terminated"); err == nil {
				break
			}
			e.Cut(mark) // what fails prints nothing
			e.JSON = false
			return cli.Status(err, 255, false)
		}
		if print(e, r, tb[:]) {
			count++
		}
	}
	if count == 0 {
		e.Text("No VRF has been configured\n")
	}
	e.End()
	return nil
}

// request asks for the links of the kind, as far as the kernel can tell them apart.
func request(c *nl.Conn, family uint8) *nl.Msg {
	h := [unix.SizeofIfInfomsg]byte{family}
	m := c.New(unix.RTM_GETLINK, 0, h[:])
	if family == unix.AF_UNSPEC || family == unix.AF_PACKET {
		m.Open(unix.IFLA_LINKINFO)
		m.PutText(unix.IFLA_INFO_KIND, "vrf")
		m.Close()
	}
	return m
}

// print prints the link in r, if it is a VRF.
func print(e *cli.Env, r nl.Reply, t nl.Table) bool {
	if !r.Attrs(t, unix.SizeofIfInfomsg) || t[unix.IFLA_IFNAME] == nil {
		return false
	}
	table, ok := tableOf(t)
	name := t[unix.IFLA_IFNAME].Text()
	if !ok {
		return false
	}
	if table == 0 {
		e.Warn("BUG: VRF " + string(name) + " is missing table id")
		return false
	}
	e.Obj("")
	e.Left(16).Bytes("name", "%", name)
	e.Right(5).Uint("table", " %", uint64(table))
	e.Text("\n")
	e.EndObj()
	return true
}

// pids prints the processes that are in a VRF of this network namespace: those in
// every control group that ends in vrf/NAME.
func pids(e *cli.Env, a *cli.Args) error {
	if a.Len() != 1 {
		return cli.Fail("Invalid arguments")
	}
	index, _, err := find(e, a.Peek())
	if err != nil {
		return err
	}
	if index == 0 {
		return cli.Fail(errName.Error())
	}
	if err := isolate(e); err != nil {
		return err
	}
	mount, err := vrf.Mount()
	if err != nil {
		return cli.Fail(err.Error())
	}
	ns, err := netns.Name()
	if err != nil {
		return cli.Fail(err.Error())
	}
	if ns != "" {
		ns += "-ns"
	}
	if !walk(e, mount, a.Peek(), ns) {
		return cli.Silent(1)
	}
	return nil
}

// walk looks for groups of the VRF below path, in those of the namespace if it has a
// name. It reports whether all could be read.
func walk(e *cli.Env, path, name, ns string) bool {
	ok := true
	err := netns.EachIn(path, func(entry string) bool {
		if entry == "vrf" {
			if ns == "" || path[strings.LastIndexByte(path, '/')+1:] == ns {
				members(e, path+"/vrf/"+name+"/cgroup.procs")
			}
			return true
		}
		below := path + "/" + entry
		var st unix.Stat_t
		if unix.Lstat(below, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFDIR {
			ok = walk(e, below, name, ns)
		}
		return ok
	})
	return ok && err == nil
}

// members prints the processes that a file has the numbers of.
func members(e *cli.Env, file string) {
	b, _ := names.ReadFile(file)
	for text := string(b); text != ""; {
		var pid string
		pid, text, _ = strings.Cut(text, "\n")
		e.Right(5).Str("", "%  ", pid)
		e.Puts(command(pid) + "\n")
	}
}

// command is what a process is called.
func command(pid string) string {
	b, ok := names.ReadFile("/proc/" + pid + "/status")
	if !ok {
		return "<terminated?>"
	}
	_, rest, _ := strings.Cut(string(b), "Name:")
	name, _, _ := strings.Cut(strings.TrimLeft(rest, " \t\n\v\f\r"), "\n")
	return name[:min(len(name), 31)]
}
