package broker

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// startPatience is how long a process may take until it answers, on a machine
// that has much else to do.
const startPatience = 2 * time.Minute

// process is a child of ours.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed once err is set
	err   error
}

// spawn starts a command; its complaints go to our standard error.
func spawn(name string, args ...string) (*process, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, ended: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// waitFor waits until ready gives no error.
func (p *process) waitFor(ctx context.Context, ready func() error) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for {
		err := ready()
		if err == nil {
			return nil
		}
		select {
		case <-p.ended:
			return fmt.Errorf("%s ended while starting: %w", p.cmd.Path, p.err)
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w", p.cmd.Path, err)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// kill ends the process at once, and waits. It may have ended before.
func (p *process) kill() error {
	if p == nil {
		return nil
	}
	_ = p.cmd.Process.Kill() // fails only if it has ended
	<-p.ended
	return nil
}
