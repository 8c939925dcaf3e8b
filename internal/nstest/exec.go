package nstest

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// execMain makes a job's world and becomes the program named in the arguments.
func execMain() int {
	runtime.LockOSThread()
	if len(os.Args) < 2 {
		return 70
	}
	dir, _ := os.Getwd()
	if err := setup(&job{}); err != nil {
		fmt.Fprintln(os.Stderr, "nstest:", err)
		return 70
	}
	os.Chdir(dir)
	env := []string{}
	for _, e := range os.Environ() {
		if e != childEnv+"=exec" {
			env = append(env, e)
		}
	}
	err := unix.Exec(os.Args[1], os.Args[1:], env)
	fmt.Fprintln(os.Stderr, "nstest:", err)
	return 70
}
