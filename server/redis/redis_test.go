package redis_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	engine "github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/core/world"
	"github.com/twelvefold/twelvefold/server/redis"
)

// patience is how long a test waits for what must happen before it calls it a
// failure. No assertion depends on how fast it happens.
const patience = 2 * time.Minute

// outputLimit is that of the server.
const outputLimit = 128 << 10

// serve opens a store behind a socket.
func serve(t *testing.T, clients session.Options, o redis.Options) (addr string) {
	t.Helper()
	db, err := engine.Open(world.World{}, engine.Options{})
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	clients.OutputLimit = outputLimit
	loop := redis.NewLoop(session.NewServer(db, clients), o)
	served := make(chan error, 1)
	go func() { served <- loop.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, loop.Shutdown(ctx))
		require.NoError(t, <-served)
		require.NoError(t, db.Close())
	})
	return l.Addr().String()
}

// dial connects for as long as the test may take.
func dial(t *testing.T, addr string, encrypted bool) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	if encrypted {
		return tls.Client(c, &tls.Config{InsecureSkipVerify: true})
	}
	return c
}

// size is that of each ECHO, in bytes; with count of them more goes each way
// than the buffers of two sockets hold.
const size, count = 64 << 10, 512

// echo is the n-th request, and answer the reply to it.
func echo(n int) []byte {
	return wire.AppendRequest(nil, []byte("ECHO"), bytes.Repeat([]byte{byte(n)}, size))
}

func answer(n int) []byte {
	w := wire.Writer{}
	w.Bulk(bytes.Repeat([]byte{byte(n)}, size))
	return w.Buf
}

// readAll reads the replies to all requests.
func readAll(t *testing.T, c net.Conn) {
	t.Helper()
	in := bufio.NewReaderSize(c, size)
	for n := range count {
		want := answer(n)
		got := make([]byte, len(want))
		_, err := io.ReadFull(in, got)
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, got), "reply %d is another's", n)
	}
}

// TestPipelineIsSentBeforeAnythingIsRead is what most client libraries do with
// a pipeline. The limits say whether it is the replies that wait, or after
// the first of them the requests.
func TestPipelineIsSentBeforeAnythingIsRead(t *testing.T) {
	certified := httptest.NewTLSServer(nil)
	defer certified.Close()
	for _, tc := range []struct {
		name      string
		encrypted bool
		memory    int64
	}{
		{"replies wait", false, 1 << 30},
		{"requests wait", false, 64 << 20},
		{"encrypted", true, 1 << 30},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var o redis.Options
			if tc.encrypted {
				o.TLS = &tls.Config{Certificates: certified.TLS.Certificates}
			}
			c := dial(t, serve(t, session.Options{ClientMemory: tc.memory}, o), tc.encrypted)
			for n := range count {
				_, err := c.Write(echo(n))
				require.NoError(t, err)
			}
			readAll(t, c)
		})
	}
}

// A client that has closed its side, as "printf ... | nc" does, gets what it
// asked for before.
func TestRepliesFollowTheEndOfInput(t *testing.T) {
	c := dial(t, serve(t, session.Options{}, redis.Options{}), false)
	for n := range count {
		_, err := c.Write(echo(n))
		require.NoError(t, err)
	}
	require.NoError(t, c.(*net.TCPConn).CloseWrite())
	readAll(t, c)
	_, err := c.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
}

// A client over the limit is not read from, and closed if it goes on to read
// nothing; another is served all the while.
func TestClientThatReadsNothingIsStoppedAtTheLimit(t *testing.T) {
	addr := serve(t, session.Options{ClientMemory: 1 << 20}, redis.Options{WriteTimeout: 100 * time.Millisecond})
	other := dial(t, addr, false)
	c := dial(t, addr, false)
	var err error
	n := 0
	for ; err == nil && n < 4*count; n++ {
		_, err = c.Write(echo(n))
	}
	require.Error(t, err)
	require.Less(t, n, 4*count)
	_, err = other.Write(wire.AppendRequest(nil, "PING"))
	require.NoError(t, err)
	pong := make([]byte, len("+PONG\r\n"))
	_, err = io.ReadFull(other, pong)
	require.NoError(t, err)
	require.Equal(t, "+PONG\r\n", string(pong))
}
