package rabbitmq

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// child is a process that we started, and wait for.
type child struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed once err is set
	err   error
}

// spawn starts a command in dir, with nothing to read and its complaints on our
// own standard error.
func spawn(env []string, dir, name string, args ...string) (*child, error) {
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Dir, cmd.Stderr = env, dir, os.Stderr
	endWithUs(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("rabbitmq: %w", err)
	}
	c := &child{cmd: cmd, ended: make(chan struct{})}
	go func() {
		c.err = cmd.Wait()
		close(c.ended)
	}()
	return c, nil
}

// end signals the process and waits for it. Ending what has not started, or has
// ended, is no error.
func (c *child) end(signal syscall.Signal) error {
	if c == nil {
		return nil
	}
	select {
	case <-c.ended:
		return nil
	default:
	}
	if err := c.cmd.Process.Signal(signal); err != nil {
		return err
	}
	select {
	case <-c.ended:
		return nil
	case <-time.After(stopPatience):
		return fmt.Errorf("rabbitmq: process %d did not end on %s", c.cmd.Process.Pid, signal)
	}
}
