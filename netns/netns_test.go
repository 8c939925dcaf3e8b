package netns_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gip/internal/nl"
	. "gip/netns"

	witness "github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

// The tests run in a child with network and mount namespaces of its own, and that child
// starts this binary over again as "gip".
const role = "GIP_NETNS_TEST"

func TestMain(m *testing.M) {
	runtime.LockOSThread()
	switch os.Getenv(role) {
	case "":
		os.Exit(outside())
	case "add":
		for _, name := range os.Args[1:] {
			if err := Create(name); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		os.Exit(0)
	}
	must(unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
	hidden = mountedIn(Dir())
	must(unix.Mount("tmpfs", "/run", "tmpfs", 0, ""))
	os.Exit(m.Run())
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// outside runs the tests inside, or says why it cannot.
func outside() int {
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Env = append(os.Environ(), role+"=inside")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	err := cmd.Start()
	if err != nil {
		fmt.Println("skipped: not root, and this kernel forbids user namespaces:", err)
		return 0
	}
	if cmd.Wait() != nil {
		return 1
	}
	return 0
}

func program(t *testing.T, names ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", names...)
	cmd.Env = append(os.Environ(), role+"=add")
	return cmd
}

// mounts is how often each path below dir is mounted on.
func mounts(t *testing.T, dir string) map[string]int {
	t.Helper()
	n := mountedIn(dir)
	for at, k := range hidden {
		if n[at] -= k; n[at] == 0 {
			delete(n, at)
		}
	}
	return n
}

// hidden is what the machine has mounted below the tests' own /run, where mountinfo shows
// it still.
var hidden map[string]int

func mountedIn(dir string) map[string]int {
	b, err := os.ReadFile("/proc/self/mountinfo")
	must(err)
	n := map[string]int{}
	for line := range strings.Lines(string(b)) {
		if at := strings.Fields(line)[4]; strings.HasPrefix(at, dir) {
			n[at]++
		}
	}
	return n
}

// fresh is a machine on which no namespace ever had a name.
func fresh(t *testing.T) {
	t.Helper()
	clear := func() {
		list, _ := List()
		for _, name := range list {
			Delete(name)
		}
		for unix.Unmount(Dir(), unix.MNT_DETACH) == nil {
		}
		os.RemoveAll(Dir())
	}
	clear()
	t.Cleanup(clear)
}

func TestFirstAddsAtOnce(t *testing.T) {
	for range 5 {
		fresh(t)
		var cmds []*exec.Cmd
		for i := range 20 {
			cmd := program(t, "n"+strconv.Itoa(i))
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			cmds = append(cmds, cmd)
		}
		for _, cmd := range cmds {
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		}
		n := mounts(t, Dir())
		if n[Dir()] != 1 {
			t.Errorf("%s is mounted %d times", Dir(), n[Dir()])
		}
		for i := range 20 {
			name := "n" + strconv.Itoa(i)
			if got := n[Dir()+"/"+name]; got != 1 {
				t.Errorf("%s is mounted %d times", name, got)
			}
			if fd, err := witness.GetFromName(name); err != nil {
				t.Error(err)
			} else {
				fd.Close()
			}
		}
	}
}

// Killed at any moment, what is left can be deleted and made again, and the directory is
// mounted once.
func TestKilledMidway(t *testing.T) {
	fresh(t)
	for i := range 60 {
		cmd := program(t, "a", "b", "c", "d", "e", "f")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * 200 * time.Microsecond)
		cmd.Process.Kill()
		cmd.Wait()
		list, err := List()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range list {
			if err := Delete(name); err != nil {
				t.Error(err)
			}
		}
		if n := mounts(t, Dir()); n[Dir()] > 1 || len(n) > 1 {
			t.Fatalf("left: %v", n)
		}
	}
	if err := Create("a"); err != nil {
		t.Fatal(err)
	}
}

func TestFailureLeavesNothing(t *testing.T) {
	runtime.LockOSThread()
	fresh(t)
	own, err := witness.Get()
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	if err := Attach("a", 1<<30); err == nil {
		t.Error("attached no process")
	}
	var old unix.Rlimit
	unix.Getrlimit(unix.RLIMIT_NOFILE, &old)
	for n := uint64(3); n < 16; n++ { // each open in turn fails
		unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: n, Max: old.Max})
		err := Create("b")
		unix.Setrlimit(unix.RLIMIT_NOFILE, &old)
		if err == nil {
			Delete("b")
			continue
		}
		if list, _ := List(); len(list) > 0 {
			t.Errorf("after %v: %v are left", err, list)
		}
		if now, err := witness.Get(); err != nil || !now.Equal(own) {
			t.Errorf("not in my own namespace any more: %v", err)
		} else {
			now.Close()
		}
	}
}

// What another library reads of the names is what this one made of them, and the other
// way round.
func TestWitness(t *testing.T) {
	runtime.LockOSThread()
	fresh(t)
	own, err := witness.Get()
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	if err := Create("ours"); err != nil {
		t.Fatal(err)
	}
	if now, _ := witness.Get(); !now.Equal(own) {
		t.Error("Create changed my namespace")
	}
	ours, err := witness.GetFromName("ours")
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	if ours.Equal(own) {
		t.Error("no new namespace")
	}
	theirs, err := witness.NewNamed("theirs")
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	if err := Switch("ours"); err != nil {
		t.Fatal(err)
	}
	if now, _ := witness.Get(); !now.Equal(ours) {
		t.Error("Switch went elsewhere")
	}
	if list, err := Identify("thread-self"); err != nil || !slices.Equal(list, []string{"ours"}) {
		t.Errorf("Identify: %v, %v", list, err)
	}
	if err := witness.Set(own); err != nil {
		t.Fatal(err)
	}
	list, err := List()
	slices.Sort(list)
	if err != nil || !slices.Equal(list, []string{"ours", "theirs"}) {
		t.Errorf("List: %v, %v", list, err)
	}
	c, err := nl.Dial(unix.NETLINK_ROUTE, 0, true)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if id, err := ID(c, "theirs"); id != -1 || err != nil {
		t.Errorf("ID before SetID: %d, %v", id, err)
	}
	if err := SetID(c, "theirs", 7); err != nil {
		t.Error(err)
	}
	if id, err := ID(c, "theirs"); id != 7 || err != nil {
		t.Errorf("ID: %d, %v", id, err)
	}
	if name := NameOf(c, 7); name != "theirs" {
		t.Errorf("NameOf: %q", name)
	}
	if err := witness.DeleteNamed("ours"); err != nil {
		t.Error(err)
	}
	if err := Delete("theirs"); err != nil {
		t.Error(err)
	}
	if list, _ := List(); len(list) != 0 {
		t.Errorf("left: %v", list)
	}
}
