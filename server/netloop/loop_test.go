package netloop_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/server/netloop"
)

// patience is how long a test waits for what must happen before it calls it a
// failure. No assertion depends on how fast it happens.
const patience = 2 * time.Minute

// serve starts a loop on a free port.
func serve(t *testing.T, o netloop.Options) (addr string, loop *netloop.Loop) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	loop = netloop.New(o)
	served := make(chan error, 1)
	go func() { served <- loop.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, loop.Shutdown(ctx))
		require.NoError(t, <-served)
	})
	return l.Addr().String(), loop
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	return c
}

func expect(t *testing.T, c net.Conn, want string) {
	t.Helper()
	got := make([]byte, len(want))
	_, err := io.ReadFull(c, got)
	require.NoError(t, err)
	require.Equal(t, want, string(got))
}

// echo answers each Feed with what it was fed. It is the plainest session, and
// lets a test look at what the loop did to it.
type echo struct {
	out      []byte
	deadline time.Time
	done     bool
	wake     func()

	onFeed  func(e *echo, p []byte)
	onClose func(error)
	busy    atomic.Bool
	clashed atomic.Bool
}

func (e *echo) Feed(_ time.Time, p []byte) {
	if e.busy.Swap(true) {
		e.clashed.Store(true)
	}
	defer e.busy.Store(false)
	if e.onFeed != nil {
		e.onFeed(e, p)
		return
	}
	e.out = append(e.out, p...)
}

func (e *echo) Out() []byte {
	out := e.out
	e.out = nil
	return out
}
func (e *echo) Wake(f func())       { e.wake = f }
func (e *echo) Deadline() time.Time { return e.deadline }
func (e *echo) Done() bool          { return e.done }
func (e *echo) Close(reason error) {
	if e.onClose != nil {
		e.onClose(reason)
	}
}

// sessions makes the loop use e for its only connection.
func sessions(e *echo) func(netloop.Peer) engine.Session {
	return func(netloop.Peer) engine.Session { return e }
}

func TestManyClientsEachGetTheirOwnBytesBack(t *testing.T) {
	addr, loop := serve(t, netloop.Options{NewSession: func(netloop.Peer) engine.Session { return &echo{} }})
	var clients sync.WaitGroup
	for i := range 200 {
		c := dial(t, addr)
		clients.Go(func() {
			// Longer than a read buffer: the loop must go round several times.
			text := bytes.Repeat([]byte{byte('a' + i%26)}, 200_000)
			go func() { _, _ = c.Write(text) }()
			got := make([]byte, len(text))
			_, err := io.ReadFull(c, got)
			if err != nil || !bytes.Equal(text, got) {
				t.Errorf("client %d: %v", i, err)
			}
		})
	}
	clients.Wait()
	require.EqualValues(t, 200, loop.Open())
}

func TestSessionIsToldWhoIsThere(t *testing.T) {
	peers := make(chan netloop.Peer, 1)
	addr, _ := serve(t, netloop.Options{NewSession: func(p netloop.Peer) engine.Session { peers <- p; return &echo{} }})
	c := dial(t, addr)
	p := <-peers
	require.Equal(t, c.LocalAddr().String(), p.Remote.String())
	require.Equal(t, addr, p.Local.String())
}

func TestDoneSendsTheLastWordsAndCloses(t *testing.T) {
	reason := make(chan error, 1)
	e := &echo{
		onFeed: func(e *echo, p []byte) {
			if len(p) > 0 {
				e.out, e.done = append(e.out, "bye"...), true
			}
		},
		onClose: func(err error) { reason <- err },
	}
	addr, _ := serve(t, netloop.Options{NewSession: sessions(e)})
	c := dial(t, addr)
	_, err := c.Write([]byte("x"))
	require.NoError(t, err)
	rest, err := io.ReadAll(c)
	require.NoError(t, err)
	require.Equal(t, "bye", string(rest))
	require.NoError(t, <-reason)
}

func TestClientThatLeavesEndsItsSession(t *testing.T) {
	reason := make(chan error, 1)
	addr, loop := serve(t, netloop.Options{NewSession: sessions(&echo{onClose: func(err error) { reason <- err }})})
	c := dial(t, addr)
	require.NoError(t, c.Close())
	require.ErrorIs(t, <-reason, io.EOF)
	require.Eventually(t, func() bool { return loop.Open() == 0 }, patience, time.Millisecond)
}

func TestWakeWritesWithoutInput(t *testing.T) {
	// Producers push from other goroutines while the client talks too. The
	// session counts what it has sent; nothing may be lost or come twice.
	const pushes = 2000
	var pending atomic.Int64
	ready := make(chan struct{})
	e := &echo{}
	e.onFeed = func(e *echo, p []byte) {
		e.out = append(e.out, bytes.Repeat([]byte("!"), int(pending.Swap(0)))...)
		e.out = append(e.out, p...)
		if string(p) == "go" {
			close(ready)
		}
	}
	addr, _ := serve(t, netloop.Options{NewSession: sessions(e)})
	c := dial(t, addr)
	_, err := c.Write([]byte("go"))
	require.NoError(t, err)
	expect(t, c, "go")
	<-ready
	for range 4 {
		go func() {
			for range pushes / 4 {
				pending.Add(1)
				e.wake()
			}
		}()
	}
	expect(t, c, strings.Repeat("!", pushes))
	require.False(t, e.clashed.Load(), "two goroutines were in Feed at once")
}

