package rabbitmq

import (
	"os/exec"
	"syscall"
)

// endWithUs has the kernel end the child if we die before we can (prctl(2),
// PR_SET_PDEATHSIG): no server is left behind by a test that was killed.
func endWithUs(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
