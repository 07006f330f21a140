//go:build unix && !linux

package leash

import (
	"os"
	"syscall"
)

// self is this binary.
func self() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

// becomeSubreaper: there is no such thing here.
func becomeSubreaper() {}

func attributes(own bool) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: own} }

// endGroup kills what is left of the command's process group, which is all
// that can be found without subreapers.
func endGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }

func children() []int { return nil }
