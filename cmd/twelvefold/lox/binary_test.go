package lox_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

// TestMain takes away the binary that tests may have built.
func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

var built struct {
	once sync.Once
	dir  string
	err  error
}

// binary builds twelvefold, once, and gives its path.
func binary(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "lox-"); built.err != nil {
			return
		}
		var out []byte
		out, built.err = exec.Command("go", "build", "-o", built.dir, "github.com/twelvefold/twelvefold/cmd/twelvefold").CombinedOutput()
		t.Logf("go build: %s", out)
	})
	require.NoError(t, built.err)
	return filepath.Join(built.dir, "twelvefold")
}

// Every program of conformance/programs, by the binary, on each engine: both
// streams and the exit code.
func TestProgramsByBinary(t *testing.T) {
	path := binary(t)
	for _, engine := range []string{"tree", "fast"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			var failures strings.Builder
			tally, err := judge.Own(judge.Engine(path, engine), regexp.MustCompile(""), &failures)
			require.NoError(t, err)
			assert.Zero(t, tally.Failed, failures.String())
			assert.Greater(t, tally.Passed, 400)
		})
	}
}

// SIGINT cancels a program: what it has printed is there, and the exit code is
// a shell's for it.
func TestInterrupt(t *testing.T) {
	cmd := exec.Command(binary(t), "lox", "run", "-")
	cmd.Stdin = strings.NewReader("print 1; clock(); while (true) {}")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	// The call of clock has flushed the first line.
	first := make([]byte, 2)
	_, err = io.ReadFull(stdout, first)
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	rest, err := io.ReadAll(stdout)
	require.NoError(t, err)
	_ = cmd.Wait()
	assert.Equal(t, "1\n", string(first)+string(rest))
	assert.Equal(t, 130, cmd.ProcessState.ExitCode())
	assert.Contains(t, stderr.String(), "cancelled error: Cancelled.")
}
