package amqp

import "github.com/twelvefold/twelvefold/core/world"

// Bodies that are on disk need not lie in memory: past Options.MemoryLimit a
// message is dropped from it as it is queued, and read back, with those that
// follow it, when its turn comes. A transient message is written for that, as
// a record that recovery passes over.

// readAhead is how many bytes of the log are read at once for a queue that is
// being drained, and cacheMost how many messages of them are kept.
const (
	readAhead = 256 << 10
	cacheMost = 4096
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
	if e.msg != nil {
		return true
	}
	s := tx.db.store
	m := s.cache[e.at]
	if m == nil {
		s.readAhead(q, e.at)
		m = s.cache[e.at]
	}
	if m == nil {
		tx.db.world.Say(world.Error, "amqp: a message can't be read back from the log and is lost",
			"queue", q.name, "segment", e.at.Segment, "offset", e.at.Offset)
		tx.end(q, e)
		return false
	}
	delete(s.cache, e.at)
	e.msg = m
	tx.db.held += m.size()
	return true
}

// readAhead caches the message at p and those of the same queue behind it.
func (s *store) readAhead(q *queue, p place) {
	if len(s.cache) > cacheMost {
		clear(s.cache)
	}
	var h head
	_ = s.log.ReadAhead(p, readAhead, func(at place, kind byte, payload []byte) bool {
		if kind != recordMessage && kind != recordPaged {
			return true
		}
		if _, err := readHead(payload, &h); err != nil || !h.holds(q.id) {
			return true
		}
		if m, err := readMessage(payload); err == nil {
			s.cache[at] = m
		}
		return len(s.cache) < cacheMost
	}) // what it can't read is missing from the cache: the caller sees
}

func (h *head) holds(id uint64) bool {
	for _, r := range h.refs {
		if r.holder == id {
			return true
		}
	}
	return false
}
