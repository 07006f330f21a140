package amqp

// delayOf is how many milliseconds the header x-delay holds a message back;
// 0 where it has none. A negative delay counts as its absolute value, as in
// RabbitMQ's plug-in rabbitmq_delayed_message_exchange.
func (x *exchange) delayOf(m *Message) int64 {
	if x.kind != Delayed {
		return 0
	}
	v, ok := m.Headers().Get("x-delay")
	if !ok {
		return 0
	}
	n, _ := asInt(v)
	return max(n, -n)
}

// delay keeps m and routes it later. A durable exchange logs it like a
// message in a queue, so that it survives a restart.
func (tx *Tx) delay(x *exchange, m *Message, ms int64) (upTo uint64) {
	e := &entry{seq: x.nextSeq, msg: m, expires: tx.ms + ms, size: uint32(len(m.Body))}
	x.nextSeq++
	if s := tx.db.store; s != nil && x.durable && m.persistent {
		s.refs = append(s.refs[:0], ref{x.id, e.seq, e.expires})
		e.at, e.share = s.put(recordMessage, s.refs, m)
		e.flags |= stored
		tx.urgent, upTo = true, s.log.End()
	}
	if e.flags&stored != 0 && tx.db.held >= tx.db.opts.MemoryLimit {
		e.msg = nil // read back when it is due
	} else {
		tx.db.held += m.size()
	}
	tx.waitFor(x, e)
	return upTo
}

// delayAgain takes a delayed message up after a restart.
func (tx *Tx) delayAgain(x *exchange, h held) {
	e := &entry{seq: h.seq, expires: h.expires, size: h.size, share: h.share, at: h.at, flags: stored}
	tx.waitFor(x, e)
}

func (tx *Tx) waitFor(x *exchange, e *entry) {
	if x.waiting == nil {
		x.waiting = map[uint64]*entry{}
	}
	x.waiting[e.seq] = e
	tx.db.timers.at(e.expires, func(tx *Tx) { tx.dispatchDelayed(x, e) })
}

// dispatchDelayed routes a delayed message whose time has come. The copies in
// queues are logged before its end here.
func (tx *Tx) dispatchDelayed(x *exchange, e *entry) {
	if x.waiting[e.seq] != e {
		return // the exchange is gone
	}
	if m := tx.look(e); m != nil {
		tx.spread(tx.route(x, m), m)
	} else {
		tx.db.sayLost("exchange", x.name, e.at)
	}
	delete(x.waiting, e.seq)
	if e.flags&stored != 0 {
		tx.db.store.logEnds(&ends{holder: x.id, spans: []span{{e.seq, e.seq}}})
	}
	tx.release(nil, e)
}

// dropDelayed forgets the messages of an exchange that is removed.
func (tx *Tx) dropDelayed(x *exchange) {
	for _, e := range x.waiting {
		tx.release(nil, e)
	}
	x.waiting = nil
}
