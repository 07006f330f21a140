package server

import (
	"sync"
	"time"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/clock"
)

const (
	// tickAtLeast is how often the engines are asked for due work in any case:
	// a call may have made something due sooner than the last Tick knew. Redis
	// does the same with hz 10.
	tickAtLeast = 100 * time.Millisecond
	// tickAtMost leaves the engines to their clients in between, when more is
	// due than one Tick does.
	tickAtMost = time.Millisecond
)

// ticker drives the box's background work on the box's own clock, so that a
// manual clock drives it too.
type ticker struct {
	box *twelvefold.Box

	mu      sync.Mutex // held during a tick, so that none runs after stop
	timer   clock.Timer
	stopped bool
}

func startTicker(box *twelvefold.Box) *ticker {
	t := &ticker{box: box}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.timer = box.World.AfterFunc(tickAtLeast, t.tick)
	return t
}

func (t *ticker) tick() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped {
		return
	}
	now := t.box.World.Now()
	wait := tickAtLeast
	if next := t.box.Tick(now); !next.IsZero() {
		wait = min(max(next.Sub(now), tickAtMost), tickAtLeast)
	}
	t.timer = t.box.World.AfterFunc(wait, t.tick)
}

// stop returns when no tick runs, and none will.
func (t *ticker) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stopped = true
	t.timer.Stop()
}
