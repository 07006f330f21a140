package main

import (
	"os"
	"os/exec"
	"syscall"
)

// process is a child of ours.
type process struct {
	cmd *exec.Cmd
}

// spawn starts a child, which the kernel ends if we die before we can
// (prctl(2), PR_SET_PDEATHSIG).
func spawn(cmd *exec.Cmd) (*process, error) {
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &process{cmd}, nil
}

// PID of the child.
func (p *process) PID() int { return p.cmd.Process.Pid }

// Shutdown asks the child to end, and waits.
func (p *process) Shutdown() error { return p.end(syscall.SIGTERM) }

// Kill ends the child as `kill -9` does.
func (p *process) Kill() error { return p.end(syscall.SIGKILL) }

// end is no error for a child that has ended: tasks stop brokers, and so does
// the end of each task.
func (p *process) end(signal syscall.Signal) error {
	if p.cmd.ProcessState != nil { // has ended, and was waited for
		return nil
	}
	if err := p.cmd.Process.Signal(signal); err != nil {
		return err
	}
	_ = p.cmd.Wait() // a signal's exit code is what we asked for
	return nil
}
