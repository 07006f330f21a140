package amqp

import "container/heap"

// ready holds the messages of a queue that wait for a consumer, in the order
// of their sequence numbers within each priority, the highest priority first.
//
// New messages go to the back of a ring. Messages that come back (requeue)
// belong before others that came later: they lie in a small heap beside the
// ring, and the next message is the earlier of both fronts. So a requeue finds
// its old place, and costs the order of the number of messages that came back,
// not of the queue's length.
type ready struct {
	levels []level // by priority; one where the queue has none
	count  int
	bytes  int64 // of bodies
}

type level struct {
	ring     ring
	returned entryHeap
}

func newReady(maxPriority uint8) ready {
	return ready{levels: make([]level, int(maxPriority)+1)}
}

func (r *ready) levelOf(priority uint8) *level {
	return &r.levels[min(int(priority), len(r.levels)-1)]
}

// push adds a new message; its number is the highest so far.
func (r *ready) push(e entry, priority uint8) {
	e.priority = priority
	r.levelOf(priority).ring.push(e)
	r.count++
	r.bytes += int64(e.size)
}

// restore puts a message back to its place.
func (r *ready) restore(e entry, priority uint8) {
	heap.Push(&r.levelOf(priority).returned, e)
	r.count++
	r.bytes += int64(e.size)
}

// front gives the next message without taking it; nil when there is none. The
// result is good until the next change.
func (r *ready) front() *entry {
	for i := len(r.levels) - 1; i >= 0; i-- {
		if e, _ := r.levels[i].front(); e != nil {
			return e
		}
	}
	return nil
}

// pop takes the next message; there must be one.
func (r *ready) pop() entry {
	for i := len(r.levels) - 1; i >= 0; i-- {
		if e, ok := r.levels[i].pop(); ok {
			r.count--
			r.bytes -= int64(e.size)
			return e
		}
	}
	panic("amqp: pop of an empty queue")
}

// each calls f for every waiting message until it gives false: by priority,
// the returned ones of a priority first. It is for looking only, in no promised
// order between those two; the entry is f's until f returns.
func (r *ready) each(f func(*entry) bool) {
	for i := len(r.levels) - 1; i >= 0; i-- {
		l := &r.levels[i]
		for j := range l.returned {
			if !f(&l.returned[j]) {
				return
			}
		}
		if !l.ring.each(f) {
			return
		}
	}
}

func (l *level) front() (e *entry, fromRing bool) {
	switch {
	case len(l.returned) == 0 && l.ring.n == 0:
		return nil, false
	case l.ring.n == 0 || (len(l.returned) > 0 && l.returned[0].seq < l.ring.at(0).seq):
		return &l.returned[0], false
	}
	return l.ring.at(0), true
}

func (l *level) pop() (entry, bool) {
	e, fromRing := l.front()
	if e == nil {
		return entry{}, false
	}
	if fromRing {
		return l.ring.pop(), true
	}
	return heap.Pop(&l.returned).(entry), true
}

// entryHeap is a heap by sequence number (container/heap).
type entryHeap []entry

func (h entryHeap) Len() int           { return len(h) }
func (h entryHeap) Less(i, j int) bool { return h[i].seq < h[j].seq }
func (h entryHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push and Pop are for container/heap.
func (h *entryHeap) Push(x any) { *h = append(*h, x.(entry)) }

// Pop takes the last element.
func (h *entryHeap) Pop() any {
	old := *h
	e := old[len(old)-1]
	old[len(old)-1] = entry{}
	*h = old[:len(old)-1]
	return e
}
