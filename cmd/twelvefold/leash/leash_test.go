//go:build linux

package leash_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/leash"
)

// The test binary plays the caller and the keeper too: real processes, real
// signals.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "keeper":
			os.Exit(leash.Keep(os.Args[2:]))
		case "caller":
			code, err := leash.Run(leash.Command{Args: os.Args[2:], Env: os.Environ(), Keeper: []string{"keeper"}})
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(code)
		}
	}
	os.Exit(m.Run())
}

const patience = 2 * time.Minute

// mark is an environment variable by which a test finds all that it started.
const mark = "LEASH_TEST_MARK"

// caller is a process that runs a command on a leash.
type caller struct {
	*exec.Cmd
	t    *testing.T
	mark string
	in   io.WriteCloser
	out  *bufio.Reader
}

func start(t *testing.T, args ...string) *caller {
	t.Helper()
	c := &caller{
		Cmd:  exec.Command(os.Args[0], append([]string{"caller"}, args...)...),
		t:    t,
		mark: fmt.Sprintf("%s=%s-%d-%d", mark, t.Name(), os.Getpid(), time.Now().UnixNano()),
	}
	c.Env = append(os.Environ(), c.mark)
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	c.out = bufio.NewReader(out)
	c.in, err = c.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	t.Cleanup(func() {
		for _, pid := range c.left() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	return c
}

// line waits for the command to print a line.
func (c *caller) line() string {
	c.t.Helper()
	text, err := c.out.ReadString('\n')
	require.NoError(c.t, err)
	return strings.TrimSpace(text)
}

// end waits for the caller to end, and gives its exit code.
func (c *caller) end() int {
	c.t.Helper()
	_, _ = io.Copy(io.Discard, c.out)
	_ = c.Wait()
	return c.ProcessState.ExitCode()
}

// left lists the processes with the caller's mark that still run.
func (c *caller) left() (pids []int) {
	paths, err := filepath.Glob("/proc/[0-9]*/environ")
	require.NoError(c.t, err)
	for _, path := range paths {
		env, err := os.ReadFile(path) // empty for a zombie
		if err != nil || !bytes.Contains(env, []byte(c.mark)) {
			continue
		}
		pid, err := strconv.Atoi(strings.Split(path, "/")[2])
		require.NoError(c.t, err)
		pids = append(pids, pid)
	}
	return pids
}

func (c *caller) requireNothingLeft() {
	c.t.Helper()
	require.Eventually(c.t, func() bool { return len(c.left()) == 0 }, patience, 5*time.Millisecond, "processes are left over")
}

func TestExitCodePassesThrough(t *testing.T) {
	for _, tc := range []struct {
		name string
		args []string
		code int
	}{
		{"success", []string{"true"}, 0},
		{"failure", []string{"sh", "-c", "exit 7"}, 7},
		{"killed", []string{"sh", "-c", "kill -KILL $$"}, 128 + 9},
		{"terminated", []string{"sh", "-c", "kill -TERM $$"}, 128 + 15},
		{"not found", []string{"no-such-command"}, leash.CodeNotFound},
		{"not found by path", []string{"/no/such/command"}, leash.CodeNotFound},
		{"not executable", []string{"/etc/passwd"}, leash.CodeNotExecutable},
		{"arguments that look like flags", []string{"test", "--", "=", "--"}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := start(t, tc.args...)
			require.Equal(t, tc.code, c.end())
			c.requireNothingLeft()
		})
	}
}

func TestSignalsPassThrough(t *testing.T) {
	for _, tc := range []struct {
		name   string
		signal syscall.Signal
	}{
		{"HUP", syscall.SIGHUP}, {"INT", syscall.SIGINT}, {"QUIT", syscall.SIGQUIT},
		{"TERM", syscall.SIGTERM}, {"USR1", syscall.SIGUSR1}, {"USR2", syscall.SIGUSR2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := start(t, "sh", "-c", `trap 'echo got; exit 5' `+tc.name+`; echo ready; while :; do sleep 0.01; done`)
			require.Equal(t, "ready", c.line())
			require.NoError(t, c.Process.Signal(tc.signal))
			require.Equal(t, "got", c.line())
			require.Equal(t, 5, c.end())
		})
		t.Run(tc.name+" untrapped", func(t *testing.T) {
			c := start(t, "sh", "-c", "echo ready; exec sleep 1000")
			require.Equal(t, "ready", c.line())
			require.NoError(t, c.Process.Signal(tc.signal))
			require.Equal(t, 128+int(tc.signal), c.end())
		})
	}
}

func TestIgnoredHangupStaysIgnored(t *testing.T) {
	// As under nohup: the command inherits what the caller ignores.
	nohup := exec.Command("sh", "-c", `trap '' HUP; exec "$0" caller sh -c 'kill -HUP $$; echo alive'`, os.Args[0])
	out, err := nohup.Output()
	require.NoError(t, err)
	require.Equal(t, "alive\n", string(out))
}

// family is a shell with a child, a grandchild in a session of its own, an
// orphan that has daemonised, and one of them that does not listen to SIGTERM.
const family = `
sleep 1000 &
setsid sh -c 'sleep 1000 & wait' &
(setsid sh -c 'trap "" TERM; echo ready; while :; do sleep 0.05; done' &)
`

func TestNothingOutlivesTheCommand(t *testing.T) {
	c := start(t, "sh", "-c", family+"read _; exit 3")
	require.Equal(t, "ready", c.line())
	_, err := io.WriteString(c.in, "\n")
	require.NoError(t, err)
	require.Equal(t, 3, c.end())
	c.requireNothingLeft()
}

func TestNothingOutlivesAKilledCaller(t *testing.T) {
	for name, last := range map[string]string{
		"waiting shell": "wait",
		"deaf shell":    `trap "" TERM INT HUP; while :; do sleep 0.05; done`,
		"stopped shell": "kill -STOP $$",
		"own session":   "exec setsid --wait sleep 1000",
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, "sh", "-c", family+last)
			require.Equal(t, "ready", c.line())
			require.Eventually(t, func() bool { return len(c.left()) >= 6 }, patience, time.Millisecond)
			require.NoError(t, c.Process.Kill())
			c.requireNothingLeft()
			require.Equal(t, -1, c.end(), "killed by a signal")
		})
	}
}

func TestNothingOutlivesAKilledKeeper(t *testing.T) {
	c := start(t, "sh", "-c", family+"echo $PPID; wait")
	lines := []string{c.line(), c.line()}
	var keeper int
	for _, text := range lines {
		if text != "ready" {
			var err error
			keeper, err = strconv.Atoi(text)
			require.NoError(t, err)
		}
	}
	require.NotZero(t, keeper)
	require.NoError(t, syscall.Kill(keeper, syscall.SIGKILL))
	require.Equal(t, 128+9, c.end())
	c.requireNothingLeft()
}
