package amqp

import "github.com/twelvefold/twelvefold/core/amqp/wire"

// dispatch hands ready messages to consumers as long as both are there.
func (tx *Tx) dispatch(q *queue) {
	if q.stream != nil {
		tx.dispatchStream(q)
		return
	}
	if q.noCredit || len(q.consumers) == 0 {
		return
	}
	for q.ready.count > 0 && !q.removed {
		if tx.expireDue(q) {
			continue
		}
		c := q.next()
		if c == nil {
			q.noCredit = true
			break
		}
		e := q.ready.pop()
		if ok, later := tx.fetchFront(q, &e); later {
			break
		} else if !ok {
			continue
		}
		tx.deliver(c, e)
	}
	tx.watchFront(q) // another message is in front, whose time may be over sooner
}

func (tx *Tx) deliver(c *consumer, e entry) {
	ch, q := c.channel, c.queue
	ch.lastTag++
	fault := tx.db.ask("basic.deliver", q.name)
	if fault == nil {
		tx.tell(ch.conn, Event{
			Kind: Delivery, Channel: ch, Consumer: c.tag, Tag: ch.lastTag,
			Redelivered: e.flags&redelivered != 0, Message: q.shown(&e, false),
		})
	}
	again := e.flags&redelivered != 0
	q.counter.delivered(c.noAck, again)
	ch.counter.delivered(c.noAck, again)
	q.vhost.counter.delivered(c.noAck, again)
	tx.seen(q, &e)
	if again {
		tx.db.stats.redelivered++
	}
	if c.noAck {
		tx.end(q, &e)
	} else {
		c.unacked++
		tx.await(ch, outstanding{tag: ch.lastTag, queue: q, consumer: c, entry: e, at: tx.ms})
		if q.quorum() && !c.ready() { // it loses its turn with its last credit (rabbit_fifo)
			c.block()
		}
	}
	if fault != nil {
		tx.deliverFaulty(ch, fault)
	}
}

// await keeps a delivery until it is acknowledged.
func (tx *Tx) await(ch *Channel, o outstanding) {
	if o.queue.stream != nil {
		o.entry.msg = nil // the stream has it, and nobody needs it back
	} else {
		o.queue.unacked++
		o.queue.unackedB += int64(o.entry.size)
	}
	ch.unacked.add(o)
	if ch.overdue == nil {
		tx.watchOldest(ch)
	}
}

// Got is a message that Get has taken.
type Got struct {
	Message     *Message
	Tag         uint64
	Redelivered bool
	Remaining   int // ready messages left in the queue
}

// Get takes one message from a queue (basic.get); ok is false where it is
// empty.
func (ch *Channel) Get(tx *Tx, name string, noAck bool) (g Got, ok bool, err error) {
	if err := ch.enter("basic.get", name); err != nil {
		return g, false, err
	}
	q, err := ch.named(name, read)
	if err != nil {
		return g, false, err
	}
	if q.stream != nil {
		return g, false, q.noStream("basic.get")
	}
	if q.quorum() && q.set.singleActive {
		return g, false, Refuse(wire.ResourceLocked, "cannot obtain access to locked ", q.describe(),
			". basic.get operations are not supported by quorum queues with single active consumer")
	}
	tx.use(q)
	tx.expireDue(q)
	for q.ready.count > 0 {
		e := q.ready.pop()
		if ok, later := tx.fetchFront(q, &e); later {
			return g, false, errUnreadable
		} else if !ok {
			continue
		}
		tx.expireFront(q) // those behind it, before they are counted
		ch.lastTag++      // a dead letter may just have come to this channel
		g = Got{q.shown(&e, true), ch.lastTag, e.flags&redelivered != 0, q.ready.count}
		q.counter.got(noAck, g.Redelivered)
		ch.counter.got(noAck, g.Redelivered)
		q.vhost.counter.got(noAck, g.Redelivered)
		tx.seen(q, &e)
		if noAck {
			tx.end(q, &e)
		} else {
			tx.await(ch, outstanding{tag: ch.lastTag, queue: q, entry: e, at: tx.ms})
		}
		tx.watchFront(q)
		return g, true, nil
	}
	q.counter.GetEmpty++
	ch.counter.GetEmpty++
	q.vhost.counter.GetEmpty++
	return g, false, nil
}
