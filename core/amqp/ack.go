package amqp

// Ack settles deliveries for good: the one with tag, or with multiple all up
// to it (0: all there are).
func (ch *Channel) Ack(tx *Tx, tag uint64, multiple bool) error {
	if err := ch.enter("basic.ack", ch.unacked.subject(tag)); err != nil {
		return settleFaulty(err)
	}
	return ch.settle(tx, tag, multiple, settlement{})
}

// Nack gives deliveries back (basic.nack, RabbitMQ's extension, and
// basic.reject): with requeue to their old place, otherwise to the
// dead-letter exchange, if there is one.
func (ch *Channel) Nack(tx *Tx, tag uint64, multiple, requeue bool) error {
	if err := ch.enter("basic.nack", ch.unacked.subject(tag)); err != nil {
		return settleFaulty(err)
	}
	return ch.settle(tx, tag, multiple, settlement{negative: true, requeue: requeue})
}

// settlement says what becomes of a delivery.
type settlement struct{ negative, requeue bool }

func (ch *Channel) settle(tx *Tx, tag uint64, multiple bool, s settlement) error {
	if s.negative {
		if err := ch.mayNack(tag, multiple); err != nil {
			return err
		}
	}
	if ch.mode == txMode {
		return ch.settleLater(tag, multiple, s)
	}
	defer ch.unblock(tx)
	if !multiple {
		o, ok := ch.unacked.take(tag)
		if !ok {
			return unknownTag(tag)
		}
		tx.settled(ch, o, s)
		return nil
	}
	if tag != 0 && !ch.unacked.holds(tag) {
		return unknownTag(tag)
	}
	var back []outstanding
	ch.unacked.upTo(tag, func(o outstanding) {
		if s.requeue {
			back = append(back, o)
			return
		}
		tx.settled(ch, o, s)
	})
	for _, o := range back {
		tx.settled(ch, o, s)
	}
	return nil
}

// settled does what a settlement says to a delivery that has left unacked.
func (tx *Tx) settled(ch *Channel, o outstanding, s settlement) {
	tx.credit(ch, o)
	q := o.queue
	switch {
	case q.removed:
		tx.release(&o.entry)
	case !s.negative:
		q.counter.Ack++
		ch.counter.Ack++
		q.vhost.counter.Ack++
		tx.end(q, &o.entry)
	case q.stream != nil: // the channel ends: others read it all the same
	case s.requeue:
		tx.requeue(q, o.entry)
	default:
		tx.deadLetter(q, &o.entry, reasonRejected)
	}
}

// credit makes room for another delivery, which whoever settles tells the
// channel's consumers by unblock.
func (tx *Tx) credit(ch *Channel, o outstanding) {
	q := o.queue
	if q.stream == nil {
		q.unacked--
		q.unackedB -= int64(o.entry.size)
	}
	if o.consumer != nil {
		o.consumer.unacked--
	}
	if ch.prefetch > 0 {
		ch.resume(tx)
	} else if q.noCredit {
		tx.resumes(q)
	}
}

// requeue puts a message back to its old place, marked as redelivered. A
// quorum queue counts, and gives up past x-delivery-limit.
func (tx *Tx) requeue(q *queue, e entry) {
	e.flags |= redelivered
	if q.quorum() {
		e.count++
		tx.logReturn(q, &e)
		if q.set.deliveryLimit >= 0 && int64(e.count) > q.set.deliveryLimit {
			tx.deadLetter(q, &e, reasonDeliveryLimit)
			return
		}
	}
	q.ready.restore(e, e.msg.priority)
	tx.overflow(q)
	tx.resumes(q)
	tx.watchFront(q)
}

// Recover gives all outstanding deliveries back to their queues
// (basic.recover). Without requeue they go to the same consumer again, which
// RabbitMQ refuses: 540.
func (ch *Channel) Recover(tx *Tx, requeue bool) error {
	if err := ch.enter("basic.recover", ""); err != nil {
		return err
	}
	if !requeue {
		return errRecoverSame
	}
	if err := ch.mayNack(0, true); err != nil {
		return err
	}
	tx.requeueAll(ch)
	ch.unblock(tx)
	return nil
}

// requeueAll gives everything back that the channel had not acknowledged.
func (tx *Tx) requeueAll(ch *Channel) {
	var back []outstanding
	ch.unacked.upTo(0, func(o outstanding) { back = append(back, o) })
	for _, o := range back {
		tx.settled(ch, o, settlement{negative: true, requeue: true})
	}
}

// end is a message's end in a queue: the log is told, memory is freed.
func (tx *Tx) end(q *queue, e *entry) {
	if e.flags&stored != 0 && tx.db.store != nil {
		tx.logEnd(q, e)
	}
	tx.release(e)
}

// release frees what an entry holds.
func (tx *Tx) release(e *entry) {
	tx.forget(e)
	if e.msg != nil {
		tx.db.held -= e.msg.Size()
		e.msg = nil
	}
}
