package amqp

import "container/heap"

// expiryOf is when a message ends in the queue: the sooner of its own
// expiration and x-message-ttl; 0 is never. In a stream none does, and it is
// when the message came.
func (q *queue) expiryOf(m *Message, now int64) int64 {
	if q.stream != nil {
		return q.arrival(now)
	}
	ttl := q.set.ttl
	if m.hasTTL && (ttl < 0 || m.ttl < ttl) {
		ttl = m.ttl
	}
	if ttl < 0 {
		return 0
	}
	return now + ttl
}

// expireDue ends the messages at the front whose time was over before now,
// and tells whether there were any. Those behind a message that lives wait
// for it, as in RabbitMQ.
func (tx *Tx) expireDue(q *queue) (any bool) {
	for {
		e := q.ready.front()
		if e == nil || e.expires == 0 || e.expires > tx.ms || (e.expires == tx.ms && e.flags&redelivered == 0 && e.msg != nil && e.msg.at == tx.ms) {
			return any
		}
		tx.expire(q)
		any = true
	}
}

// expireFront is expireDue for messages that no consumer wanted at once: a
// time to live of 0 is over now.
func (tx *Tx) expireFront(q *queue) {
	for {
		e := q.ready.front()
		if e == nil || e.expires == 0 || e.expires > tx.ms {
			break
		}
		tx.expire(q)
	}
	tx.watchFront(q)
}

func (tx *Tx) expire(q *queue) {
	e := q.ready.pop()
	tx.db.stats.expired++
	tx.deadLetter(q, &e, reasonExpired)
}

// watchFront sees to it that q is looked at when its front message ends.
func (tx *Tx) watchFront(q *queue) {
	if q.stream != nil {
		q.stream.count(q)
		tx.watchAge(q)
		return
	}
	due := int64(0)
	if e := q.ready.front(); e != nil && !q.removed {
		due = e.expires
	}
	switch {
	case due == 0:
		tx.db.timers.stop(&q.expiry)
	case q.expiry == nil || q.expiry.due != due:
		tx.db.timers.stop(&q.expiry)
		q.expiry = tx.db.timers.at(due, func(tx *Tx) {
			q.expiry = nil
			tx.expireFront(q)
		})
	}
}

// timer is something that is due at an instant, in Unix milliseconds.
type timer struct {
	due   int64
	order uint64 // among those of one instant, the first set fires first
	index int    // in the heap; -1: not in it
	fire  func(*Tx)
}

// timers fire in order of time.
type timers struct {
	heap  timerHeap
	order uint64
}

func (t *timers) at(due int64, fire func(*Tx)) *timer {
	t.order++
	one := &timer{due: due, order: t.order, fire: fire}
	heap.Push(&t.heap, one)
	return one
}

// stop takes a timer out and forgets it; nil is none.
func (t *timers) stop(p **timer) {
	if *p != nil && (*p).index >= 0 {
		heap.Remove(&t.heap, (*p).index)
	}
	*p = nil
}

// next is when the first is due; 0: there is none.
func (t *timers) next() int64 {
	if len(t.heap) == 0 {
		return 0
	}
	return t.heap[0].due
}

// fire runs what is due, in order, each at its own instant: what an expiry
// sets going counts from then.
func (tx *Tx) fire() {
	now := tx.ms
	for t := &tx.db.timers; len(t.heap) > 0 && t.heap[0].due <= now; {
		one := heap.Pop(&t.heap).(*timer)
		tx.ms = max(one.due, 0)
		one.fire(tx)
	}
	tx.ms = now
}

type timerHeap []*timer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	return h[i].due < h[j].due || (h[i].due == h[j].due && h[i].order < h[j].order)
}

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push and Pop are for container/heap.
func (h *timerHeap) Push(x any) {
	t := x.(*timer)
	t.index = len(*h)
	*h = append(*h, t)
}

// Pop takes the last element.
func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	t.index = -1
	*h = old[:len(old)-1]
	return t
}
