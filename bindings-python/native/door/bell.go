package door

import (
	"context"
	"sync"
	"syscall"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/code"
)

// bell tells any number of waiters that there may be something new: threads
// by a channel, event loops by a pipe, so that no Go code runs Python code.
type bell struct {
	mu     sync.Mutex
	turn   int64         // guarded by mu: how often it has rung
	rung   chan struct{} // guarded by mu: closed by the next ring
	pipe   *[2]int       // guarded by mu: read and write end; nil until asked for
	closed bool          // guarded by mu
}

func newBell() *bell { return &bell{rung: make(chan struct{})} }

// ring wakes all who wait. It does not block: a full pipe is readable already.
func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wake()
}

// wake is ring with b.mu held.
func (b *bell) wake() {
	b.turn++
	close(b.rung)
	b.rung = make(chan struct{})
	if b.pipe != nil {
		_, _ = syscall.Write(b.pipe[1], []byte{1})
	}
}

func (b *bell) now() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.turn
}

// wait returns true once the bell has rung after turn, at once if it has
// already, and false when ctx ends first.
func (b *bell) wait(ctx context.Context, turn int64) bool {
	b.mu.Lock()
	rung, late := b.rung, b.turn != turn || b.closed
	b.mu.Unlock()
	if late {
		return true
	}
	select {
	case <-rung:
		return true
	case <-ctx.Done():
		return false
	}
}

var errPipe = code.New(code.IO, "python: no pipe to wake the event loop with")

func (b *bell) descriptor() (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, amqp.ErrClosed
	}
	if b.pipe == nil {
		var ends [2]int
		if err := syscall.Pipe2(ends[:], syscall.O_NONBLOCK|syscall.O_CLOEXEC); err != nil {
			return 0, errPipe.With(err)
		}
		b.pipe = &ends
	}
	return b.pipe[0], nil
}

// close rings once more, and for ever: who waits then finds the end.
func (b *bell) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.closed = true
	b.wake()
	if b.pipe != nil {
		_ = syscall.Close(b.pipe[0])
		_ = syscall.Close(b.pipe[1])
		b.pipe = nil
	}
}
