package clock

import (
	"container/heap"
	"sync"
	"time"
)

// Manual is a clock that stands still until Advance moves it. Its callbacks
// run synchronously inside Advance, in order of their time, ties in the order
// in which they were registered. Use NewManual.
type Manual struct {
	mu      sync.Mutex
	now     time.Time // guarded by mu
	pending timerHeap // guarded by mu
	order   uint64    // guarded by mu: registrations so far, for ties
}

// NewManual starts a clock at the given instant.
func NewManual(start time.Time) *Manual { return &Manual{now: start} }

// Now is the instant to which the clock was last moved.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// AfterFunc registers f for d from now. A d of zero or less is due at once:
// it runs in the next Advance, even Advance(0).
func (m *Manual) AfterFunc(d time.Duration, f func()) Timer {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.order++
	t := &manualTimer{clock: m, when: m.now.Add(max(d, 0)), order: m.order, call: f}
	heap.Push(&m.pending, t)
	return t
}

// Advance moves the clock by d and runs what falls due on the way, callbacks
// that such callbacks register included. Now stands at a callback's own time
// while it runs. No lock is held during a callback.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	end := m.now.Add(max(d, 0))
	for len(m.pending) > 0 && !m.pending[0].when.After(end) {
		t := heap.Pop(&m.pending).(*manualTimer)
		if t.when.After(m.now) {
			m.now = t.when
		}
		m.mu.Unlock()
		t.call()
		m.mu.Lock()
	}
	if end.After(m.now) {
		m.now = end
	}
	m.mu.Unlock()
}

type manualTimer struct {
	clock *Manual
	when  time.Time
	order uint64
	call  func()
	index int // place in the heap, -1 once it is out; guarded by clock.mu
}

func (t *manualTimer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	if t.index < 0 {
		return false
	}
	heap.Remove(&t.clock.pending, t.index)
	return true
}

type timerHeap []*manualTimer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if !h[i].when.Equal(h[j].when) {
		return h[i].when.Before(h[j].when)
	}
	return h[i].order < h[j].order
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *timerHeap) Push(x any) {
	t := x.(*manualTimer)
	t.index = len(*h)
	*h = append(*h, t)
}
func (h *timerHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	last.index = -1
	return last
}
