package amqp

import "slices"

// round is the consumers of one priority on a queue: messages go round among
// them. Each priority keeps its place, so that somebody of higher priority who
// comes and goes does not begin the round below anew.
type round struct {
	priority int64
	size     int // consumers
	last     int // index within the round of the one served last; -1: begin with the first
}

// line puts a consumer last in the round of its priority: behind the one
// served last.
func (q *queue) line(c *consumer) {
	i, low := 0, 0
	for i < len(q.rounds) && q.rounds[i].priority > c.priority {
		low += q.rounds[i].size
		i++
	}
	if i == len(q.rounds) || q.rounds[i].priority != c.priority {
		q.rounds = slices.Insert(q.rounds, i, round{c.priority, 0, -1})
	}
	r := &q.rounds[i]
	at := r.size
	if r.last >= 0 {
		r.last++
		at = r.last
	}
	r.size++
	q.consumers = slices.Insert(q.consumers, low+at, c)
}

// leave takes a consumer out of its round.
func (q *queue) leave(c *consumer) {
	at := slices.Index(q.consumers, c)
	if at < 0 {
		return
	}
	q.consumers = slices.Delete(q.consumers, at, at+1)
	i := 0
	for at >= q.rounds[i].size {
		at -= q.rounds[i].size
		i++
	}
	r := &q.rounds[i]
	if r.last >= at {
		r.last--
	}
	if r.size--; r.size == 0 {
		q.rounds = slices.Delete(q.rounds, i, i+1)
	}
}

// next picks the consumer for the next message: of those with the highest
// priority that take one, the one after the last served. Who takes none when
// it is its turn waits apart until there is room (Channel.unblock).
func (q *queue) next() *consumer {
	if q.set.singleActive {
		if q.active != nil && q.active.takes() {
			return q.active
		}
		return nil
	}
	low := 0
	for i := range q.rounds {
		r := &q.rounds[i]
		for k := range r.size {
			at := (r.last + 1 + k) % r.size
			if c := q.consumers[low+at]; c.takes() {
				r.last = at
				return c
			}
		}
		low += r.size
	}
	return nil
}

// takes tells that it is the consumer's turn and that it takes a message; one
// that does not has lost its turn.
func (c *consumer) takes() bool {
	switch {
	case c.blocked:
		return false
	case c.ready():
		return true
	}
	c.block()
	return false
}

func (c *consumer) block() {
	c.blocked = true
	c.channel.blocked = append(c.channel.blocked, c)
}

// unblock puts the consumers that have room again behind those that are in
// line, in the order in which they had none.
func (ch *Channel) unblock(tx *Tx) {
	if len(ch.blocked) == 0 {
		return
	}
	kept := ch.blocked[:0]
	for _, c := range ch.blocked {
		if !c.ready() {
			kept = append(kept, c)
			continue
		}
		c.blocked = false
		if len(c.queue.consumers) > 1 {
			c.queue.leave(c)
			c.queue.line(c)
		}
		tx.resumes(c.queue)
	}
	clear(ch.blocked[len(kept):])
	ch.blocked = kept
}
