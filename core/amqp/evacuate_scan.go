package amqp

import (
	"cmp"
	"slices"
)

// moved is a message record: its place, and its payload within move.bytes.
type moved struct {
	at       place
	kind     byte
	from, to int
}

// batchBytes and batchRecords bound what is moved under one lock.
const (
	batchBytes   = 256 << 10
	batchRecords = 500
)

// history is what a segment says of messages that other segments may have.
type history struct {
	ends    map[uint64]*ends     // by holder
	returns map[[2]uint64]uint64 // how many, by holder and number
}

// scan reads the segment, and moves those of its messages that wait in line
// meanwhile. It reads also what recovery has read by its index: damage must be
// set aside before the segment goes.
func (m *move) scan() error {
	damage, err := m.db.store.log.Scan(m.seg.id, func(at place, kind byte, payload []byte) error {
		switch kind {
		case recordMessage, recordPaged:
			m.message(at, kind, payload)
		case recordEnds:
			if e, err := readEnds(payload); err == nil {
				m.seen.end(&e)
			}
		case recordReturn:
			if b, err := readBack(payload); err == nil {
				key := [2]uint64{b.holder, b.seq}
				m.seen.returns[key] = max(m.seen.returns[key], b.count)
			}
		}
		return nil
	})
	m.flush()
	m.db.sayDamage(damage)
	m.ended, m.returns = m.seen.sorted()
	return err
}

func (h *history) end(e *ends) {
	all := h.ends[e.holder]
	if all == nil {
		all = &ends{holder: e.holder}
		h.ends[e.holder] = all
	}
	all.delivered = max(all.delivered, e.delivered)
	all.spans = append(all.spans, e.spans...)
}

func (h *history) sorted() (ended []ends, returns []back) {
	for _, e := range h.ends {
		e.spans = join(e.spans)
		ended = append(ended, *e)
	}
	for key, n := range h.returns {
		returns = append(returns, back{key[0], key[1], n})
	}
	slices.SortFunc(ended, func(a, b ends) int { return cmp.Compare(a.holder, b.holder) })
	slices.SortFunc(returns, func(a, b back) int {
		return cmp.Or(cmp.Compare(a.holder, b.holder), cmp.Compare(a.seq, b.seq))
	})
	return ended, returns
}

// message takes a record into the batch, if any is still held by somebody.
func (m *move) message(at place, kind byte, payload []byte) {
	if !m.alive {
		return
	}
	if n := len(m.batch); n == batchRecords || n > 0 && len(m.bytes)+len(payload) > batchBytes {
		m.flush()
	}
	from := len(m.bytes)
	m.bytes = append(m.bytes, payload...)
	m.batch = append(m.batch, moved{at, kind, from, len(m.bytes)})
}

// flush moves the batch.
func (m *move) flush() {
	if len(m.batch) == 0 {
		return
	}
	m.db.mu.Lock()
	for _, r := range m.batch {
		m.waiting(r)
	}
	m.alive = m.seg.live > 0
	m.db.mu.Unlock()
	m.batch, m.bytes = m.batch[:0], m.bytes[:0]
}
