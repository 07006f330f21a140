package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// sample is one run of one program, in a process of its own.
type sample struct {
	report
	Peak int64 // the process' largest resident memory, bytes
}

// run measures one program once. A child tells its times itself. Of any other
// process the whole life is measured, reading and compiling the source among
// it; what it takes for an empty program is subtracted later.
func (c contender) run(dir, name string) (sample, error) {
	file := sourceFile(dir, name, c.ext)
	if c.command != nil {
		return c.process(file)
	}
	self, err := os.Executable()
	if err != nil {
		return sample{}, err
	}
	s, err := execute(exec.Command(self, childArgument, c.who, file))
	if err != nil {
		return s, err
	}
	err = json.Unmarshal([]byte(s.Output), &s.report)
	return s, err
}

// process runs another's interpreter.
func (c contender) process(file string) (sample, error) {
	return execute(exec.Command(c.command[0], append(slices.Clone(c.command[1:]), file)...))
}

// execute runs a command to its end. The kernel ends it if we die before
// (prctl(2), PR_SET_PDEATHSIG).
func execute(cmd *exec.Cmd) (s sample, err error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return s, fmt.Errorf("%v: %w: %s%s", cmd.Args, err, stdout.String(), stderr.String())
	}
	s.Wall, s.Output = time.Since(began), stdout.String()
	s.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.Peak = used.Maxrss << 10 // getrusage(2): kilobytes
	}
	return s, nil
}
