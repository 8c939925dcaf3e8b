// Package proc is the process that gip is: its words, its environment, its signals.
//
// It has them from the runtime in place of package os, which comes with a poller, a
// file system and their initialisation: a tenth of the time that a short command takes.
package proc

import (
	"strings"
	_ "unsafe" // for go:linkname

	"golang.org/x/sys/unix"
)

// What packages os, syscall and os/signal have from the runtime.

//go:linkname runtimeArgs os.runtime_args
func runtimeArgs() []string

//go:linkname runtimeEnvs syscall.runtime_envs
func runtimeEnvs() []string

//go:linkname sigpipe os.sigpipe
func sigpipe()

//go:linkname signalEnable os/signal.signal_enable
func signalEnable(sig uint32)

//go:linkname signalRecv os/signal.signal_recv
func signalRecv() uint32

// Args is the words that the program was called with, its name first.
func Args() []string { return runtimeArgs() }

// Environ is the environment, as NAME=VALUE.
func Environ() []string { return runtimeEnvs() }

// Getenv is the value of name in the environment.
func Getenv(name string) (value string, ok bool) {
	for _, s := range runtimeEnvs() {
		if len(s) > len(name) && s[len(name)] == '=' && strings.HasPrefix(s, name) {
			return s[len(name)+1:], true
		}
	}
	return "", false
}

// SigPipe ends the process as a write to a pipe that nobody reads does.
func SigPipe() { sigpipe() }

// Signals calls f, on a goroutine of its own, with each of sigs that comes in from now
// on. It can be called once.
func Signals(f func(sig unix.Signal), sigs ...unix.Signal) {
	for _, s := range sigs {
		signalEnable(uint32(s))
	}
	go func() {
		for {
			f(unix.Signal(signalRecv()))
		}
	}()
}

// Readlink is where the symbolic link at path points, "" where it is none.
func Readlink(path string) string {
	var b [unix.PathMax]byte
	n, err := unix.Readlink(path, b[:])
	if err != nil {
		return ""
	}
	return string(b[:n])
}
