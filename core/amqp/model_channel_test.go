package amqp_test

import (
	"fmt"
	"slices"
)

// What a channel does, in the model.

func (m *model) consume(c *modelConsumer) {
	q, ch := c.queue, c.channel
	at := slices.IndexFunc(q.consumers, func(have *modelConsumer) bool { return have.priority < c.priority })
	if at < 0 {
		at = len(q.consumers)
	}
	q.consumers = slices.Insert(q.consumers, at, c)
	if q.active == nil {
		q.active = c
	}
	ch.consumers = append(ch.consumers, c)
	m.dispatch(q)
}

// cancel ends a consumer; the next one may become active.
func (m *model) cancel(c *modelConsumer) (again bool) {
	q, ch := c.queue, c.channel
	q.consumers = slices.DeleteFunc(q.consumers, func(have *modelConsumer) bool { return have == c })
	ch.consumers = slices.DeleteFunc(ch.consumers, func(have *modelConsumer) bool { return have == c })
	if q.active != c {
		return false
	}
	q.active = nil
	if len(q.consumers) > 0 {
		q.active = q.consumers[0]
	}
	return q.single && q.active != nil
}

// settle ends deliveries and tells which queues may go on.
func (m *model) settle(ch *modelChannel, tag int, multiple, ack, requeue bool) bool {
	var settled []*modelDelivery
	for _, d := range ch.unacked {
		if d.tag == tag || (multiple && (d.tag < tag || tag == 0)) {
			settled = append(settled, d)
		}
	}
	known := tag == 0 && multiple || slices.ContainsFunc(ch.unacked, func(d *modelDelivery) bool { return d.tag == tag })
	if !known {
		return false
	}
	var list []transactedSettle
	for _, d := range settled {
		list = append(list, transactedSettle{d, ack, requeue})
		if requeue || ch.tx {
			ch.forget(d)
		}
	}
	if ch.tx {
		ch.transactedSettle = append(ch.transactedSettle, list...)
	} else {
		m.finish(list, nil)
	}
	return true
}

func (ch *modelChannel) forget(d *modelDelivery) {
	ch.unacked = slices.DeleteFunc(ch.unacked, func(have *modelDelivery) bool { return have == d })
	ch.transactedSettle = slices.DeleteFunc(ch.transactedSettle, func(have transactedSettle) bool { return have.delivery == d })
}

// finish does settlements one after the other, and then what they have made
// room for, behind again: a requeue is seen by nobody before the end of the
// step.
func (m *model) finish(list []transactedSettle, again []*modelQueue) {
	for _, s := range list {
		d := s.delivery
		ch := d.channel
		ch.forget(d)
		if d.consumer != nil {
			d.consumer.unacked--
		}
		if ch.prefetch > 0 {
			for _, c := range ch.consumers {
				again = append(again, c.queue)
			}
		}
		if d.life != d.queue.life {
			continue // the queue is gone, even if there is one of that name
		}
		again = append(again, d.queue)
		if !s.ack {
			m.giveBack(d, s.requeue)
		}
	}
	for _, q := range again {
		m.dispatch(q)
	}
}

func (m *model) giveBack(d *modelDelivery, requeue bool) {
	q, e := d.queue, d.entry
	if !requeue {
		m.bury(q, e, "rejected")
		return
	}
	e.redelivered, e.unsure = true, false
	if q.limit >= 0 {
		if e.failed++; e.failed > q.limit {
			m.bury(q, e, "delivery_limit")
			return
		}
	}
	q.insert(e)
	m.overflow(q)
}

// get takes the front of a queue.
func (m *model) get(ch *modelChannel, q *modelQueue, noAck bool) string {
	m.expire(q)
	if len(q.ready) == 0 {
		return "empty"
	}
	e := q.take(0)
	m.expire(q) // those behind it
	ch.lastTag++
	ch.newTags = append(ch.newTags, ch.lastTag)
	if !noAck {
		ch.unacked = append(ch.unacked, &modelDelivery{ch.lastTag, q, q.life, ch, nil, e})
	}
	return fmt.Sprintf("tag=%d %s", ch.lastTag, e.describe())
}

// close ends channels, in their order.
func (m *model) close(channels ...*modelChannel) {
	var again []*modelQueue
	for _, ch := range channels {
		for _, c := range slices.Clone(ch.consumers) {
			if m.cancel(c) {
				again = append(again, c.queue)
			}
		}
		back := slices.Clone(ch.unacked)
		for _, s := range ch.transactedSettle {
			back = append(back, s.delivery)
		}
		slices.SortFunc(back, func(a, b *modelDelivery) int { return a.tag - b.tag })
		for _, d := range back {
			ch.forget(d)
			if d.life == d.queue.life {
				m.giveBack(d, true)
				again = append(again, d.queue)
			}
		}
		*ch = modelChannel{conn: ch.conn, number: ch.number, tx: ch.tx, confirm: ch.confirm}
	}
	m.finish(nil, again)
}

// remove deletes a queue.
func (m *model) remove(q *modelQueue) {
	for _, c := range slices.Clone(q.consumers) {
		m.cancel(c)
		m.expect(c.channel.conn, "cancel %s", c.tag)
	}
	q.there, q.bound, q.ready, q.consumers, q.active = false, 0, nil, nil, nil
	q.life++
}

// advance lets what is over end, in order of time.
func (m *model) advance(now int64) {
	for {
		var first *modelQueue
		for _, q := range m.queues {
			if len(q.ready) == 0 || q.ready[0].expires == 0 || q.ready[0].expires > now {
				continue
			}
			if first == nil || q.ready[0].expires < first.ready[0].expires {
				first = q
			}
		}
		if first == nil {
			m.ms = now
			return
		}
		m.ms = first.ready[0].expires
		m.expire(first)
	}
}
