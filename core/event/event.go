// Package event carries what happens in the engines (a key set, an entry
// evicted) to whoever listens, without ever making an engine wait: a listener
// that is too slow is told how many events it missed.
package event

import (
	"sync"
	"sync/atomic"
	"time"
)

// Type says what happened.
type Type string

// What can happen to a key or an entry.
const (
	Set     Type = "set"     // a key was written
	Deleted Type = "deleted" // a key was removed by a call
	Expired Type = "expired" // a key's time was over
	Evicted Type = "evicted" // an entry was pushed out by a limit
	Flushed Type = "flushed" // the whole engine, or one database, was emptied
	Died    Type = "died"    // a message ended in a queue without an acknowledgement
)

// Event is one thing that happened. Seq counts from 1 over the whole world,
// without gaps.
type Event struct {
	Seq    uint64
	Time   time.Time
	Engine string // "redis", "lru", "bitcask"
	Type   Type
	DB     int    // Redis database number, else 0
	Key    string // bytes, not necessarily UTF-8
	Reason string // the operation that did it ("rename", "capacity"), or ""
}

// Hub numbers events and keeps the last of them for its subscribers. A nil
// *Hub swallows everything, at no cost.
type Hub struct {
	seq         atomic.Uint64
	subscribers atomic.Int32

	mu     sync.Mutex
	ring   []Event                  // guarded by mu: the event Seq stands at Seq % len
	notify map[*Subscription]func() // guarded by mu
}

// NewHub makes a hub that remembers the last size events (at least 1) while
// anybody is subscribed.
func NewHub(size int) *Hub {
	return &Hub{ring: make([]Event, max(size, 1)), notify: map[*Subscription]func(){}}
}

// Publish numbers e and hands it to the subscribers. It never waits for them;
// while there are none it only counts.
func (h *Hub) Publish(e Event) {
	if h == nil {
		return
	}
	if h.subscribers.Load() == 0 {
		h.seq.Add(1)
		return
	}
	h.mu.Lock()
	e.Seq = h.seq.Add(1)
	h.ring[e.Seq%uint64(len(h.ring))] = e
	for _, f := range h.notify {
		f()
	}
	h.mu.Unlock()
}

// Skip counts one event in place of Publish where nobody listens, and reports
// whether that was so: the caller then need not make the event.
func (h *Hub) Skip() bool {
	if h == nil {
		return true
	}
	if h.subscribers.Load() > 0 {
		return false
	}
	h.seq.Add(1)
	return true
}

// Subscription reads a hub's events from the moment of Subscribe on.
type Subscription struct {
	hub  *Hub
	next uint64 // the Seq to read next; guarded by hub.mu
}

// Subscribe starts to listen. notify, which may be nil, is called at each
// event, with a lock held: it must only set a flag or do a non-blocking send.
func (h *Hub) Subscribe(notify func()) *Subscription {
	h.mu.Lock()
	defer h.mu.Unlock()
	if notify == nil {
		notify = func() {}
	}
	s := &Subscription{hub: h}
	h.subscribers.Add(1)
	s.next = h.seq.Load() + 1
	h.notify[s] = notify
	return s
}

// Read fills dst with the events that are next and returns how many, and how
// many were lost before the first of them because the reader was too slow.
func (s *Subscription) Read(dst []Event) (n int, missed uint64) {
	h := s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	last := h.seq.Load()
	size := uint64(len(h.ring))
	if last >= size && s.next <= last-size {
		missed = last - size + 1 - s.next
		s.next += missed
	}
	for n < len(dst) && s.next <= last {
		e := h.ring[s.next%size]
		if e.Seq != s.next { // published before anybody listened
			missed++
		} else {
			dst[n] = e
			n++
		}
		s.next++
	}
	return n, missed
}

// Next is the Seq of the event that Read gives next, if none gets lost.
func (s *Subscription) Next() uint64 {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return s.next
}

// Close ends the subscription.
func (s *Subscription) Close() {
	h := s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.notify[s]; ok {
		delete(h.notify, s)
		h.subscribers.Add(-1)
	}
}
