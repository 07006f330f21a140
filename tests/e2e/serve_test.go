package e2e

import (
	"net"
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyAndDurable(t *testing.T) {
	s := serve(t, "--only", "redis,bitcask", "--data", t.TempDir())
	require.Len(t, s.Engines, 3)
	require.False(t, s.Engines["redis"].Durable)
	require.True(t, s.Engines["bitcask"].Durable)
	require.Equal(t, s.Engines["http"].URL+"/v1/bitcask", s.Engines["bitcask"].URL)
	s.stop(t)
}

func TestSIGTERMEndsTheServerUnderClients(t *testing.T) {
	s := serve(t)
	idle, busy := dial(t, s.Engines["redis"].Addr), dial(t, s.Engines["redis"].Addr)
	require.Equal(t, "+PONG", idle.ask("PING\r\n"))
	_, err := busy.Write([]byte("*3\r\n$3\r\nSET\r\n")) // half a request
	require.NoError(t, err)
	s.stop(t)
	idle.requireClosed()
	busy.requireClosed()
}

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	out, err := exec.Command(binary, "serve", "--ports", "auto", "--redis-port", port).CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 1, exit.ExitCode())
	require.Contains(t, string(out), "port "+port+" on 127.0.0.1 is in use")
	require.Contains(t, string(out), "--redis-port")
}
