package amqp

import "github.com/twelvefold/twelvefold/core/amqp/wire"

// route gives the queues that a message published to x reaches, each once, in
// the order in which they are found: through bindings, exchange-to-exchange
// bindings, the alternate exchange where nothing matched, and the headers CC
// and BCC (RabbitMQ's sender-selected distribution).
func (tx *Tx) route(x *exchange, m *Message) []*queue {
	found := tx.found
	tx.found = nil                          // who routes on before recycle gets another
	if x.name == "" && len(m.copies) == 0 { // the usual case
		if q := x.vhost.queues[m.Key]; q != nil {
			found = append(found, q)
		}
		return found
	}
	w := newWalk(tx.db, m)
	w.queues = found
	w.exchange(x)
	found, w.queues = w.queues, nil
	return found
}

// recycle takes back what route gave, for the next message.
func (tx *Tx) recycle(queues []*queue) {
	clear(queues)
	tx.found = queues[:0]
}

// walk collects the queues that one message reaches. What it has been at it
// marks with its number, so that many bindings cost no more than their count,
// and cycles of bindings end.
type walk struct {
	messages []*Message // the message, and as it would be with each key of CC and BCC
	number   uint64
	queues   []*queue
	trace    func(step) // nil, or told of each decision (Explain)
}

// newWalk makes ready the broker's one walk: routing never leads to routing.
func newWalk(db *DB, m *Message) *walk {
	db.walks++
	w := &db.walk
	clear(w.messages)
	*w = walk{messages: append(w.messages[:0], m), number: db.walks}
	for _, key := range m.copies {
		other := *m
		other.Key = key
		w.messages = append(w.messages, &other)
	}
	return w
}

// step is one decision of a walk.
type step struct {
	exchange  *exchange
	key       string
	binding   *binding // that matched; nil where it is the alternate exchange, or the default exchange
	queue     *queue
	alternate string // nothing of these three: the exchange is asked
}

func (w *walk) exchange(x *exchange) {
	if x.walked == w.number {
		return
	}
	x.walked = w.number
	w.tell(step{exchange: x, key: w.messages[0].Key})
	matched := false
	for _, m := range w.messages {
		matched = w.one(x, m) || matched
	}
	if alt := x.vhost.exchanges[x.alternate]; !matched && x.alternate != "" && alt != nil {
		w.tell(step{exchange: x, key: w.messages[0].Key, alternate: x.alternate})
		w.exchange(alt)
	}
}

// one routes m, which is the message with one of its keys.
func (w *walk) one(x *exchange, m *Message) (matched bool) {
	if x.name == "" {
		q := x.vhost.queues[m.Key]
		if q != nil {
			w.reach(q, step{exchange: x, key: m.Key, queue: q})
		}
		return q != nil
	}
	x.router.route(m, func(b *binding) {
		matched = true
		if b.queue != nil {
			w.reach(b.queue, step{exchange: x, key: m.Key, binding: b, queue: b.queue})
			return
		}
		w.tell(step{exchange: x, key: m.Key, binding: b})
		w.exchange(b.target)
	})
	return matched
}

func (w *walk) reach(q *queue, s step) {
	w.tell(s)
	if q.walked != w.number {
		q.walked = w.number
		w.queues = append(w.queues, q)
	}
}

func (w *walk) tell(s step) {
	if w.trace != nil {
		w.trace(s)
	}
}

// readCopies takes the routing keys of the headers CC and BCC, and BCC out of
// the message: its receivers are not to see it. 406 where they are no lists.
func readCopies(m *Message, p *Publish) error {
	headers := m.Headers()
	for _, name := range []string{"CC", "BCC"} {
		v, ok := headers.Get(name)
		if !ok {
			continue
		}
		list, ok := v.(wire.Array)
		if !ok {
			return Refuse(wire.PreconditionFailed, `invalid message: {unacceptable_type_in_header,"`, name, `",`, typeName(v), "}")
		}
		for _, k := range list {
			s, ok := k.(string)
			if err := checkNames(s); err != nil {
				return err
			}
			if ok {
				m.copies = append(m.copies, s)
			}
		}
	}
	if _, has := headers.Get("BCC"); !has {
		return nil
	}
	props, err := wire.DecodeProperties(p.Properties)
	if err != nil {
		return err
	}
	props.Headers.Delete("BCC")
	m.Properties = wire.AppendProperties(nil, &props)
	return nil
}
