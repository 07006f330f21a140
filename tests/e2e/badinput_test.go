package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rss is the resident memory of a process in MiB (proc_pid_status(5)).
func rss(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(status), "VmRSS:")
	require.True(t, ok)
	var kib int
	_, err = fmt.Sscan(rest, &kib)
	require.NoError(t, err)
	return kib >> 10
}

func TestBadFramesEndOnlyTheirOwnConnection(t *testing.T) {
	s := serve(t, "--only", "redis")
	addr := s.Engines["redis"].Addr
	other := dial(t, addr)
	require.Equal(t, "+OK", other.ask("SET k v\r\n"))
	before := rss(t, s.PID)
	for request, want := range map[string]string{
		"*3000000000\r\n":                 "-ERR Protocol error: invalid multibulk length",
		"*1\r\n$536870913\r\n":            "-ERR Protocol error: invalid bulk length",
		"*1\r\n$-1\r\n":                   "-ERR Protocol error: invalid bulk length",
		"*1\r\n:1\r\n":                    "-ERR Protocol error: expected '$', got ':'",
		"SET \"k\r\n":                     "-ERR Protocol error: unbalanced quotes in request",
		strings.Repeat("x", 65<<10):       "-ERR Protocol error: too big inline request",
		"*" + strings.Repeat("1", 65<<10): "-ERR Protocol error: too big mbulk count string",
	} {
		c := dial(t, addr)
		require.Equal(t, want, c.ask(request), "%.20q", request)
		c.requireClosed()
		require.Equal(t, "$1", other.ask("GET k\r\n"))
		_, err := other.in.ReadString('\n')
		require.NoError(t, err)
	}
	// A great length that was only announced takes no memory: 100 clients
	// announce 500 MiB each.
	for range 100 {
		_, err := dial(t, addr).Write([]byte("*1\r\n$524288000\r\nx"))
		require.NoError(t, err)
	}
	require.Equal(t, "+PONG", other.ask("PING\r\n"))
	require.Less(t, rss(t, s.PID)-before, 50)
}

func TestTheReferencesErrorTexts(t *testing.T) {
	c := dial(t, serve(t, "--only", "redis").Engines["redis"].Addr)
	for _, tc := range []struct{ request, want string }{
		{"GET", "-ERR wrong number of arguments for 'get' command"},
		{"NOSUCH a b", "-ERR unknown command 'NOSUCH', with args beginning with: 'a' 'b' "},
		{"SET k v", "+OK"},
		{"LPUSH k v", "-WRONGTYPE Operation against a key holding the wrong kind of value"},
	} {
		require.Equal(t, tc.want, c.ask(tc.request+"\r\n"))
	}
}

// A request that does not go on meets a deadline, and the others don't notice.
// Redis 7 takes up to 2^31-1 arguments, so *1000000000 is one of these.
func TestHalfAFrameAndSilence(t *testing.T) {
	s := serve(t, "--only", "redis", "--request-timeout", "200ms")
	addr := s.Engines["redis"].Addr
	other := dial(t, addr)
	for _, part := range []string{"*3\r\n$3\r\nSET\r\n$1\r\nk", "*1000000000\r\n", "GET k"} {
		c := dial(t, addr)
		_, err := c.Write([]byte(part))
		require.NoError(t, err)
		c.requireClosed()
		require.Equal(t, "+PONG", other.ask("PING\r\n"), "%q", part)
	}
}
