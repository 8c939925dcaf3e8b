package sandbox

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Nothing that is mounted inside reaches the machine: in a mount namespace whose mounts
// are all shared, as a machine's are, /run is what it was. And without a namespace of
// its own the inner half refuses to mount at all.
func TestMachineIsLeftAlone(t *testing.T) {
	if err := furnish("", nil); err == nil {
		t.Fatal("mounted in the test's own namespace")
	}
	own, err := namespace()
	if err != nil {
		t.Fatal(err)
	}
	if err := furnish(own, nil); err == nil {
		t.Fatal("mounted in the test's own namespace")
	}
	if os.Geteuid() != 0 {
		t.Skip("shared mounts take root")
	}
	gip := t.TempDir() + "/gip"
	if out, err := exec.Command("go", "build", "-o", gip, "gip/cmd/gip").CombinedOutput(); err != nil {
		t.Skipf("no gip to run: %s", out)
	}
	runtime.LockOSThread() // and never unlocked: the thread dies with its namespace
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		t.Skip("unshare:", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, ""); err != nil {
		t.Fatal(err)
	}
	before := mountinfo(t)
	for _, uid := range []uint32{0, 65534} {
		cmd := exec.Command(gip, "sandbox", "sh", "-c", "ip netns add a && ip netns exec a true && exit 9")
		if uid != 0 {
			os.Chmod(gip[:strings.LastIndexByte(gip, '/')], 0o755)
			os.Chmod(gip[:strings.LastIndexByte(gip[:len(gip)-4], '/')], 0o755)
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
		}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 9 {
			if strings.Contains(string(out), "cannot make namespaces") {
				t.Skipf("uid %d: %s", uid, out)
			}
			t.Errorf("uid %d: %v: %s", uid, err, out)
		}
		if after := mountinfo(t); after != before {
			t.Errorf("uid %d: mounts were\n%s\nand are\n%s", uid, before, after)
		}
	}
}

func mountinfo(t *testing.T) string {
	b, err := os.ReadFile("/proc/thread-self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
