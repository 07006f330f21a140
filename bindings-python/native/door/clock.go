package door

import (
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/world"
)

// ticker is the part of the engine contract that time drives.
type ticker interface {
	Tick(now time.Time) (next time.Time)
}

// Clock is a clock for tests: it stands still until Advance moves it, and the
// engines opened with it with it.
type Clock struct {
	manual *clock.Manual

	mu      sync.Mutex
	engines map[ticker]struct{} // guarded by mu: those opened with this clock
}

// clockStart is where a Clock begins: any instant does that is not the zero
// time and fits what engines store.
var clockStart = time.UnixMilli(1_700_000_000_000).UTC()

// NewClock makes a clock for tests.
func NewClock() *Clock {
	return &Clock{manual: clock.NewManual(clockStart), engines: map[ticker]struct{}{}}
}

// Advance moves the clock and lets its engines do what fell due.
func (c *Clock) Advance(d time.Duration) {
	c.manual.Advance(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := range c.engines {
		e.Tick(c.manual.Now())
	}
}

// openWorld gives the world of a new engine: the machine's clock, or the Clock
// under a handle.
func openWorld(clockHandle int64) (world.World, *Clock, error) {
	if clockHandle == 0 {
		return world.World{}, nil, nil
	}
	c, err := Of[*Clock](clockHandle)
	if err != nil {
		return world.World{}, nil, err
	}
	return world.World{Clock: c.manual}, c, nil
}

// idleTick is how often an engine is asked that has named no time itself.
// Redis looks for expired keys ten times a second too.
const idleTick = 100 * time.Millisecond

// drive does an engine's background work for as long as it is open: on the
// Clock's Advance, or else on the machine's time in a goroutine of its own,
// for Python has nobody who would call Tick. The result ends it.
func drive(e ticker, c *Clock) (stop func()) {
	if c != nil {
		c.mu.Lock()
		c.engines[e] = struct{}{}
		c.mu.Unlock()
		return func() {
			c.mu.Lock()
			delete(c.engines, e)
			c.mu.Unlock()
		}
	}
	done := make(chan struct{})
	go run(e, done)
	return sync.OnceFunc(func() { close(done) })
}

func run(e ticker, done <-chan struct{}) {
	wait := time.NewTimer(0)
	defer wait.Stop()
	for {
		select {
		case <-done:
			return
		case now := <-wait.C:
			next := e.Tick(now)
			// At least a millisecond apart: an engine with a lot to do shares
			// the processor. At most idleTick: a call may bring nearer work.
			pause := idleTick
			if !next.IsZero() {
				pause = min(max(next.Sub(now), time.Millisecond), idleTick)
			}
			wait.Reset(pause)
		}
	}
}
