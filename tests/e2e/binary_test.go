package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for what must happen.
const patience = 2 * time.Minute

var binary string // built by TestMain as `make build` does

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "twelvefold-e2e")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "twelvefold")
	build := exec.Command("go", "build", "-trimpath", "-o", binary, "../../cmd/twelvefold")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s%v\n", out, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// served is a running `twelvefold serve`.
type served struct {
	cmd     *exec.Cmd
	ended   chan error
	PID     int
	Engines map[string]struct {
		Addr, URL string
		Durable   bool
	}
}

func serve(t *testing.T, args ...string) *served {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready.json")
	s := &served{ended: make(chan error, 1)}
	s.cmd = exec.Command(binary, append([]string{"serve", "--ports", "auto", "--ready-file", ready}, args...)...)
	s.cmd.Stderr = os.Stderr
	require.NoError(t, s.cmd.Start())
	go func() { s.ended <- s.cmd.Wait() }()
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(ready)
		return err == nil && json.Unmarshal(text, s) == nil
	}, patience, 5*time.Millisecond, "no ready file")
	require.Equal(t, s.cmd.Process.Pid, s.PID)
	return s
}

// stop asks the server to end, and waits.
func (s *served) stop(t *testing.T) {
	t.Helper()
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-s.ended:
		require.NoError(t, err)
	case <-time.After(patience):
		t.Fatal("SIGTERM did not end the server")
	}
}

// line is a raw connection that is spoken to in lines.
type line struct {
	net.Conn
	in *bufio.Reader
	t  *testing.T
}

func dial(t *testing.T, addr string) *line {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	return &line{c, bufio.NewReader(c), t}
}

// ask sends a request and gives the first line of the answer.
func (l *line) ask(request string) string {
	l.t.Helper()
	_, err := io.WriteString(l, request)
	require.NoError(l.t, err)
	text, err := l.in.ReadString('\n')
	require.NoError(l.t, err)
	return strings.TrimRight(text, "\r\n")
}

// requireClosed waits until the server has closed the connection.
func (l *line) requireClosed() {
	l.t.Helper()
	_, err := io.Copy(io.Discard, l.in)
	if err != nil {
		require.ErrorIs(l.t, err, syscall.ECONNRESET)
	}
}
