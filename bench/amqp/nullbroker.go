package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"time"

	"github.com/twelvefold/twelvefold/bench/amqp/null"
)

// nullArgument makes this program the null broker: a process of its own, so
// that it has the scheduler and the collector that a broker would have.
const nullArgument = "null-broker"

// nullProcess is the null broker as a child.
type nullProcess struct {
	*process
	url     string
	started time.Duration
}

// startNull needs no folder.
func startNull(string) (broker, error) {
	n := &nullProcess{}
	return n, n.Restart(context.Background())
}

// Restart hands the child a socket that listens already, so that there is
// nothing to wait for.
func (n *nullProcess) Restart(context.Context) error {
	began := time.Now()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	file, err := l.(*net.TCPListener).File()
	if err != nil {
		return err
	}
	defer file.Close()
	cmd := exec.Command(os.Args[0], nullArgument)
	cmd.ExtraFiles = []*os.File{file} // its descriptor 3
	n.process, err = spawn(cmd)
	n.url = fmt.Sprintf("amqp://guest:guest@%s/", l.Addr())
	n.started = time.Since(began)
	return err
}

func (n *nullProcess) URL() string              { return n.url }
func (n *nullProcess) StartTime() time.Duration { return n.started }

// Stop is as rough as Kill: there is nothing to lose.
func (n *nullProcess) Stop() error { return n.Kill() }

// serveNull is the child's main.
func serveNull() {
	l := must(net.FileListener(os.NewFile(3, "listener")))
	check(null.Serve(l))
}
