//go:build !linux

package rabbitmq

import "os/exec"

// endWithUs is what Linux alone can do; Debian's server runs nowhere else.
func endWithUs(*exec.Cmd) {}
