package netloop_test

import (
	"sync/atomic"
	"testing"

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
