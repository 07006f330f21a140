package netloop_test

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/netloop"
)

// brokenListener accepts nothing.
type brokenListener struct {
	net.Listener
	err error
}

func (l brokenListener) Accept() (net.Conn, error) { return nil, l.err }

// TestServeTellsWhyItEnds has a listener fail in a way that waiting can't cure.
func TestServeTellsWhyItEnds(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	broken := errors.New("no more")
	require.ErrorIs(t, netloop.New(netloop.Options{}).Serve(brokenListener{l, broken}), broken)
	_, err = l.Accept()
	require.ErrorIs(t, err, net.ErrClosed, "it was taken over")
}

// TestShutdownWaitsForWhatItCuts holds that no session runs any more when
// Shutdown returns, also after it has lost patience.
func TestShutdownWaitsForWhatItCuts(t *testing.T) {
	started := make(chan struct{})
	var fed, closed atomic.Bool
	e := &echo{onClose: func(error) {
		time.Sleep(10 * time.Millisecond) // who does not wait is back by then
		closed.Store(true)
	}}
	e.onFeed = func(e *echo, p []byte) {
		if !fed.Swap(true) {
			close(started)
		}
		e.out = make([]byte, 1<<20) // the client never reads: the write hangs
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	loop := netloop.New(netloop.Options{NewSession: sessions(e)})
	go func() { _ = loop.Serve(l) }()
	_, err = dial(t, l.Addr().String()).Write([]byte("x"))
	require.NoError(t, err)
	select {
	case <-started:
	case <-time.After(patience):
		t.Fatal("the session was not fed")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, loop.Shutdown(ctx), context.Canceled)
	require.True(t, closed.Load())
}

// TestConnectionThatIsNotIdleStays has a limit that is far away: time counts
// from the beginning of the connection, and not from that of all times.
func TestConnectionThatIsNotIdleStays(t *testing.T) {
	addr, _ := serve(t, netloop.Options{NewSession: sessions(&echo{}), IdleTimeout: time.Hour})
	c := dial(t, addr)
	for _, text := range []string{"first", "second"} {
		_, err := c.Write([]byte(text))
		require.NoError(t, err)
		expect(t, c, text)
	}
}