func TestDeadlineFeedsNothingInTime(t *testing.T) {
	// The session's clock is a year behind: deadlines are converted.
	past := func() time.Time { return time.Now().AddDate(-1, 0, 0) }
	e := &echo{deadline: past().Add(time.Millisecond)}
	e.onFeed = func(e *echo, p []byte) {
		if p == nil && !e.deadline.IsZero() && !past().Before(e.deadline) {
			e.deadline = time.Time{}
			e.out = append(e.out, "late"...)
		}
	}
	addr, _ := serve(t, netloop.Options{NewSession: sessions(e), Now: past})
	expect(t, dial(t, addr), "late")
}

func TestIdleConnectionIsClosed(t *testing.T) {
	reason := make(chan error, 1)
	addr, _ := serve(t, netloop.Options{
		NewSession:  sessions(&echo{onClose: func(err error) { reason <- err }}),
		IdleTimeout: 10 * time.Millisecond,
	})
	c := dial(t, addr)
	_, err := c.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
	require.ErrorIs(t, <-reason, netloop.ErrIdle)
}

func TestClientThatReadsNothingIsClosed(t *testing.T) {
	reason := make(chan error, 1)
	e := &echo{onClose: func(err error) { reason <- err }}
	e.onFeed = func(e *echo, _ []byte) { e.out = make([]byte, 1<<20) } // never runs dry
	addr, _ := serve(t, netloop.Options{NewSession: sessions(e), WriteTimeout: 50 * time.Millisecond})
	c := dial(t, addr)
	_, err := c.Write([]byte("x"))
	require.NoError(t, err)
	select {
	case err := <-reason:
		require.ErrorIs(t, err, netloop.ErrSlow)
	case <-time.After(patience):
		t.Fatal("the connection was not closed")
	}
}

func TestLimitRefusesAndRecovers(t *testing.T) {
	addr, loop := serve(t, netloop.Options{
		NewSession: func(netloop.Peer) engine.Session { return &echo{} },
		MaxConns:   2,
		Refusal:    []byte("full\n"),
	})
	first, second := dial(t, addr), dial(t, addr)
	for _, c := range []net.Conn{first, second} {
		_, err := c.Write([]byte("in"))
		require.NoError(t, err)
		expect(t, c, "in")
	}
	third, err := io.ReadAll(dial(t, addr))
	require.NoError(t, err)
	require.Equal(t, "full\n", string(third))
	require.EqualValues(t, 1, loop.Refused())

	require.NoError(t, first.Close())
	require.Eventually(t, func() bool { return loop.Open() == 1 }, patience, time.Millisecond)
	again := dial(t, addr)
	_, err = again.Write([]byte("hello"))
	require.NoError(t, err)
	expect(t, again, "hello")
}

func TestShutdownFinishesWhatRuns(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	e := &echo{}
	e.onFeed = func(e *echo, p []byte) {
		if len(p) > 0 {
			close(entered)
			<-leave
			e.out = append(e.out, "done"...)
		}
	}
	reason := make(chan error, 1)
	e.onClose = func(err error) { reason <- err }
	var first atomic.Bool
	addr, loop := serve(t, netloop.Options{NewSession: func(netloop.Peer) engine.Session {
		if !first.Swap(true) {
			return e
		}
		return &echo{} // of a client that came before the listener was closed
	}})
	c := dial(t, addr)
	_, err := c.Write([]byte("x"))
	require.NoError(t, err)
	<-entered
	ended := make(chan error, 1)
	go func() { ended <- loop.Shutdown(context.Background()) }()
	require.Eventually(t, func() bool {
		extra, err := net.Dial("tcp", addr)
		if err == nil {
			_ = extra.Close()
		}
		return err != nil
	}, patience, time.Millisecond, "the listener is still open")
	close(leave)
	expect(t, c, "done")
	require.NoError(t, <-ended)
	require.ErrorIs(t, <-reason, netloop.ErrShutdown)
}

func TestShutdownCutsAtTheEndOfItsContext(t *testing.T) {
	e := &echo{}
	started := make(chan struct{})
	var once sync.Once
	e.onFeed = func(e *echo, _ []byte) {
		once.Do(func() { close(started) })
		e.out = make([]byte, 1<<20) // the client never reads: the write hangs
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	loop := netloop.New(netloop.Options{NewSession: sessions(e)})
	go func() { _ = loop.Serve(l) }()
	c := dial(t, l.Addr().String())
	_, err = c.Write([]byte("x"))
	require.NoError(t, err)
	<-started
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, loop.Shutdown(ctx), context.DeadlineExceeded)
}

func TestPanicEndsOnlyItsOwnConnection(t *testing.T) {
	reasons := make(chan error, 1)
	bad := &echo{
		onFeed:  func(*echo, []byte) { panic("a defect") },
		onClose: func(err error) { reasons <- err },
	}
	var first atomic.Bool
	addr, loop := serve(t, netloop.Options{NewSession: func(netloop.Peer) engine.Session {
		if !first.Swap(true) {
			return bad
		}
		return &echo{}
	}})
	c := dial(t, addr)
	_, err := c.Write([]byte("x"))
	require.NoError(t, err)
	require.ErrorIs(t, <-reasons, netloop.ErrPanic)
	_, err = c.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)

	other := dial(t, addr)
	_, err = other.Write([]byte("still here"))
	require.NoError(t, err)
	expect(t, other, "still here")
	require.Eventually(t, func() bool { return loop.Open() == 1 }, patience, time.Millisecond)
}
