package amqp

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// maxDelay is the longest that RabbitMQ's plug-in holds a message back, in
// milliseconds: a longer delay is none.
const maxDelay = 1<<32 - 1

// delayOf is how many milliseconds the header x-delay holds a message back at
// x; 0 where it does not: the header is missing, negative or too large
// (rabbitmq_delayed_message_exchange).
func (x *exchange) delayOf(m *Message) int64 {
	if x.kind != Delayed {
		return 0
	}
	if n := headerDelay(m.Headers()); n > 0 && n <= maxDelay {
		return n
	}
	return 0
}

// headerDelay reads the header x-delay: an integer, or what reads as one.
func headerDelay(headers wire.Table) int64 {
	v, _ := headers.Get("x-delay")
	switch v := v.(type) {
	case string:
		n, _ := strconv.ParseInt(v, 10, 64)
		return n
	case float32:
		return int64(v)
	case float64:
		return int64(v)
	}
	n, _ := wire.Integer(v)
	return n
}

// arrived is a delayed message as it is routed in the end: its header x-delay
// is negative, so that no other exchange delays it again.
func arrived(m *Message) *Message {
	props, err := wire.DecodeProperties(m.Properties)
	if err != nil {
		return m // not to be: they were checked when they came
	}
	props.Headers.Set("x-delay", int32(-headerDelay(props.Headers)))
	d := *m
	d.Properties = wire.AppendProperties(nil, &props)
	return &d
}

// delay keeps m and routes it later. A durable exchange logs it like a
// message in a queue, so that it survives a restart.
func (tx *Tx) delay(x *exchange, m *Message, ms int64) (upTo uint64) {
	return tx.delayUntil(x, m, tx.ms+ms)
}

func (tx *Tx) delayUntil(x *exchange, m *Message, due int64) (upTo uint64) {
	e := &entry{seq: x.nextSeq, msg: m, expires: due, size: uint32(len(m.Body))}
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
		tx.db.held += m.Size()
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
		m = arrived(m)
		tx.spread(tx.route(x, m), m)
	} else {
		tx.db.sayLost("exchange", x.name, e.at)
	}
	delete(x.waiting, e.seq)
	if e.flags&stored != 0 {
		tx.db.store.logEnds(&ends{holder: x.id, spans: []span{{e.seq, e.seq}}})
	}
	tx.release(e)
}

// dropDelayed forgets the messages of an exchange that is removed.
func (tx *Tx) dropDelayed(x *exchange) {
	for _, e := range x.waiting {
		tx.release(e)
	}
	x.waiting = nil
}
