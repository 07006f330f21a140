package netloop_test

import (
	"crypto/tls"
	"io"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/server/netloop"
)

// holder is an echo that takes no input while held is set.
type holder struct {
	echo
	held atomic.Bool
}

func (h *holder) Held() bool { return h.held.Load() }

func TestHeldSessionIsFedNothingUntilItWakes(t *testing.T) {
	h := &holder{}
	h.onFeed = func(e *echo, p []byte) {
		if len(p) > 0 && h.held.Load() {
			t.Error("a held session was fed")
		}
		if string(p) == "hold" {
			h.held.Store(true)
		}
		e.out = append(e.out, p...)
	}
	addr, _ := serve(t, netloop.Options{NewSession: func(netloop.Peer) engine.Session { return h }})
	c := dial(t, addr)
	for range 3 {
		_, err := c.Write([]byte("hold"))
		require.NoError(t, err)
		expect(t, c, "hold")
		_, err = c.Write([]byte("more"))
		require.NoError(t, err)
		h.wake() // for nothing: it is still held
		h.held.Store(false)
		h.wake()
		expect(t, c, "more")
	}
}

// TestHolderIsFedWhileItsOutputHangs has a client that sends everything before
// it reads anything, to a session that begins to talk at once.
func TestHolderIsFedWhileItsOutputHangs(t *testing.T) {
	const size = 64 << 20 // more than the buffers of two sockets hold
	certified := httptest.NewTLSServer(nil)
	defer certified.Close()
	for name, tlsConfig := range map[string]*tls.Config{
		"bare":      nil,
		"encrypted": {Certificates: certified.TLS.Certificates},
	} {
		t.Run(name, func(t *testing.T) {
			h := &holder{}
			fed := 0
			h.onFeed = func(e *echo, p []byte) {
				fed += len(p)
				if e.out == nil && fed > 0 && fed <= size { // until all has come, and once more
					e.out = make([]byte, 1<<20)
				}
				if fed == size {
					fed++
					e.out = append(e.out, "end"...)
				}
			}
			addr, _ := serve(t, netloop.Options{
				TLS:        tlsConfig,
				NewSession: func(netloop.Peer) engine.Session { return h },
				Interleave: true, // it talks until all has come
			})
			c := dial(t, addr)
			if tlsConfig != nil {
				c = tls.Client(c, &tls.Config{InsecureSkipVerify: true})
			}
			_, err := c.Write(make([]byte, size))
			require.NoError(t, err)
			got, last := make([]byte, 64<<10), ""
			for last != "end" {
				n, err := c.Read(got)
				require.NoError(t, err)
				last += string(got[:n])
				last = last[max(0, len(last)-len("end")):]
			}
			require.False(t, h.clashed.Load(), "two goroutines were in Feed at once")
		})
	}
}

// TestHolderIsFedBetweenItsWrites has a session that never stops to talk by
// itself, and a client that reads as fast as it can.
func TestHolderIsFedBetweenItsWrites(t *testing.T) {
	h := &holder{}
	h.onFeed = func(e *echo, p []byte) {
		if e.done = e.done || string(p) == "stop"; !e.done {
			e.out = make([]byte, 64<<10)
		}
	}
	addr, _ := serve(t, netloop.Options{
		NewSession: func(netloop.Peer) engine.Session { return h },
		Interleave: true,
	})
	c := dial(t, addr)
	_, err := c.Write([]byte("go"))
	require.NoError(t, err)
	expect(t, c, strings.Repeat("\x00", 1<<20))
	_, err = c.Write([]byte("stop"))
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, c)
	require.NoError(t, err)
}

// TestPanicBesideAWriteEndsOnlyItsOwnConnection has the defect in the goroutine
// that reads while the connection's own one writes.
func TestPanicBesideAWriteEndsOnlyItsOwnConnection(t *testing.T) {
	reason := make(chan error, 1)
	h := &holder{}
	h.onClose = func(err error) { reason <- err }
	h.onFeed = func(e *echo, p []byte) {
		switch string(p) {
		case "talk":
			e.out = make([]byte, 64<<20) // more than the buffers of two sockets hold
		case "fail":
			panic("a defect")
		}
	}
	sessions := make(chan engine.Session, 2)
	sessions <- h
	sessions <- &echo{}
	addr, _ := serve(t, netloop.Options{NewSession: func(netloop.Peer) engine.Session { return <-sessions }})
	c := dial(t, addr)
	_, err := c.Write([]byte("talk"))
	require.NoError(t, err)
	expect(t, c, "\x00") // it has been fed
	_, err = c.Write([]byte("fail"))
	require.NoError(t, err)
	select {
	case err := <-reason:
		require.ErrorIs(t, err, netloop.ErrPanic)
	case <-time.After(patience):
		t.Fatal("the connection was not closed")
	}
	other := dial(t, addr)
	_, err = other.Write([]byte("still here"))
	require.NoError(t, err)
	expect(t, other, "still here")
}
