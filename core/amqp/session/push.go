package session

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// push writes what the broker tells of its own accord, up to limit bytes of
// output, and the confirms of what has become safe.
func (c *Conn) push(limit int) {
	if c.conn == nil {
		return
	}
	if c.done || c.state == closed {
		c.drain() // nobody is told any more, but a wake for what is held must come
		return
	}
	for !c.done && len(c.out) < limit {
		if c.next == len(c.events) && !c.drain() {
			break
		}
		e := &c.events[c.next]
		c.next++
		c.event(e)
		*e = amqp.Event{} // its message must not be held
	}
	kept := c.confirms[:0]
	for _, ch := range c.confirms {
		if ch.closing {
			continue
		}
		ch.Confirms(func(tag uint64, multiple, nack bool) {
			if nack {
				c.send(ch.id, &wire.BasicNack{DeliveryTag: tag, Multiple: multiple})
				return
			}
			c.out = wire.AppendAck(c.out, ch.id, tag, multiple)
		})
		if ch.confirming = ch.Pending() > 0; ch.confirming {
			kept = append(kept, ch)
		}
	}
	c.confirms = kept
}

// drain fetches the events that have come; false: none.
func (c *Conn) drain() bool {
	c.spare, c.events = c.events[:0], nil
	c.events, c.next = c.conn.Drain(c.spare), 0
	return len(c.events) > 0
}

// drainAll writes all events, however many.
func (c *Conn) drainAll() { c.push(int(^uint(0) >> 1)) }

func (c *Conn) event(e *amqp.Event) {
	if e.Channel != nil && e.Kind != amqp.ChannelGone && e.Channel.Closed() {
		if e.Kind == amqp.Delivery {
			c.sentDelivery(e.Message)
		}
		return
	}
	switch e.Kind {
	case amqp.Delivery:
		c.roomForDeliveries()
		before := len(c.out)
		c.out = wire.AppendDeliver(c.out, e.Channel.ID, e.Consumer, e.Tag, e.Redelivered, e.Message.Exchange, e.Message.Key)
		c.appendContent(e.Channel.ID, e.Message)
		c.pushed += len(c.out) - before
		c.sentDelivery(e.Message)
	case amqp.Return:
		c.send(e.Channel.ID, &wire.BasicReturn{ReplyCode: e.Err.Reply, ReplyText: e.Err.Text,
			Exchange: e.Message.Exchange, RoutingKey: e.Message.Key})
		c.appendContent(e.Channel.ID, e.Message)
	case amqp.Cancel:
		c.send(e.Channel.ID, &wire.BasicCancel{ConsumerTag: e.Consumer, NoWait: true})
	case amqp.ChannelGone:
		if ch := c.channels[e.Channel.ID]; ch != nil && ch.Channel == e.Channel && !ch.closing {
			ch.closing = true
			c.dropContent(ch)
			c.send(ch.id, &wire.ChannelClose{ReplyCode: e.Err.Reply, ReplyText: e.Err.Text})
		}
	case amqp.ConnGone:
		c.fail(e.Err, 0)
	case amqp.Blocked:
		if c.client.Blocked {
			c.send(0, &wire.ConnectionBlocked{Reason: e.Err.Text})
		}
	case amqp.Unblocked:
		if c.client.Blocked {
			c.send(0, &wire.ConnectionUnblocked{})
		}
	}
}

func (c *Conn) appendContent(channel uint16, m *amqp.Message) {
	c.out = wire.AppendHeaderFrame(c.out, channel, wire.BasicPublishID.Class(), uint64(len(m.Body)), m.Properties)
	c.out = wire.AppendBodyFrames(c.out, channel, m.Body, c.frameMax)
}

// sentDelivery makes room in the outbox; consumers that were passed over for
// lack of it get deliveries again.
func (c *Conn) sentDelivery(m *amqp.Message) {
	if !c.conn.Sent(m.Size()) {
		return
	}
	if c.tx != nil {
		c.tx.Resume(c.conn)
		return
	}
	if tx, err := c.db.Begin(c.now); err == nil {
		tx.Resume(c.conn)
		_ = tx.End()
	}
}
