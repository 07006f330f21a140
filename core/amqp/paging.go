package amqp

import (
	"sort"

	"github.com/twelvefold/twelvefold/core/world"
)

// Bodies that are on disk need not lie in memory: past Options.MemoryLimit a
// message is dropped from it as it is queued, and read back, with those that
// follow it, when its turn comes. A transient message is written for that, as
// a record that recovery passes over.

// readAhead is how many bytes of the log are read at once for a queue that is
// being drained, and aheadMost how many bytes of messages may lie in memory
// because of that. A queue gets a quarter of what is left of it, so that many
// queues drained at once get less each, and none takes from another what was
// read for it; the last read message by message.
const (
	readAhead = 256 << 10
	aheadMost = 16 << 20
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
// it any more, and the entry has ended.
func (tx *Tx) fetch(q *queue, e *entry) bool {
	if e.msg == nil {
		tx.readAhead(q, e)
	}
	if e.msg == nil {
		tx.db.sayLost("queue", q.name, e.at)
		tx.end(q, e)
		return false
	}
	tx.db.store.arrived(e)
	return true
}

func (db *DB) sayLost(kind, name string, at place) {
	db.world.Say(world.Error, "amqp: a message can't be read back from the log and is lost",
		kind, name, "segment", at.Segment, "offset", at.Offset)
}

// arrived notes that an entry no longer waits with a message that was read
// before its turn.
func (s *store) arrived(e *entry) {
	if e.flags&early != 0 {
		e.flags &^= early
		s.ahead -= e.msg.size()
	}
}

// readAhead reads e's message, and those of the same queue that lie behind it
// in the log. What it can't read stays where it is.
func (tx *Tx) readAhead(q *queue, e *entry) {
	s := tx.db.store
	n := min(readAhead, max(int(aheadMost-s.ahead)/4, 1))
	var h head
	_ = s.log.ReadAhead(e.at, n, func(at place, kind byte, payload []byte) bool {
		if kind != recordMessage && kind != recordPaged {
			return true
		}
		if _, err := readHead(payload, &h); err != nil {
			return true
		}
		to := e
		if at != e.at {
			if to = q.awaiting(&h, at); to == nil {
				return true
			}
		}
		m, err := readMessage(payload)
		if err != nil {
			return true
		}
		to.msg = m
		tx.db.held += m.size()
		if to != e {
			to.flags |= early
			s.ahead += m.size()
		}
		return true
	})
}

// awaiting gives the waiting entry whose message lies at a place with this
// head, if it is not in memory.
func (q *queue) awaiting(h *head, at place) *entry {
	for _, r := range h.refs {
		if r.holder != q.id {
			continue
		}
		if e := q.ready.levelOf(h.priority).ring.find(r.seq); e != nil && e.msg == nil && e.at == at {
			return e
		}
	}
	return nil
}

// find gives the entry of a number: they grow from the front to the back,
// mostly one by one.
func (r *ring) find(seq uint64) *entry {
	if r.n == 0 || seq < r.at(0).seq {
		return nil
	}
	if guess := seq - r.at(0).seq; guess < uint64(r.n) && r.at(int(guess)).seq == seq {
		return r.at(int(guess))
	}
	i := sort.Search(r.n, func(i int) bool { return r.at(i).seq >= seq })
	if i == r.n || r.at(i).seq != seq {
		return nil
	}
	return r.at(i)
}
