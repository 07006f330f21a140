package amqp

import (
	"sort"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// cursor is a consumer's place in a stream.
type cursor struct {
	next  uint64 // number of the message that is to be delivered next, or below the first that is there
	ahead []readAheadMessage
	bytes int64 // of messages in ahead
}

// readAheadMessage is a message that was read with one before it.
type readAheadMessage struct {
	seq uint64
	msg *Message
}

// seqAt is the number of the message that the argument x-stream-offset means,
// which has been checked. Without it, it is that of the next that comes.
func (q *queue) seqAt(tx *Tx, offset any) uint64 {
	r := q.offsets()
	if t, ok := offset.(wire.Timestamp); ok {
		return q.since(int64(min(t, maxAge/1000)) * 1000)
	}
	if n, ok := wire.Integer(offset); ok {
		return uint64(max(n, 0)) + 1
	}
	switch t, _ := asTermText(offset); {
	case t == "first":
		return 1
	case t == "last" && r.n > 0:
		return r.at(r.n - 1).seq
	case t != "" && t != "next" && t != "last":
		age, _ := parseAge(t)
		return q.since(tx.ms - age)
	}
	return q.nextSeq
}

// since is the number of the first message that came at an instant, in Unix
// milliseconds, or later.
func (q *queue) since(ms int64) uint64 {
	r := q.offsets()
	if i := sort.Search(r.n, func(i int) bool { return r.at(i).expires >= ms }); i < r.n {
		return r.at(i).seq
	}
	return q.nextSeq
}

// dispatchStream has every consumer read on as far as it takes messages: none
// takes any away from another.
func (tx *Tx) dispatchStream(q *queue) {
	q.noCredit = true // whoever acknowledges has the stream looked at again
	if s := tx.db.store; s != nil {
		if _, rests := s.resting[q.id]; rests {
			return
		}
	}
	for i := 0; i < len(q.consumers) && !q.removed; i++ {
		for c := q.consumers[i]; c.ready() && tx.readOn(c); {
		}
	}
}

// readOn delivers a consumer's next message; false: there is none for now.
func (tx *Tx) readOn(c *consumer) bool {
	q := c.queue
	r, upTo := q.offsets(), q.readable()
	r.trim()
	for i := r.search(c.cursor.next); i < r.n && r.at(i).seq <= upTo; i++ {
		e := r.at(i)
		m, err := tx.messageAt(c, e)
		if mayPass(err) {
			tx.rest(q, err)
			return false
		}
		c.cursor.next = e.seq + 1
		if m != nil {
			tx.deliver(c, entry{seq: e.seq, size: e.size, msg: m.withOffset(e.seq)})
			return true
		}
		tx.hole(q, e)
	}
	return false
}

// withOffset is the message as a consumer gets it: with its offset in the
// header x-stream-offset.
func (m *Message) withOffset(seq uint64) *Message {
	return m.withHeader("x-stream-offset", int64(seq-1))
}

// hole notes that a message of a stream is lost: its offset stays empty.
func (tx *Tx) hole(q *queue, e *entry) {
	if e.flags&stored != 0 {
		tx.db.sayLost("queue", q.name, e.at)
		tx.end(q, e)
		e.flags &^= stored
	}
}

// messageAt gives a message of a stream from memory, from what the cursor has
// read ahead, or from the log. Neither a message nor an error: it is a hole.
func (tx *Tx) messageAt(c *consumer, e *entry) (*Message, error) {
	if e.msg != nil || e.at == (place{}) {
		return e.msg, nil
	}
	m := tx.takeAhead(c.cursor, e.seq)
	if m != nil {
		return m, nil
	}
	err := tx.readStream(c, e)
	return tx.takeAhead(c.cursor, e.seq), err
}

// takeAhead takes a message from what was read ahead, and forgets those before
// it.
func (tx *Tx) takeAhead(k *cursor, seq uint64) (m *Message) {
	n := 0
	for n < len(k.ahead) && k.ahead[n].seq <= seq {
		if k.ahead[n].seq == seq {
			m = k.ahead[n].msg
		}
		tx.db.store.cursors -= k.ahead[n].msg.Size()
		k.bytes -= k.ahead[n].msg.Size()
		k.ahead[n].msg = nil
		n++
	}
	k.ahead = k.ahead[n:]
	return m
}

// readStream reads e's message and those that follow it in the log for the
// consumer's cursor. All cursors share aheadMost bytes as queues do, each
// takes a quarter of what is left at most; the last go message by message.
func (tx *Tx) readStream(c *consumer, e *entry) error {
	s, q, k := tx.db.store, c.queue, c.cursor
	s.forgetAhead(k) // it is of another place
	n := min(readAhead, max(int(aheadMost-s.cursors)/4, 1))
	var h head
	next := e.seq
	return s.log.ReadAhead(e.at, n, func(at place, kind byte, payload []byte) bool {
		if kind != recordMessage {
			return true
		}
		if _, err := readHead(payload, &h); err != nil {
			return true
		}
		for _, one := range h.refs {
			if one.holder != q.id || one.seq < next {
				continue
			}
			if have := q.offsets().find(one.seq); have == nil || have.at != at {
				continue // an older copy
			}
			m, err := readMessage(payload)
			if err != nil {
				return true
			}
			k.ahead = append(k.ahead, readAheadMessage{one.seq, m})
			k.bytes += m.Size()
			s.cursors += m.Size()
			next = one.seq + 1
		}
		return true
	})
}

// forgetAhead frees what a cursor has read ahead.
func (s *store) forgetAhead(k *cursor) {
	s.cursors -= k.bytes
	k.ahead, k.bytes = nil, 0
}
