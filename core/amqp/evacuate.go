package amqp

import (
	"cmp"
	"slices"
)

// content is what compaction reads of a segment before it locks the broker.
type content struct {
	records []moved
	bytes   []byte           // the records' payloads, one behind the other
	ends    []ends           // of each holder, joined
	returns []back           // of each message, the highest
	of      map[uint64]*ends // while it is read
}

// moved is a message record: its place, and its payload within content.bytes.
type moved struct {
	at       place
	kind     byte
	from, to int
}

// readSegment scans a segment, the messages only where some are alive. It
// scans also what recovery has read by its index: damage must be set aside
// before the segment goes.
func (db *DB) readSegment(id uint32, alive bool) (*content, error) {
	c := &content{of: map[uint64]*ends{}}
	counts := map[[2]uint64]uint64{}
	damage, err := db.store.log.Scan(id, func(at place, kind byte, payload []byte) error {
		switch kind {
		case recordMessage, recordPaged:
			if alive {
				from := len(c.bytes)
				c.bytes = append(c.bytes, payload...)
				c.records = append(c.records, moved{at, kind, from, len(c.bytes)})
			}
		case recordEnds:
			if e, err := readEnds(payload); err == nil {
				c.add(&e)
			}
		case recordReturn:
			if b, err := readBack(payload); err == nil {
				key := [2]uint64{b.holder, b.seq}
				counts[key] = max(counts[key], b.count)
			}
		}
		return nil
	})
	db.sayDamage(damage)
	for _, e := range c.of {
		e.spans = join(e.spans)
		c.ends = append(c.ends, *e)
	}
	for key, n := range counts {
		c.returns = append(c.returns, back{key[0], key[1], n})
	}
	slices.SortFunc(c.ends, func(a, b ends) int { return cmp.Compare(a.holder, b.holder) })
	slices.SortFunc(c.returns, func(a, b back) int {
		return cmp.Or(cmp.Compare(a.holder, b.holder), cmp.Compare(a.seq, b.seq))
	})
	return c, err
}

func (c *content) add(e *ends) {
	all := c.of[e.holder]
	if all == nil {
		all = &ends{holder: e.holder}
		c.of[e.holder] = all
	}
	all.delivered = max(all.delivered, e.delivered)
	all.spans = append(all.spans, e.spans...)
}

// record finds the one at a place.
func (c *content) record(at place) (moved, bool) {
	i, ok := slices.BinarySearchFunc(c.records, at, func(r moved, at place) int {
		return cmp.Compare(r.at.Offset, at.Offset)
	})
	if !ok {
		return moved{}, false
	}
	return c.records[i], true
}

// move is one segment on its way to the end of the log. It locks the broker
// for short times: each batch leaves everything as it should be, since an
// entry has its message in the one place or in the other.
type move struct {
	db     *DB
	seg    *segment
	c      *content
	queues map[uint64]*queue
	order  []uint64 // their ids, sorted: what is logged must not depend on a map's order
	delays map[uint64]*exchange
}

// batchBytes and batchRecords bound what is moved under one lock.
const (
	batchBytes   = 256 << 10
	batchRecords = 500
)

func (db *DB) newMove(seg *segment, c *content) *move {
	m := &move{db: db, seg: seg, c: c, queues: map[uint64]*queue{}, delays: map[uint64]*exchange{}}
	db.mu.Lock()
	db.eachQueue(func(q *queue) { m.queues[q.id] = q }) // what is made later has nothing in a sealed segment
	db.eachExchange(func(x *exchange) {
		if x.kind == Delayed {
			m.delays[x.id] = x
		}
	})
	db.mu.Unlock()
	m.order = sortedKeys(m.queues)
	return m
}

// messages moves all that is alive, then the ends that recovery would miss,
// and replaces the definitions by a snapshot.
func (m *move) messages() {
	for next := 0; next < len(m.c.records); {
		m.db.mu.Lock()
		start := m.c.records[next].from
		for n := 0; n < batchRecords && next < len(m.c.records) && m.c.records[next].to-start < batchBytes || n == 0; n++ {
			m.waiting(m.c.records[next])
			next++
		}
		m.db.mu.Unlock()
	}
	for {
		m.db.mu.Lock()
		if m.strays() < batchRecords {
			break
		}
		m.db.mu.Unlock()
	}
	defer m.db.mu.Unlock()
	m.rest()
	m.ends()
	if m.seg.defines {
		m.db.logSnapshot(m.db.definitions(false))
	}
}

