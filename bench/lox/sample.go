package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// run measures one program once. A timed contender tells its times itself. Of
// any other the whole process is measured, reading and compiling the source
// among it; what it takes for an empty program is subtracted later.
func (c contender) run(dir, name string) (timing, error) {
	arguments := append(slices.Clone(c.command[1:]), sourceFile(dir, name, c.ext))
	t, err := execute(exec.Command(c.command[0], arguments...))
	if err == nil && c.timed {
		err = json.Unmarshal([]byte(t.Output), &t)
	}
	return t, err
}

// execute runs a command to its end. The kernel ends it if we die before
// (prctl(2), PR_SET_PDEATHSIG), which for the kernel is the end of the thread
// that started the command: hence the lock.
func execute(cmd *exec.Cmd) (t timing, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return t, fmt.Errorf("%v: %w: %s%s", cmd.Args, err, stdout.String(), stderr.String())
	}
	t.Wall, t.Output = time.Since(began), stdout.String()
	t.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return t, nil
}
