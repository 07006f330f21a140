package amqp

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/seglog"
	"github.com/twelvefold/twelvefold/core/world"
)

// Bodies that are on disk need not lie in memory: past Options.MemoryLimit a
// message is dropped from it as it is queued, and read back, with those that
// follow it, when its turn comes. A transient message is written for that, as
// a record that recovery passes over.

// readAhead is how many bytes of the log are read at once for a queue that is
// being drained, and aheadMost how many bytes of messages may lie in memory
// because of that. A read takes a quarter of what is left of it at most, and
// the last go message by message: so queues that are drained together do not
// take from each other what was read for them. Their messages mostly lie in
// the log side by side, so a read is for all of them: readSoon is how far from
// the front a message may be for that, and drainingMost how many queues are
// remembered.
const (
	readAhead    = 64 << 10
	aheadMost    = 16 << 20
	readSoon     = 4096
	drainingMost = 1000
)

// page drops e's message from memory where there is too much in it.
func (tx *Tx) page(q *queue, e *entry) {
	s := tx.db.store
	if s == nil || tx.db.held < tx.db.opts.MemoryLimit || q.ready.count == 0 {
		return
	}
	if e.at == (place{}) {
		s.refs = append(s.refs[:0], ref{q.id, e.seq, 0})
		e.at, e.share = s.put(recordPaged, s.refs, e.msg)
	}
	e.msg = nil
}

// fetch sees to it that e's message is in memory. False: the log can't give
// it, and the entry has ended. Where that may pass (too many open files, say)
// its end is not logged, and its segment is kept: the next start has it again.
func (tx *Tx) fetch(q *queue, e *entry) bool {
	s := tx.db.store
	var err error
	if e.msg == nil {
		err = tx.readAhead(q, e)
	}
	if e.msg != nil {
		s.arrived(e)
		return true
	}
	if mayPass(err) {
		tx.db.world.Say(world.Error, "amqp: a message can't be read back from the log; it is kept for the next start", "queue", q.name, "error", err)
		s.segment(e.at.Segment).orphans = true
		tx.forget(e)
		e.flags &^= stored
	} else {
		tx.db.sayLost("queue", q.name, e.at)
	}
	tx.end(q, e)
	return false
}

// readRetry is how long a queue rests whose next message can't be read, in
// milliseconds.
const readRetry = 1000

// fetchFront is fetch for the message whose turn has come, taken from the
// front. Where the log can't be read for the moment it goes back there, and
// later tells that the queue rests.
func (tx *Tx) fetchFront(q *queue, e *entry) (ok, later bool) {
	if e.msg == nil {
		err := tx.readAhead(q, e)
		if e.msg == nil && mayPass(err) {
			q.ready.restore(*e, e.priority)
			tx.rest(q, err)
			return false, true
		}
	}
	return tx.fetch(q, e), false
}

// rest has a queue's consumers wait until the log may be read again.
func (tx *Tx) rest(q *queue, err error) {
	s := tx.db.store
	q.noCredit = true
	if _, waits := s.resting[q.id]; waits {
		return
	}
	tx.db.world.Say(world.Error, "amqp: the log can't be read; the queue waits", "queue", q.name, "error", err)
	s.resting[q.id] = struct{}{}
	tx.db.timers.at(tx.ms+readRetry, func(tx *Tx) {
		delete(s.resting, q.id)
		tx.resumes(q)
	})
}

// mayPass tells that an error of reading says nothing about the record.
func mayPass(err error) bool {
	return err != nil && !errors.Is(err, seglog.ErrCorrupt) && !errors.Is(err, seglog.ErrNotFound)
}

// errUnreadable is what basic.get answers while the log can't be read.
var errUnreadable = Refuse(wire.InternalError, "the next message can't be read from disk")

func (db *DB) sayLost(kind, name string, at place) {
	db.world.Say(world.Error, "amqp: a message can't be read back from the log and is lost",
		kind, name, "segment", at.Segment, "offset", at.Offset)
}

// arrived notes that an entry no longer waits with a message that was read
// before its turn.
func (s *store) arrived(e *entry) {
	if e.flags&early != 0 {
		e.flags &^= early
		s.ahead -= e.msg.Size()
	}
}

// readAhead reads e's message, and those that lie behind it in the log and
// belong to q or to others that are being drained too. What it can't read
// stays where it is.
func (tx *Tx) readAhead(q *queue, e *entry) error {
	s := tx.db.store
	if len(s.draining) > drainingMost {
		clear(s.draining) // most of them are through
	}
	s.draining[q.id] = q
	n := min(readAhead, max(int(aheadMost-s.ahead)/4, 1))
	var h head
	return s.log.ReadAhead(e.at, n, func(at place, kind byte, payload []byte) bool {
		if kind != recordMessage && kind != recordPaged {
			return true
		}
		if _, err := readHead(payload, &h); err != nil {
			return true
		}
		var m *Message
		if at == e.at {
			if m, _ = readMessage(payload); m != nil {
				tx.gain(e, m)
			}
		}
		for _, r := range h.refs {
			to := s.draining[r.holder].awaiting(r.seq, h.priority, at)
			if to == nil || s.ahead > aheadMost {
				continue
			}
			if m == nil {
				if m, _ = readMessage(payload); m == nil {
					break
				}
			}
			tx.gain(to, m)
			to.flags |= early
			s.ahead += m.Size()
		}
		return true
	})
}

// gain gives an entry its message back.
func (tx *Tx) gain(e *entry, m *Message) {
	e.msg = m
	tx.db.held += m.Size()
}

// awaiting gives the entry of a number and place whose turn comes soon and
// whose message is not in memory; nil if there is none.
func (q *queue) awaiting(seq uint64, priority uint8, at place) *entry {
	if q == nil || q.removed {
		return nil
	}
	ring := &q.ready.levelOf(priority).ring
	if ring.n == 0 || seq-ring.at(0).seq > readSoon {
		return nil
	}
	if e := ring.find(seq); e != nil && e.msg == nil && e.at == at {
		return e
	}
	return nil
}