// waiting moves a record for those of its holders for whom it waits in line:
// nearly all of them.
func (m *move) waiting(r moved) {
	var h head
	payload := m.c.bytes[r.from:r.to]
	if _, err := readHead(payload, &h); err != nil {
		return // recovery has said so
	}
	for _, one := range h.refs {
		if q := m.queues[one.holder]; q != nil {
			line := &q.ready.levelOf(h.priority).ring
			m.entryAt(one.holder, line.find(one.seq), r.at)
			line.trim()
		} else if x := m.delays[one.holder]; x != nil {
			m.entryAt(x.id, x.waiting[one.seq], r.at)
		}
	}
}

// entryAt moves an entry, nil for none, if its message lies at a place.
func (m *move) entryAt(holder uint64, e *entry, at place) {
	if e != nil && e.at == at {
		m.entry(holder, e)
	}
}

// entry moves what one entry holds of the segment, and tells whether it did.
func (m *move) entry(holder uint64, e *entry) bool {
	if e.at.Segment != m.seg.id {
		return false
	}
	s := m.db.store
	m.seg.live -= int64(e.share)
	at := e.at
	e.at = place{}
	if e.flags&stored == 0 && e.msg != nil && e.flags&early == 0 {
		return true // it was only to make room in memory, and is back there
	}
	refs := append(s.refs[:0], ref{holder, e.seq, e.expires})
	r, ok := m.c.record(at)
	switch {
	case ok:
		var h head
		payload := m.c.bytes[r.from:r.to]
		rest, _ := readHead(payload, &h)
		h.refs = refs
		e.at, e.share = s.append(r.kind, &h, nil, nil, rest)
	case e.msg != nil: // the record is damaged
		e.at, e.share = s.put(recordMessage, refs, e.msg)
	}
	return true
}

// strays moves what does not wait in line: what came back, and deliveries. It
// stops after batchRecords and gives the number.
func (m *move) strays() (n int) {
	some := func(holder uint64, e *entry) {
		if n < batchRecords && m.entry(holder, e) {
			n++
		}
	}
	for _, id := range m.order { // a queue that was removed is empty
		levels := m.queues[id].ready.levels
		for i := range levels {
			for j := range levels[i].returned {
				some(id, &levels[i].returned[j])
			}
		}
	}
	m.db.eachDelivery(func(o *outstanding) {
		if o.queue.removed {
			m.db.tx.forget(&o.entry)
			return
		}
		some(o.queue.id, &o.entry)
	})
	return n
}

// rest looks at all entries where some are left in spite of all: those of
// records that are damaged, and what an operator has put back in line
// meanwhile.
func (m *move) rest() {
	if m.seg.live <= 0 {
		return
	}
	m.strays()
	for _, id := range m.order {
		levels := m.queues[id].ready.levels
		for i := range levels {
			for j := range levels[i].ring.n {
				m.entry(id, levels[i].ring.at(j))
				levels[i].ring.trim()
			}
		}
	}
	for _, x := range ordered(m.delays) {
		for _, e := range ordered(x.waiting) {
			m.entry(x.id, e)
		}
	}
}

// ends logs anew the ends that recovery would miss: those of messages whose
// records are still in other segments.
func (m *move) ends() {
	s := m.db.store
	for _, e := range m.c.ends {
		e.spans = touching(e.spans, s.held(e.holder, m.seg.id))
		q := m.queues[e.holder]
		if q != nil && !q.removed && (q.ready.count+q.unacked > 0 || q.stream != nil) {
			e.delivered = max(e.delivered, q.delivered) // redelivered, after a restart
		} else if len(e.spans) == 0 {
			continue
		}
		at, size := s.logEnds(&e)
		s.segment(at.Segment).keep(e.holder, size)
	}
	var others []span
	for i, b := range m.c.returns {
		if i == 0 || b.holder != m.c.returns[i-1].holder {
			others = s.held(b.holder, m.seg.id)
		}
		if one := []span{{b.seq, b.seq}}; len(touching(one, others)) > 0 {
			at, size := s.logBack(b)
			s.segment(at.Segment).keep(b.holder, size)
		}
	}
}
