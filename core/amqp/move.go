package amqp

import (
	"cmp"
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// What an operator does with the messages of a queue: look at them without
// taking them, move them, and send dead letters back to where they died first.

// Peeked is a message that waits in a queue.
type Peeked struct {
	Seq         uint64 // its number in the queue, kept as long as it stays
	Message     *Message
	Redelivered bool
	Expires     int64 // Unix milliseconds; 0 is never
	Offset      int64 // in a stream; -1 elsewhere
	Origin      *Origin
}

// Origin is where a dead letter comes from, by its header x-death.
type Origin struct {
	Queue    string // where it died first (x-first-death-queue)
	Reason   string // and why
	Exchange string // to which it had been published
	Key      string // by that routing key
	Deaths   int64  // in all queues together
}

// Peek gives up to n of the waiting messages of a queue, in the order in
// which they would be delivered, and leaves them there. n < 0 is all.
func (tx *Tx) Peek(vhost, queue string, n int) ([]Peeked, error) {
	q, err := tx.queueOf(vhost, queue)
	if err != nil {
		return nil, err
	}
	return tx.peek(q, n), nil
}

func (tx *Tx) peek(q *queue, n int) []Peeked {
	if q.stream != nil {
		return tx.peekStream(q, 1, q.nextSeq-1, n)
	}
	var list []Peeked
	for _, e := range q.ready.sorted(n) {
		m := tx.look(&e)
		if m == nil {
			continue // the log can't give it: fetch says so when its turn comes
		}
		list = append(list, Peeked{e.seq, m, e.flags&redelivered != 0, e.expires, -1, originOf(m)})
	}
	return list
}

// sorted gives up to n entries in the order of delivery.
func (r *ready) sorted(n int) []entry {
	var all []entry
	for i := len(r.levels) - 1; i >= 0 && (n < 0 || len(all) < n); i-- {
		l := &r.levels[i]
		from := len(all)
		all = append(all, l.returned...)
		most := len(all) + n
		l.ring.each(func(e *entry) bool {
			if n >= 0 && len(all) == most {
				return false
			}
			all = append(all, *e)
			return true
		})
		slices.SortFunc(all[from:], func(a, b entry) int { return cmp.Compare(a.seq, b.seq) })
	}
	if n >= 0 && len(all) > n {
		all = all[:n]
	}
	return all
}

// look gives an entry's message without taking it into memory for good.
func (tx *Tx) look(e *entry) *Message {
	if e.msg != nil || tx.db.store == nil {
		return e.msg
	}
	_, payload, err := tx.db.store.log.Read(e.at, nil)
	if err != nil {
		return nil
	}
	m, _ := readMessage(payload)
	return m
}

func (tx *Tx) queueOf(vhost, queue string) (*queue, error) {
	vh := tx.db.vhosts[vhost]
	if vh == nil {
		return nil, Refuse(wire.NotFound, "no vhost '", vhost, "'")
	}
	if q := vh.queues[queue]; q != nil {
		return q, nil
	}
	return nil, noQueue(vh, queue)
}

// originOf reads the deaths of a message; nil where it has none.
func originOf(m *Message) *Origin {
	headers := m.Headers()
	v, _ := headers.Get("x-death")
	deaths, _ := v.(wire.Array)
	if len(deaths) == 0 {
		return nil
	}
	text := func(t wire.Table, name string) string { v, _ := t.Get(name); s, _ := v.(string); return s }
	o := &Origin{Queue: text(headers, "x-first-death-queue"), Reason: text(headers, "x-first-death-reason")}
	for _, d := range deaths { // the oldest is the last
		t, _ := d.(wire.Table)
		v, _ := t.Get("count")
		n, _ := wire.Integer(v)
		o.Deaths += n
		if o.Queue == "" || text(t, "queue") == o.Queue {
			o.Exchange = text(t, "exchange")
			v, _ := t.Get("routing-keys")
			if keys, _ := v.(wire.Array); len(keys) > 0 {
				o.Key, _ = keys[0].(string)
			}
		}
	}
	return o
}

// Moved is one message of a move, done or only planned.
type Moved struct {
	Seq     uint64
	To      string // the queue it goes to; empty: it stays, as the queue is not there
	Message *Message
}

// Move takes up to n waiting messages (n < 0: all) from one queue to the back
// of another, as they are. With preview nothing happens. A crash in between
// doubles a message and never loses it.
func (tx *Tx) Move(vhost, from, to string, n int, preview bool) ([]Moved, error) {
	q, err := tx.queueOf(vhost, from)
	if err != nil {
		return nil, err
	}
	if _, err := tx.queueOf(vhost, to); err != nil {
		return nil, err
	}
	return tx.move(q, n, preview, func(m *Message) (string, *Message) { return to, m })
}

// ReturnDeadLetters sends up to n dead letters (n < 0: all) from a queue back
// to the queues in which they died first, without the headers of their
// deaths, so that they count as new there. A message that never died stays,
// and so does one whose queue is gone. With preview nothing happens.
func (tx *Tx) ReturnDeadLetters(vhost, from string, n int, preview bool) ([]Moved, error) {
	q, err := tx.queueOf(vhost, from)
	if err != nil {
		return nil, err
	}
	return tx.move(q, n, preview, func(m *Message) (string, *Message) {
		o := originOf(m)
		if o == nil || o.Queue == from || q.vhost.queues[o.Queue] == nil {
			return "", nil
		}
		return o.Queue, revived(m, o)
	})
}

// revived is a dead letter without its deaths.
func revived(m *Message, o *Origin) *Message {
	props, _ := wire.DecodeProperties(m.Properties) // scanned when it came
	for _, name := range []string{"x-death", "x-first-death-queue", "x-first-death-reason", "x-first-death-exchange"} {
		props.Headers.Delete(name)
	}
	if len(props.Headers) == 0 {
		props.Remove(wire.HasHeaders)
	}
	r := *m
	r.Properties = wire.AppendProperties(nil, &props)
	r.Exchange, r.Key = o.Exchange, o.Key
	r.hasHeaders = len(props.Headers) > 0
	return &r
}

// move looks at up to n messages and moves those for which to gives a queue.
func (tx *Tx) move(q *queue, n int, preview bool, to func(*Message) (string, *Message)) ([]Moved, error) {
	if q.stream != nil {
		return nil, q.noStream("moving messages")
	}
	var plan []Moved
	copies := map[uint64]*Message{}
	for _, p := range tx.peek(q, n) {
		name, m := to(p.Message)
		plan = append(plan, Moved{p.Seq, name, p.Message})
		if name != "" {
			copies[p.Seq] = m
		}
	}
	if preview {
		return plan, nil
	}
	taken := q.ready.take(func(e *entry) bool { return copies[e.seq] != nil })
	for i := range taken {
		e := &taken[i]
		for _, p := range plan {
			if p.Seq == e.seq {
				m := *copies[e.seq]
				m.at = tx.ms
				tx.spread([]*queue{q.vhost.queues[p.To]}, &m)
				break
			}
		}
		tx.end(q, e)
	}
	tx.watchFront(q)
	return plan, nil
}

// take removes the entries that f picks, in the order of delivery. What had
// come back lies in the ring afterwards: in its place, all the same.
func (r *ready) take(f func(*entry) bool) []entry {
	var taken []entry
	for i := len(r.levels) - 1; i >= 0; i-- {
		one := ready{levels: r.levels[i : i+1]}
		var kept ring
		for _, e := range one.sorted(-1) {
			if !f(&e) {
				kept.push(e)
				continue
			}
			taken = append(taken, e)
			r.count--
			r.bytes -= int64(e.size)
		}
		r.levels[i] = level{ring: kept}
	}
	return taken
}

// Peek is Tx.Peek for the channel's user: 403 without the right to read.
func (ch *Channel) Peek(tx *Tx, queue string, n int) ([]Peeked, error) {
	if err := ch.conn.may(read, "queue", queue); err != nil {
		return nil, err
	}
	return tx.Peek(ch.conn.vhost.name, queue, n)
}

// PeekStream is Tx.PeekStream for the channel's user: 403 without the right to
// read.
func (ch *Channel) PeekStream(tx *Tx, queue string, offset any, n int) ([]Peeked, error) {
	if err := ch.conn.may(read, "queue", queue); err != nil {
		return nil, err
	}
	return tx.PeekStream(ch.conn.vhost.name, queue, offset, n)
}

// Move is Tx.Move for the channel's user, who must be allowed to read the one
// queue and to write the other.
func (ch *Channel) Move(tx *Tx, from, to string, n int, preview bool) ([]Moved, error) {
	if err := ch.conn.may(read, "queue", from); err != nil {
		return nil, err
	}
	if err := ch.conn.may(write, "queue", to); err != nil {
		return nil, err
	}
	return tx.Move(ch.conn.vhost.name, from, to, n, preview)
}

// ReturnDeadLetters is Tx.ReturnDeadLetters for the channel's user, who must
// be allowed to read the queue.
func (ch *Channel) ReturnDeadLetters(tx *Tx, from string, n int, preview bool) ([]Moved, error) {
	if err := ch.conn.may(read, "queue", from); err != nil {
		return nil, err
	}
	return tx.ReturnDeadLetters(ch.conn.vhost.name, from, n, preview)
}

// Queues is Tx.Queues for the channel's virtual host.
func (ch *Channel) Queues(tx *Tx) []QueueInfo { return tx.Queues(ch.conn.vhost.name) }
