package e2e

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestCrowd: 10,000 idle clients and 200 that read nothing leave the others
// their speed. What it cost is logged (go test -v), and not asserted: a slow
// machine is no defect. Memory is.
func TestCrowd(t *testing.T) {
	const idleClients, deafClients = 10_000, 200
	var files syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files))
	if files.Cur < idleClients+deafClients+100 {
		t.Skipf("skipped: only %d open files are allowed", files.Cur)
	}
	s := serve(t, "--only", "redis", "--max-connections", "11000")
	addr := s.Engines["redis"].Addr
	worker := dial(t, addr)
	require.NoError(t, worker.SetDeadline(time.Time{}))
	require.Equal(t, "+OK", worker.ask("SET big "+strings.Repeat("x", 60_000)+"\r\n"))
	alone, start := pace(t, worker), rss(t, s.PID)

	for range idleClients {
		c, err := net.Dial("tcp", addr)
		require.NoError(t, err)
		defer c.Close()
		_, err = c.Write([]byte("PING\r\n"))
		require.NoError(t, err)
		_, err = bufio.NewReaderSize(c, 16).ReadString('\n')
		require.NoError(t, err)
	}
	withIdle, idle := pace(t, worker), rss(t, s.PID)

	request := []byte(strings.Repeat("GET big\r\n", 1000)) // 60 MB of replies that nobody reads
	for range deafClients {
		c, err := net.Dial("tcp", addr)
		require.NoError(t, err)
		defer c.Close()
		_, err = c.Write(request)
		require.NoError(t, err)
	}
	filling := pace(t, worker)
	settle(t, s.PID)
	withDeaf, deaf := pace(t, worker), rss(t, s.PID)

	t.Logf("alone: %.0f requests/s, %d MiB resident", alone, start)
	t.Logf("%d idle clients: %.0f requests/s, %d MiB resident, %.1f KiB each", idleClients, withIdle, idle, float64(idle-start)*1024/idleClients)
	t.Logf("while %d that read nothing have their buffers filled: %.0f requests/s", deafClients, filling)
	t.Logf("and %d that read nothing: %.0f requests/s, %d MiB resident, %.1f MiB each", deafClients, withDeaf, deaf, float64(deaf-idle)/deafClients)
	require.Less(t, idle-start, 300, "MiB for idle clients")
	require.Less(t, deaf-idle, 1000, "MiB for clients that read nothing")
	require.Equal(t, "+PONG", dial(t, addr).ask("PING\r\n"))
}

// pace is how many requests a second a client gets answered, one at a time.
func pace(t *testing.T, c *line) float64 {
	t.Helper()
	const requests = 5000
	began := time.Now()
	for range requests {
		require.Equal(t, "+OK", c.ask("SET k v\r\n"))
	}
	return requests / time.Since(began).Seconds()
}

// settle waits until the server has nothing to do: the deaf clients' buffers
// are full then.
func settle(t *testing.T, pid int) {
	t.Helper()
	last := -1
	require.Eventually(t, func() bool {
		now := cpu(t, pid)
		quiet := now-last <= 1
		last = now
		return quiet
	}, patience, 200*time.Millisecond)
}

// cpu is the processor time that a process has used, in ticks (proc_pid_stat(5)).
func cpu(t *testing.T, pid int) int {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	require.NoError(t, err)
	fields := strings.Fields(string(stat))
	user, err := strconv.Atoi(fields[13])
	require.NoError(t, err)
	system, err := strconv.Atoi(fields[14])
	require.NoError(t, err)
	return user + system
}
