package targets

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Serve starts one engine of a twelvefold binary on a free port and gives its
// address. The process ends with the test.
func Serve(t *testing.T, bin, engine string, flags ...string) (addr string) {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready.json")
	args := append([]string{"serve", "--ports", "auto", "--only", engine, "--ready-file", ready}, flags...)
	start(t, exec.Command(bin, args...))
	var listening struct {
		Engines map[string]struct{ Addr string }
	}
	waitFor(t, func() error {
		text, err := os.ReadFile(ready)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &listening)
	})
	return listening.Engines[engine].Addr
}

// RedisServer starts a real redis-server on a free port, without persistence,
// and gives its address. It skips the test, with the reason, where there is
// none.
func RedisServer(t *testing.T, flags ...string) (addr string) {
	t.Helper()
	bin, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("no redis-server on PATH: apt-get install redis-server")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(addr)
	args := append([]string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir()}, flags...)
	start(t, exec.Command(bin, args...))
	waitFor(t, func() error {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
		}
		return err
	})
	return addr
}

func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	})
}

func waitFor(t *testing.T, ready func() error) {
	t.Helper()
	err := errors.New("never asked")
	for range 1000 {
		if err = ready(); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal(fmt.Errorf("not ready after 10 s: %w", err))
}
