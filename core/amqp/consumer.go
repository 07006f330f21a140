package amqp

import (
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// consumer is a standing order for a queue's messages.
type consumer struct {
	channel   *Channel
	queue     *queue
	tag       string
	noAck     bool
	exclusive bool
	priority  int64
	prefetch  int // 0 is no limit
	unacked   int
	blocked   bool    // it had no room when it was its turn, and is in channel.blocked
	cursor    *cursor // in a stream; nil in others
	args      wire.Table
}

// Consume says what basic.consume wants (section 1.8.3.3).
type Consume struct {
	Queue     string
	Tag       string // empty: the broker makes one up
	NoAck     bool
	Exclusive bool
	Arguments wire.Table // x-priority, x-cancel-on-ha-failover, x-stream-offset
}

// Consume starts a consumer and gives its tag. Deliveries come as events.
func (ch *Channel) Consume(tx *Tx, d Consume) (tag string, err error) {
	if err := ch.enter("basic.consume", d.Queue); err != nil {
		return "", err
	}
	if d.Queue == directReplyTo {
		return tx.consumeReplies(ch, d)
	}
	if ch.consumers[d.Tag] != nil {
		return "", Refuse(wire.NotAllowed, "attempt to reuse consumer tag '", d.Tag, "'")
	}
	q, err := ch.named(d.Queue, read)
	if err != nil {
		return "", err
	}
	if d.Tag == "" {
		d.Tag = tx.madeUpName("amq.ctag-")
	}
	if err := q.checkConsumeArgs(d.Arguments); err != nil {
		return "", err
	}
	if err := q.admits(ch, d); err != nil {
		return "", err
	}
	if err := tx.roomForConsumer(ch); err != nil {
		return "", err
	}
	if err := checkNames(d.Tag); err != nil {
		return "", err
	}
	c := &consumer{channel: ch, queue: q, tag: d.Tag, noAck: d.NoAck, exclusive: d.Exclusive,
		prefetch: int(ch.perConsumer), args: d.Arguments}
	p, _ := d.Arguments.Get("x-priority")
	c.priority, _ = wire.Integer(p)
	tx.addConsumer(c)
	return c.tag, nil
}

// checkConsumeArgs checks values, then names that another type of queue takes
// (rabbit_amqqueue:check_consume_arguments).
func (q *queue) checkConsumeArgs(t wire.Table) error {
	if p, ok := t.Get("x-priority"); ok && q.stream == nil {
		if _, isInt := wire.Integer(p); !isInt {
			return Refuse(wire.PreconditionFailed, "invalid arg 'x-priority' for ", q.describe(), ": ", noInteger(p))
		}
	}
	if p, ok := t.Get("x-cancel-on-ha-failover"); ok && q.set.kind == "classic" {
		if _, isBool := p.(bool); !isBool {
			return Refuse(wire.PreconditionFailed, "invalid arg 'x-cancel-on-ha-failover' for ", q.describe(), ": ", badType(p))
		}
	}
	if o, ok := t.Get("x-stream-offset"); ok && q.stream != nil {
		if err := q.mayOffset(o); err != nil {
			return err
		}
	}
	if name, found := foreignArg(q.set.kind, t, func(k queueKind) []string { return k.consumer }); found {
		return Refuse(wire.PreconditionFailed, "invalid arg '", name, "' for ", q.describe(), " of queue type ", queueKinds[q.set.kind].module)
	}
	return nil
}

// admits refuses a consumer where it, or one that is there, wants the queue
// for itself, and one with a limit that the queue's type does not know.
func (q *queue) admits(ch *Channel, d Consume) error {
	if q.stream != nil {
		return q.admitsStream(ch, d)
	}
	if q.quorum() { // it does not know exclusive consumers
		return q.admitsLimit(ch)
	}
	inUse := d.Exclusive && (len(q.consumers) > 0 || q.set.singleActive)
	for _, c := range q.consumers {
		inUse = inUse || c.exclusive
	}
	if inUse {
		return Refuse(wire.AccessRefused, q.describe(), " in exclusive use")
	}
	return nil
}

// admitsLimit refuses a consumer on a channel with a limit of its own, for the
// types of queues that know limits of consumers alone.
func (q *queue) admitsLimit(ch *Channel) error {
	if ch.prefetch > 0 {
		return Refuse(wire.NotImplemented, q.describe(), " does not support global qos")
	}
	return nil
}

func (tx *Tx) addConsumer(c *consumer) {
	q := c.queue
	if q.stream != nil {
		offset, _ := c.args.Get("x-stream-offset")
		c.cursor = &cursor{next: q.seqAt(tx, offset)}
	}
	q.line(c)
	if q.set.singleActive && q.active == nil {
		q.active = c
	}
	c.channel.consumers[c.tag] = c
	c.channel.byAge = append(c.channel.byAge, c)
	tx.use(q)
	tx.resumes(q) // at the end of the Tx: consume-ok goes before deliveries
}

// CancelConsumer ends a consumer by its tag; an unknown tag is no error. What
// it has not acknowledged stays with the channel.
func (ch *Channel) CancelConsumer(tx *Tx, tag string) error {
	if err := ch.enter("basic.cancel", tag); err != nil {
		return err
	}
	if ch.replyConsumer != nil && ch.replyConsumer.tag == tag {
		tx.dropReplyConsumer(ch)
	} else if c := ch.consumers[tag]; c != nil {
		tx.removeConsumer(c)
	}
	return nil
}

func (tx *Tx) removeConsumer(c *consumer) {
	q := c.queue
	delete(c.channel.consumers, c.tag)
	c.channel.byAge = without(c.channel.byAge, c)
	c.channel.blocked = without(c.channel.blocked, c)
	q.leave(c)
	if c.cursor != nil && tx.db.store != nil {
		tx.db.store.forgetAhead(c.cursor)
	}
	if q.active == c {
		q.active = nil
		if len(q.consumers) > 0 {
			q.active = q.consumers[0]
			tx.resumes(q)
		}
	}
	if len(q.consumers) > 0 || q.removed {
		return
	}
	tx.use(q)
	if q.autoDelete {
		tx.removeQueue(q)
	}
}

// cancelled ends a consumer whose queue is gone, and tells it.
func (tx *Tx) cancelled(c *consumer) {
	ch := c.channel
	tx.removeConsumer(c)
	if ch.conn.client.CancelNotify {
		tx.tell(ch.conn, Event{Kind: Cancel, Channel: ch, Consumer: c.tag})
	}
}

// ready tells that the consumer takes a message now.
func (c *consumer) ready() bool {
	conn := c.channel.conn
	if conn.closed || conn.clog() { // closed: its other channels are about to go
		return false
	}
	room := c.noAck || c.prefetch == 0 || c.unacked < c.prefetch
	return room && (c.cursor != nil || !c.channel.full()) // streams do not heed the channel's limit
}
