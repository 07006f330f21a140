//go:build linux

package leash_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// terminal opens a pseudo-terminal (pts(4)): what is written to master is
// typed.
func terminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = master.Close() })
	require.NoError(t, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = slave.Close() })
	return master, slave
}

// TestKeyboardInterruptComesOnce: at a terminal Ctrl-C reaches the whole
// process group by itself; handed on as well, it would come twice.
func TestKeyboardInterruptComesOnce(t *testing.T) {
	master, slave := terminal(t)
	cmd := exec.Command(os.Args[0], "caller", "sh", "-c",
		`trap 'echo interrupted' INT; trap 'echo over; exit 9' TERM; echo ready; while :; do sleep 0.01; done`)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	guard := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer guard.Stop()
	lines := bufio.NewScanner(master)
	next := func() string {
		require.True(t, lines.Scan(), "the terminal has closed")
		return strings.TrimPrefix(strings.TrimSpace(lines.Text()), "^C") // echoed
	}
	require.Equal(t, "ready", next())
	_, err := master.Write([]byte{3}) // Ctrl-C
	require.NoError(t, err)
	require.Equal(t, "interrupted", next())
	// SIGTERM travels by the same line as a second SIGINT would, and behind it.
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Equal(t, "over", next())
	_ = cmd.Wait()
	require.Equal(t, 9, cmd.ProcessState.ExitCode())
}
